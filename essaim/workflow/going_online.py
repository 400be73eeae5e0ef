"""Putting one waiting revision in the place of the live sheet. Called inside a transaction."""

import datetime

from essaim.sheets import content as contents
from essaim.sheets.models import Event, Revision, Sheet, SheetTerm
from essaim.sheets.terms import Terms
from essaim.workflow import live


def put_online(sheet: Sheet, revision: Revision, *, actor: str, at: datetime.datetime) -> None:
    """Make `revision` (of `sheet`, both locked) what the public reads, and log it."""
    known = Terms.load()
    # Written with labels that may have been renamed or merged since.
    content = known.spelt(contents.from_json(revision.content))
    terms = known.ids(live.labels(content))
    first = sheet.published_at is None
    live.fill(sheet, content, terms, at)
    sheet.published_at = sheet.published_at or at
    sheet.save()
    sheet.sheet_terms.all().delete()
    SheetTerm.objects.bulk_create(live.term_rows(sheet, content, terms))
    sheet.revisions.filter(state=Revision.State.LIVE).update(state=Revision.State.PAST)
    revision.state = Revision.State.LIVE
    revision.published_at = at
    revision.published_by = actor
    revision.save()
    log(
        sheet,
        Event.Verb.PUBLISHED if first else Event.Verb.UPDATED,
        actor=actor,
        at=at,
        revision=revision.version,
    )


def log(
    sheet: Sheet,
    verb: Event.Verb,
    *,
    actor: str,
    at: datetime.datetime,
    revision: int | None = None,
) -> None:
    """Append one event about a sheet; the event log's lock must be held."""
    Event.objects.create(
        at=at,
        actor=actor,
        verb=verb,
        sheet_id=sheet.pk,
        sheet_number=sheet.number,
        revision=revision,
    )
