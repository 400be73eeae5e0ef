"""A sheet as one row of a table: the columns of CSV and XLSX, and how a cell says its value.

Readers and writers share this, so that a row read back is the row written. Keys and order are
those of JSON too.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from essaim.sheets import fields
from essaim.sheets.content import Value, as_written
from essaim.sheets.fields import FIELDS, Field, Kind
from essaim.sheets.record import SheetRecord

UPDATED_KEY: Final = "modifiee_le"
STRUCTURE_KEY: Final = "structure"

_SEPARATOR: Final = " | "
_NO_FILE: Final = "aucun"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `field` is None for what is not a field of the sheet."""

    key: str
    label: str
    field: Field | None = None


def _columns() -> tuple[Column, ...]:
    own = [Column(field.key, field.label, field) for field in FIELDS]
    heads = [column for column in own if column.key in ("titre", STRUCTURE_KEY)]
    return (
        Column(fields.NUMBER_KEY, "Numéro"),
        *heads,
        Column(fields.DEPARTMENT_KEY, "Département"),
        *(column for column in own if column not in heads),
        Column(UPDATED_KEY, "Modifiée le"),
    )


COLUMNS: Final[tuple[Column, ...]] = _columns()


def row(record: SheetRecord) -> list[str]:
    """Return the record's cells, in the order of `COLUMNS`."""
    others = {
        fields.NUMBER_KEY: str(record.number),
        STRUCTURE_KEY: record.structure.name,
        fields.DEPARTMENT_KEY: record.structure.department,
        UPDATED_KEY: record.updated_at.isoformat() if record.updated_at else "",
    }
    return [
        others[column.key]
        if column.key in others or column.field is None
        else _cell(column.field, record.content[column.field.name])
        for column in COLUMNS
    ]


def values(cells: Mapping[str, str]) -> dict[str, Any]:
    """Return the values that cells (by column key) say, by French key."""
    found: dict[str, Any] = {}
    for column in COLUMNS:
        if column.key not in cells or column.key == UPDATED_KEY:
            continue
        cell = cells[column.key]
        kind = column.field.kind if column.field else None
        if kind is Kind.FILES:
            found[column.key] = _files(cell)
        elif kind is Kind.CHOICES:
            found[column.key] = split(cell)
        elif kind in (None, Kind.YEAR, Kind.NUMBER):
            found[column.key] = cell.strip()
        else:
            found[column.key] = cell
    return found


def _cell(field: Field, value: Value) -> str:
    """Return the cell of a field's value; "no file" is told from "never asked", left empty."""
    if field.kind is Kind.FILES and isinstance(value, tuple):
        cell = join(value) or _NO_FILE
        return "\\" + cell if value and _says_no_file(cell) else cell
    if isinstance(value, tuple):
        return join(value)
    return as_written(value)


def join(several: Sequence[str]) -> str:
    r"""Return one cell for several values: `a | b`, with `\` and `|` inside them escaped."""
    return _SEPARATOR.join(re.sub(r"([\\|])", r"\\\1", one) for one in several)


def split(cell: str) -> list[str]:
    """Return the values that `join` put in the cell; blanks only are no value."""
    parts = re.findall(r"(?:[^\\|]|\\.|\\$)+", cell, flags=re.DOTALL)
    last = len(parts) - 1
    found = []
    for rank, part in enumerate(parts):
        inner = part.removeprefix(" ") if rank else part
        inner = inner.removesuffix(" ") if rank < last else inner
        found.append(re.sub(r"\\(.)", r"\1", inner, flags=re.DOTALL))
    return [one for one in found if one.strip()]


def _says_no_file(cell: str) -> bool:
    return cell.strip().casefold() == _NO_FILE


def _files(cell: str) -> list[str] | None:
    """Return the names of files; None for an empty cell: the question was not asked."""
    if not cell.strip():
        return None
    return [] if _says_no_file(cell) else split(cell)
