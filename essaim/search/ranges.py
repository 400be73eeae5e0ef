"""Figures that can be bounded, as data: « budget-min=1000&budget-max=5000 ».

Each end is a criterion of its own, with one value; together they are one clause of the query, and
one of the sentence.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from essaim.search import document
from essaim.search.phrases import NBSP, number
from essaim.sheets import fields


class End(StrEnum):
    """The two ends of a range, as they end its keys."""

    LOW = "min"
    HIGH = "max"


@dataclass(frozen=True, slots=True)
class Range:
    """One figure of sheets. `key` begins its query keys, and is its order (`tri=budget`).

    `column` holds `scale` times the figure; `most` is the largest that can be asked for; `clause`
    and `of` go before what the sentence says of the ends, `chip` before what a chip says of one,
    `unit` after (persons without one).
    """

    key: str
    name: str
    column: str
    scale: int
    most: int
    clause: str
    chip: str
    of: str = ""
    unit: str = ""

    @property
    def keys(self) -> tuple[str, str]:
        """The query keys of both ends."""
        return f"{self.key}-{End.LOW}", f"{self.key}-{End.HIGH}"

    def resolve(self, written: str) -> str | None:
        """Return the bound as an address writes it, None for what is no possible bound."""
        figure = _read(written)
        return None if figure is None or not 0 <= figure <= self.most else str(figure)

    def why(self, written: str) -> str:
        """Return in French what is wrong with a bound that `resolve` does not take."""
        figure = _read(written)
        if figure is None:
            return "n’est pas un nombre entier"
        if figure < 0:
            return "est un nombre négatif"
        return f"est trop grand (au plus {self._said(self.most)})"

    def label(self, end: End, value: str) -> str:
        """Return one end as a chip says it: « budget d’au moins 1 000 € »."""
        least = "au moins" if end is End.LOW else "au plus"
        return f"{self.chip}{least} {self._said(int(value))}"

    def phrase(self, low: str, high: str) -> str:
        """Return the clause of the sentence for both ends, "" for one that is open."""
        if low and high:
            first = "" if low == high else f"{number(int(low))} à "
            return f"{self.clause} {self.of}{first}{self._said(int(high))}"
        bound, value = ("au moins", low) if low else ("au plus", high)
        of = "d’" if self.of else ""
        return f"{self.clause} {of}{bound} {self._said(int(value))}"

    def _said(self, figure: int) -> str:
        unit = self.unit or ("personne" if figure < 2 else "personnes")
        return f"{number(figure)}{NBSP}{unit}"


BUDGET: Final = Range(
    key="budget",
    name="Budget",
    column=document.BUDGET,
    scale=100,
    most=fields.MOST_EUROS,
    clause="d’un budget",
    chip="budget d’",
    of="de ",
    unit="€",
)
PEOPLE: Final = Range(
    key="personnes",
    name="Personnes mobilisées",
    column=document.PEOPLE,
    scale=1,
    most=fields.MOST_PERSONS,
    clause="portées par",
    chip="portées par ",
)
RANGES: Final = (BUDGET, PEOPLE)
BY_KEY: Final = {one.key: one for one in RANGES}

# « 18 000 € » is read as it is said; the blanks of an address are plain ones by now.
_FIGURE: Final = re.compile(r"-?[0-9]+(?: [0-9]{3})*(?: ?(?:€|euros?))?", re.ASCII)
_LONGEST: Final = 18  # digits: Python refuses to read thousands


def _read(written: str) -> int | None:
    if not _FIGURE.fullmatch(written.strip()):
        return None
    return int(re.sub(r"[^0-9-]", "", written)[:_LONGEST])


def asked(keys: Iterable[str]) -> list[Range]:
    """Return the ranges that these query keys bound."""
    given = set(keys)
    return [one for one in RANGES if given.intersection(one.keys)]


def bounds(values: Mapping[str, Sequence[str]], one: Range) -> tuple[str, str]:
    """Return the ends of one range among values by query key, "" for those left open."""
    low, high = (values.get(key, ()) for key in one.keys)
    return (low[0] if low else ""), (high[0] if high else "")


def turned(wanted: dict[str, list[str]]) -> list[str]:
    """Put ends that came the wrong way round in order; return the notices that say so."""
    notices = []
    for one in RANGES:
        low, high = bounds(wanted, one)
        if low and high and int(low) > int(high):
            first, last = one.keys
            wanted[first], wanted[last] = [high], [low]
            notices.append(
                f"{one.name}{NBSP}: {number(int(low))} dépasse {number(int(high))},"
                " nous les avons pris dans l’autre sens."
            )
    return notices
