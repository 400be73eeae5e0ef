"""Wagtail's own search, by its database backend on PostgreSQL, in a Python of its own.

The catalogue is an indexed model with its filters declared; facets are counted by `.facet()`,
one filtered facet by a search without that filter. It does less than Essaim: no passages. It is
asked over a pipe, without HTTP and without a page to make. Its text search is given the same
French, unaccented configuration as the PostgreSQL peer. Install it with `make bench-peers`.
"""

import contextlib
import json
import os
import subprocess
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Final, Self

import psycopg

from bench import measures
from bench.peers import postgres
from bench.peers.interface import COLUMNS, MULTIPLE, SINGLE, Answer, Asked, NotInstalledError, Row
from bench.peers.rows import Codes
from essaim.search.query import Sort

_FOLDER: Final = measures.REPOSITORY / "build" / "peers"
_PYTHON: Final = _FOLDER / "bin" / "python"
_ORDERS: Final = {
    Sort.RELEVANCE: "",
    Sort.RECENT: "-recent",
    Sort.TITLE: "title_order",
    Sort.DEPARTMENT: "department_order",
}


def is_installed() -> bool:
    """Return whether `make bench-peers` has put it here."""
    return bool(list(_FOLDER.glob("lib/*/site-packages/wagtail")))


class Wagtail:
    """The peer."""

    name = "Wagtail (PostgreSQL)"
    only_ranked = False

    def __init__(self) -> None:
        """Start a server and Wagtail beside it. Raises NotInstalledError."""
        if not is_installed():
            raise NotInstalledError("make bench-peers l’installe")
        self._exits = contextlib.ExitStack()
        self._address = self._exits.enter_context(postgres.tuned_server())
        with psycopg.connect(self._address, autocommit=True) as db:
            db.execute(postgres.CONFIGURATION)
        self._codes = Codes()
        self._process = subprocess.Popen(
            [_PYTHON, "-m", "bench.peers.wagtail_site.answering", self._address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=measures.REPOSITORY,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(measures.REPOSITORY)},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait()
        self._exits.close()

    def load(self, rows: Iterable[Row]) -> None:
        """Store and index the sheets."""
        assert self._process.stdin is not None
        for row in rows:
            self._process.stdin.write(f"{json.dumps(self._row(row))}\n")
        self._tell({})

    def _row(self, row: Row) -> dict[str, Any]:
        code = self._codes.of
        single = {f: next((code(f, v) for v in row.facets.get(f, ())), 0) for f in SINGLE}
        several = {COLUMNS[f]: [code(f, v) for v in row.facets[f]] for f in MULTIPLE}
        texts = {"title": row.title, "meta": row.meta, "lead": row.lead, "body": row.body}
        return {
            "id": row.id,
            # PostgreSQL's texts cannot hold it.
            **{name: text.replace("\0", " ") for name, text in texts.items()},
            **single,
            **several,
            "recent": row.recent,
            "title_order": row.title_order,
            "department_order": row.department_order,
        }

    def ask(self, asked: Asked) -> Answer:
        """Answer one query."""
        told = self._tell(
            {
                "words": asked.words,
                "filters": {
                    COLUMNS[facet]: [self._codes.of(facet, value) for value in values]
                    for facet, values in asked.filters.items()
                },
                "order": _ORDERS[asked.order],
                "offset": asked.offset,
            }
        )
        counts = {
            facet: {
                self._codes.value(facet, int(code)): count
                for code, count in told["facets"][column].items()
            }
            for facet, column in COLUMNS.items()
        }
        return Answer(told["total"], told["hits"], counts)

    def _tell(self, what: dict[str, Any]) -> Any:
        """Send one line, empty for an empty one, and return what comes back."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(what) if what else ''}\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("Wagtail has ended; it said why above")
        return json.loads(line)

    def size_mb(self) -> float:
        """Return what its base takes on disk."""
        return postgres.size_mb(self._address)
