"""The field's synonyms and acronyms in force: what else a typed word or expression stands for.

Nothing is transitive: a word finds what stands on its own lines. See `synonyms_file` for the form
of the file; the newest edition in the database is in force, or else the file shipped with Essaim.
"""

import functools
import logging
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Final

from essaim.search import analysis, synonyms_file
from essaim.search.kept import Kept
from essaim.search.models import SynonymEdition
from essaim.search.synonyms_file import Group, Phrase, SynonymsError, Term, exact_key

logger = logging.getLogger(__name__)

# How much a variant counts beside what was typed (1): a synonym, an acronym and its full name.
SYNONYM: Final = 0.5
NEAR: Final = 0.3  # what stands right of a « > »: it helps, and is another thing
ACRONYM: Final = 0.9


@dataclass(frozen=True, slots=True)
class Variant:
    """Another way to say it: words at their places among those written, the first at 0."""

    written: str
    words: Phrase
    weight: float = SYNONYM


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found in a text: how many of its words it takes, and what else to look for."""

    length: int
    variants: tuple[Variant, ...]


class Thesaurus:
    """Groups, ready to be looked up. `edition` is 0 for the file shipped with Essaim."""

    def __init__(self, groups: Iterable[Group], edition: int = 0) -> None:
        self.groups: Final = tuple(groups)
        self.edition: Final = edition
        self._exact: dict[str, tuple[Variant, ...]] = {}
        self._longest_first: dict[str, list[tuple[tuple[str, ...], tuple[Variant, ...]]]] = {}
        self._stems: frozenset[str] = frozenset(
            stem
            for group in self.groups
            for term in (*group.terms, *group.others)
            for form in (term, *synonyms_file.plurals(term))
            for stem in form.stems
        )
        self._learn()

    def _learn(self) -> None:
        found: defaultdict[tuple[str, ...], dict[Phrase, Variant]] = defaultdict(dict)
        for group in self.groups:
            for term in group.terms:
                others = group.others or [one for one in group.terms if one is not term]
                weight = NEAR if group.others else SYNONYM
                variants = [one for other in others for one in _variants_of(term, other, weight)]
                for key in _keys(term):
                    for variant in variants:
                        _keep_heaviest(found[key], variant, key)
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
        without them, the terms marked « ! » are not recognised.
        """
        if at >= len(stems):
            return None
        found = self._expression(stems, at)
        if (found is None or found.length == 1) and at < len(written):
            typed = written[at]
            exact = self._exact.get(exact_key(typed)) or self._exact.get(exact_key(typed.lower()))
            if exact:
                return Match(1, exact)
        return found

    def _expression(self, stems: Sequence[str], at: int) -> Match | None:
        for key, variants in self._longest_first.get(stems[at], ()):
            end = _end(stems, at, key)
            if end:
                return Match(end - at, variants)
        return None

    def covers(self, stem: str) -> bool:
        """Return whether an indexed word is one of the thesaurus: spelt right, then."""
        return stem in self._stems

    def __len__(self) -> int:
        return len(self.groups)


def _keys(term: Term) -> list[tuple[str, ...]]:
    """Return all a term is recognised by."""
    return [term.key, *(form.key for form in synonyms_file.plurals(term))]


def _variants_of(term: Term, other: Term, weight: float) -> list[Variant]:
    """Return what to look for when `term` is typed and `other` says the same, or nearly."""
    if other.is_exact:
        return []
    if _is_acronym(term, other) or _is_acronym(other, term):
        weight = ACRONYM
    forms = (other, *synonyms_file.plurals(other))
    return [Variant(form.written, form.words, weight) for form in forms]


def _keep_heaviest(kept: dict[Phrase, Variant], variant: Variant, key: tuple[str, ...]) -> None:
    # Whatever has all the words of the entry is found already.
    if set(key) <= {stem for _, stem in variant.words}:
        return
    known = kept.get(variant.words)
    if known is None or known.weight < variant.weight:
        kept[variant.words] = variant


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


def _is_acronym(short: Term, full: Term) -> bool:
    """Return whether a word is made of the first letters of several words: FLE, Fonjep."""
    if len(short.words) > 1 or len(full.words) < 2:
        return False
    return _made_of(_letters(short.written), [_letters(word) for word in _words(full)])


def _made_of(letters: str, words: Sequence[str]) -> bool:
    """Return whether the letters begin several of these words, in order, the first included."""
    reached = {(0, 0)}  # letters read, words used (2 for several)
    for place, word in enumerate(words):
        for done, used in tuple(reached):
            if place and not done:
                continue
            for size in range(1, min(len(word), len(letters) - done) + 1):
                if letters[done : done + size] != word[:size]:
                    break
                reached.add((done + size, min(2, used + 1)))
    return (len(letters), 2) in reached


def _words(term: Term) -> list[str]:
    return analysis.cut(term.written)


def _letters(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.casefold().replace("œ", "oe"))
    return "".join(char for char in plain if char.isalnum())


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
