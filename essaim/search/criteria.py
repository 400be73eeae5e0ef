"""What a search can be narrowed by, as data: each criterion reads, filters, and says itself.

Criteria derive from the facets of `sheets.fields.FIELDS`, plus the territories, the structure, the
figures, and a second partner.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from essaim.search import document, labels, phrases, places
from essaim.search.ranges import RANGES, End, Range
from essaim.sheets import fields
from essaim.sheets.fields import Field


@dataclass(frozen=True, slots=True)
class Criterion:
    """One query key.

    `resolve` takes what a person or a link wrote to the canonical value, None when there is no
    such value; `label` is what is shown for a canonical value; `codes` the integers it stands
    for in the index's `column`; `phrase` the clause of the sentence; `name` the words of notices
    and chips; `counted` whether results count its values; `vocabulary` the field it comes from;
    `bounds` the range it is one end of: it then has one value, and `codes` gives that end;
    `why` what is wrong with a value that cannot be resolved.
    """

    key: str
    name: str
    column: str
    resolve: Callable[[str], str | None]
    label: Callable[[str], str]
    codes: Callable[[str], list[int]]
    phrase: Callable[[Sequence[str]], str]
    counted: bool = True
    vocabulary: Field | None = None
    bounds: Range | None = None
    end: End | None = None
    why: Callable[[str], str] = lambda written: "n’est pas connu"


def _of_vocabulary(field: Field) -> Criterion:
    key, name = str(field.facet), field.name

    def codes(label: str) -> list[int]:
        rank = labels.current().vocabularies[name].ranks.get(label)
        return [] if rank is None else [rank + 1]

    return Criterion(
        key=key,
        name=field.heading,
        column=key,
        resolve=lambda written: labels.find_term(name, written),
        label=str,
        codes=codes,
        phrase=phrases.WORDINGS[name],
        vocabulary=field,
    )


def _region_codes(region: str) -> list[int]:
    """A region is its départements: it needs no column of its own."""
    return [
        document.department_code(code)
        for code, parent in labels.current().region_of.items()
        if parent == region
    ]


def _region(written: str) -> str | None:
    return labels.current().regions.find(written)


def _department(written: str) -> str | None:
    return labels.current().departments.find(written)


def _region_name(code: str) -> str:
    return labels.current().regions.names.get(code, code)


def _department_name(code: str) -> str:
    return labels.current().departments.names.get(code, code)


def _structure(written: str) -> str | None:
    if not (written.isascii() and written.isdigit() and len(written) <= 15):
        return None
    return str(int(written)) if labels.structure_name(int(written)) else None


def _structure_label(value: str) -> str:
    return labels.structure_name(int(value)) or value


def _year(written: str) -> str | None:
    if not (written.isascii() and written.isdigit() and len(written) == 4):
        return None
    first, last = fields.YEARS
    return written if first <= int(written) <= last else None


_TERRITORIES: Final = (
    Criterion(
        key="region",
        name="Région",
        column=document.DEPARTMENT,
        resolve=_region,
        label=_region_name,
        codes=_region_codes,
        phrase=lambda codes: phrases.listed(
            [places.in_region(code, _region_name(code)) for code in codes], "et"
        ),
    ),
    Criterion(
        key="departement",
        name="Département",
        column=document.DEPARTMENT,
        resolve=_department,
        label=_department_name,
        codes=lambda code: [document.department_code(code)],
        phrase=lambda codes: phrases.listed(
            [places.in_department(code, _department_name(code)) for code in codes], "et"
        ),
    ),
)
_OTHERS: Final = (
    Criterion(
        key="structure",
        name="Structure",
        column=document.STRUCTURE,
        resolve=_structure,
        label=_structure_label,
        codes=lambda value: [int(value)],
        phrase=lambda values: (
            "de "
            + phrases.listed([phrases.quoted(_structure_label(value)) for value in values], "et de")
        ),
        counted=False,
    ),
    Criterion(
        key="annee",
        name="Année",
        column=document.YEAR,
        resolve=_year,
        label=str,
        codes=lambda value: [int(value)],
        phrase=lambda values: "en " + phrases.listed(values),
        counted=False,
    ),
)

# A second partner, beside one of the first: those who have both are found.
PARTNER: Final = "partenaire"
ALSO_PARTNER: Final = "partenaire-aussi"


def _also_partner() -> Criterion:
    first = _of_vocabulary(fields.BY_NAME["partners"])
    return replace(first, key=ALSO_PARTNER, name="Et aussi avec", counted=False)


def _bound(bounds: Range, end: End) -> Criterion:
    return Criterion(
        key=f"{bounds.key}-{end}",
        name=bounds.name,
        column=bounds.column,
        resolve=bounds.resolve,
        label=lambda value: bounds.label(end, value),
        codes=lambda value: [int(value) * bounds.scale],
        phrase=lambda values: bounds.label(end, values[0]),
        counted=False,
        bounds=bounds,
        end=end,
        why=bounds.why,
    )


# In canonical order: that of addresses, panels and sentences' sources.
CRITERIA: Final[tuple[Criterion, ...]] = (
    *(_of_vocabulary(field) for field in fields.VOCABULARIES if field.facet),
    *_TERRITORIES,
    *_OTHERS,
    _also_partner(),
    *(_bound(one, end) for one in RANGES for end in End),
)
BY_KEY: Final[dict[str, Criterion]] = {criterion.key: criterion for criterion in CRITERIA}
FACETS: Final = tuple(criterion.key for criterion in CRITERIA if criterion.counted)
