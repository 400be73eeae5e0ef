"""CSV: commas, semicolons or tabs; headers that are our keys or labels, in any order."""

import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from essaim.intake.formats import reading, table
from essaim.intake.formats.reading import Unreadable, Warn
from essaim.network.territories import DepartmentNames
from essaim.sheets import csv_cells
from essaim.sheets.record import RawRecord
from essaim.sheets.whole_file import written_whole

EXTENSION: Final = "csv"
_DELIMITERS: Final = ",;\t"
# A legal cell stays under 61,000 characters (a text whose every character is a doubled quote).
# The limit bounds how far an unclosed quote is followed, and the number of such rows what that
# can cost in all.
_CELL_LIMIT: Final = 200_000
_BROKEN_LIMIT: Final = 1_000
_LINE_LIMIT: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands in the file, with its header and line breaks."""

    header: str
    text: str

    def __str__(self) -> str:
        return self.text


def read(
    path: Path,
    *,
    departments: DepartmentNames,
    encoding: str | None = None,
    warn: Warn = reading.silent,
) -> Iterator[RawRecord]:
    """Yield the file's rows in order; `raw` is a `Row`.

    Raises Unreadable, at the first record or later, when the file as a whole is at fault.
    """
    reading.require_file(path)
    try:
        with reading.open_text(path, encoding, newline="") as file:
            yield from _rows(file, warn)
    except UnicodeError:
        reading.refuse_encoding(path, encoding)


def write_rejects(records: Iterable[RawRecord], path: Path) -> None:
    """Write the header once, then the rows, as they stood in the input, in UTF-8."""
    with written_whole(path) as out:
        for rank, record in enumerate(records):
            row = record.raw
            assert isinstance(row, Row)
            for text in (row.text,) if rank else (row.header, row.text):
                whole = text if text.endswith(("\n", "\r")) else text + "\r\n"
                out.write(whole.encode("utf-8", "surrogatepass"))


def delimiter_of(start: str) -> tuple[str, int]:
    """Return the delimiter of a text's first row, and how many known columns it gives."""
    best = (",", 0)
    for delimiter in _DELIMITERS:
        rows = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
        try:
            count = table.recognised(next(filter(None, rows), []))
        except csv.Error:
            continue
        if count > best[1]:
            best = (delimiter, count)
    return best


class _Lines:
    """The physical lines of the file, those taken since the last row at hand to be put back."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self.number = 0  # of the last line taken

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._file.readline(_LINE_LIMIT)
        if not line:
            raise StopIteration
        self.taken.append(line)
        self.number += 1
        return line

    def put_back_all_but_one(self) -> None:
        """Put back the lines taken after the first."""
        self._again.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1
        del self.taken[1:]


def _rows(file: TextIO, warn: Warn) -> Iterator[RawRecord]:
    """Yield the records of an open file."""
    csv.field_size_limit(_CELL_LIMIT)
    delimiter, _ = delimiter_of(file.read(_CELL_LIMIT))
    file.seek(0)
    lines = _Lines(file)
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        cells = next(filter(None, rows), [])
    except csv.Error as error:
        raise Unreadable("la première ligne (les colonnes) a des guillemets mal fermés") from error
    header = table.Header.of(cells, warn)
    header_text = "".join(lines.taken)
    broken = 0
    while True:
        lines.taken.clear()
        first = lines.number + 1
        try:
            row = next(rows)
            problem = header.misfit(row) if any(row) else ""
        except StopIteration:
            return
        except csv.Error as error:
            # Followed no further: the rows it would have swallowed are read for themselves.
            lines.put_back_all_but_one()
            too_large = str(error).startswith("field larger")
            row, problem = None, "guillemets mal fermés" + too_large * ", ou case démesurée"
            broken += 1
            if broken > _BROKEN_LIMIT:
                raise Unreadable(
                    f"ligne {first} : plus de mille lignes aux guillemets mal fermés ; "
                    "ce CSV est abîmé"
                ) from None
        raw = Row(header_text, "".join(lines.taken))
        if problem:
            yield RawRecord(line=first, raw=raw, problem=f"ligne {first} : {problem}")
        elif row and any(row):
            values = header.values([csv_cells.restore(cell) for cell in row])
            yield RawRecord(line=first, values=values, raw=raw)
