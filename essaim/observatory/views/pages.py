"""The pages of the observatory."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from essaim.observatory import measures
from essaim.observatory.presenting import pages
from essaim.observatory.presenting.asking import Asked
from essaim.observatory.presenting.pages import MeasurePage, ObservatoryPage


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show what the sheets of the query say together."""
    page = ObservatoryPage.main(Asked.of(request.GET))
    return render(request, "observatory/page.html", {"page": page, "head": page.head})


@require_safe
def theme(request: HttpRequest, theme: str) -> HttpResponse:
    """Show all the measures of one theme."""
    if theme not in measures.THEMES:
        raise Http404
    page = ObservatoryPage.theme(Asked.of(request.GET), theme)
    return render(request, "observatory/page.html", {"page": page, "head": page.head})


@require_safe
def measure(request: HttpRequest, key: str) -> HttpResponse:
    """Show one measure with its definition."""
    found = measures.BY_KEY.get(key)
    if found is None:
        raise Http404
    page = MeasurePage.of(Asked.of(request.GET), found)
    return render(request, "observatory/measure.html", {"page": page, "head": page.head})


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """Show how everything is counted, from the declarations."""
    return render(request, "observatory/method.html", {"themes": pages.method()})
