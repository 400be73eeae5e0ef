"""What the catalogue page shows of one query's results."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.urls import reverse

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
from essaim.network.models import Structure
from essaim.search.criteria import ALSO_PARTNER, BY_KEY
from essaim.search.engine import Hit, Results
from essaim.search.query import Query, Sort
from essaim.sheets.fields import PART_NAMES

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


# Every page names the same few addresses.
_address_of = lru_cache(maxsize=16)(reverse)


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
    parts: list[PartBox]
    likeness: PlacePanel
    cards: list[Card]
    near: list[Card]
    groups: list[Group]
    ranges: list[RangePanel]
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

        def at(page: int) -> str:
            return facets.address(base, query.with_page(page))

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
            parts=_part_boxes(query),
            likeness=likeness_panel.of(query, base, mine),
            cards=read(results.hits),
            near=read(results.nearby),
            groups=shown,
            ranges=range_panel.panels(query),
            told=range_panel.told(query, results),
            carried=facets.carried(query, shown),
            chips=chips,
            nothing=None if results.total else nothing_found.of(query, base, chips),
            sorts=_sorts(query, base),
            pages=[(page, at(page)) if page else None for page in page_numbers(query.page, last)],
            previous=at(query.page - 1) if query.page > 1 else "",
            next=at(query.page + 1) if query.page < last else "",
            exports=_exports(query),
            feed=facets.address(_address_of("feed"), query.with_page(1)),
            canonical=facets.address(base, query),
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


def _part_boxes(query: Query) -> list[PartBox]:
    return [
        PartBox(part.value, name[0].upper() + name[1:], part in query.parts)
        for part, name in PART_NAMES.items()
    ]


def _sorts(query: Query, base: str) -> list[Option]:
    default = query.with_sort(None).order
    return [
        Option(
            label,
            facets.address(base, query.with_sort(None if sort is default else sort)),
            sort is query.order,
        )
        for sort, label in _SORTS
        if query.is_ranked or sort is not Sort.RELEVANCE
    ]


def _exports(query: Query) -> list[Option]:
    encoded = query.encode(page=False)
    return [
        Option(label, _address_of("export", args=(extension,)) + (f"?{encoded}" if encoded else ""))
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
