"""What a person is, read once for a request: every right is decided from it."""

from dataclasses import dataclass, field
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from essaim.network.models import Correspondence, Membership, Person


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's roles. The default is a visitor nobody knows.

    `structures` maps the ids of the person's structures to their role there; `departments` the
    codes of the départements they follow to the sides they follow them for.
    """

    person_id: int | None = None
    actor: str = "anonyme"
    is_national: bool = False
    structures: dict[int, str] = field(default_factory=dict)
    departments: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        """Whether this is somebody signed in."""
        return self.person_id is not None

    def is_member(self, structure_id: int) -> bool:
        """Whether they belong to that structure, in any role."""
        return structure_id in self.structures

    def is_manager(self, structure_id: int) -> bool:
        """Whether they answer for that structure."""
        return self.structures.get(structure_id) == Membership.Role.MANAGER

    def follows(self, department: str | None) -> bool:
        """Whether they are a correspondent of that département."""
        return department is not None and department in self.departments

    @classmethod
    def of(cls, person: Person | AnonymousUser) -> Self:
        """Read a person's roles: two queries. Somebody shut out is a visitor."""
        if not isinstance(person, Person) or not person.is_active:
            return cls()
        structures = dict(
            Membership.objects.accepted().filter(person=person).values_list("structure_id", "role")
        )
        departments: dict[str, set[str]] = {}
        for code, side in Correspondence.objects.filter(person=person).values_list(
            "department_id", "side"
        ):
            departments.setdefault(code, set()).add(side)
        return cls(
            person_id=person.pk,
            actor=person.actor,
            is_national=person.is_staff,
            structures=structures,
            departments={code: frozenset(sides) for code, sides in departments.items()},
        )


def who_asks(request: HttpRequest) -> Standing:
    """Return the standing of whoever sent the request, read once for it."""
    known: Standing | None = getattr(request, "_standing", None)
    if known is None:
        known = Standing.of(request.user)
        request._standing = known  # type: ignore[attr-defined]
    return known


def in_templates(request: HttpRequest) -> dict[str, object]:
    """Give `who` to every template; read only by the pages that name it."""
    return {"who": SimpleLazyObject(lambda: who_asks(request))}
