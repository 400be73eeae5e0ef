"""What the catalogue page shows of one query's results."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

from essaim.catalogue import (
    cards,
    excerpts,
    facets,
    likeness_panel,
    nothing_found,
    range_panel,
    understood,
)
from essaim.catalogue.cards import Card
from essaim.catalogue.facets import Chip, Group
from essaim.catalogue.likeness_panel import PlacePanel
from essaim.catalogue.nothing_found import NothingFound
from essaim.catalogue.range_panel import RangePanel
from essaim.catalogue.understood import Line
from essaim.config import routes
from essaim.network.models import Structure
from essaim.search.criteria import ALSO_PARTNER, BY_KEY
from essaim.search.engine import Hit, Results
from essaim.search.query import PAGE_KEY, PAGE_LIMIT, SORT_KEY, Query, Sort
from essaim.sheets.fields import PART_NAMES, Part

PER_PAGE: Final = 20

_SORTS: Final = (
    (Sort.RELEVANCE, "Pertinence"),
    (Sort.RECENT, "Les plus récentes"),
    (Sort.TITLE, "Titre"),
    (Sort.DEPARTMENT, "Département"),
    (Sort.BUDGET, "Budget"),
    (Sort.PEOPLE, "Personnes"),
)
_EXPORTS: Final = (("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON"), ("txt", "Texte"))


@dataclass(frozen=True, slots=True)
class Option:
    """One link among several of which one is current."""

    label: str
    address: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class PartBox:
    """A part of the sheet to search in, as a box to tick."""

    value: str
    label: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """The whole page; addresses are relative to the site and canonical."""

    base: str
    text: str
    sentence: str
    total: int
    number: int
    last: int
    softened: bool
    notices: tuple[str, ...]
    understood: list[Line]
    parts: tuple[PartBox, ...]
    within: str
    likeness: PlacePanel
    cards: list[Card]
    near: list[Card]
    groups: list[Group]
    ranges: tuple[RangePanel, ...]
    told: list[str]
    carried: list[tuple[str, str]]
    chips: list[Chip]
    nothing: NothingFound | None
    sorts: list[Option]
    pages: list[tuple[int, str] | None]
    previous: str
    next: str
    exports: list[Option]
    feed: str
    canonical: str
    observatory: str

    @classmethod
    def of(
        cls, query: Query, results: Results, base: str, mine: Structure | None = None
    ) -> "ResultsPage":
        """Return the page of these results under the catalogue's address `base`.

        `mine`: the structure of whoever reads, whose like may be looked for.
        """
        last = max(1, -(-results.total // PER_PAGE))
        shown = facets.groups(results.facets)
        chips = facets.chips(query, base, _labels(query, results))
        read = _reader(query, results, mine)
        links = _Links.of(query, base)
        return cls(
            base=base,
            text=query.text,
            sentence=query.sentence(),
            total=results.total,
            number=query.page,
            last=last,
            softened=results.softened,
            notices=query.notices,
            understood=understood.lines(query, results, base),
            parts=_part_boxes(query.parts),
            within=" ".join(query.parts),
            likeness=likeness_panel.of(query, base, mine),
            cards=read(results.hits),
            near=read(results.nearby),
            groups=shown,
            ranges=tuple(range_panel.panels(query)),
            told=range_panel.told(query, results),
            carried=facets.carried(query, shown),
            chips=chips,
            nothing=None if results.total else nothing_found.of(query, base, chips),
            sorts=_sorts(query, links),
            pages=[
                (page, links.at(page)) if page else None for page in page_numbers(query.page, last)
            ],
            previous=links.at(query.page - 1) if query.page > 1 else "",
            next=links.at(query.page + 1) if query.page < last else "",
            exports=_exports(links),
            feed=links.under(routes.named("feed")),
            canonical=links.at(query.page),
            observatory=links.at(query.page, routes.named("observatory:index")),
        )

    @property
    def active(self) -> int:
        """How many choices of the panel are in force."""
        return sum(len(group.ticked) for group in self.groups) + sum(
            one.bounded for one in self.ranges
        )


def _reader(
    query: Query, results: Results, mine: Structure | None
) -> Callable[[list[Hit]], list[Card]]:
    """Return what reads the cards of some hits."""
    chooser = excerpts.chooser(query, results.meaning)
    whose = likeness_panel.whose(query, mine)
    return lambda hits: cards.ranked(
        [hit.sheet_id for hit in hits], chooser, query.place, whose=whose
    )


def page_numbers(current: int, last: int) -> list[int]:
    """Return the pages to link to: both ends, those around `current`, 0 for a gap."""
    near = {1, last, *range(current - 1, current + 2)}
    kept = sorted(page for page in near if 1 <= page <= last)
    numbers: list[int] = []
    for page in kept:
        gap = page - numbers[-1] if numbers else 1
        if gap == 2:  # a gap of one page is that page
            numbers.append(page - 1)
        elif gap > 2:
            numbers.append(0)
        numbers.append(page)
    return numbers


@cache
def _part_boxes(ticked: tuple[Part, ...]) -> tuple[PartBox, ...]:
    return tuple(
        PartBox(part.value, name[0].upper() + name[1:], part in ticked)
        for part, name in PART_NAMES.items()
    )


@dataclass(frozen=True, slots=True)
class _Links:
    """Addresses of one search, in another order or at another page: its terms are encoded once."""

    base: str
    terms: str
    order: str

    @classmethod
    def of(cls, query: Query, base: str) -> "_Links":
        """Return the addresses of this query."""
        order = f"{SORT_KEY}={query.sort}" if query.sort else ""
        return cls(base, query.with_sort(None).encode(page=False), order)

    def sorted_by(self, sort: Sort | None) -> str:
        """Return the address of the first page in another order, None for the usual one."""
        return _joined(self.base, self.terms, f"{SORT_KEY}={sort}" if sort else "")

    def under(self, base: str) -> str:
        """Return the address of the whole search, in this order, under another address."""
        return _joined(base, self.terms, self.order)

    def at(self, page: int, base: str = "") -> str:
        """Return the address of a page, from 1."""
        written = f"{PAGE_KEY}={min(page, PAGE_LIMIT)}" if page > 1 else ""
        return _joined(base or self.base, self.terms, self.order, written)


def _joined(base: str, *pieces: str) -> str:
    """Return an address with these pieces of a query string, in `Query.encode`'s order."""
    encoded = "&".join([piece for piece in pieces if piece])
    return f"{base}?{encoded}" if encoded else base


def _sorts(query: Query, links: _Links) -> list[Option]:
    is_ranked, order = query.is_ranked, query.order
    default = query.with_sort(None).order
    return [
        Option(label, links.sorted_by(None if sort is default else sort), sort is order)
        for sort, label in _SORTS
        if is_ranked or sort is not Sort.RELEVANCE
    ]


def _exports(links: _Links) -> list[Option]:
    return [
        Option(label, links.under(routes.named("export", extension=extension)))
        for extension, label in _EXPORTS
    ]


def _labels(query: Query, results: Results) -> dict[tuple[str, str], str]:
    """Return the names of the query's values that are codes or ids."""
    labels = {
        (key, value.value): value.label
        for key, values in results.facets.items()
        for value in values
        if value.active
    }
    for key, values in query.filters:
        if BY_KEY[key].bounds:
            labels |= {(key, value): BY_KEY[key].label(value) for value in values}
        elif key == ALSO_PARTNER:
            labels |= {(key, value): f"et aussi {value}" for value in values}
    identifiers = [int(value) for value in query.values("structure") if value.isdigit()]
    if identifiers:
        for pk, name in Structure.objects.filter(pk__in=identifiers).values_list("pk", "name"):
            labels["structure", str(pk)] = name
    return labels
