"""The sheets a query finds, as places in the columns: exactly those the catalogue shows for it."""

import datetime
import functools
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt
from django.utils import timezone

from essaim.observatory import filtering, keeping, territories
from essaim.observatory.columns import Columns
from essaim.observatory.planes import Figures, Groups
from essaim.observatory.ragged import Ints
from essaim.observatory.territories import Territories
from essaim.search import bitsets, finding_all
from essaim.search.bitsets import Bits, Flags
from essaim.search.query import Query

T = TypeVar("T")

_FEW: Final = 13  # words of less of the base than that are gone through sheet by sheet
_KEPT: Final = 16  # selections of the present state of the base, of some 20 bytes a sheet


@dataclass(frozen=True, eq=False)
class Selection:
    """Some published sheets, as `bits` of `columns.order`.

    Whatever is taken from it is in the order of `places`, and is not to be changed. `generation`
    tells the state of the index it was found in; `today` is the day ages are counted to.
    """

    query: Query
    columns: Columns
    bits: Bits
    generation: int
    today: datetime.date

    @functools.cached_property
    def size(self) -> int:
        """How many sheets."""
        return bitsets.count(self.bits)

    @functools.cached_property
    def flags(self) -> Flags:
        """Of each slot of `columns.order`, whether its sheet is selected."""
        return bitsets.unpacked(self.bits)

    @functools.cached_property
    def slots(self) -> Ints:
        """The slots of the sheets, in order."""
        return np.flatnonzero(self.flags)

    @functools.cached_property
    def places(self) -> Ints:
        """The places of the sheets in the columns: by département, then by structure."""
        return self.columns.order.places[self.slots]

    @functools.cached_property
    def structure_places(self) -> Ints:
        """Of each sheet, the place of its structure in `columns.structure_ids`."""
        return self.columns.structure_places[self.places]

    @functools.cached_property
    def groups(self) -> Groups:
        """Its sheets by structure."""
        return Groups.of(self.columns.runs, self.slots)

    @functools.cached_property
    def structures(self) -> int:
        """How many distinct structures they come from."""
        return self.groups.count

    @functools.cached_property
    def _computed(self) -> dict[object, Any]:
        return {}

    def once(self, key: object, compute: Callable[[], T]) -> T:
        """Return what several measures need, computed by the first of them."""
        if key not in self._computed:
            self._computed[key] = compute()
        found: T = self._computed[key]
        return found

    def number(self, name: str) -> Ints:
        """Return one column (see `columns`), -1 where a sheet says nothing."""
        return self.once(name, lambda: self.columns.numbers[name][self.places])

    def having(self, name: str, codes: Sequence[int]) -> Bits:
        """Return which sheets have one of these codes (see `Columns.coded`)."""
        return self.bits & self.columns.planes(name).having(codes)

    def saying(self, name: str) -> int:
        """Return how many sheets say something in a column of either kind."""
        return bitsets.count(self.bits & self.columns.saying(name))

    def says(self, name: str) -> Flags:
        """Return of each sheet whether it says anything there."""
        return self.once(("says", name), lambda: self.told(self.columns.saying(name)))

    def told(self, bits: Bits) -> Flags:
        """Return of each sheet whether it is one of these."""
        return bitsets.unpacked(bits)[self.slots]

    def counts(self, name: str) -> Ints:
        """Return how many sheets have each code."""
        return self.once(("counts", name), lambda: self.columns.planes(name).counts(self.bits))

    def structures_by_code(self, name: str) -> Ints:
        """Return how many distinct structures have a sheet with each code of a marked column."""
        where, _ = self.columns.marks
        return self.once("structures by code", self._structures_by_code)[where[name]]

    def _structures_by_code(self) -> Ints:
        # Of all columns at once: most of the work is the same for one.
        _, marks = self.columns.marks
        return np.concatenate([self.groups.by_mark(some[self.slots]) for some in marks])

    def uses(self, name: str) -> Ints:
        """Return of each word how many sheets use it in a column of words."""
        if _FEW * self.size <= len(self.columns):
            return self.columns.uses(name, self.places)
        if _FEW * (len(self.columns) - self.size) <= len(self.columns):
            left_out = self.columns.order.places[self._left_out]
            return self.columns.uses(name) - self.columns.uses(name, left_out)
        return self.counts(name)

    def figures(self, name: str) -> tuple[npt.NDArray[Any], Ints]:
        """Return the different numbers of a column in order, and how many sheets say each."""
        figures = self.columns.figures(name)
        return figures.values, self.once(("figures", name), lambda: self._said(figures))

    def _said(self, figures: Figures) -> Ints:
        if 2 * self.size <= len(self.columns):
            return figures.counts(self.slots)
        return figures.totals - figures.counts(self._left_out)

    @functools.cached_property
    def _left_out(self) -> Ints:
        """The slots of the sheets that are not selected."""
        return np.flatnonzero(bitsets.unpacked(self.columns.order.everything & ~self.bits))

    def by_department(self, name: str) -> Ints:
        """Return the sheets that have each code, one column for each of `territories.codes`."""
        order = self.columns.order
        return self._spread(self.columns.planes(name).by_department(order, self.bits))

    def in_departments(self, bits: Bits) -> Ints:
        """Return how many of its sheets among these each of `territories.codes` has."""
        order = self.columns.order
        return self._spread(order.by_department(np.bitwise_count(self.bits & bits)))

    @functools.cached_property
    def publishing(self) -> Ints:
        """From how many structures the sheets of each of `territories.codes` come."""
        known = self.territories
        where = known.place[self.groups.departments]
        return np.bincount(where[where >= 0], minlength=len(known.codes))

    def _spread(self, counts: Ints) -> Ints:
        known = self.territories
        where = known.place[self.columns.order.departments]
        found = np.zeros((*counts.shape[:-1], len(known.codes)), np.int64)
        found[..., where[where >= 0]] = counts[..., where >= 0]
        return found

    @property
    def territories(self) -> Territories:
        """The départements and regions of the base."""
        return territories.known()

    @functools.cached_property
    def department_places(self) -> Ints:
        """Of each sheet, the place of its département in `territories.codes`, or -1."""
        return self.territories.place[self.number("department")]


class _Kept:
    """The last selections, of one state of the base."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.state: object = None
        self.found: OrderedDict[Query, Selection] = OrderedDict()


_kept = _Kept()


def asked(query: Query) -> Query:
    """Return what of a query decides which sheets it finds."""
    return replace(query, sort=None, page=1, notices=())


def make_ready() -> None:
    """Have the columns made before anybody asks: the first time, seconds for 100,000 sheets."""
    select(Query())


def select(query: Query) -> Selection:
    """Return the sheets a query finds, as the base is now. Shared: not to be changed."""
    wanted, today = asked(query), timezone.localdate()
    number, _ = finding_all.state()
    with _kept.lock:
        if _kept.state != (number, today):
            _kept.found.clear()
            _kept.state = number, today
        if wanted in _kept.found:
            _kept.found.move_to_end(wanted)
            return _kept.found[wanted]
    selection = _select(wanted, today)
    with _kept.lock:
        if _kept.state == (selection.generation, today):
            _kept.found[wanted] = selection
            if len(_kept.found) > _KEPT:
                _kept.found.popitem(last=False)
    return selection


def _select(query: Query, today: datetime.date) -> Selection:
    if filtering.is_enough(query):
        number, position = finding_all.state()
        columns = keeping.columns_at(position)
        return Selection(query, columns, filtering.found(columns, query), number, today)
    found = finding_all.found(query)
    columns = keeping.columns_at(found.position)
    order = columns.order
    bits = order.everything if found.ids is None else order.at(columns.places_of(found.ids))
    return Selection(query, columns, bits, found.number, today)
