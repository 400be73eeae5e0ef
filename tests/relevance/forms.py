"""The other forms a query is typed in: without accents, in the other number, with one slip…

Accents and slips are made by rule; the other number and acronyms, which no rule gets right, are
written by hand beside the query, and so are some slips that people really make.
"""

import random
import re
import unicodedata
from collections.abc import Iterator
from typing import Final

UNACCENTED: Final = "unaccented"
PLURAL: Final = "plural"  # or singular: the other number
TYPO: Final = "typo"  # one slip of the keyboard, in a word of five letters or more
ACRONYM: Final = "acronym"  # or the full name of an acronym
FORMS: Final = (UNACCENTED, PLURAL, TYPO, ACRONYM)

# Neighbours on a French keyboard.
_ROWS: Final = ("azertyuiop", "qsdfghjklm", "wxcvbn")
_LONG_WORD: Final = re.compile(r"[^\W\d_]{5,}")
# What stands in quotes is meant to the letter, and what is excluded is not looked for.
_TO_THE_LETTER: Final = re.compile(r'["«“]|(?:^|\s)-\w')


def made(text: str, *, is_whole: bool = True) -> Iterator[tuple[str, str]]:
    """Yield (form, text) of the forms made by rule; no slips in a query that is half a word."""
    plain = unaccented(text)
    if plain != text:
        yield UNACCENTED, plain
    slipped = typo(text) if is_whole else text
    if slipped != text:
        yield TYPO, slipped


def unaccented(text: str) -> str:
    """Return the text as typed on a keyboard without accents."""
    apart = unicodedata.normalize("NFD", text.replace("œ", "oe"))
    return "".join(char for char in apart if not unicodedata.combining(char))


def typo(text: str) -> str:
    """Return the text with one slip in one of its long words, always the same; or the text.

    Two letters swapped, one doubled, one missing, or its neighbour on the keyboard; never the
    first letter of the word.
    """
    words = list(_LONG_WORD.finditer(text))
    if not words or _TO_THE_LETTER.search(text):
        return text
    draw = random.Random(text)
    word = draw.choice(words)
    slips = [
        slip
        for place in range(1, len(word[0]))
        for slip in _slips(word[0], place)
        if slip != word[0]
    ]
    return text[: word.start()] + draw.choice(slips) + text[word.end() :]


def _slips(word: str, place: int) -> Iterator[str]:
    before, letter, after = word[:place], word[place], word[place + 1 :]
    if after:
        yield before + after[0] + letter + after[1:]
    yield before + letter + letter + after
    yield before + after
    for near in _neighbours(letter):
        yield before + near + after


def _neighbours(letter: str) -> str:
    for row in _ROWS:
        at = row.find(letter.lower())
        if at >= 0:
            found = row[max(at - 1, 0) : at] + row[at + 1 : at + 2]
            return found.upper() if letter.isupper() else found
    return ""
