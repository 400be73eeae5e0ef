"""What a person typed in the search box: words, "phrases", and -what is not wanted."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from essaim.search import analysis

Phrase = tuple[tuple[int, str], ...]  # each word's place among those written, and its stem

_QUOTED: Final = re.compile(r"(?<!\w)(-?)(?:\"([^\"]*)\"|«([^»]*)»|“([^”]*)”)|(\S+)")
# A minus before a word; not the hyphen of "porte-à-porte", nor a dash between two words.
_EXCLUDED: Final = re.compile(r"-(?=[^\W_])")
HYPHENED: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)+")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is looked for, or not wanted: a word, or several that follow each other.

    `written` is as typed, without quotes or minus; `words` has one element for a plain word.
    `compound` is what was typed in one, when the rest of it is common words: « tout-petits ».
    """

    written: str
    words: Phrase
    quoted: bool = False
    compound: str = ""

    @property
    def typed(self) -> str:
        """What the synonyms may know by itself: with the common words it is one word with."""
        return self.compound or self.written

    @property
    def stems(self) -> tuple[str, ...]:
        """The indexed words, in order."""
        return tuple(stem for _, stem in self.words)


@dataclass(frozen=True, slots=True)
class Terms:
    """A text, read: what must be there, and what must not."""

    wanted: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()


@lru_cache(maxsize=4096)
def read(text: str) -> Terms:
    """Return what a text asks for. Never fails: an unclosed quote is no quote."""
    wanted: dict[Phrase, Term] = {}
    excluded: dict[Phrase, Term] = {}
    for found in _QUOTED.finditer(text):
        minus, *quotes, plain = found.groups()
        quote = next((part for part in quotes if part is not None), None)
        if quote is not None:
            kept = excluded if minus else wanted
            term = _phrase(quote)
            if term:
                kept.setdefault(term.words, term)
            continue
        is_excluded = bool(_EXCLUDED.match(plain))
        for term in _plain(plain):
            (excluded if is_excluded else wanted).setdefault(term.words, term)
    return Terms(tuple(wanted.values()), tuple(excluded.values()))


def _phrase(quote: str) -> Term | None:
    placed = analysis.positioned(quote)
    if not placed:
        return None
    first = placed[0][0]
    words = tuple((place - first, stem) for place, stem in placed)
    return Term(" ".join(quote.split()), words, quoted=True)


def _plain(token: str) -> list[Term]:
    """Return the words of a token without blanks: « l'été », « porte-à-porte » have several."""
    words = analysis.cut(token)
    terms = [Term(word, ((0, stem),)) for word in words if (stem := analysis.stems[word])]
    hyphened = HYPHENED.search(token)
    if hyphened and len(terms) == 1:
        return [replace(terms[0], compound=hyphened[0])]
    return terms
