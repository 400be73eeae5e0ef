"""All published sheets as columns of numbers: what measures are computed from.

One value a sheet in `numbers`, several in `lists`, -1 where a sheet says nothing:

- `status`, `dimension`, `territory`, `audience`: ranks of terms.
- `structure`: its id; `department`: `document.department_code`, 0 for none.
- `priority`: whether the structure is in a priority area, 1 or 0; `setting`: 0 urban, 1 rural.
- `year`: the one the sheet states; `published`, `renewed`: days (`date.toordinal`, in Paris), the
  first publication and the last time somebody published or confirmed it.
- `budget` in cents, `months`, and persons: as `sheets.figure_columns` has them.
- `stated`: 1 when the author gave the budget, 2 when the persons, 3 both.
- `filled`: one bit for each of `ASKED` that the sheet answers.
- lists: `keywords`, `initiative`, `partners` (ranks); `funders` (rank + 1 of a partner, 0 for any
  other funder); `limits`, `prospects` (words, by their place in `Words`).
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from essaim.observatory.planes import Figures, Grouped, Order, Planes, Runs
from essaim.observatory.ragged import Ints, Ragged
from essaim.search.bitsets import Bits
from essaim.search.reader import Position
from essaim.sheets import fields
from essaim.sheets.fields import Field, Kind

SINGLE: Final = tuple(one.name for one in fields.CHOICES)
MULTIPLE: Final = tuple(one.name for one in fields.MULTIPLE_CHOICES)
PERSONS: Final = ("professionals", "volunteers", "others", "people", "beneficiaries")
FILLED: Final = "filled"
NUMBERS: Final[Mapping[str, npt.DTypeLike]] = {
    **dict.fromkeys(SINGLE, np.int32),
    "structure": np.int64,
    "department": np.int32,
    "priority": np.int8,
    "setting": np.int8,
    "year": np.int16,
    "published": np.int32,
    "renewed": np.int32,
    "budget": np.int64,
    "months": np.int32,
    **dict.fromkeys(PERSONS, np.int32),
    "stated": np.int8,
    FILLED: np.int64,
}
T = TypeVar("T")

LIMITS: Final = "limits"
PROSPECTS: Final = "prospects"
LISTS: Final = (*MULTIPLE, "funders", LIMITS, PROSPECTS)
# Those of which structures are counted too: the few codes of vocabularies, and the years.
MARKED: Final = (*SINGLE, *MULTIPLE, "funders", "year")
MISSING: Final = -1

MONTHLY: Final = "monthly"  # made of two columns: the cents of a budget for one month

STATED_BUDGET: Final = 1
STATED_PERSONS: Final = 2


def _is_asked(one: Field) -> bool:
    """Whether every sheet can answer: a detail or a reason has a sense on some sheets only."""
    kinds = (Kind.TITLE, Kind.CHOICE, Kind.CHOICES, Kind.TEXT, Kind.YEAR)
    return one.kind in kinds and one.only_if is None and one.name != "initiative_detail"


# The fields that tell how complete a sheet is.
ASKED: Final = tuple(one for one in fields.FIELDS if _is_asked(one))


@dataclass(slots=True)
class Words:
    """The words of the lists of words: each indexed form, and one way in which it is written."""

    codes: dict[str, int] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)

    def code(self, stem: str, written: str) -> int:
        """Return the place of a word, a new one when it is new."""
        code = self.codes.setdefault(stem, len(self.written))
        if code == len(self.written):
            self.written.append(written)
        return code

    def copy(self) -> "Words":
        """Return the same words, to which others can be added."""
        return Words(dict(self.codes), list(self.written))


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """What sheets say, as pairs: the place of a sheet, a code from 0 to `size` - 1."""

    places: Ints
    codes: Ints
    size: int


@dataclass(frozen=True, eq=False)
class Columns:
    """The published sheets in the order of their ids, as they were at `position` or later."""

    ids: Ints
    numbers: Mapping[str, Ints]
    lists: Mapping[str, Ragged]
    words: Words
    position: Position

    def __len__(self) -> int:
        return len(self.ids)

    @functools.cached_property
    def structure_ids(self) -> Ints:
        """The ids of the structures that have a published sheet, in order."""
        return np.unique(self.numbers["structure"])

    @functools.cached_property
    def structure_places(self) -> Ints:
        """Of each sheet, the place of its structure in `structure_ids`."""
        return np.searchsorted(self.structure_ids, self.numbers["structure"]).astype(np.int32)

    @functools.cached_property
    def order(self) -> Order:
        """Where each sheet stands among the bits."""
        return Order.of(self.numbers["department"], self.structure_places)

    @functools.cached_property
    def _made(self) -> dict[object, Any]:
        return {}

    def _once(self, key: object, make: Callable[[], T]) -> T:
        """Return what is made of a column when first asked for."""
        if key not in self._made:
            self._made[key] = make()
        made: T = self._made[key]
        return made

    def figures(self, name: str) -> Figures:
        """Return a column of numbers as those it says, or `MONTHLY`: budgets for one month."""
        return self._once(("figures", name), lambda: Figures.of(self.order, self._told(name)))

    def _told(self, name: str) -> npt.NDArray[Any]:
        if name != MONTHLY:
            return self.numbers[name]
        cents, months = self.numbers["budget"], self.numbers["months"]
        return np.where((cents >= 0) & (months > 0), cents / np.maximum(months, 1), MISSING)

    def planes(self, name: str) -> Planes:
        """Return which sheets have each code of a column (see `coded`), or each rubric of `FILLED`.

        A rubric's code is its place in `ASKED`.
        """
        return self._once(("planes", name), lambda: self._planes(name))

    def _planes(self, name: str) -> Planes:
        if name == FILLED:
            held = (self.numbers[name] >> bit & 1 == 1 for bit in range(len(ASKED)))
            return Planes.of_sets(self.order, [self.order.having(one) for one in held])
        coded = self.coded(name)
        return Planes.of(self.order, self.order.slots[coded.places], coded.codes, coded.size)

    def uses(self, name: str, places: Ints | None = None) -> Ints:
        """Return how many sheets, of all or of those at these places, use each word in a column."""
        size = len(self.words.written)
        if places is None:
            values = self.lists[name].values
            return self._once(("uses", name), lambda: np.bincount(values, minlength=size))
        return np.bincount(self.lists[name].take(places).values, minlength=size)

    def saying(self, name: str) -> Bits:
        """Return which sheets say something in a column of either kind."""
        return self._once(("saying", name), lambda: self.order.having(self._says(name)))

    def _says(self, name: str) -> npt.NDArray[np.bool_]:
        said = self.lists[name].lengths > 0 if name in self.lists else self.numbers[name] >= 0
        return np.asarray(said)

    def stating(self, what: int) -> Bits:
        """Return the sheets whose author gave this (`STATED_BUDGET`, `STATED_PERSONS`)."""
        stated = self.numbers["stated"]
        return self._once(("stating", what), lambda: self.order.having(stated & what != 0))

    @functools.cached_property
    def runs(self) -> Runs:
        """The sheets by structure: `Runs.structures` are places in `structure_ids`."""
        return Runs.of(self.order, self.structure_places, self.numbers["department"])

    @functools.cached_property
    def marks(self) -> tuple[Mapping[str, slice], list[Ints]]:
        """All that sheets say in the columns `MARKED`, as bits: 64 to an array, by slot.

        First where the codes of each column stand, counting bits from that of the first array.
        """
        planes = {name: self.planes(name) for name in MARKED}
        ends = np.cumsum([one.size for one in planes.values()]).tolist()
        where = {
            name: slice(end - one.size, end)
            for (name, one), end in zip(planes.items(), ends, strict=True)
        }
        found = [np.zeros(len(self.order.places), "<u8") for _ in range(ends[-1] // 64 + 1)]
        for name, one in planes.items():
            one.mark(found, where[name].start)
        return where, found

    def coded(self, name: str) -> "Coded":
        """Return what sheets say as pairs: of a list, of a single vocabulary, or of `year`.

        A year's code is its rank in `figures`.
        """
        if name in self.lists:
            lists = self.lists[name]
            most = int(lists.values.max()) + 1 if len(lists.values) else 0
            size = max(most, len(self.words.written)) if name in (LIMITS, PROSPECTS) else most
            return Coded(lists.rows(), lists.values, size)
        column = self.numbers[name]
        if name == "year":
            column = self.figures(name).ranks.astype(np.int32) - 1
        places = np.flatnonzero(column >= 0)
        return Coded(places, column[places], int(column.max(initial=MISSING)) + 1)

    def grouped(self, figure: str, name: str) -> Grouped:
        """Return the figures of the sheets that have each code of a column."""
        return self._once((figure, name), lambda: self._grouped(figure, name))

    def _grouped(self, figure: str, name: str) -> Grouped:
        figures, coded = self.figures(figure), self.coded(name)
        ranks = figures.ranks[coded.places]
        told = np.flatnonzero(ranks)
        slots = self.order.slots[coded.places[told]]
        return Grouped.of(figures, slots, coded.codes[told], ranks[told], coded.size)

    @functools.cached_property
    def publishing(self) -> dict[int, int]:
        """How many structures have a published sheet, by `document.department_code`."""
        size = len(self.structure_ids) + 1
        pairs = self.numbers["department"].astype(np.int64) * size + self.structure_places
        codes, counts = np.unique(np.unique(pairs) // size, return_counts=True)
        return dict(zip(codes.tolist(), counts.tolist(), strict=True))

    def places_of(self, ids: Sequence[int] | Ints) -> Ints:
        """Return where these sheets (in order) stand; those that are not here are left out."""
        wanted = np.asarray(ids, np.int64)
        places = np.searchsorted(self.ids, wanted)
        places = places[places < len(self.ids)] if len(self.ids) else places[:0]
        found: Ints = places[self.ids[places] == wanted[: len(places)]]
        return found

    def replacing(self, ids: list[int], fresh: "Columns") -> "Columns":
        """Return the columns with `fresh` in the place of what they say of these sheets.

        `ids` are in order.
        """
        gone = np.zeros(len(self), bool)
        gone[self.places_of(ids)] = True
        places = np.concatenate(
            [np.flatnonzero(~gone), len(self) + np.arange(len(fresh), dtype=np.int64)]
        )
        both = np.concatenate([self.ids, fresh.ids])[places]
        order = np.argsort(both, kind="stable")
        places = places[order]
        return Columns(
            both[order],
            {
                name: np.concatenate([column, fresh.numbers[name]])[places]
                for name, column in self.numbers.items()
            },
            {
                name: lists.followed_by(fresh.lists[name]).take(places)
                for name, lists in self.lists.items()
            },
            fresh.words,
            fresh.position,
        )
