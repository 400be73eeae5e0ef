"""What a text means: needs, each met by any of its senses, and what was done to the words."""

from dataclasses import dataclass, replace
from typing import Final

from essaim.search import analysis
from essaim.search.grammar import Phrase
from essaim.search.lexicon import Lexicon

_LOOSE_WEIGHT: Final = 0.6
_FAMILY_WEIGHT: Final = 0.3


@dataclass(frozen=True, slots=True)
class Sense:
    """One way to meet a need: a word, or several, in a row unless they may stand `apart`.

    `weight` is 1 for what was typed.
    """

    words: Phrase
    weight: float = 1.0
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """One thing looked for. Any of its senses will do; a `firm` one is never done without.

    `names`: the words of its full names, when it has an acronym.
    """

    written: str
    senses: tuple[Sense, ...]
    firm: bool = False
    names: tuple[str, ...] = ()

    def loosened(self, words: Lexicon | None = None) -> "Need":
        """Return the same need, met by any of the words typed apart; with `words`, of their family.

        Not a need that is firm, nor one of which nothing is looked for as it was typed.
        """
        if self.firm or all(sense.weight < 1 for sense in self.senses):
            return self
        looser = [
            Sense((word,), _LOOSE_WEIGHT)
            for sense in self.senses
            if sense.apart
            for word in sense.words
        ]
        if words is not None:
            family = [
                word
                for typed in (self.names or self.written.split())
                for word in words.family(typed)
            ]
            looser += [
                Sense(((0, analysis.stems[word.written]),), _FAMILY_WEIGHT) for word in family
            ]
        new: dict[Phrase, Sense] = {}
        for sense in looser:
            new.setdefault(sense.words, sense)
        for sense in self.senses:
            new.pop(sense.words, None)
        return replace(self, senses=(*self.senses, *new.values())) if new else self


@dataclass(frozen=True, slots=True)
class Repair:
    """A word that no sheet has, read as another one that they have."""

    written: str
    read: str


@dataclass(frozen=True, slots=True)
class Widening:
    """A word, and what has been looked for besides."""

    written: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A text, understood.

    `unknown`: words that no sheet has, and nothing comes near to. `opening`: what came first and
    only said that one searches, left out.
    """

    needs: tuple[Need, ...] = ()
    excluded: tuple[Sense, ...] = ()
    repairs: tuple[Repair, ...] = ()
    widened: tuple[Widening, ...] = ()
    unknown: tuple[str, ...] = ()
    opening: str = ""

    def loosened(self, words: Lexicon | None = None) -> "Meaning":
        """Return the same, met by less: see `Need.loosened`."""
        return replace(self, needs=tuple(need.loosened(words) for need in self.needs))

    @property
    def marks(self) -> frozenset[str]:
        """The indexed words to show: one word alone of « fin d’année » would tell nothing."""
        return frozenset(
            stem
            for need in self.needs
            for sense in need.senses
            if sense.weight == 1 or len(sense.words) == 1
            for _, stem in sense.words
        )
