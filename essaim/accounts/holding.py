"""What every change of a team begins with: the structure locked, and who asks read again."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from essaim.network.models import Membership, Person, Structure
from essaim.network.standing import Standing
from essaim.sheets.validators import Refused, plain_text

LONGEST_WORD: Final = 1000
_A_DAY: Final = 24 * 3600


class Unable(ValueError):
    """What cannot be done as things stand; the message says why, in French."""


class Settled(Unable):
    """Somebody has decided meanwhile; nothing has been done."""


@contextmanager
def holding(who: Standing, structure_id: int) -> Iterator[tuple[Structure, Standing]]:
    """Lock a structure's team for one transaction; yield it, and what who asks is to it by now.

    The roles are read again once the lock is held: of two managers who remove each other, one
    does, and the other is no longer a manager. Raises Http404.
    """
    with transaction.atomic():
        rows = Structure.objects.select_for_update(of=("self",), no_key=True)
        structure = rows.select_related("department").filter(pk=structure_id).first()
        if structure is None:
            raise Http404
        yield structure, fresh(who)


def fresh(who: Standing) -> Standing:
    """Return the roles somebody has now. Raises PermissionDenied for a visitor."""
    person = Person.objects.filter(pk=identity_of(who), is_active=True).first()
    if person is None:
        raise PermissionDenied("Connectez-vous d’abord.")
    return Standing.of(person)


def identity_of(who: Standing) -> int:
    """Return the id of whoever asks. Raises PermissionDenied for a visitor."""
    if who.person_id is None:
        raise PermissionDenied("Connectez-vous d’abord.")
    return who.person_id


def has_manager(structure: Structure) -> bool:
    """Whether somebody answers for the structure."""
    return (
        Membership.objects.accepted()
        .filter(structure=structure, role=Membership.Role.MANAGER, person__is_active=True)
        .exists()
    )


def word(text: str) -> str:
    """Return what somebody adds in a few words. Raises Unable when it is too long, or broken."""
    try:
        kept = plain_text(text).strip()
    except Refused as error:
        raise Unable(f"Votre mot {error}.") from error
    if len(kept) > LONGEST_WORD:
        raise Unable(f"Votre mot est trop long : {LONGEST_WORD} caractères au plus.")
    return kept


def take_a_try(who: Standing, what: str, most: int) -> None:
    """Count one more letter somebody makes us send today; raises Unable beyond `most`.

    Two at once may count as one: the limit is approximate.
    """
    label = hashlib.sha256(who.actor.encode()).hexdigest()[:32]
    key = f"{what}:{label}:{timezone.now():%Y%m%d}"
    tries = int(cache.get(key, 0)) + 1
    cache.set(key, tries, timeout=_A_DAY)
    if tries > most:
        raise Unable("Vous l’avez fait beaucoup de fois aujourd’hui. Reprenez demain.")
