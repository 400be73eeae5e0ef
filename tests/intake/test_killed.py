"""`kill -9` during imports: what was acknowledged is there, and nothing needs a hand."""

import json
import os
import random
import signal
import sqlite3
import time
from pathlib import Path

import psycopg
import pytest

from tests.own_base import OwnBase

ROUNDS = 20
NEW_EACH_ROUND = 600


def write_file(path: Path, count: int, edition: int) -> None:
    """Write `count` sheets; the text of one in ten changes with the edition."""
    actions = [
        {
            "titre": f"Action {place}",
            "structure": f"Maison {place % 40}",
            "departement": "69",
            "resume": f"Un jardin, un four, un bus {edition if place % 10 == 0 else 0}.",
            "mots_cles": ["Culture", "Santé"][: place % 3],
        }
        for place in range(count)
    ]
    path.write_text(json.dumps({"actions": actions}), encoding="utf-8")


def committed(base: OwnBase) -> dict[str, int]:
    """Return {title: number} of the sheets any other process can see now."""
    statement = "SELECT title, number FROM sheets_sheet"
    if "DATABASE_URL" in base.env:
        with psycopg.connect(base.env["DATABASE_URL"]) as connection:
            return dict(connection.execute(statement).fetchall())
    with sqlite3.connect(base.data / "essaim.sqlite3", timeout=30) as reader:
        return dict(reader.execute(statement).fetchall())


@pytest.mark.slow
def test_twenty_kills_lose_nothing_and_double_nothing(own_base: OwnBase, tmp_path: Path) -> None:
    chance = random.Random(20261122)
    path = tmp_path / "fiches.json"
    killed = 0
    for edition in range(1, ROUNDS + 1):
        write_file(path, edition * NEW_EACH_ROUND, edition)
        running = own_base.start("import", path)
        # From before the first write to after the last: imports take some three seconds here.
        time.sleep(chance.uniform(0.6, 2.8))
        acknowledged = committed(own_base)
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
            killed += 1
        running.wait()
        after = committed(own_base)
        assert acknowledged.items() <= after.items()
        if edition % 4 == 0:
            own_base.essaim("check")
    assert killed > ROUNDS // 2
    own_base.essaim("import", path)
    assert len(committed(own_base)) == ROUNDS * NEW_EACH_ROUND
    again = own_base.essaim("import", path).stdout
    assert f"{ROUNDS * NEW_EACH_ROUND} inchangées" in again
    own_base.essaim("check")
    for _ in range(4):  # one that ends while it still prepares something could abort
        told = own_base.essaim("search", "four", "--json", "--limit", "1").stdout
    found = json.loads(told)
    assert found["total"] == ROUNDS * NEW_EACH_ROUND
