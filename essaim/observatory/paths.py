"""Addresses of views, looked up once: a page has dozens."""

import functools

from django.urls import reverse


@functools.lru_cache(maxsize=1_024)
def path_of(name: str, **parts: str) -> str:
    """Return the path of the view of that name."""
    return reverse(name, kwargs=parts)
