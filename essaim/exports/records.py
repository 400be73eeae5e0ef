"""The public sheets as records, streamed from the database in creation order."""

from collections.abc import Iterator, Sequence
from typing import Final

from essaim.search.query import Query
from essaim.sheets import content
from essaim.sheets.content import StructureName
from essaim.sheets.models import Sheet
from essaim.sheets.record import SheetRecord

BATCH: Final = 500


def records(query: Query | None = None) -> Iterator[SheetRecord]:
    """Yield the public sheets that match the query, all of them without one.

    Two queries a batch of `BATCH` sheets; the query's order and page do not count.
    """
    batches = _matching(query) if query and (query.text or query.filters) else _all()
    for batch in batches:
        for sheet in batch:
            yield record_of(sheet)


def record_of(sheet: Sheet) -> SheetRecord:
    """Return the record of a sheet loaded with `for_reading`."""
    structure = sheet.structure
    return SheetRecord(
        number=sheet.number,
        structure=StructureName(structure.name, structure.department_id or ""),
        listed_structure=structure.listed_name,
        content=content.of_sheet(sheet),
        updated_at=sheet.updated_at,
    )


def _all() -> Iterator[Sequence[Sheet]]:
    last = 0
    while True:
        batch = list(
            Sheet.objects.published().for_reading().filter(pk__gt=last).order_by("pk")[:BATCH]
        )
        if not batch:
            return
        yield batch
        last = batch[-1].pk


def _matching(query: Query) -> Iterator[Sequence[Sheet]]:
    from essaim.search import engine  # opens the index: only where it is asked

    for ids in engine.matching_ids(query):
        for start in range(0, len(ids), BATCH):
            # A sheet withdrawn since the index last looked is left out here.
            yield list(
                Sheet.objects.published()
                .for_reading()
                .filter(pk__in=ids[start : start + BATCH])
                .order_by("pk")
            )
