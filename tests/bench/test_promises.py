"""Each promise is judged at its size, on the queries that both sides were asked."""

import pytest

from bench import figures, promises
from bench.figures import POSTGRES, TANTIVY
from tests.bench import sizes


def _kept(size: dict[str, object]) -> dict[str, bool]:
    return {promise.said: promise.kept for promise in promises.of_size(size)}


def test_a_peer_is_compared_on_the_queries_it_answered() -> None:
    # The first two pages took 10 ms, all four 2 ms at the median.
    row = figures.row(sizes.measured(), "Datasette")
    assert row is not None
    assert (row.figures.p50, row.ratio.p50, row.ratio.p95, row.asked) == (600, 60, 70, 2)


def test_a_query_that_was_not_asked_of_a_peer_is_left_out() -> None:
    row = figures.row(sizes.measured({"Datasette": [None, 700, None, 40]}), "Datasette")
    assert row is not None
    # Pages of those two queries: 10 and 2 ms.
    assert (row.figures.p50, row.ratio.p50, row.asked) == (40, 20, 2)


def test_nothing_is_told_of_queries_that_were_not_asked() -> None:
    assert figures.row(sizes.measured(), "Datasette", [2, 3]) is None
    assert figures.row(sizes.measured({"Datasette": [None, None]}), "Datasette") is None
    assert figures.row(sizes.measured({}), "Datasette") is None


def test_the_page_is_promised_beside_the_engine_at_every_size() -> None:
    for sheets in (10_000, 100_000, 1_000_000):
        near = promises.of_size(sizes.size(sheets, page=[7.0] * 4, engine=[1.0] * 4))
        far = promises.of_size(sizes.size(sheets, page=[7.1] * 4, engine=[1.0] * 4))
        assert near[0].kept
        assert not far[0].kept


def test_peers_are_promised_on_what_finds_much_and_on_all() -> None:
    size = sizes.size(found=[0, 1_000, 999, 50_000])
    kept = {one.said: (one.value, one.kept) for one in promises.of_size(size)}
    much = ", les requêtes qui trouvent au moins 1 % de la base (2)"
    # Of those two, the peers answered the second query only: 700 and 400 ms, the page 10.
    assert kept[f"Datasette sur la page, p50{much}"] == (70, False)
    assert kept[f"{POSTGRES} sur la page, p50{much}"] == (40, True)
    assert kept[f"{POSTGRES} sur la page, p95{much}"] == (40, False)
    assert kept[f"{POSTGRES} sur la page, p50, toutes les requêtes"] == (9, False)
    assert kept[f"{POSTGRES} sur la page, p95, toutes les requêtes"] == (40, False)


def test_peers_are_promised_at_one_size_only() -> None:
    assert any("Datasette" in said for said in _kept(sizes.size(100_000)))
    assert not any("Datasette" in said for said in _kept(sizes.size(10_000)))


@pytest.mark.parametrize(
    ("engine", "raw", "kept"), [(15, 1, True), (16, 1, False), (44, 30, True), (45, 30, False)]
)
def test_the_engine_has_a_bound_or_that_of_ranking_alone(
    engine: float, raw: float, *, kept: bool
) -> None:
    size = sizes.size(1_000_000, engine=[engine] * 4, peers={TANTIVY: [raw] * 4})
    assert _kept(size)["Essaim, moteur seul, p50"] is kept
    assert "Essaim, moteur seul, p50" not in _kept(size | {"sheets": 100_000})


def test_reading_beside_a_writer_is_held_to_its_rise() -> None:
    load = sizes.load()
    # 95th percentiles of all slices together: 9 ms, then 11.25.
    assert promises.rise_of_p95(load) == pytest.approx(0.25)
    said = "lire pendant qu’on écrit chaque seconde, p95 en plus"
    assert _kept(sizes.size(10_000, load=load))[said]
    load["writing"][1][0] = 12.0
    assert not _kept(sizes.size(10_000, load=load))[said]


def test_growth_is_told_once_both_ends_are_measured() -> None:
    small = sizes.size(10_000, page=[2.0] * 4)
    (growth,) = promises.across([small, sizes.size(1_000_000, page=[9.0] * 4)])
    assert (growth.value, growth.kept) == (4.5, False)
    assert promises.across([small, sizes.size(100_000)]) == []
