"""JSON: the source, the licence, and one object a sheet, of its filled keys only."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from essaim.sheets import cells, content, fields
from essaim.sheets.record import SheetRecord, Spellings

_HEAD: Final = '{"source": "Essaim", "licence": "etalab-2.0", "actions": ['


def chunks(records: Iterable[SheetRecord], _spellings: Spellings) -> Iterator[bytes]:
    """Yield the file in pieces, one a sheet, each sheet on its own line.

    Raises ValueError on a lone surrogate, which does not pass the validator.
    """
    before = _HEAD + "\n"
    for record in records:
        yield (before + json.dumps(_object(record), ensure_ascii=False)).encode()
        before = ",\n"
    yield b"\n]}\n" if before == ",\n" else f"{_HEAD}]}}\n".encode()


def _object(record: SheetRecord) -> dict[str, Any]:
    """Return the sheet's filled keys, in the order of the table's columns."""
    filled: dict[str, Any] = {
        **content.to_json(record.content),
        fields.NUMBER_KEY: record.number,
        cells.STRUCTURE_KEY: record.structure.name,
    }
    if record.structure.department:
        filled[fields.DEPARTMENT_KEY] = record.structure.department
    if record.updated_at:
        filled[cells.UPDATED_KEY] = record.updated_at.isoformat()
    return {column.key: filled[column.key] for column in cells.COLUMNS if column.key in filled}
