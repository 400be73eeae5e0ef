"""SQLite: FTS5 for the words, plain SQL for the facets.

What a careful developer would write: texts apart from a narrow table of integers, one pass of
the text index per query into a temporary table, every facet counted from that.
"""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from bench.peers.interface import COLUMNS, MULTIPLE, PER_PAGE, SINGLE, Answer, Asked, Row
from bench.peers.rows import Codes
from bench.processes import folder_mb
from essaim.search.query import Sort

_WEIGHTS: Final = "4.0, 2.0, 2.0, 1.0"
_SCHEMA: Final = f"""
PRAGMA journal_mode = WAL;
CREATE TABLE fiche (id INTEGER PRIMARY KEY, titre TEXT, meta TEXT, resume TEXT, corps TEXT);
CREATE VIRTUAL TABLE mots USING fts5(
    titre, meta, resume, corps, content="fiche", content_rowid="id",
    tokenize="unicode61 remove_diacritics 2"
);
CREATE TABLE choix (
    id INTEGER PRIMARY KEY, {", ".join(f"{facet} INTEGER" for facet in SINGLE)},
    recent INTEGER, ordre_titre TEXT, ordre_departement TEXT
);
CREATE TABLE terme (facette INTEGER, code INTEGER, id INTEGER);
"""
_INDEXES: Final = """
INSERT INTO mots (mots) VALUES ('rebuild');
INSERT INTO mots (mots) VALUES ('optimize');
CREATE INDEX choix_departement ON choix (departement);
CREATE INDEX choix_region ON choix (region);
CREATE INDEX choix_recent ON choix (recent);
CREATE INDEX choix_titre ON choix (ordre_titre);
CREATE INDEX choix_ordre_departement ON choix (ordre_departement);
CREATE UNIQUE INDEX terme_par_code ON terme (facette, code, id);
CREATE UNIQUE INDEX terme_par_fiche ON terme (id, facette, code);
ANALYZE;
"""
_TEMPORARY: Final = f"""
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -256000;
PRAGMA mmap_size = 2000000000;
CREATE TEMP TABLE trouve (id INTEGER PRIMARY KEY, note REAL, {", ".join(SINGLE)});
CREATE TEMP TABLE retenu (id INTEGER PRIMARY KEY, note REAL, {", ".join(SINGLE)});
"""
_ORDERS: Final = {
    Sort.RELEVANCE: "note, id DESC",
    Sort.RECENT: "recent DESC",
    Sort.TITLE: "ordre_titre",
    Sort.DEPARTMENT: "ordre_departement",
}
_COLUMNS: Final = ", ".join(SINGLE)


class SqliteFts5:
    """The peer."""

    name = "SQLite FTS5 + SQL"
    only_ranked = False

    def __init__(self, folder: Path) -> None:
        """Make an empty base in `folder`."""
        self._path = folder / "fts5.sqlite3"
        self._path.unlink(missing_ok=True)
        self._db = sqlite3.connect(self._path, isolation_level=None)
        self._codes = Codes()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._db.close()

    def load(self, rows: Iterable[Row]) -> None:
        """Store and index the sheets."""
        code = self._codes.of
        self._db.executescript(_SCHEMA)
        self._db.execute("BEGIN")
        for row in rows:
            self._db.execute(
                "INSERT INTO fiche VALUES (?, ?, ?, ?, ?)",
                (row.id, row.title, row.meta, row.lead, row.body),
            )
            single = [next((code(f, v) for v in row.facets.get(f, ())), 0) for f in SINGLE]
            self._db.execute(
                f"INSERT INTO choix VALUES ({', '.join('?' * (len(single) + 4))})",
                (row.id, *single, row.recent, row.title_order, row.department_order),
            )
            self._db.executemany(
                "INSERT INTO terme VALUES (?, ?, ?)",
                [
                    (number, code(facet, value), row.id)
                    for number, facet in enumerate(MULTIPLE)
                    for value in row.facets[facet]
                ],
            )
        self._db.execute("COMMIT")
        self._db.executescript(_INDEXES + _TEMPORARY)

    def ask(self, asked: Asked) -> Answer:
        """Answer one query."""
        found, match = "choix", " ".join(f'"{word}"' for word in asked.words)
        if match:
            found = "trouve"
            self._db.execute("DELETE FROM trouve")
            # Another order spares the cost of ranking.
            note = f"bm25(mots, {_WEIGHTS})" if asked.order is Sort.RELEVANCE else "0"
            self._db.execute(
                f"INSERT INTO trouve SELECT id, note, {_COLUMNS} FROM "
                f"(SELECT rowid AS fiche, {note} AS note FROM mots WHERE mots MATCH ?) "
                "JOIN choix ON id = fiche",
                (match,),
            )
        kept = found
        if asked.filters:
            kept = "retenu"
            note = "note" if match else "0"
            self._db.execute("DELETE FROM retenu")
            self._db.execute(
                f"INSERT INTO retenu SELECT id, {note}, {_COLUMNS} FROM {found} AS f "
                f"WHERE {self._where(asked)}"
            )
        hits = self._hits(asked, kept)
        return Answer(
            total=self._one(f"SELECT count(*) FROM {kept}"),
            hits=hits,
            facets=self._facets(asked, found, kept),
            passages=self._passages(match, hits) if match else [],
        )

    def _one(self, statement: str) -> int:
        count: int = self._db.execute(statement).fetchone()[0]
        return count

    def _where(self, asked: Asked, without: str = "") -> str:
        """Return the condition of all filters but one, on a table called `f`."""
        clauses = ["1"]
        for facet, values in asked.filters.items():
            if facet == without:
                continue
            codes = ", ".join(str(self._codes.of(facet, value)) for value in values)
            if facet in SINGLE:
                clauses.append(f"f.{COLUMNS[facet]} IN ({codes})")
            else:
                clauses.append(
                    "EXISTS (SELECT 1 FROM terme AS t WHERE t.id = f.id AND "
                    f"t.facette = {MULTIPLE.index(facet)} AND t.code IN ({codes}))"
                )
        return " AND ".join(clauses)

    def _facets(self, asked: Asked, found: str, kept: str) -> dict[str, dict[str, int]]:
        counts: dict[str, dict[str, int]] = {}
        for facet in (*SINGLE, *MULTIPLE):
            is_active = facet in asked.filters
            table = found if is_active else kept
            where = self._where(asked, facet) if is_active else "1"
            if facet in SINGLE:
                statement = f"SELECT {facet}, count(*) FROM {table} AS f WHERE {where} GROUP BY 1"
            else:
                statement = (
                    f"SELECT code, count(*) FROM {table} AS f JOIN terme AS x ON x.id = f.id "
                    f"AND x.facette = {MULTIPLE.index(facet)} WHERE {where} GROUP BY 1"
                )
            counts[facet] = {
                self._codes.value(facet, code): count
                for code, count in self._db.execute(statement)
                if code
            }
        return counts

    def _hits(self, asked: Asked, kept: str) -> list[int]:
        order = _ORDERS[asked.order]
        if asked.order is Sort.RELEVANCE or kept == "choix":
            source = kept
        else:
            source = f"choix WHERE id IN (SELECT id FROM {kept})"
        statement = f"SELECT id FROM {source} ORDER BY {order} LIMIT ? OFFSET ?"
        return [row[0] for row in self._db.execute(statement, (PER_PAGE, asked.offset))]

    def _passages(self, match: str, hits: list[int]) -> list[str]:
        return [
            self._db.execute(
                "SELECT snippet(mots, -1, '[', ']', '…', 32) FROM mots"
                " WHERE mots MATCH ? AND rowid = ?",
                (match, hit),
            ).fetchone()[0]
            for hit in hits
        ]

    def size_mb(self) -> float:
        """Return what its base takes on disk."""
        return folder_mb(self._path)
