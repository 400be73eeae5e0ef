"""What the catalogue page shows of one query's results."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.urls import reverse

from essaim.catalogue import cards, facets
from essaim.catalogue.cards import Card, Chooser, Excerpt, Texts
from essaim.catalogue.facets import Chip, Group
from essaim.network.models import Structure
from essaim.search import engine
from essaim.search.engine import Results
from essaim.search.query import Query, Sort

PER_PAGE: Final = 20
# When nothing is found, so many of the conditions are tried without.
_WIDER: Final = 8

_SORTS: Final = (
    (Sort.RELEVANCE, "Pertinence"),
    (Sort.RECENT, "Les plus récentes"),
    (Sort.TITLE, "Titre"),
    (Sort.DEPARTMENT, "Département"),
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
class Wider:
    """A search with one condition less, and how many sheets it finds."""

    label: str
    address: str
    total: int


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
    cards: list[Card]
    groups: list[Group]
    active: int
    carried: list[tuple[str, str]]
    chips: list[Chip]
    wider: list[Wider]
    sorts: list[Option]
    pages: list[tuple[int, str] | None]
    previous: str
    next: str
    exports: list[Option]
    feed: str
    canonical: str

    @classmethod
    def of(cls, query: Query, results: Results, base: str) -> "ResultsPage":
        """Return the page of these results under the catalogue's address `base`."""
        last = max(1, -(-results.total // PER_PAGE))
        shown = facets.groups(results.facets)
        chips = facets.chips(query, base, _labels(query, results))

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
            cards=cards.ranked([hit.sheet_id for hit in results.hits], _excerpts(query)),
            groups=shown,
            active=sum(len(group.ticked) for group in shown),
            carried=facets.carried(query, shown),
            chips=chips,
            wider=[] if results.total else _wider(chips),
            sorts=_sorts(query, base),
            pages=[(page, at(page)) if page else None for page in page_numbers(query.page, last)],
            previous=at(query.page - 1) if query.page > 1 else "",
            next=at(query.page + 1) if query.page < last else "",
            exports=_exports(query),
            feed=facets.address(_address_of("feed"), query.with_page(1)),
            canonical=facets.address(base, query),
        )


def _wider(chips: list[Chip]) -> list[Wider]:
    """Return what dropping one condition would find, the most first; nothing that finds none."""
    # Dropping the only condition is what « toutes les actions » already offers.
    tried = chips[:_WIDER] if len(chips) > 1 else []
    found = [
        Wider(chip.label, chip.address, engine.search(chip.query, limit=1).total) for chip in tried
    ]
    return sorted((one for one in found if one.total), key=lambda one: -one.total)


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


def _excerpts(query: Query) -> Chooser:
    """Return how a card's excerpt is chosen: where the words are, else the opening words."""
    if not query.words:
        return cards.opening_words

    def excerpt(texts: Texts) -> Excerpt:
        for text in texts.values():
            if text:
                pieces = engine.snippet(query, text)
                if any(found for _, found in pieces):
                    return pieces
        return cards.opening_words(texts)

    return excerpt


def _sorts(query: Query, base: str) -> list[Option]:
    default = query.with_sort(None).order
    return [
        Option(
            label,
            facets.address(base, query.with_sort(None if sort is default else sort)),
            sort is query.order,
        )
        for sort, label in _SORTS
        if query.words or sort is not Sort.RELEVANCE
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
    identifiers = [int(value) for value in query.values("structure") if value.isdigit()]
    if identifiers:
        for pk, name in Structure.objects.filter(pk__in=identifiers).values_list("pk", "name"):
            labels["structure", str(pk)] = name
    return labels
