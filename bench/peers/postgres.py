"""PostgreSQL: its own text search (French, unaccented, weighted, GIN) and SQL facets.

A temporary server as the tests have theirs, with more memory and no JIT. One statement finds,
ranks, counts and pages; a second makes the passages of the 20 hits.
"""

import contextlib
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any, Final, Self, cast
from unittest import mock

import psycopg

from bench.peers.interface import (
    COLUMNS,
    MULTIPLE,
    PER_PAGE,
    SINGLE,
    Answer,
    Asked,
    NotInstalledError,
    Row,
)
from bench.peers.rows import Codes
from essaim.search.query import Sort
from tests import postgres as servers

_MEMORY: Final = {"shared_buffers": "1GB", "work_mem": "64MB", "maintenance_work_mem": "256MB"}
_FAST: Final = {"jit": "off", "random_page_cost": "1.1", "max_parallel_workers_per_gather": "2"}

CONFIGURATION: Final = """
CREATE EXTENSION unaccent;
CREATE TEXT SEARCH CONFIGURATION fr (COPY = french);
ALTER TEXT SEARCH CONFIGURATION fr
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
"""
_SCHEMA: Final = f"""
{CONFIGURATION}
CREATE TABLE texte (
    id integer PRIMARY KEY, titre text, meta text, resume text, corps text,
    mots tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('fr', titre), 'A') || setweight(to_tsvector('fr', meta), 'B')
        || setweight(to_tsvector('fr', resume), 'C') || to_tsvector('fr', corps)
    ) STORED
);
CREATE TABLE choix (
    id integer PRIMARY KEY, {", ".join(f"{facet} smallint NOT NULL" for facet in SINGLE)},
    {", ".join(f"{COLUMNS[facet]} smallint[] NOT NULL" for facet in MULTIPLE)},
    recent bigint, ordre_titre text COLLATE "C", ordre_departement text COLLATE "C"
);
"""
_INDEXES: Final = (
    "CREATE INDEX ON texte USING gin (mots)",
    *(f"CREATE INDEX ON choix ({facet})" for facet in SINGLE),
    *(f"CREATE INDEX ON choix USING gin ({COLUMNS[facet]})" for facet in MULTIPLE),
    *(
        f"CREATE INDEX ON choix ({column})"
        for column in ("recent", "ordre_titre", "ordre_departement")
    ),
    "VACUUM ANALYZE",
)
_ORDERS: Final = {
    Sort.RELEVANCE: "note DESC, id DESC",
    Sort.RECENT: "recent DESC",
    Sort.TITLE: "ordre_titre",
    Sort.DEPARTMENT: "ordre_departement",
}
# Essaim's own weights: title, meta, summary, body (D C B A).
_RANK: Final = "ts_rank('{0.25, 0.5, 0.5, 1.0}', t.mots, q)"
_HEADLINE: Final = (
    "SELECT ts_headline('fr', concat_ws(E'\\n', resume, corps, titre), plainto_tsquery('fr', %s),"
    " 'MaxWords=35, MinWords=20') FROM texte WHERE id = ANY(%s)"
)


@contextlib.contextmanager
def tuned_server() -> Iterator[str]:
    """Start a server with memory and no JIT; yield its address. Raises NotInstalledError."""
    with mock.patch.dict(servers.SETTINGS, _MEMORY | _FAST), contextlib.ExitStack() as exits:
        try:
            address = exits.enter_context(servers.server())
        except servers.NotInstalledError as error:
            raise NotInstalledError(str(error)) from error
        yield address


def size_mb(address: str) -> float:
    """Return what the base takes on disk, indexes included."""
    with psycopg.connect(address) as db:
        row = db.execute("SELECT pg_database_size(current_database())").fetchone()
    assert row is not None
    return float(row[0]) / 1e6


class Postgres:
    """The peer."""

    name = "PostgreSQL GIN + SQL"
    only_ranked = False

    def __init__(self) -> None:
        """Start the server. Raises NotInstalledError."""
        self._exits = contextlib.ExitStack()
        self._address = self._exits.enter_context(tuned_server())
        self._db: psycopg.Connection[Any] = self._exits.enter_context(
            psycopg.connect(self._address, autocommit=True, prepare_threshold=None)
        )
        self._codes = Codes()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._exits.close()

    def _run(self, statement: str, values: Iterable[Any] = ()) -> psycopg.Cursor[Any]:
        # Statements are put together here from constants and integers; texts are parameters.
        return self._db.execute(cast("Any", statement), tuple(values) or None)

    def load(self, rows: Iterable[Row]) -> None:
        """Store and index the sheets."""
        self._run(_SCHEMA)
        texts, choices = self._split(rows)
        for table, columns, made in (
            ("texte", "id, titre, meta, resume, corps", texts),
            ("choix", "", choices),
        ):
            target = f"{table} ({columns})" if columns else table
            with self._db.cursor().copy(cast("Any", f"COPY {target} FROM STDIN")) as copy:
                for row in made:
                    copy.write_row(row)
        for statement in _INDEXES:
            self._run(statement)

    def _split(self, rows: Iterable[Row]) -> tuple[Iterator[Any], list[Any]]:
        """Return the rows of texts, to be consumed first, and the narrow ones they leave."""
        code, choices = self._codes.of, list[Any]()

        def texts() -> Iterator[Any]:
            for row in rows:
                single = [next((code(f, v) for v in row.facets.get(f, ())), 0) for f in SINGLE]
                several = [[code(f, v) for v in row.facets[f]] for f in MULTIPLE]
                orders = (row.recent, row.title_order, row.department_order)
                choices.append((row.id, *single, *several, *orders))
                # PostgreSQL's texts cannot hold it.
                yield (
                    row.id,
                    *(
                        text.replace("\0", " ")
                        for text in (row.title, row.meta, row.lead, row.body)
                    ),
                )

        return texts(), choices

    def ask(self, asked: Asked) -> Answer:
        """Answer one query."""
        text = " ".join(asked.words)
        counts: dict[str, dict[str, int]] = {facet: {} for facet in (*SINGLE, *MULTIPLE)}
        total, hits = 0, []
        for what, code, count in self._run(self._statement(asked), [text] if text else []):
            if what == "total":
                total = count
            elif what == "hit":
                hits.append((count, code))
            elif code:
                counts[what][self._codes.value(what, code)] = count
        page = [identifier for _, identifier in sorted(hits)]
        passages = [row[0] for row in self._run(_HEADLINE, (text, page))] if text else []
        return Answer(total, page, counts, passages)

    def _statement(self, asked: Asked) -> str:
        """Return the statement whose rows are (facet, code, count), the total and the hits."""
        parts = []
        found, kept = "choix", "choix"
        if asked.words:
            found = kept = "trouve"
            note = _RANK if asked.order is Sort.RELEVANCE else "0"
            parts.append(
                f"trouve AS MATERIALIZED (SELECT c.*, {note} AS note FROM texte t "
                "JOIN choix c USING (id), plainto_tsquery('fr', %s) q WHERE t.mots @@ q)"
            )
        if asked.filters:
            kept = "retenu"
            parts.append(
                f"retenu AS MATERIALIZED (SELECT * FROM {found} WHERE {self._where(asked)})"
            )
        selected = [f"SELECT 'total' AS quoi, 0 AS code, count(*) AS nombre FROM {kept}"]
        for facet in (*SINGLE, *MULTIPLE):
            table, where = kept, "true"
            if facet in asked.filters:
                table, where = found, self._where(asked, facet)
            column = COLUMNS[facet]
            value = column if facet in SINGLE else f"unnest({column})"
            selected.append(
                f"SELECT '{facet}', {value} AS code, count(*) FROM {table} WHERE {where} GROUP BY 2"
            )
        order = _ORDERS[asked.order]
        selected.append(
            f"SELECT 'hit', id, row_number() OVER (ORDER BY {order}) FROM (SELECT * FROM {kept} "
            f"ORDER BY {order} LIMIT {PER_PAGE} OFFSET {asked.offset}) AS page"
        )
        opening = f"WITH {', '.join(parts)} " if parts else ""
        return opening + " UNION ALL ".join(f"({one})" for one in selected)

    def _where(self, asked: Asked, without: str = "") -> str:
        clauses = ["true"]
        for facet, values in asked.filters.items():
            if facet == without:
                continue
            codes = ", ".join(str(self._codes.of(facet, value)) for value in values)
            operator = "= ANY" if facet in SINGLE else "&&"
            clauses.append(f"{COLUMNS[facet]} {operator} (ARRAY[{codes}]::smallint[])")
        return " AND ".join(clauses)

    def size_mb(self) -> float:
        """Return what its base takes on disk."""
        return size_mb(self._address)
