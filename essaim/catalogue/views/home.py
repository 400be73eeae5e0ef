"""The home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from essaim.catalogue import addresses, cards, honeycomb
from essaim.network.models import Structure
from essaim.search import engine
from essaim.search.query import Query

_NEWEST = 6
_THEMES = 20


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what this is, the newest sheets, and the doors into the catalogue."""
    results = engine.search(Query(), limit=_NEWEST)
    if not results.total:
        return render(request, "home_empty.html")
    themes = [
        (value.label, addresses.of_search(mot_cle=value.value), value.count)
        for value in sorted(results.facets["mot-cle"], key=lambda value: -value.count)
        if value.count
    ][:_THEMES]
    regions = [
        (value.label, addresses.of_search(region=value.value), value.count)
        for value in results.facets["region"]
        if value.count
    ]
    counts = {value.value: value.count for value in results.facets["departement"]}
    context = {
        "sheets": results.total,
        "structures": Structure.objects.count(),
        "departments": sum(1 for count in counts.values() if count),
        "newest": cards.ranked([hit.sheet_id for hit in results.hits]),
        "themes": themes,
        "regions": regions,
        "honeycomb": honeycomb.of_counts(counts),
    }
    return render(request, "home.html", context)
