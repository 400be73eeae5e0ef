"""What a list shows of each sheet.

A page of twenty cards is read as plain rows, in two queries: making whole sheets of them would
cost more than the search itself.
"""

import functools
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from essaim.catalogue import typography
from essaim.catalogue.prepared import Prepared
from essaim.network.models import Structure
from essaim.network.territories import department_names
from essaim.sheets import fields, vocabulary
from essaim.sheets.models import Sheet, SheetTerm, slug_of

# Pieces of plain text; True: a word that was looked for.
Excerpt = list[tuple[str, bool]]
# The texts of one sheet, by field name, in the order in which they are tried for an excerpt.
Texts = Mapping[str, str]
Chooser = Callable[[Texts], Excerpt]

_KEYWORDS: Final = 3
_EXCERPT_WIDTH: Final = 220
# The résumé tells most, then the story; the others only when words were found there.
_OPENINGS: Final = ("summary", "description", "experience")
_TEXTS: Final = (
    *_OPENINGS,
    *(field.name for field in fields.TEXTS if field.public and field.name not in _OPENINGS),
)


@dataclass(frozen=True, slots=True)
class Card:
    """One sheet in a list; every text is plain, the template escapes it."""

    address: str
    title: str
    structure: str
    place: str
    status: str
    ended: bool
    year: str
    keywords: tuple[str, ...]
    excerpt: Excerpt
    demonstration: bool


def title_of(sheet: Sheet) -> str:
    """Return the title to show: an untitled sheet is called by its number."""
    return _title(str(getattr(sheet, "title", "")), sheet.number)


def place_of(structure: Structure) -> str:
    """Return the structure's commune and département, as far as they are known."""
    return _place(structure.town, structure.department.name if structure.department else "")


def opening_words(texts: Texts) -> Excerpt:
    """Return the beginning of what the sheet tells, the résumé first; empty when it is silent."""
    for name in _OPENINGS:
        if texts[name].strip():
            return [(_lead(texts[name]), False)]
    return []


@functools.lru_cache(maxsize=2048)
def _lead(text: str) -> str:
    return typography.lead(text, _EXCERPT_WIDTH)


def ranked(identifiers: Sequence[int], excerpt: Chooser = opening_words) -> list[Card]:
    """Return the cards of the published sheets with these ids, in this order; two queries.

    A sheet withdrawn since the index last moved is left out.
    """
    if not identifiers:
        return []
    rows = {row[0]: dict(zip(_COLUMNS, row, strict=True)) for row in _SHEETS.rows(identifiers)}
    keywords = _keywords(identifiers)
    base = reverse("actions:list")
    return [
        _card(rows[pk], keywords[pk], base, excerpt)
        for pk in identifiers
        if pk in rows and rows[pk]["state"] == Sheet.State.PUBLISHED
    ]


_COLUMNS: Final = (
    "pk",
    "state",
    "number",
    "title",
    "year",
    *_TEXTS,
    "status__label",
    "structure__name",
    "structure__town",
    "structure__is_demonstration",
    "structure__department_id",
)

# By ids alone: asked for the state too, SQLite would go through an index that holds both.
_SHEETS: Final = Prepared(
    lambda identifiers: Sheet.objects.filter(pk__in=identifiers).order_by().values_list(*_COLUMNS)
)
_KEYWORD_ROWS: Final = Prepared(
    lambda identifiers: (
        SheetTerm.objects.filter(
            sheet__in=identifiers,
            **dict(zip(("term__gte", "term__lte"), vocabulary.id_range("keywords"), strict=True)),
        )
        .order_by("sheet_id", "position")
        .values_list("sheet_id", "term__label")
    )
)


def _card(row: dict[str, Any], keywords: Sequence[str], base: str, excerpt: Chooser) -> Card:
    return Card(
        address=f"{base}{row['number']}-{slug_of(row['title'])}/",
        title=_title(row["title"], row["number"]),
        structure=row["structure__name"],
        place=_place(row["structure__town"], _department(row["structure__department_id"])),
        status=row["status__label"] or "",
        ended=row["status__label"] == fields.STATUS_ENDED,
        year=str(row["year"] or ""),
        keywords=tuple(keywords[:_KEYWORDS]),
        excerpt=excerpt({name: row[name] for name in _TEXTS}),
        demonstration=bool(row["structure__is_demonstration"]),
    )


def _keywords(identifiers: Sequence[int]) -> defaultdict[int, list[str]]:
    """Return the keywords of each sheet, in the author's order."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for pk, label in _KEYWORD_ROWS.rows(identifiers):
        found[pk].append(label)
    return found


def _title(title: str, number: int) -> str:
    return title or f"Sans titre (fiche n° {number})"


def _department(code: str | None) -> str:
    return department_names().names.get(code, "") if code else ""


def _place(town: str, department: str) -> str:
    if not town or town == department:
        return department
    return f"{town}, {department}" if department else town
