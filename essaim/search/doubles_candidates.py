"""Which pairs of sheets are worth judging: all pairs would be fifty million for ten thousand.

Three nets, each cheap and none of them a verdict: the same house; the same département and a
title with a word in common; some of the same couples of words, wherever they were written.
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from essaim.search import doubles_titles
from essaim.search.doubles_titles import ALIKE, Title

# One couple of words in eight is kept, always the same ones: what two texts share shows in what
# is kept of them. A short text keeps its few lowest.
_ONE_IN: Final = 8
_LEAST_KEPT: Final = 6
_MOST_KEPT: Final = 64
# A couple of words that more sheets than this have is an expression of the field.
_MOST_SHARING: Final = 20
_ENOUGH_SHARED: Final = 3
_ENOUGH_PART: Final = 0.4
# Houses with more sheets, and title words more common, are left to the other nets.
_MOST_IN_HOUSE: Final = 150
_MOST_WITH_WORD: Final = 50
_BEGINNING: Final = 6

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the nets look at: `house` is the same for two spellings of one structure."""

    house: Hashable
    department: str
    title: Title
    sketch: tuple[int, ...]


def sketch(couples: frozenset[int]) -> tuple[int, ...]:
    """Return the couples of words kept of a text."""
    kept = sorted(couple for couple in couples if couple % _ONE_IN == 0)
    if len(kept) < _LEAST_KEPT:
        kept = sorted(couples)[:_LEAST_KEPT]
    return tuple(kept[:_MOST_KEPT])


def candidates(entries: Sequence[Entry]) -> list[Place]:
    """Return the pairs of places worth judging, each once, the lower place first, in order."""
    return sorted({*_of_one_house(entries), *_of_like_titles(entries), *_of_like_texts(entries)})


def _groups(keyed: Iterable[tuple[Hashable, int]], most: int) -> Iterator[list[int]]:
    """Yield the places that share a key, at least two and at most `most` of them."""
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for key, place in keyed:
        groups[key].append(place)
    return (places for places in groups.values() if 1 < len(places) <= most)


def _of_one_house(entries: Sequence[Entry]) -> Iterator[Place]:
    keyed = ((entry.house, place) for place, entry in enumerate(entries))
    for places in _groups(keyed, _MOST_IN_HOUSE):
        yield from itertools.combinations(places, 2)


def _of_like_titles(entries: Sequence[Entry]) -> Iterator[Place]:
    """Look within each département, and again within each house, where words are rarer."""
    for within in ("department", "house"):
        keyed = (
            ((getattr(entry, within), key), place)
            for place, entry in enumerate(entries)
            if getattr(entry, within)
            for key in _title_keys(entry.title)
        )
        for places in _groups(keyed, _MOST_WITH_WORD):
            for one, other in itertools.combinations(places, 2):
                if doubles_titles.alike(entries[one].title, entries[other].title) >= ALIKE:
                    yield one, other


def _title_keys(title: Title) -> set[str]:
    """Return the words of a title, and how it begins and ends once its words are joined."""
    if not title:
        return set()
    return {*title.stems, f"^{title.joined[:_BEGINNING]}", f"{title.joined[-_BEGINNING:]}$"}


def _of_like_texts(entries: Sequence[Entry]) -> Iterator[Place]:
    keyed = ((couple, place) for place, entry in enumerate(entries) for couple in entry.sketch)
    shared: Counter[Place] = Counter()
    for places in _groups(keyed, _MOST_SHARING):
        shared.update(itertools.combinations(places, 2))
    for (one, other), count in shared.items():
        least = min(len(entries[one].sketch), len(entries[other].sketch))
        if count >= _ENOUGH_SHARED or count >= _ENOUGH_PART * least:
            yield one, other
