"""Bounding a figure beside the results: the two boxes, and how many sheets tell it at all."""

from dataclasses import dataclass
from typing import Final

from essaim.catalogue.numbers import counted, number
from essaim.search import ranges
from essaim.search.engine import Results, Told
from essaim.search.query import Query
from essaim.search.ranges import Range

_TELL: Final = {
    ranges.BUDGET.key: ("dit son budget", "disent leur budget"),
    ranges.PEOPLE.key: (
        "dit combien de personnes la portent",
        "disent combien de personnes les portent",
    ),
}


@dataclass(frozen=True, slots=True)
class Box:
    """One end of the range, as a box to write in."""

    key: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class RangePanel:
    """One figure. `unit` is said after each box."""

    key: str
    heading: str
    unit: str
    boxes: tuple[Box, Box]

    @property
    def bounded(self) -> int:
        """How many of its ends are given."""
        return sum(bool(box.value) for box in self.boxes)


def panels(query: Query) -> list[RangePanel]:
    """Return the figures that can be bounded, as the query bounds them."""
    return [_panel(query, one) for one in ranges.RANGES]


def _panel(query: Query, one: Range) -> RangePanel:
    low, high = ranges.bounds(dict(query.filters), one)
    first, last = one.keys
    boxes = (Box(first, "De", low), Box(last, "À", high))
    return RangePanel(one.key, one.name, one.unit or "personnes", boxes)


def told(query: Query, results: Results) -> list[str]:
    """Return how many sheets tell each figure in force, and what becomes of the others."""
    lines = []
    for one in ranges.RANGES:
        if one.key not in results.told:
            continue
        figure = results.told[one.key]
        singular, plural = _TELL[one.key]
        tell = plural if figure.sheets > 1 else singular
        sheets = counted(figure.sheets, "fiche")
        others = _others(query, one, figure)
        lines.append(f"{sheets} sur {number(figure.out_of)} {tell}{others}.")
    return lines


def _others(query: Query, one: Range, figure: Told) -> str:
    if figure.sheets == figure.out_of:
        return ""
    if any(ranges.bounds(dict(query.filters), one)):
        return " ; les autres ne sont pas dans ce filtre"
    return " ; les autres viennent à la fin de ce tri"
