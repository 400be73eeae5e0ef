"""Ways out: one small file per format, the mirror of `intake.formats`.

Django reads this package before the models are ready, so what needs them is imported late.
"""

import importlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from essaim.search.query import Query
    from essaim.sheets.record import SheetRecord, Spellings

_PIECE: Final = 1 << 16
_NO_SPELLINGS: "Final[Spellings]" = {}


@dataclass(frozen=True, slots=True)
class Format:
    """A format that sheets are written in. `module` holds its `chunks`."""

    name: str
    title: str
    media_type: str
    extension: str
    module: str
    is_binary: bool = False

    def chunks(
        self, records: "Iterable[SheetRecord]", spellings: "Spellings" = _NO_SPELLINGS
    ) -> Iterator[bytes]:
        """Yield the file of these records in small pieces; only the listing uses `spellings`."""
        module = importlib.import_module(self.module)
        yield from module.chunks(records, spellings)

    def write(
        self,
        records: "Iterable[SheetRecord]",
        out: BinaryIO,
        spellings: "Spellings" = _NO_SPELLINGS,
    ) -> None:
        """Write the file of these records to `out`."""
        for piece in self.chunks(records, spellings):
            out.write(piece)


FORMATS: Final[Mapping[str, Format]] = {
    format.name: format
    for format in (
        Format(
            name="listing",
            title="Listing de la base nationale",
            media_type="text/plain; charset=utf-8",
            extension="txt",
            module="essaim.exports.listing",
        ),
        Format(
            name="csv",
            title="Tableau CSV",
            media_type="text/csv; charset=utf-8",
            extension="csv",
            module="essaim.exports.csv_file",
        ),
        Format(
            name="xlsx",
            title="Classeur Excel",
            media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            extension="xlsx",
            module="essaim.exports.xlsx_file",
            is_binary=True,
        ),
        Format(
            name="json",
            title="JSON",
            media_type="application/json",
            extension="json",
            module="essaim.exports.json_file",
        ),
    )
}


def stream(format: Format, query: "Query | None" = None) -> Iterator[bytes]:
    """Yield the file of the public sheets that match, in pieces fit for an HTTP response.

    The database is read as the pieces are taken. Raises `sheets.workbook.TooManyRows`.
    """
    from essaim.exports.records import records
    from essaim.sheets.terms import listing_spellings

    waiting: list[bytes] = []
    size = 0
    for piece in format.chunks(records(query), listing_spellings()):
        waiting.append(piece)
        size += len(piece)
        if size >= _PIECE:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)
