"""The search answers the queries nobody tuned it on.

docs/relevance.md says how these are judged; `make relevance` prints all the figures.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.own_base import Bases
from tests.relevance import measuring
from tests.relevance.features import FEATURES
from tests.relevance.forms import FORMS
from tests.relevance.judgements import DEMONSTRATION, LISTING, SEEN, UNSEEN
from tests.relevance.measuring import Laboratory, Outcome

# What is aimed at is 0.90; what is reached, and must not be lost, is a little above these
# (docs/relevance.md says where the rest lies).
NDCG = 0.87
SUCCESS = 0.87
# Fourteen unseen queries have an acronym: one of them missed moves the mean by a fourteenth.
LOSS = {"unaccented": 0.03, "plural": 0.03, "typo": 0.03, "acronym": 0.05}

pytestmark = pytest.mark.slow

Measured = Callable[..., list[Outcome]]


@pytest.fixture(scope="module")
def measured(bases: Bases) -> Iterator[Measured]:
    """Measures a corpus, and remembers what it found."""
    laboratory = Laboratory(bases)
    kept: dict[tuple[str, str], list[Outcome]] = {}

    def measure(corpus: str, without: str = "") -> list[Outcome]:
        if (corpus, without) not in kept:
            kept[corpus, without] = laboratory.measure(corpus, without=without)
        return kept[corpus, without]

    yield measure


def _bounds_hold(outcomes: list[Outcome]) -> None:
    found = measuring.means(measuring.of_part(outcomes, UNSEEN))
    assert found.ndcg >= NDCG
    assert found.success >= SUCCESS


def test_the_unseen_queries_over_the_demonstration_set(measured: Measured) -> None:
    _bounds_hold(measured(DEMONSTRATION))


def test_the_unseen_queries_over_both_corpora(measured: Measured, listing_path: Path) -> None:
    _bounds_hold(measured(DEMONSTRATION) + measured(LISTING))


@pytest.mark.parametrize("kind", FORMS)
def test_another_form_of_a_query_loses_little(
    kind: str, measured: Measured, listing_path: Path
) -> None:
    unseen = measuring.of_part(measured(DEMONSTRATION) + measured(LISTING), UNSEEN)
    lost, _ = measuring.losses(unseen)[kind]
    assert lost <= LOSS[kind]


@pytest.mark.parametrize("feature", FEATURES)
def test_each_feature_can_be_taken_away_and_earns_its_place(
    feature: str, measured: Measured
) -> None:
    """On all queries and their forms: taken away, the search must be worse."""
    whole, less = measured(DEMONSTRATION), measured(DEMONSTRATION, feature)
    assert _over_all(less) < _over_all(whole)


def _over_all(outcomes: list[Outcome]) -> float:
    return sum(measuring.of_forms(outcomes).values()) + measuring.means(outcomes).ndcg


def test_what_is_measured_is_the_search(measured: Measured) -> None:
    """A sheet whose words are asked for is found first: the ranks are those of the corpus."""
    found = {outcome.judged.text: outcome for outcome in measured(DEMONSTRATION)}
    for text, outcome in found.items():
        assert len(outcome.ranked) == len(set(outcome.ranked)), text
    assert found["compost"].ranked[0] == 77
    assert {outcome.judged.part for outcome in found.values()} == {SEEN, UNSEEN}
