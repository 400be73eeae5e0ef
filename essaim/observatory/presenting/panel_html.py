"""A panel as HTML: its chart, its table, what it rests on.

A page has twenty of them: set here, they cost a quarter of what a template would.
"""

from collections.abc import Iterable
from html import escape  # a plain text: markupsafe's, an object of its own, costs twice as much

from markupsafe import Markup

from essaim.observatory.presenting import unfolding
from essaim.observatory.presenting.panels import Listed, Panel, Tile
from essaim.observatory.presenting.unfolding import icon, plain


def panels(shown: Iterable[Panel]) -> Markup:
    """Return each panel as a section of a page, one after the other."""
    return Markup("\n      ".join([_section(one) for one in shown]))  # noqa: S704 (set below)


def inside(panel: Panel) -> Markup:
    """Return what a panel shows, but for its table."""
    return Markup(_inside(panel))  # noqa: S704 (set below)


def _section(panel: Panel) -> str:
    """Return a panel: every value of it is escaped here, or safe by its type."""
    key, title = panel.measure.key, plain(panel.measure.title)
    table = f"  {unfolding.html(title, panel.table, panel.files)}\n" if panel.table else ""
    return (
        f'<section class="measure{" panel-wide" if panel.is_wide else ""}" id="{key}"'
        f' aria-labelledby="h-{key}">\n'
        f'  <h3 id="h-{key}"><a href="{escape(panel.address)}">{title}</a></h3>\n'
        f'  <p class="measure-question">{plain(panel.measure.question)}</p>\n'
        f"  {_inside(panel)}\n"
        f'  <p class="measure-basis">{escape(panel.basis)} <a href="{escape(panel.method)}">'
        f'Comment c’est compté<span class="sr"> : {title}</span></a></p>\n'
        f"{table}</section>\n"
    )


def _inside(panel: Panel) -> str:
    if panel.tiles:
        shown = f'<dl class="tiles">\n{"".join(map(_tile, panel.tiles))}</dl>\n'
    elif panel.listed:
        shown = f'<ul class="things">\n{"".join(map(_thing, panel.listed))}</ul>\n{_more(panel)}'
    else:
        shown = f"<figure>{panel.drawing!s}</figure>\n" if panel.drawing else ""
    if not panel.said:
        return shown
    kind = "measure-note" if panel.table else "measure-said"
    return f'{shown}<p class="{kind}">{plain(panel.said)}</p>\n'


def _tile(tile: Tile) -> str:
    about = f"<span>{escape(tile.basis)}</span>" if tile.basis else ""
    about += f"<span>{plain(tile.note)}</span>" if tile.note else ""
    value = escape(tile.value)
    if tile.address:
        value = f'<a href="{escape(tile.address)}">{value}</a>'
    unit = f" <span>{escape(tile.unit)}</span>" if tile.unit else ""
    look = "" if tile.is_known else ' class="unknown"'
    return (
        f'  <div class="tile"><dt>{plain(tile.label)}{about}</dt>'
        f"<dd{look}>{value}{unit}</dd></div>\n"
    )


def _thing(thing: Listed) -> str:
    label, note, address = thing
    name = plain(label)
    if address:
        name = f'<a href="{escape(address)}">{name}</a>'
    return f"  <li><div>{name}{f'<span>{plain(note)}</span>' if note else ''}</div></li>\n"


def _more(panel: Panel) -> str:
    if not panel.more:
        return ""
    to = escape(panel.address)
    return f'<p><a class="more" href="{to}">{panel.more} de plus{icon("right")}</a></p>'
