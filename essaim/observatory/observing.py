"""What the observatory says of a query: all its measures, or one on the map."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from essaim.observatory.measures import BY_KEY, MEASURES, counting, places
from essaim.observatory.measures.mapping import Mapped
from essaim.observatory.results import Result
from essaim.observatory.selection import Selection, select
from essaim.search.query import Query

BY_SHEET: Final = "fiche"
BY_STRUCTURE: Final = "structure"
_KEPT: Final = 2_000  # results of the present state of the base
# Measures that also read the directory of structures, which the event log does not follow.
_OF_THE_DIRECTORY: Final = frozenset(("sans-fiche", "absences"))


@dataclass(frozen=True, slots=True)
class Observation:
    """What the measures give for a query, by key, in the order of `MEASURES`."""

    query: Query
    selection_size: int
    structures: int
    results: Mapping[str, Result]


class _Kept:
    """The last results, of one state of the base on one day."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.state: object = None
        self.results: OrderedDict[object, Result] = OrderedDict()

    def get(self, selection: Selection, key: object, compute: Callable[[], Result]) -> Result:
        """Return what is kept under `key` for the selection, or compute it and keep it."""
        state, key = (selection.generation, selection.today), (selection.query, key)
        with self.lock:
            if state != self.state:
                self.results.clear()
                self.state = state
            if key in self.results:
                self.results.move_to_end(key)
                return self.results[key]
        found = compute()
        with self.lock:
            if state == self.state:
                self.results[key] = found
                if len(self.results) > _KEPT:
                    self.results.popitem(last=False)
        return found


_kept = _Kept()


def observe(query: Query, keys: Iterable[str] | None = None) -> Observation:
    """Return what these measures (all of them by default) say of the sheets a query finds.

    The order and the page of the query do not matter. Raises KeyError for an unknown key.
    Results are shared: they do not change.
    """
    wanted = None if keys is None else {BY_KEY[key].key for key in keys}
    selection = select(query)
    return Observation(
        selection.query,
        selection.size,
        selection.structures,
        {
            measure.key: _result(selection, measure.key)
            for measure in MEASURES
            if wanted is None or measure.key in wanted
        },
    )


def _result(selection: Selection, key: str) -> Result:
    measure = BY_KEY[key]
    if key in _OF_THE_DIRECTORY:
        known = places.known_structures()
        with places.directory(known):
            kept_as = key, tuple(sorted(known.items()))
            return _kept.get(selection, kept_as, lambda: measure.compute(selection))
    return _kept.get(selection, key, lambda: counting.computed(measure, selection))


def map_of(query: Query, key: str, per: str = BY_SHEET) -> Result:
    """Return a measure's number for each département of the base, in the order of codes.

    `per` is "fiche", or "structure": each structure then counts once, for the mean of its sheets
    (for the number of sheets: how many a structure publishes). Raises KeyError for a measure that
    is unknown or not mappable, and for another `per`.
    """
    mapped = BY_KEY[key].per_department
    if mapped is None or per not in (BY_SHEET, BY_STRUCTURE):
        raise KeyError(key if mapped is None else per)
    selection = select(query)
    compute = mapped.by_structure if per == BY_STRUCTURE and isinstance(mapped, Mapped) else mapped
    return _kept.get(selection, (key, per), lambda: compute(selection))
