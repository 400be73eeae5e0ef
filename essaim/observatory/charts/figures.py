"""Key figures as tiles, and things to go and see as a list: for files, since pages write them."""

from essaim.observatory.charts import findings, wording
from essaim.observatory.charts.bars import rests_on
from essaim.observatory.charts.pen import Pen, size_of
from essaim.observatory.results import Measure, Result


def values(pen: Pen, measure: Measure, result: Result) -> float:
    """Draw the rows as big numbers, two by two; return the height used."""
    half, y, used = pen.width / 2, 0.0, 0.0
    for rank, row in enumerate(result.rows):
        x = half * (rank % 2)
        if not rank % 2:
            y += used
            used = 0.0
        pen.begin(row)
        said = findings.value_of(row, measure.unit)
        kind = "big" if wording.measured(said, size_of("big")) <= half - 8 else "value"
        pen.text(x, y + 30, said, kind)
        high = 40 + pen.paragraph(x, y + 52, row.label, "label", half - 12, most=3)
        based = rests_on(row, measure.unit)
        if based:
            pen.text(x, y + high + 12, based, "small")
            high += 15
        pen.end()
        used = max(used, high + 22)
    return y + used


def listed(pen: Pen, _measure: Measure, result: Result) -> float:
    """Draw the rows as a list, each after a small hexagon; return the height used."""
    y = 0.0
    for row in result.rows[: pen.most]:
        pen.begin(row)
        pen.hexagon(0, y + 3, 10, "mark")
        y += pen.paragraph(18, y + 14, row.label, "label", pen.width - 18)
        if row.note:
            y += pen.paragraph(18, y + 12, row.note, "small", pen.width - 18)
        pen.end()
        y += 8
    left = len(result.rows) - pen.most
    if left > 0:
        pen.text(0, y + 12, f"Et {wording.figure(left)} de plus dans le tableau.", "small")
        y += 18
    return y
