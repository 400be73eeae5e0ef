"""A card as HTML.

A page of results has twenty of them: set here, they cost a quarter of what a template would.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from markupsafe import Markup, escape

from essaim.catalogue.cards import Card, Excerpt
from essaim.catalogue.static_files import icon
from essaim.catalogue.typography import inline

_ITEM: Final = """<li><article class="card">
  <h%(level)d class="card-title"><a href="%(address)s">%(title)s</a></h%(level)d>
  <p class="card-place"><span class="card-by">%(structure)s</span>%(place)s</p>
%(excerpt)s%(reason)s%(figures)s  <p class="card-foot">%(foot)s</p>
</article></li>"""


def items(cards: Iterable[Card], level: int = 2) -> Markup:
    """Return the list items of these cards; `level` is that of their headings."""
    return Markup("\n".join([_item(card, level) for card in cards]))  # noqa: S704 (set below)


def _item(card: Card, level: int) -> str:
    """Return one card: every value of it is escaped here."""
    return _ITEM % {
        "level": level,
        "address": str(escape(card.address)),
        "title": _plain(card.title),
        "structure": _plain(card.structure),
        "place": _place(card.place) if card.place else "",
        "excerpt": f'  <p class="card-text">{_marked(card.excerpt)}</p>\n' if card.excerpt else "",
        "reason": f'  <p class="card-reason">{_plain(card.reason)}</p>\n' if card.reason else "",
        "figures": _figures(card) if card.figures else "",
        "foot": " ".join(_foot(card)),
    }


@lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    """Return what `inline` does as a mere `str`: a Markup put into a text is a call in Python."""
    return str(inline(text))


@lru_cache(maxsize=2048)
def _place(text: str) -> str:
    return f" <span>{inline(text)}</span>"


def _figures(card: Card) -> str:
    """Return the line of the figures; where they come from is said once when it is the same."""
    last = len(card.figures) - 1
    said = [
        # `figure_lines` has set them: escaping is enough.
        f"{escape(line.text)!s} <small>{_plain(line.source)}</small>"
        if rank == last or line.source != card.figures[rank + 1].source
        else f"{escape(line.text)!s} ·"
        for rank, line in enumerate(card.figures)
    ]
    return f'  <p class="card-figures">{" ".join(said)}</p>\n'


def _foot(card: Card) -> list[str]:
    parts = [_status(card)] if card.status else []
    if card.year:
        parts.append(f'<span class="card-year">{escape(card.year)!s}</span>')
    parts += [_tag(word) for word in card.keywords]
    if card.demonstration:
        parts.append('<span class="card-demo">démonstration</span>')
    return parts


def _status(card: Card) -> str:
    """Return a hexagon and a word: never by colour alone."""
    mark = icon("ended" if card.ended else "running")
    return f'<span class="status">{mark!s}{_plain(card.status)}</span>'


@lru_cache(maxsize=2048)
def _tag(word: str) -> str:
    return f'<span class="tag">{inline(word)}</span>'


def _marked(pieces: Excerpt) -> str:
    """Return plain pieces as one line of HTML, the words looked for as `<mark>`."""
    made: list[str] = []
    for text, found in pieces:
        made += ("<mark>", escape(text), "</mark>") if found else (escape(text),)
    return "".join(made)
