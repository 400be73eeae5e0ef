"""The filters beside the results: their groups, their order, and what each choice leads to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from markupsafe import Markup, escape

from essaim.catalogue import typography
from essaim.catalogue.numbers import number
from essaim.search.engine import FacetValue
from essaim.search.query import Query

# A group shows this many choices before « Tout voir ».
_SHOWN: Final = 6
_OPEN: Final = ("mot-cle", "public")
# What people look for first comes first.
_HEADINGS: Final[dict[str, str]] = {
    "mot-cle": "Thèmes",
    "public": "Public",
    "departement": "Département",
    "region": "Région",
    "statut": "Statut",
    "dimension": "Dimension",
    "territoire": "Territoire",
    "partenaire": "Partenaires",
    "initiative": "À l’initiative de",
}


# A page has up to two hundred boxes: set here, they cost a tenth of what a macro would.
_BOX: Final = (
    '<li><label for="%s"><input type="checkbox" form="recherche" id="%s"%s%s'
    '<span>%s</span> <span class="count">%s</span></label></li>'
)


@lru_cache(maxsize=4096)
def _words(key: str, value: str, label: str) -> tuple[str, str]:
    """Return what a box sends, as attributes, and how it is called, as HTML."""
    return f' name="{key}" value="{escape(value)}"', str(typography.inline(label))


class Choice(NamedTuple):
    """One box to tick, under an id unique in the page; `html` is the list item that holds it."""

    value: str
    active: bool
    html: str

    @classmethod
    def of(cls, key: str, rank: int, value: FacetValue) -> "Choice":
        """Return the box of one value of the facet `key`."""
        place = f"f-{key}-{rank}"
        sent, called = _words(key, value.value, value.label)
        ticked = " checked>" if value.active else ">"
        html = _BOX % (place, place, sent, ticked, called, number(value.count))
        return cls(value.value, value.active, html)


def boxes(choices: Sequence[Choice]) -> Markup:
    """Return the list items of these choices."""
    return Markup("\n".join(choice.html for choice in choices))  # noqa: S704 (each is safe)


@dataclass(frozen=True, slots=True)
class Group:
    """One facet: the choices at hand, and those behind « Tout voir »."""

    key: str
    heading: str
    first: Sequence[Choice]
    rest: Sequence[Choice]
    is_open: bool
    active: int


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition of the query; `address` and `query` are the same search without it."""

    label: str
    address: str
    query: Query


def groups(facets: Mapping[str, Sequence[FacetValue]]) -> list[Group]:
    """Return the groups that offer a choice; ticked choices are always at hand."""
    made: list[Group] = []
    for key, heading in _HEADINGS.items():
        choices = [
            Choice.of(key, rank, value) for rank, value in enumerate(facets.get(key, ()), start=1)
        ]
        if not choices:
            continue
        # Two more than the limit are shown at once: « Tout voir » for two would be a detour.
        cut = _SHOWN if len(choices) > _SHOWN + 2 else len(choices)
        first = choices[:cut] + [choice for choice in choices[cut:] if choice.active]
        rest = [choice for choice in choices[cut:] if not choice.active]
        active = sum(choice.active for choice in choices)
        made.append(Group(key, heading, first, rest, key in _OPEN or active > 0, active))
    return made


def carried(query: Query, shown: Sequence[Group]) -> list[tuple[str, str]]:
    """Return the query's (key, value) pairs that no box of the form holds, to carry along."""
    boxes = {(group.key, choice.value) for group in shown for choice in group.first}
    pairs = [(key, value) for key, values in query.filters for value in values]
    kept = [pair for pair in pairs if pair not in boxes]
    if query.sort is not None:
        kept.append(("tri", query.sort.value))
    return kept


def chips(query: Query, base: str, labels: Mapping[tuple[str, str], str]) -> list[Chip]:
    """Return what can be taken off the query, the words first.

    `labels` names the values whose query form says little (codes, ids).
    """
    made: list[Chip] = []
    if query.text:
        made.append(_chip(f"« {query.text} »", base, query.with_text("")))
    for key, values in query.filters:
        for value in values:
            label = labels.get((key, value), value)
            made.append(_chip(label, base, query.removing(key, value)))
    return made


def _chip(label: str, base: str, without: Query) -> Chip:
    return Chip(label, address(base, without), without)


def address(base: str, query: Query) -> str:
    """Return the canonical address of the query under `base`."""
    encoded = query.encode()
    return f"{base}?{encoded}" if encoded else base
