"""Reading the figures of sheets again: those written before there was a reader, or by an older one.

A batch is one transaction: stopped in between, it goes on where it was.
"""

from collections.abc import Callable
from typing import Final

from django.db import transaction
from django.utils import timezone

from essaim.search import document
from essaim.sheets.figures.readings import READER_VERSION
from essaim.sheets.models import Event, Sheet, SheetQuerySet
from essaim.workflow import live
from essaim.workflow.locks import lock_event_log

ACTOR: Final = "lecture des chiffres"
_AT_ONCE: Final = 500


def waiting() -> SheetQuerySet:
    """Return the sheets that have been online, whose figures this version has not read."""
    # A draft has none: they are read when it goes online.
    behind = Sheet.objects.filter(figures_version__lt=READER_VERSION)
    return behind.exclude(state=Sheet.State.DRAFT)


def read_again(progress: Callable[[int], None] = lambda done: None) -> int:
    """Read the figures of all that wait, and have the index follow; return how many were read.

    `progress` is told how many were, after each batch. Call `engine.catch_up` afterwards.
    """
    done = 0
    while read := _read_batch():
        done += read
        progress(done)
    return done


def _read_batch() -> int:
    with transaction.atomic():
        lock_event_log()
        batch = list(waiting().select_for_update().order_by("pk")[:_AT_ONCE])
        before = [_indexed(sheet) for sheet in batch]
        for sheet in batch:
            live.fill_figures(sheet)
        Sheet.objects.bulk_update(batch, live.FIGURES)
        now = timezone.now()
        Event.objects.bulk_create(
            Event(
                at=now,
                actor=ACTOR,
                verb=Event.Verb.REINDEXED,
                sheet_id=sheet.pk,
                sheet_number=sheet.number,
            )
            for sheet, old in zip(batch, before, strict=True)
            if sheet.state == Sheet.State.PUBLISHED and _indexed(sheet) != old
        )
    return len(batch)


def _indexed(sheet: Sheet) -> tuple[object, ...]:
    return tuple(getattr(sheet, name) for name in document.FIGURES)
