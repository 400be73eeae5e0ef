"""What the post holds, in tests."""

import re
from email.message import EmailMessage

from django.core import mail


def last() -> EmailMessage:
    """Return the last letter sent."""
    assert mail.outbox, "no letter was sent"
    letter: EmailMessage = mail.outbox[-1]  # type: ignore[assignment]
    return letter


def code() -> str:
    """Return the code of the last letter."""
    found = re.search(r"\b(\d{4} \d{4})\b", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found.group(1)


def another_code() -> str:
    """Return a code that is not the last letter's."""
    right = code()
    return right.translate(str.maketrans("0123456789", "1234567890"))
