"""The answer to a query as JSON: what `essaim search --json` prints and the API's list gives."""

from typing import Any

from essaim.search import engine
from essaim.search.engine import Hit, Results
from essaim.search.query import Query
from essaim.sheets import fields
from essaim.sheets.models import Sheet


def readable_text(sheet: Sheet) -> str:
    """Return the sheet's own words, the summary first, to find a passage in."""
    names = ["summary", *(field.name for field in fields.TEXTS if field.name != "summary")]
    return "\n".join(text for name in names if (text := str(getattr(sheet, name))))


def sheets_of(results: Results) -> list[tuple[Hit, Sheet]]:
    """Return the hits with their sheets, in order; one withdrawn meanwhile is left out."""
    loaded = Sheet.objects.published().for_reading().in_bulk([hit.sheet_id for hit in results.hits])
    return [(hit, loaded[hit.sheet_id]) for hit in results.hits if hit.sheet_id in loaded]


def address(sheet: Sheet) -> str:
    """Return the address of a sheet's page, from the root of the site."""
    return f"/actions/{sheet.number}-{sheet.slug}/"


def as_json(query: Query, results: Results) -> dict[str, Any]:
    """Return the answer under French keys; facets by label, territories by Insee code."""
    return {
        "total": results.total,
        "page": query.page,
        "phrase": query.sentence(),
        "avis": list(query.notices),
        "elargie": results.softened,
        "resultats": [_result(query, hit, sheet) for hit, sheet in sheets_of(results)],
        "facettes": {
            key: {value.value: value.count for value in values}
            for key, values in results.facets.items()
        },
    }


def _result(query: Query, hit: Hit, sheet: Sheet) -> dict[str, Any]:
    department = sheet.structure.department
    pieces = engine.snippet(query, readable_text(sheet))
    return {
        "numero": sheet.number,
        "titre": sheet.display_title,
        "structure": sheet.structure.name,
        "departement": department.code if department else "",
        "departement_nom": department.name if department else "",
        "score": round(hit.score, 4),
        "extrait": "".join(text for text, _ in pieces),
        "adresse": address(sheet),
    }
