"""The map of the site for search engines: one file up to 50,000 addresses, an index beyond.

Written as it is read from the database, so that memory stays flat however many sheets there are.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape

from django.urls import reverse

from essaim.catalogue import addresses
from essaim.network.models import Department, Region, Structure
from essaim.sheets.models import Sheet

# The most that the protocol allows in one file (sitemaps.org).
PER_FILE: Final = 50_000

_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_AT_ONCE: Final = 2_000
_PAGES: Final = (
    *("home", "actions:list", "structures:list", "territories:list"),
    *("observatory:index", "observatory:method"),
    *("documents:data", "documents:accessibility", "documents:legal", "documents:privacy"),
)

# An address from `/`, and when what it shows last changed.
Entry = tuple[str, datetime | None]


@dataclass(frozen=True, slots=True)
class Source:
    """A run of addresses: how many, and those from one place to another."""

    count: int
    entries: Callable[[int, int], Iterator[Entry]]


def sources() -> list[Source]:
    """Return all the addresses of the site, run by run: four queries."""
    sheets = Sheet.objects.published()
    fixed = [reverse(name) for name in _PAGES] + _territories()
    return [
        Source(len(fixed), lambda first, last: ((path, None) for path in fixed[first:last])),
        Source(Structure.objects.count(), _structures),
        Source(sheets.count(), _sheets),
    ]


def files(runs: list[Source]) -> int:
    """Return how many files the addresses need."""
    return max(1, -(-sum(run.count for run in runs) // PER_FILE))


def index(site: str, count: int, address: str) -> Iterator[str]:
    """Yield the index of `count` files, which are the pages of `address`."""
    yield _opening("sitemapindex")
    for page in range(1, count + 1):
        yield f"<sitemap><loc>{escape(f'{site}{address}?page={page}')}</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def urlset(site: str, runs: list[Source], page: int) -> Iterator[str]:
    """Yield the file of that page, from 1."""
    yield _opening("urlset")
    start, stop = (page - 1) * PER_FILE, page * PER_FILE
    for run in runs:
        first, last = max(start, 0), min(stop, run.count)
        if first < last:
            for path, changed in run.entries(first, last):
                date = f"<lastmod>{changed.date().isoformat()}</lastmod>" if changed else ""
                yield f"<url><loc>{escape(site + path)}</loc>{date}</url>\n"
        start, stop = start - run.count, stop - run.count
    yield "</urlset>\n"


def _opening(name: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} xmlns="{_NAMESPACE}">\n'


def _territories() -> list[str]:
    """Return the territories' addresses; overseas, a region may share its département's."""
    found: list[Region | Department] = [*Region.objects.all(), *Department.objects.all()]
    return list(dict.fromkeys(addresses.of_territory(territory) for territory in found))


def _structures(first: int, last: int) -> Iterator[Entry]:
    rows = Structure.objects.order_by("pk").only("pk", "name")[first:last]
    for structure in rows.iterator(chunk_size=_AT_ONCE):
        yield addresses.of_structure(structure), None


def _sheets(first: int, last: int) -> Iterator[Entry]:
    rows = Sheet.objects.published().order_by("pk").only("number", "title", "updated_at")
    for sheet in rows[first:last].iterator(chunk_size=_AT_ONCE):
        yield addresses.of_sheet(sheet), sheet.updated_at
