"""France as a honeycomb, for the home page: one hexagon for each département."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from essaim.catalogue import addresses
from essaim.catalogue.numbers import counted
from essaim.network import honeycomb
from essaim.network.territories import department_names

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
    # Collectivities are shown only when they have sheets.
    far = any(counts.get(code) for code in honeycomb.COLLECTIVITIES.split())
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
        for code, (column, row) in honeycomb.places(collectivities=far).items()
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
