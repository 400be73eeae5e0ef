"""Essaim's engine alone, in this process: search, then the passages of the 20 hits.

Passages are cut out of the sheets' texts, which stand in the database: reading them is part of the
job, here as in the peers, and told apart.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from bench.peers.interface import PER_PAGE
from essaim.search import engine
from essaim.search.engine import Results
from essaim.search.query import Query
from essaim.sheets import fields
from essaim.sheets.models import Sheet

_TEXTS = ("summary", *(field.name for field in fields.TEXTS if field.name != "summary"))


@dataclass(frozen=True, slots=True)
class Timed:
    """What one query took, in milliseconds."""

    search: float
    reading: float
    passages: float

    @property
    def total(self) -> float:
        """The whole job."""
        return self.search + self.reading + self.passages

    @property
    def unread(self) -> float:
        """The same, as if the texts were at hand."""
        return self.search + self.passages


def ask(query: Query) -> Timed:
    """Do the whole job once, on the clock."""
    start = time.perf_counter()
    results = engine.search(query, limit=PER_PAGE)
    searched = time.perf_counter()
    marks = results.meaning.marks
    texts = _texts(results) if marks else []
    begun = time.perf_counter()
    for of_sheet in texts:
        _passage(marks, of_sheet)
    ended = time.perf_counter()
    return Timed((searched - start) * 1000, (begun - searched) * 1000, (ended - begun) * 1000)


def on_existing_pages(queries: Iterable[Query]) -> list[Query]:
    """Return each query at its page, or at the last one that has hits; forget the answers."""
    found = []
    for query in queries:
        last = -(-engine.search(query, limit=1).total // PER_PAGE)
        found.append(query.with_page(min(query.page, max(1, last))))
    # The one thing here that reaches inside: counts would be remembered for the rounds to come.
    engine._cache.kept.clear()
    return found


def _texts(results: Results) -> list[list[str]]:
    """Return the texts of each hit, the summary first."""
    sheets = Sheet.objects.only(*_TEXTS).in_bulk([hit.sheet_id for hit in results.hits])
    return [
        [text for name in _TEXTS if (text := str(getattr(sheet, name)))]
        for sheet in sheets.values()
    ]


def _passage(marks: frozenset[str], texts: list[str]) -> list[tuple[str, bool]]:
    """Return the passage a card shows: of the first text that holds a word."""
    pieces: list[tuple[str, bool]] = []
    for text in texts:
        pieces = engine.snippet(marks, text)
        if any(found for _, found in pieces):
            break
    return pieces
