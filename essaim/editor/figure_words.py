"""Figures as one says them in French: amounts, durations, persons.

With plain blanks: pages set them (`catalogue.typography`).
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from essaim.search.phrases import listed
from essaim.sheets.figures.readings import Count, Funding, People, Share

# The three kinds of persons who carry an action, and those it reaches: one, several, none.
Nouns = tuple[str, str, str]
NOUNS: Final[dict[str, Nouns]] = {
    "professionals": ("professionnel", "professionnels", "aucun professionnel"),
    "volunteers": ("bénévole", "bénévoles", "aucun bénévole"),
    "others": ("autre personne", "autres personnes", "aucune autre personne"),
    "total": ("personne", "personnes", "personne en tout"),
    "beneficiaries": ("bénéficiaire", "bénéficiaires", "aucun bénéficiaire"),
}
CARRIERS: Final = ("professionals", "volunteers", "others")
_MOST_SHARES: Final = 6
_SEVERAL: Final = 2  # from there on, French says the plural


def whole(number: int) -> str:
    """Return a number by groups of three digits: `18 000`."""
    return f"{number:,}".replace(",", " ")


def rounded(amount: Decimal) -> int:
    """Return an amount in whole euros, half an euro up."""
    return int(amount.to_integral_value(ROUND_HALF_UP))


def euros(amount: Decimal) -> str:
    """Return an amount: `18 000 €`, `7 350,50 €`."""
    if amount == amount.to_integral_value():
        return f"{whole(int(amount))} €"
    cents = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{cents:,} €".replace(",", " ").replace(".", ",")


def over(months: int | None) -> str:
    """Return the time a budget covers: ` sur 24 mois`, "" when nothing says."""
    return f" sur {whole(months)} mois" if months else ""


def persons(count: Count, kind: str) -> str:
    """Return so many persons of a kind: `environ 20 bénévoles`, `de 5 à 8 professionnels`."""
    one, several, none = NOUNS[kind]
    if count.low == count.high == 0:
        return none
    noun = several if count.high > 1 else one
    if count.low != count.high:
        about = "environ " if count.approximate else "de "
        return f"{about}{whole(count.low)} à {whole(count.high)} {noun}"
    return f"{'environ ' if count.approximate else ''}{whole(count.low)} {noun}"


def without(kinds: Sequence[str]) -> str:
    """Return the want of some kinds of persons: `pas de bénévoles ni d’autres personnes`."""
    nouns = [NOUNS[kind][1] for kind in kinds]
    told = " ni ".join(f"d’{one}" if one.startswith("a") else f"de {one}" for one in nouns)
    return f"pas {told}" if told else ""


def money(read: Funding) -> str:
    """Return what a text says of money: `18 000 € sur 24 mois, dont Caf 3 000 €`, or ""."""
    if read.budget is not None:
        told = "aucune dépense, 0 €" if not read.budget else euros(read.budget)
        return f"{told}{over(read.months)}{_shares(read)}"
    if read.range is not None:
        low, high = read.range
        return f"entre {euros(low)} et {euros(high)}{over(read.months)}"
    return ""


def _shares(read: Funding) -> str:
    shares = [share for share in read.shares if share.funder or len(read.shares) > 1]
    if not shares or read.budget is None:
        return ""
    told = [_share(share) for share in shares[:_MOST_SHARES]]
    more = len(shares) - len(told)
    if more:
        told.append(f"{more} autre{'s' if more > 1 else ''} part{'s' if more > 1 else ''}")
    is_all = sum(share.amount for share in shares) == read.budget
    return f", {'soit' if is_all else 'dont'} {listed(told, 'et')}"


def _share(share: Share) -> str:
    return f"{share.funder} {euros(share.amount)}" if share.funder else euros(share.amount)


def unit_prices(read: Funding) -> str:
    """Return the prices of one thing that a text gives: `2 €, 5 €`, or ""."""
    return listed([euros(price) for price in dict.fromkeys(read.unit_prices)][:_MOST_SHARES], "et")


def counts(read: People) -> dict[str, Count]:
    """Return the kinds of persons a text counts, those who carry the action first."""
    found = {kind: getattr(read, kind) for kind in (*CARRIERS, "beneficiaries")}
    return {kind: count for kind, count in found.items() if count is not None}


def people(read: People) -> str:
    """Return what a text says of persons: `15 personnes, dont 3 professionnels`, or ""."""
    found = counts(read)
    reached = found.pop("beneficiaries", None)
    parts = [persons(count, kind) for kind, count in found.items()]
    told = with_total(parts, list(found.values()), read.total)
    if read.fte:
        noun = "équivalents" if read.fte >= _SEVERAL else "équivalent"
        told = ", ".join(filter(None, (told, f"{_decimal(read.fte)} {noun} temps plein")))
    beside = persons(reached, "beneficiaries") if reached else ""
    return " ; ".join(filter(None, (told, beside and f"à part, {beside}")))


def with_total(parts: list[str], found: list[Count], total: Count | None) -> str:
    """Return kinds of persons, already in words, with how many they are in all."""
    if total is None or (len(found) == 1 and found[0] == total):
        return listed(parts, "et")
    if not parts:
        return persons(total, "total")
    is_all = (sum(one.low for one in found), sum(one.high for one in found)) == (
        total.low,
        total.high,
    )
    if is_all:
        return listed(parts, "et") + (
            f", {persons(total, 'total')} en tout" if len(parts) > 1 else ""
        )
    return f"{persons(total, 'total')}, dont {listed(parts, 'et')}"


def _decimal(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")
