"""The départements and regions of the base, as places of arrays."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from essaim.observatory.columns import MISSING
from essaim.observatory.ragged import Ints
from essaim.search import document, labels
from essaim.search.labels import Labels

_CODES: Final = 36**3  # what `document.department_code` may give


@dataclass(frozen=True, eq=False)
class Territories:
    """The départements (`codes`) and the regions of the base, in order.

    `place` is by `document.department_code`: the place of a département in `codes`, -1 for none.
    `region_of` is the place in `regions` of the region of each of `codes`.
    """

    codes: tuple[str, ...]
    regions: tuple[str, ...]
    place: Ints
    region_of: Ints

    @classmethod
    def of(cls, known: Labels) -> "Territories":
        """Return the territories of these labels."""
        codes = tuple(sorted(known.departments.names))
        regions = tuple(sorted(known.regions.names))
        places = np.full(_CODES, MISSING, np.int16)
        for place, code in enumerate(codes):
            places[document.department_code(code)] = place
        parents = [regions.index(known.region_of[code]) for code in codes]
        return cls(codes, regions, places, np.array(parents, np.int16))

    def by_region(self, counts: Ints) -> Ints:
        """Return the sums for each of `regions` of counts for each of `codes`, the last axis."""
        belongs = np.zeros((len(self.codes), len(self.regions)), np.int64)
        belongs[np.arange(len(self.codes)), self.region_of] = 1
        summed: Ints = counts @ belongs
        return summed


class _Last:
    """The territories of the labels last asked for."""

    held: tuple[Labels, Territories] | None = None


def known() -> Territories:
    """Return the territories of the base, as labels were last read."""
    read, held = labels.current(), _Last.held
    if held is None or held[0] is not read:
        held = _Last.held = read, Territories.of(read)
    return held[1]
