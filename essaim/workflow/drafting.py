"""What a structure does with its sheets: begin, save, submit, abandon, take up an old version.

Each function is one transaction, checks the right of who asks, and loses nothing: a save is a
revision, and a text that could not be kept in place is set aside as one.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from essaim.network.models import Approval, Structure
from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.sheets import fields
from essaim.sheets.content import Content
from essaim.sheets.models import Event, Revision, Sheet
from essaim.workflow import notices, rules
from essaim.workflow.going_online import log, put_online
from essaim.workflow.locks import lock_event_log
from essaim.workflow.opening import Opened, afterwards, opening
from essaim.workflow.reconciling import Conflict, reconcile
from essaim.workflow.rules import Act, StructureAct
from essaim.workflow.writer import next_number

Names = tuple[str, ...]

# « Cinq minutes » : what a sheet needs to be submitted (docs of the field: title, public, summary).
NEEDED: Final = ("title", "audience", "summary")


class Incomplete(Exception):
    """A sheet that says too little to be submitted. `missing` holds names of fields."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        headings = [f"« {fields.BY_NAME[name].heading} »" for name in missing]
        super().__init__(f"Avant de soumettre, il reste à remplir : {', '.join(headings)}.")
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save.

    `version` and `content` are what now waits. With conflicts, nothing of `mine` has been put
    there: it is kept whole as the revision `aside`, and the authors are shown both texts.
    """

    version: int
    at: datetime.datetime
    content: Content
    conflicts: tuple[Conflict, ...] = ()
    aside: int | None = None


def create(who: Standing, structure: Structure, content: Content | None = None) -> Sheet:
    """Begin a sheet: a number and a first draft, nothing public.

    The content must have been validated (`intake.form`). Raises PermissionDenied.
    """
    rules.require_structure(who, StructureAct.WRITE, structure)
    with transaction.atomic():
        lock_event_log()
        now = timezone.now()
        sheet = Sheet.objects.create(
            number=next_number(), state=Sheet.State.DRAFT, structure=structure
        )
        opened = Opened(sheet, None, who, now)
        opened.add(content or contents.empty(), Revision.State.DRAFT, None)
        log(sheet, Event.Verb.CREATED, actor=who.actor, at=now, revision=1)
    return sheet


def starting_point(sheet: Sheet, waiting: Revision | None) -> Revision:
    """Return what an edit starts from: what waits, else what is online, else the last version.

    A text set aside by a conflict is nobody's starting point.
    """
    if waiting is not None:
        return waiting
    kept = sheet.revisions.exclude(state=Revision.State.ASIDE).order_by("-version")
    latest = kept.filter(state=Revision.State.LIVE).first() or kept.first()
    assert latest is not None  # a sheet is born with its first revision
    return latest


def base_content(sheet: Sheet, version: int) -> Content | None:
    """Return what a text that started from that version started from; None: there was none such.

    A save that has been let go of since (`thinning`) counts as an empty sheet: whoever comes back
    with an old text may be shown a conflict too many, and loses no word.
    """
    base = sheet.revisions.filter(version=version).first()
    if base is not None:
        return contents.from_json(base.content)
    has_been = version >= 1 and sheet.revisions.filter(version__gt=version).exists()
    return contents.empty() if has_been else None


def save(who: Standing, sheet_id: int, content: Content, *, based_on: int) -> Saved:
    """Keep what somebody wrote, who had started from version `based_on`.

    What others changed meanwhile in other fields is joined to it; in the same field, it is a
    conflict. A submitted version that is changed must be submitted again. Saving what is already
    there writes nothing. Raises PermissionDenied, Http404.
    """
    with opening(who, Act.EDIT, sheet_id) as opened:
        current = starting_point(opened.sheet, opened.waiting)
        base = base_content(opened.sheet, based_on)
        if base is None:
            raise Http404
        theirs = contents.from_json(current.content)
        found = reconcile(base, theirs, content)
        if found.conflicts:
            aside = _set_aside(opened, content, based_on)
            return Saved(current.version, opened.at, found.content, found.conflicts, aside.version)
        if found.content == theirs:
            return Saved(current.version, current.created_at, theirs)
        revision = opened.add(found.content, Revision.State.DRAFT, current.version)
        return Saved(revision.version, opened.at, found.content)


def change_files(who: Standing, sheet_id: int, change: Callable[[Names], Names]) -> None:
    """Change the names of the files of what waits, and nothing else, whoever writes meanwhile.

    Raises PermissionDenied, Http404.
    """
    with opening(who, Act.EDIT, sheet_id) as opened:
        current = starting_point(opened.sheet, opened.waiting)
        content = contents.from_json(current.content)
        before = contents.many(content["files"])
        after = change(before)
        if after != before:
            opened.add(content | {"files": after}, Revision.State.DRAFT, current.version)


def submit(who: Standing, sheet_id: int, *, version: int) -> bool:
    """Hand a version over to the correspondents; return whether it is online at once.

    Raises Incomplete, Moved, PermissionDenied, Http404.
    """
    with opening(who, Act.SUBMIT, sheet_id) as opened:
        revision = opened.expect(version)
        content = contents.from_json(revision.content)
        missing = tuple(name for name in NEEDED if not str(content[name] or "").strip())
        if missing:
            raise Incomplete(missing)
        opened.sheet.submitted_at = opened.sheet.submitted_at or opened.at
        opened.sheet.save(update_fields=["submitted_at"])
        department = opened.sheet.structure.department
        if department is not None and department.approval == Approval.DIRECT:
            put_online(opened.sheet, revision, actor=who.actor, at=opened.at)
            afterwards(lambda: notices.published(sheet_id, who.actor))
            return True
        opened.move(revision, Revision.State.SUBMITTED)
        opened.log(Event.Verb.SUBMITTED, revision.version)
        afterwards(lambda: notices.submitted(sheet_id, who.actor))
        return False


def discard(who: Standing, sheet_id: int) -> None:
    """Abandon what waits. A sheet that was never online goes with it; history keeps both."""
    with opening(who, Act.DISCARD, sheet_id) as opened:
        assert opened.waiting is not None
        opened.move(opened.waiting, Revision.State.DROPPED)
        if opened.sheet.state == Sheet.State.DRAFT:
            opened.sheet.state = Sheet.State.WITHDRAWN
            opened.sheet.save(update_fields=["state"])
        opened.log(Event.Verb.DISCARDED, opened.waiting.version)


def restore(who: Standing, sheet_id: int, *, version: int) -> Saved:
    """Make an old version the waiting draft. What waited stays in the history.

    Raises PermissionDenied, Http404 (no such version).
    """
    with opening(who, Act.EDIT, sheet_id) as opened:
        old = opened.sheet.revisions.filter(version=version).first()
        if old is None:
            raise Http404
        content = contents.from_json(old.content)
        revision = opened.add(content, Revision.State.DRAFT, version)
        opened.log(Event.Verb.RESTORED, revision.version)
        return Saved(revision.version, opened.at, content)


def _set_aside(opened: Opened, content: Content, based_on: int) -> Revision:
    """Keep a text that conflicts; the same one twice is kept once."""
    kept = (
        opened.sheet.revisions.filter(state=Revision.State.ASIDE, author=opened.who.actor)
        .order_by("-version")
        .first()
    )
    if kept is not None and kept.content == contents.to_json(content):
        return kept
    return opened.add(content, Revision.State.ASIDE, based_on)
