"""What a brochure is about: a structure, a département, a region, or whatever a query finds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self

from essaim.network.models import Department, Region, Structure
from essaim.search import engine
from essaim.search.query import Query, Sort
from essaim.sheets import fields
from essaim.sheets.models import Sheet

# Sheets shown in one brochure, and sheets to choose from: more is a book.
MOST_SHEETS: Final = 200
USUALLY: Final = 20


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose brochure it is, as its query says: at most one of the three is set.

    `said` is what the cover says above the title.
    """

    structure: Structure | None = None
    department: Department | None = None
    region: Region | None = None
    said: str = ""

    @classmethod
    def of(cls, query: Query) -> Self:
        """Read it from a query: one database query at most."""
        if pk := _only(query, "structure"):
            structure = Structure.objects.select_related("department").filter(pk=int(pk)).first()
            if structure is not None:
                return cls(structure=structure, said=structure.name)
        if code := _only(query, "departement"):
            department = Department.objects.filter(pk=code).first()
            if department is not None:
                return cls(department=department, said=department.name)
        if code := _only(query, "region"):
            region = Region.objects.filter(pk=code).first()
            if region is not None:
                return cls(region=region, said=region.name)
        return cls(said=query.sentence())


def _only(query: Query, key: str) -> str:
    """Return the value of a key that has one, "" otherwise."""
    values = query.values(key)
    return values[0] if len(values) == 1 else ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sheet that may be shown; `filled` is how many of its texts say something."""

    number: int
    title: str
    structure: str
    year: str
    filled: int


def candidates(query: Query) -> tuple[list[Candidate], int]:
    """Return the most recent sheets a query finds, and how many it finds in all.

    At most `MOST_SHEETS` of them; two database queries.
    """
    asked = query.with_sort(Sort.RECENT).with_page(1)
    results = engine.search(asked, limit=MOST_SHEETS)
    ids = [hit.sheet_id for hit in results.hits]
    loaded = Sheet.objects.published().select_related("structure").in_bulk(ids)
    return [candidate(loaded[one]) for one in ids if one in loaded], results.total


def candidate(sheet: Sheet) -> Candidate:
    """Return what is shown of a sheet one may choose (its structure loaded)."""
    texts = (str(getattr(sheet, field.name)) for field in fields.TEXTS if field.public)
    return Candidate(
        number=sheet.number,
        title=sheet.display_title,
        structure=sheet.structure.name,
        year=str(getattr(sheet, "year", None) or ""),
        filled=sum(bool(text.strip()) for text in texts),
    )


def usual(found: Sequence[Candidate]) -> set[int]:
    """Return the numbers of those ticked at first: the fullest, the most recent of equals."""
    fullest = sorted(found, key=lambda one: -one.filled)[:USUALLY]
    return {one.number for one in fullest}


def sheets_of(numbers: Iterable[int], structure_id: int | None = None) -> list[Sheet]:
    """Return the published sheets of these numbers, in order, loaded for reading.

    Those withdrawn meanwhile are left out, and so are other structures' when one is given.
    """
    wanted = list(dict.fromkeys(numbers))[:MOST_SHEETS]
    rows = Sheet.objects.published().for_reading().filter(number__in=wanted)
    if structure_id is not None:
        rows = rows.filter(structure_id=structure_id)
    found = {sheet.number: sheet for sheet in rows}
    return [found[number] for number in wanted if number in found]


def missing(numbers: Iterable[int]) -> int:
    """Return how many of these sheets are no longer online."""
    wanted = set(numbers)
    return len(wanted) - Sheet.objects.published().filter(number__in=wanted).count()
