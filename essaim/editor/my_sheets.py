"""« Mes fiches » : every sheet of a person's structures, and what each waits for."""

import datetime
from dataclasses import dataclass
from typing import Final, Self

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from essaim.editor.places import Place, place_of, title_of
from essaim.network.models import Structure
from essaim.network.standing import Standing
from essaim.sheets.models import Revision, Sheet
from essaim.workflow.models import Message

PER_PAGE: Final = 20

# What one may filter by: key of the address, words, condition.
_WAITING: Final = Revision.objects.filter(sheet=OuterRef("pk"))
VIEWS: Final = {
    "": "Toutes",
    "brouillons": "À écrire",
    "soumises": "En attente de lecture",
    "en-ligne": "En ligne",
    "retirees": "Retirées",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One sheet of the list."""

    number: int
    title: str
    structure: str
    place: Place
    when: str
    has_question: bool
    address: str


@dataclass(frozen=True, slots=True)
class MySheets:
    """The list, its filters with their counts, and the structures one may write for."""

    rows: list[Row]
    page: "Page[Sheet]"
    view: str
    views: list[tuple[str, str, int]]
    structures: list[Structure]

    @classmethod
    def of(cls, who: Standing, view: str, number: str) -> Self:
        """Read the page: a number of queries that does not grow with the sheets."""
        mine = Sheet.objects.filter(structure__in=list(who.structures)).annotate(
            is_writing=Exists(_WAITING.filter(state__in=("draft", "returned"))),
            is_submitted=Exists(_WAITING.filter(state="submitted")),
        )
        conditions = {
            "": Q(),
            "brouillons": Q(is_writing=True),
            "soumises": Q(is_submitted=True),
            "en-ligne": Q(state=Sheet.State.PUBLISHED),
            "retirees": Q(state=Sheet.State.WITHDRAWN),
        }
        view = view if view in VIEWS else ""
        counts = mine.aggregate(
            **{
                key or "toutes": Count("pk", filter=condition)
                for key, condition in _named(conditions)
            }
        )
        chosen = _ready(mine.filter(conditions[view]))
        page = Paginator(chosen, PER_PAGE).get_page(number)
        return cls(
            rows=[_row(sheet) for sheet in page.object_list],
            page=page,
            view=view,
            views=[(key, VIEWS[key], counts[key or "toutes"]) for key in VIEWS],
            structures=list(Structure.objects.filter(pk__in=list(who.structures))),
        )


def _named(conditions: dict[str, Q]) -> list[tuple[str, Q]]:
    return [(key, condition or Q(pk__isnull=False)) for key, condition in conditions.items()]


def _ready(sheets: "QuerySet[Sheet]") -> "QuerySet[Sheet]":
    """Load all that a row shows, last touched first."""
    latest = Revision.objects.filter(sheet=OuterRef("pk")).order_by("-version")
    last_word = Message.objects.filter(sheet=OuterRef("pk")).order_by("-pk")
    return (
        sheets.select_related("structure")
        .prefetch_related(
            Prefetch("revisions", Revision.objects.waiting(), to_attr="waiting_revisions"),
            Prefetch("revisions", _last_of_abandoned(), to_attr="abandoned_revisions"),
        )
        .annotate(
            touched_at=Subquery(latest.values("created_at")[:1]),
            last_kind=Subquery(last_word.values("kind")[:1]),
        )
        .order_by("-touched_at", "-pk")
    )


def _last_of_abandoned() -> "QuerySet[Revision]":
    """Return the last version of each sheet that nobody was shown and nothing waits beside."""
    later = Revision.objects.filter(sheet=OuterRef("sheet"), version__gt=OuterRef("version"))
    return Revision.objects.filter(
        ~Exists(later), sheet__state=Sheet.State.WITHDRAWN, sheet__published_at__isnull=True
    )


def _row(sheet: Sheet) -> Row:
    waiting = next(iter(sheet.waiting_revisions), None)  # type: ignore[attr-defined]
    abandoned = next(iter(sheet.abandoned_revisions), None)  # type: ignore[attr-defined]
    touched: datetime.datetime | None = sheet.touched_at  # type: ignore[attr-defined]
    return Row(
        number=sheet.number,
        title=title_of(sheet, waiting or abandoned),
        structure=sheet.structure.name,
        place=place_of(sheet, waiting),
        when=date_format(timezone.localtime(touched), "j F Y") if touched else "",
        has_question=sheet.last_kind not in (None, Message.Kind.WORD),  # type: ignore[attr-defined]
        address=reverse("editor:sheet", args=[sheet.number]),
    )
