"""Quartiles of a figure for each value of a vocabulary."""

from collections.abc import Callable, Iterable
from typing import Final

import numpy as np

from essaim.observatory.measures import counting
from essaim.observatory.measures.counting import LEAST
from essaim.observatory.ragged import Ints
from essaim.observatory.results import Result, Row
from essaim.observatory.selection import Selection
from essaim.search.query import Query

Behind = Callable[[str], Query | None]
# Figures fit in so many bits: a group and a figure make one number, and sort together.
_BITS: Final = 40


def by_choice(
    selection: Selection, figure: str, name: str, behind: Behind, *, scale: int = 1
) -> Result:
    """Return the quartiles of a column, over `scale`, for each value of a single vocabulary."""
    both = selection.says(figure) & selection.says(name)
    values, ranks = selection.number(figure)[both], selection.number(name)[both]
    groups = _grouped(ranks, values, name, scale)
    return _spreads(selection, groups, int(np.count_nonzero(both)), behind)


def by_keyword(selection: Selection, figure: str, behind: Behind, *, scale: int = 1) -> Result:
    """Return the same for each keyword; a sheet counts once for each of its keywords."""
    rows, ranks = selection.pairs("keywords")
    values = selection.number(figure)[rows]
    told = values >= 0
    saying = int(np.count_nonzero(selection.says(figure) & selection.says("keywords")))
    return _spreads(
        selection, _grouped(ranks[told], values[told], "keywords", scale), saying, behind
    )


Group = tuple[str, int, tuple[float, float, float] | None]  # label, values, quartiles


def _spreads(selection: Selection, groups: Iterable[Group], saying: int, behind: Behind) -> Result:
    rows = [
        Row(
            label,
            label,
            spread[1] if spread else None,
            count,
            behind(label),
            spread=spread,
            note="" if spread else counting.few(count),
        )
        for label, count, spread in groups
    ]
    # Those that have a median first, the largest first; the others by how much they rest on.
    rows.sort(key=lambda row: (row.value is None, -(row.value or 0), -row.rests_on))
    shown = tuple(rows[: counting.MOST_ROWS])
    few = not any(row.value is not None for row in shown)
    note = f"Aucun groupe n’a {LEAST} fiches qui le disent : trop peu pour une médiane."
    return Result(saying, selection.size, shown, too_few=few, note=note if few else "")


def _grouped(ranks: Ints, values: Ints, name: str, scale: int) -> Iterable[Group]:
    """Yield each group that has some values, with their quartiles, None under `LEAST` values."""
    both = np.sort(ranks.astype(np.int64) << _BITS | values)
    met = np.flatnonzero(np.bincount(ranks)).tolist()
    ends = np.searchsorted(both, np.array([rank + 1 for rank in met], np.int64) << _BITS)
    known, start = counting.known_labels(name), 0
    for rank, end in zip(met, ends.tolist(), strict=True):
        count = end - start
        if rank in known:
            found = both[start:end] & (1 << _BITS) - 1
            yield known[rank], count, _of_sorted(found, scale) if count >= LEAST else None
        start = end


def _of_sorted(values: Ints, scale: int) -> tuple[float, float, float]:
    """Return the quartiles of values in order, as `counting.quartiles` does."""
    low, middle, high = (_between(values, share) / scale for share in (0.25, 0.5, 0.75))
    return low, middle, high


def _between(values: Ints, share: float) -> float:
    place, part = divmod((len(values) - 1) * share, 1)
    below = int(values[int(place)])
    return below + (int(values[int(place) + 1]) - below) * part if part else float(below)
