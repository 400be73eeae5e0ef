"""Sheets as bits: one for each sheet in a fixed order, so that selecting and counting are quick.

A set of sheets is packed bits, 64 to a word (`Bits`). So is each code of a column: the sheets of a
selection that have it are those in both, and counting them is counting bits. At 100,000 sheets a
set is 12 kB, and all vocabularies are counted in a fraction of a millisecond.

Sheets stand by département, each beginning a word, then by structure: what a département has is
the sum of its words, and the sheets of a structure are side by side.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from essaim.observatory.ragged import Ints
from essaim.search.bitsets import Bits, Flags, packed, unpacked

_BITS: Final = 64
_ROOM: Final = 2  # slots, of 32 bits, in the room of a word
_AT_ONCE: Final = 1 << 15  # words looked at together: they fit a processor's cache
_TAKEN_AT_ONCE: Final = 1 << 16


def _taken(flags: Flags, slots: Ints) -> Flags:
    """Return the flags at these slots: numpy would first write all of the slots as longer ones."""
    if len(slots) <= _TAKEN_AT_ONCE:
        return flags.take(slots)
    starts = range(0, len(slots), _TAKEN_AT_ONCE)
    return np.concatenate([flags.take(slots[at : at + _TAKEN_AT_ONCE]) for at in starts])


@dataclass(frozen=True, eq=False)
class Order:
    """Where each sheet stands among the bits: its slot.

    `slots` is by sheet, in the order of the columns; `places` by slot, the sheet's place in the
    columns, -1 where no sheet stands. `departments` are the codes of the départements in order
    (`document.department_code`), `starts` the first word of each.
    """

    slots: Ints
    places: Ints
    departments: Ints
    starts: Ints

    @classmethod
    def of(cls, departments: Ints, structures: Ints) -> "Order":
        """Return the order of sheets of these départements and structures."""
        sheets = np.lexsort((structures, departments))
        codes, counts = np.unique(departments, return_counts=True)
        lengths = -(-counts // _BITS)
        starts = np.cumsum(lengths) - lengths
        before = np.cumsum(counts) - counts
        ranks = np.arange(len(sheets)) - np.repeat(before, counts)
        slots = np.empty(len(sheets), np.int32)
        slots[sheets] = np.repeat(starts * _BITS, counts) + ranks
        places = np.full(int(lengths.sum()) * _BITS, -1, np.int32)
        places[slots] = np.arange(len(sheets), dtype=np.int32)
        return cls(slots, places, codes, starts)

    @property
    def words(self) -> int:
        """How many words a set takes."""
        return len(self.places) // _BITS

    @functools.cached_property
    def everything(self) -> Bits:
        """All sheets."""
        return packed(self.places >= 0)

    def having(self, flags: Flags) -> Bits:
        """Return the sheets that are flagged, in the order of the columns, as bits."""
        spread = np.zeros(len(self.places), bool)
        spread[self.slots] = flags
        return packed(spread)

    def at(self, places: Ints) -> Bits:
        """Return the sheets at these places of the columns as bits."""
        spread = np.zeros(len(self.places), bool)
        spread[self.slots[places]] = True
        return packed(spread)

    def spread(self, column: Ints) -> Ints:
        """Return a column by slot, 0 where no sheet stands."""
        found: Ints = np.zeros(len(self.places), column.dtype)
        found[self.slots] = column
        return found

    def within(self, departments: Sequence[int]) -> Bits:
        """Return all the sheets of these départements."""
        ends = np.append(self.starts[1:], self.words)
        inside = np.repeat(np.isin(self.departments, departments), ends - self.starts)
        found: Bits = np.where(inside, self.everything, np.uint64(0))
        return found

    def by_department(self, counts: npt.NDArray[Any]) -> Ints:
        """Return the sums of counts, one a word in the last axis, for each of `departments`."""
        if not len(self.starts):
            return np.zeros((*counts.shape[:-1], 0), np.int64)
        found: Ints = np.add.reduceat(counts, self.starts, axis=-1, dtype=np.int64)
        return found


@dataclass(frozen=True, eq=False)
class Planes:
    """Which sheets have each code of a column, codes going from 0 to `size` - 1.

    `bits` has one set for each of the codes `common`. Of the codes `rare`, which would take more
    room so, the slots stand one after the other: of the nth from `starts[n]` on.
    """

    size: int
    common: Ints
    bits: Bits
    rare: Ints
    starts: Ints
    slots: Ints

    @classmethod
    def of(cls, order: Order, slots: Ints, codes: Ints, size: int) -> "Planes":
        """Return the planes of pairs: a slot, and a code its sheet has."""
        # Short numbers are put in order ten times quicker.
        short = codes.astype(np.uint16) if size <= 1 << 16 else codes
        slots = slots[np.argsort(short, kind="stable")].astype(np.int32)
        uses = np.bincount(codes, minlength=size)
        is_common = uses >= max(1, _ROOM * order.words)
        common, rare = np.flatnonzero(is_common), np.flatnonzero(~is_common & (uses > 0))
        ends = np.cumsum(uses)
        bits = np.zeros((len(common), order.words), np.uint64)
        for line, code in enumerate(common.tolist()):
            spread = np.zeros(len(order.places), bool)
            spread[slots[ends[code] - uses[code] : ends[code]]] = True
            bits[line] = packed(spread)
        starts = np.cumsum(uses[rare]) - uses[rare]
        few = slots[np.repeat(~is_common, uses)]
        return cls(size, common, bits, rare, starts, few)

    @classmethod
    def of_sets(cls, order: Order, sets: Sequence[Bits]) -> "Planes":
        """Return the planes of codes whose sheets are known, most sheets having most of them."""
        none = np.zeros(0, np.int32)
        bits = np.array(sets, np.uint64).reshape(len(sets), order.words)
        return cls(len(sets), np.arange(len(sets)), bits, none, none, none)

    def counts(self, bits: Bits) -> Ints:
        """Return of each code how many sheets of a set have it."""
        found = np.zeros(self.size, np.int64)
        step = max(1, _AT_ONCE // max(1, len(bits)))
        for start in range(0, len(self.common), step):
            both = np.bitwise_count(self.bits[start : start + step] & bits)
            found[self.common[start : start + step]] = both.sum(axis=1, dtype=np.int64)
        if len(self.rare):
            held = _taken(unpacked(bits), self.slots).view(np.uint8)
            # What has no more sheets than that: half as many bytes to add up.
            kind = np.uint16 if _ROOM * len(bits) < 1 << 16 else np.uint32
            found[self.rare] = np.add.reduceat(held, self.starts, dtype=kind)
        return found

    def by_department(self, order: Order, bits: Bits) -> Ints:
        """Return the same for each of `order.departments`: one line for each code."""
        found = np.zeros((self.size, len(order.departments)), np.int64)
        found[self.common] = order.by_department(np.bitwise_count(self.bits & bits))
        for code in self.rare.tolist():
            found[code] = order.by_department(np.bitwise_count(self.having([code]) & bits))
        return found

    def having(self, codes: Sequence[int]) -> Bits:
        """Return the sheets that have one of these codes."""
        found: Bits = np.bitwise_or.reduce(self.bits[np.isin(self.common, codes)], axis=0)
        spread = unpacked(found)
        for place in np.flatnonzero(np.isin(self.rare, codes)).tolist():
            spread[self.slots[self.starts[place] : self._end(place)]] = True
        return packed(spread)

    def mark(self, marks: list[Ints], first: int) -> None:
        """Set the bit `first` + code of each slot that has the code; `marks` hold 64 bits each."""
        for code, bits in zip(self.common.tolist(), self.bits, strict=True):
            array, bit = divmod(first + code, _BITS)
            marks[array] |= unpacked(bits).astype(np.uint64) << np.uint64(bit)
        for place, code in enumerate(self.rare.tolist()):
            array, bit = divmod(first + code, _BITS)
            marks[array][self.slots[self.starts[place] : self._end(place)]] |= np.uint64(1 << bit)

    def _end(self, place: int) -> int:
        return int(self.starts[place + 1]) if place + 1 < len(self.starts) else len(self.slots)


@dataclass(frozen=True, eq=False)
class Figures:
    """A column of numbers, of which there are few different ones: each is counted, none sorted.

    `values` are the different numbers in order; `ranks`, by place in the columns and `by_slot`,
    are those of each sheet's own in them from 1, 0 where it says nothing.
    """

    values: npt.NDArray[Any]
    ranks: Ints
    by_slot: Ints

    @classmethod
    def of(cls, order: Order, column: npt.NDArray[Any]) -> "Figures":
        """Return the figures of a column, negative where a sheet says nothing."""
        told = column >= 0
        values, ranks = np.unique(column[told], return_inverse=True)
        kind = np.uint16 if len(values) < 1 << 16 else np.int32
        found: Ints = np.zeros(len(column), kind)
        found[told] = ranks + 1
        return cls(values, found, order.spread(found))

    @functools.cached_property
    def totals(self) -> Ints:
        """Of each of `values` how many of all sheets say it."""
        found: Ints = np.bincount(self.ranks, minlength=len(self.values) + 1)[1:]
        return found

    def counts(self, slots: Ints) -> Ints:
        """Return of each of `values` how many of the sheets at these slots say it."""
        found: Ints = np.bincount(self.by_slot[slots], minlength=len(self.values) + 1)[1:]
        return found


@dataclass(frozen=True, eq=False)
class _Held:
    """Flags as bits, counted on the way: `upto` is how many there are up to the end of each word.

    The last word has none.
    """

    size: int
    words: Bits
    upto: Ints

    @classmethod
    def of(cls, flags: Flags) -> "_Held":
        padded = np.zeros((len(flags) // _BITS + 1) * _BITS, bool)
        padded[: len(flags)] = flags
        words = packed(padded)
        return cls(len(flags), words, np.cumsum(np.bitwise_count(words), dtype=np.int64))

    def before(self, places: Ints) -> Ints:
        """Return how many flags there are before each of these places."""
        words, within = self.words[places // _BITS], (places % _BITS).astype(np.uint64)
        later = np.bitwise_count(words >> within)
        found: Ints = self.upto[places // _BITS] - later
        return found

    def nth(self, counts: Ints) -> Ints:
        """Return where so many flags have been counted, from 1; any place when there are fewer."""
        places = np.minimum(np.searchsorted(self.upto, counts), len(self.words) - 1)
        words = self.words[places]
        # Of each bit of the word, how many there are up to it.
        bits = unpacked(words.reshape(-1)).reshape(*words.shape, _BITS)
        sofar = self.upto[places] - np.bitwise_count(words)
        within = np.argmax(
            np.cumsum(bits, axis=-1) + sofar[..., None] >= counts[..., None], axis=-1
        )
        found: Ints = np.minimum(places * _BITS + within, self.size - 1)
        return found


Spread = tuple[float, float, float]  # first quartile, median, third quartile


@dataclass(frozen=True, eq=False)
class Grouped:
    """A figure of sheets by group: slots in the order of groups, then of `figures`.

    `ranks` is that of each figure in `figures.values`, `ends` where each group ends.
    """

    figures: Figures
    slots: Ints
    ranks: Ints
    ends: Ints

    @classmethod
    def of(cls, figures: Figures, slots: Ints, groups: Ints, ranks: Ints, count: int) -> "Grouped":
        """Return pairs of a slot and a group, and the ranks (as in `Figures.ranks`) said there."""
        order = np.argsort(groups.astype(np.int64) * (len(figures.values) + 1) + ranks)
        ends = np.cumsum(np.bincount(groups, minlength=count))
        return cls(figures, slots[order].astype(np.int32), ranks[order] - 1, ends)

    def spreads(self, flags: Flags, least: int) -> list[tuple[int, Spread | None]]:
        """Return of each group how many of these sheets say a figure, and their quartiles.

        None under `least`. Between two figures, in proportion.
        """
        if not len(self.slots):
            return [(0, None)] * len(self.ends)
        held = _Held.of(_taken(flags, self.slots))
        ends = np.concatenate([[0], held.before(self.ends)])
        counts = np.diff(ends)
        ranks = np.maximum(counts - 1, 0)[:, None] * np.array((0.25, 0.5, 0.75))
        wanted = np.stack([np.floor(ranks), np.ceil(ranks)]).astype(np.int64) + ends[:-1, None] + 1
        below, above = self.figures.values[self.ranks[held.nth(wanted)]]
        found = below + (above - below) * (ranks % 1)
        return [
            (count, (low, middle, high) if count >= least else None)
            for count, (low, middle, high) in zip(counts.tolist(), found.tolist(), strict=True)
        ]


@dataclass(frozen=True, eq=False)
class Runs:
    """All sheets by structure, side by side as they stand: a run has those of one.

    `by_slot` is the run of each slot, `structures` and `departments` what each run comes from. A
    structure that has moved meanwhile has two runs.
    """

    by_slot: Ints
    structures: Ints
    departments: Ints

    @classmethod
    def of(cls, order: Order, structures: Ints, departments: Ints) -> "Runs":
        """Return the runs of sheets of these structures and départements, by place."""
        slots = np.flatnonzero(order.places >= 0)
        places = order.places[slots]
        begins = np.ones(len(places), bool)
        begins[1:] = (np.diff(structures[places]) != 0) | (np.diff(departments[places]) != 0)
        by_slot = np.zeros(len(order.places), np.int32)
        by_slot[slots] = np.cumsum(begins) - 1
        firsts = places[begins]
        return cls(by_slot, structures[firsts], departments[firsts])


@dataclass(frozen=True, eq=False)
class Groups:
    """Selected sheets by structure: the `starts` of each run of sheets, then whose and where.

    `is_once` tells that no structure has two runs.
    """

    starts: Ints
    structures: Ints
    departments: Ints
    is_once: bool

    @classmethod
    def of(cls, runs: Runs, slots: Ints) -> "Groups":
        """Return the groups of the sheets at these slots, in order."""
        met = runs.by_slot[slots]
        first = np.zeros(min(1, len(met)), np.int64)
        starts = np.concatenate([first, np.flatnonzero(np.diff(met)) + 1])
        met = met[starts]
        structures = runs.structures[met]
        is_once = int(np.bincount(structures).max(initial=0)) < 2
        return cls(starts, structures, runs.departments[met], is_once)

    @property
    def count(self) -> int:
        """How many structures."""
        return len(self.starts) if self.is_once else len(np.unique(self.structures))

    def having(self, flags: Flags) -> int:
        """Return how many structures have a sheet that is flagged."""
        if not len(flags):
            return 0
        met = np.logical_or.reduceat(flags, self.starts)
        if self.is_once:
            return int(np.count_nonzero(met))
        return int(np.count_nonzero(np.bincount(self.structures[met])))

    def by_mark(self, marks: Ints) -> Ints:
        """Return for each bit how many structures have a sheet marked with it."""
        size = marks.dtype.itemsize
        if not len(marks):
            return np.zeros(8 * size, np.int64)
        met = np.bitwise_or.reduceat(marks, self.starts)
        if not self.is_once:
            merged = np.zeros(int(self.structures.max()) + 1, marks.dtype)
            np.bitwise_or.at(merged, self.structures, met)
            met = merged
        bits = np.unpackbits(met.view(np.uint8).reshape(-1, size), axis=1, bitorder="little")
        found: Ints = bits.sum(axis=0, dtype=np.uint32).astype(np.int64)
        return found
