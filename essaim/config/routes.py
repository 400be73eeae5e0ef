"""Addresses of pages by their names, looked up once: a page has dozens."""

from functools import lru_cache
from typing import Any

from django.urls import reverse


@lru_cache(maxsize=1_024)
def named(name: str, **parts: Any) -> str:
    """Return the address of the named page, relative to the site."""
    return reverse(name, kwargs=parts)
