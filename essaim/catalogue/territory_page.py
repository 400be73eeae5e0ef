"""What the pages of the territories show: who is there, what is done there, what is next door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.urls import reverse

from essaim.catalogue import addresses, cards, facets, structure_directory
from essaim.catalogue.cards import Card
from essaim.catalogue.structure_directory import Asked, Row
from essaim.network.models import Department, Region, Zone
from essaim.observatory import comparing
from essaim.observatory.comparing import Comparison
from essaim.search import engine, places
from essaim.search.engine import Results
from essaim.search.query import Query
from essaim.sheets import fields, vocabulary

_NEWEST: Final = 6
_THEMES: Final = 8
_STRUCTURES: Final = 12

# Text, address, number of sheets: a row of the macro `doors`.
Door = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class TerritoryPage:
    """A region or a département. `where` is the name in a sentence: « dans le Rhône »."""

    territory: Region | Department
    is_region: bool
    name: str
    where: str
    address: str
    region: tuple[str, str] | None
    total: int
    running: int
    ended: int
    themes: list[Door]
    themes_present: int
    structures: list[Row]
    structures_total: int
    newest: list[Card]
    neighbours: list[Door]
    all_sheets: str
    all_structures: str
    feed: str
    compared: Comparison
    description: str

    @classmethod
    def of(cls, territory: Region | Department) -> "TerritoryPage":
        """Return the page; a département comes with its region. At most seven queries."""
        is_region = isinstance(territory, Region)
        query = Query().adding("region" if is_region else "departement", territory.code)
        results = engine.search(query, limit=_NEWEST)
        region = None if isinstance(territory, Region) else territory.region
        where = _where(territory)
        themes = _themes(query, results)
        here = Q(department__region=territory) if is_region else Q(department=territory)
        structures = structure_directory.ranked(here)
        code = territory.code
        asked = Asked(region=code) if is_region else Asked(department=code)
        return cls(
            territory=territory,
            is_region=is_region,
            name=territory.name,
            where=where,
            address=addresses.of_territory(territory),
            region=(
                (region.name, addresses.of_territory(region))
                if region and region.name != territory.name
                else None
            ),
            total=results.total,
            running=_status(results, fields.STATUS_RUNNING),
            ended=_status(results, fields.STATUS_ENDED),
            themes=themes[:_THEMES],
            themes_present=len(themes),
            structures=structure_directory.rows(structures[:_STRUCTURES]),
            structures_total=len(structures),
            newest=cards.ranked([hit.sheet_id for hit in results.hits]),
            neighbours=_neighbours(territory, results),
            all_sheets=facets.address(reverse("actions:list"), query),
            all_structures=asked.encode(),
            feed=facets.address(reverse("feed"), query),
            compared=(
                comparing.of_region(territory)
                if isinstance(territory, Region)
                else comparing.of_department(territory)
            ),
            description=f"Les actions des centres sociaux et des espaces de vie sociale {where}.",
        )


@dataclass(frozen=True, slots=True)
class RegionDoors:
    """A region and the doors to its départements."""

    name: str
    address: str
    count: int
    departments: list[Door]


@dataclass(frozen=True, slots=True)
class TerritoryList:
    """All the territories: regions of the mainland, then overseas, where each is one door."""

    regions: list[RegionDoors]
    overseas: list[Door]
    collectivities: list[Door]

    @classmethod
    def of(cls, results: Results) -> "TerritoryList":
        """Return the list with the counts of these results: two queries."""
        by_region, by_department = _counts(results, "region"), _counts(results, "departement")
        # The database does not know that « Île » comes before « Normandie ».
        found = Region.objects.prefetch_related("departments")
        regions = sorted(found, key=lambda region: vocabulary.fold(region.name))

        def overseas(zone: str) -> list[Door]:
            # Overseas a region has one département, mostly of its own name.
            return [
                door
                for region in regions
                if region.zone == zone
                for door in _doors(list(region.departments.all()), by_department)
            ]

        return cls(
            regions=[
                RegionDoors(
                    region.name,
                    addresses.of_territory(region),
                    by_region.get(region.code, 0),
                    _doors(list(region.departments.all()), by_department),
                )
                for region in regions
                if region.zone == Zone.METRO
            ],
            overseas=overseas(Zone.DROM),
            collectivities=overseas(Zone.COM),
        )


def find(code: str, slug: str) -> Region | Department | None:
    """Return the territory of that code and slug, else the one of that code: two queries at most.

    Codes overlap (84 is Auvergne-Rhône-Alpes and Vaucluse): the slug decides; without the right
    one the département comes first.
    """
    department = Department.objects.select_related("region").filter(code=code).first()
    if department and department.slug == slug:
        return department
    region = Region.objects.filter(code=code).first()
    if region and region.slug == slug:
        return region
    return department or region


def _where(territory: Region | Department) -> str:
    if isinstance(territory, Region):
        return places.in_region(territory.code, territory.name)
    return places.in_department(territory.code, territory.name)


def _counts(results: Results, key: str) -> dict[str, int]:
    return {value.value: value.count for value in results.facets.get(key, ())}


def _status(results: Results, label: str) -> int:
    return _counts(results, "statut").get(label, 0)


def _themes(query: Query, results: Results) -> list[Door]:
    """Return the themes that have sheets here, most first, as doors into the catalogue."""
    base = reverse("actions:list")
    present = [value for value in results.facets.get("mot-cle", ()) if value.count]
    return [
        (value.label, facets.address(base, query.adding("mot-cle", value.value)), value.count)
        for value in sorted(present, key=lambda value: -value.count)
    ]


def _neighbours(territory: Region | Department, results: Results) -> list[Door]:
    """Return the départements of the same region, or of this one, with their counts."""
    region = territory if isinstance(territory, Region) else territory.region
    # The counts leave out the filter on départements itself: they hold for the neighbours too.
    counts = _counts(results, "departement")
    others = [one for one in region.departments.all() if one.slug != territory.slug]
    return _doors(others, counts)


def _doors(departments: Sequence[Department], counts: Mapping[str, int]) -> list[Door]:
    return [(one.name, addresses.of_territory(one), counts.get(one.code, 0)) for one in departments]
