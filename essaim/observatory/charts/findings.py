"""What a chart says, in one French sentence: its description for whoever does not see it."""

from collections.abc import Callable, Sequence
from typing import Final

from essaim.observatory.charts import wording
from essaim.observatory.charts.wording import said
from essaim.observatory.results import Measure, Result, Row, Shape
from essaim.search.phrases import listed


def main_finding(measure: Measure, result: Result) -> str:
    """Return the sentence, ended by how many sheets it rests on."""
    basis = wording.basis(result.rests_on, result.out_of)
    told = _SENTENCES[measure.shape](measure, result) if has_something(result) else result.note
    return f"{told} {basis}".strip() if told else f"Rien à montrer ici. {basis}"


def has_something(result: Result) -> bool:
    """Whether there is anything to draw."""
    return bool(result.cells) or any(
        row.value is not None or row.spread or row.href or row.behind for row in result.rows
    )


def nothing(result: Result) -> str:
    """Return what is written where there is nothing to draw."""
    return result.note or wording.basis(result.rests_on, result.out_of)


def of_map(measure: Measure, result: Result) -> str:
    """Return what the map says: where there is most, and how many have nothing."""
    known = _known(result.rows)
    none = sum(1 for row in known if not row.value)
    silent = len(result.rows) - len(known)
    ranked = sorted((row for row in known if row.value), key=lambda row: -(row.value or 0))
    parts = []
    if ranked:
        first = listed([_named(row, measure.unit) for row in ranked[:3]], "et")
        parts.append(f"En tête : {first}.")
    if none:
        parts.append(f"{wording.said(none, 'départements')} à zéro.")
    if silent:
        parts.append(f"{wording.said(silent, 'départements')} dont on ne sait rien.")
    return " ".join([*parts, wording.basis(result.rests_on, result.out_of)])


def _known(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row.value is not None]


def _named(row: Row, unit: str) -> str:
    return f"{wording.plain(row.label)} ({value_of(row, unit)})"


def _bars(measure: Measure, result: Result) -> str:
    ranked = sorted(_known(result.rows), key=lambda row: -(row.value or 0))
    if not ranked:
        return "Aucune valeur n’est connue."
    if len(ranked) == 1:
        return f"Une seule valeur : {_named(ranked[0], measure.unit)}."
    rest = listed([_named(row, measure.unit) for row in ranked[1:3]], "et")
    return f"{_named(ranked[0], measure.unit)} vient en tête, devant {rest}."


def _years(measure: Measure, result: Result) -> str:
    known = _known(result.rows)
    if not known:
        return "Aucune année n’est connue."
    first, last = known[0], known[-1]
    if first is last:
        return f"{wording.plain(first.label)} : {said(first.value, measure.unit)}."
    top = max(known, key=lambda row: row.value or 0)
    told = (
        f"De {said(first.value, measure.unit)} {_when(first)} "
        f"à {said(last.value, measure.unit)} {_when(last)}"
    )
    high = f" ; le plus haut : {said(top.value, measure.unit)} {_when(top)}"
    return f"{told}{high if top not in (first, last) else ''}."


def _when(row: Row) -> str:
    """Return « en 2024 », « le 01/03/2024 »."""
    return f"{'le' if row.label.count('/') == 2 else 'en'} {wording.plain(row.label)}"


def _spread(measure: Measure, result: Result) -> str:
    known = [row for row in result.rows if row.spread]
    if not known:
        return result.note or "Trop peu de fiches pour une médiane."
    told = [
        f"{wording.plain(row.label)}, la moitié des fiches entre {wording.figure(row.spread[0])} "
        f"et {said(row.spread[2], measure.unit)}, médiane {said(row.spread[1], measure.unit)}"
        for row in sorted(known, key=lambda row: -(row.spread or (0, 0, 0))[1])[:2]
        if row.spread
    ]
    return f"{' ; '.join(told)}."


def _grid(measure: Measure, result: Result) -> str:
    names = {row.key: wording.plain(row.label) for row in (*result.rows, *result.columns)}
    best = max(result.cells, key=lambda cell: cell.value or 0, default=None)
    if best is None or not best.value:
        return "Toutes les cases sont vides."
    empty = sum(1 for cell in result.cells if cell.value == 0)
    told = f"{names.get(best.row, best.row)} et {names.get(best.column, best.column)}"
    none = f" {wording.said(empty, 'cases')} à zéro." if empty else ""
    return f"Le plus fort : {told} ({said(best.value, measure.unit)}).{none}"


def _values(measure: Measure, result: Result) -> str:
    told = [f"{wording.plain(row.label)} : {value_of(row, measure.unit)}" for row in result.rows]
    return f"{' ; '.join(told)}."


def _listed(_measure: Measure, result: Result) -> str:
    first = listed([wording.plain(row.label) for row in result.rows[:3]], "et")
    more = len(result.rows) - 3
    return f"{first}, et {wording.figure(more)} de plus." if more > 0 else f"{first}."


def value_of(row: Row, unit: str) -> str:
    """Return a row's value as said; `unit` is its measure's."""
    return said(row.value, row.unit or unit)


_SENTENCES: Final[dict[Shape, Callable[[Measure, Result], str]]] = {
    Shape.VALUES: _values,
    Shape.BARS: _bars,
    Shape.YEARS: _years,
    Shape.SPREAD: _spread,
    Shape.GRID: _grid,
    Shape.WORDS: _bars,
    Shape.LIST: _listed,
}
