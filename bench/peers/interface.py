"""What every peer is given and must give back: the same job, in its own words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Protocol

from essaim.search import analysis
from essaim.search.criteria import FACETS
from essaim.search.query import Query, Sort

PER_PAGE: Final = 20

# Facets with one value to a sheet, and with several.
SINGLE: Final = ("statut", "dimension", "territoire", "public", "departement", "region")
MULTIPLE: Final = ("mot-cle", "initiative", "partenaire")
assert sorted((*SINGLE, *MULTIPLE)) == sorted(FACETS)

# What a column is called where a hyphen cannot be.
COLUMNS: Final = {facet: facet.replace("-", "_") for facet in (*SINGLE, *MULTIPLE)}


class NotInstalledError(Exception):
    """The peer is not on this machine."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One query, cut up for peers. `address` is the catalogue's own query string.

    `words` are as typed, less those Essaim drops as too common: no peer has to look for "de".
    """

    address: str
    words: tuple[str, ...]
    filters: dict[str, tuple[str, ...]]
    order: Sort
    offset: int

    @classmethod
    def of(cls, query: Query) -> "Asked":
        """Return the same question as the catalogue is asked."""
        typed = [word for word in analysis.WORD.findall(query.text) if analysis.stems[word]]
        return cls(
            address=query.encode(),
            words=tuple(dict.fromkeys(typed)),
            filters=dict(query.filters),
            order=query.order,
            offset=(query.page - 1) * PER_PAGE,
        )

    @property
    def page(self) -> int:
        """The page asked for, from 1."""
        return self.offset // PER_PAGE + 1

    @property
    def is_ranked(self) -> bool:
        """Whether the best match comes first."""
        return bool(self.words) and self.order is Sort.RELEVANCE


@dataclass(frozen=True, slots=True)
class Answer:
    """What a peer found: exact total, 20 hits, counts of nine facets, 20 passages."""

    total: int
    hits: list[int] = field(default_factory=list)
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    passages: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """One sheet as peers store it: texts by weight, facet values, orders without ties."""

    id: int
    number: int
    title: str
    structure: str
    meta: str
    lead: str
    body: str
    facets: dict[str, tuple[str, ...]]
    recent: int
    title_order: str
    department_order: str


class Peer(Protocol):
    """A system measured beside Essaim. Used as a context manager: leaving it stops it.

    `only_ranked`: it is asked only of queries with words, in order of relevance.
    """

    name: str
    only_ranked: bool

    def load(self, rows: Iterable[Row]) -> None:
        """Store and index the sheets."""

    def ask(self, asked: Asked) -> Answer:
        """Answer one query. What cannot be had from the peer is left out of the answer."""

    def size_mb(self) -> float:
        """Return what its base takes on disk, indexes included, in MB."""
