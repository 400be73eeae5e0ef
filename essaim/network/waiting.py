"""What waits for somebody's answer: requests to join, and structures to create.

A request goes to the managers of the structure, or else to the correspondents of its département,
or else to the nation. What a structure has left unanswered for two weeks goes on to the next.
"""

import datetime
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from essaim.network.models import Correspondence, Membership, StructureRequest
from essaim.network.standing import Standing

PATIENCE: Final = datetime.timedelta(days=14)

_MANAGER: Final = Exists(
    Membership.objects.accepted().filter(
        structure=OuterRef("structure"), role=Membership.Role.MANAGER, person__is_active=True
    )
)


def to_join(who: Standing) -> QuerySet[Membership]:
    """Return the requests to join that this person should answer, oldest first."""
    left_alone = ~Q(_MANAGER) | Q(asked_at__lt=timezone.now() - PATIENCE)
    return (
        Membership.objects.waiting()
        .exclude(person=who.person_id)
        .filter(
            Q(structure__in=_managed(who)) | (_in_charge(who, "structure__department") & left_alone)
        )
        .annotate(has_manager=_MANAGER)
        .order_by("asked_at", "pk")
    )


def to_create(who: Standing) -> QuerySet[StructureRequest]:
    """Return the structures asked for that this person should decide about, oldest first."""
    return (
        StructureRequest.objects.filter(state=StructureRequest.State.ASKED)
        .exclude(person=who.person_id)
        .filter(_in_charge(who, "department"))
        .order_by("asked_at", "pk")
    )


@dataclass(frozen=True, slots=True)
class Count:
    """How many requests wait for somebody."""

    to_join: int
    to_create: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.to_join + self.to_create


def count(who: Standing) -> Count:
    """Count what waits for that person: two queries."""
    return Count(to_join(who).count(), to_create(who).count())


def _managed(who: Standing) -> list[int]:
    return [pk for pk in who.structures if who.is_manager(pk)]


def _in_charge(who: Standing, path: str) -> Q:
    """Return the condition that somebody looks after the département at `path`."""
    mine = Q(**{f"{path}__in": list(who.departments)})
    if not who.is_national:
        return mine
    # The nation looks after what nobody follows.
    followed = Correspondence.objects.filter(department=OuterRef(path), person__is_active=True)
    return mine | ~Q(Exists(followed))
