"""The suggestions as they are shown: grouped by kind, with where each leads."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from essaim.catalogue import addresses, facets
from essaim.catalogue.numbers import counted
from essaim.network.models import Structure
from essaim.search.query import Query
from essaim.search.suggesting import Kind, Suggestion
from essaim.sheets.models import Sheet

_HEADINGS: Final = {
    Kind.SHEET: "Fiches",
    Kind.TERM: "Thèmes et critères",
    Kind.STRUCTURE: "Structures",
    Kind.TOWN: "Communes",
    Kind.TERRITORY: "Territoires",
    Kind.WORDS: "Chercher",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One suggestion: plain texts, and an address relative to the site."""

    label: str
    detail: str
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    """The suggestions of one kind."""

    name: str
    heading: str
    options: list[Option]


def groups(found: Iterable[Suggestion]) -> list[Group]:
    """Return the suggestions under their headings, in their order."""
    return [
        Group(str(kind), _HEADINGS[kind], [_option(one) for one in group])
        for kind, group in groupby(found, key=lambda one: one.kind)
    ]


def _option(one: Suggestion) -> Option:
    said = [one.detail]
    if one.structures is not None:
        said.append(counted(one.structures, "structure"))
    elif one.sheets:
        said.append(counted(one.sheets, "fiche"))
    return Option(one.label, ", ".join(filter(None, said)), _address(one))


def _address(one: Suggestion) -> str:
    if one.kind is Kind.SHEET:
        return addresses.of_sheet(Sheet(number=one.number, title=one.label))
    if one.kind is Kind.STRUCTURE:
        return addresses.of_structure(Structure(pk=one.number, name=one.label))
    query = one.query or Query()
    if one.kind is Kind.TOWN and not one.sheets:
        # Nothing to read there yet: whom to ask, then.
        pairs = [("q", one.label), *(("departement", code) for code in query.values("departement"))]
        return f"{reverse('structures:list')}?{urlencode(pairs)}"
    return facets.address(reverse("actions:list"), query)
