"""The mix of queries: fixed, understood whole, none answered by another's cached result."""

import itertools
from urllib.parse import parse_qs

import pytest

from bench import queries
from bench.peers.interface import Asked
from essaim.search.query import Query


@pytest.fixture(scope="module")
def mix() -> tuple[list[str], list[list[str]]]:
    return queries.rounds(3)


def test_the_mix_is_always_the_same(mix: tuple[list[str], list[list[str]]]) -> None:
    assert queries.rounds(3) == mix
    assert queries.rounds(3, seed=1) != mix
    assert queries.rounds(1)[1][0] == mix[1][0]


def test_rounds_have_their_size_and_their_proportions(
    mix: tuple[list[str], list[list[str]]],
) -> None:
    warm_up, rounds = mix
    assert len(warm_up) == queries.WARM_UP
    assert [len(one) for one in rounds] == [queries.PER_ROUND] * 3
    for one in rounds:
        asked = [parse_qs(query) for query in one]
        words = [len(query.get("q", [""])[0].split()) for query in asked]
        filters = [len(set(query) - {"q", "tri", "page"}) for query in asked]
        assert 40 <= words.count(0) <= 60
        assert words.count(1) >= 60
        assert words.count(3) >= 8
        assert filters.count(0) >= 60
        assert filters.count(2) + filters.count(3) >= 35
        assert 20 <= sum("tri" in query for query in asked) <= 40
        assert 20 <= sum("page" in query for query in asked) <= 40


@pytest.mark.django_db
def test_every_query_is_understood_whole_and_matches_in_its_own_way(
    mix: tuple[list[str], list[list[str]]],
) -> None:
    warm_up, rounds = mix
    asked = [Query.parse(query) for query in itertools.chain(warm_up, *rounds)]
    # The demonstration's own terms, which only an import brings in, are not known here.
    unknown = [query for query in asked if query.notices]
    assert len(unknown) < len(asked) / 20
    kept = [query for query in asked if not query.notices]
    matched = {(frozenset(query.words), query.filters) for query in kept}
    assert len(matched) == len(kept)
    assert "" in rounds[0]


@pytest.mark.django_db
def test_peers_are_asked_the_same_thing() -> None:
    query = Query.parse(
        "q=un jardin pour les écoles&departement=69&departement=01&tri=titre&page=3"
    )
    asked = Asked.of(query)
    assert asked.words == ("jardin", "écoles")
    assert asked.filters == {"departement": ("01", "69")}
    assert (asked.order, asked.offset) == ("titre", 40)
    assert Query.parse(asked.address) == query
