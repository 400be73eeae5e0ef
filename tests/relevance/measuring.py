"""The search measured on the judged queries: each corpus and part, each form, each feature away.

Each corpus has a base of its own: in one base, every query would have to be judged over both,
and the figures would not be the same where the real listing is absent.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from tests.own_base import Bases, OwnBase
from tests.relevance import answers, judgements, measures
from tests.relevance.forms import FORMS
from tests.relevance.judgements import Judged
from tests.relevance.measures import Measures

# Both corpora's queries as one set.
TOGETHER: Final = "together"


@dataclass(frozen=True, slots=True)
class Said:
    """One form of a query, and how well it was answered."""

    kind: str
    text: str
    measures: Measures


@dataclass(frozen=True, slots=True)
class Outcome:
    """A judged query, what was found (ranks, best first), and how good that is."""

    judged: Judged
    ranked: list[int]
    measures: Measures
    forms: tuple[Said, ...] = ()

    def loss(self, kind: str) -> float | None:
        """Return the nDCG that the query's forms of a kind lose, on average; None without any.

        Negative when they are answered better than the query itself.
        """
        said = [form.measures.ndcg for form in self.forms if form.kind == kind]
        return self.measures.ndcg - measures.mean(said) if said else None


@dataclass(slots=True)
class Laboratory:
    """The bases of the corpora at hand, made once and asked as often as one likes."""

    bases: Bases
    _made: dict[str, OwnBase] = field(default_factory=dict)

    def measure(self, corpus: str, *, without: str = "") -> list[Outcome]:
        """Return the outcome of every judged query of a corpus, `without` one of the features."""
        if corpus not in self._made:
            self._made[corpus] = self.bases.fresh()
        judged = judgements.everything(corpus)
        asked = [(one, text) for one in judged for text in _texts(one)]
        addresses = [one.address(text) for one, text in asked]
        found = iter(answers.ask(self._made[corpus], corpus, addresses, without=without))
        return [_outcome(one, [next(found) for _ in _texts(one)]) for one in judged]


def _texts(judged: Judged) -> list[str]:
    return [judged.text, *(form.text for form in judged.forms)]


def _outcome(judged: Judged, found: Sequence[list[int]]) -> Outcome:
    itself, *others = found
    said = [
        Said(form.kind, form.text, measures.of(ranked, judged.grades))
        for form, ranked in zip(judged.forms, others, strict=True)
    ]
    return Outcome(judged, itself, measures.of(itself, judged.grades), tuple(said))


def at_hand() -> list[str]:
    """Return the corpora that are there: the real listing is not part of the project."""
    return [corpus for corpus in judgements.CORPORA if answers.PATHS[corpus].exists()]


def of_part(outcomes: Iterable[Outcome], part: str) -> list[Outcome]:
    """Return the outcomes of the queries that are seen, or of those that are not."""
    return [outcome for outcome in outcomes if outcome.judged.part == part]


def means(outcomes: Iterable[Outcome]) -> Measures:
    """Return the mean measures of the queries as they are written."""
    return measures.means([outcome.measures for outcome in outcomes])


def losses(outcomes: Iterable[Outcome]) -> dict[str, tuple[float, int]]:
    """Return, for each kind of form, the nDCG lost against the query itself, and of how many.

    Each query counts once, however many forms of a kind it has.
    """
    lost: defaultdict[str, list[float]] = defaultdict(list)
    for outcome in outcomes:
        for kind in FORMS:
            loss = outcome.loss(kind)
            if loss is not None:
                lost[kind].append(loss)
    return {kind: (measures.mean(lost[kind]), len(lost[kind])) for kind in FORMS}


def of_forms(outcomes: Iterable[Outcome]) -> dict[str, float]:
    """Return, for each kind of form, the mean nDCG of the queries said so."""
    gained: defaultdict[str, list[float]] = defaultdict(list)
    for outcome in outcomes:
        for kind in FORMS:
            loss = outcome.loss(kind)
            if loss is not None:
                gained[kind].append(outcome.measures.ndcg - loss)
    return {kind: measures.mean(gained[kind]) for kind in FORMS}


def worst(outcomes: Iterable[Outcome], count: int) -> list[Outcome]:
    """Return the outcomes with the lowest nDCG, the lowest first."""
    return sorted(outcomes, key=lambda outcome: outcome.measures.ndcg)[:count]


def worst_forms(outcomes: Iterable[Outcome], count: int) -> list[tuple[float, Said, Outcome]]:
    """Return the forms that lose most nDCG against their query: (lost, form, query's outcome)."""
    lost = [
        (outcome.measures.ndcg - form.measures.ndcg, form, outcome)
        for outcome in outcomes
        for form in outcome.forms
    ]
    return sorted(lost, key=lambda one: -one[0])[:count]
