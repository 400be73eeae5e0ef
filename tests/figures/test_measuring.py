"""The measures, on examples worked out by hand."""

from decimal import Decimal
from typing import Any

import pytest

from tests.figures import measuring
from tests.figures.labelled import FUNDING, PEOPLE, SEEN, Labelled
from tests.figures.measuring import Outcome, Score

SHARES = [{"montant": 3000, "financeur": "Caf"}, {"montant": 500, "financeur": "vide grenier"}]


def judged(field: str, wanted: dict[str, Any], given: dict[str, Any], *ambiguous: str) -> Outcome:
    one = Labelled(field, SEEN, "…", wanted, frozenset(ambiguous), "")
    return measuring.judge(one, given)


def test_one_figure() -> None:
    assert measuring.score("budget", 3000, 3000) == Score(1, 1, 1)
    assert measuring.score("budget", 3000.5, 3000) == Score(1, 1, 0)
    assert measuring.score("budget", None, 3000) == Score(0, 1, 0)
    assert measuring.score("budget", 3000, None) == Score(1, 0, 0)
    # Nothing and nothing at all are not the same.
    assert measuring.score("budget", 0, None) == Score(1, 0, 0)
    assert measuring.score("budget", 0, 0) == Score(1, 1, 1)


def test_a_range() -> None:
    assert measuring.score("fourchette", [4000, 5000.0], [4000, 5000]) == Score(1, 1, 1)
    assert measuring.score("total", [5, 8], 5) == Score(1, 1, 0)


def test_shares_are_judged_one_by_one() -> None:
    assert measuring.score("parts", SHARES, SHARES) == Score(2, 2, 2)
    assert measuring.score("parts", SHARES[:1], SHARES) == Score(1, 2, 1)
    assert measuring.score("parts", [SHARES[0]] * 2, SHARES) == Score(2, 2, 1)
    other = [{"montant": 3000, "financeur": "Commune"}]
    assert measuring.score("parts", other, SHARES) == Score(1, 2, 0)
    assert measuring.score("parts", [], SHARES) == Score(0, 2, 0)


@pytest.mark.parametrize(
    ("given", "wanted", "agrees"),
    [
        ("Caf", "Caf", True),
        ("Caf", "REAAP|Caf", True),
        ("Le vide-grenier du quartier", "vide-grenier", True),
        ("Commune", "Regroupement de communes", False),
        ("Caf", "Caf de la Loire", False),  # a term is that term
        ("commune libre", "Commune", False),
        (None, "Caf", False),
    ],
)
def test_a_funder_is_its_term_or_its_words(given: str | None, wanted: str, agrees: bool) -> None:
    found = measuring.score(
        "parts",
        [{"montant": 1, "financeur": given}],
        [{"montant": 1, "financeur": wanted}],
    )
    assert found.right == agrees


def test_scores_add_up() -> None:
    whole = Score(2, 3, 2) + Score(2, 1, 1)
    assert whole == Score(4, 4, 3)
    assert whole.precision == whole.recall == 0.75
    assert Score().precision == Score().recall == 1.0
    outcomes = [
        judged(FUNDING, {"budget": 1}, {"budget": 1}),
        judged(FUNDING, {"budget": 2}, {"budget": 3}),
        judged(FUNDING, {}, {"budget": 4}, "budget"),
    ]
    assert measuring.together(outcomes, "budget") == Score(2, 2, 1)


def test_the_ambiguous_are_not_judged() -> None:
    assert judged(FUNDING, {}, {"budget": 4}).wrong == ["budget"]
    assert judged(FUNDING, {}, {"budget": 4}, "budget").wrong == []


def test_being_approximate_is_judged_of_the_counts_that_are_right() -> None:
    wanted = {"benevoles": 20, "total": 22, "approximatifs": ["benevoles", "total"]}
    given = {"benevoles": 20, "total": 23, "approximatifs": ["total"]}
    outcome = judged(PEOPLE, wanted, given)
    assert outcome.scores["approximatifs"] == Score(0, 1, 0)
    assert outcome.wrong == ["total", "approximatifs"]


def test_a_doubtful_reading_counts_as_none_where_figures_are_added_up() -> None:
    given = {"budget": 1, "certitude": "douteux"}
    outcome = judged(FUNDING, {"budget": 1}, given)
    assert measuring.counted([outcome], "budget") == Score(0, 1, 0)
    assert measuring.together([outcome], "budget") == Score(1, 1, 1)
    sure = judged(FUNDING, {"budget": 1}, {**given, "certitude": "sûr"})
    assert measuring.counted([sure, outcome], "budget") == Score(1, 2, 1)


def test_what_is_taken_for_money_and_is_not() -> None:
    wanted = {"budget": 5000, "parts": [{"montant": 2000, "financeur": "Caf"}]}
    wanted["autres_montants"] = [300]
    assert judged(FUNDING, wanted, {"budget": 5000}).strays == []
    # A sum is of money, if not the right one.
    assert judged(FUNDING, wanted, {"budget": 2300}).strays == []
    assert judged(FUNDING, wanted, {"budget": 2015}).strays == [Decimal(2015)]
    assert judged(FUNDING, wanted, {"budget": 0}).strays == []
    share = {"parts": [{"montant": 12, "financeur": None}]}
    assert judged(FUNDING, wanted, share).strays == [Decimal(12)]
    assert judged(FUNDING, {}, {"prix_unitaires": [8]}).strays == [Decimal(8)]
    assert judged(FUNDING, {}, {"fourchette": [2015, 2016]}).strays
    assert judged(PEOPLE, {}, {"total": 2015}).strays == []


def test_the_worst_come_first() -> None:
    right = judged(FUNDING, {"budget": 1}, {"budget": 1})
    bad = judged(FUNDING, {"budget": 1}, {})
    worse = judged(FUNDING, {"budget": 1, "mois": 12}, {"budget": 7})
    assert measuring.worst([right, bad, worse], 5) == [worse, bad]
    assert measuring.worst([right, bad, worse], 1) == [worse]
