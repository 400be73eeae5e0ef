"""An amount of a text and what it is, as those that tell it hand it on."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final

from essaim.sheets.figures.money_levels import Level
from essaim.sheets.figures.money_marks import Amount

# A sum agrees with a total when rounding alone parts them.
ROUNDING: Final = Decimal(1)


class Kind(Enum):
    """What an amount that is no total is."""

    SHARE = "share"
    EXPENSE = "expense"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Part:
    """An amount and what it is.

    `inside` when the text says that a larger amount holds it ("dont"), `outside` when it is left
    out of what is counted ("hors", refused). `head` is "in" or "out" below a heading of incomes
    or of expenses, else "". `real` is True, False or None: spent, planned, not said.
    `asked` and `granted` are said of a subsidy; `explains` when what it is made of follows;
    `year` is the one said beside it. `of_the_centre` when it is what the whole centre has,
    `of_the_action` when it is said to be for the action. `income` when a word for what is given
    stands before it; `added` by a plus sign to the one before. `taxed` is True for TTC, False for
    HT. `weak` when only its place in a list, or a name of two meanings, makes it a share;
    `buys` when a share is also what one thing costs ("le car, payé par la ville : 580 €").
    """

    amount: Amount
    kind: Kind
    level: Level
    funder: str | None
    inside: bool
    outside: bool
    head: str
    real: bool | None
    asked: bool
    granted: bool
    explains: bool
    year: int | None
    of_the_centre: bool
    of_the_action: bool
    income: bool
    added: bool
    taxed: bool | None
    weak: bool = False
    buys: bool = False


def total_of(parts: Iterable[Part]) -> Decimal:
    """Return the euros of several parts together."""
    return sum((part.amount.value for part in parts), Decimal(0))
