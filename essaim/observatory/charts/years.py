"""One column for each year, in order, its number above it."""

from typing import Final

from essaim.observatory.charts import wording
from essaim.observatory.charts.pen import Pen, size_of
from essaim.observatory.charts.wording import measured
from essaim.observatory.results import Measure, Result, Row

_TALL: Final = 150
_TOP: Final = 22
_GAP: Final = 0.22  # of a column's room
_WIDEST: Final = 64  # the room of a column
_LONGEST: Final = 100  # a label
# Past that many, columns would be threads: they become one line.
MOST: Final = 40


def years(pen: Pen, measure: Measure, result: Result) -> float:
    """Draw the rows as columns, or as a line when they are many; return the height used.

    A year that is not known has no column, and says so: it is not zero.
    """
    if len(result.rows) > MOST:
        return _line(pen, result.rows)
    rows = result.rows
    full = max((row.value for row in rows if row.value is not None), default=0) or 1
    step = min(_WIDEST, pen.width / len(rows))
    written = _written(rows, step)
    base = _TOP + _TALL
    for rank, row in enumerate(rows):
        middle = (rank + 0.5) * step
        safe = wording.safe
        told = f"{safe(row.label)} : {safe(wording.said(row.value, measure.unit))}"
        pen.begin(row, told)
        high = _TALL * (row.value or 0) / full
        # All of its height leads to the sheets: a low column is no easy thing to press.
        pen.target(rank * step, _TOP, step, _TALL)
        if high:
            pen.box(middle - step * (0.5 - _GAP / 2), base - high, step * (1 - _GAP), high, "bar")
        if rank in written:
            pen.text(middle, base - high - 6, wording.compact(row.value), "head", anchor="middle")
        pen.end()
    pen.path(f"M0 {base + 0.5:.1f}H{pen.width:.0f}", "axis")
    _labels(pen, rows, step, base)
    return base + 24


def _line(pen: Pen, rows: tuple[Row, ...]) -> float:
    """Draw a line through the rows, broken where nothing is known, its ends and its top told."""
    known = [(rank, row.value) for rank, row in enumerate(rows) if row.value is not None]
    base, full = _TOP + _TALL, max((value for _, value in known), default=0) or 1
    step = pen.width / (len(rows) - 1)
    places = {rank: (rank * step, base - _TALL * value / full) for rank, value in known}
    pieces = [
        f"{'L' if rank - 1 in places else 'M'}{x:.1f} {y:.1f}" for rank, (x, y) in places.items()
    ]
    pen.path("".join(pieces) or "M0 0", "line")
    told = {known[0], known[-1], max(known, key=lambda one: one[1])} if known else set()
    for rank, value in sorted(told):
        x, y = places[rank]
        words = wording.figure(value)
        half = measured(words, size_of("head")) / 2
        pen.hexagon(x - 4, y - 4.6, 8, "mark")
        pen.text(
            min(max(x, half), pen.width - half), max(y - 9, 12), words, "head", anchor="middle"
        )
    pen.path(f"M0 {base + 0.5:.1f}H{pen.width:.0f}", "axis")
    pen.text(0, base + 18, rows[0].label, "small")
    pen.text(pen.width, base + 18, rows[-1].label, "small", anchor="end")
    return base + 24


def _written(rows: tuple[Row, ...], step: float) -> set[int]:
    """Return the ranks of the columns with room for their number: all of them, or some."""
    size = size_of("head")
    widths = [measured(wording.compact(row.value), size) for row in rows]
    if max(widths) <= step - 2:
        return set(range(len(rows)))
    every = -(-int(max(widths) + 4) // max(1, int(step)))
    last = len(rows) - 1
    return {rank for rank in range(len(rows)) if (last - rank) % every == 0}


def _labels(pen: Pen, rows: tuple[Row, ...], step: float, base: float) -> None:
    size = size_of("small")
    labels = [wording.lines(row.label, _LONGEST, size, 1)[0] for row in rows]
    widest = max(measured(label, size) for label in labels) + 8
    every = max(1, -(-int(widest) // max(1, int(step))))
    last = len(rows) - 1
    for rank, label in enumerate(labels):
        if (last - rank) % every == 0:
            half = measured(label, size) / 2
            middle = min(max((rank + 0.5) * step, half), pen.width - half)
            pen.text(middle, base + 18, label, "small", anchor="middle")
