"""A link that signs somebody in once: `essaim user link` prints it for who gets no letters."""

from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from essaim.accounts import entering
from essaim.letters import links
from essaim.letters.models import Link
from essaim.network.models import Person


@never_cache
@require_http_methods(["GET", "POST"])
def once(request: HttpRequest, token: str) -> HttpResponse:
    """Show whose link it is; one click, not one visit, spends it: mail scanners visit."""
    try:
        if request.method == "POST":
            with transaction.atomic():
                person = _whose(links.use(Link.Purpose.SIGN_IN, token))
                response = entering.enter(request, person, method="link")
        else:
            person = _whose(links.look(Link.Purpose.SIGN_IN, token))
            response = render(request, "account/link.html", {"person": person})
    except links.Unusable as error:
        response = render(
            request, "account/link_unusable.html", {"reason": error.reason}, status=HTTPStatus.GONE
        )
    # The address is the key: no page one goes to from here may be told it. Not `no-referrer`, with
    # which browsers send the form without its origin, and the forms' guard refuses it.
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def _whose(link: Link) -> Person:
    """Return whose link it is. Raises Unusable when they are gone."""
    person = Person.objects.filter(pk=link.payload.get("person")).first()
    if person is None:
        raise links.Unusable("Ce lien n’est pas le bon : il est peut-être incomplet.")
    return person
