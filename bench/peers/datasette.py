"""Datasette, through HTTP of its own server: the table's page, searched, filtered, faceted.

It does less than Essaim's page: facets are not disjunctive, hits are not ranked, passages not
cut out, pages not deep (its own are reached one after the other). It is measured at its best
all the same: indexed columns, only the columns shown, no suggestion of other facets.
Install it with `make bench-peers`: it lives apart from Essaim's own packages.
"""

import json
import os
import sqlite3
import subprocess
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlencode

from bench import measures
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
from bench.processes import folder_mb
from essaim.search.query import Sort

PROGRAM: Final = measures.REPOSITORY / "build" / "peers" / "bin" / "datasette"
_SETTINGS: Final = {
    "suggest_facets": "off",
    # By default a facet that takes more than 200 ms is left out, silently.
    "facet_time_limit_ms": "60000",
    "sql_time_limit_ms": "120000",
    "default_page_size": str(PER_PAGE),
}
_SHOWN: Final = ("titre", "structure", "resume", "statut", "departement", "mot_cle")
_SORTS: Final = {
    Sort.RELEVANCE: (),
    Sort.RECENT: (("_sort_desc", "recent"),),
    Sort.TITLE: (("_sort", "ordre_titre"),),
    Sort.DEPARTMENT: (("_sort", "ordre_departement"),),
}
_COLUMNS: Final = (
    "id INTEGER PRIMARY KEY, titre TEXT, structure TEXT, meta TEXT, resume TEXT, corps TEXT, "
    + "".join(f"{COLUMNS[facet]} TEXT, " for facet in (*SINGLE, *MULTIPLE))
    + "recent INTEGER, ordre_titre TEXT, ordre_departement TEXT"
)
# Datasette finds a table's text index by this very spelling, with the quotes: written otherwise,
# `_search` is ignored without a word.
_TEXT_INDEX: Final = """
CREATE VIRTUAL TABLE mots USING FTS5(
    titre, meta, resume, corps, content="fiche", content_rowid="id",
    tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO mots (mots) VALUES ('rebuild');
INSERT INTO mots (mots) VALUES ('optimize');
"""


class Datasette:
    """The peer."""

    name = "Datasette"
    only_ranked = False

    def __init__(self, folder: Path) -> None:
        """Make room for its base in `folder`. Raises NotInstalledError."""
        if not PROGRAM.exists():
            raise NotInstalledError("make bench-peers l’installe")
        self._path = folder / "base.db"
        self._path.unlink(missing_ok=True)
        self._server: subprocess.Popen[bytes] | None = None
        self._client = measures.Client(0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._client.close()
        if self._server is not None:
            self._server.terminate()
            self._server.wait()

    def load(self, rows: Iterable[Row]) -> None:
        """Store and index the sheets, then start the server."""
        with sqlite3.connect(self._path, isolation_level=None) as db:
            db.executescript(f"PRAGMA journal_mode = WAL; CREATE TABLE fiche ({_COLUMNS})")
            db.execute("BEGIN")
            for row in rows:
                values = self._values(row)
                db.execute(f"INSERT INTO fiche VALUES ({', '.join('?' * len(values))})", values)
            db.execute("COMMIT")
            db.executescript(_TEXT_INDEX)
            for column in (*SINGLE, "recent", "ordre_titre", "ordre_departement"):
                db.execute(f"CREATE INDEX fiche_{column} ON fiche ({column})")
            db.execute("ANALYZE")
        db.close()
        self._serve()

    @staticmethod
    def _values(row: Row) -> list[Any]:
        single = [next(iter(row.facets.get(facet, ())), None) for facet in SINGLE]
        several = [json.dumps(row.facets[facet], ensure_ascii=False) for facet in MULTIPLE]
        texts = [row.id, row.title, row.structure, row.meta, row.lead, row.body]
        return [*texts, *single, *several, row.recent, row.title_order, row.department_order]

    def _serve(self) -> None:
        port = measures.free_port()
        settings = [part for pair in _SETTINGS.items() for part in ("--setting", *pair)]
        self._server = subprocess.Popen(
            [PROGRAM, "serve", self._path, "--port", str(port), *settings],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", "")},
        )
        self._client = measures.Client(port)
        self._client.wait("/-/versions.json", self._server)

    def ask(self, asked: Asked) -> Answer:
        """Get the page of one query. It is HTML: nothing is read out of it."""
        self._client.get(self._address("/base/fiche", asked))
        return Answer(total=-1)

    def told(self, asked: Asked) -> Answer:
        """Return what the same address says in JSON: total, and facets without a filter.

        Raises RuntimeError when a facet was left out, as happens for lack of time.
        """
        told = json.loads(self._client.get(self._address("/base/fiche.json", asked)))
        facets: dict[str, dict[str, int]] = {}
        for facet, column in COLUMNS.items():
            if column not in told["facet_results"]:
                raise RuntimeError(f"Datasette left the facet {column} out of {asked.address!r}")
            if facet not in asked.filters:
                found = told["facet_results"][column]["results"]
                facets[facet] = {row["value"]: row["count"] for row in found if row["value"]}
        return Answer(total=told["filtered_table_rows_count"], facets=facets)

    def size_mb(self) -> float:
        """Return what its base takes on disk."""
        return folder_mb(self._path)

    def _address(self, table: str, asked: Asked) -> str:
        pairs = [("_search", " ".join(asked.words))] if asked.words else []
        for facet, values in asked.filters.items():
            pairs.append(_filter(facet, values))
        pairs += [("_facet", COLUMNS[facet]) for facet in SINGLE]
        pairs += [("_facet_array", COLUMNS[facet]) for facet in MULTIPLE]
        pairs += [("_facet_size", "max"), ("_size", str(PER_PAGE))]
        pairs += [("_col", column) for column in _SHOWN]
        pairs += _SORTS[asked.order]
        return f"{table}?{urlencode(pairs)}"


def _filter(facet: str, values: tuple[str, ...]) -> tuple[str, str]:
    """Return one filter as the table's address has it."""
    column = COLUMNS[facet]
    if facet in SINGLE:
        return f"{column}__in", json.dumps(values, ensure_ascii=False)
    if len(values) == 1:
        return f"{column}__arraycontains", values[0]
    listed = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    return (
        "_where",
        f"id in (select f.id from fiche f, json_each(f.{column}) j where j.value in ({listed}))",
    )
