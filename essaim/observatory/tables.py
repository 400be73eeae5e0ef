"""Results as plain tables: rows for CSV, values for JSON, and what a measure says of itself.

Keys are French, as in all exports; shares are percents, money is euros. A cell left empty (null in
JSON) is what cannot be told: never 0.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any, Final

from essaim.config.routes import named
from essaim.observatory.observing import Observation
from essaim.observatory.results import Behind, Measure, Result, Row, Shape
from essaim.sheets import csv_cells

Json = dict[str, Any]
Value = str | int | float | None

# One line for each bar, figure, word… and for each pair of a grid.
HEADERS: Final = (
    "mesure",
    "cle",
    "libelle",
    "colonne",
    "libelle_colonne",
    "valeur",
    "unite",
    "fiches",
    "structures",
    "premier_quartile",
    "mediane",
    "troisieme_quartile",
    "note",
    "adresse",
)
# What a measure declares, as the methodology says it: heading and field.
_DECLARED: Final = (
    ("Ce que c’est", "definition"),
    ("Ce qui est compté", "numerator"),
    ("Parmi", "denominator"),
    ("Quand une fiche n’en dit rien", "missing"),
)


def rows(measure: Measure, result: Result) -> Iterator[tuple[Value, ...]]:
    """Yield the lines of a result, of the columns `HEADERS`."""
    if measure.shape is not Shape.GRID:
        yield from (_line(measure, row) for row in result.rows)
        return
    labels = {row.key: row.label for row in (*result.rows, *result.columns)}
    for cell in result.cells:
        yield (
            measure.key,
            cell.row,
            labels[cell.row],
            cell.column,
            labels[cell.column],
            plain(cell.value),
            measure.unit,
            cell.rests_on,
            None,
            *(None,) * 3,
            "",
            address(cell.behind),
        )


def as_csv(results: Iterable[tuple[Measure, Result]]) -> bytes:
    """Return a file of one or several results: UTF-8, commas, cells like a formula neutralised."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(HEADERS)
    for measure, result in results:
        for line in rows(measure, result):
            writer.writerow(
                csv_cells.neutralise(cell) if isinstance(cell, str) else cell for cell in line
            )
    return buffer.getvalue().encode()


def as_json(measure: Measure, result: Result) -> Json:
    """Return a result with what its measure declares, under French keys."""
    said: Json = {
        "mesure": measure.key,
        "titre": measure.title,
        "question": measure.question,
        "definition": measure.definition,
        "unite": measure.unit,
        "forme": str(measure.shape),
        "repose_sur": result.rests_on,
        "fiches": result.out_of,
        "trop_peu": result.too_few,
        "note": result.note,
        "lignes": [_row(row, measure.unit) for row in result.rows],
    }
    if measure.shape is Shape.GRID:
        said["colonnes"] = [_row(row, measure.unit) for row in result.columns]
        said["cases"] = [
            {
                "ligne": cell.row,
                "colonne": cell.column,
                "valeur": plain(cell.value),
                "fiches": cell.rests_on,
                "adresse": address(cell.behind),
            }
            for cell in result.cells
        ]
    return said


def observation_as_json(
    observation: Observation, measures: Iterable[Measure], *, sentence: str = ""
) -> Json:
    """Return all that was observed of a query."""
    return {
        "selection": sentence or observation.query.sentence(),
        "requete": observation.query.encode(),
        "fiches": observation.selection_size,
        "structures": observation.structures,
        "mesures": [
            as_json(measure, observation.results[measure.key])
            for measure in measures
            if measure.key in observation.results
        ],
    }


def method(measure: Measure) -> tuple[tuple[str, str], ...]:
    """Return what the methodology says of a measure: headings and their French text."""
    return tuple((heading, str(getattr(measure, name))) for heading, name in _DECLARED)


def address(behind: Behind) -> str:
    """Return the address of the list of these sheets, "" for none."""
    if behind is None:
        return ""
    encoded = behind.encode()
    return f"{named('actions:list')}?{encoded}" if encoded else named("actions:list")


def plain(value: float | None) -> int | float | None:
    """Return a number as it is written in files: whole when it is, else two decimals."""
    if value is None:
        return None
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def _line(measure: Measure, row: Row) -> tuple[Value, ...]:
    low, middle, high = (plain(end) for end in row.spread or (None, None, None))
    return (
        measure.key,
        row.key,
        row.label,
        "",
        "",
        plain(row.value),
        row.unit or measure.unit,
        row.rests_on,
        row.structures,
        low,
        middle,
        high,
        row.note,
        row.href or address(row.behind),
    )


def _row(row: Row, unit: str) -> Json:
    said: Json = {
        "cle": row.key,
        "libelle": row.label,
        "valeur": plain(row.value),
        "unite": row.unit or unit,
        "fiches": row.rests_on,
        "structures": row.structures,
        "note": row.note,
        "adresse": row.href or address(row.behind),
    }
    if row.spread:
        said["quartiles"] = [plain(end) for end in row.spread]
    return said
