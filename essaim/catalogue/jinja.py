"""The Jinja2 environment of every page."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined

from essaim.catalogue import card_html, linked_data, typography
from essaim.catalogue.numbers import counted, number
from essaim.catalogue.typography import inline


@lru_cache(maxsize=256)
def url(name: str, **kwargs: Any) -> str:
    """Return the address of the named page."""
    return reverse(name, kwargs=kwargs or None)


def environment(**options: Any) -> Environment:
    """Return the environment; an undefined variable is an error, never a blank."""
    made = Environment(  # noqa: S701 (autoescape is among the options)
        **{
            **options,
            "autoescape": True,
            "undefined": StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
            # A release's templates never change under it; a developer's do.
            "auto_reload": settings.DEBUG,
            "cache_size": -1,
        }
    )
    # A page names its icons thirty times; a release's files never change under it.
    address = static if settings.DEBUG else lru_cache(maxsize=64)(static)
    made.globals.update(static=address, url=url, linked_head=linked_data.head)
    made.globals.update(django_messages=lambda request: list(get_messages(request)))
    made.filters.update(
        typeset=typography.typeset,
        inline=inline,
        as_cards=card_html.items,
        number=number,
        counted=counted,
    )
    return made
