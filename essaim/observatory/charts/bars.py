"""One bar for each of a list of things; the spread of each group, drawn the same way."""

from typing import Final

from essaim.observatory.charts import findings, wording
from essaim.observatory.charts.pen import Pen, size_of
from essaim.observatory.charts.wording import measured, said
from essaim.observatory.results import Measure, Result, Row

_THICK: Final = 12
_ROOM_AT_END: Final = 96


def bars(pen: Pen, measure: Measure, result: Result) -> float:
    """Draw the rows as bars with their values; return the height used."""
    shown = result.rows[: pen.most]
    full = _full_scale(measure, [row.value for row in shown])
    y = 0.0
    for row in shown:
        y = _row(pen, row, measure.unit, full, y)
    return _rest(pen, result, y)


def spreads(pen: Pen, measure: Measure, result: Result) -> float:
    """Draw for each row where its middle half lies, and its median; return the height used."""
    shown = result.rows[: pen.most]
    full = max((row.spread[2] for row in shown if row.spread), default=0) or 1
    y = 0.0
    for row in shown:
        y = _spread(pen, row, measure.unit, full, y)
    return _rest(pen, result, y)


def rests_on(row: Row, unit: str) -> str:
    """Return « sur 12 fiches », "" where the value already says it."""
    if (row.unit or unit).startswith("fiche") and row.value == row.rests_on:
        return ""
    return f"sur {wording.sheets(row.rests_on)}"


def _full_scale(measure: Measure, values: list[float | None]) -> float:
    """Return the value of the longest possible bar: shares are shares of a hundred."""
    most = max((value for value in values if value is not None), default=0)
    return 100 if measure.unit == "%" and most <= 100 else most or 1


def _row(pen: Pen, row: Row, unit: str, full: float, y: float) -> float:
    pen.begin(row)
    top = y
    y += _heading(pen, row, findings.value_of(row, unit), y)
    if row.value is not None:
        based = rests_on(row, unit)
        room = pen.width - (_ROOM_AT_END if based else 1)
        _axis(pen, y, _THICK)
        if row.value > 0:
            pen.bar(0.5, y, max(2, room * min(row.value / full, 1)), _THICK)
        if based:
            pen.text(pen.width, y + 10, based, "small", anchor="end")
        y += _THICK
    pen.target(0, top, pen.width, y - top)
    pen.end()
    return y + 12


def _spread(pen: Pen, row: Row, unit: str, full: float, y: float) -> float:
    pen.begin(row)
    if row.spread is None:
        y += _heading(pen, row, row.note or "trop peu de fiches", y, kind="small")
        pen.end()
        return y + 8
    low, median, high = row.spread
    top = y
    y += _heading(pen, row, said(median, unit), y)
    room = pen.width - 4
    pen.path(f"M1 {y + 6:.0f}H{pen.width - 1:.0f}", "track")
    pen.box(1 + room * low / full, y, max(3, room * (high - low) / full), _THICK, "bar")
    pen.path(f"M{1 + room * median / full:.1f} {y - 2:.0f}v16", "median")
    y += _THICK + 15
    between = f"la moitié entre {wording.figure(low)} et {said(high, unit)}"
    pen.text(0, y, f"{between}, {rests_on(row, '')}", "small")
    pen.target(0, top, pen.width, y - top)
    pen.end()
    return y + 14


def _heading(pen: Pen, row: Row, value: str, y: float, kind: str = "value") -> float:
    """Write the label on the left, the value on the right; return the height used."""
    room = pen.width - measured(value, size_of(kind)) - 12
    pen.text(pen.width, y + 14, value, kind, anchor="end")
    if room >= pen.width / 3:
        return pen.paragraph(0, y + 14, row.label, "label", room) + 4
    return 18 + pen.paragraph(0, y + 32, row.label, "label", pen.width) + 4


def _axis(pen: Pen, y: float, height: float) -> None:
    pen.path(f"M.5 {y - 3:.1f}v{height + 6:.1f}", "axis")


def _rest(pen: Pen, result: Result, y: float) -> float:
    """Say how many rows only the table has."""
    left = len(result.rows) - pen.most
    if left > 0:
        told = "1 de plus" if left == 1 else f"{wording.figure(left)} de plus"
        pen.text(0, y + 12, f"Et {told} dans le tableau.", "small")
        y += 18
    return y
