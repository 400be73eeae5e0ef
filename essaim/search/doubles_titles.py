"""How alike two titles are, whatever their case, accents, plurals, typos or joined words."""

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from essaim.search import analysis
from essaim.sheets.vocabulary import fold

# From where two titles name the same action, and from where they may.
NEAR: Final = 0.8
ALIKE: Final = 0.6

# A joined title this alike differs by a typo or two, no more.
_TYPO: Final = 0.87
_LEAST_FOR_TYPO: Final = 5
# « dej » for « déjeuner », « numérique » for « num. ».
_LEAST_FOR_ABBREVIATION: Final = 3
_ABBREVIATED: Final = 0.8
# Words beyond these add nothing to a comparison, and titles come from anywhere.
_MOST_WORDS: Final = 40

_YEAR: Final = re.compile(r"\b(?:19[5-9]\d|20\d\d)\b")
_INSIDE_APOSTROPHE: Final = re.compile(r"\b(p|tit)'(?=[a-z])")


@dataclass(frozen=True, slots=True)
class Title:
    """A title as it is compared: `joined` has no blank, `stems` no common word and no year.

    `figures` are its numbers that are no year: « bâtiment 7 » is not « bâtiment 3 ».
    """

    joined: str = ""
    stems: tuple[str, ...] = ()
    figures: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        """Whether it says anything: a year or a dash alone does not."""
        return bool(self.joined)


@functools.lru_cache(maxsize=20_000)
def read(title: str) -> Title:
    """Return the title ready to be compared."""
    folded = _INSIDE_APOSTROPHE.sub(r"\1", fold(unicodedata.normalize("NFC", title)))
    years = frozenset(int(year) for year in _YEAR.findall(folded))
    words = analysis.WORD.findall(_YEAR.sub(" ", folded))[:_MOST_WORDS]
    stems = tuple(stem for word in words if (stem := analysis.stems[word])) or tuple(words)
    figures = frozenset(word for word in words if word.isdigit())
    return Title("".join(words), stems, figures, years)


def alike(first: Title, second: Title) -> float:
    """Return how alike two titles are, from 0 to 1; 0 when one says nothing.

    Years are left out: « Carnaval 2022 » and « Carnaval 2023 » have the same title.
    """
    if not first or not second:
        return 0.0
    if first.joined == second.joined:
        return 1.0
    # Each word takes the best one left: both ways round, so that order does not matter.
    shared = max(_shared(first.stems, second.stems), _shared(second.stems, first.stems))
    found = 2 * shared / (len(first.stems) + len(second.stems))
    if min(len(first.joined), len(second.joined)) >= _LEAST_FOR_TYPO:
        whole = OSA.normalized_similarity(first.joined, second.joined, score_cutoff=_TYPO)
        stemmed = OSA.normalized_similarity(
            "".join(first.stems), "".join(second.stems), score_cutoff=_TYPO
        )
        found = max(found, whole, stemmed)
    # « bâtiment 7 » and « bâtiment 3 », « 1er étage » and « 2e étage »: one sign apart, and all.
    return min(found, ALIKE) if first.figures != second.figures else found


def _shared(first: tuple[str, ...], second: tuple[str, ...]) -> float:
    """Return how many words the two have in common; a typo or an abbreviation counts for less."""
    left = list(second)
    alone = []
    for word in first:
        if word in left:
            left.remove(word)
        else:
            alone.append(word)
    total = float(len(first) - len(alone))
    for word in alone:
        best, place = 0.0, -1
        for candidate, other in enumerate(left):
            likeness = _same_word(word, other)
            if likeness > best:
                best, place = likeness, candidate
        if place >= 0:
            total += best
            del left[place]
    return total


def _same_word(first: str, second: str) -> float:
    short, long = (first, second) if len(first) <= len(second) else (second, first)
    if len(short) >= _LEAST_FOR_ABBREVIATION and long.startswith(short):
        return _ABBREVIATED
    if len(short) >= _LEAST_FOR_TYPO - 1 and OSA.distance(short, long) == 1:
        return 1 - 1 / len(long)
    return 0.0
