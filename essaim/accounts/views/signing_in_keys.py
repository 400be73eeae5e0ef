"""Passkeys: the list, a new one, another name, one less; and signing in with one."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import flows
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from essaim.accounts import entering, passkeys
from essaim.accounts.forms import KeyForm, KeyNameForm, KeySignInForm
from essaim.accounts.recent import recently_proven
from essaim.accounts.views.signing_in import to_the_door, too_many
from essaim.catalogue.dates import day
from essaim.network.models import Person
from essaim.network.private import private


@private
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Show one's keys, and what a key is."""
    rows = [
        {
            "pk": key.pk,
            "name": key.wrap().name,
            "made": day(key.created_at),
            "used": day(key.last_used_at) if key.last_used_at else "",
        }
        for key in passkeys.of(_person(request))
    ]
    context = {
        "keys": rows,
        "full": len(rows) >= passkeys.MOST_KEYS,
        "outside": settings.OIDC_NAME,
    }
    return render(request, "mfa/webauthn/authenticator_list.html", context)


@recently_proven
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Make a key with the browser, and keep its public half."""
    person = _person(request)
    if len(passkeys.of(person)) >= passkeys.MOST_KEYS:
        messages.error(request, "Vous avez déjà dix clés : retirez-en une d’abord.")
        return redirect("mfa_list_webauthn")
    form = KeyForm(request.POST or None, user=person)
    if request.method == "POST" and form.is_valid():
        flows.add_authenticator(
            request, name=form.cleaned_data["name"], credential=form.cleaned_data["credential"]
        )
        return redirect("mfa_list_webauthn")
    context = {"form": form, "options": passkeys.creation_options(person)}
    return render(request, "mfa/webauthn/add_form.html", context)


@recently_proven
@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a key another name."""
    key = _key(request, pk)
    form = KeyNameForm(request.POST or None, initial={"name": key.wrap().name})
    if request.method == "POST" and form.is_valid():
        flows.rename_authenticator(request, key, form.cleaned_data["name"])
        return redirect("mfa_list_webauthn")
    return render(request, "mfa/webauthn/edit_form.html", {"form": form, "pk": key.pk})


@recently_proven
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a key; the door stays open by a code."""
    key = _key(request, pk)
    if request.method == "POST":
        flows.remove_authenticator(request, key)
        return redirect("mfa_list_webauthn")
    context = {"pk": key.pk, "name": key.wrap().name}
    return render(request, "mfa/webauthn/authenticator_confirm_delete.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """GET: what to ask of the browser, for our script. POST: its answer, which signs in."""
    next_page = entering.wanted(request)
    if request.method == "GET":
        return JsonResponse({"options": passkeys.request_options()})
    if not ratelimit.consume(request, action="webauthn_login"):
        return too_many(request)
    form = KeySignInForm(request.POST)
    if not form.is_valid():
        for text in form.errors.get("credential", []):
            get_adapter().add_message(request, messages.ERROR, message=text)
        return to_the_door(next_page) if next_page else redirect("account_login")
    key: Authenticator = form.cleaned_data["credential"]
    post_authentication(request, key, passwordless=True)
    return entering.enter(request, key.user, method="passkey", next=next_page)


def _person(request: HttpRequest) -> Person:
    person = request.user
    assert isinstance(person, Person)
    return person


def _key(request: HttpRequest, pk: int) -> Authenticator:
    """Return one of the person's own keys; anybody else's is not there."""
    rows: Any = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN)
    found: Authenticator = get_object_or_404(rows, pk=pk, user=_person(request))
    return found
