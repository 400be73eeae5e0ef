"""Looking after the kept files: what may go, and what is wrong. For commands."""

import datetime
from collections.abc import Iterator
from typing import BinaryIO, Final, cast

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from essaim.intake.attachments import storing
from essaim.intake.attachments.looking import is_older, listed
from essaim.sheets import fields
from essaim.sheets.models import Attachment, Revision, Sheet

# A file waits for its row during one upload, and for its name during one visit: a day is ample.
_GRACE: Final = datetime.timedelta(days=1)
_KEY: Final = fields.BY_NAME["files"].key
_AT_ONCE: Final = 500
_SHOWN: Final = 5
_MEND: Final = "Reprenez-les d’une sauvegarde (essaim restore)."


def sweep() -> int:
    """Delete the stored files, a day old at least, that no row names; return how many."""
    limit = timezone.now() - _GRACE
    removed = 0
    for folder in listed(storing.FOLDER)[0]:
        path = f"{storing.FOLDER}/{folder}"
        names = [f"{path}/{name}" for name in listed(path)[1]]
        for start in range(0, len(names), _AT_ONCE):
            old = [name for name in names[start : start + _AT_ONCE] if is_older(name, limit)]
            orphans = set(old) - _named(old)
            storing.remove(orphans)
            removed += len(orphans)
    return removed


def discard_unnamed() -> int:
    """Delete the attachments, a day old at least, that neither sheet nor revision names.

    Returns how many. Run after old revisions were let go, before `sweep`.
    """
    limit = timezone.now() - _GRACE
    removed = 0
    sheets = Attachment.objects.filter(created_at__lt=limit).order_by().values("sheet_id")
    for sheet_id in list(sheets.values_list("sheet_id", flat=True).distinct()):
        with transaction.atomic():
            sheet = Sheet.objects.select_for_update().get(pk=sheet_id)
            named = _names_of(sheet)
            gone = [
                one
                for one in sheet.attachments.filter(created_at__lt=limit)
                if one.name not in named
            ]
            Attachment.objects.filter(pk__in=[one.pk for one in gone]).delete()
        # Once committed: a row without its file would be a loss, a file without a row is swept.
        storing.remove(path for one in gone for path in (one.stored_as, one.thumbnail) if path)
        removed += len(gone)
    return removed


def problems() -> list[str]:
    """Return what is wrong with the kept files, in French; empty when nothing is.

    Reads every file whole.
    """
    missing: list[str] = []
    changed: list[str] = []
    for row in Attachment.objects.select_related("sheet").order_by("pk").iterator():
        label = f"« {row.name} » (fiche n° {row.sheet.number})"
        if not _is_there(row.stored_as) or (row.thumbnail and not _is_there(row.thumbnail)):
            missing.append(label)
        elif _differs(row):
            changed.append(label)
    return [*_said("Fichiers absents", missing), *_said("Fichiers abîmés", changed)]


def _said(what: str, labels: list[str]) -> Iterator[str]:
    if labels:
        more = f" et {len(labels) - _SHOWN} de plus" if len(labels) > _SHOWN else ""
        yield f"{what} : {', '.join(labels[:_SHOWN])}{more}. {_MEND}"


def _is_there(stored_as: str) -> bool:
    return default_storage.exists(stored_as)


def _differs(row: Attachment) -> bool:
    """Whether the stored bytes are not those whose weight and digest were written down."""
    if default_storage.size(row.stored_as) != row.size:
        return True
    with default_storage.open(row.stored_as) as file:
        return storing.digest(cast("BinaryIO", file)) != row.sha256


def _names_of(sheet: Sheet) -> set[str]:
    """Return the names that stand in the live sheet or in any of its revisions."""
    named = set(getattr(sheet, "files", None) or ())
    contents = Revision.objects.filter(sheet=sheet).values_list(f"content__{_KEY}", flat=True)
    for names in contents.iterator():
        named.update(names or ())
    return named


def _named(names: list[str]) -> set[str]:
    """Return those of the stored names that a row names."""
    rows = Attachment.objects.filter(Q(stored_as__in=names) | Q(thumbnail__in=names))
    return {path for pair in rows.values_list("stored_as", "thumbnail") for path in pair}
