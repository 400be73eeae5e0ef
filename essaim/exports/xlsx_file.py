"""XLSX: one row a sheet, headers as people say them, ready to sort and filter."""

import tempfile
from collections.abc import Iterable, Iterator
from typing import Final

from essaim.sheets import cells, fields, workbook
from essaim.sheets.cells import Column
from essaim.sheets.fields import Kind
from essaim.sheets.record import SheetRecord, Spellings

_PIECE: Final = 1 << 16
_WIDTHS: Final = {
    fields.NUMBER_KEY: 9,
    fields.DEPARTMENT_KEY: 13,
    cells.UPDATED_KEY: 24,
    cells.STRUCTURE_KEY: 36,
}
_KIND_WIDTHS: Final = {
    Kind.TITLE: 40,
    Kind.CHOICES: 28,
    Kind.TEXT: 60,
    Kind.YEAR: 9,
    Kind.NUMBER: 12,
}


def chunks(records: Iterable[SheetRecord], _spellings: Spellings) -> Iterator[bytes]:
    """Yield the file in pieces, once it is whole in a temporary file.

    Raises `workbook.TooManyRows`, before the first piece.
    """
    with tempfile.TemporaryFile() as whole:
        workbook.write(whole, [_style(column) for column in cells.COLUMNS], _rows(records))
        whole.seek(0)
        while piece := whole.read(_PIECE):
            yield piece


def _rows(records: Iterable[SheetRecord]) -> Iterator[list[str]]:
    for record in records:
        yield cells.row(record)


def _style(column: Column) -> workbook.ColumnStyle:
    kind = column.field.kind if column.field else None
    default = _KIND_WIDTHS.get(kind, 20) if kind else 20
    return workbook.ColumnStyle(
        label=column.label,
        width=_WIDTHS.get(column.key, default),
        is_number=column.key == fields.NUMBER_KEY or kind in (Kind.YEAR, Kind.NUMBER),
    )
