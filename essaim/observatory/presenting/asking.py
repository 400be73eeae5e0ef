"""What an address of the observatory asks for: the catalogue's query, and what the map shows."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from django.http import QueryDict

from essaim.config.routes import named
from essaim.observatory import measures, selection
from essaim.search import likeness
from essaim.search.criteria import BY_KEY
from essaim.search.phrases import quoted
from essaim.search.query import TEXT_KEY, Query
from essaim.sheets.fields import PART_NAMES

MAP_KEY: Final = "carte"
PER_KEY: Final = "par"
FIRST_MAP: Final = "departements"  # what it shows unless one asks for something else
# What the map may count in, as `observing.map_of` takes it, and as it is said.
PER: Final = {"fiche": "par fiche", "structure": "par structure"}

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """`query` without order or page; `map` the measure of the map, `per` what it counts in.

    `encoded` is the query as addresses have it: a page has a hundred.
    """

    query: Query
    encoded: str
    map: str
    per: str
    notices: tuple[str, ...]

    @classmethod
    def of(cls, params: QueryDict) -> "Asked":
        """Return what these parameters ask for; what is not understood is noticed, not refused."""
        own = params.copy()
        wanted, per = own.pop(MAP_KEY, [""])[-1], own.pop(PER_KEY, [""])[-1]
        query = Query.parse(own)
        notices = list(query.notices)
        mappable = [measure.key for measure in measures.MEASURES if measure.mappable]
        if wanted and wanted not in mappable:
            notices.append(f"La carte ne montre pas {quoted(wanted[:60])} : en voici une autre.")
        if per and per not in PER:
            notices.append(f"{quoted(per[:60])} : la carte se compte par fiche ou par structure.")
        query = selection.asked(query)
        return cls(
            query=query,
            encoded=query.encode(),
            map=wanted if wanted in mappable else FIRST_MAP,
            per=per if per in PER else "fiche",
            notices=tuple(notices),
        )

    @property
    def of_all(self) -> bool:
        """Whether all the sheets are asked for."""
        return not self.encoded

    def address(self, name: str, *, of_map: bool = False, **parts: str) -> str:
        """Return the address of a page or file of the observatory for the same query.

        `of_map` also carries what the map shows.
        """
        shown = f"{MAP_KEY}={self.map}&{PER_KEY}={self.per}" if of_map else ""
        encoded = f"{self.encoded}&{shown}" if self.encoded and shown else self.encoded or shown
        return with_query(named(f"observatory:{name}", **parts), encoded)


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition of the query; `address` is the same page without it."""

    label: str
    address: str


def with_query(address: str, encoded: str) -> str:
    """Return the address with these parameters, "" for none."""
    return f"{address}?{encoded}" if encoded else address


def chips(query: Query, base: str) -> list[Chip]:
    """Return what can be taken off the query, as the catalogue shows it."""
    found: list[tuple[str, Query]] = []
    if query.text:
        has_quotes = any(mark in query.text for mark in '"«“')
        found.append((query.text if has_quotes else quoted(query.text), query.with_text("")))
    for part in query.parts:
        others = [other for other in query.parts if other is not part]
        found.append((f"dans {PART_NAMES[part]}", query.within(others)))
    for key, values in query.filters:
        found += [(BY_KEY[key].label(value), query.removing(key, value)) for value in values]
    if query.place:
        found.append((likeness.chip_label(query.place), query.like(None)))
    return [Chip(label, with_query(base, without.encode())) for label, without in found]


def pairs(query: Query) -> Pairs:
    """Return the query's parameters, for the hidden fields of a form."""
    return parse_qsl(query.encode())


def carried(query: Query) -> Pairs:
    """Return the query's parameters but for its words, for a form that asks for words."""
    return [(key, value) for key, value in pairs(query) if key != TEXT_KEY]
