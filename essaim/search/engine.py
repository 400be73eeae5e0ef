"""Searching: the process's engine, as module-level functions.

Another engine may stand behind the same functions: `tests/search/test_conformance.py` is what
it must satisfy.
"""

import logging
import os
import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from essaim.search import (
    analysis,
    background,
    counting,
    document,
    facets,
    following,
    held,
    lexicon,
    nearby,
    ranges,
    ranking,
    reader,
    snippets,
    spellings,
    store,
    understanding,
)
from essaim.search import similar as similar_sheets
from essaim.search.criteria import FACETS
from essaim.search.facets import FacetValue
from essaim.search.query import Query, Sort
from essaim.search.ranges import Range
from essaim.search.ranking import Plan
from essaim.search.reader import Snapshot
from essaim.search.similar import Similar
from essaim.search.store import Unusable
from essaim.search.understanding import Meaning
from essaim.sheets.models import Sheet

logger = logging.getLogger(__name__)

ENOUGH: Final = 10  # sheets found; below, others that come near are proposed
CACHE_SIZE: Final = 1_000  # answers kept, of some 10 kB each
_IDS_AT_ONCE: Final = 2_000

T = TypeVar("T")


@dataclass(slots=True)
class Hit:
    """One sheet found. `score` is 0 when the order is not by relevance."""

    sheet_id: int
    score: float


@dataclass(frozen=True, slots=True)
class Told:
    """How many `sheets` tell a figure, `out_of` those found whatever it is (no bounds on it)."""

    sheets: int
    out_of: int


@dataclass(slots=True)
class Results:
    """What a search gives. Shared between callers: not to be changed.

    `facets` is keyed by query key: in the declared order for vocabularies, most first for
    territories. `softened`: nothing had all that was asked for; these have less of it. `meaning`:
    how the words were understood. `nearby`: when few were found, some that come near; neither in
    the total nor in the facets. `told`: of each figure that bounds or orders them (by
    `Range.key`), how many sheets tell it.
    """

    total: int
    hits: list[Hit] = field(default_factory=list)
    facets: dict[str, list[FacetValue]] = field(default_factory=dict)
    softened: bool = False
    meaning: Meaning = field(default_factory=Meaning)
    nearby: list[Hit] = field(default_factory=list)
    told: dict[str, Told] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Counted:
    """The part of an answer that all pages and orders share."""

    plan: Plan
    total: int
    facets: dict[str, list[FacetValue]]


class _Cache:
    """The last answers computed on one state of the index; emptied when that moves."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Hold nothing; the lock is new too, as a child process may inherit it taken."""
        self.lock = threading.Lock()
        self.number = 0
        self.kept: OrderedDict[object, Any] = OrderedDict()

    def get(self, number: int, key: object, compute: Callable[[], T]) -> T:
        """Return what is kept under `key`, or compute it (outside the lock) and keep it."""
        with self.lock:
            if number != self.number:
                self.kept.clear()
                self.number = number
            if key in self.kept:
                self.kept.move_to_end(key)
                found: T = self.kept[key]
                return found
        value = compute()
        with self.lock:
            if number == self.number:
                self.kept[key] = value
                if len(self.kept) > CACHE_SIZE:
                    self.kept.popitem(last=False)
        return value


_cache = _Cache()
_mending = threading.Lock()
os.register_at_fork(after_in_child=_cache.clear)


def search(query: Query, *, limit: int = 20) -> Results:
    """Return one page of the sheets a query finds, the exact total, and every facet's counts.

    A page past the end has no hits and the right total. Builds the index when there is none.
    """
    return answering(lambda snapshot: _search(snapshot, query, limit))


def similar(sheet: Sheet, *, limit: int = 4) -> list[Similar]:
    """Return the published sheets worth reading after this one, the closest first, and why."""
    return answering(lambda snapshot: similar_sheets.find(snapshot, sheet, limit))


def matching_ids(query: Query) -> Iterator[list[int]]:
    """Yield the ids of all the sheets a query finds, in batches, in creation order.

    The whole comes from one state of the index, whatever happens meanwhile.
    """
    snapshot = _snapshot()
    counted = _count(snapshot, query)
    last = 0
    while counted.total:
        batch = ranking.ids_after(snapshot, counted.plan, last, _IDS_AT_ONCE)
        if batch:
            yield batch
        if len(batch) < _IDS_AT_ONCE:
            return
        last = batch[-1]


def snippet(marks: frozenset[str], text: str, *, width: int = 220) -> list[tuple[str, bool]]:
    """Return the passage of `text` that has most of the `marks` of a meaning, in plain pieces.

    True marks a word to highlight. Without marks, the beginning of the text.
    """
    return snippets.cut(unicodedata.normalize("NFC", text), marks, width)


def passage(marks: frozenset[str], text: str, *, width: int = 220) -> list[tuple[str, bool]]:
    """Return what `snippet` does, nothing when none of the marks is in the text."""
    return snippets.around(unicodedata.normalize("NFC", text), marks, width)


def warm_up() -> None:
    """Load what the first search of a process that lasts would wait for, and let it prepare more.

    Nothing is loaded when there is no index.
    """
    background.allow()
    spellings.make_ready()
    try:
        snapshot = reader.snapshot()
        lexicon.of(snapshot)
        held.of(snapshot)
    except Unusable:
        logger.info("Pas encore d’index : rien à préparer.")


def catch_up() -> int:
    """Bring the index up to the event log: see `following.catch_up`."""
    return following.catch_up()


def _search(snapshot: Snapshot, query: Query, limit: int) -> Results:
    key = (_asked(query), query.order, query.page, limit)
    return _cache.get(snapshot.number, key, lambda: _page(snapshot, query, limit))


def _asked(query: Query) -> tuple[object, ...]:
    """Return what decides which sheets are found, and how they are ranked."""
    return (query.text, query.filters, query.parts, query.exact, query.place)


def _page(snapshot: Snapshot, query: Query, limit: int) -> Results:
    counted = _count(snapshot, query)
    offset = (query.page - 1) * limit
    hits = []
    if limit > 0 and offset < counted.total:
        wanted = min(limit, counted.total - offset)
        hits = _hits(snapshot, counted.plan, query.order, offset, wanted)
    near: list[Hit] = []
    if query.order is Sort.RELEVANCE and query.words and counted.total < ENOUGH:
        first = [hit.sheet_id for hit in hits]
        wanted = min(limit, ENOUGH) - counted.total
        near = [Hit(*one) for one in nearby.find(snapshot, counted.plan, first, wanted)]
    return Results(
        counted.total,
        hits,
        counted.facets,
        counted.plan.softened and counted.total > 0,
        counted.plan.meaning,
        near,
        {one.key: _told(snapshot, query, counted, one) for one in _figures(query)},
    )


def _hits(snapshot: Snapshot, plan: Plan, order: Sort, offset: int, wanted: int) -> list[Hit]:
    """Return one page of what a plan finds, in that order."""
    if order is Sort.RELEVANCE:
        found = ranking.by_relevance(snapshot, plan, offset, wanted)
        return [Hit(identifier, score) for identifier, score in found]
    held_page = counting.page(snapshot, plan, ranking.column(order), offset, wanted)
    if held_page is not None:
        return [Hit(identifier, 0.0) for identifier in held_page]
    found = ranking.by_column(snapshot, plan, order, offset, wanted)
    return [Hit(identifier, score) for identifier, score in found]


def _figures(query: Query) -> list[Range]:
    """Return the figures that bound the results, or that they are in the order of."""
    bounding = ranges.asked(key for key, _ in query.filters)
    return [one for one in ranges.RANGES if one in bounding or one.key == query.order]


def _told(snapshot: Snapshot, query: Query, counted: _Counted, figure: Range) -> Told:
    """Count the sheets that tell a figure, in one aggregation; one count for all orders."""
    key = (*_asked(query), figure.key)
    return _cache.get(snapshot.number, key, lambda: _told_anew(snapshot, counted, figure))


def _told_anew(snapshot: Snapshot, counted: _Counted, figure: Range) -> Told:
    plan = counted.plan.without(figure.keys)
    wanted = {figure.column: {"value_count": {"field": figure.column}}}
    answer = snapshot.searcher.aggregate(plan.matching(snapshot), wanted)
    is_bounding = plan != counted.plan
    total = ranking.count(snapshot, plan) if is_bounding else counted.total
    return Told(int(answer[figure.column]["value"]), total)


def _count(snapshot: Snapshot, query: Query) -> _Counted:
    key = _asked(query)
    return _cache.get(snapshot.number, key, lambda: _count_anew(snapshot, query))


def _count_anew(snapshot: Snapshot, query: Query) -> _Counted:
    """Count all facets; when nothing has every word, let one be missing, then all but one."""
    meaning = understanding.understand(snapshot, query)
    asked = Plan(meaning, query.filters, query.parts, query.place)
    plan, total, counts = counting.count(snapshot, asked.softer())
    values = {key: facets.values(key, counts[key], query.values(key)) for key in FACETS}
    return _Counted(plan, total, values)


def answering(ask: Callable[[Snapshot], T]) -> T:
    """Answer from the index as it is now; mend it and ask again if its files let it down."""
    try:
        return ask(_snapshot())
    except BaseException as error:
        # A `ValueError` here is a fault of ours, not of the files.
        if isinstance(error, ValueError) or not store.is_damage(error):
            raise
        logger.warning("Construction de l’index, qui ne répond plus : %s.", error)
    following.rebuild()
    reader.forget()
    return ask(_snapshot())


def _snapshot() -> Snapshot:
    """Return the index as it is now; one that is missing is built, in the back if we can wait."""
    try:
        snapshot = reader.snapshot()
        if reader.is_orphan():
            _mend_in_background()
        return snapshot
    except Unusable:
        following.ensure()
        return reader.snapshot()


def _mend_in_background() -> None:
    if _mending.acquire(blocking=False) and not background.start("essaim-index", _mend):
        _mending.release()


def _mend() -> None:
    try:
        following.mend()
    finally:
        _mending.release()


def nearest(word: str) -> tuple[str, ...]:
    """Return written words of the sheets near to one that none has, the nearest first.

    A slip away, or else beginning alike. Nothing for a word that sheets have.
    """
    return answering(lambda snapshot: _nearest(snapshot, word))


def _nearest(snapshot: Snapshot, word: str) -> tuple[str, ...]:
    stem = analysis.stems[analysis.composed(word)]
    if snapshot.searcher.doc_freq(document.ALL, stem):
        return ()
    words = lexicon.of(snapshot)
    found = words.near(word)
    start = word
    while not found and len(start) > max(4, len(word) // 2):
        start = start[:-1]
        found = words.completions(start)
    distinct: dict[str, str] = {}
    for near in found:
        distinct.setdefault(analysis.stems[near.written], near.written)
    return tuple(distinct.values())


__all__ = [
    "FacetValue",
    "Hit",
    "Results",
    "Told",
    "answering",
    "catch_up",
    "matching_ids",
    "nearest",
    "search",
    "similar",
    "snippet",
    "warm_up",
]
