"""The figures of a brochure: what the observatory says of a selection, as plain values.

A chart is a picture, one sentence that says the same, and a small table that says it in numbers.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from essaim.observatory import charts, measures
from essaim.observatory.charts import findings, hexmap, wording
from essaim.observatory.observing import map_of, observe
from essaim.observatory.results import Measure, Result, Row, Shape
from essaim.search.query import Query

Json = dict[str, Any]

# Rows of a table: beyond, the page would be a listing.
MOST_ROWS: Final = 12
MOST_COLUMNS: Final = 7
MOST_KEY_FIGURES: Final = 9
# A chart is drawn for 340 units; so wide its words are those of the text beside it.
_CHART_WIDTH: Final = 76.0  # millimetres
_GRID_WIDTH: Final = 120.0
_MAP_WIDTH: Final = 76.0
_HIGHEST: Final = 150.0
_SIZE: Final = re.compile(r'<svg[^>]*?\bviewBox="\s*\S+\s+\S+\s+([\d.]+)\s+([\d.]+)', re.DOTALL)


def figures(query: Query, keys: Iterable[str], map_key: str) -> Json:
    """Return what the brochure says in figures of what a query finds.

    `sheets`, `structures`: how many; `key_figures`, `charts`, `map` (or None), `definitions`.
    Keys of measures that are no more are left out.
    """
    wanted = [key for key in keys if key in measures.BY_KEY]
    seen = observe(query, wanted)
    told = [(measures.BY_KEY[key], result) for key, result in seen.results.items()]
    drawn = [chart(measure, result) for measure, result in told if _is_chart(measure)]
    mapped, used = None, [measure for measure, _ in told]
    measure = measures.BY_KEY.get(map_key)
    if measure is not None and measure.mappable:
        # Départements outside the query are drawn empty: nothing was asked of them.
        mapped = _map(measure, hexmap.asked_for(map_of(query, map_key, "fiche"), query))
        used += [measure] if measure not in used else []
    return {
        "sheets": seen.selection_size,
        "structures": seen.structures,
        "key_figures": key_figures(told),
        "charts": drawn,
        "map": mapped,
        "definitions": [definition(measure) for measure in used],
    }


def _is_chart(measure: Measure) -> bool:
    return measure.shape is not Shape.VALUES


def key_figures(told: list[tuple[Measure, Result]]) -> list[Json]:
    """Return the figures that are said alone; one that cannot be told is left out."""
    found = {
        # Some measures say again what another says: once is enough.
        (wording.plain(row.label), findings.value_of(row, measure.unit)): wording.basis(
            row.rests_on, result.out_of
        )
        for measure, result in told
        if measure.shape is Shape.VALUES
        for row in result.rows
        if row.value is not None
    }
    kept = list(found.items())[:MOST_KEY_FIGURES]
    return [{"value": value, "label": label, "note": note} for (label, value), note in kept]


def chart(measure: Measure, result: Result) -> Json:
    """Return a chart, its sentence and its table."""
    is_drawn = measure.shape is not Shape.LIST and findings.has_something(result)
    svg = charts.draw(measure, _shortened(measure, result), standalone=True) if is_drawn else ""
    head, rows, more = table(measure, result)
    is_grid = measure.shape is Shape.GRID
    return {
        "title": wording.plain(measure.title),
        "question": wording.plain(measure.question),
        "svg": svg,
        "alt": findings.main_finding(measure, result),
        "sentence": _sentence(measure, result, is_drawn=is_drawn),
        "head": head,
        "rows": rows,
        "more": more,
        "beside": bool(svg and rows) and not is_grid,
        **_size(svg, _GRID_WIDTH if is_grid else _CHART_WIDTH),
    }


def _shortened(measure: Measure, result: Result) -> Result:
    """Return as many rows as the table has: what is drawn and what is written are the same."""
    if measure.shape is Shape.GRID:
        return result
    return replace(result, rows=_kept(measure, result))


def _kept(measure: Measure, result: Result) -> tuple[Row, ...]:
    """Return the rows there is room for: the last years, the first of anything else."""
    if measure.shape is Shape.YEARS:
        return result.rows[-MOST_ROWS:]
    return result.rows[:MOST_ROWS]


def _map(measure: Measure, result: Result) -> Json:
    svg = hexmap.draw_map(measure, result, standalone=True)
    known = sorted((row for row in result.rows if row.value), key=lambda row: -(row.value or 0))
    rows = [[wording.plain(row.label), wording.said(row.value, measure.unit)] for row in known]
    return {
        "title": _map_title(wording.plain(measure.title)),
        "question": "",
        "svg": svg,
        "alt": findings.of_map(measure, result),
        "sentence": findings.of_map(measure, result),
        "head": ["Département", _capital(wording.plain(measure.unit))],
        "rows": rows[:MOST_ROWS],
        "more": _more(len(rows)),
        "beside": bool(rows),
        **_size(svg, _MAP_WIDTH),
    }


def _map_title(title: str) -> str:
    return title if "département" in title else f"{title}, par département"


def definition(measure: Measure) -> Json:
    """Return what a measure means, and what becomes of the sheets that say nothing."""
    return {
        "title": wording.plain(measure.title),
        "definition": wording.plain(measure.definition),
        "missing": wording.plain(measure.missing),
    }


def _sentence(measure: Measure, result: Result, *, is_drawn: bool) -> str:
    told = findings.main_finding(measure, result)
    if is_drawn and result.note and result.note not in told:
        return f"{told} {wording.plain(result.note)}"
    return told


def table(measure: Measure, result: Result) -> tuple[list[str], list[list[str]], str]:
    """Return the headings, the rows as words, and what is left out."""
    if measure.shape is Shape.GRID:
        return _grid(measure, result)
    head = [wording.plain(measure.row_heading) or "Ligne"]
    kept = _kept(measure, result)
    if measure.shape is Shape.LIST:
        rows = [_listed(row) for row in kept]
        has_notes = any(len(row) > 1 and row[1] for row in rows)
        head, rows = ([*head, "À savoir"], rows) if has_notes else (head, [row[:1] for row in rows])
        return head if rows else [], rows, _more(len(result.rows))
    if measure.shape is Shape.SPREAD:
        unit = f" ({measure.unit})" if measure.unit in ("€", "%") else ""
        head += [f"1er quart{unit}", f"Médiane{unit}", f"3e quart{unit}", "Fiches"]
        rows = [_spread(row) for row in kept]
    else:
        # A count of sheets rests on itself.
        based = any(row.rests_on != row.value for row in kept)
        head += [_capital(wording.plain(measure.unit)) or "Valeur"] + ["Sur"] * based
        rows = [_plain(row)[: len(head)] for row in kept]
    return head if rows else [], rows, _more(len(result.rows))


def _plain(row: Row) -> list[str]:
    value = wording.figure(row.value) if row.value is not None else wording.UNKNOWN
    return [wording.plain(row.label), value, wording.sheets(row.rests_on)]


def _spread(row: Row) -> list[str]:
    ends = [wording.figure(one) for one in row.spread] if row.spread else ["–"] * 3
    return [wording.plain(row.label), *ends, wording.figure(row.rests_on)]


def _listed(row: Row) -> list[str]:
    return [wording.plain(row.label), wording.plain(row.note)]


def _grid(measure: Measure, result: Result) -> tuple[list[str], list[list[str]], str]:
    """Return the fullest rows and columns of a grid: a page has room for so many."""
    values = {(cell.row, cell.column): cell.value for cell in result.cells}
    columns = _fullest(result.columns, [(cell.column, cell.value) for cell in result.cells])
    rows = result.rows[:MOST_ROWS]
    head = [wording.plain(measure.row_heading) or "Ligne"]
    head += [wording.plain(column.label) for column in columns]
    cells = [
        [wording.plain(row.label)]
        + [wording.figure(values.get((row.key, column.key))) for column in columns]
        for row in rows
    ]
    left = len(result.columns) - len(columns)
    more = f"{wording.said(left, 'colonnes')} de plus en ligne." if left > 0 else ""
    return head if cells else [], cells, " ".join(filter(None, [_more(len(result.rows)), more]))


def _fullest(columns: tuple[Row, ...], values: list[tuple[str, float | None]]) -> list[Row]:
    sums: dict[str, float] = {}
    for key, value in values:
        sums[key] = sums.get(key, 0) + (value or 0)
    kept = sorted(columns, key=lambda column: -sums.get(column.key, 0))[:MOST_COLUMNS]
    return [column for column in columns if column in kept]


def _more(count: int) -> str:
    left = count - MOST_ROWS
    return (
        f"{wording.said(left, 'lignes')} de plus en ligne, dans l’observatoire." if left > 0 else ""
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _size(svg: str, width: float) -> Json:
    """Return the width and height to draw at, in millimetres, the proportions kept."""
    found = _SIZE.search(svg)
    ratio = float(found[2]) / float(found[1]) if found and float(found[1]) else 0.0
    if not ratio:
        return {"width": 0.0, "height": 0.0}
    width = min(width, _HIGHEST / ratio)
    return {"width": round(width, 2), "height": round(width * ratio, 2)}
