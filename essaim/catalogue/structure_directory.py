"""The directory of structures: found by name, kind and territory, in alphabetical order."""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import QueryDict
from django.urls import reverse

from essaim.catalogue import addresses, cards, text_blocks
from essaim.catalogue.results_page import page_numbers
from essaim.network.models import Structure
from essaim.search import labels
from essaim.sheets.models import Sheet

PER_PAGE: Final = 50
_TEXT_LIMIT: Final = 100
_PUBLISHED: Final = Q(sheets__state=Sheet.State.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. Codes are known ones or ""; `notices` say what was ignored."""

    text: str = ""
    kind: str = ""
    region: str = ""
    department: str = ""
    page: int = 1
    notices: tuple[str, ...] = ()

    @classmethod
    def parse(cls, params: QueryDict) -> "Asked":
        """Return what is asked; what is not understood is noticed, never refused."""
        notices: list[str] = []
        known = labels.current()

        def code(key: str, name: str, find: labels.Territories) -> str:
            written = _clean(params.get(key, ""))
            found = find.find(written) if written else ""
            if found is None:
                notices.append(
                    f"{name} : « {written} » n’est pas connu, ce choix est laissé de côté."
                )
            return found or ""

        written = _clean(params.get("type", ""))
        kind = written.upper() if written.upper() in Structure.Kind.values else ""
        if written and not kind:
            notices.append(f"Type : « {written} » n’est pas connu, ce choix est laissé de côté.")
        page = params.get("page", "")
        return cls(
            text=_clean(params.get("q", "")),
            kind=kind,
            region=code("region", "Région", known.regions),
            department=code("departement", "Département", known.departments),
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
            notices=tuple(notices),
        )

    def encode(self, page: int = 1) -> str:
        """Return the canonical address of that page, from `/`."""
        pairs = {
            "q": self.text,
            "type": self.kind,
            "region": self.region,
            "departement": self.department,
            "page": str(page) if page > 1 else "",
        }
        query = urlencode({key: value for key, value in pairs.items() if value})
        return f"{reverse('structures:list')}?{query}" if query else reverse("structures:list")

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the page is asked for."""
        return bool(self.text or self.kind or self.region or self.department)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One structure. Texts are plain; `sheets` is the number of its published sheets."""

    name: str
    address: str
    kind: str
    place: str
    sheets: int
    to_review: bool
    demonstration: bool


@dataclass(frozen=True, slots=True)
class Directory:
    """One page of the directory."""

    asked: Asked
    total: int
    rows: list[Row]
    kinds: list[Option]
    regions: list[Option]
    departments: list[Option]
    number: int
    last: int
    pages: list[tuple[int, str] | None]
    previous: str
    next: str

    @classmethod
    def of(cls, asked: Asked) -> "Directory":
        """Return the page asked for, or the last one: three queries."""
        kinds, regions, departments = _options(asked)
        found = ranked(_conditions(asked), asked.text)
        last = max(1, -(-len(found) // PER_PAGE))
        number = min(max(asked.page, 1), last)
        return cls(
            asked=asked,
            total=len(found),
            rows=rows(found[(number - 1) * PER_PAGE : number * PER_PAGE]),
            kinds=kinds,
            regions=regions,
            departments=departments,
            number=number,
            last=last,
            pages=[
                (page, asked.encode(page)) if page else None for page in page_numbers(number, last)
            ],
            previous=asked.encode(number - 1) if number > 1 else "",
            next=asked.encode(number + 1) if number < last else "",
        )


def ranked(conditions: Q, text: str = "") -> list[int]:
    """Return the ids of the structures, in a French reader's alphabetical order: one query.

    Neither database folds accents and capitals alike, so both the order and the words of `text`
    are looked at here. Names are folded once in the life of the process.
    """
    words = labels.loose(text).split()
    every = Structure.objects.filter(conditions).order_by().values_list("pk", "name", "town")
    found = [
        (_order(name), pk)
        for pk, name, town in every
        if all(word in _searched(name, town) for word in words)
    ]
    return [pk for _, pk in sorted(found)]


def rows(identifiers: Sequence[int]) -> list[Row]:
    """Return the rows of these structures, in this order: one query."""
    loaded = (
        Structure.objects.select_related("department")
        .annotate(published=Count("sheets", filter=_PUBLISHED))
        .in_bulk(identifiers)
    )
    return [
        Row(
            name=structure.name,
            address=addresses.of_structure(structure),
            kind=structure.get_kind_display(),
            place=cards.place_of(structure),
            sheets=structure.published,
            to_review=structure.to_review,
            demonstration=structure.is_demonstration,
        )
        for identifier in identifiers
        if (structure := loaded.get(identifier))
    ]


def _conditions(asked: Asked) -> Q:
    wanted = {
        "kind": asked.kind,
        "department__region_id": asked.region,
        "department_id": asked.department,
    }
    return Q(**{column: value for column, value in wanted.items() if value})


def _options(asked: Asked) -> tuple[list[Option], list[Option], list[Option]]:
    """Return the kinds, regions and départements that have structures: one query.

    What is chosen stays on offer even where there is none.
    """
    known = labels.current()
    pairs = set(Structure.objects.order_by().values_list("kind", "department_id").distinct())
    kinds = {kind for kind, _ in pairs} | {asked.kind}
    departments = {code for _, code in pairs if code} | ({asked.department} - {""})
    regions = {known.region_of[code] for code in departments} | ({asked.region} - {""})
    return (
        [
            Option(value, label, value == asked.kind)
            for value, label in Structure.Kind.choices
            if value in kinds
        ],
        _by_name(regions, known.regions.names, asked.region),
        _by_name(departments, known.departments.names, asked.department),
    )


def _by_name(codes: Iterable[str], names: dict[str, str], chosen: str) -> list[Option]:
    ordered = sorted(codes, key=lambda code: _order(names[code]))
    return [Option(code, names[code], code == chosen) for code in ordered]


@functools.lru_cache(maxsize=50_000)
def _order(name: str) -> str:
    return labels.loose(name)


@functools.lru_cache(maxsize=50_000)
def _searched(name: str, town: str) -> str:
    return labels.loose(f"{name} {town}")


def _clean(text: str) -> str:
    return " ".join(text_blocks.clean(text).split())[:_TEXT_LIMIT].strip()
