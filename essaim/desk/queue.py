"""What waits on the desk: one line for each sheet somebody should do something about."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.db.models import F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from essaim.desk.scope import Scope
from essaim.network.models import Approval
from essaim.network.standing import Standing
from essaim.sheets.models import Event, Revision, Sheet
from essaim.workflow.models import Message, SideApproval


class Kind(StrEnum):
    """Why a sheet is on the desk, the most pressing first."""

    TO_READ = "a-lire"
    ANSWERED = "reponses"
    OTHER_SIDE = "autre-cote"
    RETURNED = "renvoyees"
    ASKED = "questions"


@dataclass(frozen=True, slots=True)
class Words:
    """How a kind is told: heading, its count for one and several, and what is said of none."""

    heading: str
    one: str
    several: str
    about: str


WORDS: Final[dict[Kind, Words]] = {
    Kind.TO_READ: Words("À lire", "à lire", "à lire", "Ces fiches attendent votre avis."),
    Kind.ANSWERED: Words(
        "La structure a écrit", "réponse", "réponses", "Un message attend d’être lu."
    ),
    Kind.OTHER_SIDE: Words(
        "En attente de l’autre accord",
        "attend l’autre accord",
        "attendent l’autre accord",
        "Votre côté est d’accord, l’autre n’a pas encore répondu.",
    ),
    Kind.RETURNED: Words(
        "Renvoyées, pas encore reprises",
        "renvoyée",
        "renvoyées",
        "La structure n’a pas encore soumis de nouvelle version.",
    ),
    Kind.ASKED: Words(
        "Questions sans réponse",
        "question sans réponse",
        "questions sans réponse",
        "La structure n’a pas encore répondu.",
    ),
}
# What is put in the hands of whoever reads; the rest waits for somebody else.
MINE: Final = (Kind.TO_READ, Kind.ANSWERED)

# After one of these, what was said before is settled.
_SETTLED: Final = (
    Event.Verb.APPROVED,
    Event.Verb.PUBLISHED,
    Event.Verb.UPDATED,
    Event.Verb.RETURNED,
    Event.Verb.CONFIRMED,
    Event.Verb.WITHDRAWN,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the queue, before anything of the sheet is loaded."""

    kind: Kind
    since: datetime.datetime
    sheet_id: int


def read(who: Standing, scope: Scope) -> list[Entry]:
    """Return the whole queue, in order, oldest first within a kind: three queries."""
    spoken = _spoken(scope)
    agreed = _agreed(scope)
    found: dict[int, Entry] = {}
    for row in _waiting(scope):
        kind, since = _of_waiting(who, row, agreed.get(row["pk"], set()), spoken)
        found[row["sheet_id"]] = Entry(kind, since, row["sheet_id"])
    for sheet_id, (kind, since) in spoken.items():
        standing = found.get(sheet_id)
        if standing is None or (standing.kind is Kind.RETURNED and kind is Kind.ANSWERED):
            found[sheet_id] = Entry(kind, since, sheet_id)
    order = {kind: place for place, kind in enumerate(Kind)}
    return sorted(found.values(), key=lambda one: (order[one.kind], one.since, one.sheet_id))


def counts(entries: Sequence[Entry]) -> list[tuple[Kind, int]]:
    """Return how many there are of each kind that has any, in order."""
    counted = Counter(entry.kind for entry in entries)
    return [(kind, counted[kind]) for kind in Kind if counted[kind]]


def following(entries: Sequence[Entry], sheet_id: int) -> int | None:
    """Return the id of the next sheet to read after that one, round to the oldest; or None."""
    mine = [entry.sheet_id for entry in entries if entry.kind in MINE]
    if sheet_id in mine:
        place = mine.index(sheet_id)
        mine = mine[place + 1 :] + mine[:place]
    return mine[0] if mine else None


def _last_event(*verbs: Event.Verb) -> Subquery:
    """When one of these last happened to the sheet of a row (through its number: indexed)."""
    events = Event.objects.filter(sheet_number=OuterRef("sheet__number"), verb__in=verbs)
    return Subquery(events.order_by("-sequence").values("at")[:1])


def _waiting(scope: Scope) -> Iterable[Mapping[str, Any]]:
    """Return what is submitted or returned, with when."""
    return (
        Revision.objects.filter(
            scope.within("sheet__structure"),
            state__in=(Revision.State.SUBMITTED, Revision.State.RETURNED),
        )
        .exclude(sheet__state=Sheet.State.MERGED)
        .annotate(
            submitted=Coalesce(_last_event(Event.Verb.SUBMITTED), F("created_at")),
            returned=Coalesce(_last_event(Event.Verb.RETURNED), F("created_at")),
            place=F("sheet__structure__department_id"),
            approval=F("sheet__structure__department__approval"),
        )
        .values("pk", "sheet_id", "state", "submitted", "returned", "place", "approval")
    )


def _agreed(scope: Scope) -> dict[int, set[str]]:
    """Return the sides that have agreed, by submitted revision."""
    found: dict[int, set[str]] = {}
    approvals = SideApproval.objects.filter(
        scope.within("revision__sheet__structure"), revision__state=Revision.State.SUBMITTED
    )
    for revision, side in approvals.values_list("revision_id", "side"):
        found.setdefault(revision, set()).add(side)
    return found


def _spoken(scope: Scope) -> dict[int, tuple[Kind, datetime.datetime]]:
    """Return the sheets whose last message calls for an answer, from us or from them."""
    shown = Q(sheet__submitted_at__isnull=False) | Q(sheet__published_at__isnull=False)
    of_scope = Message.objects.filter(scope.within("sheet__structure"), shown).exclude(
        sheet__state=Sheet.State.MERGED
    )
    last = of_scope.order_by().values("sheet_id").annotate(last=Max("pk")).values("last")
    rows = (
        Message.objects.filter(pk__in=last)
        .annotate(settled=_last_event(*_SETTLED))
        .filter(Q(settled__isnull=True) | Q(settled__lt=F("created_at")))
        .filter(Q(from_structure=True) | Q(kind=Message.Kind.QUESTION))
    )
    return {
        sheet_id: (Kind.ANSWERED if from_structure else Kind.ASKED, at)
        for sheet_id, from_structure, at in rows.values_list(
            "sheet_id", "from_structure", "created_at"
        )
    }


def _of_waiting(
    who: Standing,
    row: Mapping[str, Any],
    agreed: set[str],
    spoken: dict[int, tuple[Kind, datetime.datetime]],
) -> tuple[Kind, datetime.datetime]:
    """Say what a waiting version calls for, and since when."""
    if row["state"] == Revision.State.RETURNED:
        return Kind.RETURNED, row["returned"]
    kind, at = spoken.get(row["sheet_id"], (None, row["submitted"]))
    if kind is Kind.ASKED and at >= row["submitted"]:
        return Kind.ASKED, at
    mine = set(who.departments.get(row["place"] or "", ()))
    if row["approval"] == Approval.BOTH and mine and mine <= agreed and not who.is_national:
        return Kind.OTHER_SIDE, row["submitted"]
    return Kind.TO_READ, row["submitted"]
