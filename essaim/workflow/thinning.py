"""Intermediate saves, let go of with time. What was ever public, and what waits, is never touched.

An intermediate save is mostly text its author has replaced: sometimes a name or a telephone number
that had no place there. It is kept as long as somebody may want it back, and no longer.
"""

import datetime
from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from essaim.sheets.models import Event, Revision

_AT_ONCE: Final = 500
_LETTABLE: Final = (Revision.State.DROPPED, Revision.State.ASIDE)


def thin(before: datetime.datetime, *, dry_run: bool = False) -> int:
    """Of the intermediate saves older than `before`, keep the last of each author and day.

    Those the log names (submitted, returned…) stay too. Returns how many go, or would.
    """
    named = Event.objects.filter(
        sheet_number=OuterRef("sheet__number"), revision=OuterRef("version")
    ).exclude(verb=Event.Verb.CREATED)
    rows = (
        _behind_another()
        .filter(state=Revision.State.DROPPED, created_at__lt=before)
        .exclude(Exists(named))
        .order_by("sheet_id", "version")
        .values_list("pk", "sheet_id", "author", "created_at")
    )
    last: dict[tuple[int, str, datetime.date], int] = {}
    gone: list[int] = []
    for pk, sheet_id, author, at in rows.iterator():
        key = (sheet_id, author, timezone.localdate(at))
        if key in last:
            gone.append(last[key])
        last[key] = pk
    return len(gone) if dry_run else _delete(gone)


def let_go(before: datetime.datetime, *, dry_run: bool = False) -> int:
    """Delete the intermediate saves and the texts set aside older than `before`.

    The last version of a sheet always stays: it may be all there is of it. Returns how many go, or
    would.
    """
    rows = _behind_another().filter(state__in=_LETTABLE, created_at__lt=before)
    gone = list(rows.order_by("pk").values_list("pk", flat=True))
    return len(gone) if dry_run else _delete(gone)


def _behind_another() -> QuerySet[Revision]:
    """Return the revisions that are not the last of their sheet: that number is never reused.

    A text set aside is no last version: nobody starts from it.
    """
    later = Revision.objects.filter(
        sheet=OuterRef("sheet"), version__gt=OuterRef("version")
    ).exclude(state=Revision.State.ASIDE)
    return Revision.objects.filter(Exists(later))


def _delete(identifiers: Iterable[int]) -> int:
    """Delete these, a few hundred at a time so that writers need not wait; return how many."""
    wanted, count = list(identifiers), 0
    for start in range(0, len(wanted), _AT_ONCE):
        with transaction.atomic():
            rows = Revision.objects.filter(
                pk__in=wanted[start : start + _AT_ONCE], state__in=_LETTABLE
            )
            count += rows.delete()[1].get("sheets.Revision", 0)
    return count
