"""How measures count, share out and sum up: the arithmetic they have in common."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from essaim.observatory.planes import Spread
from essaim.observatory.ragged import Ints
from essaim.observatory.results import Behind, Measure, Result, Row
from essaim.observatory.selection import Selection
from essaim.search import labels

Floats = npt.NDArray[np.floating[Any]]
Flags = npt.NDArray[np.bool_]
Values = npt.NDArray[Any]

LEAST: Final = 5  # values under which there is no median and no quartile
MOST_ROWS: Final = 30  # values of an open vocabulary shown; the others are said to be

TOO_FEW: Final = "Trop peu de fiches le disent ({}) pour une médiane : il en faut au moins {}."


def computed(measure: Measure, selection: Selection) -> Result:
    """Return what a measure gives for a selection, computed once while that is kept."""
    return selection.once(("result", measure.key), lambda: measure.compute(selection))


def share(part: float, whole: float) -> float | None:
    """Return a percent, None of nothing."""
    return 100 * part / whole if whole else None


def quartiles(values: Values, counts: Ints, scale: int = 1) -> Spread | None:
    """Return the first quartile, the median and the third, over `scale`; None under `LEAST`.

    `values` in order, each said by so many sheets. Between two, in proportion (numpy's "linear",
    statistics' "inclusive").
    """
    upto = np.cumsum(counts)
    count = int(upto[-1]) if len(upto) else 0
    if count < LEAST:
        return None
    ranks = np.multiply((0.25, 0.5, 0.75), count - 1)
    below = values[np.searchsorted(upto, np.floor(ranks), "right")]
    above = values[np.searchsorted(upto, np.ceil(ranks), "right")]
    low, middle, high = (below + (above - below) * (ranks % 1)).tolist()
    return scaled((low, middle, high), scale)


def scaled(spread: Spread, scale: int) -> Spread:
    """Return quartiles over `scale`."""
    low, middle, high = (value / scale for value in spread)
    return low, middle, high


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


def tally(selection: Selection, name: str) -> Tally:
    """Count the codes of a column (see `Columns.coded`)."""
    return Tally(selection.counts(name), selection.structures_by_code(name), selection.saying(name))


def distinct(selection: Selection, which: Flags) -> int:
    """Return how many structures those sheets come from."""
    return selection.groups.having(which)


def known_labels(name: str) -> dict[int, str]:
    """Return the labels of a vocabulary by rank."""
    vocabulary = labels.current().vocabularies.get(name)
    return vocabulary.labels if vocabulary else {}


def bars(
    selection: Selection,
    counted: Tally,
    names: Sequence[tuple[int, str, str]],
    behind: Callable[[str], Behind],
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
