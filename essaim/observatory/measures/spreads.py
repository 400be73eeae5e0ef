"""Quartiles of a figure for each value of a vocabulary."""

from collections.abc import Callable, Iterable

from essaim.observatory.measures import counting
from essaim.observatory.measures.counting import LEAST
from essaim.observatory.results import Behind, Result, Row
from essaim.observatory.selection import Selection
from essaim.search import bitsets

Linked = Callable[[str], Behind]


def by_value(
    selection: Selection, figure: str, name: str, behind: Linked, *, scale: int = 1
) -> Result:
    """Return the quartiles of a column, over `scale`, for each value of a vocabulary.

    A sheet counts once for each of its values.
    """
    columns = selection.columns
    both = selection.bits & columns.saying(figure) & columns.saying(name)
    groups = _grouped(selection, figure, name, scale)
    return _spreads(selection, groups, bitsets.count(both), behind)


Group = tuple[str, int, tuple[float, float, float] | None]  # label, values, quartiles


def _spreads(selection: Selection, groups: Iterable[Group], saying: int, behind: Linked) -> Result:
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


def _grouped(selection: Selection, figure: str, name: str, scale: int) -> Iterable[Group]:
    """Yield each group that has some values, with their quartiles, None under `LEAST` values."""
    known = counting.known_labels(name)
    grouped = selection.columns.grouped(figure, name)
    for code, (count, spread) in enumerate(grouped.spreads(selection.flags, LEAST)):
        if count and code in known:
            yield known[code], count, counting.scaled(spread, scale) if spread else None
