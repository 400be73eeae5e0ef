"""The national base's printed listing: the file is cut into records, each read by its grammar.

Memory holds one record at a time. Only a line feed separates lines: all else is text.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final, TextIO

from essaim.intake.formats import listing_record, reading
from essaim.intake.formats.reading import Unreadable, Warn
from essaim.network.territories import DepartmentNames
from essaim.sheets import listing_grammar as grammar
from essaim.sheets.record import RawRecord
from essaim.sheets.whole_file import written_whole

EXTENSION: Final = "txt"
# Beyond these a record is no action sheet: the largest legal one has a million characters.
_LINE_LIMIT: Final = 20_000_000
_RECORD_LIMIT: Final = 64_000_000
_LINE_WEIGHT: Final = 60  # what a line costs in memory besides its characters


def read(
    path: Path,
    *,
    departments: DepartmentNames,
    encoding: str | None = None,
    warn: Warn = reading.silent,
) -> Iterator[RawRecord]:
    """Yield the file's records in order; `raw` is a record's text exactly as it stands.

    Raises Unreadable, at the first record or later, when the file as a whole is at fault.
    """
    reading.require_file(path)
    try:
        with reading.open_text(path, encoding, newline="\n") as file:
            yield from _File(file, departments, warn).records()
    except UnicodeError:
        reading.refuse_encoding(path, encoding)


def write_rejects(records: Iterable[RawRecord], path: Path) -> None:
    """Write the preamble and the records' own texts, in UTF-8, to be mended and read again."""
    before: str | None = None
    with written_whole(path) as out:
        for record in records:
            text = str(record.raw)
            if before is None:
                out.write(_preamble_before(text).encode())
            elif grammar.is_head(before.rpartition("\n")[2]):
                text = _with_title_escaped(text)
            out.write(b"\n" + text.encode("utf-8", "surrogatepass"))
            before = text


def _preamble_before(text: str) -> str:
    """Return the preamble, with the kind of line break that the text has throughout."""
    lines = text.split("\n")
    crlf = len(lines) > 1 and all(line.endswith("\r") for line in lines[:-1])
    return grammar.PREAMBLE + ("\r" if crlf else "")


def _with_title_escaped(text: str) -> str:
    """Return a record's text safe to stand behind a line that reads `Actions`."""
    lines = text.split("\n")
    if len(lines) > grammar.HEAD_LINES and grammar.is_structure_line(lines[1]):
        lines[1] = "\\" + lines[1]
    return "\n".join(lines)


class _File:
    """The lines of one file, cut into records."""

    def __init__(self, file: TextIO, departments: DepartmentNames, warn: Warn) -> None:
        self._file = file
        self._departments = departments
        self._warn = warn
        self._crlf = False

    def records(self) -> Iterator[RawRecord]:
        """Yield the records; text before the first is one that nothing can be made of."""
        any_record = False
        for first, lines in self._cut():
            if _begins(lines):
                any_record = True
                yield self._record(first, lines)
            elif any(line.strip() for line in lines):
                yield RawRecord(
                    line=first,
                    raw="\n".join(lines),
                    problem=f"ligne {first} : texte avant la première fiche",
                )
        if not any_record:
            raise Unreadable(
                "aucune fiche reconnue : une fiche commence par une ligne « Actions », son "
                "titre, puis « - Structure organisatrice »"
            )

    def _record(self, first: int, raw: list[str]) -> RawRecord:
        lines = [line.removesuffix("\r") for line in raw] if self._crlf else raw
        text = "\n".join(raw)
        try:
            values = listing_record.read(lines, first, self._departments)
        except listing_record.Misfit as misfit:
            return RawRecord(line=first, values=misfit.values, raw=text, problem=str(misfit))
        return RawRecord(line=first, values=values, raw=text)

    def _cut(self) -> Iterator[tuple[int, list[str]]]:
        """Yield (line number, lines) of what stands before the first record, then of each."""
        lines: list[str] = []
        first = 1
        size = 0
        head_until = 0  # starts do not overlap another's head lines
        for number, window in self._windows():
            line = window[0]
            if number == 1 and line.strip() == grammar.PREAMBLE:
                first = 2
                continue
            if number >= head_until and _begins(window):
                if lines:
                    yield first, lines
                lines, first, size = [], number, 0
                head_until = number + grammar.HEAD_LINES
            lines.append(line)
            size += len(line) + _LINE_WEIGHT
            if size > _RECORD_LIMIT:
                raise Unreadable(
                    f"ligne {first} : plus de {_RECORD_LIMIT // 1_000_000} Mo sans nouvelle "
                    "fiche ; ce fichier n’est pas un listing d’actions"
                )
        if lines:
            self._warn_if_cut(first, lines)
            yield first, lines

    def _warn_if_cut(self, first: int, lines: list[str]) -> None:
        """Say when the file ends like the beginning of a record, which is legal text too."""
        for back in (1, 2):
            if len(lines) > grammar.HEAD_LINES and grammar.is_head(lines[-back]):
                self._warn(
                    f"ligne {first + len(lines) - back} : le fichier se termine par une ligne "
                    "« Actions » ; s’il a été coupé, une fiche manque"
                )
                return

    def _windows(self) -> Iterator[tuple[int, deque[str]]]:
        """Yield (line number, that line and up to two that follow it), for every line."""
        window: deque[str] = deque()
        number = 0
        for line in self._lines():
            window.append(line)
            if len(window) == grammar.HEAD_LINES:
                number += 1
                yield number, window
                window.popleft()
        while window:
            number += 1
            yield number, window
            window.popleft()

    def _lines(self) -> Iterator[str]:
        """Yield the lines without their line feed; a last line feed is followed by a last line."""
        ended = True
        number = 0
        for line in iter(partial(self._file.readline, _LINE_LIMIT), ""):
            ended = line.endswith("\n")
            number += 1
            if number == 1:
                self._crlf = line.endswith("\r\n")
            if not ended and len(line) == _LINE_LIMIT:
                raise Unreadable(
                    f"ligne {number} : une ligne sans fin ; ce n’est pas un listing d’actions"
                )
            yield line.removesuffix("\n")
        if ended and number:
            yield ""


def _begins(lines: Sequence[str]) -> bool:
    """Whether these lines begin with the head lines of a record."""
    return (
        grammar.is_head(lines[0])
        and len(lines) >= grammar.HEAD_LINES
        and grammar.is_structure_line(lines[2])
    )
