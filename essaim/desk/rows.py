"""The lines of a list of sheets on the desk, loaded together, in as many queries as for one."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils import timezone

from essaim.catalogue import dates, typography
from essaim.catalogue.numbers import counted
from essaim.network.models import Approval
from essaim.network.people import GONE, names_of
from essaim.sheets import content as contents
from essaim.sheets import guard
from essaim.sheets.models import Revision, Sheet
from essaim.workflow.models import SideApproval

# How much of the résumé tells which action it is.
_LEAD: Final = 160
_SHOWN_TO_DESK: Final = (Revision.State.SUBMITTED, Revision.State.RETURNED)


@dataclass(frozen=True, slots=True)
class Row:
    """One sheet in a list. `token` names the sheet and the version read, for the boxes."""

    sheet_id: int
    number: int
    title: str
    address: str
    structure: str
    place: str
    author: str
    since: str
    ago: str
    state: str
    is_new: bool
    is_online: bool
    warnings: int
    agreed: str
    year: str
    lead: str
    token: str


def token_of(sheet_id: int, version: int) -> str:
    """Return what a box sends: which sheet, and the waiting version shown (0 for none)."""
    return f"{sheet_id}-{version}"


def titled(sheet: Sheet, waiting: Revision | None) -> str:
    """Return the title to show on the desk: the waiting version's, when it has one."""
    title = str(waiting.content.get("titre", "")) if waiting else ""
    return title.strip() or sheet.display_title


def waiting_of(sheet_ids: Iterable[int]) -> dict[int, Revision]:
    """Return what the desk may read that waits, by sheet: never a private draft."""
    found = Revision.objects.filter(sheet__in=list(sheet_ids), state__in=_SHOWN_TO_DESK)
    return {revision.sheet_id: revision for revision in found}


def load(sheets: Sequence[tuple[int, datetime.datetime | None]], query: str = "") -> list[Row]:
    """Return the lines of these sheets (id, since when), in their order: four queries."""
    ids = [sheet_id for sheet_id, _ in sheets]
    found = Sheet.objects.select_related("structure__department").in_bulk(ids)
    waiting = waiting_of(ids)
    names = names_of({revision.author for revision in waiting.values()})
    agreed = _agreed(waiting.values())
    return [
        _row(found[sheet_id], waiting.get(sheet_id), since, names, agreed, query)
        for sheet_id, since in sheets
        if sheet_id in found
    ]


def _row(  # noqa: PLR0917 (one line of a table)
    sheet: Sheet,
    waiting: Revision | None,
    since: datetime.datetime | None,
    names: Mapping[str, str],
    agreed: Mapping[int, list[str]],
    query: str,
) -> Row:
    department = sheet.structure.department
    submitted = waiting is not None and waiting.state == Revision.State.SUBMITTED
    both = department is not None and department.approval == Approval.BOTH
    address = reverse("desk:sheet", args=[sheet.number])
    return Row(
        sheet_id=sheet.pk,
        number=sheet.number,
        title=titled(sheet, waiting),
        address=f"{address}?{query}" if query else address,
        structure=sheet.structure.name,
        place=department.name if department else "département inconnu",
        author=names.get(waiting.author, GONE) if waiting else "",
        since=dates.day(since) if since else "",
        ago=ago(since) if since else "",
        state=_state(sheet, waiting),
        is_new=submitted and sheet.published_at is None,
        is_online=sheet.state == Sheet.State.PUBLISHED,
        warnings=len(guard.look(contents.from_json(waiting.content)))
        if submitted and waiting
        else 0,
        agreed=told_agreed(agreed.get(waiting.pk, [])) if submitted and waiting and both else "",
        lead=typography.lead(str(getattr(sheet, "summary", "")), _LEAD),
        year=str(getattr(sheet, "year", None) or ""),
        token=token_of(sheet.pk, waiting.version if waiting else 0),
    )


def _state(sheet: Sheet, waiting: Revision | None) -> str:
    """Say in one badge what a sheet is on the desk for."""
    if waiting is not None and waiting.state == Revision.State.SUBMITTED:
        return "nouvelle fiche" if sheet.published_at is None else "nouvelle version"
    if waiting is not None:
        return "renvoyée"
    return {
        Sheet.State.PUBLISHED: "en ligne",
        Sheet.State.WITHDRAWN: "retirée",
        Sheet.State.DRAFT: "en préparation",
    }.get(Sheet.State(sheet.state), "")


def _agreed(revisions: Iterable[Revision]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = SideApproval.objects.filter(revision__in=list(revisions)).values_list(
        "revision_id", "side"
    )
    for revision, side in rows:
        found.setdefault(revision, []).append(side)
    return found


def told_agreed(sides: Sequence[str]) -> str:
    """Say which sides have agreed, where both are wanted."""
    if not sides:
        return "aucun accord pour l’instant"
    labels = [SideApproval.Side(side).label for side in sides]
    return f"accord donné : {', '.join(str(label) for label in labels)}"


def ago(moment: datetime.datetime) -> str:
    """Say how long ago, in days: what matters on a desk."""
    today, day = timezone.localdate(), timezone.localtime(moment).date()
    days = (today - day).days
    if days < 1:
        return "aujourd’hui"
    return "hier" if days == 1 else f"il y a {counted(days, 'jour')}"
