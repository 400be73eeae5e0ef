"""What was promised, and whether it holds: each promise a measure and its bound.

The peers' bounds are told twice: on the queries that find at least 1 % of the base, and on all.
Below that share every system answers before anyone notices who was first.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bench import figures
from bench.figures import DATASETTE, ENGINE, PAGE, POSTGRES, TANTIVY, Figures, Size

_PEERS_AT: Final = 100_000
_ENGINE_AT: Final = 1_000_000
_GROWTH: Final = (10_000, 1_000_000)
_MUCH: Final = 0.01  # the share of the base that a query of the home page's doors finds
_SOME: Final = "les requêtes qui trouvent au moins 1 % de la base"


@dataclass(frozen=True, slots=True)
class Promise:
    """One measure beside its bound; `unit` is "×" for a ratio, "ms" or "%"."""

    said: str
    value: float
    bound: float
    unit: str = "×"
    at_most: bool = True

    @property
    def kept(self) -> bool:
        """Whether it holds."""
        return self.value <= self.bound if self.at_most else self.value >= self.bound

    @property
    def verdict(self) -> str:
        """Whether it holds, in French."""
        return "tenu" if self.kept else "NON TENU"

    def told(self, value: float) -> str:
        """Return a figure in the promise's unit."""
        return f"×{value:.1f}" if self.unit == "×" else f"{value:.1f} {self.unit}"

    @property
    def limit(self) -> str:
        """The bound, as it is told."""
        return f"{'≤' if self.at_most else '≥'} {self.told(self.bound)}"

    def line(self) -> str:
        """Return the verdict, the promise, its figure and its bound."""
        return f"  {self.verdict:<9} {self.said} : {self.told(self.value)} ({self.limit})"


def of_size(size: Size) -> list[Promise]:
    """Return what was promised of a base of that size, as far as it was measured."""
    measured = size["measured"]
    page, engine = (Figures.of(measured[name]) for name in ("page", "engine"))
    made = [Promise("la page, p50, moins le moteur", page.p50 - engine.p50, 6, "ms")]
    if size["sheets"] == _ENGINE_AT:
        made += _of_engine(measured, engine)
    if size["sheets"] == _PEERS_AT:
        much = figures.places(measured, size["sheets"] * _MUCH)
        made += _of_peers(measured, much, f", {_SOME} ({len(much)})")
        made += _of_peers(measured, figures.places(measured), ", toutes les requêtes")
    return [*made, *_with_a_writer(measured)]


def _of_engine(measured: dict[str, Any], engine: Figures) -> Iterator[Promise]:
    """Yield the bounds of the engine's whole job: so many ms, or what ranking alone takes."""
    raw = figures.row(measured, TANTIVY)
    for share, took, least, alone in (
        ("p50", engine.p50, 15.0, raw.figures.p50 if raw else 0),
        ("p95", engine.p95, 45.0, raw.figures.p95 if raw else 0),
    ):
        bound = max(least, 1.2 * alone + 8)
        yield Promise(f"{ENGINE}, {share}", took, bound, "ms")


def _of_peers(measured: dict[str, Any], among: Sequence[int], where: str) -> Iterator[Promise]:
    for name, p50, p95 in ((DATASETTE, 100.0, None), (POSTGRES, 15.0, 50.0)):
        row = figures.row(measured, name, among)
        if row is None:
            continue
        said = f"{name} sur la page"
        yield Promise(f"{said}, p50{where}", row.ratio.p50, p50, at_most=False)
        if p95:
            yield Promise(f"{said}, p95{where}", row.ratio.p95, p95, at_most=False)


def _with_a_writer(measured: dict[str, Any]) -> Iterator[Promise]:
    load = measured.get("load")
    if load and load["quiet"] and load["writing"]:
        rise = rise_of_p95(load) * 100
        yield Promise("lire pendant qu’on écrit chaque seconde, p95 en plus", rise, 30, "%")


def rise_of_p95(load: dict[str, Any]) -> float:
    """Return by how much the 95th percentile rises beside a writer: 0.3 for 30 %."""
    quiet, writing = (
        Figures.of(list(itertools.chain(*load[name]))).p95 for name in ("quiet", "writing")
    )
    return writing / quiet - 1


def across(sizes: Sequence[Size]) -> list[Promise]:
    """Return what was promised from one size to another."""
    pages = {size["sheets"]: Figures.of(size["measured"]["page"]) for size in sizes}
    small, large = (pages.get(sheets) for sheets in _GROWTH)
    if small is None or large is None:
        return []
    said = f"{PAGE}, p50, de {thousands(_GROWTH[0])} à {thousands(_GROWTH[1])} fiches"
    return [Promise(said, large.p50 / small.p50, 4)]


def thousands(number: int) -> str:
    """Return a number as French writes it: 1 000 000."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")
