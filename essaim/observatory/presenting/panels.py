"""A measure as a panel of a page: its chart, its table, what it rests on, its files."""

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from markupsafe import Markup

from essaim.config.routes import named
from essaim.observatory import charts
from essaim.observatory.charts import findings, hexmap, wording
from essaim.observatory.charts import table as tables
from essaim.observatory.charts.bars import rests_on
from essaim.observatory.charts.pen import MOST, address
from essaim.observatory.measures.mapping import ByDepartment, Sheets, Summary
from essaim.observatory.observing import BY_STRUCTURE
from essaim.observatory.presenting import unfolding
from essaim.observatory.presenting.asking import PER, Asked
from essaim.observatory.presenting.unfolding import Links
from essaim.observatory.results import Measure, Result, Row, Shape

# Name shown, extension.
FILES = (("SVG", "svg"), ("PNG", "png"), ("CSV", "csv"))

_ROW_OF_TILES: Final = 4

Listed = tuple[str, str, str]  # a thing to go and see: its name, what is said of it, its address


class Tile(NamedTuple):
    """A key figure: the number, its unit, what it counts, what it rests on, the sheets behind."""

    value: str
    unit: str
    label: str
    basis: str
    note: str
    address: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """One measure. `drawing` is empty when `tiles` or `listed` show it, or there is nothing.

    `said` is what is written instead of a chart.
    """

    measure: Measure
    drawing: Markup
    table: Markup
    tiles: list[Tile]
    listed: list[Listed]
    more: int
    said: str
    basis: str
    address: str
    method: str
    files: Links
    is_wide: bool

    @classmethod
    def of(
        cls, measure: Measure, result: Result, asked: Asked, catalogue: str, most: int = MOST
    ) -> "Panel":
        """Return the panel, of at most that many rows; `catalogue` is where sheets are listed."""
        shown = findings.has_something(result)
        is_drawn = shown and measure.shape not in (Shape.VALUES, Shape.LIST)
        drawing = charts.draw(measure, result, standalone=False, most=most) if is_drawn else ""
        return cls(
            measure=measure,
            drawing=Markup(drawing),  # noqa: S704 (each word of it is escaped)
            table=tables.table(measure, result) if shown else Markup(),
            tiles=_tiles(measure, result, catalogue) if measure.shape is Shape.VALUES else [],
            listed=_listed(result, catalogue)[:most] if measure.shape is Shape.LIST else [],
            more=max(0, len(result.rows) - most) if measure.shape is Shape.LIST else 0,
            said=_said(measure, result) if shown else findings.nothing(result),
            basis=wording.basis(result.rests_on, result.out_of) if shown or result.note else "",
            address=asked.address("measure", key=measure.key),
            method=_method(measure),
            files=[
                (name, asked.address("measure_file", key=measure.key, extension=extension))
                for name, extension in FILES
            ],
            is_wide=measure.shape is Shape.VALUES and len(result.rows) > _ROW_OF_TILES,
        )


@dataclass(frozen=True, slots=True)
class MapPanel:
    """The map: what it shows, and what it may show."""

    title: str
    drawing: Markup
    table: Markup
    finding: str
    definition: str
    measure: Measure
    address: str
    method: str
    choices: list[tuple[str, str, bool]]
    per: list[tuple[str, str, bool]]
    files: Links

    @property
    def unfolded(self) -> Markup:
        """Its table, to unfold."""
        return unfolding.behind(self.title, self.table, self.files)

    @classmethod
    def of(
        cls, measure: Measure, result: Result, asked: Asked, mappable: list[Measure]
    ) -> "MapPanel":
        """Return the panel of the map of this measure, computed for `asked.per`."""
        shown = on_map(measure, asked.per)
        title = shown.title
        drawing = hexmap.draw_map(shown, result, standalone=False, title=title)
        return cls(
            title=title,
            drawing=Markup(drawing),  # noqa: S704 (each word of it is escaped)
            table=tables.table(shown, result, heading="Département"),
            finding=findings.of_map(shown, result),
            definition=measure.definition,
            measure=measure,
            address=asked.address("measure", key=measure.key),
            method=_method(measure),
            choices=[(one.key, one.title, one is measure) for one in mappable],
            per=[(key, name, key == asked.per) for key, name in PER.items()],
            files=[
                (name, asked.address("map_file", of_map=True, extension=extension))
                for name, extension in FILES
            ],
        )


def on_map(measure: Measure, per: str) -> Measure:
    """Return the measure as the map shows it: its title and unit say what is counted, in what."""
    mapped, title, unit = measure.per_department, measure.title, measure.unit
    if isinstance(mapped, Sheets) and per == BY_STRUCTURE:
        title, unit = "Les fiches d’une structure qui publie", "fiches par structure"
    elif per == BY_STRUCTURE:
        title = f"{title}, chaque structure comptant une fois"
    if isinstance(mapped, ByDepartment) and mapped.summary is Summary.MEDIAN:
        title += " (médiane)"
    if "par département" not in title:
        title += ", par département"
    return replace(measure, title=title, unit=unit)


def _tiles(measure: Measure, result: Result, catalogue: str) -> list[Tile]:
    return [_tile(row, measure.unit, result.note, catalogue) for row in result.rows]


def _tile(row: Row, unit: str, said_below: str, catalogue: str) -> Tile:
    # What is said once below, of all the figures there are not, is not said of each.
    note = row.note if row.note != said_below else ""
    basis = rests_on(row, unit)
    if note.endswith(f" sur {row.rests_on}"):
        basis, note = f"{note}{wording.NO_BREAK}fiches", ""
    number, _, own_unit = findings.value_of(row, unit).partition(wording.NO_BREAK)
    is_known = row.value is not None
    return Tile(
        value=number if is_known else wording.UNKNOWN,
        unit=own_unit if is_known else "",
        label=wording.plain(row.label),
        basis=basis,
        note=wording.plain(note),
        address=address(row, catalogue) if row.value else "",
        is_known=is_known,
    )


def _said(measure: Measure, result: Result) -> str:
    """Return the note below what is shown, but of key figures each says its own."""
    has_own = measure.shape is Shape.VALUES and any(row.value is not None for row in result.rows)
    return "" if has_own and result.too_few else result.note


def _listed(result: Result, catalogue: str) -> list[Listed]:
    return [
        (wording.plain(row.label), wording.plain(row.note), address(row, catalogue))
        for row in result.rows
    ]


def _method(measure: Measure) -> str:
    return f"{named('observatory:method')}#{measure.key}"
