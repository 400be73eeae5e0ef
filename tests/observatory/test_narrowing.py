"""Queries by their address: the same as those made whole."""

import random

import pytest

from essaim.observatory.measures.links import narrowed
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
