"""Acronyms told by their letters: which terms of a line name one thing, and what initials make.

FLE is made of the first letters of « français langue étrangère », Fonjep of the beginnings of its
words. Nothing says so in the file of synonyms: it is read.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from essaim.search import analysis
from essaim.search.synonyms_file import Term

# Letters of what nobody wrote down as an acronym: of two, everything is made.
SHORTEST: Final = 3
LONGEST: Final = 8
_BEGINNING: Final = 4  # letters of a word, at most, in an acronym

_Stems = tuple[str, ...]


def names(terms: Sequence[Term]) -> list[tuple[Term, ...]]:
    """Return, of the terms of one line, each set that names one thing: acronyms, full names.

    What a full name begins with is a name too, « accueil de loisirs (sans hébergement) »; what it
    ends with is what the thing is about, « (centre d’accueil de) demandeurs d’asile ».
    """
    sets: list[set[int]] = []
    for place, short in enumerate(terms):
        full = {at for at, one in enumerate(terms) if is_acronym(short, one)}
        if full:
            held = {place, *full, *_pieces(terms, [terms[at].stems for at in full])}
            joined = [one for one in sets if one & held]
            sets = [one for one in sets if not one & held]
            sets.append(held.union(*joined))
    return [tuple(terms[at] for at in sorted(held)) for held in sets]


def _pieces(terms: Sequence[Term], wholes: Sequence[_Stems]) -> set[int]:
    """Return the places of the expressions that one of these begins with."""
    return {
        at
        for at, one in enumerate(terms)
        if len(one.words) > 1 and any(whole[: len(one.words)] == one.stems for whole in wholes)
    }


def is_acronym(short: Term, full: Term) -> bool:
    """Return whether a word is made of the first letters of several words: FLE, Fonjep."""
    if len(short.words) > 1 or len(full.words) < 2 or short.stems[0] in full.stems:
        return False
    return _made_of(letters_of(short.written), [letters_of(word) for word in _words(full)])


def _made_of(letters: str, words: Sequence[str]) -> bool:
    """Return whether the letters begin several of these words, in order, the first included.

    A few letters of each, or all: « partenarial » is no « partenariat local ».
    """
    reached = {(0, 0)}  # letters read, words used (2 for several)
    for place, word in enumerate(words):
        for done, used in tuple(reached):
            if place and not done:
                continue
            for size in range(1, min(len(word), len(letters) - done) + 1):
                if letters[done : done + size] != word[:size]:
                    break
                if size > _BEGINNING and size < len(word):
                    continue
                reached.add((done + size, min(2, used + 1)))
    return (len(letters), 2) in reached


def initials(term: Term) -> Iterator[str]:
    """Yield the first letters of an expression: of all its words, then without common words."""
    if len(term.words) < 2:
        return
    words = _words(term)
    told = [word for word in words if analysis.stems[word]]
    for letters in dict.fromkeys(
        "".join(letters_of(word)[:1] for word in one) for one in (words, told)
    ):
        if SHORTEST <= len(letters) <= LONGEST:
            yield letters


def by_initials(terms: Sequence[Term]) -> dict[str, list[Term]]:
    """Return the expressions that each run of initials stands for, in the order given.

    Not those that are a word of their own: « SEL », « pré ».
    """
    found: dict[str, dict[tuple[str, ...], Term]] = {}
    words = {letters_of(term.written) for term in terms if len(term.words) == 1}
    for term in terms:
        for letters in initials(term):
            if letters not in words:
                found.setdefault(letters, {}).setdefault(term.key, term)
    return {letters: list(held.values()) for letters, held in found.items()}


def _words(term: Term) -> list[str]:
    return analysis.cut(term.written)


def letters_of(word: str) -> str:
    """Return the letters and figures of a word, plain: what an acronym is looked up by."""
    plain = unicodedata.normalize("NFD", word.casefold().replace("œ", "oe"))
    return "".join(char for char in plain if char.isalnum())
