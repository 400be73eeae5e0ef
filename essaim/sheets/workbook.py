r"""XLSX workbooks: one sheet of texts, every character of which comes back.

Three things stand between a text and a cell. What XML cannot hold is written `_xHHHH_` by
xlsxwriter and read back by calamine, both wrong on some neighbours, so that what looks like it
in a text gets a backslash here. U+FFFE and U+FFFF have no code there: `_zFFFE_` is ours. And a
cell holds 32,767 characters of 16 bits: a longer text stands whole on a second sheet, "Suite".
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

import xlsxwriter

MAIN_SHEET: Final = "Actions"
REST_SHEET: Final = "Suite"
ROW_LIMIT: Final = 1_048_575  # Excel's 1,048,576 without the header

_CELL_LIMIT: Final = 32_767
_PART: Final = 4_000  # an escape makes seven characters of one: such a part fits whatever it is
_ROW_HEIGHT: Final = 75  # five lines: texts wrap, rows stay comparable
_CONTROL: Final = r"\x00-\x08\x0b-\x1f"
_LITERAL: Final = re.compile(rf"_(\\*)(?=x[0-9A-Fa-f]{{4}}[_{_CONTROL}\ufffe\uffff]|zFFF[EF]_)")
_ESCAPED: Final = re.compile(rf"_zFFF([EF])_|_\\(\\*)(?=x[0-9A-Fa-f]{{4}}[_{_CONTROL}]|zFFF[EF]_)")
_REFERENCE: Final = re.compile(r".*… \[suite ([0-9]+)\]", flags=re.DOTALL)


class TooManyRows(ValueError):
    """More rows than a sheet holds; the message is for users, in French."""


@dataclass(frozen=True, slots=True)
class ColumnStyle:
    """A column's header, its width in characters, and whether its digits are a number."""

    label: str
    width: int = 20
    is_number: bool = False


def write(out: BinaryIO, columns: Sequence[ColumnStyle], rows: Iterable[Sequence[str]]) -> None:
    """Write a workbook, row by row in constant memory; its pieces wait in temporary files.

    Raises TooManyRows beyond `ROW_LIMIT`.
    """
    book = xlsxwriter.Workbook(
        out,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    try:
        _Sheet(book, columns).fill(rows)
    finally:
        book.close()


class _Sheet:
    """The main sheet of a workbook being written, and the one for what does not fit."""

    def __init__(self, book: Any, columns: Sequence[ColumnStyle]) -> None:
        self._book = book
        self._columns = columns
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        self._sheet = book.add_worksheet(MAIN_SHEET)
        self._rest: Any = None
        self._rest_row = 0
        self._references = 0
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter"})
        for place, column in enumerate(columns):
            self._sheet.set_column(place, place, column.width, self._text)
        for place, column in enumerate(columns):
            self._sheet.write_string(0, place, _escape(column.label), heading)
        self._sheet.set_default_row(_ROW_HEIGHT)
        self._sheet.freeze_panes(1, 0)

    def fill(self, rows: Iterable[Sequence[str]]) -> None:
        number = 0
        for number, row in enumerate(rows, start=1):
            if number > ROW_LIMIT:
                raise TooManyRows(
                    "un classeur ne tient que 1 048 575 fiches ; choisissez le CSV ou le JSON"
                )
            for place, cell in enumerate(row):
                if cell:
                    self._write_cell(number, place, cell)
        if self._columns:
            self._sheet.autofilter(0, 0, number, len(self._columns) - 1)

    def _write_cell(self, row: int, place: int, cell: str) -> None:
        # 15 digits: beyond, a spreadsheet's numbers are no longer whole.
        is_number = place < len(self._columns) and self._columns[place].is_number
        if is_number and re.fullmatch(r"0|[1-9][0-9]{0,14}", cell):
            self._sheet.write_number(row, place, int(cell), self._text)
            return
        text = _escape(cell)
        if not _fits(text) or _REFERENCE.fullmatch(cell):
            text = f"{_escape(cell[:_PART])}… [suite {self._put_aside(cell)}]"
        refused = self._sheet.write_string(row, place, text, self._text)
        assert not refused, f"cell of {len(text)} characters refused"  # xlsxwriter only says so

    def _put_aside(self, cell: str) -> int:
        """Write a text whole on the second sheet, in parts, and return its reference."""
        if self._rest is None:
            self._rest = self._book.add_worksheet(REST_SHEET)
            self._rest.write_string(0, 0, "Repère")
            self._rest.write_string(0, 1, "Texte")
        self._references += 1
        for start in range(0, len(cell), _PART):
            self._rest_row += 1
            self._rest.write_number(self._rest_row, 0, self._references)
            self._rest.write_string(self._rest_row, 1, _escape(cell[start : start + _PART]))
        return self._references


def _fits(text: str) -> bool:
    """Whether a cell holds the text: Excel counts in units of 16 bits."""
    if 2 * len(text) <= _CELL_LIMIT:
        return True
    return len(text) + sum(char > "\uffff" for char in text) <= _CELL_LIMIT


def _escape(text: str) -> str:
    text = _LITERAL.sub(r"_\\\1", text) if "_" in text else text
    return text.replace("\ufffe", "_zFFFE_").replace("\uffff", "_zFFFF_")


def restore(text: str, rest: Mapping[int, str]) -> str:
    """Return the text that `write` was given, from a cell of the main sheet and `rest_of`."""
    reference = _REFERENCE.fullmatch(text)
    if reference and int(reference[1]) in rest:
        return rest[int(reference[1])]
    return _unescape(text)


def rest_of(rows: Iterable[Sequence[object]]) -> dict[int, str]:
    """Return the whole texts, by reference, from the rows of the second sheet."""
    parts: dict[int, list[str]] = {}
    for row in rows:
        match row:
            case [int() | float() as reference, str() as text, *_] if reference == int(reference):
                parts.setdefault(int(reference), []).append(_unescape(text))
    return {reference: "".join(texts) for reference, texts in parts.items()}


def _unescape(text: str) -> str:
    if "_" not in text:
        return text
    return _ESCAPED.sub(
        lambda found: chr(0xFFF0 + int(found[1], 16)) if found[1] else "_" + found[2], text
    )
