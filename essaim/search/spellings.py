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

# Letters that leave out most other words, and that many words share: the stemmer changes endings.
_START: Final = 2
_LONGEST_ACRONYM: Final = 5  # of which the dots are looked for too
_LIGATURES: Final = ("oe", "ae")


def make_ready() -> None:
    """Compile the beginnings of nearly all words, in some tenth of a second."""
    for first, second in itertools.product(string.ascii_lowercase, repeat=2):
        for dotted in (False, True):
            _pattern(first + second, dotted)


def candidates(stems: frozenset[str], text: str) -> Iterable[re.Match[str]]:
    """Return the whole words of a text that begin like one of these indexed words, in order."""
    patterns = _patterns(stems)
    if len(patterns) == 1:
        return patterns[0].finditer(text)
    found = {match.start(): match for pattern in patterns for match in pattern.finditer(text)}
    return [found[place] for place in sorted(found)]


@functools.lru_cache(maxsize=1_000)
def _patterns(stems: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    beginnings: set[tuple[str, bool]] = set()  # the letters, with dots between or not
    for stem in stems:
        beginnings.add((stem[:_START], len(stem) <= _LONGEST_ACRONYM))
        if stem[:2] in _LIGATURES:
            beginnings.add(("", False))
    return tuple(_pattern(*beginning) for beginning in sorted(beginnings))


@functools.lru_cache(maxsize=10_000)
def _pattern(letters: str, dotted: bool) -> re.Pattern[str]:
    """Return the pattern of the whole words that begin so; of any letter beyond ASCII for none.

    Any letter beyond ASCII is taken for the one looked for: listing every accented letter would
    cost more to compile than is lost by analysing a few words too many. One beginning a pattern:
    words share it, and compiling is most of what a word looked for the first time costs.
    """
    # It begins with a plain set of letters: that is what is looked for fastest. Then: a letter
    # indeed, not within a word; the second one; and the word to its end.
    first, between = _letter(letters[:1]), r"\.?" if dotted else ""
    second = f"{between}(?=[^\\W_]){_letter(letters[1])}" if letters[1:] else ""
    return re.compile(rf"{first}(?<=[^\W_])(?<![^\W_].){second}[^\W_]*(?:\.[^\W\d_]\b)*", re.DOTALL)


@functools.lru_cache(maxsize=1_000)
def _letter(letters: str) -> str:
    """Return the set of every spelling of these folded letters: all but the other ASCII ones.

    Sets of ASCII characters alone are compiled ten times faster than any other.
    """
    kept = {spelling for letter in letters for spelling in (letter, *letter.upper())}
    places = [-1, *sorted(ord(one) for one in kept if one.isascii()), 128]
    gaps = [(low + 1, high - 1) for low, high in itertools.pairwise(places) if high - low > 1]
    return "[^" + "".join(rf"\x{low:02x}-\x{high:02x}" for low, high in gaps) + "]"
