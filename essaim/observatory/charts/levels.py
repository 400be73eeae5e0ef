"""Values put in five classes, each holding about as many: for the map, and for cells of a table."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

CLASSES: Final = 5


@dataclass(frozen=True, slots=True)
class Levels:
    """The classes: the lowest and highest value that each really holds, from little to much."""

    bounds: tuple[tuple[float, float], ...]

    @classmethod
    def of(cls, values: Iterable[float | None]) -> "Levels":
        """Return the classes of these values; zero and what is not known are in none.

        Equal values are never parted; with five different values or fewer, each has its class.
        """
        kept = sorted(value for value in values if value)
        if not kept:
            return cls(())
        distinct = sorted(set(kept))
        if len(distinct) <= CLASSES:
            return cls(tuple((value, value) for value in distinct))
        # Where each class would end were there no equals, taken to the end of its equals. When
        # equals leave fewer classes than that, the different values are shared out instead.
        ends = _ends(kept)
        if len(ends) < CLASSES:
            ends = _ends(distinct)
        starts = [distinct[0], *(distinct[bisect_left(distinct, end) + 1] for end in ends[:-1])]
        return cls(tuple(zip(starts, ends, strict=True)))

    def level(self, value: float | None) -> int:
        """Return the class of a value, 1 to 5; 0 for zero and for what is not known.

        With fewer than five classes they are spread, the last one always being 5.
        """
        if not value or not self.bounds:
            return 0
        rank = bisect_left([high for _, high in self.bounds], value)
        return self.shown(min(rank, len(self.bounds) - 1))

    def shown(self, rank: int) -> int:
        """Return the level (1 to 5) that the class of this rank (from 0) is drawn with."""
        if len(self.bounds) == 1:
            return 3
        return 1 + round(rank * (CLASSES - 1) / (len(self.bounds) - 1))


def _ends(ordered: list[float]) -> list[float]:
    """Return the last value of each fifth, each once."""
    return sorted(
        {ordered[-(-len(ordered) * rank // CLASSES) - 1] for rank in range(1, CLASSES + 1)}
    )
