"""The figures of a sheet as they count: what its author states, else what is read in its texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from essaim.sheets import fields
from essaim.sheets.figures.money import read_funding
from essaim.sheets.figures.people import read_people
from essaim.sheets.figures.readings import (
    READER_VERSION,
    Certainty,
    Count,
    Funding,
    Json,
    People,
    number,
)

# Of each figure that can be stated: its key in JSON, and the field that states it.
STATED: Final[dict[str, str]] = {
    "budget": "stated_budget",
    "mois": "stated_months",
    "professionnels": "stated_professionals",
    "benevoles": "stated_volunteers",
    "autres": "stated_others",
    "beneficiaires": "stated_beneficiaries",
}
# The fields that figures come from.
SOURCES: Final = ("funding", "people", *STATED.values())
_CARRIERS: Final = ("professionnels", "benevoles", "autres")


@dataclass(frozen=True, slots=True)
class Settled:
    """The figures of one content. None: nothing says, or only a doubtful reading does.

    `budget` is euros, `people` those who carry the action. `stated` are the keys of `STATED` that
    the author has settled, be it as "no such figure". `funding` and `persons` are the readings,
    whatever was stated.
    """

    budget: Decimal | None = None
    months: int | None = None
    professionals: Count | None = None
    volunteers: Count | None = None
    others: Count | None = None
    people: Count | None = None
    beneficiaries: Count | None = None
    stated: frozenset[str] = frozenset()
    funding: Funding = field(default_factory=Funding)
    persons: People = field(default_factory=People)

    def columns(self) -> dict[str, object]:
        """Return the values of `figure_columns.FigureColumns`."""
        return {
            "budget": None if self.budget is None else _cents(self.budget),
            "budget_months": self.months,
            "professionals": _whole(self.professionals),
            "volunteers": _whole(self.volunteers),
            "others": _whole(self.others),
            "people_total": _whole(self.people),
            "beneficiaries": _whole(self.beneficiaries),
            "figures": self.as_json(),
            "figures_version": READER_VERSION,
        }

    def as_json(self) -> Json:
        """Return what is kept beside the columns, under French keys.

        Both readings, what counts in the end, and what the author settled.
        """
        counts = {
            "professionnels": self.professionals,
            "benevoles": self.volunteers,
            "autres": self.others,
            "total": self.people,
            "beneficiaires": self.beneficiaries,
        }
        return {
            "argent": self.funding.as_json(),
            "personnes": self.persons.as_json(),
            "retenus": {
                "budget": number(self.budget),
                "mois": self.months,
                **{key: count.as_json() if count else None for key, count in counts.items()},
                "approximatifs": [
                    key for key, count in counts.items() if count and count.approximate
                ],
            },
            "confirmes": sorted(self.stated),
        }


def settle(content: Mapping[str, object]) -> Settled:
    """Return the figures of a content (by `Field.name`). A statement wins over any reading."""
    funding = read_funding(str(content["funding"] or ""))
    persons = read_people(str(content["people"] or ""))
    said = {key: value for key, name in STATED.items() if (value := _stated(content[name]))}
    budget, months = _money(funding)
    counts = _counts(persons)
    if "budget" in said:
        budget = None if said["budget"] is _NONE else Decimal(said["budget"].low)
    if "mois" in said:
        months = None if said["mois"] is _NONE else said["mois"].low
    for key in counts.keys() & said.keys():
        counts[key] = None if said[key] is _NONE else said[key]
    return Settled(
        budget=budget,
        months=months,
        professionals=counts["professionnels"],
        volunteers=counts["benevoles"],
        others=counts["autres"],
        people=_people(persons, counts, said),
        beneficiaries=counts["beneficiaires"],
        stated=frozenset(said),
        funding=funding,
        persons=persons,
    )


# Stands for a stated "no such figure".
_NONE: Final = Count.of(fields.NO_FIGURE)


def _stated(value: object) -> Count | None:
    """Return what a field states, None when it says nothing."""
    if not isinstance(value, int):
        return None
    return _NONE if value == fields.NO_FIGURE else Count.of(value)


def _money(read: Funding) -> tuple[Decimal | None, int | None]:
    """Return the budget and its months as read, when they may be added up with others."""
    if read.certainty is Certainty.DOUBTFUL:
        return None, None
    budget, months = read.budget, read.months
    if budget is not None and not 0 <= budget <= fields.MOST_EUROS:
        budget = None
    if months is not None and not 1 <= months <= fields.MOST_MONTHS:
        months = None
    return budget, months


def _counts(read: People) -> dict[str, Count | None]:
    """Return the persons as read, when they may be added up with others."""
    if read.certainty is Certainty.DOUBTFUL:
        read = People()
    return {
        "professionnels": _plausible(read.professionals),
        "benevoles": _plausible(read.volunteers),
        "autres": _plausible(read.others),
        "total": _plausible(read.total),
        "beneficiaires": _plausible(read.beneficiaries),
    }


def _plausible(count: Count | None) -> Count | None:
    return count if count and 0 <= count.low <= count.high <= fields.MOST_PERSONS else None


def _people(
    read: People, counts: Mapping[str, Count | None], said: Mapping[str, Count]
) -> Count | None:
    """Return those who carry the action: the parts' sum once one is stated, else the total read.

    Parts that are stated as they were read change nothing: the total read stands.
    """
    as_read = {
        "professionnels": read.professionals,
        "benevoles": read.volunteers,
        "autres": read.others,
    }
    settled = [key for key in _CARRIERS if key in said]
    total = counts["total"]
    if total is not None and all(_same(said[key], as_read[key]) for key in settled):
        return total
    if not settled:
        return None
    parts = [part for key in _CARRIERS if (part := counts[key]) is not None]
    if not parts:
        return None
    return Count(
        sum(part.low for part in parts),
        sum(part.high for part in parts),
        any(part.approximate for part in parts),
    )


def _same(one: Count, other: Count | None) -> bool:
    return other is not None and (one.low, one.high) == (other.low, other.high)


def _cents(euros: Decimal) -> int:
    return int((euros * 100).to_integral_value())


def _whole(count: Count | None) -> int | None:
    """Return the middle of a range, rounded half up."""
    return None if count is None else (count.low + count.high + 1) // 2
