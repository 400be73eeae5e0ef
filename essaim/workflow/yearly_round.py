"""Once a year, each structure is asked which of its running actions go on: who is asked, and how.

One letter per structure and year (`RoundLetter`), written and queued in one transaction: a round
that is killed goes on where it stopped, and asks nobody twice. Answers: `round_answers`.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from essaim.letters import links, queue, sending
from essaim.letters.models import Link
from essaim.network.models import Membership, Person, Structure
from essaim.sheets.models import Event, Revision, Sheet
from essaim.sheets.vocabulary import RUNNING_ID
from essaim.workflow.models import RoundLetter

LIFETIME: Final = datetime.timedelta(days=60)
# What the structure itself wrote or confirmed since then needs no question. An import is no news.
FRESH: Final = datetime.timedelta(days=182)
# A letter names that many sheets; the page behind it shows them all.
MOST_NAMED: Final = 25
_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class Planned:
    """One structure's letter: about which sheets, to whom.

    `people` and `address` are both empty when nobody can be written to; `obstacle` says why.
    """

    structure: Structure
    sheets: Sequence[Sheet]
    people: Sequence[Person] = ()
    address: str = ""
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """How a year's round goes. Sheets are counted by their last answer."""

    letters: int
    answered: int  # structures that have answered for one sheet at least
    confirmed: int
    ended: int
    silent: tuple[Structure, ...]  # asked, and not heard of


def actor(year: int, structure_id: int) -> str:
    """Return who the log says has answered: the link of that structure's letter."""
    return f"tournee:{year}:{structure_id}"


def plan(year: int, *, department: str = "") -> Iterator[Planned]:
    """Yield the letters not yet sent that year, by département then name of structure."""
    running = Sheet.objects.published().filter(structure=OuterRef("pk"), status=RUNNING_ID)
    sent = RoundLetter.objects.filter(structure=OuterRef("pk"), year=year)
    asked = Structure.objects.filter(Exists(running)).exclude(Exists(sent))
    if department:
        asked = asked.filter(department=department)
    ids = list(asked.order_by("department", "name", "pk").values_list("pk", flat=True))
    for start in range(0, len(ids), _AT_ONCE):
        chunk = ids[start : start + _AT_ONCE]
        structures = Structure.objects.select_related("department").in_bulk(chunk)
        sheets, people = _stale_sheets(chunk), _people(chunk)
        for pk in chunk:
            if pk in structures and sheets[pk]:
                yield _planned(structures[pk], sheets[pk], people[pk])


def send(planned: Planned, year: int) -> bool:
    """Queue a structure's letter; False when it has been sent meanwhile by another round."""
    if not (planned.people or planned.address):
        raise ValueError("nobody to write to")
    with transaction.atomic():
        _, is_first = RoundLetter.objects.get_or_create(
            structure=planned.structure, year=year, defaults={"sent_at": timezone.now()}
        )
        if not is_first:
            return False
        for person in planned.people:
            _queue(planned, year, person.email, person)
        if planned.address:
            _queue(planned, year, planned.address, None)
    return True


def answers(year: int, departments: Iterable[str] | None = None) -> Answers:
    """Return how a year's round goes, in those départements (codes) or in all: two queries."""
    letters = RoundLetter.objects.filter(year=year).select_related("structure__department")
    if departments is not None:
        letters = letters.filter(structure__department__in=list(departments))
    asked = {letter.structure_id: letter.structure for letter in letters.order_by("structure")}
    last: dict[int | None, tuple[str, str]] = {}
    for number, verb, by in _events(year, letters):
        last[number] = (verb, by)
    heard = {int(by.rpartition(":")[2]) for _, by in last.values()}
    verbs = [verb for verb, by in last.values() if int(by.rpartition(":")[2]) in asked]
    confirmed = verbs.count(Event.Verb.CONFIRMED)
    return Answers(
        letters=len(asked),
        answered=len(heard & set(asked)),
        confirmed=confirmed,
        ended=len(verbs) - confirmed,
        silent=tuple(one for pk, one in asked.items() if pk not in heard),
    )


def _events(year: int, letters: QuerySet[RoundLetter]) -> Iterable[tuple[int | None, str, str]]:
    """Return what has been answered, in order: (number of the sheet, verb, actor)."""
    # By the sheets' numbers, which the log is indexed by; the log itself grows without end.
    asked = Sheet.objects.filter(structure__in=letters.values("structure")).values("number")
    events = Event.objects.filter(actor__startswith=f"tournee:{year}:", sheet_number__in=asked)
    return events.order_by("sequence").values_list("sheet_number", "verb", "actor")


def _stale_sheets(structure_ids: Sequence[int]) -> dict[int, list[Sheet]]:
    """Return the running sheets to ask about, by structure: two queries."""
    since = timezone.now() - FRESH
    sheets = (
        Sheet.objects.published()
        .filter(structure__in=structure_ids, status=RUNNING_ID)
        .exclude(confirmed_at__gte=since)
        .order_by("title", "number")
    )
    fresh = _written_since(since, structure_ids)
    found: dict[int, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        if sheet.pk not in fresh:
            found[sheet.structure_id].append(sheet)
    return found


def _written_since(since: datetime.datetime, structure_ids: Sequence[int]) -> set[int]:
    """Return the sheets whose own structure has put a version online since then."""
    revisions = Revision.objects.been_live().filter(
        sheet__structure__in=structure_ids, published_at__gte=since, author__startswith="personne:"
    )
    states = (Membership.State.ACCEPTED, Membership.State.ENDED)
    belonging = Membership.objects.filter(structure__in=structure_ids, state__in=states)
    team = {(one.structure_id, one.person.actor) for one in belonging.select_related("person")}
    written = revisions.values_list("sheet_id", "sheet__structure_id", "author")
    return {sheet_id for sheet_id, place, author in written if (place, author) in team}


def _people(structure_ids: Sequence[int]) -> dict[int, list[Person]]:
    """Return the members who can sign in, by structure: one query."""
    accepted = Membership.objects.accepted().filter(
        structure__in=structure_ids, person__is_active=True
    )
    found: dict[int, list[Person]] = defaultdict(list)
    for membership in accepted.select_related("person").order_by("person"):
        found[membership.structure_id].append(membership.person)
    return found


def _planned(structure: Structure, sheets: list[Sheet], people: list[Person]) -> Planned:
    willing = [person for person in people if person.wants_messages]
    if willing:
        return Planned(structure, sheets, people=willing)
    if people:
        reason = "ses membres ne veulent pas de courriels"
        return Planned(structure, sheets, obstacle=reason)
    if not structure.contact_email:
        reason = "personne n’a de compte, et la structure n’a pas d’adresse"
        return Planned(structure, sheets, obstacle=reason)
    if structure.is_demonstration and settings.LETTERS_WAIT:
        reason = "structure de démonstration, dont l’adresse est inventée"
        return Planned(structure, sheets, obstacle=reason)
    return Planned(structure, sheets, address=structure.contact_email)


def _queue(planned: Planned, year: int, address: str, person: Person | None) -> None:
    """Put one copy of the letter into the queue, with a link of its own."""
    payload = {
        "year": year,
        "structure": planned.structure.pk,
        "sheets": [sheet.pk for sheet in planned.sheets],
        "person": person.pk if person else None,
    }
    token, link = links.make(Link.Purpose.ROUND, payload, LIFETIME)
    department = planned.structure.department
    named = [
        {"number": sheet.number, "title": sheet.display_title}
        for sheet in planned.sheets[:MOST_NAMED]
    ]
    context = {
        "person": person.display_name if person else "",
        "structure": planned.structure.name,
        "department": department.name if department else "",
        "year": year,
        "sheets": named,
        "count": len(planned.sheets),
        "page": f"{settings.SITE_ADDRESS}/contribuer/tournee/{token}/",
        "until": f"{timezone.localtime(link.expires_at):%d/%m/%Y}",
    }
    stop = sending.stop_address(person) if person else ""
    queue.add(sending.compose("tournee", address, context, stop=stop))
