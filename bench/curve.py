"""The curve of cost against size: an SVG drawn here, its two axes logarithmic."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from bench import figures
from bench.figures import ENGINE, FLOOR, PAGE, POSTGRES, TANTIVY, Figures, Size
from bench.promises import thousands

_WIDTH: Final = 1000
_HEIGHT: Final = 500
_TOP, _BOTTOM = 84, 440
_PANELS: Final = ((66, 340), (546, 820))  # left and right of each plot; labels stand further right
_APART: Final = 15  # between two labels, at least
_SHORT: Final = {
    PAGE: "Essaim, page",
    ENGINE: "Essaim, moteur",
    FLOOR: "vue Django vide",
    TANTIVY: "Tantivy seul",
    POSTGRES: "PostgreSQL",
    "SQLite FTS5 + SQL": "SQLite",
    "Wagtail (PostgreSQL)": "Wagtail",
}
# Legible on white and on near-black alike: told apart by their labels, not by colour alone.
_STYLE: Final = """
text { font: 13px system-ui, sans-serif; fill: #33312e; }
.title { font-size: 17px; font-weight: 600; }
.axis { fill: #6b6762; }
.grid { stroke: #d9d5cf; stroke-width: 1; }
.peer { stroke: #8a857e; fill: #8a857e; }
.page { stroke: #b3261e; fill: #b3261e; }
.engine { stroke: #1f5fa8; fill: #1f5fa8; }
.line { fill: none; stroke-width: 1.5; }
.page.line, .engine.line { stroke-width: 3; }
text.page, text.engine { stroke: none; font-weight: 600; }
@media (prefers-color-scheme: dark) {
  text { fill: #eae6df; }
  .axis { fill: #aaa49b; }
  .grid { stroke: #45423e; }
  .peer { stroke: #98928a; fill: #98928a; }
  .page { stroke: #ff8a80; fill: #ff8a80; }
  .engine { stroke: #8ab4f8; fill: #8ab4f8; }
}
"""


@dataclass(frozen=True, slots=True)
class _Curve:
    """One system: milliseconds by number of sheets."""

    name: str
    points: list[tuple[int, float]]

    @property
    def style(self) -> str:
        return {PAGE: "page", ENGINE: "engine"}.get(self.name, "peer")


def draw(sizes: Sequence[Size]) -> str:
    """Return the drawing of medians and 95th percentiles, whole page, engine and peers.

    Takes one size at least; a system has a point for each size it was measured at.
    """
    medians = _curves(sizes, lambda told: told.p50)
    high = _curves(sizes, lambda told: told.p95)
    times = [time for curve in medians + high for _, time in curve.points]
    low, top = math.floor(math.log10(min(times))), math.ceil(math.log10(max(times)))
    scale = _Scale([size["sheets"] for size in sizes], low, max(top, low + 1))
    title = "Temps de réponse selon le nombre de fiches"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        'aria-labelledby="titre description">',
        f'<title id="titre">{title}</title>',
        f'<desc id="description">{escape(_told(sizes, medians, high))}</desc>',
        f"<style>{_STYLE}</style>",
        f'<text class="title" x="20" y="30">{title}</text>',
        '<text class="axis" x="20" y="50">millisecondes ; les deux axes sont logarithmiques</text>',
    ]
    for (left, right), said, curves in zip(
        _PANELS, ("médiane", "95ᵉ centile"), (medians, high), strict=True
    ):
        parts += scale.panel(left, right, said)
        parts += scale.lines(left, right, curves)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _curves(sizes: Sequence[Size], of: Callable[[Figures], float]) -> list[_Curve]:
    found: dict[str, list[tuple[int, float]]] = {}
    for size in sizes:
        for row in figures.systems(size["measured"]):
            found.setdefault(row.name, []).append((size["sheets"], of(row.figures)))
    return [_Curve(name, points) for name, points in found.items()]


def _told(sizes: Sequence[Size], medians: list[_Curve], high: list[_Curve]) -> str:
    """Return the drawing in words, every figure of it."""
    said = [f"Médiane puis 95ᵉ centile, à {_listed(size['sheets'] for size in sizes)} fiches."]
    for median, upper in zip(medians, high, strict=True):
        times = (f"{p50:.1f} et {p95:.1f}" for (_, p50), (_, p95) in _pairs(median, upper))
        said.append(f"{_SHORT.get(median.name, median.name)} : {' ; '.join(times)} ms.")
    return " ".join(said)


def _pairs(one: _Curve, other: _Curve) -> Sequence[tuple[tuple[int, float], tuple[int, float]]]:
    return list(zip(one.points, other.points, strict=True))


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(thousands, numbers))


class _Scale:
    """Where sizes and times fall in a panel."""

    def __init__(self, sheets: Sequence[int], low: int, top: int) -> None:
        self.sheets = sorted(sheets)
        self.low, self.top = low, top

    def x(self, left: float, right: float, sheets: int) -> float:
        first, last = math.log10(self.sheets[0]), math.log10(self.sheets[-1])
        share = (math.log10(sheets) - first) / (last - first) if last > first else 0.5
        return round(left + 12 + share * (right - left - 24), 1)

    def y(self, time: float) -> float:
        share = (math.log10(time) - self.low) / (self.top - self.low)
        return round(_BOTTOM - share * (_BOTTOM - _TOP), 1)

    def panel(self, left: int, right: int, said: str) -> list[str]:
        """Return the grid, its figures, and what the panel shows."""
        parts = [f'<text x="{left}" y="{_TOP - 12}">{said}</text>']
        for power in range(self.low, self.top + 1):
            time, y = 10.0**power, self.y(10.0**power)
            label = thousands(round(time)) if power >= 0 else f"{time:g}".replace(".", ",")
            parts.append(f'<line class="grid" x1="{left}" x2="{right}" y1="{y}" y2="{y}"/>')
            parts.append(
                f'<text class="axis" x="{left - 6}" y="{y + 4}" text-anchor="end">{label}</text>'
            )
        for sheets in self.sheets:
            x = self.x(left, right, sheets)
            label = thousands(sheets)
            parts.append(f'<line class="grid" x1="{x}" x2="{x}" y1="{_TOP}" y2="{_BOTTOM}"/>')
            parts.append(
                f'<text class="axis" x="{x}" y="{_BOTTOM + 20}" text-anchor="middle">{label}</text>'
            )
        middle = (left + right) / 2
        parts.append(
            f'<text class="axis" x="{middle}" y="{_BOTTOM + 42}" text-anchor="middle">fiches</text>'
        )
        return parts

    def lines(self, left: int, right: int, curves: list[_Curve]) -> list[str]:
        """Return the curves, each with its name beside its end."""
        parts = []
        ends: dict[float, list[tuple[float, _Curve]]] = {}
        for curve in curves:
            points = [(self.x(left, right, sheets), self.y(time)) for sheets, time in curve.points]
            path = " ".join(f"{x},{y}" for x, y in points)
            parts.append(f'<polyline class="{curve.style} line" points="{path}"/>')
            parts += [f'<circle class="{curve.style}" cx="{x}" cy="{y}" r="3"/>' for x, y in points]
            ends.setdefault(points[-1][0], []).append((points[-1][1], curve))
        last = self.x(left, right, self.sheets[-1])
        for end, those in ends.items():
            # A curve that stops early is named there; the others, outside.
            x = right + 8 if end == last else end + 9
            for y, curve in _spread(those):
                style = f' class="{curve.style}"' if curve.style != "peer" else ""
                name = escape(_SHORT.get(curve.name, curve.name))
                parts.append(f'<text{style} x="{x}" y="{y + 4:.1f}">{name}</text>')
        return parts


def _spread(ends: list[tuple[float, _Curve]]) -> list[tuple[float, _Curve]]:
    """Return the labels from bottom to top, moved up where they would overlap, all inside."""
    ordered = sorted(ends, key=lambda end: -end[0])
    placed: list[float] = []
    for y, _ in ordered:
        placed.append(min(y, placed[-1] - _APART) if placed else y)
    # What overflows at the top pushes back down.
    for rank in reversed(range(len(placed))):
        above = placed[rank + 1] + _APART if rank + 1 < len(placed) else _TOP
        placed[rank] = max(placed[rank], above)
    return [(y, curve) for y, (_, curve) in zip(placed, ordered, strict=True)]
