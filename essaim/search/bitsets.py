"""Sets as packed bits, 64 to a word: counting what two have in common is then counting bits."""

from typing import Any

import numpy as np
import numpy.typing as npt

Bits = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]


def packed(flags: Flags) -> Bits:
    """Return flags, a multiple of 64 of them, as bits."""
    return np.packbits(flags, bitorder="little").view(np.uint64)


def unpacked(bits: Bits) -> Flags:
    """Return bits as flags."""
    return np.unpackbits(bits.view(np.uint8), bitorder="little").view(np.bool_)


def flagged(places: npt.NDArray[np.integer[Any]], words: int) -> Bits:
    """Return the set of these places, of so many words."""
    flags = np.zeros(words * 64, np.bool_)
    flags[places] = True
    return packed(flags)


def count(bits: Bits) -> int:
    """Return how many a set has."""
    return int(np.bitwise_count(bits).sum(dtype=np.int64))
