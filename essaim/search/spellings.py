"""Finding in a text the few written words that may be those searched for.

Analysing every word of twenty texts would be most of a search. Instead, a regular expression
finds the words that begin like an indexed one, whatever their accents, case and ending; only
those are then analysed.
"""

import functools
import itertools
import re
import string
from collections.abc import Iterable
from typing import Final

# How much of the end of an indexed word the stemmer may have changed ("journaux": "journal").
_CHANGED: Final = 2
_LEAST: Final = 2
_MOST: Final = 2  # letters that leave out nearly all other words, and that many words share
_LONGEST_ACRONYM: Final = 5  # of which the dots are looked for too
_LIGATURES: Final = ("oe", "ae")
_OTHER: Final = r"[^\x00-\x7f]"


def make_ready() -> None:
    """Compile the beginnings of nearly all words, in some tenth of a second."""
    for letter, rest in itertools.product(string.ascii_lowercase, repeat=2):
        for dotted in (False, True):
            _pattern(letter, rest, dotted)


def candidates(stems: frozenset[str], text: str) -> Iterable[re.Match[str]]:
    """Return the whole words of a text that begin like one of these indexed words, in order."""
    patterns = _patterns(stems)
    if len(patterns) == 1:
        return patterns[0].finditer(text)
    found = {match.start(): match for pattern in patterns for match in pattern.finditer(text)}
    return [found[place] for place in sorted(found)]


@functools.lru_cache(maxsize=1_000)
def _patterns(stems: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    beginnings: set[tuple[str, str, bool]] = set()  # the first letter, those after, dotted or not
    for stem in stems:
        start = stem[: max(_LEAST, min(_MOST, len(stem) - _CHANGED))]
        beginnings.add((start[0], start[1:], len(stem) <= _LONGEST_ACRONYM))
        if start[:2] in _LIGATURES:
            beginnings.add(("", start[2:], False))
    return tuple(_pattern(*beginning) for beginning in sorted(beginnings))


@functools.lru_cache(maxsize=10_000)
def _pattern(letter: str, rest: str, dotted: bool) -> re.Pattern[str]:
    """Return the pattern of the whole words that begin so.

    Any letter beyond ASCII is taken for the one looked for: listing every accented letter would
    cost more to compile than is lost by analysing a few words too many. One beginning a pattern:
    words share it, and compiling is most of what a word looked for the first time costs.
    """
    # It begins with a plain set of letters: that is what is looked for fastest. Then: a letter
    # indeed, not within a word; the rest of the beginning; and the word to its end.
    first, follow = _letter(letter), _written(rest, (r"\.?" if dotted else "") + r"(?=[^\W_])")
    return re.compile(rf"{first}(?<=[^\W_])(?<![^\W_].){follow}[^\W_]*(?:\.[^\W\d_]\b)*", re.DOTALL)


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
