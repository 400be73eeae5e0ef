"""Invitations to a structure: a link sent to one address, good for that address only.

The link's payload: `structure` (id), `email` (lower case), `role`, `by` (actor), and, once it has
been taken back, `revoked`.
"""

import datetime
from dataclasses import dataclass
from typing import Final

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from essaim.accounts import holding, telling
from essaim.accounts.holding import Settled, Unable
from essaim.letters import links
from essaim.letters.links import Unusable
from essaim.letters.models import Link
from essaim.network.models import Membership, Person, Structure
from essaim.network.standing import Standing
from essaim.workflow import rules
from essaim.workflow.rules import StructureAct

LIFETIME: Final = datetime.timedelta(days=14)
MOST_A_DAY: Final = 30
_LONGEST_ADDRESS: Final = 254
_INVITATION: Final = Link.Purpose.INVITATION


class WrongAddress(Exception):
    """The invitation was sent to another address than the person's. `masked` hints at which."""

    def __init__(self, masked: str) -> None:
        super().__init__(f"Cette invitation a été envoyée à une autre adresse : {masked}.")
        self.masked = masked


@dataclass(frozen=True, slots=True)
class Invitation:
    """What an invitation offers, as plain values. `role` is a `Membership.Role`."""

    link_id: int
    structure_id: int
    structure: str
    place: str
    email: str
    role: str
    role_label: str
    inviter: str
    expires_at: datetime.datetime


def invite(who: Standing, structure_id: int, email: str, role: str) -> None:
    """Send somebody an invitation; one sent before to that address is replaced.

    Raises Unable (not an address, member already, request waiting, too many), PermissionDenied,
    Http404.
    """
    address = email.strip().lower()
    try:
        validate_email(address)
        MaxLengthValidator(_LONGEST_ADDRESS)(address)
    except ValidationError as error:
        raise Unable("Cette adresse n’est pas complète, ou contient un signe de trop.") from error
    if role not in Membership.Role.values:
        raise Unable("Choisissez un rôle : membre ou responsable.")
    with holding.holding(who, structure_id) as (structure, now):
        rules.require_structure(now, StructureAct.MANAGE_MEMBERS, structure)
        _refuse_if_known(structure, address)
        holding.take_a_try(now, "invitations", MOST_A_DAY)
        waiting(structure_id).filter(payload__email=address).delete()
        payload = {
            "structure": structure.pk,
            "email": address,
            "role": str(role),
            "by": now.actor,
        }
        token, link = links.make(_INVITATION, payload, LIFETIME)
        transaction.on_commit(lambda: telling.invited(_read(link), token))


def waiting(structure_id: int) -> QuerySet[Link]:
    """Return the invitations to that structure which can still be accepted, oldest first."""
    return Link.objects.filter(
        purpose=_INVITATION,
        used_at__isnull=True,
        expires_at__gt=timezone.now(),
        payload__structure=structure_id,
    )


def revoke(who: Standing, structure_id: int, link_id: int) -> None:
    """Take an invitation back. Raises Settled when it has been used, PermissionDenied, Http404."""
    with holding.holding(who, structure_id) as (structure, now):
        rules.require_structure(now, StructureAct.MANAGE_MEMBERS, structure)
        link = waiting(structure_id).filter(pk=link_id).first()
        if link is None:
            raise Settled("Cette invitation a déjà servi, ou n’est plus valable.")
        link.payload = {**link.payload, "revoked": True}
        link.used_at = timezone.now()
        link.save(update_fields=["payload", "used_at"])


def look(token: str) -> Invitation:
    """Return what an invitation offers, without using it. Raises Unusable, saying why."""
    try:
        link = links.look(_INVITATION, token)
    except Unusable as error:
        raise _explained(error) from error
    _still_good(link)
    return _read(link)


def accept_invitation(token: str, person: Person) -> Membership:
    """Make the person a member, and spend the link. A member already gets the better role.

    Raises WrongAddress (the link stays good), Unusable.
    """
    invitation = look(token)
    if invitation.email not in addresses_of(person):
        raise WrongAddress(masked(invitation.email))
    with holding.holding(Standing.of(person), invitation.structure_id) as (structure, _):
        try:
            link = links.use(_INVITATION, token)
        except Unusable as error:
            raise _explained(error) from error
        _still_good(link)
        membership = _join(person, structure, invitation, str(link.payload["by"]))
        transaction.on_commit(lambda: telling.joined(membership.pk, str(link.payload["by"])))
    return membership


def addresses_of(person: Person) -> set[str]:
    """Return the addresses, in lower case, that the person has proved to be theirs."""
    verified = EmailAddress.objects.filter(user=person, verified=True)
    return {person.email.lower(), *(one.email.lower() for one in verified)}


def masked(email: str) -> str:
    """Return an address one recognises when it is one's own, and cannot guess otherwise."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"


def _refuse_if_known(structure: Structure, address: str) -> None:
    known = Membership.objects.filter(structure=structure, person__email__iexact=address).first()
    if known is not None and known.state == Membership.State.ACCEPTED:
        raise Unable("Cette personne fait déjà partie de l’équipe.")
    if known is not None and known.state == Membership.State.ASKED:
        raise Unable("Cette personne a demandé à vous rejoindre : répondez à sa demande.")


def _join(person: Person, structure: Structure, invitation: Invitation, inviter: str) -> Membership:
    known = Membership.objects.filter(person=person, structure=structure).first()
    was_manager = (
        known is not None
        and known.state == Membership.State.ACCEPTED
        and known.role == Membership.Role.MANAGER
    )
    membership, _ = Membership.objects.update_or_create(
        person=person,
        structure=structure,
        defaults={
            "state": Membership.State.ACCEPTED,
            "role": Membership.Role.MANAGER if was_manager else invitation.role,
            "decided_at": timezone.now(),
            "decided_by": inviter,
        },
    )
    return membership


def _explained(error: Unusable) -> Unusable:
    """Return the error with a reason fit for an invitation."""
    if error.link is not None and error.link.payload.get("revoked"):
        return Unusable("Cette invitation a été annulée par la structure.", error.link)
    if error.link is not None and error.link.used_at:
        return Unusable("Cette invitation a déjà servi.", error.link)
    if error.link is not None:
        return Unusable(
            f"Cette invitation a expiré : elle était valable {LIFETIME.days} jours.", error.link
        )
    return error


def _still_good(link: Link) -> None:
    """Raise Unusable when whoever invited may no longer do so, or the structure is gone."""
    structure = Structure.objects.filter(pk=link.payload["structure"]).first()
    if structure is None:
        raise Unusable("La structure qui vous invitait n’est plus dans Essaim.", link)
    inviter = _person(str(link.payload["by"]))
    who = Standing.of(inviter) if inviter else Standing()
    if not rules.may_structure(who, StructureAct.MANAGE_MEMBERS, structure):
        raise Unusable(
            "La personne qui vous invitait ne s’occupe plus de l’équipe de cette structure.", link
        )


def _person(actor: str) -> Person | None:
    kind, _, identifier = actor.partition(":")
    if kind != "personne" or not identifier.isdigit():
        return None
    return Person.objects.filter(pk=int(identifier), is_active=True).first()


def _read(link: Link) -> Invitation:
    structure = Structure.objects.select_related("department").get(pk=link.payload["structure"])
    inviter = _person(str(link.payload["by"]))
    role = Membership.Role(link.payload["role"])
    return Invitation(
        link_id=link.pk,
        structure_id=structure.pk,
        structure=structure.name,
        place=structure.department.name if structure.department else "",
        email=str(link.payload["email"]),
        role=str(role),
        role_label=str(role.label).lower(),
        inviter=inviter.display_name if inviter else "",
        expires_at=link.expires_at,
    )
