"""Addresses of static files; the icons, shapes of one of them, beside words that say the same."""

from functools import lru_cache
from typing import Final

from django.conf import settings
from django.templatetags.static import static
from markupsafe import Markup

_ICON: Final = Markup(
    '<svg class="icon" aria-hidden="true" focusable="false"><use href="%s#%s"></use></svg>'
)

_kept_address = lru_cache(maxsize=64)(static)


def address(file: str) -> str:
    """Return the address of a static file. A release's files never change under it."""
    return static(file) if settings.DEBUG else _kept_address(file)


def icon(name: str) -> Markup:
    """Return the icon of that name, as HTML."""
    return _drawn(name, address("icons.svg"))


@lru_cache(maxsize=128)
def _drawn(name: str, file: str) -> Markup:
    return _ICON % (file, name)
