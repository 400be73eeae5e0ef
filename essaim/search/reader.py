"""The process's view of the index: opened once, reloaded when the disk says it has changed."""

import itertools
import logging
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import tantivy
from django.conf import settings
from tantivy import Occur, Order

from essaim.search import document, labels, store, synonyms
from essaim.search.store import Opened, OtherVersion, Unusable

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Position:
    """How far in the event log an index is; `mark` is that event's time, in microseconds."""

    sequence: int
    mark: int


_COUNTED: Final = {"documents": {"value_count": {"field": document.ID}}}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The index as it was at one moment; nothing changes under whoever holds it.

    `number` grows with every change, so that what was computed on an older one is known;
    `generation` names the folder it is of.
    """

    searcher: tantivy.Searcher
    schema: tantivy.Schema
    position: Position
    number: int
    generation: str

    def count(self, query: tantivy.Query) -> int:
        """Return the exact number of documents that match."""
        counted = self.searcher.aggregate(query, _COUNTED)
        return int(counted["documents"]["value"])

    def ids_from(self, first: int, end: int | None = None) -> tantivy.Query:
        """Return the query of the documents whose id is `first` or more, and below `end`."""
        return tantivy.Query.range_query(
            self.schema,
            document.ID,
            tantivy.FieldType.Integer,
            lower_bound=first,
            upper_bound=end,
            include_upper=end is None,
        )

    def in_order(
        self, at_once: int, matching: tantivy.Query | None = None, after: int = 0
    ) -> Iterator[list[tuple[int, tantivy.DocAddress]]]:
        """Yield documents in the order of their ids, so many at once: each id and its address.

        All of them, or those that match; from the first id past `after` on.
        """
        while True:
            query = self.ids_from(after + 1)
            if matching is not None:
                both = [(Occur.Must, matching), (Occur.Must, query)]
                query = tantivy.Query.boolean_query(both)
            hits = self.searcher.search(
                query, at_once, count=False, order_by_field=document.ID, order=Order.Asc
            ).hits
            if hits:
                yield hits
            if len(hits) < at_once:
                return
            after = int(hits[-1][0])

    def ids(self, addresses: list[tantivy.DocAddress]) -> list[int]:
        """Return the sheets' ids of these documents."""
        if not addresses:
            return []
        return [
            int(value or 0) for value in self.searcher.fast_field_values(document.ID, addresses)
        ]


def position_of(searcher: tantivy.Searcher, schema: tantivy.Schema) -> Position:
    """Return the position in the event log that an index holds, raising `Unusable`."""
    hits = searcher.search(tantivy.Query.term_query(schema, document.ID, 0), 1, count=False).hits
    if not hits:
        raise Unusable("l’index ne dit pas où il en est")
    addresses = [hits[0][1]]
    (sequence,) = searcher.fast_field_values(document.POSITION, addresses)
    (mark,) = searcher.fast_field_values(document.STAMP, addresses)
    return Position(int(sequence or 0), int(mark or 0))


# Never given twice in a process, whatever is closed and opened again.
_numbers = itertools.count(1)


class _Reader:
    """Keeps the newest snapshot. One for the process; thread-safe."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Hold nothing; the lock is new too, as a child process may inherit it taken."""
        self.lock = threading.Lock()
        self.opened: Opened | None = None
        self.seen: tuple[object, ...] | None = None
        self.snapshot: Snapshot | None = None

    def newest(self) -> Snapshot:
        """Return the index as it now is. One `stat` when nothing has changed.

        An index that has vanished or is no longer readable is served on from what is mapped in
        memory, if it ever was; otherwise raises `Unusable`.
        """
        seen = (settings.INDEX_DIR, store.signature())
        held = self.snapshot
        if held is not None and seen == self.seen:
            return held
        with self.lock:
            if self.snapshot is not None and seen == self.seen:
                return self.snapshot
            if self.seen is not None and self.seen[0] != seen[0]:
                self.opened = self.snapshot = None  # another folder: another base
            return self._renew(seen)

    def _renew(self, seen: tuple[object, ...]) -> Snapshot:
        try:
            fresh = self._take()
        except Unusable as problem:
            if self.snapshot is None:
                raise
            if not isinstance(problem, OtherVersion):
                logger.warning("L’ancien index sert encore : %s.", problem.reason)
            self.seen = seen
            return self.snapshot
        # First: what the new state answers must not rest on the old ones.
        synonyms.expire()
        labels.expire()
        self.snapshot, self.seen = fresh, seen
        return fresh

    def _take(self) -> Snapshot:
        try:
            if self.opened is None or self.opened.path != store.current_path():
                self.opened = store.open_current()
            self.opened.index.reload()
            searcher = self.opened.index.searcher()
            position = position_of(searcher, self.opened.schema)
        except Unusable:
            self.opened = None
            raise
        except BaseException as error:
            self.opened = None
            if store.is_damage(error):
                raise Unusable(f"l’index est illisible ({error})") from error
            raise
        generation = self.opened.path.name
        return Snapshot(searcher, self.opened.schema, position, next(_numbers), generation)


_reader = _Reader()


def snapshot() -> Snapshot:
    """Return the index as it now is, raising `Unusable` when there is none to serve."""
    return _reader.newest()


def has_served() -> bool:
    """Return whether this process holds an index it can answer from."""
    return _reader.snapshot is not None


def is_orphan() -> bool:
    """Return whether the index served was gone from the disk when last looked at."""
    return _reader.snapshot is not None and _reader.seen is not None and _reader.seen[1] is None


def forget() -> None:
    """Close the index; the next call opens it anew."""
    _reader.clear()
    labels.expire()
    synonyms.expire()


# A child must not share its parent's locks and threads: it opens its own.
os.register_at_fork(after_in_child=forget)
