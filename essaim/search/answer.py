"""The answer to a query as JSON: what `essaim search --json` prints and the API's list gives."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from essaim.search import engine
from essaim.search.engine import Hit, Results
from essaim.search.query import Query
from essaim.sheets import fields
from essaim.sheets.figures.readings import number
from essaim.sheets.models import Sheet


def readable_text(sheet: Sheet) -> str:
    """Return the sheet's own words, the summary first, to find a passage in."""
    names = ["summary", *(field.name for field in fields.TEXTS if field.name != "summary")]
    return "\n".join(text for name in names if (text := str(getattr(sheet, name))))


def sheets_of(hits: Sequence[Hit]) -> list[tuple[Hit, Sheet]]:
    """Return the hits with their sheets, in order; one withdrawn meanwhile is left out."""
    loaded = Sheet.objects.published().for_reading().in_bulk([hit.sheet_id for hit in hits])
    return [(hit, loaded[hit.sheet_id]) for hit in hits if hit.sheet_id in loaded]


def address(sheet: Sheet) -> str:
    """Return the address of a sheet's page, from the root of the site."""
    return f"/actions/{sheet.number}-{sheet.slug}/"


def as_json(query: Query, results: Results) -> dict[str, Any]:
    """Return the answer under French keys; facets by label, territories by Insee code."""
    marks = results.meaning.marks
    return {
        "total": results.total,
        "page": query.page,
        "phrase": query.sentence(),
        "avis": list(query.notices),
        "elargie": results.softened,
        "corrige": {one.written: one.read for one in results.meaning.repairs},
        "cherche_aussi": {one.written: list(one.others) for one in results.meaning.widened},
        "inconnus": list(results.meaning.unknown),
        "resultats": [_result(marks, hit, sheet) for hit, sheet in sheets_of(results.hits)],
        "voisines": [_result(marks, hit, sheet) for hit, sheet in sheets_of(results.nearby)],
        "facettes": {
            key: {value.value: value.count for value in values}
            for key, values in results.facets.items()
        },
        "chiffres": {
            key: {"fiches": told.sheets, "sur": told.out_of} for key, told in results.told.items()
        },
    }


def _result(marks: frozenset[str], hit: Hit, sheet: Sheet) -> dict[str, Any]:
    department = sheet.structure.department
    pieces = engine.snippet(marks, readable_text(sheet))
    return {
        "numero": sheet.number,
        "titre": sheet.display_title,
        "structure": sheet.structure.name,
        "departement": department.code if department else "",
        "departement_nom": department.name if department else "",
        "budget": None if sheet.budget is None else number(Decimal(sheet.budget) / 100),
        "mois": sheet.budget_months,
        "personnes": sheet.people_total,
        "score": round(hit.score, 4),
        "extrait": "".join(text for text, _ in pieces),
        "adresse": address(sheet),
    }
