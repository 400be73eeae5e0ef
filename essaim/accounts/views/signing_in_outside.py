"""Coming in through OpenID Connect, and the outside accounts one has linked."""

import logging
from http import HTTPStatus
from typing import Any

import requests
from allauth.account.adapter import get_adapter as account_adapter
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from essaim.accounts import entering, linking, recent
from essaim.accounts.oidc import Callback, Conversation, Provider
from essaim.accounts.recent import recently_proven
from essaim.catalogue.dates import day
from essaim.network.models import Person

logger = logging.getLogger(__name__)

# What comes of an issuer that does not answer, or whose answer makes no sense.
_NONSENSE = (OAuth2Error, requests.RequestException, KeyError, TypeError, ValueError)


@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Send the visitor to the issuer; from another site, only once they say they want to.

    A link and no form: our policy lets no form lead out of the site, and an issuer sends visitors
    on to others.
    """
    provider = _provider(request)
    next_page = entering.wanted(request)
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        context = {"outside": settings.OIDC_NAME, "next": next_page}
        return render(request, "socialaccount/login.html", context)
    process = AuthProcess.LOGIN
    if request.user.is_authenticated:
        if not recent.is_recent(request):
            return redirect("socialaccount_connections")
        process = AuthProcess.CONNECT
    try:
        return provider.send_off(request, process, next_page)
    except (OAuth2Error, requests.RequestException) as error:
        return _failed(request, error)


@never_cache
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """Take the visitor back from the issuer."""
    provider = _provider(request)
    try:
        view = Callback.adapter_view(Conversation(request, provider.sub_id))
        response: HttpResponse = view(request)
        return response
    except _NONSENSE as error:
        return _failed(request, error)


@never_cache
@require_safe
def cancelled(request: HttpRequest) -> HttpResponse:
    """Take back somebody who has changed their mind at the issuer's."""
    messages.info(request, "Vous n’avez pas poursuivi. Vous pouvez entrer avec un code.")
    return redirect("account_login")


@never_cache
@require_safe
def error(request: HttpRequest) -> HttpResponse:
    """Say that the issuer and we did not understand each other."""
    return _page_of_failure(request)


@recently_proven
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """Ask whether the outside account put aside is the person's own, and make the two one."""
    kept = linking.waiting(request)
    if kept is None:
        return redirect("socialaccount_connections")
    if request.method == "GET":
        context = {"kept": kept, "outside": settings.OIDC_NAME, "person": _person(request)}
        return render(request, "socialaccount/link.html", context)
    linking.forget(request)
    if request.POST.get("reponse") == "oui":
        try:
            linking.link(kept, _person(request))
        except linking.BelongsToAnother:
            messages.error(request, f"Ce compte {settings.OIDC_NAME} ouvre déjà un autre compte.")
        else:
            messages.success(request, f"{settings.OIDC_NAME} ouvre maintenant votre compte.")
            account_adapter().send_notification_mail(
                "socialaccount/email/account_connected", _person(request)
            )
    return redirect(kept["next"] or settings.LOGIN_REDIRECT_URL)


@recently_proven
@require_http_methods(["GET", "POST"])
def connections(request: HttpRequest) -> HttpResponse:
    """Show the outside accounts that open this one; take one away."""
    person = _person(request)
    if request.method == "POST":
        rows: Any = SocialAccount.objects.filter(user=person)
        account = get_object_or_404(rows, pk=_number(request.POST.get("compte")))
        account.delete()
        messages.success(request, "Ce compte n’ouvre plus le vôtre. Le code par courriel, si.")
        account_adapter().send_notification_mail("socialaccount/email/account_disconnected", person)
        return redirect("socialaccount_connections")
    accounts = [
        {
            "pk": account.pk,
            "address": account.extra_data.get("userinfo", {}).get("email", ""),
            "made": day(account.date_joined),
        }
        for account in SocialAccount.objects.filter(user=person).order_by("pk")
    ]
    context = {
        "accounts": accounts,
        "outside": settings.OIDC_NAME,
        "offered": linking.offered(person),
    }
    return render(request, "socialaccount/connections.html", context)


def _provider(request: HttpRequest) -> Provider:
    """Return the issuer of the settings; without one these pages are not there."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    if not apps:
        raise Http404
    provider: Provider = get_adapter().get_provider(request, apps[0]["provider_id"])
    return provider


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.warning("OpenID Connect: %s", error)
    return _page_of_failure(request)


def _page_of_failure(request: HttpRequest) -> HttpResponse:
    context = {"outside": settings.OIDC_NAME}
    page = "socialaccount/authentication_error.html"
    return render(request, page, context, status=HTTPStatus.BAD_GATEWAY)


def _person(request: HttpRequest) -> Person:
    person = request.user
    assert isinstance(person, Person)
    return person


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 15 else 0
