"""What an invitation's link opens.

The address of the letter only puts the token into the session and leads on: the page that asks
for an answer has an address without it, which no referrer, history or shared screen can leak.
The session keeps it while one signs in or up.
"""

from typing import Final

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from essaim.accounts import inviting
from essaim.accounts.inviting import WrongAddress
from essaim.letters.links import Unusable
from essaim.network.models import Person

SESSION_KEY: Final = "invitation"


@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the token for the next page, or say why it opens nothing. Spends nothing."""
    try:
        inviting.look(token)
    except Unusable as error:
        response = _unusable(request, error)
    else:
        request.session[SESSION_KEY] = token
        response = redirect("accounts:pending_invitation")
    response["Referrer-Policy"] = "no-referrer"
    return _secret(response)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Show who invites to what; accept, put aside, or go in under another address."""
    token = request.session.get(SESSION_KEY, "")
    if not token:
        return _secret(render(request, "accounts/invitation_lost.html", status=404))
    try:
        offer = inviting.look(token)
        if request.method == "POST":
            return _secret(_answered(request, token))
    except Unusable as error:
        request.session.pop(SESSION_KEY, None)
        return _secret(_unusable(request, error))
    person = request.user if isinstance(request.user, Person) else None
    is_theirs = person is not None and offer.email in inviting.addresses_of(person)
    context = {
        "offer": offer,
        "person": person,
        "is_theirs": is_theirs,
        "masked": inviting.masked(offer.email),
        "sign_in": f"{reverse('account_login')}?next={reverse('accounts:pending_invitation')}",
    }
    return _secret(render(request, "accounts/invitation.html", context))


def _answered(request: HttpRequest, token: str) -> HttpResponse:
    """Do what the button says."""
    wanted = request.POST.get("reponse", "")
    if wanted == "changer":
        logout(request)  # forgets the whole session, the token with it
        request.session[SESSION_KEY] = token
        return redirect("accounts:pending_invitation")
    if wanted == "plus-tard":
        request.session.pop(SESSION_KEY, None)
        messages.info(
            request,
            "L’invitation est mise de côté : le lien du courriel la rouvrira tant qu’elle est "
            "valable.",
        )
        return redirect("accounts:home")
    if not isinstance(request.user, Person):
        return redirect("accounts:pending_invitation")
    try:
        membership = inviting.accept_invitation(token, request.user)
    except WrongAddress:
        return redirect("accounts:pending_invitation")  # which says it
    request.session.pop(SESSION_KEY, None)
    messages.success(
        request, f"Bienvenue ! Vous faites partie de l’équipe de « {membership.structure.name} »."
    )
    return redirect("accounts:home")


def _unusable(request: HttpRequest, error: Unusable) -> HttpResponse:
    link = error.link
    context = {
        "reason": error.reason,
        "structure_id": link.payload["structure"] if link else None,
        "is_signed_in": request.user.is_authenticated,
    }
    status = 410 if link else 404
    return render(request, "accounts/invitation_unusable.html", context, status=status)


def _secret(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response
