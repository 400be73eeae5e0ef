"""The field's synonyms and acronyms in force: what else a typed word or expression stands for.

Nothing is transitive: a word finds what stands on its own lines. See `synonyms_file` for the form
of the file; the newest edition in the database is in force, or else the file shipped with Essaim.
"""

import functools
import itertools
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Final

from essaim.search import acronyms, analysis, synonyms_file
from essaim.search.kept import Kept
from essaim.search.models import SynonymEdition
from essaim.search.synonyms_file import Group, Phrase, SynonymsError, Term, exact_key

logger = logging.getLogger(__name__)

# How much a variant counts beside what was typed (1).
SYNONYM: Final = 0.5
NEAR: Final = 0.3  # what stands right of a « > »: it helps, and is another thing
ACRONYM: Final = 0.9  # an acronym and its full name are one thing: what was typed breaks ties

_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """Another way to say it: words at their places among those written, the first at 0.

    `is_full`: the full name of the acronym that was typed.
    """

    written: str
    words: Phrase
    weight: float = SYNONYM
    is_full: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found in a text: how many of its words it takes, and what else to look for.

    `is_guessed`: it is no entry; its letters are the initials of one. `is_exact`: recognised as it
    was typed.
    """

    length: int
    variants: tuple[Variant, ...]
    is_guessed: bool = False
    is_exact: bool = False


class Thesaurus:
    """Groups, ready to be looked up. `edition` is 0 for the file shipped with Essaim."""

    def __init__(self, groups: Iterable[Group], edition: int = 0) -> None:
        self.groups: Final = tuple(groups)
        self.edition: Final = edition
        self._exact: dict[str, tuple[Variant, ...]] = {}
        self._longest_first: dict[str, list[tuple[_Key, tuple[Variant, ...]]]] = {}
        terms = [term for group in self.groups for term in (*group.terms, *group.others)]
        self._by_initials: Final = acronyms.by_initials(terms)
        self._stems: frozenset[str] = frozenset(
            stem
            for term in terms
            for form in (term, *synonyms_file.plurals(term))
            for stem in form.stems
        )
        self._learn()

    def _learn(self) -> None:
        named = _named(self.groups)
        found: defaultdict[_Key, dict[Phrase, Variant]] = defaultdict(dict)
        for group in self.groups:
            for term in group.terms:
                others = group.others or [one for one in group.terms if one is not term]
                # What a name is near to, its other names are near to.
                typed = named.get(term.key, (term,)) if group.others else (term,)
                weight = NEAR if group.others else SYNONYM
                for one in typed:
                    _find(found, one, others, weight, named.get(one.key, ()))
        for key, kept in found.items():
            if not kept:
                continue
            if key[0] == synonyms_file.MARK:
                self._exact[key[1]] = tuple(kept.values())
            else:
                self._longest_first.setdefault(key[0], []).append((key, tuple(kept.values())))
        for entries in self._longest_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def variants(self, stems: Sequence[str], at: int, written: Sequence[str] = ()) -> Match | None:
        """Return the longest entry that begins at `stems[at]`, None when there is none.

        `stems` are the indexed words of a text in order; a common word is "" or left out, and
        counts neither in the text nor in the entry. `written` are the same words as typed:
        without them, the terms marked « ! » are not recognised, nor initials guessed.
        """
        if at >= len(stems):
            return None
        found = self._expression(stems, at)
        if (found is None or found.length == 1) and at < len(written):
            typed = written[at]
            for known in (exact_key(typed), exact_key(typed.lower())):
                if known in self._exact:
                    return Match(1, self._exact[known], is_exact=True)
            return found or self._guessed(typed)
        return found

    def _expression(self, stems: Sequence[str], at: int) -> Match | None:
        for key, variants in self._longest_first.get(stems[at], ()):
            end = _end(stems, at, key)
            if end:
                return Match(end - at, variants)
        return None

    def _guessed(self, typed: str) -> Match | None:
        """Return what a word that no line has may stand for, by its letters: « VAD »."""
        terms = self._by_initials.get(acronyms.letters_of(typed), [])
        kept = {one.words: one for term in terms for one in _forms(term, 1.0, is_full=True)}
        for term in terms:
            entry = self._expression(term.stems, 0)
            for variant in entry.variants if entry else ():
                kept.setdefault(variant.words, variant)
        return Match(1, tuple(kept.values()), is_guessed=True) if kept else None

    def expressions(self) -> set[Phrase]:
        """Return the words in a row that some entry stands for."""
        of_words = (variants for kept in self._longest_first.values() for _, variants in kept)
        return {
            one.words
            for variants in itertools.chain(self._exact.values(), of_words)
            for one in variants
            if len(one.words) > 1
        }

    def guesses(self, typed: str) -> bool:
        """Return whether a word has the initials of an expression of the thesaurus."""
        return acronyms.letters_of(typed) in self._by_initials

    def small(self, typed: str) -> Match | None:
        """Return the marked acronym that a word in small letters is in capitals: « tad », TAD!."""
        if not (typed.islower() and typed.isascii() and typed.upper() in self._exact):
            return None
        return Match(1, self._exact[typed.upper()])

    def has_expression(self, text: str) -> bool:
        """Return whether a text begins with several words that are one entry."""
        found = self.variants(analysis.words(text), 0)
        return found is not None and found.length > 1

    def covers(self, stem: str) -> bool:
        """Return whether an indexed word is one of the thesaurus: spelt right, then."""
        return stem in self._stems

    def names(self, stem: str) -> bool:
        """Return whether an indexed word is an entry by itself, and not in expressions alone."""
        return any(len(key) == 1 for key, _ in self._longest_first.get(stem, ()))

    def __len__(self) -> int:
        return len(self.groups)


def _named(groups: Iterable[Group]) -> dict[_Key, tuple[Term, ...]]:
    """Return all the names of the thing that each term names, where one of them is an acronym."""
    lines = [group.terms for group in groups if not group.others]
    return {term.key: held for terms in lines for held in acronyms.names(terms) for term in held}


def _find(
    found: dict[_Key, dict[Phrase, Variant]],
    typed: Term,
    others: Iterable[Term],
    weight: float,
    names: Sequence[Term],
) -> None:
    """Note what else to look for when a term is typed; `names`: of the thing it names."""
    for other in others:
        is_full = acronyms.is_acronym(typed, other)
        is_short = len(typed.words) == 1 or len(other.words) == 1
        counts = ACRONYM if is_full or (other in names and is_short) else weight
        for variant in _forms(other, counts, is_full=is_full):
            for key in _keys(typed):
                # Whatever has all the words of the entry is found already.
                if set(key) <= {stem for _, stem in variant.words}:
                    continue
                known = found[key].get(variant.words)
                if known is None or known.weight < variant.weight:
                    found[key][variant.words] = variant


def _keys(term: Term) -> list[_Key]:
    """Return all a term is recognised by."""
    return [term.key, *(form.key for form in synonyms_file.plurals(term))]


def _forms(term: Term, weight: float, *, is_full: bool = False) -> list[Variant]:
    """Return what to look for to find a term; nothing for one that is only recognised."""
    if term.is_exact:
        return []
    forms = (term, *synonyms_file.plurals(term))
    return [Variant(form.written, form.words, weight, is_full) for form in forms]


def _end(stems: Sequence[str], at: int, key: tuple[str, ...]) -> int:
    """Return where the expression that begins at `at` ends, 0 when it is not there."""
    place = at
    for wanted in key:
        while place > at and place < len(stems) and not stems[place]:
            place += 1
        if place >= len(stems) or stems[place] != wanted:
            return 0
        place += 1
    return place


def parse(text: str, edition: int = 0) -> Thesaurus:
    """Return the thesaurus that a text describes. Raises `SynonymsError`, with every fault."""
    contents = synonyms_file.read(text)
    if contents.problems:
        raise SynonymsError(contents.problems)
    return Thesaurus(contents.groups, edition)


@functools.cache
def shipped() -> str:
    """Return the file shipped with Essaim."""
    file = resources.files("essaim.search") / "data" / "synonymes.txt"
    return synonyms_file.tidy(file.read_text(encoding="utf-8"))


def _load() -> Thesaurus:
    """Read what is in force. A line this version cannot take is left out: searching goes on."""
    newest = SynonymEdition.objects.order_by("-number").first()
    number, text = (newest.number, newest.text) if newest else (0, shipped())
    return _read(number, text)


# The index moves far more often than the synonyms: the last text read is kept, read.
@functools.lru_cache(maxsize=1)
def _read(number: int, text: str) -> Thesaurus:
    contents = synonyms_file.read(text)
    if contents.problems:
        lines = "; ".join(map(str, contents.problems[:5]))
        logger.warning("Synonymes, édition %s, lignes laissées de côté : %s", number, lines)
    return Thesaurus(contents.groups, number)


_kept = Kept(_load)


def current() -> Thesaurus:
    """Return the thesaurus in force. Read from the database when first needed, then kept."""
    return _kept.current()


def expire() -> None:
    """Have the thesaurus read again at its next use."""
    _kept.expire()
