"""A département as its correspondents see it: how one publishes, who follows it, its structures."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from essaim.network.models import Approval, Correspondence, Department, Membership, Structure
from essaim.network.standing import Standing
from essaim.sheets.models import Sheet
from essaim.workflow import rules
from essaim.workflow.rules import DepartmentAct


@dataclass(frozen=True, slots=True)
class Followed:
    """One département of the list, with its figures."""

    department: Department
    structures: int
    sheets: int
    correspondents: int


def followed(who: Standing) -> list[Followed]:
    """Return the départements one looks after: three queries."""
    departments = Department.objects.annotate(
        structures_count=Count("structures", distinct=True),
        correspondents_count=Count("correspondences__person", distinct=True),
    )
    if not who.is_national:
        departments = departments.filter(code__in=list(who.departments))
    sheets = dict(
        Sheet.objects.published()
        .order_by()
        .values_list("structure__department")
        .annotate(Count("pk"))
    )
    return [
        Followed(
            department,
            department.structures_count,
            sheets.get(department.code, 0),
            department.correspondents_count,
        )
        for department in departments.order_by("code")
    ]


def correspondents(department: Department) -> Sequence[Correspondence]:
    """Return who follows a département, by side then name: one query."""
    return list(
        department.correspondences.filter(person__is_active=True)
        .select_related("person")
        .order_by("side", "person__name", "pk")
    )


def structures(
    department: Department, *, alone: bool = False, words: str = ""
) -> "QuerySet[Structure]":
    """Return the structures of a département; `alone`: those without any member.

    Each has `sheets_count` (published) and `has_members`.
    """
    members = Membership.objects.accepted().filter(structure=OuterRef("pk"))
    found = department.structures.annotate(
        has_members=Exists(members),
        sheets_count=Count("sheets", filter=Q(sheets__state=Sheet.State.PUBLISHED)),
    ).order_by("name", "pk")
    if alone:
        found = found.filter(has_members=False)
    return found.filter(Q(name__icontains=words) | Q(town__icontains=words)) if words else found


def set_approval(who: Standing, code: str, approval: str) -> None:
    """Choose what a sheet needs before it is published there. What waits goes on waiting.

    Raises ValueError (in French) for another value, PermissionDenied.
    """
    rules.require_department(who, DepartmentAct.SET_APPROVAL, code)
    if approval not in Approval.values:
        raise ValueError("Choisissez une des trois façons de publier.")
    with transaction.atomic():
        Department.objects.filter(pk=code).update(approval=approval)
