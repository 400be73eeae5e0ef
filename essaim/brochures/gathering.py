"""All that a brochure says, as plain values: read once, kept, and printed from there alone.

The keys are those of `brochure.typ`. Texts are set in French typography, as on our pages, and hold
no markup.
"""

import datetime
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings

from essaim.brochures import measuring
from essaim.brochures.models import Brochure
from essaim.brochures.selecting import Scope, sheets_of
from essaim.catalogue import addresses, cards, dates, text_blocks, typography
from essaim.catalogue.numbers import counted
from essaim.catalogue.sheet_page import Fact, SheetPage
from essaim.catalogue.structure_page import StructurePage
from essaim.catalogue.text_blocks import Block, Paragraph
from essaim.network.models import Structure
from essaim.observatory.selection import select
from essaim.search.query import Query
from essaim.sheets.models import Sheet

Json = dict[str, Any]
# What is told while it goes on: percent, and words.
Tell = Callable[[int, str], None]

_BEGINNING: Final = 420
_METHOD: Final = (
    "Ce qui est compté ici est ce qui a été publié : les fiches action que les centres sociaux et "
    "les espaces de vie sociale ont écrites et mises en ligne dans Essaim. Une action qui n’a pas "
    "de fiche n’est pas comptée, et un territoire sans fiche n’est pas un territoire sans action.",
    "Les montants et les nombres de personnes sont lus dans le texte des fiches, ou confirmés par "
    "leurs auteurs. Ce qu’une fiche ne dit pas n’est jamais compté comme zéro : chaque chiffre dit "
    "sur combien de fiches il repose.",
)
_LICENCE: Final = (
    "Sauf mention contraire, les textes des fiches sont publiés sous Licence Ouverte 2.0 "
    "(Etalab) : vous pouvez les réutiliser en citant leur source et la date de leur mise à jour. "
    "L’avant-propos et les logos appartiennent à celles et ceux qui les ont fournis."
)


class Nothing(Exception):
    """The selection finds no published sheet."""


def gather(brochure: Brochure, day: datetime.date, tell: Tell) -> Json:
    """Return the content of a brochure as of that day.

    Raises Nothing when there is nothing to tell, and whatever `tell` raises, to stop.
    """
    query = Query.parse(brochure.query)
    if not select(query).size:
        raise Nothing
    scope = Scope.of(query)
    tell(10, "Lecture des fiches")
    shown = sheets_of(brochure.sheets, brochure.structure_id)
    sheets = [_sheet(sheet, brochure.detail) for sheet in shown]
    tell(30, "Calcul des chiffres")
    figures = measuring.figures(query, brochure.measures, brochure.map_measure)
    tell(50, "Mise en forme")
    stated = _date(day)
    size, structures = figures.pop("sheets"), figures.pop("structures")
    basis = counted(size, "fiche publiée", "fiches publiées")
    return {
        "title": _set(brochure.title),
        "running": _set(brochure.title),
        "author": "Essaim",
        "keywords": ["centres sociaux", "espaces de vie sociale", "fiches action"],
        # Above the title, unless the title says it.
        "scope": "" if scope.said in brochure.title else _set(scope.said),
        "subtitle": _set(brochure.subtitle),
        "period": _set(brochure.period),
        "day": day.isoformat(),
        "stated": f"{basis}, données arrêtées au {stated}",
        "foreword": blocks(brochure.foreword),
        "about": _about(basis, structures, query),
        "outline_depth": 2 if len(sheets) <= 80 else 1,
        "detail": brochure.detail,
        "sheets_about": _sheets_about(len(sheets), size),
        "sheets": sheets,
        "method": [*_METHOD, _set(f"Sélection : {query.sentence()}. Données du {stated}.")],
        "licence": [_LICENCE, f"Source : Essaim, {stated}."],
        "address": _selection_address(query),
        "identity": _identity(brochure.structure),
        **figures,
    }


def blocks(text: str) -> list[Json]:
    """Return the paragraphs and lists of a text; each item and paragraph is a list of lines."""
    return [_block(block) for block in text_blocks.parse(text)]


def _block(block: Block) -> Json:
    if isinstance(block, Paragraph):
        return {"kind": "p", "lines": [_set(line) for line in block.lines]}
    items = [[_set(line) for line in item.split("\n")] for item in block.lines]
    return {"kind": "list", "style": block.style, "start": block.start, "items": items}


def _set(text: str) -> str:
    """Return one line with its typography, as characters."""
    return str(typography.inline(text).unescape())


def _sheet(sheet: Sheet, detail: str) -> Json:
    page = SheetPage.of(sheet)
    marks = [page.status.label if page.status else "", page.year]
    marks += [one.label for one in page.keywords]
    place = cards.place_of(sheet.structure)
    is_whole = detail == Brochure.Detail.WHOLE
    start = page.lead or next((one.text for part in page.parts for one in part.passages), "")
    return {
        "number": sheet.number,
        "title": _set(page.title),
        "structure": _set(page.structure),
        "place": _set(place),
        "marks": [_set(one) for one in marks if one],
        "address": f"{settings.SITE_ADDRESS}{page.address}",
        "beginning": typography.lead(start, _BEGINNING) if start else "",
        "lead": blocks(page.lead) if is_whole else [],
        "facts": [_fact(fact) for fact in page.facts if not fact.more] if is_whole else [],
        "passages": [
            {"heading": _set(passage.heading), "blocks": blocks(passage.text)}
            for part in page.parts
            for passage in part.passages
        ]
        if is_whole
        else [],
    }


def _fact(fact: Fact) -> list[str]:
    words = ", ".join(value.label for value in fact.values) or fact.plain
    text = " ".join(line for block in text_blocks.parse(fact.text) for line in block.lines)
    said = " : ".join(filter(None, [words, " ".join(text.split())]))
    return [_set(fact.heading), _set(said)]


def _identity(structure: Structure | None) -> Json | None:
    """Return what the structure says of itself, for a brochure of its own sheets."""
    if structure is None:
        return None
    page = StructurePage.of(structure)
    return {
        "name": _set(page.name),
        "facts": [[_set(fact.heading), _set(", ".join(fact.values))] for fact in page.facts],
        "axes": [_set(axis) for axis in page.axes],
        "history": blocks(page.history),
    }


def _about(basis: str, structures: int, query: Query) -> str:
    told = counted(structures, "structure")
    return _set(f"{query.sentence()} : {basis} par {told}.")


def _sheets_about(shown: int, size: int) -> str:
    if shown >= size:
        several = "fiches, telles qu’elles sont publiées."
        return counted(shown, "fiche, telle qu’elle est publiée.", several)
    chosen = counted(shown, "fiche choisie", "fiches choisies")
    return f"{chosen} parmi {counted(size, 'fiche publiée', 'fiches publiées')}."


def _date(day: datetime.date) -> str:
    return dates.day(datetime.datetime(day.year, day.month, day.day, 12, tzinfo=datetime.UTC))


def _selection_address(query: Query) -> str:
    asked = query.encode(page=False)
    address = addresses.of_search().removesuffix("?")
    return f"{settings.SITE_ADDRESS}{address}{'?' + asked if asked else ''}"
