"""Proving again who one is, and changing one's address."""

from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from essaim.accounts import codes, entering, passkeys, recent
from essaim.accounts.codes import Purpose, TooMany
from essaim.accounts.forms import KeyAgainForm, NewAddressForm
from essaim.accounts.recent import recently_proven
from essaim.network.models import Person
from essaim.network.private import private

_PATIENCE = "Beaucoup de codes ont été demandés. Attendez quelques minutes, puis recommencez."


@private
@require_http_methods(["GET", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """Ask for a fresh proof, by a passkey or a code, then go on to the page that wanted it."""
    person = request.user
    assert isinstance(person, Person)
    next_page = entering.wanted(request)
    if recent.is_recent(request) and request.method == "GET":
        return redirect(next_page or "account_email")
    form = KeyAgainForm(user=person)
    if request.method == "POST" and "credential" in request.POST:
        form = KeyAgainForm(request.POST, user=person)
        if form.is_valid():
            form.save()
            return redirect(next_page or "account_email")
        for text in form.errors.get("credential", []):
            messages.error(request, text)
    elif request.method == "POST":
        try:
            codes.ask(request, Purpose.AGAIN, person.email, next_page)
            return redirect("account_confirm_login_code")
        except TooMany:
            messages.error(request, _PATIENCE)
    has_keys = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).exists()
    context = {
        "next": next_page,
        "options": passkeys.request_options(person) if has_keys else None,
    }
    return render(request, "account/reauthenticate.html", context)


@recently_proven
@require_http_methods(["GET", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """Change one's e-mail address: a code at the new one proves it."""
    person = request.user
    assert isinstance(person, Person)
    form = NewAddressForm(request.POST or None, current=person.email)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="manage_email"):
            form.add_error("email", _PATIENCE)
        else:
            try:
                codes.ask(request, Purpose.ADDRESS, form.cleaned_data["email"])
                return redirect("account_confirm_login_code")
            except TooMany:
                form.add_error("email", _PATIENCE)
    return render(request, "account/email_change.html", {"form": form, "address": person.email})
