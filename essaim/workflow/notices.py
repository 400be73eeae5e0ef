"""Who is told what, by e-mail, when something happens to a sheet. Called after the transaction.

Whoever did it is not told; nobody is told who has asked not to be.
"""

from collections.abc import Iterable

from django.db.models import Q

from essaim.letters import sending
from essaim.network.models import Correspondence, Membership, Person, Structure
from essaim.sheets.models import Revision, Sheet
from essaim.workflow.models import Message, SideApproval


def submitted(sheet_id: int, actor: str) -> None:
    """Tell the correspondents that a version waits for them."""
    sheet = _sheet(sheet_id)
    _send("soumise", supervisors(sheet.structure), actor, sheet=_told(sheet))


def half_approved(sheet_id: int, actor: str) -> None:
    """Tell the side that has not answered that the other has agreed."""
    sheet = _sheet(sheet_id)
    given = SideApproval.objects.filter(
        revision__sheet=sheet, revision__state=Revision.State.SUBMITTED
    ).values_list("side", flat=True)
    others = Correspondence.objects.filter(department=sheet.structure.department_id).exclude(
        side__in=list(given)
    )
    people = Person.objects.filter(correspondences__in=others).distinct()
    _send("accord", people, actor, sheet=_told(sheet))


def published(sheet_id: int, actor: str) -> None:
    """Tell the structure that its sheet is online."""
    sheet = _sheet(sheet_id)
    _send("publiee", members(sheet.structure), actor, sheet=_told(sheet))


def returned(sheet_id: int, message_id: int) -> None:
    """Tell the structure that its sheet comes back, and why."""
    _about_message("renvoyee", sheet_id, message_id)


def withdrawn(sheet_id: int, message_id: int) -> None:
    """Tell the structure that its sheet is no longer online, and why."""
    _about_message("retiree", sheet_id, message_id)


def merged(kept_id: int, other_id: int, actor: str) -> None:
    """Tell both structures that two sheets are now one."""
    kept, other = _sheet(kept_id), _sheet(other_id)
    structures = {kept.structure_id, other.structure_id}
    people = _people_of(Q(structure__in=structures))
    _send("reunie", people, actor, sheet=_told(kept), other=_told(other))


def said(sheet_id: int, message_id: int) -> None:
    """Tell the other side what has been written in the conversation."""
    message = Message.objects.get(pk=message_id)
    sheet = _sheet(sheet_id)
    people = supervisors(sheet.structure) if message.from_structure else members(sheet.structure)
    _send("message", people, message.actor, sheet=_told(sheet), message=_said(message))


def members(structure: Structure) -> Iterable[Person]:
    """Return the people of a structure."""
    return _people_of(Q(structure=structure))


def supervisors(structure: Structure) -> Iterable[Person]:
    """Return who looks after a structure: its correspondents, or else the nation."""
    return correspondents(structure.department_id)


def correspondents(department: str | None) -> Iterable[Person]:
    """Return who follows a département, or else the nation."""
    # A list, never `= None`: that would find everybody who follows nothing.
    people = Person.objects.filter(
        is_active=True, correspondences__department__in=[department] if department else []
    ).distinct()
    return people or Person.objects.filter(is_active=True, is_staff=True)


def _people_of(memberships: Q) -> Iterable[Person]:
    accepted = Membership.objects.accepted().filter(memberships)
    return Person.objects.filter(is_active=True, memberships__in=accepted).distinct()


def _sheet(sheet_id: int) -> Sheet:
    return Sheet.objects.select_related("structure__department").get(pk=sheet_id)


def _told(sheet: Sheet) -> dict[str, str | int]:
    """Return what letters say of a sheet: its title is the waiting version's, if any."""
    waiting = Revision.objects.waiting().filter(sheet=sheet).first()
    title = str(waiting.content.get("titre", "")) if waiting else ""
    return {
        "number": sheet.number,
        "title": title or sheet.display_title,
        "slug": sheet.slug,
        "structure": sheet.structure.name,
    }


def _said(message: Message) -> dict[str, str]:
    person = Person.objects.filter(pk=message.actor.removeprefix("personne:") or 0).first()
    return {"text": message.text, "author": person.display_name if person else "Essaim"}


def _about_message(letter: str, sheet_id: int, message_id: int) -> None:
    message = Message.objects.get(pk=message_id)
    sheet = _sheet(sheet_id)
    _send(
        letter, members(sheet.structure), message.actor, sheet=_told(sheet), message=_said(message)
    )


def _send(letter: str, people: Iterable[Person], actor: str, **context: object) -> None:
    wanted = [person for person in people if person.wants_messages and person.actor != actor]
    sending.to_people(letter, wanted, context)
