"""Stopping the letters about one's sheets, from a link in one of them, without signing in.

Mail programs send the same POST for their own « Se désabonner » button (RFC 8058): no session, no
form's proof. The link itself is the proof, and does no more than this.
"""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from essaim.letters import links
from essaim.letters.links import Unusable
from essaim.letters.models import Link
from essaim.network.models import Person


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button, which stops the letters. Nothing changes on a GET: scanners follow links."""
    try:
        if request.method == "POST":
            _stop(token)
            # No redirection: what sends a one-click POST does not follow it.
            return _secret(render(request, "accounts/letters_stopped.html"))
        links.look(Link.Purpose.UNSUBSCRIBE, token)
    except Unusable as error:
        context = {"reason": error.reason}
        return _secret(render(request, "accounts/letters_unusable.html", context, status=410))
    return _secret(render(request, "accounts/letters.html"))


def _stop(token: str) -> None:
    with transaction.atomic():
        link = links.use(Link.Purpose.UNSUBSCRIBE, token)
        Person.objects.filter(pk=link.payload["person"]).update(wants_messages=False)


def _secret(response: HttpResponse) -> HttpResponse:
    """Keep the token out of caches, search engines, and the pages one goes to next."""
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
