"""Lists of numbers, one list to a sheet, in two flat arrays: what adds up fast and saves as is."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, eq=False)
class Ragged:
    """`values[offsets[n]:offsets[n + 1]]` is the list of the nth sheet."""

    offsets: Ints
    values: Ints

    @classmethod
    def of(cls, lists: Iterable[Iterable[int]]) -> "Ragged":
        """Return these lists, in their order."""
        whole = [list(one) for one in lists]
        lengths = np.fromiter(map(len, whole), np.int64, len(whole))
        values = np.fromiter((value for one in whole for value in one), np.int32, lengths.sum())
        return cls(_offsets(lengths), values)

    @functools.cached_property
    def lengths(self) -> Ints:
        """How long each list is."""
        return np.diff(self.offsets)

    def rows(self) -> Ints:
        """Return of each value the place of its list."""
        return np.repeat(np.arange(len(self.lengths), dtype=np.int32), self.lengths)

    def take(self, places: Ints) -> "Ragged":
        """Return the lists at these places, in this order."""
        lengths = self.lengths[places]
        offsets = _offsets(lengths)
        moved = np.repeat(self.offsets[places] - offsets[:-1], lengths)
        return Ragged(offsets, self.values[moved + np.arange(len(moved))])

    def followed_by(self, other: "Ragged") -> "Ragged":
        """Return the lists of both, one after the other."""
        return Ragged(
            np.concatenate([self.offsets, other.offsets[1:] + self.offsets[-1]]),
            np.concatenate([self.values, other.values]),
        )


def _offsets(lengths: Ints) -> Ints:
    offsets = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return offsets
