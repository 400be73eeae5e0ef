"""Roles given and taken by whoever runs the machine. Each call is idempotent, and says what is.

On the site roles come from people who may give them (see `joining` and `inviting`).
"""

from collections.abc import Callable
from typing import Any, Final

from django.utils import timezone

from essaim.network.models import Correspondence, Department, Membership, Person, Structure

ACTOR: Final = "commande"


class Unknown(Exception):
    """No such structure or département; the message is French."""


def grant_national(person: Person) -> str:
    """Make a national administrator."""
    if person.is_staff and person.is_superuser:
        return "administre déjà Essaim."
    person.is_staff = person.is_superuser = True
    person.save(update_fields=["is_staff", "is_superuser"])
    return "administre maintenant Essaim."


def revoke_national(person: Person) -> str:
    """Make somebody like the others again."""
    if not (person.is_staff or person.is_superuser):
        return "n’administrait pas Essaim."
    person.is_staff = person.is_superuser = False
    person.save(update_fields=["is_staff", "is_superuser"])
    return "n’administre plus Essaim."


def grant_department(person: Person, code: str, side: str) -> str:
    """Make a correspondent of that département (Insee code), for that side."""
    department = _department(code)
    _, made = Correspondence.objects.get_or_create(person=person, department=department, side=side)
    words = f"{_named(department)}, côté {Correspondence.Side(side).label}"
    return f"suit {'maintenant' if made else 'déjà'} {words}."


def revoke_department(person: Person, code: str, side: str) -> str:
    """End a correspondence."""
    department = _department(code)
    rows = Correspondence.objects.filter(person=person, department=department, side=side)
    gone, _ = rows.delete()
    words = f"{_named(department)}, côté {Correspondence.Side(side).label}"
    return f"ne suit plus {words}." if gone else f"ne suivait pas {words}."


def grant_structure(person: Person, structure_id: int, manager: bool) -> str:
    """Make a member of that structure, or its manager. A manager stays one."""
    structure = _structure(structure_id)
    membership = Membership.objects.filter(person=person, structure=structure).first()
    accepted = membership is not None and membership.state == Membership.State.ACCEPTED
    was_manager = accepted and membership is not None and membership.role == _MANAGER
    if accepted and (was_manager or not manager):
        return f"est déjà {_word(was_manager)} de {structure.listed_name}."
    Membership.objects.update_or_create(
        person=person,
        structure=structure,
        defaults={
            "role": _MANAGER if manager else Membership.Role.MEMBER,
            "state": Membership.State.ACCEPTED,
            "decided_at": timezone.now(),
            "decided_by": ACTOR,
        },
    )
    return f"est maintenant {_word(manager)} de {structure.listed_name}."


def revoke_structure(person: Person, structure_id: int, manager: bool) -> str:
    """End a membership; with `manager`, only what is more than a member's."""
    structure = _structure(structure_id)
    rows = Membership.objects.accepted().filter(person=person, structure=structure)
    if manager:
        changed = rows.filter(role=_MANAGER).update(role=Membership.Role.MEMBER)
        words = "n’est plus responsable" if changed else "n’était pas responsable"
    else:
        ended = {"state": Membership.State.ENDED, "role": Membership.Role.MEMBER}
        changed = rows.update(**ended, decided_at=timezone.now(), decided_by=ACTOR)
        words = "n’est plus membre" if changed else "n’était pas membre"
    return f"{words} de {structure.listed_name}."


GRANTS: Final[dict[str, Callable[..., str]]] = {
    "national": grant_national,
    "department": grant_department,
    "structure": grant_structure,
}
REVOCATIONS: Final[dict[str, Callable[..., str]]] = {
    "national": revoke_national,
    "department": revoke_department,
    "structure": revoke_structure,
}
_MANAGER: Final = Membership.Role.MANAGER


def everybody() -> list[Person]:
    """Return all people with what their roles need, by address: three queries."""
    rows = Person.objects.order_by("email")
    return list(
        rows.prefetch_related("memberships__structure__department", "correspondences__department")
    )


def as_values(person: Person) -> dict[str, Any]:
    """Return a person and their roles, as JSON carries them, under French keys."""
    return {
        "adresse": person.email,
        "nom": person.name,
        "ouvert": person.is_active,
        "national": person.is_staff,
        "structures": [
            {"id": one.structure_id, "nom": one.structure.listed_name, "role": one.role}
            for one in _accepted(person)
        ],
        "departements": [
            {"code": one.department_id, "cote": one.side} for one in person.correspondences.all()
        ],
    }


def as_sentences(person: Person) -> list[str]:
    """Return a person's roles in words."""
    said = []
    if not person.is_active:
        said.append("compte fermé")
    if person.is_staff:
        said.append("administration nationale")
    for one in _accepted(person):
        role = _word(one.role == _MANAGER)
        said.append(f"{role} de {one.structure.listed_name} (n° {one.structure_id})")
    said.extend(
        f"suit {_named(one.department)}, côté {one.get_side_display()}"
        for one in person.correspondences.all()
    )
    return said


def _accepted(person: Person) -> list[Membership]:
    return [one for one in person.memberships.all() if one.state == Membership.State.ACCEPTED]


def _word(manager: bool) -> str:
    return "responsable" if manager else "membre"


def _named(department: Department) -> str:
    return f"{department.name} ({department.code})"


def _department(code: str) -> Department:
    found = Department.objects.filter(code=code.strip().upper()).first()
    if found is None:
        raise Unknown(f"Aucun département n’a le code « {code} ».")
    return found


def _structure(number: int) -> Structure:
    found = Structure.objects.select_related("department").filter(pk=number).first()
    if found is None:
        raise Unknown(f"Aucune structure n’a le numéro {number}.")
    return found
