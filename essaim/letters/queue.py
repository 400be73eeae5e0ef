"""Letters that wait to leave: one task each, in the database, tried until the post takes it.

A task holds the whole letter, headers included, so that the same letter is sent each time. It is
removed as soon as it has left: letters hold one-time links. What has been refused for good stays,
is told by `essaim check`, and is tried again or forgotten with `essaim letters`.
"""

import datetime
import logging
import smtplib
from collections.abc import Iterable
from typing import Any, Final

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet

logger = logging.getLogger(__name__)

# Minutes before each new try: quick at first, then patient; two days and a half in all.
PAUSES: Final = (1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60, 12 * 60, 24 * 60)
_WORRYING: Final = 4  # tries: more than an hour
# A worker that was killed gives no sign: sending one letter never takes that long.
LONGEST_SENDING: Final = datetime.timedelta(minutes=15)


class Undelivered(Exception):
    """A letter the post has refused for good, or for too long."""


@task()
def deliver(letter: dict[str, Any], attempt: int = 1) -> None:
    """Send a letter; when the post does not take it, have it tried again later.

    Raises Undelivered, which the task keeps, when there is no more hope.
    """
    try:
        _unpacked(letter).send()
    except Exception as error:
        if is_final(error) or attempt > len(PAUSES):
            raise Undelivered(f"{type(error).__name__}: {error}") from error
        pause = PAUSES[attempt - 1]
        logger.warning("Un courriel n’est pas parti, nouvel essai dans %s min : %s", pause, error)
        later = timezone.now() + datetime.timedelta(minutes=pause)
        deliver.using(run_after=later).enqueue(letter, attempt + 1)


def add(message: EmailMessage) -> None:
    """Have a message sent by whoever serves the site, soon, and after this transaction."""
    deliver.enqueue(_packed(message))


def is_final(error: BaseException) -> bool:
    """Whether the server has said no to this letter, and would again (a 5xx answer).

    What it says of itself or of our account (no password, sender refused) can be mended by the
    operator: the letter waits.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    # An address or a header that no message can hold.
    return isinstance(error, ValueError)


def waiting() -> DBTaskResultQuerySet:
    """Return the letters that will be tried, or tried again."""
    return _ours().filter(status="READY")


def failed() -> DBTaskResultQuerySet:
    """Return the letters that will not be tried any more."""
    return _ours().failed()


def retry() -> int:
    """Have the letters given up tried once more, from the first pause on; return how many."""
    rows = list(failed())
    for row in rows:
        deliver.enqueue(row.args_kwargs["args"][0])
        row.delete()
    return len(rows)


def forget(addresses: Iterable[str] = ()) -> int:
    """Drop the letters given up, or all those to these addresses; return how many."""
    wanted = {address.casefold() for address in addresses}
    rows = _ours() if wanted else failed()
    gone = [
        row.pk for row in rows if not wanted or wanted & {to.casefold() for to in recipients(row)}
    ]
    DBTaskResult.objects.filter(pk__in=gone).delete()
    return len(gone)


def tidy() -> None:
    """Remove the letters that have left; take up those whose worker has died."""
    _ours().successful().delete()
    late = timezone.now() - LONGEST_SENDING
    _ours().running().filter(started_at__lt=late).update(status="READY")


def problems() -> list[str]:
    """Return what is wrong with the post, in French, with how to mend it."""
    found = []
    if count := failed().count():
        them = "1 courriel n’a" if count == 1 else f"{count} courriels n’ont"
        found.append(
            f"{them} pas pu partir : voyez « essaim letters », puis réessayez "
            "(« essaim letters --retry ») ou renoncez (« essaim letters --forget »)."
        )
    if count := waiting().filter(args_kwargs__args__1__gt=_WORRYING).count():
        found.append(
            f"Courriels que le serveur ne prend pas depuis plus d’une heure : {count}. "
            "Voyez ESSAIM_EMAIL_URL et le journal ; ils seront réessayés."
        )
    now = timezone.now()
    late = now - datetime.timedelta(hours=1)
    unseen = waiting().ready().filter(enqueued_at__lt=late)
    if count := unseen.exclude(run_after__gt=late, run_after__lte=now).count():
        found.append(
            f"Courriels qui attendent depuis plus d’une heure : {count}. "
            "C’est « essaim serve » qui les envoie : est-il lancé ?"
        )
    return found


def _ours() -> DBTaskResultQuerySet:
    return DBTaskResult.objects.filter(task_path=deliver.module_path)


def recipients(row: "DBTaskResult[Any, Any]") -> list[str]:
    """Return the addresses a waiting or failed letter goes to."""
    return list(row.args_kwargs["args"][0]["to"])


def _packed(message: EmailMessage) -> dict[str, Any]:
    """Return a message as plain values. Attachments are not carried: our letters have none."""
    if message.attachments or message.cc or message.bcc:
        raise ValueError("letters have one recipient and no attachment")
    return {
        "subject": message.subject,
        "text": message.body,
        "from": message.from_email,
        "to": list(message.to),
        "reply_to": list(message.reply_to),
        "headers": dict(message.extra_headers),
        "alternatives": [list(part) for part in getattr(message, "alternatives", ())],
    }


def _unpacked(letter: dict[str, Any]) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        letter["subject"],
        letter["text"],
        letter["from"],
        letter["to"],
        reply_to=letter["reply_to"],
        headers=letter["headers"],
    )
    for content, kind in letter["alternatives"]:
        message.attach_alternative(content, kind)
    return message
