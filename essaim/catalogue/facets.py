"""The filters beside the results: their groups, their order, and what each choice leads to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from essaim.search import likeness
from essaim.search.criteria import BY_KEY
from essaim.search.engine import FacetValue
from essaim.search.phrases import quoted
from essaim.search.query import EXACT_KEY, SORT_KEY, Query
from essaim.sheets.fields import PART_NAMES

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

Ranked = tuple[int, FacetValue]


@dataclass(frozen=True, slots=True)
class Group:
    """One facet: the values at hand, those behind « Tout voir », the ticked ones.

    Values come with their rank in the facet, from 1.
    """

    key: str
    heading: str
    first: list[Ranked]
    rest: list[Ranked]
    is_open: bool
    ticked: tuple[str, ...]


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
        values = facets.get(key, ())
        if not values:
            continue
        ranked = list(enumerate(values, start=1))
        # Two more than the limit are shown at once: « Tout voir » for two would be a detour.
        cut = _SHOWN if len(values) > _SHOWN + 2 else len(values)
        first, rest = ranked[:cut], ranked[cut:]
        ticked = tuple([value.value for value in values if value.active])
        if ticked and rest:
            first += [pair for pair in rest if pair[1].active]
            rest = [pair for pair in rest if not pair[1].active]
        made.append(Group(key, heading, first, rest, key in _OPEN or bool(ticked), ticked))
    return made


def carried(query: Query, shown: Sequence[Group]) -> list[tuple[str, str]]:
    """Return the query's (key, value) pairs that no box of the form holds, to carry along.

    The parts, the place and the bounds of figures have boxes of their own.
    """
    boxes = {(group.key, value) for group in shown for value in group.ticked}
    pairs = [(key, value) for key, values in query.filters for value in values]
    kept = [pair for pair in pairs if pair not in boxes and not BY_KEY[pair[0]].bounds]
    kept += [(EXACT_KEY, exact.value) for exact in query.exact]
    if query.sort is not None:
        kept.append((SORT_KEY, query.sort.value))
    return kept


def chips(query: Query, base: str, labels: Mapping[tuple[str, str], str]) -> list[Chip]:
    """Return what can be taken off the query, the words first, the place last.

    `labels` names the values whose query form says little (codes, ids).
    """
    made: list[Chip] = []
    if query.text:
        made.append(_chip(words_label(query), base, query.with_text("")))
    for part in query.parts:
        others = [other for other in query.parts if other is not part]
        made.append(_chip(f"dans {PART_NAMES[part]}", base, query.within(others)))
    for key, values in query.filters:
        for value in values:
            label = labels.get((key, value), value)
            made.append(_chip(label, base, query.removing(key, value)))
    if query.place:
        made.append(_chip(likeness.chip_label(query.place), base, query.like(None)))
    return made


def words_label(query: Query) -> str:
    """Return the words as typed, between quotation marks unless they have some."""
    has_quotes = any(mark in query.text for mark in '"«“')
    return query.text if has_quotes else quoted(query.text)


def _chip(label: str, base: str, without: Query) -> Chip:
    return Chip(label, address(base, without), without)


def address(base: str, query: Query) -> str:
    """Return the canonical address of the query under `base`."""
    encoded = query.encode()
    return f"{base}?{encoded}" if encoded else base
