"""Sending letters: to people, who may stop them in one click, or to an address that needs one.

Nothing here makes a caller fail because the post does: a letter that cannot leave waits, and is
tried again (see `queue`).
"""

import datetime
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import DatabaseError, connection

from essaim.letters import links, queue
from essaim.letters.composing import compose
from essaim.letters.models import Link
from essaim.network.models import Person

__all__ = ["compose", "post", "stop_address", "to_address", "to_people"]

logger = logging.getLogger(__name__)

# A letter found in an old mailbox must still be stoppable.
STOP_LIFETIME: Final = datetime.timedelta(days=365)


def to_people(
    letter: str,
    people: Iterable[Person],
    context: Mapping[str, Any],
    *,
    reply_to: Callable[[Person], str] | None = None,
) -> int:
    """Send one letter to each person, who may stop such letters in one click; return how many.

    `reply_to` gives the address where that person's answer is read, or "".
    """
    sent = 0
    for person in people:
        try:
            answer = reply_to(person) if reply_to else ""
            own = {**context, "person": person.display_name, "can_reply": bool(answer)}
            post(compose(letter, person.email, own, stop=stop_address(person), reply_to=answer))
        except DatabaseError:
            # What is told of has been saved: the page must say so, not that something failed.
            if connection.in_atomic_block:
                raise
            logger.exception("Un courriel (%s) n’a pas pu être préparé.", letter)
        else:
            sent += 1
    return sent


def to_address(letter: str, address: str, context: Mapping[str, Any]) -> None:
    """Send a letter somebody needs whatever they have chosen: a code, an invitation."""
    post(compose(letter, address, context))


def post(message: EmailMessage) -> None:
    """Hand a message over: to the worker that sends it, or to the outbox at once."""
    if settings.LETTERS_WAIT:
        queue.add(message)
        return
    try:
        message.send()
    except Exception:
        # A full disk must not undo a save: whoever serves the site tries again.
        logger.exception("Un courriel n’a pas pu être écrit ; il sera réessayé.")
        queue.add(message)


def stop_address(person: Person) -> str:
    """Return a new address that stops that person's letters, once."""
    token, _ = links.make(Link.Purpose.UNSUBSCRIBE, {"person": person.pk}, STOP_LIFETIME)
    return f"{settings.SITE_ADDRESS}/compte/courriels/{token}/"
