"""The Jinja2 environment of every page."""

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from jinja2 import Environment, StrictUndefined

from essaim.catalogue import card_html, facet_html, linked_data, static_files, typography
from essaim.catalogue.kept_markup import KeptMarkup
from essaim.catalogue.numbers import counted, number
from essaim.catalogue.typography import inline
from essaim.config import routes


def environment(**options: Any) -> Environment:
    """Return the environment; an undefined variable is an error, never a blank."""
    made = Environment(  # noqa: S701 (autoescape is among the options)
        **{
            **options,
            "extensions": [KeptMarkup],
            "autoescape": True,
            "undefined": StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
            # A release's templates never change under it; a developer's do.
            "auto_reload": settings.DEBUG,
            "cache_size": -1,
        }
    )
    made.globals.update(static=static_files.address, icon=static_files.icon)
    made.globals.update(url=routes.named, linked_head=linked_data.head)
    made.globals.update(django_messages=lambda request: list(get_messages(request)))
    made.filters.update(
        typeset=typography.typeset,
        inline=inline,
        as_cards=card_html.items,
        as_facets=facet_html.groups,
        number=number,
        counted=counted,
    )
    return made
