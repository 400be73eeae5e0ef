"""Letters as tests read them."""

from django.core import mail


def letters_to(address: str) -> list[str]:
    """Return the subjects of the letters sent to that address, in their order.

    Here and below spaces are plain ones: letters are set as the French do, and wrapped.
    """
    return [_plain(one.subject) for one in mail.outbox if one.to == [address]]


def text_to(address: str) -> str:
    """Return the text of the last letter to that address."""
    return next(_plain(one.body) for one in reversed(mail.outbox) if one.to == [address])


def link_in(text: str, beginning: str) -> str:
    """Return the path of the first link of a letter whose path begins so."""
    words = text.split()
    return next("/" + one.split("/", 3)[3] for one in words if f"/{beginning}" in one)


def _plain(text: object) -> str:
    return " ".join(str(text).split())
