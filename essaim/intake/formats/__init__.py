"""Ways in: one small file per format, all alike. To add one, copy a neighbour."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, Protocol

from essaim.intake.formats import csv_file, json_file, listing, reading, xlsx_file
from essaim.intake.formats.reading import Unreadable, Warn
from essaim.network.territories import DepartmentNames
from essaim.sheets import listing_grammar as grammar
from essaim.sheets.record import RawRecord

__all__ = ["FORMATS", "InputFormat", "Unreadable", "detect"]


class InputFormat(Protocol):
    """What each module of a format offers."""

    EXTENSION: str

    def read(
        self,
        path: Path,
        *,
        departments: DepartmentNames,
        encoding: str | None = None,
        warn: Warn = reading.silent,
    ) -> Iterator[RawRecord]:
        """Yield the records in order; raise Unreadable, at the first or later."""

    def write_rejects(self, records: Iterable[RawRecord], path: Path) -> None:
        """Write records of `read`, whole, to be mended and read again."""


FORMATS: Final[Mapping[str, InputFormat]] = {
    "listing": listing,
    "csv": csv_file,
    "xlsx": xlsx_file,
    "json": json_file,
}

_ZIP: Final = b"PK\x03\x04"
_OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"
_RECORD_HEAD: Final = re.compile(
    rf"^{grammar.HEAD}\r?\n[^\n]*\n{re.escape(grammar.STRUCTURE_LINE)}\r?$", re.MULTILINE
)


def detect(path: Path, *, encoding: str | None = None) -> str:
    """Return the name of the file's format, told from its content.

    Raises Unreadable when it is no file, or its encoding is not the one given.
    """
    reading.require_file(path)
    start = reading.head(path)
    if start.startswith((_ZIP, _OLD_WORKBOOK)):
        return "xlsx"
    text = start.decode(reading.codec(path, encoding), "replace")
    first_line = text.partition("\n")[0].strip()
    if first_line == grammar.PREAMBLE:
        return "listing"
    if text.lstrip()[:1] in ("{", "["):
        return "json"
    if csv_file.delimiter_of(text)[1] >= 2:
        return "csv"
    if first_line == grammar.HEAD or _RECORD_HEAD.search(text):
        return "listing"
    return "csv"
