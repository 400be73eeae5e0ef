"""What is suggested under a search box to someone who is typing."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from essaim.catalogue import facets, suggestion_list
from essaim.search import suggesting
from essaim.search.query import Query

# Others type the same beginnings; what is suggested hardly changes from one minute to the next.
_KEPT: Final = "public, max-age=60"


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Return the list to show under the box, 204 when there is nothing to suggest.

    A part of a page, for our script alone: anybody else is led to the search itself.
    """
    text = request.GET.get("q", "")
    if request.headers.get("HX-Request") != "true":
        response: HttpResponse = redirect(
            facets.address(reverse("actions:list"), Query().with_text(text))
        )
    else:
        found = suggesting.suggest(text, limit=_limit(request.GET.get("nombre", "")))
        context = {"groups": suggestion_list.groups(found)}
        if found:
            response = render(request, "actions/suggestions.html", context)
        else:
            response = HttpResponse(status=204)
        response["Cache-Control"] = _KEPT
    patch_vary_headers(response, ["HX-Request"])
    return response


def _limit(written: str) -> int:
    """Return how many are asked for, within what we ever give."""
    wanted = int(written) if written.isascii() and written.isdigit() and len(written) < 3 else 0
    return min(wanted or suggesting.LIMIT, suggesting.LIMIT)
