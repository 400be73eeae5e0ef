"""Calling functions that settings name by their dotted path, as rooms may not know each other."""

import logging
from collections.abc import Iterable

from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)


def call_each(paths: Iterable[str], otherwise: str) -> None:
    """Call each; one that fails is logged, with what comes of it, and does not stop the others."""
    for path in paths:
        try:
            import_string(path)()
        except Exception:
            logger.exception("%s n’a pas abouti : %s.", path, otherwise)
