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
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from essaim.observatory.ragged import Ints, Ragged
from essaim.search.reader import Position
from essaim.sheets import fields
from essaim.sheets.fields import Field, Kind

SINGLE: Final = tuple(one.name for one in fields.CHOICES)
MULTIPLE: Final = tuple(one.name for one in fields.MULTIPLE_CHOICES)
PERSONS: Final = ("professionals", "volunteers", "others", "people", "beneficiaries")
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
    "filled": np.int64,
}
LIMITS: Final = "limits"
PROSPECTS: Final = "prospects"
LISTS: Final = (*MULTIPLE, "funders", LIMITS, PROSPECTS)
MISSING: Final = -1

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
    def _uses(self) -> dict[str, Ints]:
        return {}

    def uses(self, name: str) -> Ints:
        """Return of each word how many sheets use it in a column of words."""
        if name not in self._uses:
            size = len(self.words.written)
            self._uses[name] = np.bincount(self.lists[name].values, minlength=size)
        return self._uses[name]

    @functools.cached_property
    def publishing(self) -> dict[int, int]:
        """How many structures have a published sheet, by `document.department_code`."""
        size = len(self.structure_ids) + 1
        pairs = self.numbers["department"].astype(np.int64) * size + self.structure_places
        codes, counts = np.unique(np.unique(pairs) // size, return_counts=True)
        return dict(zip(codes.tolist(), counts.tolist(), strict=True))

    def places_of(self, ids: list[int]) -> Ints:
        """Return where these sheets (in order) stand; those that are not here are left out."""
        wanted = np.fromiter(ids, np.int64, len(ids))
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
