"""What the page of a structure shows: its identity sheet, as far as it is known, and its sheets."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q
from django.utils.formats import date_format

from essaim.catalogue import addresses, cards, typography
from essaim.catalogue.cards import Card
from essaim.catalogue.numbers import counted
from essaim.network.models import Structure
from essaim.observatory import comparing
from essaim.observatory.comparing import Comparison
from essaim.search.likeness import place_of
from essaim.sheets import vocabulary
from essaim.sheets.models import Sheet

# More sheets than this are one click away, in the catalogue.
SHOWN: Final = 12

_YES: Final = (
    ("priority_area", "Quartier prioritaire de la politique de la ville (QPV)"),
    ("travellers", "Accueille des gens du voyage"),
    ("multi_site", "Plusieurs sites"),
    ("itinerant", "Itinérant"),
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the identity sheet; `address` makes its value a link."""

    heading: str
    values: tuple[str, ...]
    address: str = ""


@dataclass(frozen=True, slots=True)
class StructurePage:
    """The whole page. Texts are as stored: the template sets them.

    `alike`: the address of what comparable places do, "" when nothing can be compared.
    """

    structure: Structure
    name: str
    kind: str
    place: str
    address: str
    territories: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
    axes: tuple[str, ...]
    history: str
    to_review: bool
    demonstration: bool
    total: int
    running: int
    ended: int
    cards: list[Card]
    all_sheets: str
    alike: str
    compared: Comparison
    description: str

    @classmethod
    def of(cls, structure: Structure) -> "StructurePage":
        """Return the page of a structure loaded with its département and region: three queries."""
        published = Sheet.objects.published().filter(structure=structure)
        counts = published.aggregate(
            total=Count("pk"),
            running=Count("pk", filter=Q(status_id=vocabulary.RUNNING_ID)),
            ended=Count("pk", filter=Q(status_id=vocabulary.ENDED_ID)),
        )
        kind, place = structure.get_kind_display(), cards.place_of(structure)
        newest = published.order_by("-published_at", "-pk").values_list("pk", flat=True)[:SHOWN]
        return cls(
            structure=structure,
            name=structure.name,
            kind=kind,
            place=place,
            address=addresses.of_structure(structure),
            territories=_territories(structure),
            facts=_facts(structure),
            axes=tuple(axis for axis in map(str, structure.axes) if axis.strip()),
            history=structure.history if structure.history.strip() else "",
            to_review=structure.to_review,
            demonstration=structure.is_demonstration,
            **counts,
            cards=cards.ranked(list(newest)),
            all_sheets=addresses.of_search(structure=structure.pk),
            alike=addresses.of_search(comme=structure.pk) if place_of(structure).traits else "",
            compared=comparing.of_structure(structure),
            description=_description(structure, kind, place, counts["total"]),
        )


def _territories(structure: Structure) -> tuple[tuple[str, str], ...]:
    """Return the names and addresses of the region and the département, where known."""
    department = structure.department
    if department is None:
        return ()
    return tuple(
        (territory.name, addresses.of_territory(territory))
        for territory in (department.region, department)
        if territory is department or territory.name != department.name
    )


def _facts(structure: Structure) -> tuple[Fact, ...]:
    """Return what is known, in the order one asks for it. The e-mail address is never shown."""
    website = structure.website if typography.is_web_address(structure.website) else ""
    street = (structure.address, f"{structure.postcode} {structure.town}".strip())
    federation = ("Fédération des centres sociaux",) if structure.federation_member else ()
    founded = structure.agreement_date
    population = counted(structure.population, "habitant") if structure.population else ""
    facts = (
        Fact("Type", (structure.get_kind_display(),)),
        Fact("Adresse", street),
        Fact("Site internet", (_shown(website),), website),
        Fact("Gestion", (structure.get_management_display(),)),
        Fact("Milieu", (structure.get_setting_display(),)),
        Fact("Territoire", (structure.get_territory_size_display(),)),
        Fact("Population desservie", (population,)),
        Fact("Premier agrément", (date_format(founded, "F Y") if founded else "",)),
        Fact("Fédération", (*federation, structure.other_federation)),
        Fact("À savoir", tuple(label for name, label in _YES if getattr(structure, name))),
        Fact("SIRET", (_siret(structure.siret),)),
    )
    kept = (Fact(fact.heading, tuple(filter(None, fact.values)), fact.address) for fact in facts)
    return tuple(fact for fact in kept if fact.values)


def _shown(website: str) -> str:
    return website.partition("://")[2].rstrip("/")


def _siret(digits: str) -> str:
    """Return the 14 digits in the usual groups: 123 456 789 00012."""
    return " ".join(filter(None, (digits[:3], digits[3:6], digits[6:9], digits[9:])))


def _description(structure: Structure, kind: str, place: str, total: int) -> str:
    who = f"{structure.name}, {kind[:1].lower()}{kind[1:]}" if kind else structure.name
    where = f" ({place})" if place else ""
    what = f" : {counted(total, 'fiche action publiée', 'fiches action publiées')}" if total else ""
    return f"{who}{where}{what}."
