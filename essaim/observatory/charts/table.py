"""The table beside each chart: all its numbers, and the links to the sheets behind them."""

import functools
from collections.abc import Iterable

from markupsafe import Markup

from essaim.config.routes import named
from essaim.observatory.charts import findings, wording
from essaim.observatory.charts.pen import link
from essaim.observatory.results import Cell, Measure, Result, Row, Shape


def table(measure: Measure, result: Result, *, caption: str = "", heading: str = "") -> Markup:
    """Return the `<table>` of a result; `caption` and `heading` (of rows) replace the measure's.

    Wider than a telephone when it is a grid of many columns: it stands in what scrolls.
    """
    catalogue = named("actions:list")
    if result.cells:
        inside = _grid(measure, result, catalogue)
    elif measure.shape is Shape.SPREAD:
        inside = _spreads(measure, result, catalogue)
    else:
        inside = _rows(measure, result, catalogue, heading)
    title = wording.safe(caption or measure.title)
    return Markup(f"<table><caption>{title}</caption>{inside}</table>")  # noqa: S704 (each is escaped)


def _rows(measure: Measure, result: Result, catalogue: str, heading: str) -> str:
    rows = result.rows
    own_units = any(row.unit for row in rows)
    unit = "Valeur" if own_units or not measure.unit else _begun(measure.unit)
    has_values = any(row.value is not None for row in rows)
    has_notes = any(row.note for row in rows)
    # A count of sheets rests on itself.
    based = has_values and any(row.rests_on != row.value for row in rows)
    heads = [heading or measure.row_heading or "Quoi"]
    heads += [unit] * has_values + ["Sur combien de fiches"] * based + ["Précision"] * has_notes
    body = []
    for row in rows:
        cells = _head(row, catalogue)
        if has_values:
            cells += _number(row.value, findings.value_of(row, measure.unit) if own_units else "")
        if based:
            cells += _number(row.rests_on)
        if has_notes:
            cells += f"<td>{wording.safe(row.note)}</td>"
        body.append(f"<tr>{cells}</tr>")
    return _heads(heads) + f"<tbody>{''.join(body)}</tbody>"


def _spreads(measure: Measure, result: Result, catalogue: str) -> str:
    names = (f"{name} ({measure.unit})" for name in ("Un quart au-dessous de", "Médiane"))
    heads = [measure.row_heading or "Quoi", *names]
    heads += [f"Un quart au-dessus de ({measure.unit})", "Sur combien de fiches"]
    body = []
    for row in result.rows:
        three = (
            "".join(_number(value) for value in row.spread)
            if row.spread
            else f'<td colspan="3">{wording.safe(row.note or "trop peu de fiches")}</td>'
        )
        body.append(f"<tr>{_head(row, catalogue)}{three}{_number(row.rests_on)}</tr>")
    return _heads(heads) + f"<tbody>{''.join(body)}</tbody>"


def _grid(measure: Measure, result: Result, catalogue: str) -> str:
    cells = {(cell.row, cell.column): cell for cell in result.cells}
    corner = " / ".join(filter(None, (measure.row_heading, measure.column_heading))) or "Quoi"
    heads = _heads([corner, *(wording.plain(column.label) for column in result.columns)])
    body = "".join(
        f"<tr>{_head(row, catalogue)}"
        + "".join(_cell(cells.get((row.key, column.key)), catalogue) for column in result.columns)
        + "</tr>"
        for row in result.rows
    )
    return f"{heads}<tbody>{body}</tbody>"


def _cell(cell: Cell | None, catalogue: str) -> str:
    if cell is None:
        return "<td></td>"
    where = link(cell, catalogue) if cell.value else ""
    said = wording.figure(cell.value)
    return f'<td class="n"><a href="{where}">{said}</a></td>' if where else _number(cell.value)


def _head(row: Row, catalogue: str) -> str:
    label, where = wording.safe(row.label), link(row, catalogue)
    if where:
        return f'<th scope="row"><a href="{where}">{label}</a></th>'
    return f'<th scope="row">{label}</th>'


# The same small numbers stand in many tables.
@functools.lru_cache(maxsize=8_192)
def _number(value: float | None, said: str = "") -> str:
    told = wording.figure(value) if value is not None else wording.UNKNOWN
    return f'<td class="n">{wording.safe(said or told)}</td>'


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _heads(names: Iterable[str]) -> str:
    return _heads_of(tuple(names))


@functools.lru_cache(maxsize=512)
def _heads_of(names: tuple[str, ...]) -> str:
    cells = "".join(
        f'<th scope="col"{" class=n" if rank else ""}>{wording.safe(name)}</th>'
        for rank, name in enumerate(names)
    )
    return f"<thead><tr>{cells}</tr></thead>"
