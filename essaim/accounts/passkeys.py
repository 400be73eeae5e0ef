"""Passkeys: what a browser is asked, as values that JSON carries. The checks are the library's."""

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from fido2.utils import websafe_encode

from essaim.network.models import Person

MOST_KEYS = 10


def creation_options(person: Person) -> dict[str, Any]:
    """Return what to ask of a browser that is to make a key, one that opens the door alone."""
    options: dict[str, Any] = _plain(auth.begin_registration(person, True))
    return options


def request_options(person: Person | None = None) -> dict[str, Any]:
    """Return what to ask of a browser that holds a key: anybody's, or that person's."""
    options: dict[str, Any] = _plain(auth.begin_authentication(person))
    return options


def of(person: Person) -> list[Authenticator]:
    """Return a person's keys, oldest first."""
    rows = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    return list(rows.order_by("pk"))


def _plain(value: Any) -> Any:
    """Return the value with its bytes in the web's base 64, as the standard's JSON has them."""
    if isinstance(value, bytes):
        return websafe_encode(value)
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
