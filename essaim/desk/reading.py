"""The page on which somebody reads a sheet to decide: what is new, what to look at, who wrote."""

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from essaim.catalogue import attached, dates
from essaim.catalogue.attached import Attached
from essaim.desk.rows import ago, titled, told_agreed
from essaim.network.models import Approval
from essaim.network.people import GONE, names_of
from essaim.network.standing import Standing
from essaim.search import doubles
from essaim.search.doubles import Likely
from essaim.sheets import content as contents
from essaim.sheets import differences, fields, guard
from essaim.sheets.content import Content, Value
from essaim.sheets.differences import Change
from essaim.sheets.fields import Field, Kind
from essaim.sheets.models import Attachment, Event, Revision, Sheet
from essaim.workflow import rules
from essaim.workflow.rules import Act, Situation

_MOST_EVENTS: Final = 30
_MOST_DOUBLES: Final = 4
_DID: Final[dict[str, str]] = {
    Event.Verb.CREATED: "commencée",
    Event.Verb.SUBMITTED: "soumise",
    Event.Verb.RETURNED: "renvoyée",
    Event.Verb.APPROVED: "accord donné",
    Event.Verb.PUBLISHED: "publiée",
    Event.Verb.UPDATED: "nouvelle version publiée",
    Event.Verb.RESTORED: "ancienne version reprise",
    Event.Verb.CONFIRMED: "dite toujours en cours",
    Event.Verb.WITHDRAWN: "retirée",
    Event.Verb.MERGED: "réunie à une autre fiche",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One field as it stands: a text, or values."""

    heading: str
    text: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a sheet, with what it says."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Alarm:
    """One warning of the guard, with the field it is about."""

    heading: str
    excerpt: str
    why: str
    advice: str
    gentle: bool


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to the sheet: what, by whom, when."""

    did: str
    who: str
    day: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A sheet on the desk: what is online, and what waits that the desk may read."""

    sheet: Sheet
    situation: Situation
    online: Revision | None
    waiting: Revision | None

    @property
    def version(self) -> int:
        """The version to decide about, 0 when nothing waits for the desk."""
        return self.waiting.version if self.waiting else 0

    @property
    def read(self) -> Revision | None:
        """What the page shows: the waiting version, or else the one online."""
        return self.waiting or self.online


def opened(who: Standing, sheet: Sheet) -> Opened:
    """Read what goes with a sheet that is on somebody's desk: two queries."""
    waiting = Revision.objects.waiting().filter(sheet=sheet).first()
    situation = Situation.of(sheet, waiting)
    online = sheet.revisions.filter(state=Revision.State.LIVE).first()
    # The nation may read drafts; the desk is about what was handed over.
    handed = situation.waiting in (Revision.State.SUBMITTED, Revision.State.RETURNED)
    readable = waiting if handed and rules.may(who, Act.SEE_DRAFT, situation) else None
    return Opened(sheet, situation, online, readable)


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the page shows, `conversation` and forms aside."""

    sheet: Sheet
    title: str
    place: str
    opened: Opened
    is_new: bool
    is_waiting: bool
    is_hidden_draft: bool
    is_answered: bool
    author: str
    since: str
    agreed: str
    changes: list[Change]
    unchanged: tuple[Section, ...]
    sections: tuple[Section, ...]
    alarms: tuple[Alarm, ...]
    doubles: list[Likely]
    pictures: tuple[Attached, ...]
    files: tuple[Attached, ...]
    steps: list[Step]
    acts: frozenset[str]

    @classmethod
    def of(cls, who: Standing, found: Opened) -> "Page":
        """Read the page of a sheet on the desk."""
        sheet, read = found.sheet, found.read
        told = contents.from_json(read.content) if read else contents.empty()
        before = contents.from_json(found.online.content) if found.online else None
        compared = found.waiting is not None and before is not None
        changes = differences.changed(before, told) if compared and before else []
        changed = {change.field.name for change in changes}
        files = attached.of_names(sheet, contents.many(told["files"]), _file_at)
        steps, people = _steps(sheet, read)
        return cls(
            sheet=sheet,
            title=titled(sheet, found.waiting),
            place=sheet.structure.department.name if sheet.structure.department else "",
            opened=found,
            is_new=found.online is None,
            is_waiting=found.situation.waiting == Revision.State.SUBMITTED,
            is_hidden_draft=found.waiting is None and found.situation.waiting is not None,
            is_answered=_is_answered(sheet),
            author=people.get(read.author, GONE) if read else "",
            since=f"{dates.day(read.created_at)}, {ago(read.created_at)}" if read else "",
            agreed=_agreed(found),
            changes=changes,
            unchanged=sections_of(told, but=changed) if compared else (),
            sections=() if compared else sections_of(told),
            alarms=_alarms(told),
            doubles=_doubles(sheet, told),
            pictures=tuple(file for file in files if file.thumbnail),
            files=tuple(file for file in files if not file.thumbnail),
            steps=steps,
            acts=frozenset(act.name for act in Act if rules.may(who, act, found.situation)),
        )


def line_of(field: Field, value: Value) -> Line:
    """Return one field as it stands."""
    if field.kind in (Kind.TEXT, Kind.TITLE):
        return Line(field.heading, text=str(value or ""))
    if isinstance(value, tuple):
        return Line(field.heading, values=value)
    written = contents.as_written(value)
    return Line(field.heading, values=(written,) if written else ())


def sections_of(told: Content, but: set[str] | frozenset[str] = frozenset()) -> tuple[Section, ...]:
    """Return what a content says, part by part, some fields and the files left out."""
    found = []
    for section in fields.Section:
        lines = tuple(
            line_of(field, told[field.name])
            for field in contents.CONTENT_FIELDS
            if field.section is section
            and field.kind is not Kind.FILES
            and field.name not in but
            and told[field.name] != contents.empty_value(field)
        )
        if lines:
            found.append(Section(section.value, lines))
    return tuple(found)


def _alarms(told: Content) -> tuple[Alarm, ...]:
    return tuple(
        Alarm(
            fields.BY_NAME[warning.field].heading,
            warning.excerpt,
            warning.why,
            warning.advice,
            warning.is_gentle,
        )
        for warning in guard.look(told)
    )


def _doubles(sheet: Sheet, told: Content) -> list[Likely]:
    """Return the published sheets with nearly this title, elsewhere than on this one."""
    title = str(told["title"] or "")
    if not title.strip():
        return []
    return doubles.near_title(
        title,
        structure_id=sheet.structure_id,
        department=sheet.structure.department_id or "",
        limit=_MOST_DOUBLES,
        exclude_sheet=sheet.pk,
    )


def _is_answered(sheet: Sheet) -> bool:
    """Whether the structure has had the last word in the conversation."""
    last = sheet.messages.order_by("-pk").values_list("from_structure", flat=True).first()
    return bool(last)


def _agreed(found: Opened) -> str:
    """Say which sides have agreed, where both are wanted."""
    department = found.sheet.structure.department
    both = department is not None and department.approval == Approval.BOTH
    if not both or found.waiting is None or found.waiting.state != Revision.State.SUBMITTED:
        return ""
    return told_agreed(list(found.waiting.approvals.values_list("side", flat=True)))


def _steps(sheet: Sheet, read: Revision | None) -> tuple[list[Step], dict[str, str]]:
    """Return what happened, newest first, and the names of who did it: two queries."""
    events = list(
        Event.objects.filter(sheet_number=sheet.number, verb__in=_DID).order_by("-sequence")[
            :_MOST_EVENTS
        ]
    )
    actors: set[str] = {event.actor for event in events}
    names = names_of(actors | ({read.author} if read else set()))
    steps = [
        Step(_DID[event.verb], _name(event.actor, names), dates.day(event.at)) for event in events
    ]
    return steps, names


def _name(actor: str, names: dict[str, str]) -> str:
    if actor in names:
        return names[actor]
    return GONE if actor.startswith(("personne:", "effacee:")) else "importation"


def _file_at(row: Attachment, thumbnail: bool = False) -> str:
    """Return the address of a file for those who look after its sheet."""
    place: dict[str, Any] = {"number": row.sheet.number, "pk": row.pk}
    if thumbnail:
        return reverse("editor:thumbnail", kwargs=place)
    return reverse("editor:file", kwargs={**place, "name": row.name})
