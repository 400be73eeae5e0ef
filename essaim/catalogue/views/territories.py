"""Regions and départements."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from essaim.catalogue import addresses, linked_data, territory_page
from essaim.catalogue.territory_page import TerritoryList, TerritoryPage
from essaim.search import engine
from essaim.search.query import Query


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Show all the regions and their départements, overseas included."""
    results = engine.search(Query(), limit=0)
    context = {"page": TerritoryList.of(results), "total": results.total}
    return render(request, "territories/list.html", context)


@require_safe
def territory(request: HttpRequest, code: str, slug: str = "") -> HttpResponse:
    """Show one territory; a wrong or missing slug is redirected to the right address."""
    found = territory_page.find(code.upper(), slug)
    if found is None:
        raise Http404
    if (found.code, found.slug) != (code, slug):
        return redirect(addresses.of_territory(found), permanent=True)
    page, site = TerritoryPage.of(found), linked_data.site_of(request)
    trail = [("Territoires", reverse("territories:list"))]
    trail += [page.region] if page.region else []
    data = [linked_data.breadcrumb(site, [*trail, (page.name, page.address)])]
    return render(request, "territories/page.html", {"page": page, "data": data})
