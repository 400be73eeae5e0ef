"""Letters: a text and an HTML template of one name, sent to people or to an address.

`letters/<name>.txt` begins with its subject on the first line, then a blank line, then the text;
`letters/<name>.html` is the same said in HTML. Both are given `site` (the site's address, without
a closing slash) and what the caller passes.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from essaim.network.models import Person


def to_people(letter: str, people: Iterable[Person], context: Mapping[str, Any]) -> int:
    """Send one letter to each person, who may stop such letters in one click; return how many."""
    sent = 0
    for person in people:
        compose(letter, person.email, {**context, "person": person.display_name}).send()
        sent += 1
    return sent


def to_address(letter: str, address: str, context: Mapping[str, Any]) -> None:
    """Send a letter somebody needs whatever they have chosen: a code, an invitation."""
    compose(letter, address, context).send()


def compose(letter: str, address: str, context: Mapping[str, Any]) -> EmailMultiAlternatives:
    """Return the letter, ready to be sent."""
    filled = {"site": settings.SITE_ADDRESS, **context}
    subject, _, text = render_to_string(f"letters/{letter}.txt", filled).strip().partition("\n")
    message = EmailMultiAlternatives(subject.strip(), text.strip() + "\n", to=[address])
    message.attach_alternative(render_to_string(f"letters/{letter}.html", filled), "text/html")
    return message
