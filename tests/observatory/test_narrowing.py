"""Queries by their address: the same as those made whole."""

import random

import pytest

from essaim.observatory.measures.links import narrowed, within
from essaim.observatory.narrowing import Narrowed
from essaim.search.criteria import BY_KEY
from essaim.search.query import Query
from tests.search.sheets import a_random_query, describe_structures, publish_random

pytestmark = pytest.mark.django_db

KEYS = [key for key, criterion in BY_KEY.items() if criterion.bounds is None]


def test_an_address_is_that_of_the_query() -> None:
    publish_random(40)
    describe_structures()
    draw = random.Random(1)
    for _ in range(200):
        query, key = a_random_query(draw).with_page(1), draw.choice(KEYS)
        values = draw.sample(["Commune", "l’île & co", "69", "02", "a+b=c", "Été"], 2)
        expected = query.clearing(key)
        for value in values:
            expected = expected.adding(key, value)
        found = Narrowed.of(query, key, [*values, values[0]])
        assert found.query == expected
        assert found.encode() == expected.encode()


def test_several_keys_are_narrowed_one_after_the_other() -> None:
    publish_random(40)
    describe_structures()
    draw = random.Random(2)
    for _ in range(200):
        query = expected = a_random_query(draw).with_page(1)
        found: Query | Narrowed = query
        for key in draw.choices(KEYS, k=3):
            value = draw.choice(["Commune", "l’île & co", "69"])
            expected = expected.clearing(key).adding(key, value)
            found = Narrowed.of(found, key, [value])
            assert found.values(key) == (value,)
        assert isinstance(found, Narrowed)
        assert found.query == expected
        assert found.encode() == expected.encode()
        assert [found.values(key) for key in KEYS] == [expected.values(key) for key in KEYS]


@pytest.mark.parametrize(("low", "high"), [(0, None), (0, 0), (1_000, 5_000), (7, None)])
def test_a_figure_between_two_bounds(low: int, high: int | None) -> None:
    keys = "budget-min", "budget-max"
    asked = Query().adding("region", "84").adding(keys[0], "500").adding(keys[1], "4000")
    found = within(asked, *keys, low, high)
    if high == 0:
        assert found is None
        return
    assert found is not None
    assert found.query.values("region") == ("84",)
    assert found.values(keys[0]) == (str(max(low, 500)),)
    assert found.values(keys[1]) == (str(min(high or 4_000, 4_000)),)
    alone = within(Query(), *keys, low, high)
    assert alone is not None
    assert alone.values(keys[1]) == (() if high is None else (str(high),))
    assert alone.encode() == alone.query.encode()


def test_values_of_a_key_are_reduced_not_added_to() -> None:
    query = Query().adding("region", "84").adding("partenaire", "Caf")
    assert narrowed(query, "region", "11") is None
    reduced = narrowed(query.adding("region", "11"), "region", "11")
    assert reduced is not None
    assert reduced.query.values("region") == ("11",)
    both = narrowed(query, "partenaire", "Commune")
    assert both is not None
    assert both.query.values("partenaire") == ("Caf",)
    assert both.query.values("partenaire-aussi") == ("Commune",)
    assert narrowed(both.query, "partenaire", "Ville") is None
