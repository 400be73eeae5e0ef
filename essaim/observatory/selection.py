"""The sheets a query finds, as places in the columns: exactly those the catalogue shows for it."""

import datetime
import functools
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt
from django.utils import timezone

from essaim.observatory import filtering, keeping
from essaim.observatory.columns import MISSING, Columns
from essaim.observatory.ragged import Ints
from essaim.search import document, finding_all, labels
from essaim.search.query import Query

T = TypeVar("T")
Flags = npt.NDArray[np.bool_]

_FEW: Final = 10  # selections of less than a tenth of the base are picked sheet by sheet
_KEPT: Final = 16  # selections of the present state of the base, of some 10 bytes a sheet


@dataclass(frozen=True, eq=False)
class Selection:
    """Some published sheets. `places` is None when it is all of them.

    Whatever is taken from it is in the order of `ids`, and is not to be changed. `generation`
    tells the state of the index it was found in; `today` is the day ages are counted to.
    """

    query: Query
    columns: Columns
    places: Ints | None
    generation: int
    today: datetime.date

    @functools.cached_property
    def size(self) -> int:
        """How many sheets."""
        return len(self.columns) if self.places is None else len(self.places)

    @functools.cached_property
    def structures(self) -> int:
        """How many distinct structures they come from."""
        return int(np.count_nonzero(np.bincount(self.structure_places)))

    @functools.cached_property
    def structure_places(self) -> Ints:
        """Of each sheet, the place of its structure in `columns.structure_ids`."""
        return self._taken(self.columns.structure_places)

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
        return self.once(name, lambda: self._taken(self.columns.numbers[name]))

    def pairs(self, name: str) -> tuple[Ints, Ints]:
        """Return a column of lists as pairs: the place of a sheet in the selection, one value."""
        return self.once(("pairs", name), lambda: self._pairs(name))

    def _pairs(self, name: str) -> tuple[Ints, Ints]:
        lists = self.columns.lists[name]
        if self.places is not None and _FEW * self.size > len(self.columns):
            # Of a good part of the base, going through all values is quicker than picking lists.
            rows = self._new_places[lists.rows]
            chosen = np.flatnonzero(rows >= 0)
            return rows[chosen], lists.values[chosen]
        kept = lists if self.places is None else lists.take(self.places)
        return kept.rows, kept.values

    @functools.cached_property
    def _new_places(self) -> Ints:
        """Of each sheet of the base, its place in the selection, or -1."""
        found = np.full(len(self.columns), MISSING, np.int32)
        found[self.places] = np.arange(self.size, dtype=np.int32)
        return found

    def says(self, name: str) -> Flags:
        """Return of each sheet whether it says anything in a column of either kind."""
        return self.once(("says", name), lambda: self._says(name))

    def _says(self, name: str) -> Flags:
        if name in self.columns.lists:
            return np.asarray(self._taken(self.columns.lists[name].lengths) > 0)
        return np.asarray(self.number(name) >= 0)

    def uses(self, name: str) -> Ints:
        """Return of each word how many sheets use it in a column of words.

        Of most of the base, what the others use is counted, and taken off.
        """
        whole = self.columns.uses(name)
        if self.places is None:
            return whole
        if 2 * self.size <= len(self.columns):
            return np.bincount(self.pairs(name)[1], minlength=len(whole))
        left_out = np.ones(len(self.columns), bool)
        left_out[self.places] = False
        others = self.columns.lists[name].take(np.flatnonzero(left_out))
        return whole - np.bincount(others.values, minlength=len(whole))

    @functools.cached_property
    def territories(self) -> "Territories":
        """The départements and regions of its sheets."""
        return Territories.of(self.number("department"))

    def _taken(self, column: Ints) -> Ints:
        return column if self.places is None else column[self.places]


@dataclass(frozen=True, eq=False)
class Territories:
    """Where sheets are: of each, the place of its département and of its region, or -1.

    `codes` are all the départements of the base in order, `regions` all its regions.
    """

    codes: tuple[str, ...]
    regions: tuple[str, ...]
    department: Ints
    region: Ints

    @classmethod
    def of(cls, departments: Ints) -> "Territories":
        """Return the territories of sheets from their column `department`."""
        known = labels.current()
        codes = tuple(sorted(known.departments.names))
        regions = tuple(sorted(known.regions.names))
        places = np.full(36**3, MISSING, np.int16)
        parents = np.full(36**3, MISSING, np.int16)
        for place, code in enumerate(codes):
            places[document.department_code(code)] = place
            parents[document.department_code(code)] = regions.index(known.region_of[code])
        return cls(codes, regions, places[departments], parents[departments])


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
        return Selection(query, columns, filtering.places(columns, query), number, today)
    found = finding_all.found(query)
    columns = keeping.columns_at(found.position)
    places = None if found.ids is None else columns.places_of(found.ids)
    return Selection(query, columns, places, found.number, today)
