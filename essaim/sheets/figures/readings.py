"""What a reader of figures gives: values, how sure they are, and the place each comes from.

Amounts are euros (`Decimal`), durations months, people whole persons. What a text does not say is
None, never 0: 0 is what it says when it says "aucun".
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

# Raised by hand whenever a text may be read differently: stored readings are then made again.
READER_VERSION: Final = 3

Json = dict[str, Any]


class Certainty(StrEnum):
    """How sure a reading is, as it is said to users."""

    SURE = "sûr"  # the text says so: "Budget total : 232 000 €", "3 salariés"
    LIKELY = "probable"  # understood from what stands around it: "15000" alone on its line
    DOUBTFUL = "douteux"  # a guess worth asking about; never added up with others


@dataclass(frozen=True, slots=True)
class Passage:
    """Where in the text a figure stands: characters from `start` to `end`.

    `kind` is the JSON key the passage serves (`budget`, `mois`, `parts`, `benevoles`…).
    """

    start: int
    end: int
    kind: str
    text: str

    def as_json(self) -> Json:
        """Return the passage under French keys."""
        return {"debut": self.start, "fin": self.end, "quoi": self.kind, "texte": self.text}


@dataclass(frozen=True, slots=True)
class Share:
    """What one funder gives: euros, and its label in the partners' vocabulary, or as written."""

    amount: Decimal
    funder: str | None


@dataclass(frozen=True, slots=True)
class Funding:
    """The money of an action.

    `budget` is the stated total, else the sum of the shares stated, else the one amount stated;
    None when the text gives only a range or unit prices. `months` is the time it covers when said.
    """

    budget: Decimal | None = None
    months: int | None = None
    shares: tuple[Share, ...] = ()
    range: tuple[Decimal, Decimal] | None = None
    unit_prices: tuple[Decimal, ...] = ()
    certainty: Certainty | None = None
    passages: tuple[Passage, ...] = ()

    def as_json(self) -> Json:
        """Return the reading under the keys of `essaim figures --json`."""
        return {
            "budget": number(self.budget),
            "mois": self.months,
            "parts": [
                {"montant": number(share.amount), "financeur": share.funder}
                for share in self.shares
            ],
            "fourchette": [number(end) for end in self.range] if self.range else None,
            "prix_unitaires": [number(price) for price in self.unit_prices],
            "certitude": self.certainty,
            "passages": [passage.as_json() for passage in self.passages],
        }


@dataclass(frozen=True, slots=True)
class Count:
    """So many persons: `low` to `high` (equal unless the text gives a range).

    `approximate` when the text rounds ("une vingtaine") or says more than ("plus de 20").
    """

    low: int
    high: int
    approximate: bool = False

    @classmethod
    def of(cls, persons: int, *, approximate: bool = False) -> "Count":
        """Return a count that is no range."""
        return cls(persons, persons, approximate)

    @property
    def middle(self) -> float:
        """The figure to add up: the middle of a range."""
        return (self.low + self.high) / 2

    def as_json(self) -> int | list[int]:
        """Return the number, or the range as [low, high]."""
        return self.low if self.low == self.high else [self.low, self.high]


@dataclass(frozen=True, slots=True)
class People:
    """Who carries an action, and apart from them whom it reaches.

    `total` is the stated total of those who carry it, else the sum of the parts. `beneficiaries`
    are never part of it. `fte` is full-time equivalents (ETP) when said.
    """

    professionals: Count | None = None
    volunteers: Count | None = None
    others: Count | None = None
    total: Count | None = None
    beneficiaries: Count | None = None
    fte: Decimal | None = None
    certainty: Certainty | None = None
    passages: tuple[Passage, ...] = ()

    def as_json(self) -> Json:
        """Return the reading under the keys of `essaim figures --json`."""
        counts = {
            "professionnels": self.professionals,
            "benevoles": self.volunteers,
            "autres": self.others,
            "total": self.total,
            "beneficiaires": self.beneficiaries,
        }
        return {
            **{key: count.as_json() if count else None for key, count in counts.items()},
            "approximatifs": [key for key, count in counts.items() if count and count.approximate],
            "etp": number(self.fte),
            "certitude": self.certainty,
            "passages": [passage.as_json() for passage in self.passages],
        }


def number(value: Decimal | None) -> int | float | None:
    """Return the amount as JSON has it: whole when it is."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
