"""E-mails written to a folder, one file each: what a site without a mail server does with them."""

import re
import secrets
from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

_IDENTIFIER: Final = re.compile(r"<([\w-]+)@[\w.-]+>")


class OutboxBackend(BaseEmailBackend):
    """Writes each message to `data/outbox/`, as the `.eml` file a mail program opens."""

    def __init__(self, fail_silently: bool = False, **_: Any) -> None:
        super().__init__(fail_silently=fail_silently)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write them, whole or not at all; return how many."""
        folder = settings.OUTBOX_DIR
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            path = folder / f"{_name(message)}.eml"
            unfinished = path.with_suffix(f".{secrets.token_hex(3)}.part")
            unfinished.touch(mode=0o600)
            unfinished.write_bytes(message.message().as_bytes())
            unfinished.rename(path)
        return len(email_messages)


def _name(message: EmailMessage) -> str:
    """Return the file's name, in the order of time: a letter written again replaces itself."""
    found = _IDENTIFIER.fullmatch(message.extra_headers.get("Message-ID", ""))
    moment = timezone.localtime().strftime("%Y%m%d-%H%M%S-%f")
    return found[1] if found else f"{moment}-{secrets.token_hex(3)}"
