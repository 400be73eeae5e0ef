"""The files of brochures on disk: random names, written whole, removed with their row."""

import datetime
import logging
import secrets
from collections.abc import Iterable
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from essaim.brochures.models import Brochure
from essaim.intake.attachments.looking import is_older, listed
from essaim.network import retention
from essaim.network.models import Person

logger = logging.getLogger(__name__)

FOLDER: Final = "brochures"
KEPT: Final = retention.BROCHURES
# A file waits for its row during one making.
_GRACE: Final = datetime.timedelta(days=1)


def write(data: bytes) -> str:
    """Store these bytes; return where."""
    secret = secrets.token_hex(20)
    return str(default_storage.save(f"{FOLDER}/{secret[:2]}/{secret}", ContentFile(data)))


def remove(names: Iterable[str]) -> None:
    """Delete stored files; one that resists is told in the log, and swept later."""
    for name in filter(None, names):
        try:
            default_storage.delete(name)
        except OSError:
            logger.exception("Un fichier n’a pas pu être supprimé : %s", name)


def delete(brochure: Brochure) -> None:
    """Delete a brochure, its logos and its files."""
    names = [brochure.pdf, brochure.odt]
    Brochure.objects.filter(pk=brochure.pk).delete()
    remove(names)


def forget(person: Person) -> None:
    """Delete somebody's brochures, but those of a structure, which are the structure's too."""
    mine = Brochure.objects.filter(owner=person, structure__isnull=True)
    names = [name for pair in mine.values_list("pdf", "odt") for name in pair]
    mine.delete()
    transaction.on_commit(lambda: remove(names))


def let_go(now: datetime.datetime, *, dry_run: bool = False) -> int:
    """Delete the brochures kept long enough, and those nobody owns any more; return how many.

    One of a structure stays when who asked for it has left: it is the structure's.
    """
    old = Q(created_at__lt=now - KEPT) & (Q(done_at__isnull=True) | Q(done_at__lt=now - KEPT))
    orphan = Q(owner__isnull=True, structure__isnull=True)
    gone = list(Brochure.objects.filter(old | orphan).only("pk", "pdf", "odt"))
    if not dry_run:
        for brochure in gone:
            delete(brochure)
    return len(gone)


def sweep() -> int:
    """Delete the stored files, a day old at least, that no brochure names; return how many."""
    limit, removed = timezone.now() - _GRACE, 0
    for folder in listed(FOLDER)[0]:
        path = f"{FOLDER}/{folder}"
        names = {f"{path}/{name}" for name in listed(path)[1]}
        rows = Brochure.objects.filter(Q(pdf__in=names) | Q(odt__in=names))
        named = {one for pair in rows.values_list("pdf", "odt") for one in pair}
        lost = [name for name in names - named if is_older(name, limit)]
        remove(lost)
        removed += len(lost)
    return removed
