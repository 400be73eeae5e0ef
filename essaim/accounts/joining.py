"""Belonging to a structure: asking, being accepted or not, leaving. Each call is a transaction.

Rights are those of `workflow.rules`, checked with the structure locked. Whom it concerns is told
by letter once the transaction has ended.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from essaim.accounts import holding, telling
from essaim.accounts.holding import Settled, Unable
from essaim.catalogue import dates
from essaim.network.models import Membership, Structure
from essaim.network.people import names_of
from essaim.network.standing import Standing
from essaim.workflow import rules
from essaim.workflow.rules import StructureAct

MOST_WAITING: Final = 5
MOST_ASKED_A_DAY: Final = 20
# Somebody refused may ask again, not every hour.
PAUSE: Final = datetime.timedelta(days=7)


def ask(who: Standing, structure_id: int, message: str = "") -> Membership:
    """Ask to join a structure; asked twice, it is one request.

    Its managers are told, or else the correspondents, or else the nation. Raises Unable (member
    already, refused lately, too many requests), Http404.
    """
    said = holding.word(message)
    with holding.holding(who, structure_id) as (structure, now):
        me = holding.identity_of(now)
        mine = Membership.objects.filter(person_id=me, structure=structure).first()
        if mine is not None and mine.state == Membership.State.ASKED:
            return mine
        _may_ask(now, mine)
        membership, _ = Membership.objects.update_or_create(
            person_id=me,
            structure=structure,
            defaults={
                "role": Membership.Role.MEMBER,
                "state": Membership.State.ASKED,
                "message": said,
                "asked_at": timezone.now(),
                "decided_at": None,
                "decided_by": "",
            },
        )
        transaction.on_commit(lambda: telling.asked(membership.pk))
    return membership


def withdraw_ask(who: Standing, membership_id: int) -> None:
    """Take one's own request back. Raises Settled when it has been answered, Http404."""
    with _held(who, membership_id) as (membership, _, now):
        if membership.person_id != now.person_id:
            raise Http404
        _expect_asked(membership)
        membership.delete()


def accept(
    who: Standing, membership_id: int, word: str = "", role: str = Membership.Role.MEMBER
) -> Membership:
    """Let somebody in who has asked. Raises Settled, PermissionDenied, Http404."""
    return _answer(who, membership_id, Membership.State.ACCEPTED, word, role)


def refuse(who: Standing, membership_id: int, word: str = "") -> Membership:
    """Do not let somebody in who has asked. Raises Settled, PermissionDenied, Http404."""
    return _answer(who, membership_id, Membership.State.REFUSED, word)


def remove(who: Standing, membership_id: int, word: str = "") -> None:
    """End somebody's membership; what they wrote stays the structure's.

    Raises Settled, PermissionDenied, Http404.
    """
    said = holding.word(word)
    with _held(who, membership_id) as (membership, structure, now):
        rules.require_structure(now, StructureAct.MANAGE_MEMBERS, structure)
        _end(now, membership, structure)
        if membership.person_id != now.person_id:
            transaction.on_commit(lambda: telling.removed(membership_id, said))


def leave(who: Standing, membership_id: int) -> None:
    """End one's own membership. Raises Settled, Http404."""
    with _held(who, membership_id) as (membership, structure, now):
        if membership.person_id != now.person_id:
            raise Http404
        _end(now, membership, structure)


def set_role(who: Standing, membership_id: int, role: str) -> None:
    """Make a member a manager or the other way round; who becomes it is told.

    Raises Settled when they have left, PermissionDenied, Http404.
    """
    chosen = _role(role)
    with _held(who, membership_id) as (membership, structure, now):
        rules.require_structure(now, StructureAct.MANAGE_MEMBERS, structure)
        if membership.state != Membership.State.ACCEPTED:
            raise Settled("Cette personne ne fait plus partie de la structure.")
        if membership.role == chosen:
            return
        membership.role = chosen
        membership.save(update_fields=["role"])
        if membership.person_id != now.person_id:
            transaction.on_commit(lambda: telling.role_changed(membership_id))
        _tell_if_nobody_manages(structure, had_one=chosen != Membership.Role.MANAGER)


def is_last_manager(membership: Membership) -> bool:
    """Whether nobody would answer for the structure without that member."""
    if membership.role != Membership.Role.MANAGER:
        return False
    others = Membership.objects.accepted().filter(
        structure=membership.structure_id, role=Membership.Role.MANAGER, person__is_active=True
    )
    return not others.exclude(pk=membership.pk).exists()


@contextmanager
def _held(who: Standing, membership_id: int) -> Iterator[tuple[Membership, Structure, Standing]]:
    """Lock the team of a membership; yield it, its structure, and what who asks is to it."""
    rows = Membership.objects.select_related("person")
    structure_id = rows.filter(pk=membership_id).values_list("structure_id", flat=True).first()
    if structure_id is None:
        raise Http404
    with holding.holding(who, structure_id) as (structure, now):
        membership = rows.filter(pk=membership_id).first()
        if membership is None:
            raise Settled("Cette demande a été retirée par la personne qui l’avait faite.")
        yield membership, structure, now


def _may_ask(who: Standing, mine: Membership | None) -> None:
    if mine is not None and mine.state == Membership.State.ACCEPTED:
        raise Unable("Vous faites déjà partie de cette structure.")
    if mine is not None and mine.state == Membership.State.REFUSED and mine.decided_at:
        again = mine.decided_at + PAUSE
        if again > timezone.now():
            raise Unable(
                f"Votre demande a été refusée le {dates.day(mine.decided_at)}. "
                f"Vous pourrez la refaire à partir du {dates.day(again)}."
            )
    waiting = Membership.objects.waiting().filter(person_id=holding.identity_of(who))
    if waiting.count() >= MOST_WAITING:
        raise Unable(
            f"Vous avez déjà {MOST_WAITING} demandes en attente : "
            "retirez-en une, ou attendez une réponse."
        )
    holding.take_a_try(who, "join-asks", MOST_ASKED_A_DAY)


def _role(role: str) -> Membership.Role:
    try:
        return Membership.Role(role)
    except ValueError as error:
        raise Unable("Choisissez un rôle : membre ou responsable.") from error


def _answer(
    who: Standing,
    membership_id: int,
    state: Membership.State,
    word: str,
    role: str = Membership.Role.MEMBER,
) -> Membership:
    said, chosen = holding.word(word), _role(role)
    with _held(who, membership_id) as (membership, structure, now):
        rules.require_structure(now, StructureAct.MANAGE_MEMBERS, structure)
        if membership.person_id == now.person_id:
            raise PermissionDenied("On ne répond pas à sa propre demande.")
        _expect_asked(membership)
        membership.state, membership.role = state, chosen
        _sign(membership, now)
        transaction.on_commit(lambda: telling.answered(membership_id, said))
    return membership


def _expect_asked(membership: Membership) -> None:
    """Raise Settled, saying who has answered, unless the request still waits."""
    if membership.state == Membership.State.ASKED:
        return
    answers = {
        Membership.State.ACCEPTED: "acceptée",
        Membership.State.REFUSED: "refusée",
        Membership.State.ENDED: "acceptée, puis la personne est partie",
    }
    name = names_of({membership.decided_by}).get(membership.decided_by, "")
    by = f" par {name}" if name else ""
    raise Settled(f"Cette demande a déjà été {answers[Membership.State(membership.state)]}{by}.")


def _end(who: Standing, membership: Membership, structure: Structure) -> None:
    if membership.state != Membership.State.ACCEPTED:
        raise Settled("Cette personne ne fait déjà plus partie de la structure.")
    membership.state = Membership.State.ENDED
    _sign(membership, who)
    _tell_if_nobody_manages(structure, had_one=membership.role == Membership.Role.MANAGER)


def _sign(membership: Membership, who: Standing) -> None:
    membership.decided_at, membership.decided_by = timezone.now(), who.actor
    membership.save(update_fields=["state", "role", "decided_at", "decided_by"])


def _tell_if_nobody_manages(structure: Structure, *, had_one: bool) -> None:
    """Once the last manager has gone, the correspondents answer requests: they are told."""
    if had_one and not holding.has_manager(structure):
        transaction.on_commit(lambda: telling.without_manager(structure.pk))
