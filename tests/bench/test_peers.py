"""Peers do the same job: same totals, same counts, same order where words play no part."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.peers import rows
from bench.peers.interface import Asked, NotInstalledError, Peer
from bench.peers.postgres import Postgres
from bench.peers.sqlite_fts5 import SqliteFts5
from essaim.intake import demonstrating
from essaim.search import engine
from essaim.search.query import Query

pytestmark = pytest.mark.django_db

QUERIES = (
    "",
    "tri=titre",
    "tri=departement&page=2",
    "mot-cle=Santé&mot-cle=Culture",
    "dimension=Services&statut=En cours",
    "partenaire=Caf&departement=69&departement=30&public=familles",
    "region=84&initiative=Un groupe d'habitants",
)


@pytest.fixture(params=["sqlite", "postgres"])
def peer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Peer]:
    try:
        made = SqliteFts5(tmp_path) if request.param == "sqlite" else Postgres()
    except NotInstalledError as absent:
        pytest.skip(str(absent))
    with made as peer:
        demonstrating.load()
        peer.load(rows.read())
        yield peer


def test_a_peer_counts_and_orders_as_the_engine_does(peer: Peer) -> None:
    for written in QUERIES:
        query = Query.parse(written)
        assert not query.notices
        results, answer = engine.search(query), peer.ask(Asked.of(query))
        assert answer.total == results.total, written
        assert answer.hits == [hit.sheet_id for hit in results.hits], written
        assert answer.facets == {
            facet: {value.value: value.count for value in values if value.count}
            for facet, values in results.facets.items()
        }, written


def test_a_peer_finds_words_without_their_accents_and_shows_where(peer: Peer) -> None:
    answer = peer.ask(Asked.of(Query.parse("q=ecole")))
    assert answer.total > 0
    assert len(answer.hits) == len(answer.passages) == min(20, answer.total)
    assert any("école" in passage for passage in answer.passages)
    both = peer.ask(Asked.of(Query.parse("q=ecole&statut=Terminée")))
    assert 0 < both.total < answer.total
    # Disjunctive: the status's own filter does not narrow its counts.
    assert both.facets["statut"] == answer.facets["statut"]
    assert peer.ask(Asked.of(Query.parse("q=ecole zzyzx"))).total == 0
