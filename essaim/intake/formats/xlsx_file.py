"""XLSX (and what calamine reads as well): the first sheet, headers as in CSV."""

import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import python_calamine

from essaim.intake.formats import reading, table
from essaim.intake.formats.reading import Unreadable, Warn
from essaim.network.territories import DepartmentNames
from essaim.sheets import workbook
from essaim.sheets.record import RawRecord
from essaim.sheets.whole_file import written_whole

EXTENSION: Final = "xlsx"
# The whole of a workbook is unpacked in memory: 100,000 full sheets take some 400 MB.
_UNPACKED_LIMIT: Final = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells as text, with those of its header."""

    header: tuple[str, ...]
    cells: tuple[str, ...]

    def __str__(self) -> str:
        return " | ".join(cell for cell in self.cells if cell)


def read(
    path: Path,
    *,
    departments: DepartmentNames,
    encoding: str | None = None,
    warn: Warn = reading.silent,
) -> Iterator[RawRecord]:
    """Yield the rows of the first sheet in order; `raw` is a `Row`, `line` the row's number.

    Raises Unreadable. `encoding` is of no use here.
    """
    reading.require_file(path)
    rows, rest = _open(path)
    header: table.Header | None = None
    names: tuple[str, ...] = ()
    for number, row in enumerate(rows, start=1):
        cells = tuple(workbook.restore(_text(cell), rest) for cell in row)
        if not any(cells):
            continue
        if header is None:
            header = table.Header.of(cells, warn)
            names = cells
            continue
        yield RawRecord(line=number, values=header.values(cells), raw=Row(names, cells))
    if header is None:
        raise Unreadable("la première feuille du classeur est vide")


def write_rejects(records: Iterable[RawRecord], path: Path) -> None:
    """Write a workbook of the header and the rows."""
    rows = (record.raw for record in records)
    first = next(rows, None)
    with written_whole(path) as out:
        if first is None:
            return
        columns = [workbook.ColumnStyle(label) for label in first.header]
        workbook.write(out, columns, (row.cells for row in _chain(first, rows)))


def _chain(first: Row, rows: Iterator[Any]) -> Iterator[Row]:
    yield first
    yield from rows


def _open(path: Path) -> tuple[Iterator[list[Any]], dict[int, str]]:
    """Return the rows of the first sheet, and the long texts kept on the second."""
    _refuse_bombs(path)
    try:
        book = python_calamine.load_workbook(io.BytesIO(path.read_bytes()))
        names = book.sheet_names
        if not names:
            raise Unreadable("ce classeur n’a aucune feuille")
        sheet = book.get_sheet_by_index(0)
        rest: dict[int, str] = {}
        if workbook.REST_SHEET in names[1:]:
            rest = workbook.rest_of(book.get_sheet_by_name(workbook.REST_SHEET).iter_rows())
        return iter(sheet.iter_rows()), rest
    except python_calamine.PasswordError as error:
        raise Unreadable("ce classeur est protégé par un mot de passe : ôtez-le") from error
    except (KeyboardInterrupt, SystemExit, Unreadable):
        raise
    except BaseException as error:  # calamine's own panics do not derive from Exception
        raise Unreadable(
            "ce classeur ne s’ouvre pas : il est abîmé, ou n’est pas un classeur"
        ) from error


def _refuse_bombs(path: Path) -> None:
    """Refuse an archive that would fill the memory once unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return  # an old workbook, or none: calamine says
    if size > _UNPACKED_LIMIT:
        raise Unreadable(
            f"une fois décompressé, ce classeur pèserait {size / 1e9:.1f} Go ; "
            "découpez-le ou passez par le CSV"
        )


def _text(cell: Any) -> str:
    """Return a cell as the text that a person reads in it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "VRAI" if cell else "FAUX"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell).replace(".", ",")
    if isinstance(cell, datetime.datetime):
        return cell.strftime("%d/%m/%Y %H:%M")
    if isinstance(cell, datetime.date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, datetime.time):
        return cell.strftime("%H:%M")
    return "" if cell is None else str(cell)
