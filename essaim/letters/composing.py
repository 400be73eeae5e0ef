"""Letters: a text and an HTML template of one name, made into a message ready to be sent.

`letters/<name>.txt` begins with its subject on the first line, then a blank line, then the text;
`letters/<name>.html` is the same said in HTML. They extend `letters/letter.txt` and `.html`, and
are given `site` (the site's address, without a closing slash), `stop` (the address that stops such
letters, or ""), what the caller passes, and `subject` in the HTML.
"""

import html
import re
import secrets
import textwrap
from collections.abc import Iterator, Mapping
from email.utils import formatdate
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone

WIDTH: Final = 76
LONGEST_SUBJECT: Final = 140
# Line and paragraph separators too: some programs take them for ends of line.
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LEAD: Final = re.compile(r"(?:> ?)+|[-–•] | +(?:[-–•] )?")


def compose(
    letter: str, address: str, context: Mapping[str, Any], *, stop: str = "", reply_to: str = ""
) -> EmailMultiAlternatives:
    """Return the letter to that address, ready to be sent.

    `stop` is the address of a page that stops such letters; mail programs then show a button for
    it (RFC 8058). Nothing a person wrote can add a header: all are one line.
    """
    filled = {"site": settings.SITE_ADDRESS, "stop": stop, **context}
    subject, text = _text(render_to_string(f"letters/{letter}.txt", filled))
    body = render_to_string(f"letters/{letter}.html", {**filled, "subject": subject}).strip()
    message = EmailMultiAlternatives(
        subject,
        text,
        to=[address],
        reply_to=[reply_to] if reply_to else None,
        headers=_headers(stop),
    )
    message.attach_alternative(body, "text/html")
    return message


def one_line(text: str, limit: int = LONGEST_SUBJECT) -> str:
    """Return the text without ends of line nor controls, cut at a word where it is too long."""
    flat = re.sub(" {2,}", " ", _CONTROLS.sub(" ", text)).strip()
    if len(flat) <= limit:
        return flat
    kept = flat[:limit].rpartition(" ")[0] or flat[: limit - 1]
    return kept.rstrip(" ,;:-–«\u00a0\u202f") + "…"


def wrap(text: str) -> str:
    """Return the text in lines of 76 characters at most; an address is never cut.

    Quotations and lists keep their sign or their margin on every line.
    """
    lines = (piece for line in text.splitlines() for piece in _wrapped(line))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _text(rendered: str) -> tuple[str, str]:
    """Return the subject and the text of a rendered text template.

    Templates escape everything, whoever writes them; a text wants the characters themselves.
    """
    subject, _, text = html.unescape(rendered).strip().partition("\n")
    return one_line(subject), wrap(text) + "\n"


def _headers(stop: str) -> dict[str, str]:
    host = urlsplit(settings.SITE_ADDRESS).hostname or "localhost"
    moment = timezone.localtime().strftime("%Y%m%d-%H%M%S-%f")
    headers = {
        # Both are set once, here: a letter sent again after a failure is the same letter.
        "Message-ID": f"<{moment}-{secrets.token_hex(8)}@{host}>",
        "Date": formatdate(localtime=True),
        # RFC 3834, and its cousin for Outlook: no « Je suis en congé » comes back.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
    }
    if stop:
        headers["List-Unsubscribe"] = f"<{stop}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _wrapped(line: str) -> Iterator[str]:
    if len(line) <= WIDTH:
        yield line
        return
    found = _LEAD.match(line)
    lead = found[0] if found else ""
    rest = lead if ">" in lead else " " * len(lead)
    # No-break spaces are no places to cut at for textwrap, which knows only ASCII's.
    yield from textwrap.wrap(
        line[len(lead) :],
        WIDTH,
        initial_indent=lead,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
