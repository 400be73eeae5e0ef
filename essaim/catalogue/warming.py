"""What a process does before it answers, so that nobody waits while templates are compiled."""

from typing import Final

from essaim.catalogue.views.actions import catalogue
from essaim.config import routes, visitor

# Every sheet; and words, for which the thesaurus is read.
_ASKED: Final = ("", "q=centre+social")


def make_ready() -> None:
    """Make pages of results once: templates, words and icons are then at hand."""
    for query in _ASKED:
        catalogue(visitor.request(routes.named("actions:list"), query))
