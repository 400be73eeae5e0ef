"""The Jinja2 environment of every page."""

from typing import Any

from jinja2 import Environment, StrictUndefined


def environment(**options: Any) -> Environment:
    """Return the environment; an undefined variable is an error, never a blank."""
    return Environment(**{**options, "undefined": StrictUndefined})
