"""`kill -9` of who writes, follows and rebuilds: the log and the index agree, without a hand."""

import json
import random
import time

import pytest

from tests.own_base import OwnBase
from tests.search.forks import Forks, run, until

pytestmark = pytest.mark.slow


def status(base: OwnBase) -> dict[str, object]:
    found: dict[str, object] = json.loads(
        base.essaim("index", "status", "--json", check=False).stdout
    )
    return found


@pytest.mark.parametrize(("what", "rounds"), [("write", 30), ("follow", 10), ("rebuild", 10)])
def test_killed_at_any_moment_nothing_is_lost(own_base: OwnBase, what: str, rounds: int) -> None:
    """`kill -9` again and again: each time, the log and the index agree without a hand."""
    forks = Forks(own_base)
    draw = random.Random(7)
    forks.do("publish")
    before = forks.do("check")
    for turn in range(1, rounds + 1):
        if what != "write":
            forks.do("publish", turn)
        process = forks.begin(what, 100 * turn)
        time.sleep(draw.random() * 0.5)
        forks.kill(process)
        after = forks.do("check")
        assert after["problems"] == []
        if what != "rebuild":
            assert after["generation"] == before["generation"]  # caught up, not rebuilt
    assert after["events"] > before["events"] + rounds  # they had begun to write
    own_base.essaim("check")


def test_two_followers_and_a_writer_at_once(own_base: OwnBase) -> None:
    forks = Forks(own_base)
    followers = [run(own_base, "follow") for _ in range(2)]
    for seed in range(4):
        forks.do("publish", seed)
    until(lambda: bool(status(own_base)["a_jour"]), 60)
    own_base.essaim("check")
    assert all(process.poll() is None for process in followers)
