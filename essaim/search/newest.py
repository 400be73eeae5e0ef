"""The newest sheets first, without asking the index: an order made once, walked along.

Sorting what a filter finds costs Tantivy as much as all the rest of a search without words. Here
the sheets stand in their order once for all; a page of results is the first of them that a set of
bits lets through. Nothing is changed once made, as in `bitmaps`.
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
class Newest:
    """One state: how recent the sheet of each id is (`recency`, all distinct), and the order.

    `order` has the ids of the sheets there are, the newest first.
    """

    recency: Numbers
    order: npt.NDArray[np.int32]

    def page(self, sheets: Bits, offset: int, limit: int) -> list[int]:
        """Return at most `limit` ids of a set, after the `offset` newest of it."""
        wanted = offset + limit
        size = bitsets.count(sheets)
        if size <= _FEW:
            held = np.flatnonzero(bitsets.unpacked(sheets))
            found: list[int] = held[np.argsort(-self.recency[held])][offset:wanted].tolist()
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

    def renewed(self, changed: Sequence[int], identifiers: Numbers, recency: Numbers) -> "Newest":
        """Return the order of a later state: of the `changed`, these are there, so recent."""
        values = self.recency.copy()
        values[identifiers] = recency
        moved = np.zeros(len(values), np.bool_)
        moved[np.asarray(changed, np.int64)] = True
        kept = self.order[~moved[self.order]]
        coming = identifiers[np.argsort(-recency)]
        # Minus: what is searched must rise.
        places = np.searchsorted(-values[kept], -values[coming])
        return Newest(values, np.insert(kept, places, coming.astype(np.int32)))


def build(identifiers: npt.NDArray[np.integer[Any]], recency: Numbers, places: int) -> Newest:
    """Return the order of these sheets, so recent each; ids are below `places`."""
    values = np.zeros(places, np.int64)
    values[identifiers] = recency
    return Newest(values, identifiers[np.argsort(-recency)].astype(np.int32))
