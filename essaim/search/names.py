"""Names found by the beginning of any of their words, kept in the process.

Terms and territories are those that have sheets, with how many, as the facets count them.
Structures and communes are read from the database: thousands of rows, so not at each write.
"""

import bisect
import functools
import os
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Generic, TypeVar

import tantivy
from django.conf import settings

from essaim.network.models import Structure
from essaim.search import analysis, document, labels
from essaim.search.criteria import BY_KEY
from essaim.search.facets import FacetValue
from essaim.search.reader import Snapshot

T = TypeVar("T")

# With fewer structures than this, reading them all costs nothing.
_FEW: Final = 500
_REST: Final = 30.0  # seconds between two readings, when there are many
_FRESH: Final = 300.0  # seconds: a new structure has no sheet that would move the index


@functools.cache
def _analyzer() -> tantivy.TextAnalyzer:
    return analysis.analyzers()[analysis.FOLDED]


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text as titles are indexed for suggestions: folded, not stemmed."""
    return tuple(_analyzer().analyze(analysis.composed(text)))


@dataclass(frozen=True, slots=True)
class Typed:
    """A text being typed: all its words, whole but for the last, which may go on.

    `whole`: those before the last that a name must have; not the common ones (« le », « des »).
    """

    words: tuple[str, ...]
    whole: tuple[str, ...]

    @classmethod
    def of(cls, typed: tuple[str, ...]) -> "Typed":
        """Return what these folded words ask for; there is at least one."""
        return cls(typed, tuple(word for word in typed[:-1] if analysis.stems[word]))

    @property
    def start(self) -> str:
        """What a last word must begin with."""
        return self.words[-1]

    def stands_at(self, place: int, name: Sequence[str]) -> bool:
        """Whether the text stands in a name from its word at `place` on, as typed."""
        end = place + len(self.words) - 1
        return (
            end < len(name)
            and name[end].startswith(self.start)
            and tuple(name[place:end]) == self.words[:-1]
        )

    def begins(self, name: Sequence[str]) -> bool:
        """Whether a name begins with the text."""
        return self.stands_at(0, name)


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """One thing with a name. `others`: words it is also known by, once one of its name is."""

    words: tuple[str, ...]
    rank: tuple[int | str, ...]
    item: T
    others: frozenset[str] = frozenset()


class Names(Generic[T]):
    """Things found by the words of their names; the best are those of the lowest `rank`."""

    def __init__(self, entries: Iterable[Entry[T]] = ()) -> None:
        self._entries = sorted(entries, key=lambda entry: entry.rank)
        pairs = [
            (word, place)
            for place, entry in enumerate(self._entries)
            for word in {*entry.words, *entry.others}
        ]
        pairs.sort()
        self._words = [word for word, _ in pairs]
        self._places = [place for _, place in pairs]

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, typed: Typed, limit: int) -> list[T]:
        """Return the things whose name has these words, those it begins with first."""
        begin = bisect.bisect_left(self._words, typed.start)
        end = bisect.bisect_right(self._words, typed.start + "\U0010ffff")
        first: list[T] = []
        others: list[T] = []
        for place in sorted(set(self._places[begin:end])):  # the order of ranks
            entry = self._entries[place]
            if typed.begins(entry.words):
                first.append(entry.item)
                if len(first) == limit:
                    break
            elif len(others) < limit and _has(entry, typed):
                others.append(entry.item)
        return (first + others)[:limit]


def _has(entry: Entry[T], typed: Typed) -> bool:
    if any(word not in entry.words and word not in entry.others for word in typed.whole):
        return False
    named = any(word in entry.words for word in typed.whole)
    return named or any(word.startswith(typed.start) for word in entry.words)


@dataclass(frozen=True, slots=True)
class Counted:
    """A value that sheets can be filtered by, under `key`; a territory's has its code."""

    key: str
    value: str
    label: str
    sheets: int


@dataclass(frozen=True, slots=True)
class House:
    """A structure: its id, name, commune and département ("" when unknown), published sheets."""

    pk: int
    name: str
    town: str
    department: str
    sheets: int


@dataclass(frozen=True, slots=True)
class Town:
    """A commune of a département, and what stands in it."""

    name: str
    department: str
    structures: int
    sheets: int


Facets = Mapping[str, Sequence[FacetValue]]


@dataclass(slots=True)
class Values:
    """Terms and territories that have sheets, and the counts they come from."""

    facets: Facets = field(default_factory=dict)
    terms: Names[Counted] = field(default_factory=Names)
    territories: Names[Counted] = field(default_factory=Names)


@dataclass(slots=True)
class _Held:
    values: Values = field(default_factory=Values)


_held = _Held()


def of_facets(facets: Facets) -> Values:
    """Return the terms and territories of these counts; made once for the same object."""
    values = _held.values
    if values.facets is not facets:
        values = Values(facets, Names(_terms(facets)), Names(_territories(facets)))
        _held.values = values
    return values


def _counted(facets: Facets, key: str) -> list[Counted]:
    return [
        Counted(key, value.value, value.label, value.count)
        for value in facets.get(key, ())
        if value.count
    ]


def _terms(facets: Facets) -> Iterable[Entry[Counted]]:
    """Themes come before all other vocabularies; then the values that have most sheets."""
    for key, criterion in BY_KEY.items():
        if criterion.vocabulary is not None and criterion.counted:
            is_other = criterion.vocabulary.name != "keywords"
            for one in _counted(facets, key):
                yield Entry(words(one.label), (int(is_other), -one.sheets, one.label), one)


def _territories(facets: Facets) -> Iterable[Entry[Counted]]:
    for one in _counted(facets, "departement"):
        yield Entry((*words(one.label), one.value.lower()), (-one.sheets, one.label), one)
    for one in _counted(facets, "region"):
        yield Entry(words(one.label), (-one.sheets, one.label), one)


@dataclass(slots=True)
class Places:
    """Structures and communes, as they were when last read."""

    structures: Names[House] = field(default_factory=Names)
    towns: Names[Town] = field(default_factory=Names)
    folder: Path | None = None  # the index that counted
    number: int = 0
    read: float = 0.0


class _Kept:
    """The process's structures and communes. Whoever finds them old reads them; nobody waits."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Hold nothing; the lock is new too, as a child process may inherit it taken."""
        self.lock = threading.Lock()
        self.places = Places()

    def of(self, snapshot: Snapshot) -> Places:
        """Return the places of this index, or of some seconds ago."""
        # The very first time, there is nothing to go on with: wait for whoever reads.
        if self._is_old(snapshot) and self.lock.acquire(blocking=not self.places.folder):
            try:
                if self._is_old(snapshot):
                    self.places = _read(snapshot)
            finally:
                self.lock.release()
        return self.places

    def _is_old(self, snapshot: Snapshot) -> bool:
        places = self.places
        age = time.monotonic() - places.read
        if places.folder != settings.INDEX_DIR:
            return True
        if places.number == snapshot.number:
            return age > _FRESH
        return len(places.structures) < _FEW or age > _REST


_kept = _Kept()
os.register_at_fork(after_in_child=_kept.clear)


def of(snapshot: Snapshot) -> Places:
    """Return the structures and communes: one query when they must be read again."""
    return _kept.of(snapshot)


def _read(snapshot: Snapshot) -> Places:
    sheets = _sheets_by_structure(snapshot)
    rows = Structure.objects.order_by().values_list("pk", "name", "town", "department_id")
    houses = [
        House(pk, name, town.strip(), code or "", sheets[pk]) for pk, name, town, code in rows
    ]
    return Places(
        Names(_structures(houses)),
        Names(_towns(houses)),
        settings.INDEX_DIR,
        snapshot.number,
        time.monotonic(),
    )


def _sheets_by_structure(snapshot: Snapshot) -> Counter[int]:
    """Return the number of sheets of each structure, on this state of the index."""
    asked = {"all": {"terms": {"field": document.STRUCTURE, "size": 60_000}}}
    asked["all"]["terms"]["segment_size"] = 60_000
    answer = snapshot.searcher.aggregate(tantivy.Query.all_query(), asked)
    return Counter({int(one["key"]): one["doc_count"] for one in answer["all"]["buckets"]})


def _structures(houses: Iterable[House]) -> Iterable[Entry[House]]:
    """The structures that tell most come first."""
    for house in houses:
        rank = (-house.sheets, house.name, house.pk)
        yield Entry(words(house.name), rank, house, frozenset(words(house.town)))


def _towns(houses: Iterable[House]) -> Iterable[Entry[Town]]:
    """Communes are one when their names fold alike in one département."""
    gathered: defaultdict[tuple[str, str], list[House]] = defaultdict(list)
    for house in houses:
        if key := labels.loose(house.town):
            gathered[key, house.department].append(house)
    for (_, department), found in gathered.items():
        spellings = Counter(house.town for house in found)
        name = min(spellings, key=lambda spelling: (-spellings[spelling], spelling))
        sheets = sum(house.sheets for house in found)
        town = Town(name, department, len(found), sheets)
        yield Entry(words(name), (-len(found), name, department), town)
