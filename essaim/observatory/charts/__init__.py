"""Charts of our own: SVG with its title and description, for a page or for a file.

`draw` for any measure, `hexmap.draw_map` for the map. The table beside each is `table.rows_of`.
"""

from collections.abc import Callable
from typing import Final

from essaim.observatory.charts import bars, figures, findings, grid, years
from essaim.observatory.charts.captions import footed, headed
from essaim.observatory.charts.pen import MOST, Pen
from essaim.observatory.results import Measure, Result, Shape

_DRAWERS: Final[dict[Shape, Callable[[Pen, Measure, Result], float]]] = {
    Shape.VALUES: figures.values,
    Shape.BARS: bars.bars,
    Shape.YEARS: years.years,
    Shape.SPREAD: bars.spreads,
    Shape.GRID: grid.grid,
    Shape.WORDS: bars.bars,
    Shape.LIST: figures.listed,
}


def draw(
    measure: Measure, result: Result, *, standalone: bool, caption: str = "", most: int = MOST
) -> str:
    """Return the whole `<svg>` of a measure's result.

    `standalone`: for a file or a document: light colours in attributes, no link, a size in pixels.
    Otherwise for our pages: classes of observatory.css, and links to the sheets behind each part.
    `caption`, what was selected, is written above with the title, and what it rests on below: for
    a file that goes alone. `most`: rows shown; the table has the others.
    With nothing to draw, it says so in words.
    """
    pen = Pen(standalone=standalone, most=most)
    top = headed(pen, measure.title, caption) if caption else 0.0
    if findings.has_something(result):
        with pen.lowered(top):
            bottom = top + _DRAWERS[measure.shape](pen, measure, result)
    else:
        bottom = top + pen.paragraph(
            0, top + 14, findings.nothing(result), "label", pen.width, most=6
        )
    if caption:
        bottom = footed(pen, result, bottom)
    return pen.whole(measure.key, measure.title, findings.main_finding(measure, result), bottom + 2)
