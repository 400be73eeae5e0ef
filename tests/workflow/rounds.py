"""Running a yearly round in a test, and the links in its letters."""

import re
from io import StringIO

from django.core import mail
from django.core.management import call_command


def run(*options: str) -> str:
    """Run `essaim round`; return what it said."""
    said = StringIO()
    call_command("round", *options, stdout=said)
    return said.getvalue()


def tokens(to: str = "") -> list[str]:
    """Return the tokens in the letters sent (to that address), in their order."""
    letters = [one for one in mail.outbox if to in ("", one.to[0])]
    found = (re.search(r"/contribuer/tournee/([\w-]+)/", str(one.body)) for one in letters)
    return [match[1] for match in found if match]
