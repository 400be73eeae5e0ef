"""The only writer of sheets: each call writes Sheet, Revision and Event in one transaction."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from essaim.network import directory
from essaim.sheets import content as contents
from essaim.sheets.content import ValidatedSheet
from essaim.sheets.models import Event, Revision, Sheet, SheetTerm
from essaim.sheets.terms import Terms
from essaim.workflow import live
from essaim.workflow.locks import lock_event_log

# Numbers below belong to the national base, which prints them for untitled sheets.
FIRST_OWN_NUMBER: Final = 10_001


@dataclass(frozen=True, slots=True)
class Draft:
    """What to publish: a new sheet, or the next content of the sheet with that id.

    `based_on` is the digest the author started from: if the live sheet has another by now,
    the draft is refused as a conflict and nothing is lost.
    """

    sheet: ValidatedSheet
    sheet_id: int | None = None
    based_on: str = ""


@dataclass(slots=True)
class Published:
    """What became of a batch: ids by draft position, and the positions refused."""

    ids: dict[int, int] = field(default_factory=dict)
    conflicts: list[int] = field(default_factory=list)


def publish(drafts: Sequence[Draft], *, actor: str, above: int = 0) -> Published:
    """Publish the drafts, all in one transaction, in their order.

    New numbers are given above `above`: an import passes the highest its file brings.

    A draft whose sheet has moved on, or whose number has been taken since, is a conflict: it is
    left out and reported; the others are written. The index follows the event log: call
    `search.engine.catch_up` afterwards.
    """
    with transaction.atomic():
        lock_event_log()
        batch = _Batch(drafts, actor, above)
        batch.create()
        batch.update()
        batch.log()
    return batch.outcome


def next_number(above: int = 0) -> int:
    """Return the first number free for ever: above all known, and above `above`."""
    highest = Sheet.objects.aggregate(highest=Max("number"))["highest"] or 0
    return max(FIRST_OWN_NUMBER - 1, highest, above) + 1


def withdraw(sheet_ids: Iterable[int], *, actor: str) -> int:
    """Take published sheets off the site; their addresses answer "gone". Returns how many."""
    with transaction.atomic():
        lock_event_log()
        now = timezone.now()
        sheets = list(Sheet.objects.published().filter(pk__in=list(sheet_ids)))
        for sheet in sheets:
            sheet.state = Sheet.State.WITHDRAWN
        Sheet.objects.bulk_update(sheets, ["state"])
        Event.objects.bulk_create(
            Event(
                at=now,
                actor=actor,
                verb=Event.Verb.WITHDRAWN,
                sheet_id=sheet.pk,
                sheet_number=sheet.number,
            )
            for sheet in sheets
        )
    return len(sheets)


def _spelt(draft: Draft, terms: Terms) -> Draft:
    content = terms.spelt(draft.sheet.content)
    if content == draft.sheet.content:
        return draft
    return replace(draft, sheet=replace(draft.sheet, content=content))


class _Batch:
    """One transaction's work; the names of its methods are its steps."""

    def __init__(self, drafts: Sequence[Draft], actor: str, above: int) -> None:
        self.outcome = Published()
        # A draft may have been validated before its terms were renamed or merged.
        known = Terms.load()
        self._drafts = [_spelt(draft, known) for draft in drafts]
        self._actor = actor
        self._above = above
        self._start = timezone.now()
        self._structures = directory.find_or_create(
            (draft.sheet.structure.name, draft.sheet.structure.department) for draft in drafts
        )
        self._terms = known.ids(
            (name, label)
            for draft in self._drafts
            for name, label in live.labels(draft.sheet.content)
        )
        self._versions: dict[int, int] = {}

    def create(self) -> None:
        """Insert the drafts without a sheet, with their numbers."""
        new = [place for place, draft in enumerate(self._drafts) if draft.sheet_id is None]
        given = {
            number for place in new if (number := self._drafts[place].sheet.number) is not None
        }
        taken = set(Sheet.objects.filter(number__in=given).values_list("number", flat=True))
        following = self._next_number(max(given, default=0))
        sheets: list[Sheet] = []
        places: list[int] = []
        for place in new:
            number = self._drafts[place].sheet.number
            if number is None:
                number = following
                following += 1
            elif number in taken:
                self.outcome.conflicts.append(place)
                continue
            taken.add(number)
            sheet = Sheet(number=number, published_at=self._moment(place))
            self._fill(sheet, place)
            sheets.append(sheet)
            places.append(place)
        Sheet.objects.bulk_create(sheets)
        self._finish(sheets, places)

    def update(self) -> None:
        """Replace the live content of the drafts that have a sheet."""
        wanted = {
            draft.sheet_id: place
            for place, draft in enumerate(self._drafts)
            if draft.sheet_id is not None
        }
        if not wanted:
            return
        sheets: list[Sheet] = []
        places: list[int] = []
        found = {
            sheet.pk: sheet
            for sheet in Sheet.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
        }
        for sheet_id, place in wanted.items():
            sheet = found.get(sheet_id)
            if sheet is None or sheet.digest != self._drafts[place].based_on:
                self.outcome.conflicts.append(place)
                continue
            self._fill(sheet, place)
            sheets.append(sheet)
            places.append(place)
        if not sheets:
            return
        Sheet.objects.bulk_update(sheets, live.COLUMNS)
        SheetTerm.objects.filter(sheet__in=sheets).delete()
        earlier = Revision.objects.filter(sheet__in=sheets)
        self._versions = dict(
            earlier.values("sheet_id").annotate(last=Max("version")).values_list("sheet_id", "last")
        )
        earlier.filter(state=Revision.State.LIVE).update(state=Revision.State.PAST)
        self._finish(sheets, places)

    def log(self) -> None:
        """Append one event for each sheet written, in the order of the drafts."""
        numbers = dict(
            Sheet.objects.filter(pk__in=self.outcome.ids.values()).values_list("pk", "number")
        )
        Event.objects.bulk_create(
            Event(
                at=self._moment(place),
                actor=self._actor,
                verb=Event.Verb.UPDATED if sheet_id in self._versions else Event.Verb.PUBLISHED,
                sheet_id=sheet_id,
                sheet_number=numbers[sheet_id],
                revision=self._versions.get(sheet_id, 0) + 1,
            )
            for place, sheet_id in sorted(self.outcome.ids.items())
        )

    def _next_number(self, given: int) -> int:
        """Return the first number free for ever: above all known, and above all given here."""
        return next_number(max(given, self._above))

    def _moment(self, place: int) -> datetime.datetime:
        """Return the time of one draft: a microsecond apart, so that order is never lost."""
        return self._start + datetime.timedelta(microseconds=place)

    def _fill(self, sheet: Sheet, place: int) -> None:
        """Set every column of the live sheet from its draft."""
        validated = self._drafts[place].sheet
        key = (validated.structure.name, validated.structure.department)
        sheet.structure = self._structures[key]
        live.fill(sheet, validated.content, self._terms, self._moment(place))

    def _finish(self, sheets: list[Sheet], places: list[int]) -> None:
        """Write the terms and the revision of sheets just saved."""
        rows: list[SheetTerm] = []
        revisions: list[Revision] = []
        for sheet, place in zip(sheets, places, strict=True):
            content = self._drafts[place].sheet.content
            rows += live.term_rows(sheet, content, self._terms)
            revisions.append(
                Revision(
                    sheet=sheet,
                    version=self._versions.get(sheet.pk, 0) + 1,
                    state=Revision.State.LIVE,
                    content=contents.to_json(content),
                    author=self._actor,
                    created_at=self._moment(place),
                    published_at=self._moment(place),
                    published_by=self._actor,
                )
            )
            self.outcome.ids[place] = sheet.pk
        SheetTerm.objects.bulk_create(rows)
        Revision.objects.bulk_create(revisions)
