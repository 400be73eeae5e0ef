"""One number for each département, by sheets or by structures: what the map shows."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from essaim.observatory.measures.counting import LEAST, Flags, Floats
from essaim.observatory.measures.links import narrowing
from essaim.observatory.ragged import Ints
from essaim.observatory.results import Result, Row
from essaim.observatory.selection import Selection
from essaim.search import labels


class Summary(Enum):
    """How the values of several sheets make one."""

    MEAN = auto()
    MEDIAN = auto()  # none under `counting.LEAST` values


@dataclass(frozen=True, slots=True)
class ByDepartment:
    """A measure's numbers for the map: called, each sheet counts once.

    `of_sheet` gives one value a sheet, NaN where it says nothing.
    """

    of_sheet: Callable[[Selection], Floats]
    summary: Summary

    def __call__(self, selection: Selection) -> Result:
        """Return the mean or the median of the sheets of each département."""
        return self._result(selection, self.of_sheet(selection))

    def by_structure(self, selection: Selection) -> Result:
        """Return the same with each structure counting once, for the mean of its sheets."""
        values = self.of_sheet(selection)
        says = ~np.isnan(values)
        # A structure that has moved meanwhile counts in both places.
        places = selection.structure_places[says].astype(np.int64)
        where = selection.department_places[says].astype(np.int64) + 1
        keys, inverse = np.unique(places * 1_000 + where, return_inverse=True)
        means = np.bincount(inverse, values[says]) / np.maximum(np.bincount(inverse), 1)
        return self._rows(selection, keys % 1_000 - 1, means, values)

    def _result(self, selection: Selection, values: Floats) -> Result:
        says = ~np.isnan(values)
        where = selection.department_places[says]
        return self._rows(selection, where, values[says], values)

    def _rows(self, selection: Selection, where: Ints, kept: Floats, values: Floats) -> Result:
        """Return the rows: `kept` are what is summed up, `where` they are; `values` of sheets."""
        territories = selection.territories
        numbers: list[float | None] = [None] * len(territories.codes)
        order = np.argsort(where, kind="stable")
        where, kept = where[order], kept[order]
        starts = np.searchsorted(where, np.arange(len(territories.codes) + 1))
        for place, (start, end) in enumerate(itertools.pairwise(starts)):
            numbers[place] = self._summed(kept[start:end])
        says = ~np.isnan(values)
        counts = counted(selection.department_places[says], len(territories.codes))
        return result(selection, numbers, counts, int(np.count_nonzero(says)))

    def _summed(self, values: Floats) -> float | None:
        if self.summary is Summary.MEDIAN:
            return float(np.median(values)) if len(values) >= LEAST else None
        # Rounded, so that equal means are equal whatever the order their sheets are added in.
        return round(float(values.mean()), 9) if len(values) else None


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets of each département; by structure, how many each publishes."""

    def __call__(self, selection: Selection) -> Result:
        """Return the number of sheets, 0 where the selection could have some and has none."""
        counts = selection.in_departments(selection.bits)
        numbers = _in_scope(selection, counts)
        return result(selection, numbers, counts, int(counts.sum()))

    def by_structure(self, selection: Selection) -> Result:
        """Return the sheets for one structure that publishes."""
        sheets, structures = selection.in_departments(selection.bits), selection.publishing
        numbers = [
            float(some) / float(them) if them else None
            for some, them in zip(sheets, structures, strict=True)
        ]
        return result(selection, numbers, sheets, int(sheets.sum()))


@dataclass(frozen=True, slots=True)
class Structures:
    """The structures of each département that have a selected sheet; the same either way."""

    def __call__(self, selection: Selection) -> Result:
        """Return the number of distinct structures."""
        sheets = selection.in_departments(selection.bits)
        numbers = _in_scope(selection, selection.publishing)
        return result(selection, numbers, sheets, int(sheets.sum()))

    def by_structure(self, selection: Selection) -> Result:
        """Return the same."""
        return self(selection)


Mapped = ByDepartment | Sheets | Structures


def percents(yes: Flags, says: Flags) -> Floats:
    """Return 100 where yes, 0 where no, NaN where nothing is said."""
    return np.where(says, np.where(yes, 100.0, 0.0), np.nan)


def counted(places: Ints, count: int) -> Ints:
    """Return how many there are of each place from 0, those at -1 left out."""
    return np.bincount(places[places >= 0], minlength=count)


def scope(selection: Selection) -> set[str]:
    """Return the codes of the départements that the query lets in."""
    known = labels.current().region_of
    departments = selection.query.values("departement")
    regions = selection.query.values("region")
    return {
        code
        for code, region in known.items()
        if (not departments or code in departments) and (not regions or region in regions)
    }


def _in_scope(selection: Selection, counts: Ints) -> list[float | None]:
    """Return the counts as numbers, None where the query lets no sheet in."""
    inside = scope(selection)
    return [
        float(count) if count or code in inside else None
        for code, count in zip(selection.territories.codes, counts, strict=True)
    ]


def result(
    selection: Selection, numbers: list[float | None], rests_on: Ints, saying: int
) -> Result:
    """Return one row for each département of the base, in the order of codes."""
    names = labels.current().departments.names
    behind = narrowing(selection.query, "departement")
    rows = tuple(
        Row(
            code,
            names[code],
            number,
            int(sheets),
            behind(code) if sheets else None,
        )
        for code, number, sheets in zip(selection.territories.codes, numbers, rests_on, strict=True)
    )
    return Result(saying, selection.size, rows)
