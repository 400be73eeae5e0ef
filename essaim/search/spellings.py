"""Finding in a text the few written words that may be those searched for.

Analysing every word of twenty texts would be most of a search. Instead, one regular expression
finds the words that begin like an indexed one, whatever their accents, case and ending; only
those are then analysed.
"""

import functools
import itertools
import re
from typing import Final

# How much of the end of an indexed word the stemmer may have changed ("journaux": "journal").
_CHANGED: Final = 2
_LEAST: Final = 2
_MOST: Final = 4  # letters that are enough to leave out nearly all other words
_LONGEST_ACRONYM: Final = 5  # of which the dots are looked for too
_LIGATURES: Final = ("oe", "ae")
_OTHER: Final = r"[^\x00-\x7f]"


@functools.lru_cache(maxsize=1_000)
def candidates(stems: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern of the whole words that begin like one of these indexed words.

    Any letter beyond ASCII is taken for the one looked for: listing every accented letter would
    cost more to compile than is lost by analysing a few words too many.
    """
    branches: list[tuple[str, str]] = []  # the first letter, the pattern of the rest
    for stem in sorted(stems):
        start = stem[: max(_LEAST, min(_MOST, len(stem) - _CHANGED))]
        dotted = len(stem) <= _LONGEST_ACRONYM
        branches.append((start[0], _written(start[1:], r"\.?" if dotted else "")))
        if start[:2] in _LIGATURES:
            branches.append(("", _written(start[2:], "")))
    # The pattern begins with a plain set of letters: that is what is looked for fastest. Then:
    # not within a word; one of the beginnings; and the word to its end.
    first = _letter("".join(letter for letter, _ in branches))
    if len(branches) == 1:
        follow = branches[0][1]
    else:
        follow = "|".join(f"(?<={_letter(letter)}){rest}" for letter, rest in branches)
    return re.compile(rf"{first}(?<![^\W_].)(?:{follow})[^\W_]*(?:\.[^\W\d_]\b)*", re.DOTALL)


def _written(folded: str, between: str) -> str:
    """Return the pattern of all that folds to this, with `between` before each letter."""
    parts = []
    rest = folded
    while rest:
        if rest[:2] in _LIGATURES:
            parts.append(f"(?:{_letter(rest[0])}{_letter(rest[1])}|{_OTHER})")
            rest = rest[2:]
        else:
            parts.append(_letter(rest[0]))
            rest = rest[1:]
    return "".join(between + part for part in parts)


@functools.lru_cache(maxsize=1_000)
def _letter(letters: str) -> str:
    """Return the set of every spelling of these folded letters: all but the other ASCII ones.

    Sets of ASCII characters alone are compiled ten times faster than any other.
    """
    kept = {spelling for letter in letters for spelling in (letter, *letter.upper())}
    places = [-1, *sorted(ord(one) for one in kept if one.isascii()), 128]
    gaps = [(low + 1, high - 1) for low, high in itertools.pairwise(places) if high - low > 1]
    return "[^" + "".join(rf"\x{low:02x}-\x{high:02x}" for low, high in gaps) + "]"
