"""What the tests of charts draw: hand-made results, and a drawing read back."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final
from xml.etree import ElementTree

from essaim.observatory.results import Cell, Measure, Result, Row, Shape
from essaim.search.query import Query

SVG: Final = "{http://www.w3.org/2000/svg}"
HOSTILE: Final = (
    "<script>alert(1)</script> & \"guillemets\" 'l’apostrophe' \x00\x0b\ud800 " + "w" * 90
)


def measure(shape: Shape = Shape.BARS, unit: str = "fiches", **changes: Any) -> Measure:
    """Return a measure that computes nothing."""
    made = Measure(
        key="themes",
        theme="quoi",
        title="Les thèmes des fiches",
        question="De quoi parlent les fiches ?",
        definition="Une fiche à plusieurs thèmes compte pour chacun.",
        unit=unit,
        numerator="les fiches d’un thème",
        denominator="les fiches qui ont un thème",
        missing="Une fiche sans thème n’est pas comptée.",
        shape=shape,
        compute=lambda _: Result(0, 0),
        row_heading="Thème",
    )
    return replace(made, **changes)


def row(label: str, value: float | None, **changes: Any) -> Row:
    """Return a row that leads to the sheets with its label."""
    rests_on = int(value) if value is not None else 0
    return Row(label, label, value, rests_on, Query().with_text(label))._replace(**changes)


def three() -> Result:
    """Return three bars, which rest on 9 of 10 sheets."""
    return Result(9, 10, (row("Santé", 2), row("Culture", 6), row("Logement", 1)))


def grid() -> Result:
    """Return two rows of twelve columns."""
    columns = tuple(row(f"Colonne {rank}", None) for rank in range(12))
    rows = (row("Ain", None), row("Allier", None))
    cells = tuple(
        Cell(one.key, two.key, rank, rank, Query().with_text(f"{one.key} {two.key}"))
        for one in rows
        for rank, two in enumerate(columns)
    )
    return Result(40, 40, rows, columns, cells)


def of_every_shape() -> dict[Shape, Result]:
    """Return something to draw for each shape."""
    spread = (
        row("Services", 1500, spread=(800.0, 1500.0, 4000.0), rests_on=12),
        row("Citoyenneté", None, rests_on=2, note="trop peu de fiches"),
    )
    years = tuple(row(str(year), year % 7 or None) for year in range(2012, 2026))
    listed = (row("Aucune fiche dans l’Aisne", None, note="12 structures"), row("Ailleurs", None))
    return {
        Shape.VALUES: three(),
        Shape.BARS: three(),
        Shape.YEARS: Result(40, 50, years),
        Shape.SPREAD: Result(14, 20, spread),
        Shape.GRID: grid(),
        Shape.WORDS: three(),
        Shape.LIST: Result(0, 10, listed),
    }


@dataclass(frozen=True, slots=True)
class Drawing:
    """An `<svg>` read back as XML, whatever way it was made for."""

    root: ElementTree.Element

    @classmethod
    def of(cls, svg: str) -> "Drawing":
        """Return the drawing; fails when it is no well-formed XML."""
        if "xmlns" not in svg:
            svg = svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
        return cls(ElementTree.fromstring(svg))

    @property
    def size(self) -> tuple[float, float]:
        """Its width and height, in its own units."""
        _, _, width, height = map(float, self.root.attrib["viewBox"].split())
        return width, height

    def all(self, tag: str) -> Iterator[ElementTree.Element]:
        """Yield the elements of that name."""
        return self.root.iter(SVG + tag)

    def words(self) -> list[str]:
        """Return what is written, line by line."""
        return [one.text or "" for one in self.all("text")]

    def told(self, tag: str) -> str:
        """Return the text of its `title` or `desc`."""
        found = self.root.find(SVG + tag)
        return (found.text or "") if found is not None else ""

    def links(self) -> list[str]:
        """Return the addresses it leads to."""
        return [one.attrib["href"] for one in self.all("a")]
