"""CSV: UTF-8, commas, one row a sheet, headers that are the French keys."""

import csv
import io
from collections.abc import Iterable, Iterator

from essaim.sheets import cells, csv_cells
from essaim.sheets.record import SheetRecord, Spellings


def chunks(records: Iterable[SheetRecord], _spellings: Spellings) -> Iterator[bytes]:
    """Yield the file in pieces, one a row. Cells like a formula are neutralised."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([column.key for column in cells.COLUMNS])
    yield _taken(buffer)
    for record in records:
        writer.writerow(map(csv_cells.neutralise, cells.row(record)))
        yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    """Return what the buffer holds, and empty it."""
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
