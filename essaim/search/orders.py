"""Sheets in an order, without asking the index: one made once, walked along.

Sorting what a filter finds costs Tantivy as much as all the rest of a search without words, and
far more by title. Here the sheets stand in their order once for all; a page of results is the
first of them that a set of bits lets through. Nothing is changed once made, as in `bitmaps`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from essaim.search import bitsets
from essaim.search.bitsets import Bits

Numbers = npt.NDArray[np.int64]
# Sets of so few are put in order by themselves: most of the walk would meet others.
_FEW: Final = 4_096
_STRIDE: Final = 1_024  # sheets looked at together, at least


@dataclass(frozen=True, slots=True)
class Order:
    """One state: what each id is ordered by (`values`, all distinct), and the ids there are.

    The largest first.
    """

    values: Numbers
    order: npt.NDArray[np.int32]

    def page(self, sheets: Bits, offset: int, limit: int) -> list[int]:
        """Return at most `limit` ids of a set, after the `offset` first of it."""
        wanted = offset + limit
        size = bitsets.count(sheets)
        if size <= _FEW:
            held = np.flatnonzero(bitsets.unpacked(sheets))
            found: list[int] = held[np.argsort(-self.values[held])][offset:wanted].tolist()
            return found
        octets = sheets.view(np.uint8)
        met: list[npt.NDArray[np.int32]] = []
        seen = start = 0
        # As far as the page would reach if the set were spread evenly, and a little more.
        stride = max(_STRIDE, len(self.order) * (wanted + 16) // size)
        while seen < wanted and start < len(self.order):
            passed = self.order[start : start + stride]
            held = passed[octets[passed >> 3] >> (passed & 7).astype(np.uint8) & 1 == 1]
            met.append(held)
            seen += len(held)
            start += stride
        rest: list[int] = np.concatenate(met)[offset:wanted].tolist() if met else []
        return rest

    def without(self, changed: Sequence[int]) -> npt.NDArray[np.int32]:
        """Return the ids in order, less these."""
        moved = np.zeros(len(self.values), np.bool_)
        moved[[one for one in changed if one < len(moved)]] = True
        kept: npt.NDArray[np.int32] = self.order[~moved[self.order]]
        return kept

    def renewed(self, changed: Sequence[int], identifiers: Numbers, values: Numbers) -> "Order":
        """Return the order of a later state: of the `changed`, these are there, with that value."""
        renewed = self.values.copy()
        renewed[identifiers] = values
        kept = self.without(changed)
        coming = identifiers[np.argsort(-values)]
        # Minus: what is searched must rise.
        places = np.searchsorted(-renewed[kept], -renewed[coming])
        return Order(renewed, np.insert(kept, places, coming.astype(np.int32)))


def build(identifiers: npt.NDArray[np.integer[Any]], values: Numbers, places: int) -> Order:
    """Return the order of these sheets by their value; ids are below `places`."""
    held = np.zeros(places, np.int64)
    held[identifiers] = values
    return Order(held, identifiers[np.argsort(-values)].astype(np.int32))


def standing(identifiers: npt.NDArray[np.int32], places: int) -> Order:
    """Return the order that these sheets already stand in; ids are below `places`."""
    values = np.zeros(places, np.int64)
    values[identifiers] = -np.arange(len(identifiers))
    return Order(values, identifiers)
