"""What a text means on one state of the index: repaired, completed, widened, and saying so.

Each thing looked for is a need; any of its senses meets it. What was typed is one sense, at its
full weight; a synonym is another, which counts less. Nothing is done that is not told.
"""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import tantivy
from rapidfuzz.distance import Prefix
from tantivy import Occur

from essaim.search import analysis, document, grammar, lexicon, openers, synonyms
from essaim.search.grammar import Phrase, Term
from essaim.search.lexicon import Lexicon, Word
from essaim.search.meaning import Meaning, Need, Repair, Sense, Widening
from essaim.search.query import Exact, Query
from essaim.search.reader import Snapshot
from essaim.search.synonyms import Match, Thesaurus, Variant

# A candidate this many times more frequent than what was typed is looked for beside it.
_FAR_MORE: Final = 20
_COMPLETION_WEIGHT: Final = 0.8
_NEIGHBOUR_WEIGHT: Final = 0.3
_SLIP_WEIGHT: Final = 0.5
_NAME_APART: Final = 0.45  # half of what the name counts in a row
_PIECE: Final = 0.3  # « petits », of « tout-petits »
_RELATIVE: Final = 3  # letters that a word of the same family may have besides
_SLIPS: Final = 3  # words that one with an error may stand for
_COMPLETIONS: Final = 6
# Significant words of a name that may be known by its initials alone.
_SHORTEST_NAME: Final = 3
_LONGEST_NAME: Final = 7


def understand(snapshot: Snapshot, query: Query) -> Meaning:
    """Return what a query's text means on this state of the index."""
    return _Reading(snapshot, query).meaning()


class _Reading:
    """Reads one text, from left to right."""

    def __init__(self, snapshot: Snapshot, query: Query) -> None:
        self.snapshot = snapshot
        self.synonyms = None if Exact.SYNONYMS in query.exact else synonyms.current()
        self.repairing = Exact.SPELLING not in query.exact
        self.terms, self.opening = query.terms, ""
        if self.repairing:
            self.opening, rest = openers.split(query.text, self.synonyms)
            self.terms = grammar.read(rest) if self.opening else query.terms
        self.needs: list[Need] = []
        self.repairs: list[Repair] = []
        self.widened: list[Widening] = []
        self.unknown: list[str] = []
        self.slips: dict[Phrase, list[Word]] = {}  # what else a repaired word may have been

    def meaning(self) -> Meaning:
        """Return all that was read."""
        terms = [self.spelt(term) for term in self.terms.wanted]
        place = 0
        while place < len(terms):
            place += self.take(terms, place)
        # What no sheet has is told, and left out, unless there is nothing else.
        known = [need for need in self.needs if need.written not in self.unknown]
        return Meaning(
            tuple(known or self.needs),
            tuple(Sense(term.words) for term in self.terms.excluded),
            tuple(self.repairs),
            tuple(self.widened),
            tuple(self.unknown),
            self.opening,
        )

    def take(self, terms: Sequence[Term], place: int) -> int:
        """Take in the term at `place`, and those that make one expression with it: how many."""
        term = terms[place]
        if term.quoted:
            self.needs.append(Need(term.written, (Sense(term.words),), firm=True))
            return 1
        found = self.variants(terms, place)
        if found:
            return found
        self.take_word(term)
        return 1

    def variants(self, terms: Sequence[Term], place: int) -> int:
        """Take in an expression the synonyms know; return its number of terms, 0 for none."""
        if self.synonyms is None:
            return 0
        run = _plain_run(terms, place)
        stems = [term.words[0][1] for term in run]
        match = self.synonyms.variants(stems, 0, [term.typed for term in run]) or self.small(run[0])
        if match is None or (match.is_guessed and not self.is_likely(match, run[0])):
            return self.initials(run)
        used = run[: match.length]
        written = " ".join(term.typed for term in used)
        others = [Sense(one.words, one.weight) for one in match.variants]
        names = [one for one in match.variants if one.is_full]
        if len(used) == 1:
            senses = (_word(used[0], match), *others, *_apart(names, match))
        else:
            # What was typed may stand apart in a sheet: as words, each of them required.
            senses = (_together(used), *others)
        words = dict.fromkeys(word for one in names for word in one.written.split())
        need = Need(written, senses, names=tuple(words))
        # An acronym whose names are known is whole, in small letters too: « dre » begins no word.
        if len(used) == 1 and not (match.is_guessed or names):
            need = self.with_others(need, self.whole_or_short(used[0]), _COMPLETION_WEIGHT)
        self.needs.append(need)
        self.widened.append(Widening(written, tuple(one.written for one in match.variants)))
        return match.length

    def small(self, term: Term) -> Match | None:
        """Return what a marked acronym means in small letters, when no sheet has it as a word.

        « tad » is TAD; « sel » is salt, once a sheet says so.
        """
        match = self.synonyms.small(term.typed) if self.synonyms else None
        return match if match and lexicon.of(self.snapshot).get(term.written) is None else None

    def is_likely(self, guess: Match, term: Term) -> bool:
        """Return whether initials may be meant: a word of no sheet, and what they say of some."""
        if not self.repairing or self.held(term) or self.completions(term):
            return False
        frequency = self.snapshot.searcher.doc_freq
        return any(
            all(frequency(document.ALL, stem) for _, stem in one.words) for one in guess.variants
        )

    def initials(self, run: Sequence[Term]) -> int:
        """Take in an expression that sheets know by its initials; its number of terms, or 0."""
        words = lexicon.of(self.snapshot)
        for length in range(min(len(run), _LONGEST_NAME), _SHORTEST_NAME - 1, -1):
            used = run[:length]
            acronym = words.get("".join(term.written[0] for term in used))
            if acronym is not None:
                written = " ".join(term.written for term in used)
                need = Need(written, (_together(used),))
                self.needs.append(self.with_others(need, [acronym], _COMPLETION_WEIGHT))
                return length
        return 0

    def whole_or_short(self, term: Term) -> list[Word]:
        """Return what sheets write in full, nearly so, or for short, when none has the word."""
        if not self.repairing or _is_acronym(term) or self.held(term):
            return []
        words = lexicon.of(self.snapshot)
        # The synonyms have it, spelt so: « réemploi » is no slip of « emploi ».
        near = [word for word in words.near(term.written) if word.written[0] == term.written[0]]
        return self.completions(term) or near[:1] or words.shortened(term.written)

    def completions(self, term: Term) -> list[Word]:
        """Return the words that one begins; an acronym begins none."""
        if _is_acronym(term):
            return []
        return lexicon.of(self.snapshot).completions(term.written, _COMPLETIONS)

    def held(self, term: Term) -> int:
        """Return how many sheets have the word."""
        return self.snapshot.searcher.doc_freq(document.ALL, term.words[0][1])

    def take_word(self, term: Term) -> None:
        """Take in one word: as it is, with what it may stand for, or completed."""
        held = self.held(term)
        if not self.repairing:
            self.needs.append(Need(term.written, (Sense(term.words),)))
        elif term.words in self.slips:
            need = Need(term.written, (Sense(term.words),))
            self.needs.append(self.with_others(need, self.slips[term.words], _SLIP_WEIGHT))
        elif held:
            self.needs.append(self.beside(term, held))
        else:
            self.complete(term)

    def beside(self, term: Term, held: int) -> Need:
        """Return the need of a word that sheets have; looked for beside it, what it may stand for.

        Spelt as no sheet spells it: the words it begins, or else those it may be a slip of. Spelt
        as some do: one that is far more frequent, and a slip away.
        """
        words = lexicon.of(self.snapshot)
        if words.get(term.written) is None:
            weight = _COMPLETION_WEIGHT
            others = self.completions(term)
            if not others:
                weight, others = _SLIP_WEIGHT, words.near(term.written)[:_SLIPS]
        else:
            weight = _NEIGHBOUR_WEIGHT
            others = words.far_commoner(term.written, _FAR_MORE * held)
        return self.with_others(Need(term.written, (Sense(term.words),)), others, weight)

    def with_others(self, need: Need, others: Iterable[Word], weight: float) -> Need:
        """Return the need, met by these words too, and say so."""
        held = {sense.words for sense in need.senses}
        new = {_phrase(word): word.written for word in others if _phrase(word) not in held}
        if not new:
            return need
        self.widened.append(Widening(need.written, tuple(new.values())))
        senses = tuple(Sense(phrase, weight) for phrase in new)
        return replace(need, senses=(*need.senses, *senses))

    def complete(self, term: Term) -> None:
        """Take in a word that no sheet has: those it begins, or its family, or nothing."""
        completed = self.completions(term) or self.relatives(term)
        if completed:
            senses = {_phrase(word): Sense(_phrase(word), _COMPLETION_WEIGHT) for word in completed}
            self.needs.append(Need(term.written, tuple(senses.values())))
            shown = dict.fromkeys(word.written for word in completed)
            self.widened.append(Widening(term.written, tuple(shown)))
        else:
            self.unknown.append(term.written)
            self.needs.append(Need(term.written, (Sense(term.words),)))

    def relatives(self, term: Term) -> list[Word]:
        """Return the words of sheets of the same family: « sport » for « sportive ».

        For a word spelt right, as the thesaurus has it in expressions, that finds nothing. One of
        the two must nearly stand in the other: « brassage » is no family of « brassard ».
        """
        if term.quoted or _is_acronym(term) or not self.repairing:
            return []
        typed = lexicon.folded(term.written)
        return [
            word
            for word in lexicon.of(self.snapshot).family(term.written)
            for other in [lexicon.folded(word.written)]
            if Prefix.distance(typed, other) <= _RELATIVE
            and min(len(typed), len(other)) - Prefix.similarity(typed, other) <= 1
        ]

    def spelt(self, term: Term) -> Term:
        """Return the term, read as the likeliest word when neither sheets nor synonyms have it.

        Before anything else: an expression is recognised by its words, once spelt right.
        """
        thesaurus, words = self.synonyms, lexicon.of(self.snapshot)
        if (
            term.quoted
            or not self.repairing
            or self.held(term)
            or (thesaurus is not None and _is_known(thesaurus, term))
            or words.completions(term.written, 1)
        ):
            return term
        near = words.near(term.written)
        if not near and thesaurus is not None:
            near = _words_of(thesaurus).near(term.written)
        near = near or words.shortened(term.written)
        if not near:
            return term
        read = self.likeliest(term, near)
        self.repairs.append(Repair(term.written, read.written))
        self.slips[_phrase(read)] = near[:_SLIPS]
        compound = term.compound.replace(term.written, read.written)
        return replace(term, written=read.written, words=_phrase(read), compound=compound)

    def likeliest(self, term: Term, near: list[Word]) -> Word:
        """Return the first candidate that stands in a sheet with other words looked for."""
        schema = self.snapshot.schema
        others = [
            (Occur.Should, tantivy.Query.term_query(schema, document.ALL, stem, "basic"))
            for other in self.terms.wanted
            if other is not term
            for stem in other.stems
        ]
        if not others or len(near) == 1:
            return near[0]

        def together(word: Word) -> int:
            itself = tantivy.Query.term_query(schema, document.ALL, _stem(word), "basic")
            both = [(Occur.Must, itself), (Occur.Must, tantivy.Query.boolean_query(others))]
            return self.snapshot.count(tantivy.Query.boolean_query(both))

        return next(filter(together, near), near[0])


def _is_known(thesaurus: Thesaurus, term: Term) -> bool:
    """Return whether a word is one of the thesaurus, or typed as the initials of several."""
    covered = thesaurus.covers(term.words[0][1])
    guessed = _is_acronym(term) and thesaurus.guesses(term.written)
    return covered or guessed or thesaurus.small(term.written) is not None


@functools.lru_cache(maxsize=2)
def _words_of(thesaurus: Thesaurus) -> Lexicon:
    """Return the words that a thesaurus recognises by themselves."""
    terms = [term for group in thesaurus.groups for term in (*group.terms, *group.others)]
    return Lexicon([(term.written.lower(), 1) for term in terms if len(term.words) == 1])


def _word(term: Term, match: Match) -> Sense:
    """Return the sense of a word typed; one that its common words made another tells little."""
    return Sense(term.words, _PIECE if term.compound and match.is_exact else 1.0)


def _apart(names: Iterable[Variant], match: Match) -> list[Sense]:
    """Return the senses of the full names of an acronym, their words apart, as if typed in full."""
    weight = 1.0 if match.is_guessed else _NAME_APART
    return [
        Sense(tuple(enumerate(stem for _, stem in one.words)), weight, apart=True) for one in names
    ]


def _is_acronym(term: Term) -> bool:
    """Return whether a word is typed as an acronym: it is whole, however short."""
    return term.written.isupper()


def _together(terms: Iterable[Term]) -> Sense:
    return Sense(tuple((at, term.words[0][1]) for at, term in enumerate(terms)), apart=True)


def _plain_run(terms: Sequence[Term], place: int) -> list[Term]:
    run = []
    for term in terms[place:]:
        if term.quoted:
            break
        run.append(term)
    return run


def _stem(word: Word) -> str:
    return analysis.stems[word.written]


def _phrase(word: Word) -> Phrase:
    return ((0, _stem(word)),)


__all__ = ["Meaning", "Need", "Repair", "Sense", "Widening", "understand"]
