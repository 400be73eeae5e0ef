"""A card as HTML.

A page of results has twenty of them: set here, they cost a quarter of what a template would.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape  # a plain text: markupsafe's, an object of its own, costs twice as much

from markupsafe import Markup

from essaim.catalogue import typography
from essaim.catalogue.cards import Card, Excerpt
from essaim.catalogue.figure_lines import Line
from essaim.catalogue.static_files import icon


def items(cards: Iterable[Card], level: int = 2) -> Markup:
    """Return the list items of these cards; `level` is that of their headings."""
    return Markup("\n".join([_item(card, level) for card in cards]))  # noqa: S704 (set below)


def _item(card: Card, level: int) -> str:
    """Return one card: every value of it is escaped here."""
    title, structure = _plain(card.title), _plain(card.structure)
    place = _place(card.place) if card.place else ""
    text = f'  <p class="card-text">{_marked(card.excerpt)}</p>\n' if card.excerpt else ""
    reason = f'  <p class="card-reason">{_plain(card.reason)}</p>\n' if card.reason else ""
    return (
        f'<li><article class="card">\n'
        f'  <h{level} class="card-title"><a href="{escape(card.address)}">{title}</a></h{level}>\n'
        f'  <p class="card-place"><span class="card-by">{structure}</span>{place}</p>\n'
        f'{text}{reason}{_figures(card.figures)}  <p class="card-foot">{_foot(card)}</p>\n'
        f"</article></li>"
    )


@lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    """Return what `inline` does as a mere `str`: a Markup put into a text is a call in Python."""
    return escape(typography.line(text))


@lru_cache(maxsize=2048)
def _place(text: str) -> str:
    return f" <span>{_plain(text)}</span>"


@lru_cache(maxsize=16_384)
def _figures(lines: tuple[Line, ...]) -> str:
    """Return the line of the figures; where they come from is said once when it is the same."""
    if not lines:
        return ""
    last = len(lines) - 1
    said = [
        # `figure_lines` has set them: escaping is enough.
        f"{escape(line.text)} <small>{_plain(line.source)}</small>"
        if rank == last or line.source != lines[rank + 1].source
        else f"{escape(line.text)} ·"
        for rank, line in enumerate(lines)
    ]
    return f'  <p class="card-figures">{" ".join(said)}</p>\n'


def _foot(card: Card) -> str:
    parts = [_status(card.status, card.ended)] if card.status else []
    if card.year:
        parts.append(f'<span class="card-year">{escape(card.year)}</span>')
    parts += map(_tag, card.keywords)
    if card.demonstration:
        parts.append('<span class="card-demo">démonstration</span>')
    return " ".join(parts)


@lru_cache(maxsize=64)
def _status(label: str, ended: bool) -> str:
    """Return a hexagon and a word: never by colour alone."""
    mark = icon("ended" if ended else "running")
    return f'<span class="status">{mark!s}{_plain(label)}</span>'


@lru_cache(maxsize=2048)
def _tag(word: str) -> str:
    return f'<span class="tag">{_plain(word)}</span>'


def _marked(pieces: Excerpt) -> str:
    """Return plain pieces as one line of HTML, the words looked for as `<mark>`."""
    return "".join(
        [f"<mark>{escape(text)}</mark>" if found else _escaped(text) for text, found in pieces]
    )


def _escaped(text: str) -> str:
    """Return the text as HTML; what is set already stays as it is."""
    return str(text) if isinstance(text, Markup) else escape(text)
