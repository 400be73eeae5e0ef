"""The process's bitmaps, kept up with the index: made in the background, then caught up.

Beside the facets' values (`bitmaps`), the sheets of the commonest words, and of what the synonyms
say with them in a row: reading them out of the index costs more than one answer saves, so it is
done before they are asked for. What changed between two states is what the event log says; a word
takes it in when it is next asked for.
"""

import logging
import os
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import tantivy
from tantivy import Occur, Order

from essaim.search import (
    alphabetical,
    background,
    bitmaps,
    bitsets,
    document,
    facets,
    store,
    synonyms,
)
from essaim.search.bitmaps import Bitmaps
from essaim.search.bitsets import Bits
from essaim.search.grammar import Phrase
from essaim.search.orders import Order as Standing
from essaim.search.reader import Snapshot
from essaim.sheets.models import Event

logger = logging.getLogger(__name__)

# Sheets that are quicker to read out of the index than to be without.
FEW: Final = 1_500
# A base of fewer sheets is read at once: nobody waits for it.
_SMALL: Final = 5_000
_MOST_BYTES: Final = 40_000_000  # that words take, in a process
_EXPRESSIONS: Final = 4  # words for which one expression may be kept
_MOST_CHANGES: Final = 2_000  # events; beyond, all is read again
_MOST_LOGGED: Final = 5_000
_PAUSE: Final = 60.0  # seconds, at least, between two readings of all
_LONG_PAUSE: Final = 3_600.0
_AT_ONCE: Final = 1 << 16  # ids read at once, so that other threads never wait for long


@dataclass(slots=True)
class _Words:
    """The sheets of the commonest words, and of expressions of common words; orders by words.

    Each as of the state of the index of that number.
    """

    kept: dict[str | Phrase, tuple[int, Bits]] = field(default_factory=dict)
    orders: dict[str, tuple[int, Standing]] = field(default_factory=dict)
    log: list[tuple[int, Sequence[int]]] = field(default_factory=list)
    made: int = 0

    @property
    def begins(self) -> int:
        """The oldest state from which the changes are known."""
        return self.log[0][0] if self.log else 0

    def changed(self, after: int, upto: int) -> list[int] | None:
        """Return the sheets that changed between two states, None when it is not known any more."""
        if after < self.begins:
            return None
        later = (ids for number, ids in self.log if after < number <= upto)
        return sorted({one for ids in later for one in ids})

    def note(self, number: int, changed: Sequence[int]) -> None:
        """Remember what changed to make that state; forget what is long past."""
        log = [*self.log, (number, changed)]
        while sum(len(ids) for _, ids in log) > _MOST_LOGGED:
            del log[0]
            log[0] = (log[0][0], ())
        self.log = log


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of one state of the index, the snapshot's."""

    snapshot: Snapshot
    facets: Bitmaps
    _words: _Words

    def ids(self, query: tantivy.Query, most: int) -> Bits | None:
        """Return the sheets that match, None when they are more than so many."""
        hits = self.snapshot.searcher.search(
            query, most + 1, count=False, order_by_field=document.ID
        ).hits
        if len(hits) > most:
            return None
        return self.facets.of_ids([int(one) for one, _ in hits if one])

    def sheets_of(self, what: str | Phrase) -> Bits | None:
        """Return the sheets that have a word, or words in a row, None when that is not kept."""
        words, now = self._words, self.snapshot.number
        number, sheets = words.kept.get(what, (0, self.facets.alive))
        if number == now:
            return sheets
        changed = words.changed(number, now) if 0 < number < now else None
        if changed is None:
            return None
        if changed:
            both = [(Occur.Must, _having(self.snapshot, what))]
            both.append((Occur.Must, bitmaps.among(self.snapshot, changed)))
            sheets = sheets.copy()
            bitmaps.erase(sheets, changed)
            hits = self.snapshot.searcher.search(
                tantivy.Query.boolean_query(both),
                len(changed),
                count=False,
                order_by_field=document.ID,
            ).hits
            bitmaps.put(sheets, (int(one) for one, _ in hits))
        words.kept[what] = (now, sheets)
        return sheets

    def order(self, column: str) -> Standing | None:
        """Return the sheets in the order of a column, None when that is not kept."""
        if column == document.RECENT:
            return self.facets.newest
        words, now = self._words, self.snapshot.number
        number, order = words.orders.get(column, (0, None))
        changed = words.changed(number, now) if number < now else []
        if order is None or changed is None or number > now:
            return None
        if changed:
            places = self.facets.words * 64
            order = alphabetical.renewed(order, self.snapshot, column, changed, places)
        if order is not None:
            words.orders[column] = now, order
        return order

    def next(self, snapshot: Snapshot) -> "Held | None":
        """Return what is known of a later state; None when all must be read again."""
        before, now = self.snapshot.position, snapshot.position
        if snapshot.generation != self.snapshot.generation or now.sequence < before.sequence:
            return None
        changed = _events(before.sequence, now.sequence)
        values = self.facets.renewed(snapshot, changed) if changed is not None else None
        if values is None or changed is None:
            return None
        self._words.note(snapshot.number, changed)
        return Held(snapshot, values, self._words)

    @property
    def has_forgotten(self) -> bool:
        """Whether so much has changed that words are lost, if they were not asked for lately."""
        return self._words.begins > self._words.made

    def learn(self) -> None:
        """Read the sheets of the commonest words, the commonest first; expressions; orders.

        Takes seconds.
        """
        words = self.facets.words
        room = _MOST_BYTES // (words * 8)
        searcher = self.snapshot.searcher
        common = [
            (sheets, stem)
            for stem, sheets in searcher.terms_with_prefix(document.ALL, "")
            if sheets > FEW
        ]
        read = [stem for _, stem in sorted(common, reverse=True)[:room]]
        # Those of the synonyms: a word that has some is only known when they are.
        held = {stem: sheets for sheets, stem in common}
        expressions = [
            (rarest, phrase)
            for phrase in synonyms.current().expressions()
            if (rarest := min(held.get(stem, 0) for _, stem in phrase))
        ]
        told = sorted(expressions, reverse=True)[: room // _EXPRESSIONS]
        wanted: list[str | Phrase] = [*read, *(phrase for _, phrase in told)]
        for what in wanted:
            self._words.kept[what] = (self.snapshot.number, self._read(what))
        for column in alphabetical.COLUMNS:
            order = alphabetical.read(self.snapshot, column, words * 64)
            if order is not None:
                self._words.orders[column] = self.snapshot.number, order

    def _read(self, what: str | Phrase) -> Bits:
        """Read the sheets that have a word, or words in a row, out of the index."""
        words = self.facets.words
        sheets = self.facets.nothing()
        for query in _by_slices(self.snapshot, what, words * 64):
            hits = self.snapshot.searcher.search(
                query, _AT_ONCE, count=False, order_by_field=document.ID, order=Order.Asc
            ).hits
            found = np.fromiter((int(one) for one, _ in hits), np.int64, len(hits))
            sheets |= bitsets.flagged(found, words)
        return sheets


def _having(snapshot: Snapshot, what: str | Phrase) -> tantivy.Query:
    if isinstance(what, str):
        return tantivy.Query.term_query(snapshot.schema, document.ALL, what, "basic")
    return tantivy.Query.phrase_query(snapshot.schema, document.ALL, list(what))


def _by_slices(snapshot: Snapshot, what: str | Phrase, end: int) -> Iterator[tantivy.Query]:
    """Yield queries that together find the sheets of a word, not many each."""
    having = _having(snapshot, what)
    for start in range(0, end, _AT_ONCE):
        ids = snapshot.ids_from(max(1, start), start + _AT_ONCE)
        yield tantivy.Query.boolean_query([(Occur.Must, having), (Occur.Must, ids)])


def _events(after: int, upto: int) -> list[int] | None:
    """Return the sheets that the log says have changed, None when they are too many."""
    if after == upto:
        return []
    events = Event.objects.filter(
        sequence__gt=after, sequence__lte=upto, sheet_id__isnull=False
    ).values_list("sheet_id", flat=True)[: _MOST_CHANGES + 1]
    found = [int(one) for one in events if one]
    return None if len(found) > _MOST_CHANGES else sorted(set(found))


class _Keeper:
    """Keeps the newest. One for the process; thread-safe."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Hold nothing; the locks are new too, as a child process may inherit them taken."""
        self.lock = threading.Lock()
        self.making = threading.Lock()
        self.held: Held | None = None
        self.without = 0  # a state that there is nothing for
        self.begun = 0.0  # when all was last read

    def of(self, snapshot: Snapshot) -> Held | None:
        """Return what is known of this state, None as long as there is nothing."""
        held = self.held
        if held is not None and held.snapshot.number >= snapshot.number:
            return held if held.snapshot.number == snapshot.number else None
        if snapshot.number <= self.without and self.waits():
            return None
        with self.lock:
            held = self.held
            if held is None or held.snapshot.number < snapshot.number:
                self.take(snapshot)
                held = self.held
        return held if held is not None and held.snapshot.number == snapshot.number else None

    def waits(self) -> bool:
        """Whether it is too early to read all again."""
        return not self.begun or time.monotonic() - self.begun < _PAUSE

    def take(self, snapshot: Snapshot) -> None:
        """Look at a new state: catch up with it, or have it read."""
        groups = facets.mask_groups()
        held, is_small = self.held, snapshot.searcher.num_docs < _SMALL
        later = held.next(snapshot) if held and held.facets.groups == groups else None
        if later is None and is_small:
            later = _made(snapshot, groups)
        if later is None:
            self.without = snapshot.number
        else:
            self.held = later
        if (later is None or later.has_forgotten) and not is_small:
            self.make_in_background(snapshot, groups)

    def make_in_background(self, snapshot: Snapshot, groups: Mapping[str, int]) -> None:
        """Have all read while others are answered without; once at a time, now and then."""
        if (self.begun and self.waits()) or not self.making.acquire(blocking=False):
            return
        self.begun = time.monotonic()
        if not background.start("essaim-bitmaps", lambda: self.make(snapshot, groups)):
            self.making.release()

    def make(self, snapshot: Snapshot, groups: Mapping[str, int]) -> None:
        """Read a whole state, then its words; what goes wrong is logged, and tried again."""
        try:
            held = _made(snapshot, groups)
            with self.lock:
                self.held = held  # the index may have moved: the next search catches up
            if held is None:  # not a base for bits: no need to look again soon
                self.begun += _LONG_PAUSE
            else:
                held.learn()
        except BaseException as error:
            if not store.is_damage(error):
                raise
            logger.exception("Les comptes n’ont pas pu être préparés.")
        finally:
            self.making.release()


def _made(snapshot: Snapshot, groups: Mapping[str, int]) -> Held | None:
    values = bitmaps.build(snapshot, groups)
    if values is None:
        return None
    words = _Words(log=[(snapshot.number, ())], made=snapshot.number)
    return Held(snapshot, values, words)


_keeper = _Keeper()
os.register_at_fork(after_in_child=_keeper.clear)


def of(snapshot: Snapshot) -> Held | None:
    """Return what is known of this state of the index; None when there is nothing (yet).

    At most one database query, when the index has moved.
    """
    return _keeper.of(snapshot)
