"""The catalogue and the page of each sheet."""

from typing import Final
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from essaim.catalogue import addresses, cards, linked_data
from essaim.catalogue.results_page import PER_PAGE, ResultsPage
from essaim.catalogue.sheet_page import SheetPage
from essaim.catalogue.views import errors
from essaim.config import routes
from essaim.network.models import Membership, Structure
from essaim.search import engine, likeness
from essaim.search.query import Query
from essaim.sheets import content
from essaim.sheets.models import Sheet

_SIMILAR: Final = 4


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show the sheets that answer the query of the address.

    The address shown is always the query's canonical one: a plain form is redirected to it, a
    request by htmx, which gets the results alone, is told to put it in the address bar.
    """
    query = Query.parse(request.GET)
    in_place = request.META.get("HTTP_HX_REQUEST") == "true"
    base = routes.named("actions:list")
    results = engine.search(query, limit=PER_PAGE)
    last = max(1, -(-results.total // PER_PAGE))
    if query.page > last:
        query, results = query.with_page(last), engine.search(query.with_page(last), limit=PER_PAGE)
    canonical = query.encode()
    if not (in_place or query.notices or _says(request, canonical)):
        return redirect(f"{base}?{canonical}" if canonical else base)
    mine = _structure_of(request)
    page = ResultsPage.of(query, results, base, mine=mine)
    context = {"page": page, "in_place": in_place}
    template = "actions/results.html" if in_place else "actions/list.html"
    response = render(request, template, context)
    if in_place:
        # Words being typed are one step back, not one for each pause.
        step = "HX-Replace-Url" if "HTTP_ESSAIM_SUITE" in request.META else "HX-Push-Url"
        response[step] = f"{base}?{canonical}" if canonical else base
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    if mine is not None:
        patch_cache_control(response, private=True, no_cache=True)
    return response


def _structure_of(request: HttpRequest) -> Structure | None:
    """Return the structure that a member writes for, None for anybody else.

    Of several: one whose identity sheet tells what its place is like. Visitors have no session
    and cost nothing: for them the page is the same as for all others, and may be kept.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    rows = Membership.objects.accepted().filter(person_id=request.user.pk)
    own = [row.structure for row in rows.select_related("structure").order_by("structure_id")]
    return next((one for one in own if likeness.place_of(one).traits), own[0] if own else None)


def _says(request: HttpRequest, canonical: str) -> bool:
    """Whether the address carries exactly this query, however its characters are escaped."""
    written = request.META.get("QUERY_STRING", "")
    if written == canonical:  # our own links
        return True
    return parse_qsl(written, keep_blank_values=True) == parse_qsl(
        canonical, keep_blank_values=True
    )


@require_safe
def sheet(request: HttpRequest, number: int, slug: str = "") -> HttpResponse:
    """Show one sheet; the number finds it, another slug is redirected to the right one."""
    found = Sheet.objects.for_reading().filter(number=number).first()
    if found is None or found.published_at is None:
        raise Http404  # what was never public does not exist for the public
    if found.state == Sheet.State.MERGED:
        kept = found.merged_into
        if kept is not None and kept.state == Sheet.State.PUBLISHED:
            return redirect(addresses.of_sheet(kept), permanent=True)
        return errors.gone(request)
    if found.state == Sheet.State.WITHDRAWN:
        return errors.gone(request)
    if slug != found.slug:
        return redirect(addresses.of_sheet(found), permanent=True)
    site = linked_data.site_of(request)
    page = SheetPage.of(found)
    keywords = {word.label for word in page.keywords}
    similar = cards.similar(engine.similar(found, limit=_SIMILAR), keywords)
    trail = [("Actions", reverse("actions:list")), *page.territories, (page.title, page.address)]
    data = [
        linked_data.of_sheet(site, found, content.of_sheet(found)),
        linked_data.breadcrumb(site, trail),
    ]
    context = {"page": page, "similar": similar, "data": data}
    return render(request, "actions/sheet.html", context)
