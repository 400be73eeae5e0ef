"""Finding in a text the few written words that may be those searched for.

Analysing every word of twenty texts would be most of a search. Instead, one regular expression
finds the words that begin like an indexed one, whatever their accents, case and ending; only
those are then analysed.
"""

import functools
import re
import unicodedata
from collections import defaultdict
from typing import Final

# How much of the end of an indexed word the stemmer may have changed ("journaux": "journal").
_CHANGED: Final = 2
_LEAST: Final = 2
_LIGATURES: Final = {"oe": "œŒ", "ae": "æÆ"}
_NOT_DECOMPOSED: Final = {"o": "øØ", "l": "łŁ", "d": "đĐ", "i": "ı"}
_LAST_LATIN: Final = 0x250


@functools.lru_cache(maxsize=1_000)
def candidates(stems: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern of the whole words that begin like one of these indexed words."""
    branches: list[tuple[str, str]] = []  # the first letter's spellings, the pattern of the rest
    for stem in sorted(stems):
        start = stem[: max(_LEAST, len(stem) - _CHANGED)]
        branches.append((_letter(start[0]), _written(start[1:])))
        if start[:2] in _LIGATURES:
            branches.append((_LIGATURES[start[:2]], _written(start[2:])))
    # The pattern begins with a plain set of letters: that is what is looked for fastest. Then:
    # not within a word; one of the beginnings; and the word to its end.
    first = "".join(letters for letters, _ in branches)
    follow = "|".join(f"(?<=[{letters}]){rest}" for letters, rest in branches)
    return re.compile(rf"[{first}](?<![^\W_].)(?:{follow})[^\W_]*", re.DOTALL)


def _written(folded: str) -> str:
    """Return the pattern of all that folds to this."""
    parts = []
    rest = folded
    while rest:
        ligature = _LIGATURES.get(rest[:2])
        if ligature:
            parts.append(f"(?:[{_letter(rest[0])}][{_letter(rest[1])}]|[{ligature}])")
            rest = rest[2:]
        else:
            parts.append(f"[{_letter(rest[0])}]")
            rest = rest[1:]
    return "".join(parts)


def _letter(letter: str) -> str:
    """Return every spelling of a folded letter, ready to stand in a set of letters."""
    return _latin().get(letter) or re.escape("".join(sorted({letter, *letter.upper()})))


@functools.cache
def _latin() -> dict[str, str]:
    """Return the Latin letters, accented or not, in both cases, by what they fold to."""
    spellings: defaultdict[str, str] = defaultdict(str)
    for code in range(ord("A"), _LAST_LATIN):
        letter = chr(code)
        base = unicodedata.normalize("NFD", letter)[0].lower()
        if base.isascii() and base.isalpha():
            spellings[base] += letter
    for base, others in _NOT_DECOMPOSED.items():
        spellings[base] += others
    return dict(spellings)
