"""Finding sheets by their figures: bounds, orders, and how many sheets tell none."""

import random

import pytest

from essaim.search import document, engine
from essaim.search.answer import as_json
from essaim.search.engine import Results, Told
from essaim.search.query import Query, Sort
from essaim.sheets.fields import MOST_EUROS, NO_FIGURE
from essaim.sheets.models import Sheet
from tests.factories import a_bare_sheet, a_validated_sheet, publish_all
from tests.search.sheets import a_random_query, publish_random

pytestmark = pytest.mark.django_db


def find(address: str) -> Results:
    return engine.search(Query.parse(address), limit=1000)


def found(address: str) -> list[int]:
    return [hit.sheet_id for hit in find(address).hits]


def test_bounds_take_both_ends_and_no_sheet_without_the_figure() -> None:
    small, large, none, silent, free = publish_all(
        *(
            a_validated_sheet(title=str(budget), stated_budget=budget)
            for budget in (1_000, 5_000, NO_FIGURE, None, 0)
        )
    )
    assert none.budget is silent.budget is None
    assert set(found("budget-min=1000&budget-max=5000")) == {small.pk, large.pk}
    assert set(found("budget-min=1001")) == {large.pk}
    assert set(found("budget-max=999")) == {free.pk}
    assert set(found("budget-min=0")) == {small.pk, large.pk, free.pk}


def test_the_largest_comes_first_those_without_last_equals_by_date() -> None:
    sheets = publish_all(
        *(
            a_validated_sheet(title="Jardin", stated_budget=budget, stated_volunteers=volunteers)
            for budget, volunteers in [(50, 1), (None, 5), (900, None), (50, 70), (0, 0)]
        )
    )
    first, second, third, fourth, fifth = [sheet.pk for sheet in sheets]
    assert found("tri=budget") == [third, fourth, first, fifth, second]
    assert found("tri=personnes") == [fourth, second, first, fifth, third]
    assert found("q=jardin&tri=budget&budget-min=50") == [third, fourth, first]


def test_the_order_has_no_ties_up_to_the_largest_budget() -> None:
    cents = 100 * MOST_EUROS
    orders = [
        document.largest_first(value, pk)
        for value in (None, 0, 1, cents - 1, cents)
        for pk in (1, 2, (1 << 27) - 1)
    ]
    assert orders == sorted(set(orders))
    # Above the position document, and within a signed integer.
    assert orders[0] > -1
    assert orders[-1] < 1 << 63


@pytest.mark.parametrize(
    ("figure", "column"), [("budget", "budget"), ("personnes", "people_total")]
)
def test_how_many_tell_it_is_a_plain_count(figure: str, column: str) -> None:
    publish_random(120)
    draw = random.Random(3)
    keys = {f"{figure}-min", f"{figure}-max"}
    for _ in range(60):
        query = a_random_query(draw).with_sort(Sort(figure))
        told = engine.search(query, limit=5).told[figure]
        for key in keys:
            query = query.clearing(key)
        if not query.words and not query.terms.excluded:
            whole = [pk for batch in engine.matching_ids(query) for pk in batch]
            tell = Sheet.objects.filter(pk__in=whole, **{f"{column}__isnull": False}).count()
            assert told == Told(tell, len(whole)), query


def test_nothing_is_counted_that_was_not_asked() -> None:
    publish_random(20)
    assert find("").told == {}
    assert set(find("budget-min=1&tri=personnes").told) == {"budget", "personnes"}


def test_both_partners_at_once() -> None:
    both = a_bare_sheet(title="A", partners=("Caf", "Commune"))
    a_bare_sheet(title="B", partners=("Caf",))
    a_bare_sheet(title="C", partners=("Commune",))
    assert found("partenaire=Caf&partenaire-aussi=Commune") == [both.pk]
    results = find("partenaire=Caf&partenaire-aussi=Commune")
    counts = {value.value: value.count for value in results.facets["partenaire"]}
    # What choosing another first partner would give, the second one being kept.
    assert counts == {"Caf": 1, "Commune": 2}


def test_the_answer_in_json_gives_the_figures() -> None:
    a_bare_sheet(title="Bal", stated_budget=1_500, stated_months=6, stated_others=4)
    a_bare_sheet(title="Rien")
    query = Query.parse("tri=budget")
    answer = as_json(query, engine.search(query))
    keys = ("titre", "budget", "mois", "personnes")
    assert [tuple(one[key] for key in keys) for one in answer["resultats"]] == [
        ("Bal", 1_500, 6, 4),
        ("Rien", None, None, None),
    ]
    assert answer["chiffres"] == {"budget": {"fiches": 1, "sur": 2}}
