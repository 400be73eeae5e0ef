"""One brochure: how far its making is, its files, and what may be done to it."""

from typing import Final

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from essaim.brochures import asking, finding, making, selecting, storing
from essaim.brochures.models import Brochure
from essaim.catalogue import dates
from essaim.network.private import private
from essaim.network.standing import who_asks
from essaim.search.query import Query
from essaim.sheets import file_types
from essaim.workflow import rules

_TYPES: Final = {
    "pdf": file_types.PDF.media_type,
    "odt": file_types.ODT.media_type,
}
# Whoever waits longer than this is told why.
_LONG: Final = 20.0


@require_safe
@private
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a brochure."""
    who = who_asks(request)
    making.revive()
    brochure = finding.find(who, pk)
    context = {
        **_context(brochure),
        "sentence": Query.parse(brochure.query).sentence(),
        "about": asking.said_of(brochure),
        "gone": selecting.missing(brochure.sheets) if brochure.sheets else 0,
        "until": dates.day(brochure.created_at + storing.KEPT),
        "may_change": rules.may_change_brochure(who, finding.situation(brochure)),
        "may_copy": finding.may_make(who, selecting.Scope.of(Query.parse(brochure.query))),
        "owner": brochure.owner.display_name if brochure.owner else "",
        "is_mine": brochure.owner_id == who.person_id,
    }
    return render(request, "brochures/page.html", context)


@require_safe
@private
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """Show only how far it is: what the page asks for every other second."""
    if not request.headers.get("HX-Request"):
        return redirect("brochures:page", pk=pk)
    making.revive()
    return render(request, "brochures/state.html", _context(finding.find(who_asks(request), pk)))


def _context(brochure: Brochure) -> dict[str, object]:
    since = brochure.alive_at or brochure.created_at
    waited = (timezone.now() - since).total_seconds()
    return {
        "brochure": brochure,
        "is_slow": brochure.state == Brochure.State.WAITING and waited > _LONG,
        "pdf_weight": file_types.weight(brochure.pdf_size),
        "odt_weight": file_types.weight(brochure.odt_size),
        "done": dates.day(brochure.done_at) if brochure.done_at else "",
    }


@require_POST
@private
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop the making."""
    making.stop(finding.find(who_asks(request), pk, to_change=True))
    messages.success(request, "La fabrication est arrêtée.")
    return redirect("brochures:page", pk=pk)


@require_POST
@private
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the files anew: of what was frozen when there is something, else from the sheets."""
    brochure = finding.find(who_asks(request), pk, to_change=True)
    making.again(brochure)
    return redirect("brochures:page", pk=pk)


@require_POST
@private
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a brochure and its files."""
    brochure = finding.find(who_asks(request), pk, to_change=True)
    storing.delete(brochure)
    messages.success(request, f"Supprimée : {brochure.title}")
    return redirect("brochures:list")


@require_safe
@private
def download(request: HttpRequest, pk: int, extension: str) -> HttpResponseBase:
    """Serve one of its files to whoever may open it."""
    brochure = finding.find(who_asks(request), pk)
    if extension not in _TYPES:
        raise Http404
    stored_as = brochure.pdf if extension == "pdf" else brochure.odt
    if not stored_as:
        raise Http404
    try:
        file = default_storage.open(stored_as)
    except FileNotFoundError as error:
        raise Http404 from error
    name = slugify(brochure.title)[:60].strip("-") or "plaquette"
    answer = FileResponse(
        file,
        content_type=_TYPES[extension],
        as_attachment=True,
        filename=f"{name}.{extension}",
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    # Compressed already; and the gzip middleware would drop the length.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    return answer
