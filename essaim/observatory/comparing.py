"""A territory or a structure beside what surrounds it: the door other rooms come in by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from essaim.network.models import Department, Region, Structure
from essaim.observatory import measures
from essaim.observatory.charts import wording
from essaim.observatory.measures.counting import LEAST
from essaim.observatory.observing import Observation, observe
from essaim.observatory.results import Measure, Result, Row
from essaim.search.query import Query

# Measure, its row, and what it is called here: figures that do not grow with the territory.
_COMPARED: Final = (
    ("structures", "moyenne", "Fiches par structure qui publie"),
    ("initiative-habitants", "part", "À l’initiative d’habitants"),
    ("benevoles", "part", "Avec des bénévoles"),
    ("budget", "mediane", "Budget médian d’une action"),
    ("personnes", "ensemble", "Personnes qui portent une action (médiane)"),
    ("limites-dites", "part", "Disent ce qui a coincé"),
    ("completude", "moyenne", "Rubriques remplies, en moyenne"),
)
_SHARES: Final = frozenset(("initiative-habitants", "benevoles", "limites-dites"))
_OF_SEVERAL: Final = "structures"  # means nothing for one structure


@dataclass(frozen=True, slots=True)
class Figure:
    """One number in its place: as written, what it rests on, the measure's page there.

    `value` is "" when too few sheets say it, or none.
    """

    value: str
    basis: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """One measure: its name, the address of its definition, a figure for each column."""

    name: str
    method: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`columns` are the names of the places compared, the one in question first.

    `address` is the whole observatory of that one. No line at all where it has no sheet.
    """

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    address: str


def of_region(region: Region) -> Comparison:
    """Compare a region with the country."""
    return _compare(((region.name, _of_region(region)), _COUNTRY))


def of_department(department: Department) -> Comparison:
    """Compare a département with its region, unless they are one, and the country."""
    here = (department.name, Query().adding("departement", department.code))
    return _compare((here, *_around(department)))


def of_structure(structure: Structure) -> Comparison:
    """Compare a structure with its region and the country."""
    here = ("Cette structure", Query().adding("structure", str(structure.pk)))
    region = structure.department.region if structure.department else None
    around = ((region.name, _of_region(region)), _COUNTRY) if region else (_COUNTRY,)
    return _compare((here, *around), without=_OF_SEVERAL)


_COUNTRY: Final = ("Toute la France", Query())


def _of_region(region: Region) -> Query:
    return Query().adding("region", region.code)


def _around(department: Department) -> tuple[tuple[str, Query], ...]:
    region = department.region
    if region.name == department.name:
        return (_COUNTRY,)
    return ((region.name, _of_region(region)), _COUNTRY)


def _compare(places: Sequence[tuple[str, Query]], without: str = "") -> Comparison:
    """Return the comparison of these named queries; what is kept of each is asked once."""
    keys = [key for key, _, _ in _COMPARED if key != without]
    here = observe(places[0][1], keys)
    if not here.selection_size:
        return Comparison((), (), "")
    seen = [here, *(observe(query, keys) for _, query in places[1:])]
    return Comparison(
        columns=tuple(name for name, _ in places),
        lines=tuple(_lines(seen, without)),
        address=f"{reverse('observatory:index')}?{here.query.encode()}",
    )


def _lines(seen: Sequence[Observation], without: str) -> Iterable[Line]:
    for key, row, name in _COMPARED:
        if key == without:
            continue
        measure = measures.BY_KEY[key]
        figures = tuple(_figure(measure, row, one) for one in seen)
        if figures[0].value or figures[0].basis:
            yield Line(name, f"{reverse('observatory:method')}#{key}", figures)


def _figure(measure: Measure, key: str, seen: Observation) -> Figure:
    result: Result = seen.results[measure.key]
    row = next((row for row in result.rows if row.key == key), None)
    address = reverse("observatory:measure", kwargs={"key": measure.key})
    encoded = seen.query.encode()
    return Figure(
        value=_said(measure, row),
        basis=f"sur {wording.sheets(row.rests_on if row else result.rests_on)}",
        address=f"{address}?{encoded}" if encoded else address,
    )


def _said(measure: Measure, row: Row | None) -> str:
    if row is None or row.value is None:
        return ""
    if measure.key in _SHARES and row.rests_on < LEAST:
        # « 50 % » of two sheets would say more than they do.
        return f"{round(row.value * row.rests_on / 100)} sur {row.rests_on}"
    return wording.said(row.value, measure.unit)
