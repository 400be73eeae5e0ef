"""Peers do the same job: same totals, same counts, same order where words play no part."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from bench.peers import datasette, rows, wagtail, wordpress
from bench.peers.datasette import Datasette
from bench.peers.interface import Answer, Asked, NotInstalledError, Peer
from bench.peers.postgres import Postgres
from bench.peers.raw_tantivy import RawTantivy
from bench.peers.sqlite_fts5 import SqliteFts5
from bench.peers.wagtail import Wagtail
from bench.peers.wordpress import WordPress
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
# Those that are measured where they are installed are held to it there: `make bench-peers`.
PEERS = ["sqlite", "postgres", *(["wagtail"] if wagtail.is_installed() else [])]
SITES = [
    name
    for name, is_there in (
        ("datasette", datasette.PROGRAM.exists()),
        ("wordpress", wordpress.is_installed()),
    )
    if is_there
]
EXACT = "exact=synonymes&exact=orthographe"


@pytest.fixture
def loaded(tmp_path: Path) -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """Start a peer and give it the demonstration set; stop it at the end."""
    with ExitStack() as exits:

        def start(make: Callable[[], Any]) -> Any:
            demonstrating.load()
            try:
                peer = exits.enter_context(make())
            except NotInstalledError as absent:
                pytest.skip(str(absent))
            peer.load(rows.read())
            return peer

        yield start


@pytest.fixture(params=PEERS)
def peer(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    loaded: Callable[[Callable[[], Any]], Any],
) -> Any:
    makers: dict[str, Callable[[], Any]] = {
        "sqlite": lambda: SqliteFts5(tmp_path),
        "postgres": Postgres,
        "wagtail": Wagtail,
    }
    return loaded(makers[request.param])


def _asked(written: str) -> tuple[Query, Asked]:
    query = Query.parse(written)
    assert not query.notices
    return query, Asked.of(query)


def test_a_peer_counts_and_orders_as_the_engine_does(peer: Peer) -> None:
    for written in QUERIES:
        query, asked = _asked(written)
        results, answer = engine.search(query), peer.ask(asked)
        assert answer.total == results.total, written
        assert answer.hits == [hit.sheet_id for hit in results.hits], written
        assert answer.facets == {
            facet: {value.value: value.count for value in values if value.count}
            for facet, values in results.facets.items()
        }, written


def test_a_peer_finds_words_without_their_accents_and_shows_where(peer: Peer) -> None:
    answer = peer.ask(Asked.of(Query.parse("q=ecole")))
    assert answer.total > 0
    assert len(answer.hits) == min(20, answer.total)
    if not isinstance(peer, Wagtail):  # it has no passages
        assert len(answer.passages) == len(answer.hits)
        assert any("école" in passage for passage in answer.passages)
    both = peer.ask(Asked.of(Query.parse("q=ecole&statut=Terminée")))
    assert 0 < both.total < answer.total
    # Disjunctive: the status's own filter does not narrow its counts.
    assert both.facets["statut"] == answer.facets["statut"]
    assert peer.ask(Asked.of(Query.parse("q=ecole zzyzx"))).total == 0
    assert peer.size_mb() > 0


def test_a_site_of_pages_finds_as_many_sheets(
    tmp_path: Path, loaded: Callable[[Callable[[], Any]], Any]
) -> None:
    for which in SITES:
        peer = loaded(WordPress if which == "wordpress" else lambda: Datasette(tmp_path))
        for written in QUERIES:
            query, asked = _asked(written)
            assert peer.told(asked).total == engine.search(query).total, (which, written)
            assert peer.ask(asked) == Answer(total=-1)
        words = peer.told(Asked.of(Query.parse("q=ecole"))).total
        assert 0 < peer.told(Asked.of(Query.parse("q=ecole&statut=Terminée"))).total < words
        assert peer.told(Asked.of(Query.parse("q=ecole zzyzx"))).total == 0
        assert peer.size_mb() > 0


def test_raw_tantivy_ranks_as_the_engine_does(
    loaded: Callable[[Callable[[], Any]], Any],
) -> None:
    demonstrating.load()
    engine.catch_up()
    peer = loaded(RawTantivy)
    for written in ("q=jardin", "q=ecole&statut=Terminée&region=84", "q=jardin partagé&page=2"):
        asked = Asked.of(Query.parse(written))
        assert asked.is_ranked
        results = engine.search(Query.parse(f"{written}&{EXACT}"))
        found = peer.ask(asked).hits
        assert len(found) == len(results.hits)
        assert set(found) & {hit.sheet_id for hit in results.hits} or not found, written
    assert peer.size_mb() > 0


def test_only_words_by_relevance_are_ranked() -> None:
    assert not Asked.of(Query.parse("statut=Terminée")).is_ranked
    assert not Asked.of(Query.parse("q=jardin&tri=titre")).is_ranked
    assert Asked.of(Query.parse("q=jardin&statut=Terminée")).is_ranked
