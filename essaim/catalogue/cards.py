"""What a list shows of each sheet."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from essaim.catalogue import typography
from essaim.sheets import vocabulary
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
    year: int | None
    keywords: tuple[str, ...]
    excerpt: Excerpt
    demonstration: bool


def title_of(sheet: Sheet) -> str:
    """Return the title to show: an untitled sheet is called by its number."""
    return sheet.title or f"Sans titre (fiche n° {sheet.number})"


def place_of(sheet: Sheet) -> str:
    """Return the commune and the département of the sheet's structure, as far as known."""
    structure = sheet.structure
    department = structure.department.name if structure.department else ""
    if not structure.town or structure.town == department:
        return department
    return f"{structure.town}, {department}" if department else structure.town


def opening_words(sheet: Sheet) -> Excerpt:
    """Return the beginning of what the sheet tells, the résumé first; empty when it is silent."""
    text = sheet.summary or sheet.description or sheet.experience
    return [(typography.lead(text, _EXCERPT_WIDTH), False)] if text.strip() else []


def of_sheets(
    sheets: Iterable[Sheet], excerpt: Callable[[Sheet], Excerpt] = opening_words
) -> list[Card]:
    """Return the cards of sheets loaded with `for_reading`, in the same order."""
    base = reverse("actions:list")
    return [
        Card(
            address=f"{base}{sheet.number}-{sheet.slug}/",
            title=title_of(sheet),
            structure=sheet.structure.name,
            place=place_of(sheet),
            status=sheet.status.label if sheet.status else "",
            ended=sheet.status_id == vocabulary.ENDED_ID,
            year=sheet.year,
            keywords=_keywords(sheet),
            excerpt=excerpt(sheet),
            demonstration=sheet.structure.is_demonstration,
        )
        for sheet in sheets
    ]


def _keywords(sheet: Sheet) -> tuple[str, ...]:
    labels = (row.term.label for row in sheet.ordered_terms if row.term.vocabulary == "keywords")
    return tuple(label for label, _ in zip(labels, range(_KEYWORDS), strict=False))
