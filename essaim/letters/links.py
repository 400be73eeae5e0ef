"""Links sent by e-mail: not guessable, expiring, and of a single use where they act.

A token is 32 random bytes; the base holds its SHA-256, so whoever reads the base opens nothing.
"""

import datetime
import hashlib
import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone

from essaim.letters.models import Link


class Unusable(Exception):
    """A link that opens nothing (any more). `reason` is a French sentence.

    `link` is its row, None when there never was one.
    """

    def __init__(self, reason: str, link: Link | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.link = link


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def make(
    purpose: Link.Purpose, payload: dict[str, Any], lifetime: datetime.timedelta, token: str = ""
) -> tuple[str, Link]:
    """Return the token to put into the address, and the link's row.

    A token of another shape may be given, as long to guess.
    """
    token = token or secrets.token_urlsafe(32)
    now = timezone.now()
    link = Link.objects.create(
        purpose=purpose,
        digest=_digest(token),
        payload=payload,
        created_at=now,
        expires_at=now + lifetime,
    )
    return token, link


def look(purpose: Link.Purpose, token: str) -> Link:
    """Return the link without using it. Raises Unusable when it opens nothing (any more)."""
    link = Link.objects.filter(purpose=purpose, digest=_digest(token)).first()
    if link is None:
        raise Unusable("Ce lien n’est pas le bon : il est peut-être incomplet.")
    if link.used_at is not None:
        raise Unusable("Ce lien a déjà servi.", link)
    if link.expires_at <= timezone.now():
        raise Unusable("Ce lien a expiré.", link)
    return link


def use(purpose: Link.Purpose, token: str) -> Link:
    """Return the link and spend it: of two at once, one gets it. Raises Unusable.

    Call it in the transaction of what the link does, so that a failure gives the link back.
    """
    with transaction.atomic():
        link = look(purpose, token)
        spent = Link.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=timezone.now())
        if not spent:
            raise Unusable("Ce lien a déjà servi.", link)
    return link
