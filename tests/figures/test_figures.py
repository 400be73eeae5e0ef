"""The readers are right on texts that those who wrote them have not seen.

docs/figures.md says how these are labelled; `make figures` prints all the figures.
"""

import functools

import pytest

from essaim.sheets.figures.readings import Certainty
from tests.figures import labelled, measuring
from tests.figures.labelled import FIELDS, FUNDING, PEOPLE, REAL, SEEN, UNSEEN
from tests.figures.measuring import BUDGET, TOTAL, Outcome

# Precision and recall that must not be lost. 0.98 is aimed at for budgets: it is held by what is
# counted, and by all that is read on seen texts; elsewhere what is reached is (docs/figures.md).
FLOORS = {
    (FUNDING, SEEN): (BUDGET, 0.98, 0.95),
    (FUNDING, UNSEEN): (BUDGET, 0.97, 0.95),
    (PEOPLE, SEEN): (TOTAL, 0.95, 0.92),
    (PEOPLE, UNSEEN): (TOTAL, 0.95, 0.92),
}
# Of budgets, when a doubtful reading is nothing given, as where figures are added up.
COUNTED = (0.98, 0.95)
# Right readings that are doubtful all the same, among all that are right.
MOST_NEEDLESS = 0.01
# Texts with a figure read as money that is none of their amounts.
STRAYS = {SEEN: 0, UNSEEN: 0}

measure = functools.cache(measuring.measure)


def _told(outcomes: list[Outcome], kind: str) -> str:
    """Return how many are wrong; the texts themselves only when they are no secret."""
    wrong = [one for one in outcomes if kind in one.wrong]
    shown = [one.labelled.text for one in wrong if one.labelled.part == SEEN]
    return f"{len(wrong)} wrong, of which {shown}"


@pytest.mark.parametrize("part", [SEEN, UNSEEN])
@pytest.mark.parametrize("field", FIELDS)
def test_what_counts_most_is_read_right(field: str, part: str) -> None:
    kind, precision, recall = FLOORS[field, part]
    outcomes = measure(field, part)
    found = measuring.together(outcomes, kind)
    assert found.labelled >= 50
    assert found.precision >= precision, _told(outcomes, kind)
    assert found.recall >= recall, _told(outcomes, kind)


@pytest.mark.parametrize("part", [SEEN, UNSEEN])
def test_what_is_added_up_is_right(part: str) -> None:
    precision, recall = COUNTED
    found = measuring.counted(measure(FUNDING, part), BUDGET)
    assert found.precision >= precision
    assert found.recall >= recall


@pytest.mark.parametrize("part", [SEEN, UNSEEN])
def test_doubt_tells_right_from_wrong(part: str) -> None:
    """A right budget is hardly ever doubtful; most doubtful readings are wrong, or open."""
    outcomes = measure(FUNDING, part)
    doubtful = [
        one
        for one in outcomes
        if one.answer[BUDGET] is not None and one.answer["certitude"] == Certainty.DOUBTFUL
    ]
    needless = sum(one.scores[BUDGET].right for one in doubtful if BUDGET in one.scores)
    right = measuring.together(outcomes, BUDGET).right
    assert needless <= MOST_NEEDLESS * right
    assert 2 * needless < len(doubtful)


@pytest.mark.parametrize("part", [SEEN, UNSEEN])
def test_nothing_else_is_taken_for_money(part: str) -> None:
    """Each figure read as money is an amount of the text: no year, duration, age or count."""
    bad = [one for one in measure(FUNDING, part) if one.strays]
    shown = [(one.labelled.text, one.strays) for one in bad if part == SEEN]
    count = len(bad)  # pytest prints what it compares, and unseen texts are not to be printed
    assert count <= STRAYS[part], shown


@pytest.mark.usefixtures("listing_path")
def test_every_budget_of_the_real_listing_is_right() -> None:
    for one in measure(FUNDING, REAL):
        assert one.answer[BUDGET] == one.labelled.answer.get(BUDGET), one.labelled.rank
        assert one.strays == [], one.labelled.rank


@pytest.mark.usefixtures("listing_path")
def test_the_real_listing_is_read_whole() -> None:
    wrong = [
        (one.labelled.rank, field, one.wrong)
        for field in FIELDS
        for one in measure(field, REAL)
        if one.wrong
    ]
    assert wrong == []


def test_unseen_texts_are_not_those_seen() -> None:
    for field in FIELDS:
        seen = {one.text for one in labelled.load(field, SEEN)}
        both = sum(one.text in seen for one in labelled.load(field, UNSEEN))
        assert both == 0
