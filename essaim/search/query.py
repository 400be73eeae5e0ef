"""A query is one object: text, filters, place, sort, page. Every page, feed and export speaks it.

It reads itself from any address without ever failing (what it cannot use becomes a French
notice), writes itself as one canonical query string, and says itself in French.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, quote_plus, urlencode

from django.http import QueryDict

from essaim.network.models import Structure
from essaim.search import grammar, likeness, ranges, sentences
from essaim.search.criteria import BY_KEY, CRITERIA
from essaim.search.grammar import Terms
from essaim.search.likeness import Place, Trait
from essaim.search.phrases import quoted
from essaim.sheets.fields import Part

TEXT_LIMIT: Final = 300
WORD_LIMIT: Final = 12
PAGE_LIMIT: Final = 10_000
VALUE_LIMIT: Final = 50  # values kept for one key
UNKNOWN_LIMIT: Final = 20  # unknown values looked up for one address: a scanner sends thousands
NOTICE_LIMIT: Final = 5

TEXT_KEY: Final = "q"
PART_KEY: Final = "dans"
EXACT_KEY: Final = "exact"
SORT_KEY: Final = "tri"
PAGE_KEY: Final = "page"


class Sort(StrEnum):
    """The orders results can be had in."""

    RELEVANCE = "pertinence"
    RECENT = "recent"
    TITLE = "titre"
    DEPARTMENT = "departement"
    BUDGET = "budget"
    PEOPLE = "personnes"


class Exact(StrEnum):
    """What is done to the words of a search, and may be undone."""

    SYNONYMS = "synonymes"
    SPELLING = "orthographe"


Params = str | QueryDict | Mapping[str, Sequence[str]]
Filters = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. Made by `parse` or from another query; always in canonical order."""

    text: str = ""
    filters: Filters = ()
    parts: tuple[Part, ...] = ()
    exact: tuple[Exact, ...] = ()
    place: Place | None = None
    sort: Sort | None = None
    page: int = 1
    notices: tuple[str, ...] = ()

    @classmethod
    def parse(cls, params: Params) -> "Query":
        """Return the query an address asks for; what is not understood is noticed, not refused.

        At most one database query for each value that no known label matches.
        """
        return _Reader(_pairs(params)).query()

    @property
    def terms(self) -> Terms:
        """What the text asks for and excludes, within reason."""
        read = grammar.read(self.text)
        return Terms(read.wanted[:WORD_LIMIT], read.excluded[:WORD_LIMIT])

    @property
    def words(self) -> tuple[str, ...]:
        """The words searched for, as the index knows them; none when all are common words."""
        return tuple(dict.fromkeys(stem for term in self.terms.wanted for stem in term.stems))

    @property
    def is_ranked(self) -> bool:
        """Whether results can be put in order of relevance: by words, or by likeness."""
        return bool(self.words or self.place)

    @property
    def order(self) -> Sort:
        """The sort in force: relevance needs words or a place, recent first otherwise."""
        if self.sort and (self.sort is not Sort.RELEVANCE or self.is_ranked):
            return self.sort
        return Sort.RELEVANCE if self.is_ranked else Sort.RECENT

    def values(self, key: str) -> tuple[str, ...]:
        """Return the values asked for under a filter key."""
        return next((values for name, values in self.filters if name == key), ())

    def adding(self, key: str, value: str) -> "Query":
        """Return the same query with one more accepted value, on the first page."""
        return self._with_values(key, (*self.values(key), value))

    def removing(self, key: str, value: str) -> "Query":
        """Return the same query without that value, on the first page."""
        return self._with_values(key, [kept for kept in self.values(key) if kept != value])

    def clearing(self, key: str) -> "Query":
        """Return the same query without that filter (or that text, sort), on the first page."""
        if key == TEXT_KEY:
            return self.with_text("")
        if key == SORT_KEY:
            return self.with_sort(None)
        if key == PART_KEY:
            return self.within(())
        return self._with_values(key, ())

    def with_text(self, text: str) -> "Query":
        """Return the same query for another text, on the first page."""
        return replace(self, text=_clean(text)[:TEXT_LIMIT].strip(), page=1, notices=())

    def within(self, parts: Iterable[Part]) -> "Query":
        """Return the same query for words that stand in any of these parts, on the first page."""
        kept = set(parts)
        inside = tuple(part for part in Part if part in kept)
        return replace(self, parts=inside, page=1, notices=())

    def exactly(self, *exact: Exact) -> "Query":
        """Return the same query with these ways of reading words switched off, and no other."""
        kept = tuple(one for one in Exact if one in exact)
        return replace(self, exact=kept, page=1, notices=())

    def like(self, place: Place | None) -> "Query":
        """Return the same query with places like this one first (or alone), on the first page."""
        return replace(self, place=place, page=1, notices=())

    def with_sort(self, sort: Sort | None) -> "Query":
        """Return the same query in another order, on the first page."""
        return replace(self, sort=sort, page=1, notices=())

    def with_page(self, page: int) -> "Query":
        """Return the same query at another page, from 1."""
        return replace(self, page=min(max(page, 1), PAGE_LIMIT))

    def encode(self, *, page: bool = True) -> str:
        """Return the canonical query string, "" for the query that asks nothing."""
        parts = [_encoded(self.text, self.filters)]
        parts += [f"{PART_KEY}={part}" for part in self.parts]
        parts += [f"{EXACT_KEY}={one}" for one in self.exact]
        if self.place:
            parts.append(_encoded_place(self.place))
        if self.sort:
            parts.append(f"{SORT_KEY}={self.sort}")
        if page and self.page > 1:
            parts.append(f"{PAGE_KEY}={self.page}")
        return "&".join(filter(None, parts))

    def sentence(self) -> str:
        """Return the query in French: "Actions en cours sur la parentalité dans le Rhône"."""
        return sentences.of(self)

    def _with_values(self, key: str, values: Iterable[str]) -> "Query":
        wanted = dict(self.filters) | {key: tuple(dict.fromkeys(values))}
        return replace(self, filters=_canonical(wanted), page=1, notices=())


@lru_cache(maxsize=512)
def _encoded(text: str, filters: Filters) -> str:
    """Return the part of an address that a page of results writes in a dozen links."""
    pairs = [(TEXT_KEY, text)] if text else []
    pairs += [(key, value) for key, values in filters for value in values]
    return "&".join(f"{key}={_quoted(value)}" for key, value in pairs)


# The observatory writes a thousand addresses a page, of the same few hundred values.
_quoted: Final = lru_cache(maxsize=4_096)(quote_plus)


def _encoded_place(place: Place) -> str:
    pairs: list[tuple[str, str]] = [(str(trait), value) for trait, value in place.traits.items()]
    if place.structure:
        pairs = [(likeness.STRUCTURE_KEY, str(place.structure))]
    if place.only:
        pairs.append((likeness.ONLY_KEY, "oui"))
    return urlencode(pairs)


def _canonical(wanted: Mapping[str, tuple[str, ...]]) -> Filters:
    """Return the filters in the declared order, values sorted, empty ones left out.

    The end of a range is one value: the last given.
    """
    return tuple(
        (criterion.key, tuple(sorted(wanted[criterion.key][-1 if criterion.bounds else 0 :])))
        for criterion in CRITERIA
        if wanted.get(criterion.key)
    )


def _clean(text: str) -> str:
    """Return one line without control characters or halves of characters."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(char if char.isprintable() else " " for char in whole).split())


def _pairs(params: Params) -> list[tuple[str, str]]:
    if isinstance(params, str):
        written = parse_qsl(params.removeprefix("?"), keep_blank_values=True, errors="replace")
    elif isinstance(params, QueryDict):
        written = [(key, value) for key, values in params.lists() for value in values]
    else:
        written = [(key, value) for key, values in params.items() for value in values]
    return [(key, _clean(value)) for key, value in written]


_TRAITS: Final = {str(trait): trait for trait in Trait}


class _Reader:
    """Reads one address, gathering notices."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.notices: list[str] = []
        self.wanted: dict[str, list[str]] = {}
        self.parts: set[Part] = set()
        self.exact: set[Exact] = set()
        self.traits: dict[Trait, str] = {}
        self.structure: Structure | None = None
        self.only = False
        self.sort: Sort | None = None
        self.page = 1
        self.text = ""
        self.unknown = 0
        # A search box left empty sends `q=`: nothing to say about it.
        for key, value in pairs:
            if value:
                self.take(key, value)

    def take(self, key: str, value: str) -> None:
        """Take in one key and its value."""
        if key == TEXT_KEY:
            self.text = f"{self.text} {value}".strip()
        elif key in _TAKERS:
            _TAKERS[key](self, value)
        elif key in _TRAITS:
            self.take_trait(_TRAITS[key], value)
        elif key in BY_KEY:
            self.take_filter(key, value)
        elif not key.startswith("utm_"):
            self.notice(f"Le critère {quoted(key[:60])} n’existe pas, il n’est pas pris en compte.")

    def take_part(self, value: str) -> None:
        """Take in a part of the sheet to search in."""
        try:
            self.parts.add(Part(value.lower()))
        except ValueError:
            self.notice(f"La partie {quoted(value[:60])} n’existe pas : on cherche partout.")

    def take_exact(self, value: str) -> None:
        """Take in what is not to be done to the words."""
        try:
            self.exact.add(Exact(value.lower()))
        except ValueError:
            self.notice(f"{quoted(value[:60])} : cette façon de chercher n’existe pas.")

    def take_structure(self, value: str) -> None:
        """Take in the structure whose like are looked for."""
        found = None
        if value.isascii() and value.isdigit() and len(value) <= 15:
            found = Structure.objects.filter(pk=int(value)).first()
        if found is None:
            self.notice(f"La structure {quoted(value[:60])} n’est pas connue.")
        elif not likeness.place_of(found).traits:
            self.notice(f"{quoted(found.name)} n’a pas encore dit à quoi son territoire ressemble.")
        else:
            self.structure = found

    def take_only(self, value: str) -> None:
        """Take in whether places unlike it are left out."""
        self.only = value.lower() in ("oui", "on", "1")

    def take_trait(self, trait: Trait, value: str) -> None:
        """Take in one trait of the place whose like are looked for."""
        found = likeness.resolve(trait, value)
        if found is None:
            self.notice(f"{quoted(value[:60])} n’est pas connu, ce choix n’est pas pris en compte.")
        else:
            self.traits[trait] = found

    def place(self) -> Place | None:
        """Return the place described, or that of the structure named, which wins."""
        if self.structure is not None:
            return likeness.place_of(self.structure, only=self.only)
        if self.traits:
            return Place.described(self.traits, only=self.only)
        return None

    def take_sort(self, value: str) -> None:
        """Take in the order."""
        try:
            self.sort = Sort(value.lower())
        except ValueError:
            self.notice(f"L’ordre {quoted(value[:60])} n’existe pas.")

    def take_page(self, value: str) -> None:
        """Take in the page."""
        if not (value.isascii() and value.isdigit() and int(value[:10])):
            self.notice(f"La page {quoted(value[:60])} n’existe pas : voici la première.")
        elif int(value[:10]) > PAGE_LIMIT:
            self.notice(f"On ne peut pas aller au-delà de la page {PAGE_LIMIT}.")
            self.page = PAGE_LIMIT
        else:
            self.page = int(value)

    def take_filter(self, key: str, value: str) -> None:
        """Take in one value of a filter."""
        criterion, kept = BY_KEY[key], self.wanted.setdefault(key, [])
        found = criterion.resolve(value) if self.unknown < UNKNOWN_LIMIT else None
        if found is None:
            self.unknown += 1
            self.notice(
                f"{criterion.name} : {quoted(value[:60])} {criterion.why(value)}, "
                "ce choix n’est pas pris en compte."
            )
        elif found not in kept and len(kept) < VALUE_LIMIT:
            kept.append(found)

    def notice(self, sentence: str) -> None:
        """Keep a notice, once, within reason."""
        if sentence not in self.notices and len(self.notices) < NOTICE_LIMIT:
            self.notices.append(sentence)

    def read_text(self) -> str:
        """Return the text searched for, noticing what of it cannot be."""
        text = self.text
        if len(text) > TEXT_LIMIT:
            text = text[:TEXT_LIMIT].rpartition(" ")[0] or text[:TEXT_LIMIT]
            self.notice("Votre recherche est très longue : seul son début est pris en compte.")
        terms = grammar.read(text)
        if text and not (terms.wanted or terms.excluded):
            self.notice(f"{quoted(text)} : ces mots sont trop courants pour être cherchés.")
        elif len(terms.wanted) > WORD_LIMIT:
            self.notice(f"Seuls les {WORD_LIMIT} premiers mots de votre recherche sont cherchés.")
        return text

    def query(self) -> Query:
        """Return what was read."""
        text = self.read_text()
        for notice in ranges.turned(self.wanted):
            self.notice(notice)
        filters = _canonical({key: tuple(values) for key, values in self.wanted.items()})
        return Query(
            text,
            filters,
            tuple(part for part in Part if part in self.parts),
            tuple(one for one in Exact if one in self.exact),
            self.place(),
            self.sort,
            self.page,
            tuple(self.notices),
        )


# Not kept by each reader: that would be a cycle, for the garbage collector to find.
_TAKERS: Final[dict[str, Callable[[_Reader, str], None]]] = {
    PART_KEY: _Reader.take_part,
    EXACT_KEY: _Reader.take_exact,
    likeness.STRUCTURE_KEY: _Reader.take_structure,
    likeness.ONLY_KEY: _Reader.take_only,
    SORT_KEY: _Reader.take_sort,
    PAGE_KEY: _Reader.take_page,
}
