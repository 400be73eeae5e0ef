"""What a measure is, and what it gives for a selection of sheets: plain values, nothing drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from essaim.observatory.narrowing import Narrowed
from essaim.search.query import Query

if TYPE_CHECKING:
    from essaim.observatory.selection import Selection


class Shape(StrEnum):
    """What kind of answer a measure has: one way to draw it, one table, one CSV."""

    VALUES = "valeurs"  # a few figures, each said in words: key figures
    BARS = "barres"  # one number for each of a list of things
    YEARS = "années"  # one number for each year, in order
    SPREAD = "répartition"  # for each group: first quartile, median, third quartile
    GRID = "grille"  # one number for each pair of a row and a column
    WORDS = "mots"  # words, by how much they mark the selection
    LIST = "liste"  # things to go and see, without a number to compare


Behind = Query | Narrowed | None  # the sheets behind a figure, None when no query finds them


def _query(behind: Behind) -> Query | None:
    return behind.query if isinstance(behind, Narrowed) else behind


# A page has some five hundred: tuples are made four times as quickly as frozen dataclasses.
class Row(NamedTuple):
    """One bar, figure, point or line.

    `value` is None when it cannot be told (never 0 for what is missing); `rests_on` is the number
    of sheets it is computed from; `behind` leads to those sheets, `href` to any other page.
    `spread` is (first quartile, median, third quartile) where the shape is SPREAD. `unit` when it
    is not the measure's; `structures`, how many distinct ones those sheets come from, where told.
    Shares are percents, from 0 to 100; money is euros.
    """

    key: str
    label: str
    value: float | None
    rests_on: int
    behind: Behind = None
    href: str = ""
    spread: tuple[float, float, float] | None = None
    note: str = ""
    unit: str = ""
    structures: int | None = None

    @property
    def query(self) -> Query | None:
        """The query that finds the sheets behind it."""
        return _query(self.behind)


class Cell(NamedTuple):
    """One pair of a GRID: its row's and its column's keys, and what stands there."""

    row: str
    column: str
    value: float | None
    rests_on: int
    behind: Behind = None

    @property
    def query(self) -> Query | None:
        """The query that finds the sheets behind it."""
        return _query(self.behind)


@dataclass(frozen=True, slots=True)
class Result:
    """What a measure gives for a selection.

    `rests_on` sheets say something of it, out of `out_of` selected: the difference says nothing,
    and is in no number. `rows` (and for a GRID `columns` and `cells`) are in the order to show.
    `too_few` when they are not enough for what is asked (no median of two): `rows` is then empty
    or holds what can be said, and `note` says it in French.
    """

    rests_on: int
    out_of: int
    rows: tuple[Row, ...] = ()
    columns: tuple[Row, ...] = ()
    cells: tuple[Cell, ...] = ()
    too_few: bool = False
    note: str = ""

    @property
    def missing(self) -> int:
        """The selected sheets that say nothing of it."""
        return self.out_of - self.rests_on


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that can be measured, said once for pages, CSV, API and methodology.

    All texts are French. `unit` is said after a number ("fiches", "€", "%"). `mappable` when
    `per_department` gives it one number for each département.
    """

    key: str
    theme: str  # the part of the observatory it stands in: a key of `measures.THEMES`
    title: str
    question: str
    definition: str
    unit: str
    numerator: str
    denominator: str
    missing: str
    shape: Shape
    compute: "Callable[[Selection], Result]"
    per_department: "Callable[[Selection], Result] | None" = None
    row_heading: str = ""  # what a row of its table is: "Thème", "Année"
    column_heading: str = ""  # what a column is, for a GRID

    @property
    def mappable(self) -> bool:
        """Whether the map can show it."""
        return self.per_department is not None
