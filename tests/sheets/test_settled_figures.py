"""What counts in the end: the author's figures, else those read, never the doubtful ones."""

from decimal import Decimal
from typing import Any

import pytest

from essaim.sheets.fields import MOST_EUROS, MOST_PERSONS, NO_FIGURE
from essaim.sheets.figures import settled
from essaim.sheets.figures.readings import READER_VERSION, Certainty, Count, Funding, People
from essaim.sheets.figures.settled import Settled
from tests.factories import a_content

MONEY = Funding(Decimal("7350.50"), 24, certainty=Certainty.SURE)
PERSONS = People(
    professionals=Count.of(3),
    volunteers=Count(5, 8),
    total=Count(12, 15),
    beneficiaries=Count.of(40, approximate=True),
    certainty=Certainty.LIKELY,
)


def settle(
    monkeypatch: pytest.MonkeyPatch, money: Funding, persons: People, **stated: Any
) -> Settled:
    """Return the figures of a content read so."""
    monkeypatch.setattr(settled, "read_funding", lambda text: money)
    monkeypatch.setattr(settled, "read_people", lambda text: persons)
    return settled.settle(a_content(**stated))


def test_what_is_read_stands_when_nothing_is_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settle(monkeypatch, MONEY, PERSONS)
    assert (found.budget, found.months) == (Decimal("7350.50"), 24)
    assert (found.people, found.volunteers) == (Count(12, 15), Count(5, 8))
    assert found.stated == frozenset()
    columns = found.columns()
    assert columns.pop("figures") == found.as_json()
    assert columns == {
        "budget": 735_050,
        "budget_months": 24,
        "professionals": 3,
        "volunteers": 7,  # 6.5, half up
        "others": None,
        "people_total": 14,
        "beneficiaries": 40,
        "figures_version": READER_VERSION,
    }


def test_what_is_stated_wins_and_the_rest_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settle(monkeypatch, MONEY, PERSONS, stated_budget=9_000, stated_beneficiaries=0)
    assert (found.budget, found.months) == (Decimal(9_000), 24)
    assert found.beneficiaries == Count.of(0)
    assert found.people == Count(12, 15)
    assert found.stated == {"budget", "beneficiaires"}
    assert found.funding == MONEY
    assert found.as_json()["confirmes"] == ["beneficiaires", "budget"]


def test_no_such_figure_sets_the_reading_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settle(
        monkeypatch, MONEY, PERSONS, stated_budget=NO_FIGURE, stated_volunteers=NO_FIGURE
    )
    assert found.budget is None
    assert found.volunteers is None
    assert found.people == Count.of(3)
    assert found.stated == {"budget", "benevoles"}


def test_once_a_part_is_corrected_the_total_is_the_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settle(monkeypatch, MONEY, PERSONS, stated_professionals=4, stated_others=1)
    assert found.people == Count(10, 13)
    nobody = settle(monkeypatch, MONEY, People(total=Count.of(9)), stated_professionals=NO_FIGURE)
    assert nobody.people is None


def test_a_part_stated_as_it_was_read_leaves_the_total(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settle(monkeypatch, MONEY, PERSONS, stated_professionals=3)
    assert found.people == Count(12, 15)


def test_what_is_doubtful_counts_once_it_is_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    money = Funding(Decimal(500), 12, certainty=Certainty.DOUBTFUL)
    persons = People(Count.of(3), total=Count.of(3), certainty=Certainty.DOUBTFUL)
    found = settle(monkeypatch, money, persons)
    assert {found.budget, found.months, found.professionals, found.people} == {None}
    assert found.as_json()["argent"]["budget"] == 500
    stated = settle(monkeypatch, money, persons, stated_budget=500, stated_professionals=3)
    assert (stated.budget, stated.months) == (Decimal(500), None)
    assert stated.people == stated.professionals == Count.of(3)


def test_what_no_column_can_hold_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    money = Funding(Decimal(MOST_EUROS + 1), 10**9, certainty=Certainty.SURE)
    persons = People(volunteers=Count.of(MOST_PERSONS + 1), total=Count.of(10**30))
    columns = settle(monkeypatch, money, persons).columns()
    assert {columns[name] for name in ("budget", "budget_months", "volunteers")} == {None}
    assert columns["people_total"] is None


def test_what_counts_is_kept_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = settle(monkeypatch, MONEY, PERSONS, stated_others=2).as_json()["retenus"]
    assert kept == {
        "budget": 7350.5,
        "mois": 24,
        "professionnels": 3,
        "benevoles": [5, 8],
        "autres": 2,
        "total": [10, 13],
        "beneficiaires": 40,
        "approximatifs": ["beneficiaires"],
    }
