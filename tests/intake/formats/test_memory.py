"""Memory stays flat, whatever the number of sheets."""

import tracemalloc
from collections.abc import Callable, Iterable
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest

from essaim import exports
from essaim.intake import formats
from tests.intake.formats.test_listing import a_record
from tests.listing_strategies import DEPARTMENTS

SHEETS = 20_000
RECORD = a_record(summary="Une phrase. " * 20, keywords=("Santé", "Culture"))


def peak(work: Callable[[], Any]) -> int:
    """Return the most memory, in bytes, that Python's objects took at once."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def drain(things: Iterable[object]) -> None:
    for _ in things:
        pass


@pytest.mark.slow
@pytest.mark.parametrize("name", ["listing", "csv", "json"])
def test_reading_and_rejecting_are_flat(name: str, tmp_path: Path) -> None:
    path = tmp_path / "grand"
    with path.open("wb") as out:
        exports.FORMATS[name].write(repeat(RECORD, SHEETS), out)
    assert path.stat().st_size > 6_000_000

    format = formats.FORMATS[name]
    rejects = tmp_path / "rejets"
    records = format.read(path, departments=DEPARTMENTS)
    assert peak(lambda: format.write_rejects(records, rejects)) < 4_000_000
    assert rejects.read_bytes().count(b"Une phrase. Une phrase.") >= SHEETS


@pytest.mark.slow
@pytest.mark.parametrize("name", exports.FORMATS)
def test_writing_is_flat(name: str) -> None:
    assert peak(lambda: drain(exports.FORMATS[name].chunks(repeat(RECORD, SHEETS)))) < 4_000_000
