"""Composing a brochure: what it is of, what it says, what it shows."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from essaim.brochures import finding, logos, selecting
from essaim.brochures.asking import Asked
from essaim.catalogue.numbers import counted
from essaim.intake.attachments import limits
from essaim.network.private import private
from essaim.network.standing import Standing, who_asks
from essaim.search.query import Query
from essaim.sheets import file_types

_ADDRESS = "adresse"
_COPY = "reprendre"


@require_http_methods(["GET", "HEAD", "POST"])
@private
def compose(request: HttpRequest) -> HttpResponse:
    """Show the page where a brochure is composed; take in what was sent."""
    who = who_asks(request)
    if _ADDRESS in request.GET:
        query = Query.parse(urlsplit(request.GET[_ADDRESS].strip()).query)
        return redirect(_at(query.encode(page=False)))
    asked = _asked(request, who)
    if asked is None:
        return _elsewhere(who)
    finding.require(who, asked.scope)
    if request.method == "POST":
        asked.sent(request.POST)
        brochure = asked.keep(who, request.FILES.getlist("logos"))
        if brochure is not None:
            messages.success(request, "C’est parti : votre plaquette se fabrique.")
            return redirect("brochures:page", pk=brochure.pk)
    return render(
        request,
        "brochures/compose.html",
        {
            "asked": asked,
            "action": request.get_full_path(),
            "sentence": asked.query.sentence(),
            "notices": asked.query.notices,
            "total": counted(asked.total, "fiche publiée", "fiches publiées"),
            "most": selecting.MOST_SHEETS,
            "most_logos": logos.MOST,
            "accept": ",".join((".png", ".jpg", ".jpeg", ".webp", ".gif")),
            "weight": file_types.weight(limits.LARGEST),
        },
        status=422 if asked.form.errors else 200,
    )


def _asked(request: HttpRequest, who: Standing) -> Asked | None:
    """Return the page asked for; None when it says of what in no way."""
    copied = request.GET.get(_COPY, "")
    if copied.isascii() and copied.isdigit():
        return Asked.copy(finding.find(who, int(copied[:12])))
    query = Query.parse(_without(request.GET, _COPY))
    if not query.encode(page=False) and not finding.may_make(who, selecting.Scope()):
        return None
    return Asked.first(query)


def _without(sent: QueryDict, key: str) -> QueryDict:
    rest = sent.copy()
    rest.pop(key, None)
    return rest


def _elsewhere(who: Standing) -> HttpResponse:
    """Lead somebody who has one structure to its brochure, anybody else to where to choose."""
    places = finding.places(who)
    return redirect(_at(places[0].query) if len(places) == 1 else reverse("brochures:list"))


def _at(query: str) -> str:
    return f"{reverse('brochures:new')}{'?' + query if query else ''}"
