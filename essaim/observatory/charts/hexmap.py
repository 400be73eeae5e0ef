"""The map: one hexagon for each département, its code and its number in it, five classes."""

import functools
from dataclasses import replace
from typing import Final

from essaim.network import honeycomb
from essaim.observatory.charts import captions, findings, wording
from essaim.observatory.charts.levels import Levels
from essaim.observatory.charts.pen import Pen
from essaim.observatory.results import Measure, Result, Row
from essaim.search import labels
from essaim.search.query import Query

_CELL: Final = 52
_ROW: Final = 45
_HIGH: Final = 60
_WIDTH: Final = 602
# Overseas stands a little apart: it is no neighbour of the Pyrenees.
_APART: Final = 16
_KEY_LINE: Final = 32


# Read only.
_places: Final = functools.cache(honeycomb.places)


def draw_map(
    measure: Measure,
    result: Result,
    *,
    standalone: bool,
    caption: str = "",
    title: str = "",
) -> str:
    """Return the whole `<svg>` of the map; its rows are départements, keyed by their code.

    A département without a row was not asked for (see `asked_for`): only its outline is drawn.
    `standalone` and `caption` are those of `charts.draw`; `title` replaces the measure's.
    """
    pen = Pen(standalone=standalone, width=_WIDTH)
    name = title or f"{measure.title}, par département"
    top = captions.headed(pen, name, caption) if caption else 2.0
    with pen.lowered(top):
        levels = Levels.of(row.value for row in result.rows)
        bottom = top + _legend(pen, measure, result, levels, _cells(pen, measure, result, levels))
    if caption:
        bottom = captions.footed(pen, result, bottom)
    return pen.whole("carte", name, findings.of_map(measure, result), bottom + 2)


def asked_for(result: Result, query: Query) -> Result:
    """Return the result without the départements that the query leaves out.

    Nor the collectivities that have nothing: most have no social centre.
    """
    regions, departments = query.values("region"), query.values("departement")
    region_of, far = labels.current().region_of, honeycomb.COLLECTIVITIES.split()
    rows = tuple(
        row
        for row in result.rows
        if (not departments or row.key in departments)
        and (not regions or region_of.get(row.key) in regions)
        and (row.value or row.key not in far or row.key in departments)
    )
    return replace(result, rows=rows)


def _cells(pen: Pen, measure: Measure, result: Result, levels: Levels) -> float:
    """Draw the cells; return the height used."""
    rows = {row.key: row for row in result.rows}
    far = not rows.keys().isdisjoint(honeycomb.COLLECTIVITIES.split())
    corners = _corners(far)
    for code, place in corners.items():
        if code in rows:
            _cell(pen, rows[code], measure.unit, levels, place)
        else:
            pen.paste(_outside(pen.standalone, code, place))
    return max(y for _, y in corners.values()) + _HIGH


@functools.cache
def _corners(far: bool) -> dict[str, tuple[float, float]]:
    """Return the top left corner of each cell; `far`, with the collectivities. Read only."""
    overseas = len(honeycomb.MAINLAND)
    return {
        code: (column * _CELL + (line % 2) * _CELL / 2, line * _ROW + _APART * (line >= overseas))
        for code, (column, line) in _places(collectivities=far).items()
    }


def _cell(pen: Pen, row: Row, unit: str, levels: Levels, place: tuple[float, float]) -> None:
    safe, value = wording.safe, row.value
    told = f"{safe(row.label)} ({safe(row.key)}) : {safe(wording.said(value, unit))}"
    pen.begin(row, told)
    level = levels.level(value)
    known = value is not None
    pen.paste(
        _named(pen.standalone, row.key, f"level-{level}" if known else "unknown", level, place)
    )
    x, y = place
    words = wording.compact(value) if known else "?"
    pen.text(x + _CELL / 2, y + 44, words, "told", anchor="middle", level=level)
    pen.end()


# Whatever is asked, the same hundred cells are drawn, in one of seven looks.
@functools.lru_cache(maxsize=2_048)
def _named(standalone: bool, code: str, kind: str, level: int, place: tuple[float, float]) -> str:
    """Return a cell with its code, the room for its number empty."""
    pen, (x, y) = Pen(standalone=standalone), place
    pen.hexagon(x + 2, y + 1, _CELL - 4, kind)
    # Three figures are as wide as the cell is: the number below has its widest part.
    pen.text(x + _CELL / 2, y + 27, code, "code", anchor="middle", level=level)
    return pen.drawn()


@functools.lru_cache(maxsize=512)
def _outside(standalone: bool, code: str, place: tuple[float, float]) -> str:
    """Return the outline of a cell that was not asked for."""
    pen, (x, y) = Pen(standalone=standalone), place
    pen.hexagon(x + 2, y + 1, _CELL - 4, "outside")
    pen.text(x + _CELL / 2, y + 35, code, "told", anchor="middle", level=0)
    return pen.drawn()


def _legend(pen: Pen, measure: Measure, result: Result, levels: Levels, y: float) -> float:
    """Write what each look means, with its bounds, in two columns; return the height reached."""
    entries = [
        (f"level-{levels.shown(rank)}", _bounds(low, high, measure.unit))
        for rank, (low, high) in enumerate(levels.bounds)
    ]
    if any(row.value == 0 for row in result.rows):
        entries.insert(0, ("level-0", wording.said(0, measure.unit)))
    if any(row.value is None for row in result.rows):
        entries.append(("unknown", "?\u00a0: on ne sait pas"))
    if not {row.key for row in result.rows}.issuperset(_places()):
        entries.append(("outside", "hors de la sélection"))
    lines = -(-len(entries) // 2)
    y += 22
    for rank, (kind, words) in enumerate(entries):
        x = (rank // lines) * _WIDTH / 2
        line = y + (rank % lines) * _KEY_LINE
        pen.hexagon(x + 2, line, 24, kind)
        pen.text(x + 38, line + 20, words, "key")
    return y + lines * _KEY_LINE


def _bounds(low: float, high: float, unit: str) -> str:
    if wording.figure(low) == wording.figure(high):
        return wording.said(high, unit)
    return f"{wording.figure(low)} à {wording.said(high, unit)}"
