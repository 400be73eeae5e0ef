"""Codes sent by e-mail: who types one back reads the letters of that address.

One code at a time waits in a session. The session holds its digest, never the code; tries are
counted across processes, so that many at once are no way around the limit.
"""

import time
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Final, Self

from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from essaim.letters import sending

DIGITS: Final = 8  # a hundred million codes for five tries each, a dozen codes an hour
LIFETIME: Final = 15 * 60  # seconds: long enough to find one's telephone and wait for a letter
MOST_SENDINGS: Final = 3
_KEY: Final = "code"
_SALT: Final = "essaim.accounts.codes"


class Purpose(StrEnum):
    """What a code is asked for. The values name the letters too."""

    SIGN_IN = "sign_in_code"
    AGAIN = "again_code"
    ADDRESS = "address_code"


class TooMany(Exception):
    """Too many codes asked for, or typed: come back later."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A code that waits to be typed."""

    purpose: str
    address: str
    next: str
    id: str
    at: float
    digest: str
    sendings: int = 1

    @classmethod
    def in_session(cls, request: HttpRequest) -> Self | None:
        """Return the one that waits in the visitor's session, None when none does (any more)."""
        kept = request.session.get(_KEY)
        if not isinstance(kept, dict):
            return None
        try:
            asked = cls(**kept)
        except TypeError:  # kept by an earlier version
            return None
        return asked if time.time() - asked.at <= LIFETIME else None

    @property
    def may_be_sent_again(self) -> bool:
        """Whether another letter may be asked for."""
        return self.sendings < MOST_SENDINGS

    def keep(self, request: HttpRequest) -> None:
        """Put it into the session, in the place of any other."""
        request.session[_KEY] = asdict(self)

    def is_right(self, request: HttpRequest, typed: str) -> bool:
        """Whether that is the code, whatever blanks or dashes it was typed with.

        Raises TooMany when this code has been tried too often, or too many codes have been from
        the same place.
        """
        allowed = all(
            ratelimit.consume(request, action=action, key=self.id)
            for action in ("code_guess", "code_guess_from")
        )
        if not allowed:
            raise TooMany
        digits = "".join(character for character in typed if character.isdecimal())
        return constant_time_compare(self.digest, _digest(self.id, digits))


def ask(request: HttpRequest, purpose: Purpose, address: str, next: str = "") -> None:
    """Send a code to an address, and wait for it in this session. Raises TooMany.

    Nothing is looked up: a known address and an unknown one are the same until the code is typed.
    """
    _send(request, Asked(purpose, address, next, get_random_string(32), time.time(), ""))


def ask_again(request: HttpRequest, asked: Asked) -> None:
    """Send another code to the same address; the earlier one opens nothing. Raises TooMany."""
    if not asked.may_be_sent_again:
        raise TooMany
    fresh = replace(asked, id=get_random_string(32), at=time.time(), sendings=asked.sendings + 1)
    _send(request, fresh)


def forget(request: HttpRequest) -> None:
    """Stop waiting for a code."""
    request.session.pop(_KEY, None)


def _send(request: HttpRequest, asked: Asked) -> None:
    if not ratelimit.consume(request, action="request_login_code", key=asked.address):
        raise TooMany
    code = get_random_string(DIGITS, "0123456789")
    replace(asked, digest=_digest(asked.id, code)).keep(request)
    half = DIGITS // 2
    shown = {"code": f"{code[:half]} {code[half:]}", "minutes": LIFETIME // 60}
    sending.to_address(f"account/{asked.purpose}", asked.address, shown)


def _digest(salt: str, code: str) -> str:
    return salted_hmac(f"{_SALT}.{salt}", code, algorithm="sha256").hexdigest()
