"""Which brochures somebody may see, and what they may do to them."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from essaim.brochures.models import Brochure
from essaim.brochures.selecting import Scope
from essaim.network.models import Department, Region, Structure
from essaim.network.standing import Standing
from essaim.workflow import rules
from essaim.workflow.rules import BrochureSituation, Right, StructureAct

# Never read in a list: the whole content may weigh megabytes.
_HEAVY = ("content", "foreword")


@dataclass(frozen=True, slots=True)
class Place:
    """One thing a brochure can be begun for."""

    name: str
    query: str


def situation(brochure: Brochure) -> BrochureSituation:
    """Return whose brochure it is; one query for a region's."""
    codes: frozenset[str] = frozenset()
    if brochure.structure_id is None and brochure.department_id:
        codes = frozenset({brochure.department_id})
    elif brochure.structure_id is None and brochure.region_id:
        rows = Department.objects.filter(region=brochure.region_id)
        codes = frozenset(rows.values_list("pk", flat=True))
    return BrochureSituation(brochure.owner_id, brochure.structure_id, codes)


def find(who: Standing, pk: int, *, to_change: bool = False) -> Brochure:
    """Return a brochure that person may open, or change; to others it is not there (Http404).

    Raises PermissionDenied when they may open it only.
    """
    rows = Brochure.objects.select_related("structure", "department", "region", "owner")
    brochure = rows.defer("content").filter(pk=pk).first()
    if brochure is None:
        raise Http404
    what = situation(brochure)
    if not rules.may_open_brochure(who, what):
        raise Http404
    if to_change and not rules.may_change_brochure(who, what):
        raise PermissionDenied("Vous ne pouvez pas changer cette plaquette.")
    return brochure


def listed(who: Standing) -> "QuerySet[Brochure]":
    """Return one's own brochures, and those of one's structures and départements, newest first."""
    wanted = Q(owner=who.person_id) | Q(structure__in=list(who.structures))
    codes = list(who.departments)
    wanted |= Q(structure__isnull=True) & (
        Q(department__in=codes) | Q(region__departments__in=codes)
    )
    if who.is_national:
        wanted |= Q(pk__isnull=False)
    rows = Brochure.objects.filter(pk__in=Brochure.objects.filter(wanted).values("pk"))
    return rows.defer(*_HEAVY).select_related("structure", "department", "region", "owner")


def may_make(who: Standing, scope: Scope) -> bool:
    """Whether that person may make a brochure of such a selection."""
    if rules.has(who, Right.MAKE_BROCHURES):
        return True
    structure = scope.structure
    return structure is not None and rules.may_structure(who, StructureAct.MAKE_BROCHURE, structure)


def require(who: Standing, scope: Scope) -> None:
    """Raise PermissionDenied, with a French sentence, when they may not."""
    if not may_make(who, scope):
        raise PermissionDenied(
            "Vous pouvez faire la plaquette de votre structure ; celles des territoires sont "
            "faites par les correspondants."
        )


def places(who: Standing) -> list[Place]:
    """Return what somebody would most likely make a brochure of: theirs, three queries at most."""
    found = [
        Place(structure.name, f"structure={structure.pk}")
        for structure in Structure.objects.filter(pk__in=list(who.structures)).order_by("name")
    ]
    departments = Department.objects.filter(pk__in=list(who.departments)).order_by("name")
    found += [Place(one.name, f"departement={one.pk}") for one in departments]
    regions = Region.objects.filter(departments__in=list(who.departments)).distinct()
    found += [Place(f"{one.name} (région)", f"region={one.pk}") for one in regions.order_by("name")]
    if who.is_national:
        found.append(Place("Toute la France", ""))
    return found
