"""What draws: shapes and words of one look, either by class for a page or by attribute for a file.

In a page, `observatory.css` gives each kind its colours, light and dark. A file on its own (a
download, a brochure) has nothing but itself: the light colours stand in it.
"""

import contextlib
import functools
from collections.abc import Iterator
from typing import Final

from essaim.config.routes import named
from essaim.observatory.charts import wording
from essaim.observatory.results import Cell, Row

# Everything is drawn for a telephone; wide screens put charts side by side.
WIDTH: Final = 340
# Rows of a drawing. More would be a wall: the table holds the rest.
MOST: Final = 16

FONT: Final = "'Source Sans Pro', 'Source Sans 3', 'Segoe UI', 'Noto Sans', Ubuntu, sans-serif"
INK: Final = "#141d33"
INK_2: Final = "#454e69"
PAPER: Final = "#fffdf9"
LINE: Final = "#e4d9c4"
EDGE: Final = "#8a7d67"
HONEY: Final = "#f0a92b"
HONEY_EDGE: Final = "#7a4700"
# From little to much: each is darker than the one before, so that grey tells them apart too.
LEVELS: Final = {
    "c-level-0": PAPER,
    "c-level-1": "#fce6b4",
    "c-level-2": "#f7cb74",
    "c-level-3": HONEY,
    "c-level-4": "#a3600a",
    "c-level-5": "#5e3300",
}
_ON_LEVELS: Final = {
    "on-0": INK_2,
    "on-1": INK,
    "on-2": INK,
    "on-3": INK,
    "on-4": "#ffffff",
    "on-5": "#ffffff",
}

# By class in a page: font size (observatory.css has the same), then what a file carries instead.
_TEXTS: Final[dict[str, tuple[float, dict[str, str]]]] = {
    "c-title": (19, {"fill": INK, "font-weight": "700"}),
    "c-label": (14, {"fill": INK}),
    "c-value": (14, {"fill": INK, "font-weight": "700"}),
    "c-small": (12, {"fill": INK_2}),
    "c-big": (30, {"fill": INK, "font-weight": "700"}),
    "c-code": (20, {"font-weight": "700"}),
    "c-told": (17, {}),
    "c-key": (18, {"fill": INK}),
    "c-head": (12, {"fill": INK}),
    "c-cell": (12, {}),
}
_SHAPES: Final[dict[str, dict[str, str]]] = {
    "c-bar": {"fill": HONEY, "stroke": HONEY_EDGE, "stroke-width": "1"},
    "c-axis": {"stroke": EDGE, "stroke-width": "1", "fill": "none"},
    "c-track": {"stroke": LINE, "stroke-width": "1", "fill": "none"},
    "c-median": {"stroke": INK, "stroke-width": "4", "fill": "none"},
    "c-line": {"stroke": HONEY_EDGE, "stroke-width": "2.5", "fill": "none"},
    "c-mark": {"fill": HONEY, "stroke": HONEY_EDGE, "stroke-width": "1"},
    "c-outside": {"fill": "none", "stroke": LINE, "stroke-width": "1"},
    "c-unknown": {"fill": PAPER, "stroke": EDGE, "stroke-width": "1.5", "stroke-dasharray": "4 3"},
    **{
        name: {"fill": colour, "stroke": EDGE, "stroke-width": "1"}
        for name, colour in LEVELS.items()
    },
}


def size_of(kind: str) -> float:
    """Return the font size of a kind of text."""
    return _TEXTS[f"c-{kind}"][0]


class Pen:
    """One drawing being made; coordinates are its own units, from its top left corner.

    `most`: how many rows it shows at most, where it shows rows.
    """

    def __init__(self, *, standalone: bool, width: float = WIDTH, most: int = MOST) -> None:
        self.standalone = standalone
        self.most = most
        self.width = width
        self._parts: list[str] = []
        self._catalogue = named("actions:list")

    def text(
        self,
        x: float,
        y: float,
        words: str,
        kind: str = "label",
        *,
        anchor: str = "",
        level: int | None = None,
        upright: bool = False,
    ) -> None:
        """Write one line; `level` is what it stands on, `upright` writes from bottom to top."""
        marks = f' text-anchor="{anchor}"' if anchor else ""
        if upright:
            marks += f' transform="rotate(-90 {_n(x)} {_n(y)})"'
        look = _text_look(self.standalone, kind, level)
        self._parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}"{marks}{look}>{wording.safe(words)}</text>'
        )

    def paragraph(
        self, x: float, y: float, words: str, kind: str, width: float, *, most: int = 2
    ) -> float:
        """Write the words on as many lines as they need, at most `most`; return their height."""
        made, height = _paragraph(self.standalone, (x, y), words, kind, (width, most))
        self._parts.append(made)
        return height

    def path(self, d: str, kind: str) -> None:
        """Draw a path."""
        self._parts.append(f'<path d="{d}"{_shape_look(self.standalone, kind)}/>')

    def bar(self, x: float, y: float, width: float, height: float) -> None:
        """Draw a bar lying from `x`, its end cut like a cell of the honeycomb."""
        point = min(height * 0.29, width)
        self.path(
            f"M{_n(x)} {_n(y)}h{_n(width - point)}l{_n(point)} {_n(height / 2)}"
            f"l-{_n(point)} {_n(height / 2)}H{_n(x)}z",
            "bar",
        )

    def box(self, x: float, y: float, width: float, height: float, kind: str) -> None:
        """Draw a rectangle."""
        self.path(_box(x, y, width, height), kind)

    def target(self, x: float, y: float, width: float, height: float) -> None:
        """Let one press anywhere in this rectangle: words and bars have gaps between them."""
        if not self.standalone:
            # "c-target" has no look to carry into a file.
            self.box(x, y, width, height, "target")

    def paste(self, drawn: str) -> None:
        """Draw what another pen has drawn."""
        self._parts.append(drawn)

    def drawn(self) -> str:
        """Return what is drawn so far, as markup that stands in an `<svg>`."""
        return "".join(self._parts)

    def hexagon(self, x: float, y: float, width: float, kind: str) -> None:
        """Draw a hexagon standing on its point, in a box `width` wide from (x, y)."""
        self.path(_hexagon(x, y, width), kind)

    def begin(self, behind: Row | Cell, title: str = "") -> None:
        """Begin what leads to the sheets behind a row; `title` shows when one points at it.

        It is safe already (see `wording.safe`).
        """
        where = "" if self.standalone else link(behind, self._catalogue)
        # Whoever uses the keyboard finds the same links in the table, one after the other.
        tag = f'<a href="{where}" tabindex="-1">' if where else "<g>"
        self._parts.append(f"{tag}<title>{title}</title>" if title else tag)
        self._closing = "</a>" if where else "</g>"

    def end(self) -> None:
        """End what `begin` began."""
        self._parts.append(self._closing)

    @contextlib.contextmanager
    def lowered(self, y: float) -> Iterator[None]:
        """Draw all that follows `y` lower."""
        if y:
            self._parts.append(f'<g transform="translate(0 {_n(y)})">')
        yield
        if y:
            self._parts.append("</g>")

    def whole(self, key: str, title: str, description: str, height: float) -> str:
        """Return the `<svg>`: named, described, as high as said."""
        names = f"t-{key} d-{key}"
        size = f"{_n(self.width)} {_n(height)}"
        told = (
            f'<title id="t-{key}">{wording.safe(title)}</title>'
            f'<desc id="d-{key}">{wording.safe(description)}</desc>'
        )
        inside = self.drawn()
        if not self.standalone:
            # Not "img", which may hold no link.
            return (
                f'<svg class="chart" viewBox="0 0 {size}" role="group" '
                f'aria-labelledby="{names}">{told}{inside}</svg>'
            )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" width="{_n(self.width)}"'
            f' height="{_n(height)}" lang="fr" role="img" aria-labelledby="{names}"'
            f' font-family="{FONT}">{told}{inside}</svg>'
        )


def address(behind: Row | Cell, catalogue: str) -> str:
    """Return where a row or a cell leads, from the catalogue's address; "" for nowhere."""
    if isinstance(behind, Row) and behind.href:
        return behind.href
    if behind.behind is None:
        return ""
    encoded = behind.behind.encode()
    return f"{catalogue}?{encoded}" if encoded else catalogue


def link(behind: Row | Cell, catalogue: str) -> str:
    """Return `address` as it stands in an attribute between double quotes."""
    if behind.behind is None or (type(behind) is Row and behind.href):
        return wording.escaped(address(behind, catalogue))
    # Written out, as a page has four hundred: nothing but « & » is left to escape in a query.
    encoded = behind.behind.encode().replace("&", "&amp;")
    return f"{catalogue}?{encoded}" if encoded else catalogue


# The same labels and shapes stand at the same places from one page to the next; numbers do not.
@functools.lru_cache(maxsize=8_192)
def _paragraph(
    standalone: bool, place: tuple[float, float], words: str, kind: str, fit: tuple[float, int]
) -> tuple[str, float]:
    """Return what `Pen.paragraph` draws, and its height; `fit` are its width and most lines."""
    pen, (x, y), (width, most) = Pen(standalone=standalone), place, fit
    size = size_of(kind)
    found = wording.lines(words, width, size, most)
    for rank, line in enumerate(found):
        pen.text(x, y + rank * size * 1.25, line, kind)
    return pen.drawn(), len(found) * size * 1.25


@functools.lru_cache(maxsize=4_096)
def _box(x: float, y: float, width: float, height: float) -> str:
    return f"M{_n(x)} {_n(y)}h{_n(width)}v{_n(height)}h-{_n(width)}z"


@functools.lru_cache(maxsize=1_024)
def _hexagon(x: float, y: float, width: float) -> str:
    half, quarter = width / 2, width / 2 / 3**0.5
    return (
        f"M{_n(x + half)} {_n(y)}l{_n(half)} {_n(quarter)}v{_n(2 * quarter)}l-{_n(half)} "
        f"{_n(quarter)}l-{_n(half)} -{_n(quarter)}v-{_n(2 * quarter)}z"
    )


@functools.lru_cache(maxsize=256)
def _text_look(standalone: bool, kind: str, level: int | None) -> str:
    if not standalone:
        return f' class="c-{kind}{f" on-{level}" if level is not None else ""}"'
    size, marks = _TEXTS[f"c-{kind}"]
    colour = {"fill": _ON_LEVELS[f"on-{level}"]} if level is not None else {}
    return f' font-size="{_n(size)}"' + _attributes({"fill": INK} | marks | colour)


@functools.lru_cache(maxsize=64)
def _shape_look(standalone: bool, kind: str) -> str:
    return _attributes(_SHAPES[f"c-{kind}"]) if standalone else f' class="c-{kind}"'


def _attributes(marks: dict[str, str]) -> str:
    return "".join(f' {name}="{value}"' for name, value in marks.items())


@functools.lru_cache(maxsize=16_384)
def _n(value: float) -> str:
    """Return the number with one decimal at most, as short as can be."""
    return str(value) if isinstance(value, int) else f"{value:.1f}".removesuffix(".0")
