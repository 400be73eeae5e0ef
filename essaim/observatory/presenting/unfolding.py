"""A table to unfold, and the files of it to take, as HTML."""

from collections.abc import Callable
from functools import lru_cache
from html import escape
from typing import cast

from django.template import engines
from django.template.backends.jinja2 import Jinja2
from markupsafe import Markup

Links = list[tuple[str, str]]  # name shown, address


def behind(name: str, table: Markup, files: Links) -> Markup:
    """Return the table of what has that name, to unfold, with the files of it to take."""
    return Markup(html(plain(name), table, files))  # noqa: S704 (set below)


def take(name: str, files: Links) -> Markup:
    """Return the list of the files to take."""
    return Markup(_take(plain(name), files))  # noqa: S704 (set below)


def html(name: str, table: Markup, files: Links) -> str:
    """Return what `behind` does; `name` is set already."""
    return (
        f'<details class="behind">\n'
        f'  <summary>Le tableau<span class="sr"> : {name}</span></summary>\n'
        f'  <div class="sideways" role="region" tabindex="0" aria-label="Tableau : {name}">\n'
        f"    {table!s}\n"
        f"  </div>\n"
        f"{_take(name, files) if files else ''}</details>\n"
    )


@lru_cache(maxsize=4_096)
def plain(text: str) -> str:
    """Return what templates write as `text|inline`, as a mere `str`."""
    return str(_jinja().env.filters["inline"](text))


def icon(name: str) -> str:
    """Return what templates write as `icon(name)`."""
    drawn = cast(Callable[[str], Markup], _jinja().env.globals["icon"])
    return str(drawn(name))


def _jinja() -> Jinja2:
    return cast(Jinja2, engines["jinja2"])


def _take(name: str, files: Links) -> str:
    mark = icon("download")
    items = [
        f'  <li><a class="button button-plain" href="{escape(address)}" download>'
        f"{mark}{label}</a></li>\n"
        for label, address in files
    ]
    opening = f'<ul class="behind-files" aria-label="Télécharger : {name}">'
    return f"{opening}\n{''.join(items)}</ul>\n"
