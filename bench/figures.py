"""What was measured, reduced: percentiles and ratios, always of the same queries.

Here and in the report, a *size* is what `python -m bench` writes for one base: `sheets`, `made` and
`measured`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bench.measures import percentile

Size = dict[str, Any]

PAGE: Final = "Essaim, page entière par HTTP"
ENGINE: Final = "Essaim, moteur seul"
FLOOR: Final = "vue Django vide, même serveur"
TANTIVY: Final = "Tantivy seul, le tri"
POSTGRES: Final = "PostgreSQL GIN + SQL"
DATASETTE: Final = "Datasette"


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds at the median, at the 95th and at the 99th percentile."""

    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, taken: Sequence[float]) -> "Figures":
        """Return the figures of some measurements, at least one."""
        return cls(*(percentile(taken, share) for share in (0.5, 0.95, 0.99)))

    def over(self, other: "Figures") -> "Figures":
        """Return how many times longer this took than the other."""
        return Figures(self.p50 / other.p50, self.p95 / other.p95, self.p99 / other.p99)


@dataclass(frozen=True, slots=True)
class Row:
    """One system at one size; `ratio` is to Essaim's page, on the queries both were asked."""

    name: str
    figures: Figures
    ratio: Figures
    asked: int


def places(measured: dict[str, Any], least: float = 0) -> list[int]:
    """Return the ranks of the queries that find at least so many sheets."""
    return [rank for rank, found in enumerate(measured["found"]) if found >= least]


def taken_by(measured: dict[str, Any], name: str) -> Sequence[float | None]:
    """Return the times of a system, Essaim's own or a peer's, by rank of query."""
    own = {PAGE: "page", ENGINE: "engine", FLOOR: "floor"}
    times: dict[str, list[float | None]] = measured["peers"]["times"]
    found: Sequence[float | None] = measured[own[name]] if name in own else times.get(name, [])
    return found


def row(measured: dict[str, Any], name: str, among: Iterable[int] | None = None) -> Row | None:
    """Return a system's figures on those queries it was asked of them; None when none."""
    theirs, ours = taken_by(measured, name), measured["page"]
    wanted = places(measured) if among is None else among
    common = [rank for rank in wanted if rank < len(theirs) and theirs[rank] is not None]
    if not common:
        return None
    figures = Figures.of([time for rank in common if (time := theirs[rank]) is not None])
    return Row(
        name, figures, figures.over(Figures.of([ours[rank] for rank in common])), len(common)
    )


def systems(measured: dict[str, Any]) -> list[Row]:
    """Return every system measured: Essaim's page and engine, the floor, the peers."""
    names = (PAGE, ENGINE, FLOOR, *measured["peers"]["times"])
    return [found for name in names if (found := row(measured, name)) is not None]
