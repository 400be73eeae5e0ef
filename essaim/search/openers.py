"""Words that open a question and do not say what is looked for: « je cherche », « idées pour ».

They are listed in `data/amorces.txt`, which explains its own form in French.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Final

from essaim.search import analysis, grammar, lexicon
from essaim.search.synonyms import Thesaurus

# Words in quotes and words not wanted are meant as they are: an opening ends before them.
_MEANT: Final = re.compile(r"[\"«“]|(?<!\S)-(?=\w)")

_WORD: Final = re.compile(rf"({analysis.WORD.pattern})['’]?")  # « d’ » ends with its apostrophe

_Line = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of a text: what it is compared by, and where it stands."""

    known: str
    is_common: bool
    begin: int
    end: int


def split(text: str, thesaurus: Thesaurus | None = None) -> tuple[str, str]:
    """Return the opening of a text, "" for none, and the rest, which has something to look for.

    An expression of the thesaurus stays whole: « créer une association », « projet social ».
    """
    meant = _MEANT.search(text)
    words = _words(text[: meant.start()] if meant else text)
    end = 0
    while opening := _next(words):
        told = next((word for word in opening if not word.is_common), opening[0])
        kept = thesaurus is not None and thesaurus.has_expression(text[told.begin :])
        if kept or not grammar.read(text[opening[-1].end :]).wanted:
            break
        end = opening[-1].end
        words = words[words.index(opening[-1]) + 1 :]
    return text[:end].strip(), text[end:].strip()


def _words(text: str) -> list[_Word]:
    found = []
    for written in _WORD.finditer(text):
        stem = analysis.stems[written[1]]
        known = stem or lexicon.folded(written[1])
        found.append(_Word(known, not stem, written.start(), written.end()))
    return found


def _next(words: Sequence[_Word]) -> Sequence[_Word]:
    """Return the longest opening that words begin with, common words before it left out."""
    for start, word in enumerate(words):
        ends = [_end(words, start, line) for line in _lines().get(word.known, ())]
        if any(ends):
            return words[start : max(ends)]
        if not word.is_common:
            break
    return ()


def _end(words: Sequence[_Word], start: int, line: _Line) -> int:
    """Return the place after a line that begins at `start`, 0 when it does not."""
    place = start
    for wanted in line:
        while place < len(words) and words[place].known != wanted and words[place].is_common:
            place += 1
        if place >= len(words) or words[place].known != wanted:
            return 0
        place += 1
    return place


@functools.cache
def _lines() -> dict[str, list[_Line]]:
    """Return the openings by their first word."""
    file = resources.files("essaim.search") / "data" / "amorces.txt"
    found: dict[str, list[_Line]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        words = tuple(word.known for word in _words(analysis.composed(line)))
        if words and not line.startswith("#"):
            found.setdefault(words[0], []).append(words)
    return found
