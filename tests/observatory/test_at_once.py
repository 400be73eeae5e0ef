"""Several processes at once, and processes killed: columns and snapshots stay whole."""

import random
import sys
import time

import pytest

from essaim.observatory import keeping
from tests.own_base import OwnBase

# Counts the snapshots and their territories, and holds the file of columns to the database.
_TELL = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "essaim.config.settings"
import django
django.setup()
from essaim.observatory import keeping
from essaim.observatory.models import Snapshot, SnapshotFigures
from essaim.observatory.selection import select
from essaim.search.query import Query
from essaim.sheets.models import Sheet
columns = select(Query()).columns
ids = sorted(Sheet.objects.published().values_list("pk", flat=True))
assert columns.ids.tolist() == keeping.load().ids.tolist() == ids
print(Snapshot.objects.count(), SnapshotFigures.objects.count(), len(ids))
"""


def told(base: OwnBase) -> list[int]:
    process = base.run([sys.executable, "-c", _TELL])
    assert process.wait() == 0, process.said()
    return [int(one) for one in process.said().splitlines()[-1].split()]


def test_two_at_once_take_one_snapshot(own_base: OwnBase) -> None:
    own_base.essaim("demo")
    both = [own_base.start("snapshot") for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    said = "".join(process.said() for process in both)
    assert said.count(" : fait.") == 1
    assert said.count("a déjà son relevé") == 1
    days, scopes, sheets = told(own_base)
    assert days == 1
    assert scopes > 101
    assert sheets > 100


@pytest.mark.slow
def test_killed_at_any_moment_nothing_is_left_half_done(own_base: OwnBase) -> None:
    own_base.essaim("demo")
    draw = random.Random(3)
    for _ in range(8):
        (own_base.data / "index" / keeping.FILE).unlink(missing_ok=True)
        process = own_base.start("snapshot")
        time.sleep(0.5 + 2 * draw.random())
        process.kill_all()
        days, scopes, _ = told(own_base)
        assert (days == 0) == (scopes == 0)
    own_base.essaim("snapshot")
    days, scopes, _ = told(own_base)
    assert days == 1
    assert scopes > 101
