"""Answers to letters: the address they come back to, and what a mail says once read.

The address holds a token of the person's own: whoever has it, and writes from that person's
address, speaks for them about that sheet. See `mail_text` for the words themselves.
"""

import base64
import datetime
import email
import email.policy
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import getaddresses
from typing import Final

from django.conf import settings

from essaim.letters import links, mail_text
from essaim.letters.models import Link
from essaim.network.models import Person

LIFETIME: Final = datetime.timedelta(days=90)
LARGEST: Final = 40 * 1024 * 1024
_LOCAL_PART: Final = "reponse+"
# Where mail servers write whom a mail came to, the surest first.
_RECIPIENTS: Final = ("X-Original-To", "Delivered-To", "Envelope-To", "To", "Cc")
_BULK: Final = frozenset({"bulk", "junk", "list", "auto_reply"})
_AUTOMATIC_HEADERS: Final = ("List-Id", "X-Autoreply", "X-Autorespond", "X-Auto-Response")


class Refused(Exception):
    """A mail that is not taken. `reason` is a French sentence for whoever wrote it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unknown(Refused):
    """It came to an address that is nobody's (any more)."""


class NotTheirs(Refused):
    """It was not written from the address that the letter had been sent to."""


class Automatic(Refused):
    """A machine wrote it: an absence, a failure. Nobody must be answered."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody answered about a sheet."""

    person: Person
    sheet_id: int
    text: str


def address(person: Person, sheet_id: int) -> str:
    """Return a new address where that person's answers about that sheet are read.

    "" when no mail is received here (`ESSAIM_REPLY_DOMAIN`).
    """
    if not settings.REPLY_DOMAIN:
        return ""
    # 160 bits in letters and figures that mean the same in capitals: addresses are no safer.
    token = base64.b32encode(secrets.token_bytes(20)).decode().lower()
    payload = {"person": person.pk, "sheet": sheet_id}
    links.make(Link.Purpose.REPLY, payload, LIFETIME, token)
    return f"{_LOCAL_PART}{token}@{settings.REPLY_DOMAIN}"


def read(raw: bytes, *, recipients: Sequence[str] = (), sender: str | None = None) -> Reply:
    """Return what a mail answers. `recipients` and `sender` are the envelope's, when known.

    Raises Automatic, Unknown, NotTheirs, Refused.
    """
    if len(raw) > LARGEST:
        raise Refused("Votre courriel est trop lourd : répondez sans pièce jointe.")
    message = _parsed(raw)
    _refuse_machines(message, sender)
    link = _link(message, recipients)
    person = Person.objects.filter(pk=link.payload["person"], is_active=True).first()
    if person is None:
        raise Unknown("Cette adresse de réponse n’est plus celle de personne.")
    if _authors(message) != {person.email.casefold()}:
        raise NotTheirs(
            "Cette adresse de réponse n’est pas la vôtre : répondez depuis l’adresse "
            "qui a reçu notre courriel, ou sur la page de la fiche."
        )
    return Reply(person, link.payload["sheet"], mail_text.answer(message))


def _parsed(raw: bytes) -> EmailMessage:
    try:
        return email.message_from_bytes(raw, policy=email.policy.default)
    except (MessageError, ValueError, LookupError) as error:
        raise Refused("Ce courriel ne se lit pas.") from error


def _refuse_machines(message: EmailMessage, sender: str | None) -> None:
    """Raise Automatic for absences, failures and mailing lists (RFC 3834)."""
    if sender is None and "Return-Path" in message:
        sender = _header(message, "Return-Path").strip().strip("<>")
    answered = _header(message, "Auto-Submitted").partition(";")[0].strip().casefold()
    if (
        sender in ("", "<>")
        or answered not in ("", "no")
        or _header(message, "Precedence").strip().casefold() in _BULK
        or any(name in message for name in _AUTOMATIC_HEADERS)
        or message.get_content_type() == "multipart/report"
    ):
        raise Automatic("Ce courriel est une réponse automatique : il est laissé de côté.")


def _link(message: EmailMessage, recipients: Sequence[str]) -> Link:
    """Return the link whose token is in one of the addresses it came to. Raises Unknown."""
    reason = "Ce courriel n’est pas arrivé à une adresse de réponse d’Essaim."
    for token in dict.fromkeys(_tokens(message, recipients)):
        try:
            return links.look(Link.Purpose.REPLY, token)
        except links.Unusable:
            reason = (
                "Cette adresse de réponse ne sert plus : répondez sur la page de la fiche, "
                "dont l’adresse est dans notre courriel."
            )
    raise Unknown(reason)


def _tokens(message: EmailMessage, recipients: Sequence[str]) -> Iterator[str]:
    written = [_header(message, name) for name in _RECIPIENTS]
    for _, found in getaddresses([*recipients, *written]):
        local, _, domain = found.casefold().rpartition("@")
        if local.startswith(_LOCAL_PART) and domain == settings.REPLY_DOMAIN:
            yield local.removeprefix(_LOCAL_PART)


def _authors(message: EmailMessage) -> set[str]:
    """Return the addresses of `From`: whoever else sends a copy does not speak for them."""
    return {found.casefold() for _, found in getaddresses([_header(message, "From")]) if found}


def _header(message: EmailMessage, name: str) -> str:
    """Return all the headers of that name, joined; "" when one cannot be read."""
    try:
        return ", ".join(str(value) for value in message.get_all(name, []))
    except (ValueError, LookupError, AttributeError, IndexError):  # the parser on hostile headers
        return ""
