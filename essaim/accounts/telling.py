"""Who is told what, by letter, when a team changes. Called once the transaction has ended.

What answers somebody's own request is sent whatever they have chosen; what invites to act can be
stopped. Whoever did it is not told.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.urls import reverse

from essaim.catalogue import addresses, dates
from essaim.letters import sending
from essaim.network.models import Membership, Person, Structure, StructureRequest
from essaim.network.people import names_of
from essaim.workflow import notices

if TYPE_CHECKING:
    from essaim.accounts.inviting import Invitation


def deciders(structure: Structure) -> list[Person]:
    """Return who answers requests: the managers, or else the correspondents, or else the nation."""
    managers = Membership.objects.accepted().filter(
        structure=structure, role=Membership.Role.MANAGER
    )
    people = Person.objects.filter(is_active=True, memberships__in=managers).distinct()
    return list(people or notices.supervisors(structure))


def asked(membership_id: int) -> None:
    """Tell who decides that somebody asks to join; nobody when it was withdrawn at once."""
    membership = _membership(membership_id)
    if membership is None or membership.state != Membership.State.ASKED:
        return
    _invite_to_act(
        "demande-recue",
        deciders(membership.structure),
        {
            **_told(membership),
            "message": membership.message,
            "address": reverse("accounts:requests"),
        },
        but=membership.person.actor,
    )


def answered(membership_id: int, word: str) -> None:
    """Tell somebody that their request was accepted or refused."""
    membership = _membership(membership_id)
    if membership is None:
        return
    letters = {
        Membership.State.ACCEPTED: "demande-acceptee",
        Membership.State.REFUSED: "demande-refusee",
    }
    letter = letters.get(Membership.State(membership.state))
    if letter:
        _tell(letter, membership.person, **_told(membership), word=word)


def removed(membership_id: int, word: str) -> None:
    """Tell somebody that they are no longer a member."""
    membership = _membership(membership_id)
    if membership is not None:
        _tell("equipe-retrait", membership.person, **_told(membership), word=word)


def role_changed(membership_id: int) -> None:
    """Tell somebody that they are now a manager, or no longer one."""
    membership = _membership(membership_id)
    if membership is not None:
        _tell("equipe-role", membership.person, **_told(membership))


def without_manager(structure_id: int) -> None:
    """Tell who looks after a structure that requests to join it now come to them."""
    structure = Structure.objects.select_related("department").filter(pk=structure_id).first()
    if structure is not None:
        _invite_to_act(
            "sans-responsable",
            notices.supervisors(structure),
            {
                "structure": structure.name,
                "address": reverse("accounts:team", kwargs={"structure_id": structure.pk}),
            },
        )


def invited(invitation: "Invitation", token: str) -> None:
    """Send an invitation. The token is in no other place."""
    sending.to_address(
        "invitation",
        invitation.email,
        {
            "structure": invitation.structure,
            "place": invitation.place,
            "inviter": invitation.inviter,
            "role": invitation.role_label,
            "until": dates.day(invitation.expires_at),
            "address": reverse("accounts:invitation", kwargs={"token": token}),
        },
    )


def joined(membership_id: int, inviter: str) -> None:
    """Tell whoever invited somebody that they have come."""
    membership = _membership(membership_id)
    person = _person(inviter)
    if membership is not None and person is not None:
        _invite_to_act(
            "invitation-acceptee",
            [person],
            {
                **_told(membership),
                "address": reverse("accounts:team", args=[membership.structure_id]),
            },
        )


def structure_asked(request_id: int) -> None:
    """Tell who looks after a département that somebody misses a structure there."""
    request = _request(request_id)
    if request is not None:
        _invite_to_act(
            "structure-demandee",
            notices.correspondents(request.department_id),
            {
                "structure": request.name,
                "town": request.town,
                "place": request.department.name,
                "who": request.person.display_name,
                "email": request.person.email,
                "message": request.message,
                "address": reverse("accounts:structure_request", args=[request.pk]),
            },
            but=request.person.actor,
        )


def structure_created(request_id: int) -> None:
    """Tell somebody that the structure is there, and theirs to look after."""
    _answer_request("structure-creee", request_id)


def structure_found(request_id: int, at_once: bool) -> None:
    """Tell somebody that the structure was there; `at_once`: they are its manager."""
    _answer_request("structure-trouvee", request_id, at_once=at_once)


def structure_refused(request_id: int) -> None:
    """Tell somebody that the structure will not be created, and why."""
    _answer_request("structure-refusee", request_id)


def erased(address: str, name: str) -> None:
    """Confirm to somebody that nothing of them is left; the last letter they get."""
    sending.to_address("compte-efface", address, {"person": name})


def inactive(person: Person, day: str) -> None:
    """Warn somebody that their account will be erased that day unless they sign in."""
    _tell("compte-inactif", person, day=day, address=reverse("accounts:home"))


def _answer_request(letter: str, request_id: int, **context: object) -> None:
    request = _request(request_id)
    if request is None:
        return
    there = request.structure
    _tell(
        letter,
        request.person,
        asked=request.name,
        structure=there.name if there else "",
        public_address=addresses.of_structure(there) if there else "",
        reason=request.reason,
        write_address=reverse("editor:mine"),
        **context,
    )


def _membership(membership_id: int) -> Membership | None:
    rows = Membership.objects.select_related("person", "structure__department")
    return rows.filter(pk=membership_id).first()


def _request(request_id: int) -> StructureRequest | None:
    rows = StructureRequest.objects.select_related("person", "department", "structure__department")
    return rows.filter(pk=request_id).first()


def _person(actor: str) -> Person | None:
    kind, _, identifier = actor.partition(":")
    if kind != "personne" or not identifier.isdigit():
        return None
    return Person.objects.filter(pk=int(identifier), is_active=True).first()


def _told(membership: Membership) -> dict[str, object]:
    structure = membership.structure
    return {
        "structure": structure.name,
        "place": structure.department.name if structure.department else "",
        "who": membership.person.display_name,
        "email": membership.person.email,
        "role": str(membership.get_role_display()).lower(),
        "is_manager": membership.role == Membership.Role.MANAGER,
        "by": names_of({membership.decided_by}).get(membership.decided_by, ""),
        "write_address": reverse("editor:mine"),
    }


def _tell(letter: str, person: Person, **context: object) -> None:
    """Send a letter somebody needs whatever they have chosen."""
    sending.to_address(letter, person.email, {**context, "person": person.display_name})


def _invite_to_act(
    letter: str, people: Iterable[Person], context: Mapping[str, object], *, but: str = ""
) -> None:
    """Send a letter to those who want such letters, but never to whoever caused it."""
    wanted = [one for one in people if one.wants_messages and one.actor != but]
    sending.to_people(letter, wanted, context)
