"""The filters as HTML: boxes to tick, in the form « recherche ».

A page has up to two hundred boxes: set here, they cost a fifth of what a template would.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from markupsafe import Markup, escape

from essaim.catalogue import typography
from essaim.catalogue.facets import Group, Ranked
from essaim.catalogue.numbers import number

_GROUP: Final = """<details class="facet" id="facette-%(key)s"%(open)s>
  <summary><span>%(heading)s%(ticked)s</span></summary>
  <ul>
    %(first)s
  </ul>
%(rest)s</details>
"""
_REST: Final = """  <details class="facet-rest" id="suite-%s">
    <summary><span>Tout voir <span class="sr">pour %s </span>(%d de plus)</span></summary>
    <ul>
      %s
    </ul>
  </details>
"""


def groups(shown: Iterable[Group]) -> Markup:
    """Return the groups, one after the other."""
    return Markup("\n      ".join([_group(group) for group in shown]))  # noqa: S704 (set below)


def _group(group: Group) -> str:
    """Return one group. Keys and headings are our own words; labels are escaped in `_frame`."""
    key, heading, rest = group.key, group.heading, group.rest
    return _GROUP % {
        "key": key,
        "open": " open" if group.is_open else "",
        "heading": heading,
        "ticked": f" ({len(group.ticked)})" if group.ticked else "",
        "first": _boxes(key, group.first),
        "rest": _REST % (key, heading, len(rest), _boxes(key, rest)) if rest else "",
    }


def _boxes(key: str, values: Iterable[Ranked]) -> str:
    """Return the list items of these boxes."""
    made = []
    for rank, value in values:
        head, tail = _frame(key, rank, value.value, value.label)
        ticked = " checked" if value.active else ""
        count = number(value.count) if value.count > 999 else value.count
        made.append(f"{head}{ticked}{tail}{count}</span></label></li>")
    return "\n".join(made)


@lru_cache(maxsize=16_384)
def _frame(key: str, rank: int, value: str, label: str) -> tuple[str, str]:
    """Return the item of one value, cut where « checked » goes and, at its end, the count.

    `rank` makes an id that is unique in the page.
    """
    place = f"f-{key}-{rank}"
    return (
        f'<li><label for="{place}"><input type="checkbox" form="recherche" id="{place}"'
        f' name="{key}" value="{escape(value)}"',
        f'><span>{typography.inline(label)}</span> <span class="count">',
    )
