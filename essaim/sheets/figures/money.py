"""The money of an action, read out of what its author wrote: tokens, marks, then a reading.

`numbers` finds the numbers, `money_marks` tells which are money, `money_prices` which of those are
unit prices, `money_roles` what each of the others is by the words beside it (`money_levels`:
whether it is the total), `money_lists` by way of the others; here they are put together.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from essaim.sheets.figures.money_certainty import (
    Decided,
    Way,
    certainty_of,
    certainty_of_nil,
    sureness,
)
from essaim.sheets.figures.money_joins import joined
from essaim.sheets.figures.money_levels import Level
from essaim.sheets.figures.money_marks import Amount, Marked
from essaim.sheets.figures.money_months import months_of
from essaim.sheets.figures.money_nil import nil_in
from essaim.sheets.figures.money_parts import ROUNDING, Kind, Part, total_of
from essaim.sheets.figures.money_prices import with_prices
from essaim.sheets.figures.money_roles import parts_of
from essaim.sheets.figures.money_standing import standing
from essaim.sheets.figures.money_tables import tabular
from essaim.sheets.figures.money_words import SOIT
from essaim.sheets.figures.numbers import reading_of
from essaim.sheets.figures.readings import Funding, Passage, Share
from essaim.sheets.guard_reading import Reading

# What may stand between an amount and the same one by another time.
_SAME_MONEY: Final = re.compile(r"[^;\n]{0,40}(?:\bsoit\b|\(|=|,|:)[^;\n]{0,20}")
_BRACKETS: Final = re.compile(r" ?(?:(?:en|pour) (?:[0-9] |[a-z]+ )?[a-z]+ ?)?\([^()\n]{0,300}\)")


def read_funding(text: str) -> Funding:
    """Return the money of an action as its text says it. Never raises; linear in the text."""
    reading = tabular(reading_of(text))
    marked = Marked(reading)
    if not marked.amounts:
        return _nil(text, reading)
    marked.amounts = joined(marked)
    marked.amounts = with_prices(marked)
    return _Reader(text, reading, marked).funding()


def _nil(text: str, reading: Reading) -> Funding:
    """Return the reading of a text without amounts: nothing said, or no money at all."""
    place = nil_in(reading.plain)
    if place is None:
        return Funding()
    passage = _passage(text, reading, *place, "budget")
    certainty = certainty_of_nil(reading.plain, place[0])
    return Funding(budget=Decimal(0), certainty=certainty, passages=(passage,))


def _passage(text: str, reading: Reading, start: int, end: int, kind: str) -> Passage:
    first, last = reading.place(start), reading.place(end)
    return Passage(first, last, kind, text[first:last])


class _Reader:
    """One text being read: its amounts, and the passages kept on the way."""

    def __init__(self, text: str, reading: Reading, marked: Marked) -> None:
        self.text = text
        self.reading = reading
        self.marked = marked
        self.parts = self._once(standing(marked, parts_of(marked)))
        self.passages: list[Passage] = []

    def funding(self) -> Funding:
        """Return the whole reading."""
        unit_prices = tuple(
            end
            for amount in self.marked.amounts
            if amount.unit
            for end in ((amount.value,) if amount.high is None else (amount.value, amount.high))
        )
        for amount in self.marked.amounts:
            if amount.unit:
                self._keep(amount, "prix_unitaires")
        ranges = [part for part in self.parts if part.amount.high is not None]
        self.parts = [part for part in self.parts if part.amount.high is None]
        decided = self._decided()
        holders = decided.holders
        shares = self._shares(holders)
        span = None
        if ranges and not holders:
            amount = ranges[0].amount
            span = (amount.value, amount.high or amount.value)
            self._keep(amount, "fourchette")
        budget = sum((part.amount.value for part in holders), Decimal(0)) if holders else None
        if not (holders or shares or span or unit_prices):
            return Funding()
        if holders:
            certainty = certainty_of(self.marked, self.parts, decided)
        else:
            certainty = sureness([ranges[0].amount] if span else self.marked.amounts)
        return Funding(
            budget=budget,
            months=self._months(holders or ranges[:1]),
            shares=shares,
            range=span,
            unit_prices=unit_prices,
            certainty=certainty,
            passages=tuple(sorted(self.passages, key=lambda one: (one.start, one.end))),
        )

    def _once(self, parts: list[Part]) -> list[Part]:
        """Put aside what says again what another amount says.

        By the year and by the month, with and without taxes, the whole and what it is made of.
        """
        aside: set[int] = set()
        inside: set[int] = set()
        for place, (one, other) in enumerate(pairwise(parts)):
            if _of_months(self.marked, one, other):
                aside.add(place + (one.amount.value > other.amount.value))
        for place, part in enumerate(parts):
            made = _made_of(self.marked.plain, parts, place)
            if made and part.funder:
                inside.update(range(place + 1, place + 1 + made))
            elif made and place + 1 + made < len(parts) + (place > 0):
                aside.add(place)
        if any(part.taxed for part in parts):
            aside.update(place for place, part in enumerate(parts) if part.taxed is False)
        for place in aside:
            parts[place] = replace(parts[place], outside=True)
        for place in inside:
            parts[place] = replace(parts[place], inside=True)
        return parts

    def _decided(self) -> Decided:
        """Return the parts that make the budget, and by what way they are known to."""
        parts = [part for part in self.parts if not part.outside]
        counted = [part for part in parts if not part.inside]
        if not counted:
            return Decided([], Way.ADDED)
        latest = _latest_year(counted)
        if latest:
            return Decided([latest], Way.LATEST)
        total = self._total(parts, counted)
        if total:
            return total
        shares = [part for part in counted if part.kind is Kind.SHARE]
        return Decided(self._added(counted, shares), Way.ADDED)

    def _added(self, counted: list[Part], shares: list[Part]) -> list[Part]:
        """Return the parts that make the budget together, where no total is stated."""
        if not shares:
            given = [part for part in counted if part.income and part.kind is Kind.PLAIN]
            bought = [part for part in counted if part.kind is Kind.EXPENSE]
            if bought and given:
                return [part for part in counted if part not in given]
            return [part for part in counted if part.head != "in"] or counted
        others = [part for part in counted if part.kind is not Kind.SHARE]
        if not others:
            return shares
        if any(part.amount.repeats for part in shares):
            return counted  # "1 000 €, et la mairie autant"
        # "Poste adulte relais 19 000 € + 4 000 € ville".
        if all(part.added for part in counted[1:]):
            return counted
        if all(part.buys for part in shares):
            return counted
        costs = [
            part
            for part in others
            if part.head != "in" and not part.income
            if part.kind is Kind.EXPENSE or part is counted[0]
        ]
        spent = sum(part.amount.value for part in costs)
        # "Minibus 24 990 €, 15 000 € de la Région": what it costs, of which some is given.
        if spent >= sum(part.amount.value for part in shares):
            return costs
        return [part for part in counted if part.kind is not Kind.EXPENSE]

    def _total(self, parts: Sequence[Part], counted: Sequence[Part]) -> Decided | None:
        """Return the stated total, or that of several to believe."""
        level = max(part.level for part in counted)
        stated = [part for part in counted if part.level is level]
        # "Montant sollicité 3 000 €, coût 6 400 €".
        stated = [part for part in stated if not part.asked] or stated
        if level is Level.MEDIUM:
            stated = [part for part in stated if not _is_only_a_label(part, counted)]
        if level and stated:
            return _one_of(stated, counted)
        found = _holder(parts) or _sum_of_others(counted)
        return Decided([found], Way.STATED) if found else None

    def _shares(self, holders: Sequence[Part]) -> tuple[Share, ...]:
        """Return what each funder gives, and keep the places."""
        shares = []
        for part in self.parts:
            is_total = part.level and len(holders) == 1 and part is holders[0]
            if part.kind is Kind.SHARE and not part.outside and not is_total:
                shares.append(Share(part.amount.value, part.funder))
                self._keep(part.amount, "parts")
        kept = {passage.start for passage in self.passages if passage.kind == "parts"}
        for part in holders:
            if len(holders) == 1 or self.reading.place(part.amount.start) not in kept:
                self._keep(part.amount, "budget")
        return tuple(shares)

    def _months(self, parts: Iterable[Part]) -> int | None:
        """Return the months the budget covers: said once, or alike each time."""
        parts = list(parts)
        if len(parts) == 1 and (product := self._times_of(parts[0].amount)):
            return product
        found = [said for part in parts if (said := months_of(self.marked, part.amount))]
        if len({months for months, _, _ in found}) != 1:
            return None
        months, start, end = found[0]
        self.passages.append(_passage(self.text, self.reading, start, end, "mois"))
        return months

    def _times_of(self, whole: Amount) -> int | None:
        """Return the months of "10 000 € par an sur 3 ans, soit 30 000 €": three years."""
        one = next((one for one in reversed(self.marked.amounts) if one.end <= whole.start), None)
        if one is None or one.unit or one.high is not None or not 0 < one.value < whole.value:
            return None
        plain = self.marked.plain
        said = SOIT.search(plain, one.end, whole.start) and months_of(self.marked, one)
        times = whole.value / one.value
        counts = self.marked.counts_between(one.end, whole.start)
        if not said or not any(count.value == times for count in counts):
            return None
        self.passages.append(_passage(self.text, self.reading, said[1], said[2], "mois"))
        return int(said[0] * times)

    def _keep(self, amount: Amount, kind: str) -> None:
        self.passages.append(_passage(self.text, self.reading, amount.start, amount.end, kind))


def _of_months(marked: Marked, one: Part, other: Part) -> bool:
    """Whether two amounts are the same money, for different times: 700 by month, 8 400 by year."""
    if one.amount.high is not None or other.amount.high is not None:
        return False
    if not _SAME_MONEY.fullmatch(marked.plain, one.amount.end, other.amount.start):
        return False
    months = [said[0] for part in (one, other) if (said := months_of(marked, part.amount))]
    return (
        len(months) == 2
        and months[0] != months[1]
        and one.amount.value * months[1] == other.amount.value * months[0]
    )


def _made_of(plain: str, parts: Sequence[Part], place: int) -> int:
    """Return how many amounts, between the brackets right behind an amount, make it together."""
    part = parts[place]
    opened = _BRACKETS.match(plain, part.amount.end)
    if not opened or part.level is Level.STRONG:
        return 0
    inner = [one for one in parts[place + 1 :] if one.amount.end <= opened.end()]
    whole = sum(one.amount.value for one in inner)
    return len(inner) if len(inner) > 1 and whole == part.amount.value else 0


def _is_only_a_label(stated: Part, counted: Sequence[Part]) -> bool:
    """Whether an amount called budget or cost is no total, but one of those to add up.

    "Budget : 3 000 € Caf, 2 000 € ville", "coût : 300 € le spectacle, 200 € le buffet".
    """
    others = [part for part in counted if part.level is Level.NONE and part.kind is not Kind.PLAIN]
    if stated.real is False and any(part.real for part in others):
        return False
    alike = [part for part in others if part.kind is stated.kind]
    again = any(part.amount.repeats for part in alike)
    if not others or (stated.amount.value == total_of(alike) and not again):
        return False
    if stated.kind is Kind.SHARE:
        return bool(alike)
    if stated.kind is Kind.EXPENSE:
        return bool(alike) and not stated.explains and not any(one.head == "in" for one in counted)
    return stated.amount.value < max(part.amount.value for part in others)


def _one_of(stated: Sequence[Part], counted: Sequence[Part]) -> Decided:
    """Return the total to believe of those stated."""
    if any(part.real is False for part in stated):
        spent = next((part for part in counted if part.real and part.kind is not Kind.SHARE), None)
        if spent:
            return Decided([spent], Way.PICKED)
    if len({part.amount.value for part in stated}) == 1:
        return Decided([stated[0]], Way.STATED)
    own = [part for part in stated if part.of_the_action]
    if len(own) == 1 and not own[0].head:
        return Decided([own[0]], Way.PICKED)
    # "Dépenses : 6 200, recettes : 5 900": what it costs.
    costs = [part for part in stated if part.head == "out"]
    if costs and len(costs) < len(stated):
        return Decided([costs[0]], Way.PICKED)
    shares = sum(part.amount.value for part in counted if part.kind is Kind.SHARE)
    for part in stated:
        if shares and abs(part.amount.value - shares) <= ROUNDING:
            return Decided([part], Way.PICKED)
    return Decided([stated[0]], Way.FIRST)


def _latest_year(counted: Sequence[Part]) -> Part | None:
    """Return the last of "2014 : 3 000 €, 2015 : 3 500 €": years are not added up."""
    if any(part.asked for part in counted):
        counted = [part for part in counted if not part.asked]
    given = {part.funder for part in counted if part.kind is Kind.SHARE}
    years = {part.year for part in counted if part.year is not None}
    if len(given) > 1:
        return None  # each of them another year's
    if len(counted) < 2 or len(years) < len(counted) or any(part.real for part in counted):
        return None
    return max(counted, key=lambda part: part.year or 0)


def _holder(parts: Sequence[Part]) -> Part | None:
    """Return the amount that holds others: "10 000 € dont 4 000 € de la Caf"."""
    if not parts or parts[0].inside or parts[0].kind is Kind.SHARE:
        return None
    first = parts[0]
    if any(part.inside for part in parts) and all(
        part.amount.value <= first.amount.value for part in parts
    ):
        return first
    if first.income and not first.explains:
        return None  # one of those that give
    if len(parts) > 1 and parts[1].added:
        return None
    shares = [part for part in parts[1:] if part.kind is Kind.SHARE]
    given = sum(part.amount.value for part in shares)
    if any(part.amount.repeats for part in shares):
        return None  # "1 000 €, et la mairie autant"
    if shares and first.kind is Kind.PLAIN and first.amount.value >= given:
        return first
    return None


def _sum_of_others(counted: Sequence[Part]) -> Part | None:
    """Return the first or last amount, if it is what the others make together."""
    if len(counted) < 3:
        return None
    whole = sum(part.amount.value for part in counted)
    for part in (counted[-1], counted[0]):
        if (part.funder is None or part.explains) and abs(
            2 * part.amount.value - whole
        ) <= ROUNDING:
            return part
    return None
