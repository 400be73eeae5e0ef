"""France as a honeycomb: one hexagon for each département, near where it lies.

The layout was computed once from the centres of the départements: equal cells, regions in one
piece, as many true neighbours side by side as possible. Odd rows stand half a cell to the right.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from essaim.catalogue import addresses
from essaim.catalogue.numbers import counted
from essaim.network.territories import department_names

_MAINLAND: Final = (
    "  .   .   .   .   .  62  59   .   .   .   .",
    "  .   .   .  76  80  60  02  08   .   .   .",
    "  .   .  14  27  95  75  93  51  55  57   .",
    " 22  50  61  78  92  94  77  52  54  67   .",
    " 29  35  53  72  28  91  89  10  70  88  68",
    " 56  44  49  37  41  45  58  21  25  90   .",
    "  .  85  79  86  36  18  03  71  39   .   .",
    "  .  17  16  87  23  63  42  01  74   .   .",
    "  .   .  33  24  19  15  43  69  38  73   .",
    "  .   .  40  47  46  48  07  26  05   .   .",
    "  .   .  64  32  82  12  30  84  04  06   .",
    "  .   .  65  31  81  34   .  13  83   .   .",
    "  .   .   .   .  09  11   .   .   .  2B   .",
    "971 972 973   .   .  66   .   .   .  2A   .",
    "  . 974 976   .   .   .   .   .   .   .   .",
)
# Shown only when they have sheets.
_COLLECTIVITIES: Final = ". . . . . . . . . . .", "975 977 978 986 987 988"

_WIDTH: Final = 52
_ROW: Final = 45
_LEVELS: Final = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """One département: its place in the drawing, and how full it is (0 none, 1 to 4)."""

    code: str
    label: str
    address: str
    x: int
    y: int
    level: int


@dataclass(frozen=True, slots=True)
class Honeycomb:
    """The drawing: its size in its own units, its cells."""

    width: int
    height: int
    cells: list[Cell]


def of_counts(counts: Mapping[str, int]) -> Honeycomb:
    """Return the honeycomb for these numbers of sheets by département code."""
    names = department_names().names
    rows = list(_MAINLAND)
    if any(counts.get(code) for code in _COLLECTIVITIES[-1].split()):
        rows += _COLLECTIVITIES
    most = max(counts.values(), default=0)
    search = addresses.of_search(departement="")
    cells = [
        Cell(
            code=code,
            label=f"{names[code]} : {_said(counts.get(code, 0))}",
            address=search + code,
            x=column * _WIDTH + (row % 2) * _WIDTH // 2,
            y=row * _ROW,
            level=_level(counts.get(code, 0), most),
        )
        for row, line in enumerate(rows)
        for column, code in enumerate(line.split())
        if code in names
    ]
    return Honeycomb(
        width=max(cell.x for cell in cells) + _WIDTH,
        height=max(cell.y for cell in cells) + 60,
        cells=cells,
    )


def _said(count: int) -> str:
    return counted(count, "fiche") if count else "aucune fiche"


def _level(count: int, most: int) -> int:
    """Return 0 for none, else 1 to 4 by the logarithm: a few départements hold most sheets."""
    if not count:
        return 0
    if most <= 1:
        return _LEVELS
    return 1 + min(_LEVELS - 1, int(_LEVELS * math.log(count) / math.log(most)))
