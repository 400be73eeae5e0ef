"""What a list shows of each sheet.

A page of twenty cards is read as plain rows, in two queries: making whole sheets of them would
cost more than the search itself.
"""

import functools
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from essaim.catalogue import figure_lines, typography
from essaim.catalogue.figure_lines import Line
from essaim.config import routes
from essaim.config.prepared import Prepared
from essaim.network.models import Structure
from essaim.network.territories import department_names
from essaim.search import labels, likeness
from essaim.search.likeness import Place
from essaim.search.similar import Similar
from essaim.sheets import fields, vocabulary
from essaim.sheets.models import Sheet, SheetTerm, slug_of

# Pieces of plain text; True: a word that was looked for.
Excerpt = list[tuple[str, bool]]
# The texts of one sheet, by field name, in the order in which they are tried for an excerpt.
Texts = Mapping[str, str]
Chooser = Callable[[Texts], Excerpt]
# The row of a sheet and its keywords: why it is shown, "" when that goes without saying.
Row = tuple[Any, ...]
Reason = Callable[[Row, Sequence[str]], str]

_KEYWORDS: Final = 3
# Of a sheet like another: so many keywords in common, so many things in all.
_SHARED: Final = 2
_SAID: Final = 4
_EXCERPT_WIDTH: Final = 220
# The résumé tells most, then the story; the others only when words were found there.
_OPENINGS: Final = ("summary", "description", "experience")
_TEXTS: Final = (
    *_OPENINGS,
    *(field.name for field in fields.TEXTS if field.public and field.name not in _OPENINGS),
)


@dataclass(frozen=True, slots=True)
class Card:
    """One sheet in a list; every text is plain, the template escapes it.

    `reason` says why it is there: what it has in common with a place, or with another sheet.
    """

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
    reason: str = ""
    figures: tuple[Line, ...] = ()


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


def ranked(
    identifiers: Sequence[int],
    excerpt: Chooser = opening_words,
    place: Place | None = None,
    *,
    whose: str = "Comme vous",
) -> list[Card]:
    """Return the cards of the published sheets with these ids, in this order; two queries.

    A sheet withdrawn since the index last moved is left out. With a `place`, each card says what
    its structure has in common with it, in the same two queries, after the words of `whose`.
    """
    if place is None:
        sheets = _OPENED if excerpt is opening_words else _SHEETS
        return _read(identifiers, sheets, excerpt, lambda row, keywords: "")
    compared = place

    def reason(row: Row, keywords: Sequence[str]) -> str:
        said = likeness.reason(compared, likeness.traits_of(*row[len(_COLUMNS) :]))
        return f"{whose} : {said}" if said else ""

    return _read(identifiers, _PLACED, excerpt, reason)


def similar(found: Sequence[Similar], keywords: Collection[str]) -> list[Card]:
    """Return the cards of sheets like one that has these keywords; two queries.

    Each says what both talk about: keywords in common, then words.
    """
    words = {one.sheet_id: one.words for one in found}

    def reason(row: Row, own: Sequence[str]) -> str:
        shared = [_small(label) for label in own if label in keywords][:_SHARED]
        said = list(dict.fromkeys([*shared, *words[row[0]]]))[:_SAID]
        return f"Aussi : {', '.join(said)}" if said else ""

    identifiers = [one.sheet_id for one in found]
    return _read(identifiers, _OPENED, opening_words, reason)


def _small(label: str) -> str:
    """Return a keyword as it stands inside a sentence."""
    return label[:1].lower() + label[1:]


def _read(
    identifiers: Sequence[int], sheets: Prepared, excerpt: Chooser, reason: Reason
) -> list[Card]:
    if not identifiers:
        return []
    rows = {row[0]: row for row in sheets.rows(identifiers) if row[1] == Sheet.State.PUBLISHED}
    keywords = _keywords(identifiers)
    return [
        _card(row, keywords[row[0]], excerpt, reason(row, keywords[row[0]]))
        for row in map(rows.get, identifiers)
        if row
    ]


# What `_card` takes apart: first these, then the texts.
_HEADS: Final = (
    "pk",
    "state",
    "number",
    "title",
    "year",
    "figures",
    "status_id",
    "structure__name",
    "structure__town",
    "structure__is_demonstration",
    "structure__department_id",
)
_COLUMNS: Final = (*_HEADS, *_TEXTS)

# In the order of `likeness.traits_of`.
_TRAITS: Final = (
    "structure__management",
    "structure__setting",
    "structure__priority_area",
    "structure__territory_size",
    "structure__population",
)


def _sheets(*columns: str) -> Prepared:
    # By ids alone: asked for the state too, SQLite would go through an index that holds both.
    return Prepared(
        lambda identifiers: (
            Sheet.objects.filter(pk__in=identifiers).order_by().values_list(*columns)
        )
    )


_SHEETS: Final = _sheets(*_COLUMNS)
_OPENED: Final = _sheets(*_HEADS, *_OPENINGS)  # `_TEXTS` begin with these
_PLACED: Final = _sheets(*_COLUMNS, *_TRAITS)
_KEYWORD_ROWS: Final = Prepared(
    lambda identifiers: (
        SheetTerm.objects.filter(
            sheet__in=identifiers,
            **dict(zip(("term__gte", "term__lte"), vocabulary.id_range("keywords"), strict=True)),
        )
        .order_by("sheet_id", "position")
        .values_list("sheet_id", "term_id")
    )
)


def _card(row: Row, keywords: Sequence[str], excerpt: Chooser, reason: str) -> Card:
    """Return the card of a row of `_COLUMNS`."""
    _, _, number, title, year, figures, status, structure, town, invented, code = row[: len(_HEADS)]
    return Card(
        address=f"{routes.named('actions:list')}{number}-{slug_of(title)}/",
        title=_title(title, number),
        structure=structure,
        place=_place(town, _department(code)),
        status=labels.term("status", status) if status is not None else "",
        ended=status == vocabulary.ENDED_ID,
        year=str(year or ""),
        keywords=tuple(keywords[:_KEYWORDS]),
        # A row with a place goes on after the texts.
        excerpt=excerpt(dict(zip(_TEXTS, row[len(_HEADS) :], strict=False))),
        demonstration=bool(invented),
        reason=reason,
        figures=figure_lines.short(figures),
    )


def _keywords(identifiers: Sequence[int]) -> defaultdict[int, list[str]]:
    """Return the keywords of each sheet, in the author's order."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for pk, term in _KEYWORD_ROWS.rows(identifiers):
        found[pk].append(labels.term("keywords", term))
    return found


def _title(title: str, number: int) -> str:
    return title or f"Sans titre (fiche n° {number})"


def _department(code: str | None) -> str:
    return department_names().names.get(code, "") if code else ""


def _place(town: str, department: str) -> str:
    if not town or town == department:
        return department
    return f"{town}, {department}" if department else town
