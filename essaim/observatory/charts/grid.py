"""One number for each pair of a row and a column: a table whose cells grow darker with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from essaim.observatory.charts import wording
from essaim.observatory.charts.levels import Levels
from essaim.observatory.charts.pen import Pen, size_of
from essaim.observatory.results import Cell, Measure, Result, Row

_LABELS: Final = 112
_HIGH: Final = 28
_WIDEST: Final = 46
_PER_BLOCK: Final = 8
_HEADS: Final = 118
# What fits a page; the table holds the rest.
MOST: Final = 24


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What all the blocks share."""

    pen: Pen
    unit: str
    rows: Sequence[Row]
    cells: dict[tuple[str, str], Cell]
    levels: Levels


def grid(pen: Pen, measure: Measure, result: Result) -> float:
    """Draw the cells with their numbers, columns in blocks of eight; return the height used."""
    columns = result.columns[:MOST]
    cells = {(cell.row, cell.column): cell for cell in result.cells}
    levels = Levels.of(cell.value for cell in result.cells)
    drawn = _Drawn(pen, measure.unit, result.rows[:MOST], cells, levels)
    blocks = max(1, -(-len(columns) // _PER_BLOCK))
    size = max(1, -(-len(columns) // blocks))
    y = 0.0
    for start in range(0, len(columns), size):
        y = _block(drawn, columns[start : start + size], y)
    return y


def _block(drawn: _Drawn, columns: Sequence[Row], y: float) -> float:
    pen, safe = drawn.pen, wording.safe
    wide = min(_WIDEST, (pen.width - _LABELS) / len(columns))
    heads = [wording.lines(column.label, _HEADS - 8, size_of("head"), 1)[0] for column in columns]
    y += min(_HEADS, 14 + max(wording.measured(head, size_of("head")) for head in heads))
    for rank, head in enumerate(heads):
        pen.text(_LABELS + (rank + 0.5) * wide + 4, y - 6, head, "head", upright=True)
    for row in drawn.rows:
        label = wording.lines(row.label, _LABELS - 6, size_of("head"))
        for rank, line in enumerate(label):
            pen.text(0, y + (18 if len(label) == 1 else 12 + rank * 13), line, "head")
        for rank, column in enumerate(columns):
            cell = drawn.cells.get((row.key, column.key))
            if cell is not None:
                told = safe(wording.said(cell.value, drawn.unit))
                pen.begin(cell, f"{safe(row.label)}, {safe(column.label)} : {told}")
                _cell(drawn, cell, (_LABELS + rank * wide, y), wide)
                pen.end()
        y += _HIGH
    return y + 14


def _cell(drawn: _Drawn, cell: Cell, place: tuple[float, float], wide: float) -> None:
    x, y = place
    level = drawn.levels.level(cell.value)
    kind = "unknown" if cell.value is None else f"level-{level}"
    drawn.pen.box(x + 1, y + 1, wide - 2, _HIGH - 2, kind)
    words = wording.compact(cell.value)
    drawn.pen.text(x + wide / 2, y + 18, words, "cell", anchor="middle", level=level)
