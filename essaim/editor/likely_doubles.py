"""Sheets that may tell the same action as the one being written, drafts of one's house included."""

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from essaim.network.models import Structure
from essaim.search import doubles, doubles_titles
from essaim.sheets import fields
from essaim.sheets.models import Revision, Sheet

_MOST: Final = 5
_MOST_DRAFTS: Final = 200
_TITLE: Final = fields.BY_NAME["title"].key


@dataclass(frozen=True, slots=True)
class Double:
    """One sheet with nearly the same title. `where` says whose it is, in French."""

    number: int
    title: str
    where: str
    address: str

    def as_json(self) -> dict[str, Any]:
        """Return it under French keys."""
        return {
            "numero": self.number,
            "titre": self.title,
            "ou": self.where,
            "adresse": self.address,
        }


def of(sheet: Sheet, title: str) -> list[Double]:
    """Return those that a sheet with this title may double, its own structure's first."""
    return near(title, sheet.structure, but=sheet)


def near(title: str, structure: Structure, *, but: Sheet | None = None) -> list[Double]:
    """Return the sheets with nearly this title: the structure's drafts, its sheets, the others'."""
    if not title.strip():
        return []
    drafts = _drafts(title, structure, but)
    published = doubles.near_title(
        title,
        structure_id=structure.pk,
        department=structure.department_id or "",
        limit=_MOST,
        exclude_sheet=but.pk if but else None,
    )
    told = [
        Double(
            one.number,
            one.title,
            "déjà publiée par votre structure" if one.same_structure else one.structure,
            reverse("actions:number", kwargs={"number": one.number}),
        )
        for one in published
    ]
    return [*drafts, *told][:_MOST]


def _drafts(title: str, structure: Structure, but: Sheet | None) -> list[Double]:
    """Return the structure's own sheets that were never online and have nearly this title."""
    rows = Revision.objects.waiting().filter(
        sheet__structure=structure, sheet__state=Sheet.State.DRAFT
    )
    if but is not None:
        rows = rows.exclude(sheet=but)
    wanted = doubles_titles.read(title)
    found = []
    latest = rows.order_by("-created_at").values_list("sheet__number", f"content__{_TITLE}")
    for number, written in latest[:_MOST_DRAFTS]:
        likeness = doubles_titles.alike(wanted, doubles_titles.read(str(written or "")))
        if written and likeness >= doubles.OWN_TITLE:
            found.append((likeness, number, str(written)))
    found.sort(key=lambda one: (-one[0], one[1]))
    return [
        Double(
            number,
            written,
            "en préparation dans votre structure",
            reverse("editor:sheet", kwargs={"number": number}),
        )
        for _, number, written in found
    ]
