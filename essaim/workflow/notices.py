"""Who is told what, by e-mail, when something happens to a sheet. Called after the transaction.

Whoever did it is not told; nobody is told who has asked not to be. Each side is led to its own
page of the sheet: the structure to where it writes, those who look after it to their desk.
"""

from collections.abc import Iterable
from enum import Enum

from django.conf import settings
from django.db.models import Q

from essaim.letters import replies, sending
from essaim.network.models import Correspondence, Membership, Person, Structure
from essaim.network.people import names_of
from essaim.sheets.models import Revision, Sheet
from essaim.workflow.models import Message, SideApproval


class Side(Enum):
    """Who a letter is for, by the page of the sheet that they are led to."""

    STRUCTURE = "/contribuer/{number}/"
    SUPERVISORS = "/bureau/fiches/{number}/"


def submitted(sheet_id: int, actor: str) -> None:
    """Tell the correspondents that a version waits for them."""
    sheet = _sheet(sheet_id)
    _send("soumise", supervisors(sheet.structure), actor, sheet, Side.SUPERVISORS)


def half_approved(sheet_id: int, actor: str) -> None:
    """Tell the side that has not answered that the other has agreed."""
    sheet = _sheet(sheet_id)
    given = SideApproval.objects.filter(
        revision__sheet=sheet, revision__state=Revision.State.SUBMITTED
    ).values_list("side", flat=True)
    others = Correspondence.objects.filter(department=sheet.structure.department_id).exclude(
        side__in=list(given)
    )
    people = Person.objects.filter(is_active=True, correspondences__in=others).distinct()
    _send("accord", people, actor, sheet, Side.SUPERVISORS)


def published(sheet_id: int, actor: str) -> None:
    """Tell the structure that its sheet is online."""
    sheet = _sheet(sheet_id)
    _send("publiee", members(sheet.structure), actor, sheet, Side.STRUCTURE)


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
    people = _wanted(_people_of(Q(structure__in=structures)), actor)
    # The kept sheet is followed by its own structure only: all are shown the public page.
    context = {"sheet": _told(kept, Side.STRUCTURE), "other": _told(other, Side.STRUCTURE)}
    sending.to_people("reunie", people, context)


def said(sheet_id: int, message_id: int) -> None:
    """Tell the other side what has been written in the conversation."""
    message = Message.objects.get(pk=message_id)
    sheet = _sheet(sheet_id)
    if message.from_structure:
        people, side = supervisors(sheet.structure), Side.SUPERVISORS
    else:
        people, side = members(sheet.structure), Side.STRUCTURE
    _send("message", people, message.actor, sheet, side, message=_said(message))


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


def _told(sheet: Sheet, side: Side) -> dict[str, str | int]:
    """Return what letters say of a sheet: its title is the waiting version's, if any.

    A version that has not been submitted is the structure's own: nobody else reads its title.
    """
    waiting = Revision.objects.waiting().filter(sheet=sheet)
    if side is Side.SUPERVISORS:
        waiting = waiting.exclude(state=Revision.State.DRAFT)
    revision = waiting.first()
    title = str(revision.content.get("titre", "")) if revision else ""
    department = sheet.structure.department
    return {
        "number": sheet.number,
        "title": title or sheet.display_title,
        "structure": sheet.structure.name,
        "department": department.name if department else "",
        "address": settings.SITE_ADDRESS + side.value.format(number=sheet.number),
        "public": f"{settings.SITE_ADDRESS}/actions/{sheet.number}-{sheet.slug}/",
    }


def _said(message: Message) -> dict[str, str]:
    author = names_of([message.actor]).get(message.actor, "Une personne d’Essaim")
    return {"text": message.text, "author": author}


def _about_message(letter: str, sheet_id: int, message_id: int) -> None:
    message = Message.objects.get(pk=message_id)
    sheet = _sheet(sheet_id)
    people = members(sheet.structure)
    _send(letter, people, message.actor, sheet, Side.STRUCTURE, message=_said(message))


def _send(
    letter: str,
    people: Iterable[Person],
    actor: str,
    sheet: Sheet,
    side: Side,
    **context: object,
) -> None:
    """Send a letter about a sheet, which can be answered where answers are read."""
    sending.to_people(
        letter,
        _wanted(people, actor),
        {"sheet": _told(sheet, side), **context},
        reply_to=lambda person: replies.address(person, sheet.pk),
    )


def _wanted(people: Iterable[Person], actor: str) -> list[Person]:
    return [person for person in people if person.wants_messages and person.actor != actor]
