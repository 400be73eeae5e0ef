"""Letting somebody in who has just proved who they are, by whatever means."""

from typing import Any

from allauth.account.app_settings import EmailVerificationMethod
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import EmailAddress, Login
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from essaim.network.models import Person

MOST_OF_AN_ADDRESS = 2000


def enter(request: HttpRequest, person: Person, *, method: str, next: str = "") -> HttpResponse:
    """Sign the person in and send them to `next`, or to their sheets.

    Somebody whose account is closed is told so instead. The session's key changes, what an earlier
    person's session held is gone, and the moment is kept for `recent`.
    """
    record_authentication(request, person, method=method)
    login = Login(
        user=person,
        redirect_url=next or None,
        email_verification=EmailVerificationMethod.NONE,
    )
    response: HttpResponse = perform_login(request, login)
    return response


def wanted(request: HttpRequest) -> str:
    """Return where the visitor wanted to go (`?next=`), within this site only; else ""."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    safe = len(address) <= MOST_OF_AN_ADDRESS and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if safe else ""


def find(address: str) -> Person | None:
    """Return whose address it is, None when nobody's.

    The comparison is exact, on what a code was really sent to: a base that compares without
    capitals takes « ı » for « i », and would open one person's door to another's address.
    """
    return Person.objects.filter(email=normal(address)).first()


def normal(address: str) -> str:
    """Return an address as the base keeps it."""
    return address.strip().lower()


def keep_address(person: Person, address: str) -> None:
    """Write down that this proven address is the person's, and the only one, for allauth too."""
    if person.email != address:
        person.email = address
        person.save(update_fields=["email"])
    EmailAddress.objects.filter(user=person).exclude(email=address).delete()
    EmailAddress.objects.filter(email=address).exclude(user=person).delete()  # an earlier owner's
    values: dict[str, Any] = {"verified": True, "primary": True}
    EmailAddress.objects.update_or_create(user=person, email=address, defaults=values)
