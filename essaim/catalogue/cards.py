"""What a list shows of each sheet."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from essaim.catalogue import typography
from essaim.network.models import Structure
from essaim.sheets import content, fields
from essaim.sheets.content import Content, Value
from essaim.sheets.models import Sheet

# Pieces of plain text; True: a word that was looked for.
Excerpt = list[tuple[str, bool]]

_KEYWORDS = 3
_EXCERPT_WIDTH = 220


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
    return str(getattr(sheet, "title", "")) or f"Sans titre (fiche n° {sheet.number})"


def place_of(structure: Structure) -> str:
    """Return the structure's commune and département, as far as they are known."""
    department = structure.department.name if structure.department else ""
    if not structure.town or structure.town == department:
        return department
    return f"{structure.town}, {department}" if department else structure.town


def opening_words(told: Content) -> Excerpt:
    """Return the beginning of what the sheet tells, the résumé first; empty when it is silent."""
    for name in ("summary", "description", "experience"):
        text = str(told[name])
        if text.strip():
            return [(typography.lead(text, _EXCERPT_WIDTH), False)]
    return []


def of_sheets(
    sheets: Iterable[Sheet], excerpt: Callable[[Content], Excerpt] = opening_words
) -> list[Card]:
    """Return the cards of sheets loaded with `for_reading`, in the same order."""
    base = reverse("actions:list")
    return [_card(sheet, content.of_sheet(sheet), base, excerpt) for sheet in sheets]


def _card(sheet: Sheet, told: Content, base: str, excerpt: Callable[[Content], Excerpt]) -> Card:
    return Card(
        address=f"{base}{sheet.number}-{sheet.slug}/",
        title=title_of(sheet),
        structure=sheet.structure.name,
        place=place_of(sheet.structure),
        status=str(told["status"]),
        ended=told["status"] == fields.STATUS_ENDED,
        year=str(told["year"] or ""),
        keywords=_several(told["keywords"])[:_KEYWORDS],
        excerpt=excerpt(told),
        demonstration=sheet.structure.is_demonstration,
    )


def _several(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
