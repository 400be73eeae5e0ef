"""A card as HTML.

A page of results has twenty of them: set here, they cost a quarter of what a template would.
"""

from collections.abc import Iterable
from functools import cache
from typing import Final

from django.conf import settings
from django.templatetags.static import static
from markupsafe import Markup, escape

from essaim.catalogue.cards import Card, Excerpt
from essaim.catalogue.typography import inline

_ITEM: Final = """<li><article class="card">
  <h%(level)d class="card-title"><a href="%(address)s">%(title)s</a></h%(level)d>
  <p class="card-place"><span class="card-by">%(structure)s</span>%(place)s</p>
%(excerpt)s%(reason)s%(figures)s  <p class="card-foot">%(foot)s</p>
</article></li>"""
_ICON: Final = (
    '<svg class="icon" aria-hidden="true" focusable="false"><use href="%s#%s"></use></svg>'
)


def items(cards: Iterable[Card], level: int = 2) -> Markup:
    """Return the list items of these cards; `level` is that of their headings."""
    return Markup("\n".join([_item(card, level) for card in cards]))  # noqa: S704 (set below)


def _item(card: Card, level: int) -> str:
    """Return one card: every value of it is escaped here."""
    return _ITEM % {
        "level": level,
        "address": escape(card.address),
        "title": inline(card.title),
        "structure": inline(card.structure),
        "place": f" <span>{inline(card.place)}</span>" if card.place else "",
        "excerpt": f'  <p class="card-text">{_marked(card.excerpt)}</p>\n' if card.excerpt else "",
        "reason": f'  <p class="card-reason">{inline(card.reason)}</p>\n' if card.reason else "",
        "figures": _figures(card),
        "foot": " ".join(_foot(card)),
    }


def _figures(card: Card) -> str:
    """Return the line of the figures; where they come from is said once when it is the same."""
    if not card.figures:
        return ""
    last = len(card.figures) - 1
    said = [
        f"{inline(line.text)} <small>{inline(line.source)}</small>"
        if rank == last or line.source != card.figures[rank + 1].source
        else f"{inline(line.text)} ·"
        for rank, line in enumerate(card.figures)
    ]
    return f'  <p class="card-figures">{" ".join(said)}</p>\n'


def _foot(card: Card) -> list[str]:
    parts = []
    if card.status:
        # A hexagon and a word: never by colour alone.
        icon = _icon("ended" if card.ended else "running")
        parts.append(f'<span class="status">{icon}{inline(card.status)}</span>')
    if card.year:
        parts.append(f'<span class="card-year">{escape(card.year)}</span>')
    parts += [f'<span class="tag">{inline(word)}</span>' for word in card.keywords]
    if card.demonstration:
        parts.append('<span class="card-demo">démonstration</span>')
    return parts


def _marked(pieces: Excerpt) -> str:
    """Return plain pieces as one line of HTML, the words looked for as `<mark>`."""
    return "".join(
        [f"<mark>{escape(text)}</mark>" if found else escape(text) for text, found in pieces]
    )


def _icon(name: str) -> str:
    return _drawn(name, static("icons.svg")) if settings.DEBUG else _kept_icon(name)


@cache
def _kept_icon(name: str) -> str:
    """A release's files never change under it."""
    return _drawn(name, static("icons.svg"))


def _drawn(name: str, file: str) -> str:
    return _ICON % (escape(file), name)
