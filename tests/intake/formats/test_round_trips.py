"""Every format gives back what it was given, whatever the texts; no input crashes a reader."""

import contextlib
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.intake import formats
from essaim.sheets import content as contents
from essaim.sheets.fields import FIELDS
from essaim.sheets.record import RawRecord, SheetRecord
from tests.intake.formats import files
from tests.listing_strategies import lines, record_of, sheet_records, texts

ALL = list(formats.FORMATS)
TABLES = ["csv", "xlsx", "json"]
_PATIENT = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def _as_listed(record: SheetRecord) -> SheetRecord:
    """Return what the listing says of a sheet: no year, no figure its author states.

    And a number only without a title.
    """
    number = 0 if record.content["title"] else record.number
    unlisted = {field.name: contents.empty_value(field) for field in FIELDS if not field.listed}
    return replace(record, number=number, content={**record.content, **unlisted}, updated_at=None)


@_PATIENT
@given(st.lists(sheet_records(), min_size=1, max_size=4))
def test_listing_round_trip(records: list[SheetRecord]) -> None:
    data = files.written("listing", records)
    assert [record_of(raw) for raw in files.read("listing", data)] == [
        _as_listed(record) for record in records
    ]
    assert files.detect(data) == "listing"


@pytest.mark.parametrize("name", TABLES)
@_PATIENT
@given(records=st.lists(sheet_records(), min_size=1, max_size=3))
def test_table_round_trip(name: str, records: list[SheetRecord]) -> None:
    data = files.written(name, records)
    assert [record_of(raw) for raw in files.read(name, data)] == [
        replace(record, updated_at=None) for record in records
    ]
    assert files.detect(data) == name


@pytest.mark.parametrize("name", ALL)
@_PATIENT
@given(records=st.lists(sheet_records(), min_size=1, max_size=3), data=st.data())
def test_rejects_read_again_as_they_were(
    name: str, records: list[SheetRecord], data: st.DataObject
) -> None:
    read = files.read(name, files.written(name, records))
    kept = data.draw(st.lists(st.sampled_from(read), min_size=1, unique_by=lambda raw: raw.line))
    kept.sort(key=lambda raw: raw.line)
    again = files.read(name, files.rejects(name, kept))
    assert [raw.values for raw in again] == [raw.values for raw in kept]


def _tolerated(name: str, data: bytes, encoding: str | None = None) -> list[RawRecord]:
    """Read bytes that are allowed to be unreadable, in so many words."""
    records: list[RawRecord] = []
    with contextlib.suppress(formats.Unreadable):
        files.detect(data, encoding=encoding)
    try:
        records = files.read(name, data, encoding=encoding)
    except formats.Unreadable as unreadable:
        assert str(unreadable)
    return records


@pytest.mark.parametrize("name", ALL)
@_PATIENT
@given(data=st.binary(max_size=300))
def test_no_bytes_crash_a_reader(name: str, data: bytes) -> None:
    _tolerated(name, data)


@pytest.mark.parametrize("name", ALL)
@_PATIENT
@given(
    records=st.lists(sheet_records(), min_size=1, max_size=2),
    cut=st.floats(0, 1),
    until=st.floats(0, 1),
    filling=st.one_of(st.binary(max_size=10), texts().map(str.encode)),
)
def test_no_damaged_file_crashes_a_reader(
    name: str, records: list[SheetRecord], cut: float, until: float, filling: bytes
) -> None:
    data = files.written(name, records)
    start, end = sorted((int(cut * len(data)), int(until * len(data))))
    _tolerated(name, data[:start] + filling + data[end:])


@_PATIENT
@given(st.lists(lines(), max_size=60))
def test_no_soup_of_lines_crashes_the_listing_reader(soup: list[str]) -> None:
    _tolerated("listing", "\n".join(soup).encode())


@_PATIENT
@given(st.lists(sheet_records(), min_size=1, max_size=3), st.data())
def test_whatever_is_read_of_a_damaged_listing_is_whole(
    records: list[SheetRecord], data: st.DataObject
) -> None:
    """No line of a listing is lost: the records' own texts, joined, are the file."""
    text = files.written("listing", records).decode()
    all_lines = text.split("\n")
    dropped = data.draw(st.sets(st.integers(1, len(all_lines) - 1), max_size=3))
    kept = "\n".join(line for rank, line in enumerate(all_lines) if rank not in dropped)
    read = _tolerated("listing", kept.encode())
    if read:
        head, _, rest = kept.partition("\n")
        assert "\n".join([head, *(raw.raw for raw in read)]).replace("\n\n", "\n") == (
            f"{head}\n{rest}".replace("\n\n", "\n")
        )
