"""Centres like one's own: the traits two structures are compared by, and how alike they are.

A place is described by whoever asks, or taken from the identity sheet of a structure. The rule,
the whole of it:

- Each trait the place has counts the same. A structure that has the very same value earns two
  points; a size of territory or a band of population just beside, one; another value, none.
- A trait unknown of the place is not asked for. A trait unknown of the structure earns nothing
  and takes nothing off: it is not shared, that is all.
- Without words, more points come first, then the newest sheet. With words, all the points
  together are worth three tenths of the best score that the words alone get: a sheet that the
  words find clearly better stays before one that is only in a like place.
- `proches=oui` keeps what lacks one trait at most (two points) when the place has three traits
  or more, and half a trait (one point) when it has one or two.
- A place taken from a structure (`comme=<id>`) leaves out that structure's own sheets.
"""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from functools import lru_cache
from typing import Final

from essaim.network.models import Structure
from essaim.search.phrases import quoted


class Trait(StrEnum):
    """What structures are compared by: query keys."""

    MANAGEMENT = "gestion"
    SETTING = "milieu"
    PRIORITY = "qpv"
    SIZE = "taille"
    POPULATION = "population"


# The columns of a structure's identity sheet that tell its traits.
TOLD: Final = ("management", "setting", "priority_area", "territory_size", "population")

STRUCTURE_KEY: Final = "comme"
ONLY_KEY: Final = "proches"
# The index column that holds all the traits of a structure as one integer.
COLUMN: Final = "profil"

SAME: Final = 2
NEIGHBOUR: Final = 1
# How many points `proches=oui` lets go.
_ALLOWED: Final = {1: NEIGHBOUR, 2: NEIGHBOUR}

# Inhabitants: each band goes up to (not including) its bound.
POPULATION_BANDS: Final = (2_000, 5_000, 10_000, 20_000, 50_000)

CHOICES: Final[Mapping[Trait, tuple[str, ...]]] = {
    Trait.MANAGEMENT: tuple(Structure.Management.values),
    Trait.SETTING: tuple(Structure.Setting.values),
    Trait.PRIORITY: ("oui", "non"),
    Trait.SIZE: tuple(Structure.TerritorySize.values),
    Trait.POPULATION: tuple(str(band) for band in range(len(POPULATION_BANDS) + 1)),
}
# Their choices stand in order: one beside another is half as good.
_ORDERED: Final = frozenset((Trait.SIZE, Trait.POPULATION))

Levels = Mapping[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Place:
    """A kind of place: each trait a value of its list, "" when it does not matter or is unknown.

    `structure` is the id it was taken from and `name` its name, 0 and "" when it was described;
    `only` keeps what is like it, rather than putting it first.
    """

    gestion: str = ""
    milieu: str = ""
    qpv: str = ""
    taille: str = ""
    population: str = ""
    structure: int = 0
    only: bool = False
    name: str = field(default="", compare=False)

    @classmethod
    def described(cls, traits: Mapping[Trait, str], *, only: bool = False) -> "Place":
        """Return the place that has these traits."""
        gestion, milieu, qpv, taille, population = (traits.get(trait, "") for trait in Trait)
        return cls(gestion, milieu, qpv, taille, population, only=only)

    @property
    def traits(self) -> dict[Trait, str]:
        """The traits that are known."""
        return {trait: value for trait in Trait if (value := str(getattr(self, trait)))}

    @property
    def most(self) -> int:
        """The points of a structure that shares all traits."""
        return SAME * len(self.traits)

    @property
    def enough(self) -> int:
        """The points a structure needs for its sheets to be kept by `proches=oui`."""
        return self.most - _ALLOWED.get(len(self.traits), SAME)


assert {one.name for one in fields(Place)} >= set(Trait)


def resolve(trait: Trait, written: str) -> str | None:
    """Return the value a person or a link wrote for a trait, None when there is no such value.

    A population may be written as a number of inhabitants.
    """
    value = written.strip().lower()
    if trait is Trait.POPULATION and value.isascii() and value.isdigit():
        return band(int(value[:9])) if len(value) > 1 else _known(trait, value)
    return _known(trait, value)


def _known(trait: Trait, value: str) -> str | None:
    return value if value in CHOICES[trait] else None


def band(inhabitants: int) -> str:
    """Return the band of a population."""
    return str(sum(inhabitants >= bound for bound in POPULATION_BANDS))


def place_of(structure: Structure, *, only: bool = False) -> Place:
    """Return the place a structure's identity sheet tells."""
    told = traits_of(
        structure.management,
        structure.setting,
        structure.priority_area,
        structure.territory_size,
        structure.population,
    )
    place = Place.described({trait: told[trait] for trait in Trait}, only=only)
    return replace(place, structure=structure.pk, name=structure.name)


def traits_of(
    management: str, setting: str, priority: bool | None, size: str, population: int | None
) -> dict[str, str]:
    """Return the value of each trait, "" when unknown, from the columns of a structure."""
    values = (
        management,
        setting,
        "" if priority is None else "oui" if priority else "non",
        size,
        band(population) if population else "",
    )
    return dict(zip(map(str, Trait), values, strict=True))


def shared(trait: Trait, wanted: str, found: str) -> int:
    """Return the points that a value earns where another one is wanted."""
    if not (wanted and found):
        return 0
    if wanted == found:
        return SAME
    choices = CHOICES[trait]
    beside = abs(choices.index(wanted) - choices.index(found)) == 1
    return NEIGHBOUR if trait in _ORDERED and beside else 0


def code(place: Place) -> int:
    """Return the integer that stands for all the traits of a place in the index; 0 for none."""
    whole = 0
    for trait in Trait:
        value = str(getattr(place, trait))
        whole = whole * (len(CHOICES[trait]) + 1)
        whole += CHOICES[trait].index(value) + 1 if value else 0
    return whole


def columns(structure: Structure) -> dict[str, int]:
    """Return the index column of a structure's sheets."""
    return {COLUMN: code(place_of(structure))}


@lru_cache(maxsize=256)
def levels(place: Place) -> Levels:
    """Return the codes of the structures that earn each number of points, the most first.

    No code stands at two levels; those that earn nothing are at none.
    """
    wanted = place.traits
    earned = [
        [shared(trait, wanted.get(trait, ""), value) for value in ("", *CHOICES[trait])]
        for trait in Trait
    ]
    found: dict[int, list[int]] = {points: [] for points in range(place.most, 0, -1)}
    # In the order of `code`: the last trait turns fastest.
    for whole, points in enumerate(map(sum, itertools.product(*earned))):
        if points:
            found[points].append(whole)
    return {points: tuple(codes) for points, codes in found.items() if codes}


# Of each value: what is said of several centres, of one, and in a word or two.
_Wording = tuple[str, str, str]


def _alike(said: str, short: str) -> _Wording:
    return said, said, short


def population_label(value: str) -> str:
    """Return a band of population as a person reads it."""
    rank = int(value)
    bounds = [f"{bound:_}".replace("_", "\u202f") for bound in POPULATION_BANDS]
    if rank == 0:
        return f"moins de {bounds[0]} habitants"
    if rank == len(bounds):
        return f"{bounds[-1]} habitants et plus"
    return f"{bounds[rank - 1]} à {bounds[rank]} habitants"


_SAID: Final[Mapping[Trait, Mapping[str, _Wording]]] = {
    Trait.MANAGEMENT: {
        "association": ("gérés par une association", "géré par une association", "association"),
        "collectivite": ("gérés par une collectivité", "géré par une collectivité", "collectivité"),
        "caf": ("gérés par la Caf", "géré par la Caf", "Caf"),
        "autres": ("gérés autrement", "géré autrement", "autre gestion"),
    },
    Trait.SETTING: {
        "urbain": _alike("en ville", "urbain"),
        "rural": _alike("en milieu rural", "rural"),
    },
    Trait.PRIORITY: {
        "oui": _alike("en quartier prioritaire", "QPV"),
        "non": _alike("hors quartier prioritaire", "hors QPV"),
    },
    Trait.SIZE: {
        "quartier": _alike("sur un quartier", "un quartier"),
        "quartiers": _alike("sur plusieurs quartiers", "plusieurs quartiers"),
        "commune": _alike("sur une commune", "une commune"),
        "communes": _alike("sur plusieurs communes", "plusieurs communes"),
    },
    Trait.POPULATION: {
        value: (f"de {population_label(value)}", population_label(value), population_label(value))
        for value in CHOICES[Trait.POPULATION]
    },
}
_BESIDE: Final = {
    Trait.SIZE: "un territoire de taille voisine",
    Trait.POPULATION: "une population voisine",
}


def phrase(place: Place) -> str:
    """Return the clause of a place in a sentence: "dans des centres en ville, …"."""
    if place.structure:
        return f"dans des centres comme {quoted(place.name)}"
    return "dans des centres " + ", ".join(
        _SAID[trait][value][0] for trait, value in place.traits.items()
    )


def described(place: Place) -> tuple[str, ...]:
    """Return each trait of a place as one says it of one centre."""
    return tuple(_SAID[trait][value][1] for trait, value in place.traits.items())


def chip_label(place: Place) -> str:
    """Return a place in a few words: "D’abord : association, rural, QPV"."""
    short = [_SAID[trait][value][2] for trait, value in place.traits.items()]
    what = f"comme {quoted(place.name)}" if place.structure else ", ".join(short)
    return f"{'Seulement' if place.only else 'D’abord'} : {what}"


def reason(place: Place, found: Mapping[str, str]) -> str:
    """Return what a structure of these traits (see `traits_of`) has in common with a place.

    What is the same, then what is near: "en milieu rural, géré par une association"; "" for
    nothing at all.
    """
    points = {trait: shared(trait, wanted, found[trait]) for trait, wanted in place.traits.items()}
    said = [_SAID[trait][found[trait]][1] for trait in points if points[trait] == SAME]
    said += [_BESIDE[trait] for trait in points if points[trait] == NEIGHBOUR]
    return ", ".join(said)
