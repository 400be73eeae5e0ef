"""The panel « Des centres comme le mien », beside the results."""

from dataclasses import dataclass
from typing import Final

from essaim.catalogue import addresses, facets
from essaim.network.models import Structure
from essaim.search import likeness
from essaim.search.likeness import Place, Trait
from essaim.search.query import Query, Sort

_HEADINGS: Final = {
    Trait.MANAGEMENT: "Gestion",
    Trait.SETTING: "Milieu",
    Trait.PRIORITY: "Quartier prioritaire (QPV)",
    Trait.SIZE: "Territoire",
    Trait.POPULATION: "Population",
}
_LABELS: Final[dict[Trait, dict[str, str]]] = {
    Trait.MANAGEMENT: dict(Structure.Management.choices),
    Trait.SETTING: dict(Structure.Setting.choices),
    Trait.PRIORITY: {"oui": "Oui", "non": "Non"},
    Trait.SIZE: dict(Structure.TerritorySize.choices),
    Trait.POPULATION: {
        value: likeness.population_label(value).capitalize()
        for value in likeness.CHOICES[Trait.POPULATION]
    },
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A trait to choose a value of: (value, label, whether it is chosen)."""

    key: str
    heading: str
    options: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """The structure that places are compared to; `described` is the search by its traits alone."""

    identifier: int
    name: str
    address: str
    traits: tuple[str, ...]
    described: str


@dataclass(frozen=True, slots=True)
class PlacePanel:
    """All of it. `mine` and `like_mine`: the member's structure and the search for its like.

    `mine` alone: its identity sheet says nothing to compare. `by_likeness`: the same search in
    the order that the place decides, when another one is in force.
    """

    is_open: bool
    mine: str
    like_mine: str
    taken: Taken | None
    choices: tuple[Choice, ...]
    only: bool
    by_likeness: str


def of(query: Query, base: str, mine: Structure | None) -> PlacePanel:
    """Return the panel of a query under the catalogue's address `base`: no database query.

    `mine`: the structure of the member who reads, None for anybody else.
    """
    place = query.place or Place()
    own = mine if mine is not None and mine.pk != place.structure else None
    # Another order was chosen before the place: the place would change nothing.
    idle = query.place is not None and not place.only and query.order is not Sort.RELEVANCE
    return PlacePanel(
        is_open=query.place is not None,
        mine=own.name if own else "",
        like_mine=_like(query, base, own, place.only) if own else "",
        taken=_taken(query, base, place) if place.structure else None,
        choices=tuple(_choice(trait, str(getattr(place, trait))) for trait in Trait),
        only=place.only,
        by_likeness=facets.address(base, query.with_sort(None)) if idle else "",
    )


def whose(query: Query, mine: Structure | None) -> str:
    """Return the words before what a card has in common with the query's place.

    Whoever describes a place describes their own; that of a structure is one's own or not.
    """
    taken = query.place.structure if query.place else 0
    return "Comme vous" if not taken or (mine and mine.pk == taken) else "Là aussi"


def _like(query: Query, base: str, own: Structure, only: bool) -> str:
    place = likeness.place_of(own, only=only)
    return facets.address(base, query.with_sort(None).like(place)) if place.traits else ""


def _taken(query: Query, base: str, place: Place) -> Taken:
    described = Place.described(place.traits, only=place.only)
    return Taken(
        place.structure,
        place.name,
        addresses.of_structure(Structure(pk=place.structure, name=place.name)),
        likeness.described(place),
        facets.address(base, query.like(described)),
    )


def _choice(trait: Trait, chosen: str) -> Choice:
    options = [("", "Peu importe", not chosen)]
    options += [(value, label, value == chosen) for value, label in _LABELS[trait].items()]
    return Choice(str(trait), _HEADINGS[trait], tuple(options))
