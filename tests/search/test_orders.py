"""The first sheets of a set: walked along an order, or put in order when they are few."""

import random

import numpy as np
import pytest

from essaim.search import bitsets, orders

PLACES = 640


def some(draw: random.Random, count: int) -> list[int]:
    return sorted(draw.sample(range(1, PLACES), count))


def made(draw: random.Random, identifiers: list[int]) -> dict[int, int]:
    """Return how recent each sheet is, all distinct, in no order of ids."""
    recency = draw.sample(range(1, 10**15), len(identifiers))
    return dict(zip(identifiers, recency, strict=True))


def built(recency: dict[int, int]) -> orders.Order:
    ids, values = (np.array(list(one), np.int64) for one in (recency.keys(), recency.values()))
    return orders.build(ids, values, PLACES)


def expected(recency: dict[int, int], among: list[int]) -> list[int]:
    return sorted((one for one in among if one in recency), key=lambda one: -recency[one])


@pytest.mark.parametrize(("few", "stride"), [(10_000, 8), (0, 8), (0, 10_000)])
def test_pages_are_those_of_the_whole_order(
    few: int, stride: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders, "_FEW", few)
    monkeypatch.setattr(orders, "_STRIDE", stride)
    draw = random.Random(8)
    for _ in range(40):
        recency = made(draw, some(draw, draw.randint(1, 400)))
        among = draw.sample(list(recency), draw.randint(1, len(recency)))
        sheets = bitsets.flagged(np.array(among, np.int64), PLACES // 64)
        whole = expected(recency, among)
        order = built(recency)
        for offset in (0, 1, 20, len(among) - 1, len(among)):
            assert order.page(sheets, offset, 20) == whole[offset : offset + 20]


def test_nothing_found_is_an_empty_page(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = np.zeros(PLACES // 64, np.uint64)
    order = built({3: 10, 5: 20})
    assert order.page(nothing, 0, 20) == []
    assert built({}).page(nothing, 0, 20) == []


def test_what_changes_takes_its_new_place() -> None:
    draw = random.Random(9)
    for _ in range(40):
        recency = made(draw, some(draw, draw.randint(0, 300)))
        order = built(recency)
        before = order.order.tolist()
        # Some of those there go, some come back newer or older, and some are new.
        changed = some(draw, draw.randint(1, 30))
        there = [one for one in changed if draw.random() < 0.6]
        coming = made(draw, there)
        later = order.renewed(
            changed,
            np.array(there, np.int64),
            np.array([coming[one] for one in there], np.int64),
        )
        left = {one: value for one, value in recency.items() if one not in changed} | coming
        assert later.order.tolist() == expected(left, list(left))
        assert order.order.tolist() == before  # who was reading goes on with what it had


def test_those_that_stand_in_order_stay_so() -> None:
    order = orders.standing(np.array([7, 3, 5], np.int32), PLACES)
    everything = bitsets.flagged(np.array([3, 5, 7]), PLACES // 64)
    assert order.page(everything, 0, 20) == [7, 3, 5]
    assert order.without([3, PLACES + 1]).tolist() == [7, 5]
