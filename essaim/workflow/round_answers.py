"""What a structure answers to the yearly letter, by the link that is in it.

The link gives the rights: those of the structure it was sent to, on the sheets of the letter, as
long as they are still the structure's and still online. Answers can be changed until it expires.
"""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.http import Http404
from django.utils import timezone

from essaim.letters import links
from essaim.letters.links import Unusable
from essaim.letters.models import Link
from essaim.network.models import Membership, Structure
from essaim.network.standing import Standing
from essaim.sheets import fields, validators
from essaim.sheets.models import Event, Revision, Sheet
from essaim.sheets.vocabulary import ENDED_ID, RUNNING_ID
from essaim.workflow import yearly_round
from essaim.workflow.deciding import change_fields
from essaim.workflow.opening import Moved, afterwards, opening
from essaim.workflow.rules import Act

__all__ = ["LONGEST_REASON", "Line", "Page", "State", "Unusable", "answer", "look"]

LONGEST_REASON: Final = 2000
_STATUS, _REASON = fields.BY_NAME["status"], fields.BY_NAME["end_reason"]


class State(StrEnum):
    """Where a sheet of the letter stands."""

    ASKED = "attend"
    CONFIRMED = "confirmee"
    ENDED = "terminee"
    CLOSED = "close"  # it has changed otherwise: there is nothing to answer here


@dataclass(frozen=True, slots=True)
class Line:
    """One sheet of the letter. `title` is "" when it is not online any more."""

    number: int
    title: str
    state: State
    slug: str = ""
    reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether one may answer about it."""
        return self.state is not State.CLOSED


@dataclass(frozen=True, slots=True)
class Page:
    """What the link opens. It shows nothing that is not public."""

    structure: Structure
    year: int
    expires_at: datetime.datetime
    lines: tuple[Line, ...]

    @property
    def until(self) -> str:
        """The last day, as one writes it."""
        return f"{timezone.localtime(self.expires_at):%d/%m/%Y}"


def look(token: str) -> Page:
    """Return what the link opens, changing nothing. Raises Unusable; six queries at most."""
    link = _usable(token)
    structure = Structure.objects.get(pk=link.payload["structure"])
    sheets = Sheet.objects.in_bulk(link.payload["sheets"])
    by = _actor(link)
    said = _ends_said(by, list(sheets))
    confirmed = _confirmed(by, [sheet.number for sheet in sheets.values()])
    lines = [
        _line(sheets[pk], structure.pk, said.get(pk, set()), sheets[pk].number in confirmed)
        for pk in link.payload["sheets"]
        if pk in sheets
    ]
    return Page(structure, link.payload["year"], link.expires_at, tuple(lines))


def answer(token: str, number: int, *, goes_on: bool, reason: str = "") -> None:
    """Say that an action goes on, or why it has ended. The same answer twice is one.

    Raises Unusable, ValueError (no reason, or too long), Moved when the sheet has changed since,
    PermissionDenied when it is not online any more, Http404 when it is not of this letter.
    """
    link = _usable(token)
    found = Sheet.objects.filter(number=number, pk__in=link.payload["sheets"])
    sheet_id = found.values_list("pk", flat=True).first()
    if sheet_id is None:
        raise Http404
    words = "" if goes_on else _reason(reason)
    by, structure = _actor(link), link.payload["structure"]
    who = Standing(actor=by, structures={structure: Membership.Role.MEMBER})
    with opening(who, Act.CONFIRM, sheet_id) as opened:
        sheet = opened.sheet
        was_confirmed = sheet.number in _confirmed(by, [sheet.number])
        said = _ends_said(by, [sheet.pk]).get(sheet.pk, set())
        line = _line(sheet, structure, said, was_confirmed)
        if not line.is_open:
            raise Moved(None)
        if not goes_on:
            change_fields(opened, {"status": fields.STATUS_ENDED, "end_reason": words})
        elif line.state is not State.CONFIRMED:
            if line.state is State.ENDED:
                change_fields(opened, {"status": fields.STATUS_RUNNING, "end_reason": ""})
            sheet.confirmed_at = opened.at
            sheet.save(update_fields=["confirmed_at"])
            opened.log(Event.Verb.CONFIRMED)
        afterwards()


def _reason(text: str) -> str:
    """Return the reason as it will be stored. Raises ValueError, in French."""
    words = validators.free_text(text.replace("\r\n", "\n")).strip()
    if not words:
        raise ValueError("Dites en quelques mots pourquoi l’action s’est terminée.")
    if len(words) > LONGEST_REASON:
        raise ValueError(f"C’est un peu long : {LONGEST_REASON} caractères au plus.")
    return words


def _usable(token: str) -> Link:
    """Return the link. Raises Unusable, also when who it was sent to has left the structure."""
    link = links.look(Link.Purpose.ROUND, token)
    person, structure = link.payload["person"], link.payload["structure"]
    belonging = Membership.objects.accepted().filter(
        person=person, person__is_active=True, structure=structure
    )
    if person is not None and not belonging.exists():
        raise Unusable("Ce lien était celui d’une personne qui n’est plus dans l’équipe.")
    if not Structure.objects.filter(pk=structure).exists():
        raise Unusable("La structure de ce lien n’existe plus.")
    return link


def _actor(link: Link) -> str:
    return yearly_round.actor(link.payload["year"], link.payload["structure"])


def _line(sheet: Sheet, structure_id: int, said: set[str], is_confirmed: bool) -> Line:
    """Return where a sheet stands. `said` are the reasons this letter gave for its end."""
    status, reason = getattr(sheet, "status_id", None), str(getattr(sheet, "end_reason", ""))
    if sheet.state != Sheet.State.PUBLISHED:
        return Line(sheet.number, "", State.CLOSED)
    if sheet.structure_id == structure_id and status == RUNNING_ID:
        state = State.CONFIRMED if is_confirmed else State.ASKED
        return Line(sheet.number, sheet.display_title, state, sheet.slug)
    if sheet.structure_id == structure_id and status == ENDED_ID and reason in said:
        return Line(sheet.number, sheet.display_title, State.ENDED, sheet.slug, reason)
    return Line(sheet.number, sheet.display_title, State.CLOSED, sheet.slug)


def _ends_said(by: str, sheet_ids: list[int]) -> dict[int, set[str]]:
    """Return the reasons given by that letter's link, by sheet: one query.

    An end that somebody has told otherwise since, signed in, is not this letter's any more.
    """
    found: dict[int, set[str]] = {}
    revisions = Revision.objects.been_live().filter(sheet__in=sheet_ids, author=by)
    for sheet_id, content in revisions.values_list("sheet_id", "content"):
        if content.get(_STATUS.key) == fields.STATUS_ENDED:
            found.setdefault(sheet_id, set()).add(content.get(_REASON.key, ""))
    return found


def _confirmed(by: str, numbers: list[int]) -> set[int]:
    """Return the sheets whose last answer by that link is that they go on: one query.

    By their numbers, which the log is indexed by.
    """
    events = Event.objects.filter(sheet_number__in=numbers, actor=by).order_by("sequence")
    last = dict(events.values_list("sheet_number", "verb"))
    confirmed = (number for number, verb in last.items() if verb == Event.Verb.CONFIRMED)
    return {number for number in confirmed if number is not None}
