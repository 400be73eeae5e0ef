"""How sure a reading of money is, and why: the one place that decides it.

What the text bears out is sure: one amount alone, a total that is stated, shares that each have
their funder. What is understood from its shape alone is likely. Where an amount was left over for
no reason that the text gives, or added to others though words between them say something else, the
reading is a guess (`Doubt`): the author is asked, and it is added up nowhere. docs/figures.md tells
how often each kind of doubt is right.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from itertools import pairwise
from typing import Final

from essaim.sheets.figures import money_words as words
from essaim.sheets.figures.money_levels import Level
from essaim.sheets.figures.money_marks import Amount, Marked
from essaim.sheets.figures.money_numbering import NO_NOUN
from essaim.sheets.figures.money_parts import ROUNDING, Kind, Part, total_of
from essaim.sheets.figures.money_prices import has_products, is_plainly_a_price
from essaim.sheets.figures.numbers import Number
from essaim.sheets.figures.readings import Certainty

# Words that say how one amount stands to another, where they are not just added up.
_TELLS_APART: Final = re.compile(
    r"\b(?:sur une? |au lieu|jusqu'a|max(?:i|imum)?\b|manqu|boucl|objectif|avance\b"
    r"|(?:bud[gj]|couts?\b|assiette|taux|total|valoris|previsi|final)"
    r"|demand|sollicit|esper|refus|permis|arrive a|(?:cela|ca) fait|en [0-9] versements"
    r"|cette annee|(?:an|annee) (?:dernier|passe|precedent)|auparavant|maintenant|desormais"
    r"|contre\b|couvr|l'essentiel|chaque [a-z]+ (?:a|met|apport|donn))"
)
_TELLS_SHARES_APART: Final = re.compile(
    r"\b(?:contre\b|au lieu|auparavant|jusqu'a|objectif|avance\b|passee?s? de|reduite? de|esper"
    r"|manqu|boucl)"
)
# Words that explain an amount beside the total: "il reste 120 €", "sur les 9 000 €", "pour chacun".
_WHAT_IS_LEFT: Final = re.compile(r"\breste (?:a [a-z]+ )?:? ?$")
_OUT_OF: Final = re.compile(r"\b(?:sur (?:les? |un |$)|pour un )")
_FOR_EACH: Final = re.compile(r" ?(?:pour |par |a |de )?(?:chaque|chacune?s?)\b")
_NEAR: Final = 30
# "Le budget du centre est de 650 000 €", "mise à disposition de locaux, estimée à 4 200 €".
_CENTRES: Final = re.compile(
    r"\bbudgets? (?:[a-z]+ )?(?:du|de la|de l'|de notre)(?: |(?<='))"
    r"(?:centre|structure|association|asso|evs|csc?x?|mjc|maison|secteur)\b[^0-9;:\n]{0,30}$"
)
_VALUED: Final = re.compile(r"\b(?:mise?s? a disposition|valoris)[^.,;:\n0-9]{0,60}$")
_FAR: Final = 120
# "Aucune subvention" says nothing of what the action costs; nor does "gratuit".
_NOT_GIVEN: Final = re.compile(
    r"(?:aucune?s?|pas (?:de |d'|eu de )|sans) ?(?:subventions?|aides?)\b|gratuite?\b"
    r"|(?:aucune?s?|pas de) financements? (?:particulier|specifique|propre|dedie)s?\b"
)
# "SUBV VILLE 2 500 SUBV CAF": what follows a number is the next label, and not what it counts.
_LABEL_NEXT: Final = re.compile(rf" (?:sub|{words.INCOME.pattern}|{words.EXPENSE.pattern})")
# Few things cost as much; most sums that a word or two make look like a price do.
_LARGE: Final = 150
_LEAST_UNREAD: Final = 100
# Less than this, left over, is the price of something.
_LEAST_LEFT: Final = 20
# Round or not, a number between these is a year.
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2100


class Way(Enum):
    """By what a budget is known."""

    STATED = "stated"  # one total
    PICKED = "picked"  # the one of several totals that a rule prefers
    FIRST = "first"  # the first of several totals that no rule tells apart
    LATEST = "latest"  # the last of several years
    ADDED = "added"  # no total is stated: what is given, or bought, or the one amount


@dataclass(frozen=True, slots=True)
class Decided:
    """The parts that make the budget together, and by what way it is known that they do."""

    holders: Sequence[Part]
    way: Way


class Doubt(Enum):
    """Why a reading is a guess."""

    TOTALS = "several totals are stated, and nothing tells which of them holds"
    YEARS = "the amounts are those of several years"
    ASKED = "some is asked for, and no answer told"
    CENTRE = "it is the budget of the whole centre, and nothing says what the action costs"
    VALUED = "all is what something lent or given would have cost"
    PRODUCTS = "shares are added up, and one more is a price that is multiplied"
    BEYOND = "an amount that is not in the total is larger than it"
    SUPPOSED = "an amount is larger than the shares beside it, and no word says it is the whole"
    UNEXPLAINED = "an amount beside the total is neither a share nor what the rest adds up to"
    LEFT_OUT = "some amounts are added up, others beside them are not"
    CALLED = "an amount that is called the budget is added to others"
    TOLD_APART = "amounts are added up that words between them tell apart"
    DEAR = "what is taken for the price of one thing is large, and nothing is so many times that"
    UNREAD = "a round number is taken for no money where money is written without its sign"


def certainty_of(marked: Marked, parts: Sequence[Part], decided: Decided) -> Certainty:
    """Return how sure it is that the parts decided on make the budget."""
    if next(doubts(marked, parts, decided), None):
        return Certainty.DOUBTFUL
    holders = decided.holders
    alike = len(holders) == 1 or all(part.kind is Kind.SHARE for part in holders)
    if decided.way is Way.PICKED or not alike:
        return Certainty.LIKELY  # nobody says that what is bought makes the whole
    return sureness([part.amount for part in holders])


def certainty_of_nil(plain: str, place: int) -> Certainty:
    """Return how sure it is that an action costs nothing, by the words that begin there."""
    return Certainty.DOUBTFUL if _NOT_GIVEN.match(plain, place) else Certainty.SURE


def sureness(amounts: Sequence[Amount]) -> Certainty:
    """Return how sure it is that amounts are money at all."""
    return Certainty.SURE if all(amount.sure for amount in amounts) else Certainty.LIKELY


def doubts(marked: Marked, parts: Sequence[Part], decided: Decided) -> Iterator[Doubt]:
    """Yield why it is a guess that the parts decided on make the budget."""
    holders = decided.holders
    whole = total_of(holders)
    if decided.way is Way.FIRST:
        yield Doubt.TOTALS
    if decided.way is Way.LATEST:
        yield Doubt.YEARS
    left = [
        part
        for part in parts
        if not (part.outside or part.inside or any(part is one for one in holders))
        if part.amount.value >= _LEAST_LEFT
    ]
    hoped = [part for part in holders if part.asked and not part.granted]
    if any(
        part.kind is Kind.SHARE or (part.kind is Kind.PLAIN and len(holders) > 1) for part in hoped
    ):
        yield Doubt.ASKED
    if any(_follows(_CENTRES, marked, part) for part in holders):
        yield Doubt.CENTRE
    if len(parts) == 1 and _follows(_VALUED, marked, parts[0]):
        yield Doubt.VALUED
    if decided.way in (Way.STATED, Way.PICKED):
        yield from _beside_the_total(marked, holders[0], left)
    if decided.way is Way.ADDED:
        yield from _of_a_sum(marked, holders, left)
    if any(_is_dear(marked, amount, whole) for amount in marked.amounts if amount.unit):
        yield Doubt.DEAR


def _follows(pattern: re.Pattern[str], marked: Marked, part: Part) -> bool:
    """Whether an amount follows words like that."""
    start = max(0, part.amount.start - _FAR)
    return pattern.search(marked.plain, start, part.amount.start) is not None


def _beside_the_total(marked: Marked, total: Part, left: Sequence[Part]) -> Iterator[Doubt]:
    """Yield what the amounts beside a stated total say against it."""
    if _is_borne_out(total.amount.value, left):
        return
    given = any(part.kind is Kind.SHARE for part in left)
    left = [part for part in left if not _is_explained(marked, part, total)]
    if left and not total.level:
        yield Doubt.SUPPOSED
    if any(part.amount.value > total.amount.value for part in left):
        yield Doubt.BEYOND
    # Among shares, and no more with them than the whole, what no word tells is one of them.
    if given and total_of(left) <= total.amount.value:
        return
    if any(part.kind is Kind.PLAIN for part in left):
        yield Doubt.UNEXPLAINED


def _is_borne_out(total: Decimal, left: Sequence[Part]) -> bool:
    """Whether the amounts beside a total, all of them or those of one kind, add up to it."""
    sums = [total_of(left)]
    sums += [total_of(part for part in left if part.kind is kind) for kind in Kind]
    return any(abs(total - one) <= ROUNDING for one in sums)


def _is_explained(marked: Marked, part: Part, total: Part) -> bool:
    """Whether the text says why an amount is not in the total."""
    planned = part.real is False if total.real is None else total.real and not part.real
    if part.asked or planned or part.of_the_centre or part.head == "in":
        return True
    if (part.granted and total.level is Level.STRONG) or (part.income and not total.income):
        return True  # what came in, beside what it costs
    if total.of_the_action and not part.of_the_action:
        return True
    return 0 < part.amount.value < total.amount.value and _is_some_of(marked, part, total)


def _is_some_of(marked: Marked, part: Part, total: Part) -> bool:
    """Whether the total is told to be so many times an amount, or more: "5 000 € sur 9 000 €"."""
    start, end = part.amount.start, part.amount.end
    before = marked.plain[max(0, start - _NEAR) : start]
    if _OUT_OF.search(marked.plain, end, total.amount.start) or _WHAT_IS_LEFT.search(before):
        return True
    if _FOR_EACH.match(marked.plain, end):
        return True
    # "10 000 € par an sur 3 ans, soit 30 000 €".
    return any(one.value * part.amount.value == total.amount.value for one in marked.counts)


def _is_dear(marked: Marked, price: Amount, whole: Decimal) -> bool:
    """Whether a price is large, and nothing is so many times that: no "150 € x 10, 1 500 €"."""
    if price.value < _LARGE or price.high is not None or is_plainly_a_price(marked, price):
        return False
    others = [one.value for one in marked.amounts if not one.unit and one.value > price.value]
    return not any(value % price.value == 0 for value in (*others, whole) if value)


def _may_be_money(marked: Marked, number: Number) -> bool:
    """Whether a number that was taken for no money is as round as money often is."""
    if number.written == "words" or number.is_article or number.value < _LEAST_UNREAD:
        return False
    if marked.plain.startswith(("|", " |"), number.end):
        return False  # a cell of a column that is not the one to read
    ends = NO_NOUN.match(marked.plain, number.end) or _LABEL_NEXT.match(marked.plain, number.end)
    if not (ends or marked.names_funder(number.end + 1)):
        return False
    return number.value % 10 == 0 and not _FIRST_YEAR <= number.value <= _LAST_YEAR


def _of_a_sum(marked: Marked, holders: Sequence[Part], left: Sequence[Part]) -> Iterator[Doubt]:
    """Yield what speaks against a sum that the text does not state."""
    shares = any(part.kind is Kind.SHARE for part in holders)
    if shares and has_products(marked):
        yield Doubt.PRODUCTS
    if shares and left:
        yield Doubt.LEFT_OUT
    if not all(part.amount.sure for part in holders) and any(
        _may_be_money(marked, number) for number in marked.counts
    ):
        yield Doubt.UNREAD
    if len(holders) < 2 or all(part.added for part in holders[1:]):
        return
    most = max(part.amount.value for part in holders)
    bought = any(part.kind is Kind.EXPENSE for part in holders)
    for part in holders:
        if part.level and part.kind is Kind.PLAIN and (bought or part.amount.value == most):
            yield Doubt.CALLED
    plain = any(part.kind is Kind.PLAIN for part in holders)
    told = _TELLS_APART if plain else _TELLS_SHARES_APART
    for one, other in pairwise(part.amount for part in holders):
        beside = marked.next_after(one.end) == other.start
        if beside and told.search(marked.plain, one.end, other.start):
            yield Doubt.TOLD_APART
