"""How measures count, share out and sum up: the arithmetic they have in common."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from essaim.observatory.ragged import Ints
from essaim.observatory.results import Measure, Result, Row
from essaim.observatory.selection import Selection
from essaim.search import labels
from essaim.search.query import Query

Floats = npt.NDArray[np.floating[Any]]
Flags = npt.NDArray[np.bool_]

LEAST: Final = 5  # values under which there is no median and no quartile
MOST_ROWS: Final = 30  # values of an open vocabulary shown; the others are said to be
_SMALL: Final = 50_000
_MOST_CELLS: Final = 4_000_000

TOO_FEW: Final = "Trop peu de fiches le disent ({}) pour une médiane : il en faut au moins {}."


def computed(measure: Measure, selection: Selection) -> Result:
    """Return what a measure gives for a selection, computed once while that is kept."""
    return selection.once(("result", measure.key), lambda: measure.compute(selection))


def share(part: float, whole: float) -> float | None:
    """Return a percent, None of nothing."""
    return 100 * part / whole if whole else None


def quartiles(values: Ints | Floats) -> tuple[float, float, float] | None:
    """Return the first quartile, the median and the third; None under `LEAST` values.

    Between two values, in proportion (numpy's "linear", statistics' "inclusive").
    """
    if len(values) < LEAST:
        return None
    low, middle, high = _quantiles(values, (0.25, 0.5, 0.75))
    return low, middle, high


def median(values: Ints | Floats) -> float | None:
    """Return the median; None under `LEAST` values."""
    return _quantiles(values, (0.5,))[0] if len(values) >= LEAST else None


def _quantiles(values: Ints | Floats, shares: Sequence[float]) -> list[float]:
    if not np.issubdtype(values.dtype, np.integer) or values.max() > _SMALL:
        return [float(one) for one in np.quantile(values, shares)]
    # Of small numbers, counting each is ten times quicker than putting them in order.
    upto = np.cumsum(np.bincount(values))
    ranks = np.multiply(shares, len(values) - 1)
    below = np.searchsorted(upto, np.floor(ranks), "right")
    above = np.searchsorted(upto, np.ceil(ranks), "right")
    return [float(one) for one in below + (above - below) * (ranks % 1)]


def said(values: Ints) -> Ints:
    """Return those that are not missing."""
    return values[values >= 0]


def few(count: int) -> str:
    """Return the sentence that says why there is no median."""
    return TOO_FEW.format(count, LEAST)


@dataclass(frozen=True, slots=True)
class Tally:
    """Of each code from 0: how many sheets have it, from how many structures.

    `saying` sheets have at least one.
    """

    sheets: Ints
    structures: Ints
    saying: int


def tally(selection: Selection, rows: Ints, codes: Ints, saying: int) -> Tally:
    """Count codes given as pairs (a sheet's place, a code)."""
    count = int(codes.max()) + 1 if len(codes) else 0
    sheets = np.bincount(codes, minlength=count)
    places = selection.structure_places[rows]
    size = len(selection.columns.structure_ids)
    both = codes.astype(np.int64) * size + places
    if count * size <= _MOST_CELLS:
        met = np.bincount(both, minlength=count * size).reshape(count, size)
        structures = np.count_nonzero(met, axis=1)
    else:
        structures = np.bincount(np.unique(both) // max(size, 1), minlength=count)
    return Tally(sheets, structures, saying)


def pairs_of(selection: Selection, name: str) -> tuple[Ints, Ints, int]:
    """Return the pairs (sheet, value) of a column of either kind, and how many sheets say one."""
    if name in selection.columns.lists:
        rows, values = selection.pairs(name)
        return rows, values, int(np.count_nonzero(selection.says(name)))
    rows = np.flatnonzero(selection.says(name))
    return rows, selection.number(name)[rows], len(rows)


def distinct(selection: Selection, which: Flags) -> int:
    """Return how many structures those sheets come from."""
    return int(np.count_nonzero(np.bincount(selection.structure_places[which])))


def known_labels(name: str) -> dict[int, str]:
    """Return the labels of a vocabulary by rank."""
    vocabulary = labels.current().vocabularies.get(name)
    return vocabulary.labels if vocabulary else {}


def bars(
    selection: Selection,
    counted: Tally,
    names: Sequence[tuple[int, str, str]],
    behind: Callable[[str], Query | None],
    *,
    in_order: bool = False,
    most: int = MOST_ROWS,
) -> Result:
    """Return one bar for each code met: `names` are (code, key, label) in the order to keep.

    Most first, and at most `most`, unless `in_order`; `behind` gives the query of a key.
    """
    met = [one for one in names if one[0] < len(counted.sheets) and counted.sheets[one[0]]]
    if not in_order:
        met.sort(key=lambda one: (-int(counted.sheets[one[0]]), one[2]))
    shown = met if in_order else met[:most]
    rows = tuple(
        Row(
            key,
            label,
            float(counted.sheets[code]),
            int(counted.sheets[code]),
            behind(key),
            structures=int(counted.structures[code]),
        )
        for code, key, label in shown
    )
    rest = len(met) - len(shown)
    note = f"Les {most} premières valeurs, sur {len(met)}." if rest else ""
    return Result(counted.saying, selection.size, rows, note=note)
