"""The follow-up page of a sheet: where it stands, what one may do, its history."""

import datetime
from dataclasses import dataclass
from typing import Final, Self

from django.db.models import Max
from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format

from essaim.editor.places import Place, place_of, title_of
from essaim.network.people import GONE, names_of
from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.sheets import differences
from essaim.sheets.content import Content
from essaim.sheets.differences import Change
from essaim.sheets.models import Event, Revision, Sheet
from essaim.workflow import rules
from essaim.workflow.rules import Act, Situation

# What the history tells; the index's own bookkeeping stays out of it.
_TOLD: Final = {
    Event.Verb.CREATED: "a commencé la fiche",
    Event.Verb.SUBMITTED: "a soumis une version",
    Event.Verb.RETURNED: "a renvoyé la fiche, avec une raison",
    Event.Verb.APPROVED: "a donné son accord",
    Event.Verb.PUBLISHED: "a publié la fiche",
    Event.Verb.UPDATED: "a publié une nouvelle version",
    Event.Verb.RESTORED: "a repris une version antérieure",
    Event.Verb.CONFIRMED: "a dit l’action toujours en cours",
    Event.Verb.WITHDRAWN: "a retiré la fiche du site",
    Event.Verb.DISCARDED: "a abandonné le brouillon",
    Event.Verb.MERGED: "a réuni la fiche à une autre",
}
_MOST_EVENTS: Final = 50


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the history."""

    who: str
    did: str
    when: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Found:
    """A sheet somebody may follow, with what waits beside it."""

    sheet: Sheet
    waiting: Revision | None
    situation: Situation

    def may(self, who: Standing, act: Act) -> bool:
        """Whether they may do that to it."""
        return rules.may(who, act, self.situation)


def find(who: Standing, number: int, act: Act = Act.SEE) -> Found:
    """Return the sheet of that number. Raises Http404 to whoever may not know of it.

    Raises PermissionDenied to whoever knows of it but may not do that.
    """
    sheet = Sheet.objects.select_related("structure__department").filter(number=number).first()
    if sheet is None:
        raise Http404
    waiting = Revision.objects.waiting().filter(sheet=sheet).first()
    found = Found(sheet, waiting, Situation.of(sheet, waiting))
    if not found.may(who, Act.SEE):
        raise Http404
    rules.require(who, act, found.situation)
    return found


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What the follow-up page shows."""

    number: int
    title: str
    structure: str
    place: Place
    version: int | None
    acts: frozenset[str]
    steps: list[Step]
    sheet: Sheet
    set_aside: list[Revision]

    @classmethod
    def of(cls, who: Standing, found: Found) -> Self:
        """Read the page of a sheet that `who` may see."""
        sheet, waiting = found.sheet, found.waiting
        readable = waiting if found.may(who, Act.SEE_DRAFT) else None
        own = sheet.revisions.filter(author=who.actor)
        kept = own.exclude(state=Revision.State.ASIDE).aggregate(last=Max("version"))["last"]
        # Whoever has saved since has seen both texts.
        aside = own.filter(state=Revision.State.ASIDE, version__gt=kept or 0)
        return cls(
            number=sheet.number,
            title=title_of(sheet, readable),
            structure=sheet.structure.name,
            place=place_of(sheet, readable),
            version=waiting.version if waiting else None,
            acts=frozenset(act.name for act in Act if found.may(who, act)),
            steps=_steps(sheet),
            sheet=sheet,
            set_aside=list(aside.order_by("-version")[:5]),
        )


def _steps(sheet: Sheet) -> list[Step]:
    """Return the last things that happened to the sheet, newest first: two queries."""
    events = list(
        Event.objects.filter(sheet_number=sheet.number, verb__in=_TOLD).order_by("-sequence")[
            :_MOST_EVENTS
        ]
    )
    names = names_of({event.actor for event in events})
    return [
        Step(named(event.actor, names), _TOLD[Event.Verb(event.verb)], moment(event.at), event.at)
        for event in events
    ]


def named(actor: str, names: dict[str, str]) -> str:
    """Return how an actor of the log is named to people of the network."""
    if actor in names:
        return names[actor]
    if actor.startswith(("personne:", "effacee:")):
        return GONE
    if actor.startswith("tournee"):
        return "La structure, par la lettre annuelle,"
    return "Une importation"


def moment(at: datetime.datetime) -> str:
    """Return a moment as one says it: « 3 mars 2026 à 14:32 »."""
    return date_format(timezone.localtime(at), "j F Y à H:i")


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version in the list of a sheet's history."""

    version: int
    label: str
    author: str
    when: str
    published: str
    is_public: bool


_LABELS: Final = {
    Revision.State.DRAFT: "Brouillon en cours",
    Revision.State.SUBMITTED: "Soumise, en attente",
    Revision.State.RETURNED: "Renvoyée, à reprendre",
    Revision.State.LIVE: "En ligne",
    Revision.State.PAST: "Publiée auparavant",
    Revision.State.DROPPED: "Enregistrement intermédiaire",
    Revision.State.ASIDE: "Mise de côté (deux personnes écrivaient)",
}


def readable_versions(who: Standing, found: Found) -> "list[Revision]":
    """Return the versions somebody may read, newest first.

    Whoever looks after a sheet reads what was published and what was shown to them; work in
    progress is the structure's own.
    """
    revisions = found.sheet.revisions.order_by("-version")
    if rules.is_member(who, found.situation) or who.is_national:
        return list(revisions)
    states = [Revision.State.LIVE, Revision.State.PAST]
    if found.may(who, Act.SEE_DRAFT):
        states += [Revision.State.SUBMITTED, Revision.State.RETURNED]
    return list(revisions.filter(state__in=states))


def version_rows(revisions: list[Revision]) -> list[VersionRow]:
    """Return the rows of the history: one query for the names."""
    names = names_of(
        {revision.author for revision in revisions}
        | {revision.published_by for revision in revisions}
    )
    rows = []
    for revision in revisions:
        public = revision.state in (Revision.State.LIVE, Revision.State.PAST)
        published = ""
        if public and revision.published_at:
            by = named(revision.published_by, names)
            published = f"mise en ligne le {moment(revision.published_at)} par {by.rstrip(',')}"
        rows.append(
            VersionRow(
                version=revision.version,
                label=_LABELS[Revision.State(revision.state)],
                author=named(revision.author, names).rstrip(","),
                when=moment(revision.created_at),
                published=published,
                is_public=public,
            )
        )
    return rows


def compare(before: Revision | None, after: Revision) -> list[Change]:
    """Return what changed from one version to another; from nothing when there is none before."""
    empty: Content = contents.empty()
    old = contents.from_json(before.content) if before else empty
    return differences.changed(old, contents.from_json(after.content))
