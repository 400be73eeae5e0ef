"""A sheet taken in hand by somebody: locked, with what waits beside it, and their right checked."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.utils import timezone

from essaim.network.standing import Standing
from essaim.search import engine
from essaim.sheets import content as contents
from essaim.sheets.content import Content
from essaim.sheets.models import Event, Revision, Sheet
from essaim.workflow import rules
from essaim.workflow.going_online import log
from essaim.workflow.locks import lock_event_log
from essaim.workflow.rules import Act, Situation


class Moved(Exception):
    """What one was deciding about has changed meanwhile; nothing has been done.

    `version` is the one that waits now, None when nothing waits any more.
    """

    def __init__(self, version: int | None) -> None:
        super().__init__("La fiche a changé depuis que vous l’avez ouverte : relisez-la.")
        self.version = version


@dataclass(slots=True)
class Opened:
    """A locked sheet, for the time of one transaction."""

    sheet: Sheet
    waiting: Revision | None
    who: Standing
    at: datetime.datetime

    @property
    def situation(self) -> Situation:
        """What decides rights on it."""
        return Situation.of(self.sheet, self.waiting)

    @property
    def online(self) -> Revision | None:
        """The revision the public reads."""
        return self.sheet.revisions.filter(state=Revision.State.LIVE).first()

    def expect(self, version: int) -> Revision:
        """Return the waiting revision. Raises Moved when it is not that version."""
        if self.waiting is None or self.waiting.version != version:
            raise Moved(self.waiting.version if self.waiting else None)
        return self.waiting

    def add(self, content: Content, state: Revision.State, based_on: int | None) -> Revision:
        """Append a revision. A waiting one takes the place of what waited."""
        if state in Revision.WAITING and self.waiting is not None:
            self.move(self.waiting, Revision.State.DROPPED)
        last = self.sheet.revisions.aggregate(last=Max("version"))["last"] or 0
        revision = Revision.objects.create(
            sheet=self.sheet,
            version=last + 1,
            state=state,
            content=contents.to_json(content),
            author=self.who.actor,
            created_at=self.at,
            based_on=based_on,
        )
        if state in Revision.WAITING:
            self.waiting = revision
        return revision

    def move(self, revision: Revision, state: Revision.State) -> None:
        """Change a revision's state, the only thing of it that may change."""
        revision.state = state
        revision.save(update_fields=["state"])

    def log(self, verb: Event.Verb, revision: int | None = None) -> None:
        """Append one event about the sheet, by whoever opened it."""
        log(self.sheet, verb, actor=self.who.actor, at=self.at, revision=revision)


@contextmanager
def opening(who: Standing, act: Act, sheet_id: int) -> Iterator[Opened]:
    """Lock a sheet in a transaction of its own, for somebody who may do that.

    Raises PermissionDenied when they may not, Http404 when there is no such sheet or when they
    may not even know of it.
    """
    with transaction.atomic():
        lock_event_log()
        opened = open_locked(who, sheet_id)
        rules.require(who, act, opened.situation)
        yield opened


def open_locked(who: Standing, sheet_id: int) -> Opened:
    """Lock a sheet inside a transaction. Raises Http404 as `opening` does."""
    # `of`: the structure's row is read, not held.
    rows = Sheet.objects.select_for_update(of=("self",)).select_related("structure__department")
    sheet = rows.filter(pk=sheet_id).first()
    if sheet is None:
        raise Http404
    waiting = Revision.objects.waiting().filter(sheet=sheet).first()
    opened = Opened(sheet, waiting, who, timezone.now())
    if not rules.may(who, Act.SEE, opened.situation):
        raise Http404
    return opened


def afterwards(*steps: Callable[[], object]) -> None:
    """Once the transaction has really ended, bring the index up to date, then do these."""
    transaction.on_commit(engine.catch_up)
    for step in steps:
        transaction.on_commit(step)
