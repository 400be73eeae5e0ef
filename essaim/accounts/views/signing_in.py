"""The door: an address, a code, and for a newcomer a name. Nothing tells who has an account."""

import time
from http import HTTPStatus
from typing import Final

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from essaim.accounts import codes, entering, linking, recent
from essaim.accounts.codes import Asked, Purpose, TooMany
from essaim.accounts.forms import AddressForm, CodeForm, NameForm
from essaim.letters import sending
from essaim.network.models import Person

_PROVEN: Final = "adresse_prouvee"
_TOO_MANY: Final = (
    "Beaucoup de codes ont été demandés. Attendez quelques minutes, puis recommencez ; "
    "le dernier code reçu reste bon un quart d’heure."
)
_WRONG_CODE: Final = (
    "Ce n’est pas ce code-là. Vérifiez les huit chiffres du courriel le plus récent."
)
_SPENT: Final = "Ce code a été essayé trop de fois : il n’ouvre plus rien. Demandez-en un autre."
_GONE: Final = "Ce code n’est plus bon. Demandez-en un autre : il arrive en quelques secondes."

_ASKED_FROM: Final = {
    Purpose.SIGN_IN: "account_login",
    Purpose.AGAIN: "account_reauthenticate",
    Purpose.ADDRESS: "account_email",
}


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for an address and send a code to it, whoever's it is."""
    next_page = entering.wanted(request)
    if request.user.is_authenticated:
        return redirect(next_page or settings.LOGIN_REDIRECT_URL)
    kept = linking.waiting(request)
    form = AddressForm(request.POST or None, initial={"email": kept["address"] if kept else ""})
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            codes.ask(request, Purpose.SIGN_IN, form.cleaned_data["email"], next_page)
            return redirect("account_confirm_login_code")
        except TooMany:
            form.add_error("email", _TOO_MANY)
            status = HTTPStatus.TOO_MANY_REQUESTS
    context = {
        "form": form,
        "next": next_page,
        "outside": settings.OIDC_NAME,
        "half_way": kept is not None,
    }
    return render(request, "account/login.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Take the code that waits in this session: signing in, proving again, or a new address."""
    asked = Asked.in_session(request)
    if asked is None or (asked.purpose != Purpose.SIGN_IN and not request.user.is_authenticated):
        messages.error(request, _GONE)
        return redirect("account_login")
    if request.method == "POST" and request.POST.get("geste") == "renvoyer":
        return _send_again(request, asked)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if asked.is_right(request, form.cleaned_data["code"]):
                codes.forget(request)
                return _proven(request, asked)
            form.add_error("code", _WRONG_CODE)
        except TooMany:
            codes.forget(request)
            messages.error(request, _SPENT)
            return redirect(_ASKED_FROM[Purpose(asked.purpose)])
    context = {"form": form, "asked": asked, "again": asked.may_be_sent_again}
    return render(request, "account/confirm_login_code.html", context)


def _send_again(request: HttpRequest, asked: Asked) -> HttpResponse:
    try:
        codes.ask_again(request, asked)
        messages.success(request, "Un nouveau code est parti. Le précédent n’est plus bon.")
    except TooMany:
        messages.error(request, _TOO_MANY)
    return redirect("account_confirm_login_code")


def _proven(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Do what the code was asked for."""
    if asked.purpose == Purpose.AGAIN:
        recent.proved_again(request, "code")
        return redirect(asked.next or "account_email")
    if asked.purpose == Purpose.ADDRESS:
        return _change_address(request, asked.address)
    person = entering.find(asked.address)
    if person is None:
        request.session[_PROVEN] = {
            "address": asked.address,
            "next": asked.next,
            "at": time.time(),
        }
        return redirect("account_signup")
    with transaction.atomic():
        entering.keep_address(person, asked.address)
    return entering.enter(request, person, method="code", next=asked.next)


@never_cache
@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Ask somebody who has proved a new address for their name, and make their account."""
    kept = request.session.get(_PROVEN)
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    if not isinstance(kept, dict) or time.time() - kept["at"] > codes.LIFETIME * 2:
        return redirect("account_login")
    outside = linking.waiting(request)
    form = NameForm(request.POST or None, initial={"name": outside["name"] if outside else ""})
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="signup"):
            return too_many(request)
        person = _create(kept["address"], form.cleaned_data["name"])
        del request.session[_PROVEN]
        return entering.enter(request, person, method="code", next=kept["next"])
    context = {"form": form, "address": kept["address"]}
    return render(request, "account/signup.html", context)


def _create(address: str, name: str) -> Person:
    """Make the account; somebody may have made it meanwhile, and then it is that one."""
    try:
        with transaction.atomic():
            person = Person.objects.create_user(address, name)
            entering.keep_address(person, address)
    except IntegrityError:
        person = Person.objects.get(email=address)
        with transaction.atomic():
            entering.keep_address(person, address)
    return person


def _change_address(request: HttpRequest, address: str) -> HttpResponse:
    """Give the person signed in the address they have just proved; tell the old one."""
    person = request.user
    assert isinstance(person, Person)
    old = person.email
    try:
        with transaction.atomic():
            if entering.find(address) not in (None, person):
                raise IntegrityError
            entering.keep_address(person, address)
    except IntegrityError:
        person.email = old
        messages.error(request, "Cette adresse ouvre déjà un autre compte d’Essaim.")
        return redirect("account_email")
    recent.proved_again(request, "code")
    told = {"person": person.display_name, "new": address}
    sending.to_address("account/email_changed", old, told)
    messages.success(request, f"Votre adresse est maintenant {address}.")
    return redirect("account_email")


@never_cache
@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; a plain visit asks first."""
    if request.method == "POST":
        logout(request)
    if not request.user.is_authenticated:
        return redirect(settings.ACCOUNT_LOGOUT_REDIRECT_URL)
    return render(request, "account/logout.html")


@never_cache
@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """Say that this account is closed: shown to its owner only, who has just proved it."""
    return render(request, "account/account_inactive.html", status=HTTPStatus.FORBIDDEN)


def too_many(request: HttpRequest) -> HttpResponse:
    """Say that one has asked too much, too fast (429)."""
    return render(request, "account/too_many.html", status=HTTPStatus.TOO_MANY_REQUESTS)


def to_the_door(next_page: str) -> HttpResponseRedirect:
    """Send somebody to sign in, and then to that page."""
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': next_page})}")
