"""Which numbers of a text are money, and which are years, counts, postcodes, percentages."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import islice, takewhile
from typing import Final

from essaim.sheets.figures import money_numbering as numbering
from essaim.sheets.figures import money_words as words
from essaim.sheets.figures.funders import funder_at, funders_in
from essaim.sheets.figures.numbers import Number, numbers_of
from essaim.sheets.guard_reading import Reading

_CURRENCY: Final = re.compile(
    r" {0,3}(?:€(?:uros?|s)?|(?:d'|de )?euros?\b|eurs?\b|eu?ro?s?\b|d'€|e(?![a-z0-9'-]))"
)
_CURRENCY_BEFORE: Final = re.compile(r"(?:€|\beuros?|\beur) ?:? ?$")
_CENTIMES: Final = re.compile(r" ?(?:centimes?|cts?)\b")
_CENTS_BEHIND: Final = re.compile(
    r" ?(?:et )?([0-9]{2})(?: ?(?:cts?|centimes?)\b)?(?= *(?:$|[\n;)(.]|,(?![0-9])))"
)
_PERCENT: Final = re.compile(r" ?(?:%|pour ?cents?\b|p\. ?100)")
_FRANCS: Final = re.compile(r" ?(?:francs?|frs?|ff|f)\b")

_SIGN_INSIDE: Final = re.compile(r"€|eur")
_DIGIT: Final = re.compile("[0-9]")
_ENTRY_ENDS: Final = re.compile("[\n;,]")
_GLUED: Final = re.compile(r"[0-9][-/]")
_LABEL_END: Final = re.compile(r" ?[:=(\-]")
_COLON: Final = re.compile(r"[:=] ?$")
_WORD_BEFORE: Final = re.compile(r"[a-z)] ?:? $")
_FOUR_DIGITS: Final = re.compile(r"[0-9]{4}(?![0-9.,])")
# The years in which sheets are written.
_FIRST_YEAR: Final = 2005
_LAST_YEAR: Final = 2035

_TIMES_BEFORE: Final = re.compile(
    rf"[0-9](?P<bare>)? ?{words.TIMES} ?$|[0-9] {words.SESSIONS} ?{words.TIMES} ?$"
)
_FACTOR_BEHIND: Final = re.compile(
    rf" ?{words.TIMES} ?[0-9]{{1,3}} ?{words.SESSIONS}\b[^0-9\n]{{0,20}}(?:=|soit)"
)
_CENTS: Final = re.compile(r"[0-9][.,][0-9]{2}$")
# "CB DECATHLON 84,90\nCB LIDL 36,15": the first of the lines of a bank.
_NEXT_CENTS: Final = re.compile(r" ?\n[^\n]{3,80}[0-9][.,][0-9]{2} ?(?:\n|$)")
TIME: Final = re.compile(r"\b(?:ans?\b|annee|annuel|mois|trimestr|semestr|mensuel)")
_EQUALS: Final = re.compile(r" ?(?:=|soit\b)")
# "Vendu 3 €, 212 ont déjà été vendus".
_HAVE: Final = re.compile(r" (?:ont|sont) (?:deja |tous |toutes )?(?:ete |[a-z]+us?\b)")
_MINUTES: Final = re.compile(r" ?(?:min|mn|h)\b")
_LEAST_FACTOR: Final = 5
# No sheet gives more amounts; a text made of them must not take a second.
_MOST_AMOUNTS: Final = 150
_MOST_NUMBERS: Final = 1_500
_BEFORE: Final = 60
_BARE_LEAST: Final = 100
_BARE_MOST: Final = 10**8
_BREAK: Final = re.compile(
    r"[\n;•]|(?<= )[!?](?=\s+[A-ZÀ-Ý«])"
    r"|(?<=[a-zà-ÿ0-9)€%»\"A-Z])(?<![ .][A-Za-z])(?<!\b[Ss]t)(?<!\benv)(?<!\b[Ee]x)"
    r"(?<!\b[Cc]ons)(?<!\b[Rr][eé]g)(?<!\b[Dd][eé]p)(?<!\b[Ss]ubv)[.!?…]"
    r"(?=\s+[A-ZÀ-Ý«\"-]|\s*$)"
)
# Some write no capital at all: a sentence then ends at a full stop behind a long word or a sign.
_BREAK_WITHOUT_CAPITALS: Final = re.compile(
    r"[\n;•]|(?:(?<=[a-zà-ÿ]{5})|(?<=[€)%0-9]))[.!?…](?=\s+[a-zà-ÿ«\"-]|\s*$)"
)
_CAPITAL: Final = re.compile(r"[A-ZÀ-Ý]")


@dataclass(frozen=True, slots=True)
class Amount:
    """Euros, from `start` to `end` in the plain text, their sign included.

    `high` is the other end of a range. `sure` when a sign or word says that it is money; `unit`
    when it is the price of one thing, person or session; `repeats` when its words say "as much".
    """

    start: int
    end: int
    value: Decimal
    high: Decimal | None
    sure: bool
    unit: bool = False
    repeats: bool = False


class Marked:
    """A text with what its numbers are: `amounts` of money, `counts` of anything else."""

    def __init__(self, reading: Reading) -> None:
        self.plain = reading.plain
        self.source = reading.source
        self.amounts: tuple[Amount, ...] = ()
        self.counts: tuple[Number, ...] = ()
        self._mark()

    @cached_property
    def breaks(self) -> list[int]:
        """The places where a sentence, a line or an item of a list ends."""
        pattern = _BREAK if _CAPITAL.search(self.source) else _BREAK_WITHOUT_CAPITALS
        return [match.start() for match in pattern.finditer(self.source)]

    def counts_between(self, start: int, end: int) -> Iterator[Number]:
        """Yield the numbers that are no money between two places."""
        first = bisect_left(self.counts, start, key=lambda one: one.start)
        yield from takewhile(lambda one: one.end <= end, islice(self.counts, first, None))

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Return where the sentence around a place begins and ends."""
        first = bisect_left(self.breaks, start)
        last = bisect_left(self.breaks, end)
        begin = self.breaks[first - 1] + 1 if first else 0
        return begin, self.breaks[last] if last < len(self.breaks) else len(self.plain)

    def last_before(self, place: int) -> int | None:
        """Return where the last amount that ends before a place ends."""
        last = self.amount_before(place)
        return last.end if last else None

    def amount_before(self, place: int) -> Amount | None:
        """Return the last amount that begins before a place."""
        first = bisect_left(self.amounts, place, key=lambda one: one.start)
        return self.amounts[first - 1] if first else None

    def next_after(self, place: int) -> int:
        """Return where the first amount that begins from a place on begins, else the end."""
        first = bisect_left(self.amounts, place, key=lambda one: one.start)
        return self.amounts[first].start if first < len(self.amounts) else len(self.plain)

    @cached_property
    def tells_time(self) -> bool:
        """Whether some word of the text could say for how long."""
        return TIME.search(self.plain) is not None

    @cached_property
    def hints(self) -> frozenset[str]:
        """Names of `words.HINTS` of which the text has a stem: patterns without are not tried."""
        plain = self.plain
        found = set()
        for name, stems in words.HINTS.items():
            for stem in stems:
                if stem in plain:
                    found.add(name)
                    break
        return frozenset(found)

    def breaks_between(self, start: int, end: int) -> list[int]:
        """Return the breaks from a place to before another."""
        return self.breaks[bisect_left(self.breaks, start) : bisect_left(self.breaks, end)]

    def _mark(self) -> None:
        numbers = numbers_of(self.plain)
        found: list[Amount] = []
        counts: list[Number] = []
        taken = 0
        for number in numbers[:_MOST_NUMBERS]:
            if number.start < taken:
                continue
            amount = self._amount(number, taken) if len(found) < _MOST_AMOUNTS else None
            if amount:
                found.append(amount)
                taken = amount.end
            else:
                counts.append(number)
                taken = number.end
        self.counts = tuple(counts)
        self.amounts = tuple(found)

    def _amount(self, number: Number, taken: int) -> Amount | None:
        """Return the number as money, if it is."""
        plain, start, end = self.plain, number.start, number.end
        if _PERCENT.match(plain, end) or _FRANCS.match(plain, end):
            return None
        if _SIGN_INSIDE.search(plain, start, end):
            return Amount(start, end, number.value, number.high, sure=True)  # 2€50
        if plain.startswith("00", start) and not number.value:
            return None  # the end of a number cut
        sign = _CURRENCY.match(plain, end)
        if sign and not (number.is_article and sign[0].strip() == "e"):
            return self._signed(number, sign.end())
        centimes = _CENTIMES.match(plain, end)
        if centimes and number.is_article:
            return None  # "pas un centime"
        if centimes:
            value = number.value / 100
            return Amount(start, centimes.end(), value, None, sure=True, unit=True)
        before = plain[max(taken, start - _BEFORE) : start]
        signed = bool(_CURRENCY_BEFORE.search(before))
        listed = taken > 0 and start - taken < _BEFORE
        if not signed and not self._is_bare_money(number, before, listed=listed):
            return None
        return Amount(start, end, number.value, number.high, sure=signed or number.scaled)

    def _signed(self, number: Number, end: int) -> Amount:
        """Return the amount whose sign ends there, with its centimes: "3 248 € 50"."""
        value = number.value
        cents = _CENTS_BEHIND.match(self.plain, end)
        if cents and value == value.to_integral_value() and number.high is None:
            value += Decimal(f"0.{cents[1]}")
            end = cents.end()
        return Amount(number.start, end, value, number.high, sure=True)

    def _is_bare_money(  # noqa: PLR0911 (the first of the signs that holds)
        self, number: Number, before: str, *, listed: bool
    ) -> bool:
        """Whether a number without a sign of money is money: large, and counting nothing else."""
        if number.value > _BARE_MOST or number.is_article or self._is_year(number, before):
            return False
        if self._is_a_factor(number):
            return True
        if _MINUTES.match(self.plain, number.end) or self._is_a_name(number, before):
            return False
        if self._writes_signs and _HAVE.match(self.plain, number.end):
            return False
        plain, end = self.plain, number.end
        ended = bool(numbering.NO_NOUN.match(plain, end)) or self.names_funder(end)
        told = listed or bool(_COLON.search(before)) or before.endswith("|")
        told = told or _NEXT_CENTS.match(plain, end) is not None
        if ended and told and _CENTS.search(plain, number.start, end):
            return True
        if self._is_a_count(number, before, listed=listed):
            return False
        if not ended:
            return self._is_before_a_label(number, before, listed=listed)
        if number.value >= _BARE_LEAST or self._labelled(number, before):
            return True
        return (
            listed and number.value >= numbering.LEAST_LISTED and self._is_in_a_list(number, before)
        )

    def _is_before_a_label(self, number: Number, before: str, *, listed: bool) -> bool:
        """Whether the word behind begins the next label: "Sub Caf : 1 000 Sub Ville : 500".

        What stands before is believed more than that word.
        """
        if number.value < _BARE_LEAST:
            return False
        if numbering.PERSONS_BEHIND.match(self.plain, number.end) and not (
            listed and numbering.GIVE_NEXT.match(self.plain, number.end)
        ):
            return False
        return self._labelled(number, before) or self._is_in_a_chain(number, before)

    def _is_in_a_list(self, number: Number, before: str) -> bool:
        """Whether a small number is one more of a list: "tapis 230, musique 45"."""
        if numbering.IN_SOMETHING.match(self.plain, number.end):
            return True
        if self._writes_signs or not numbering.ENTRY_ENDS.match(self.plain, number.end):
            return False
        label = numbering.ENTRY_LABEL.search(before)
        return label is not None and not numbering.COUNTED.search(label[1])

    @cached_property
    def _writes_signs(self) -> bool:
        """Whether amounts have their sign here: a number without is another thing."""
        return _SIGN_INSIDE.search(self.plain) is not None

    def _is_in_a_chain(self, number: Number, before: str) -> bool:
        """Whether it is one of "SUBV VILLE 2 500 SUBV CAF 1 800": labels and numbers in turn."""
        behind = numbering.NEXT_LABEL.match(self.plain, number.end)
        if not behind or not numbering.ENDS_A_LABEL.search(before):
            return False
        label = before[-numbering.LONGEST_LABEL :]
        start = number.start - len(label)
        money = words.INCOME.search(label) or words.EXPENSE.search(label)
        return bool(money) or bool(funders_in(self.plain, self.source, start, number.start))

    def _is_a_factor(self, number: Number) -> bool:
        """Whether it is what one thing costs: "10 ateliers x 75", "75 x 10 ateliers = 750 €"."""
        if number.value < _LEAST_FACTOR or number.is_range:
            return False
        behind = self.plain[number.end : number.end + 40]
        if _FACTOR_BEHIND.match(behind):
            return True
        times = _TIMES_BEFORE.search(self.plain, max(0, number.start - 24), number.start)
        if (
            not times
            or not numbering.NO_NOUN.match(self.plain, number.end)
            or _MINUTES.match(behind)
        ):
            return False
        return not times["bare"] or _EQUALS.match(behind) is not None

    def _is_a_name(self, number: Number, before: str) -> bool:
        """Whether it names something: a postcode, a quotient, the 42 of "Caf 42 :"."""
        if numbering.NAMED_BEFORE.search(before) or _GLUED.match(
            self.plain, max(0, number.start - 2)
        ):
            return True
        if self._is_a_code(number, before):
            return True
        if number.end - number.start == 5 and numbering.STREET_BEFORE.search(before):
            return True
        coded = numbering.NUMBERED_BEFORE.search(before) and _LABEL_END.match(
            self.plain, number.end
        )
        return bool(coded) and number.value < 1_000

    def _is_a_code(self, number: Number, before: str) -> bool:
        """Whether it names an account, a chapter, a file."""
        plain, start, end = self.plain, number.start, number.end
        if number.is_range or not numbering.CODE.match(plain, start):
            return False
        if numbering.CODE_ENDS.match(plain, end) and number.value < 100_000:
            return not self._is_labelled_sum(number, before)
        coded = numbering.CODED_BEFORE.search(before.rstrip())
        if coded and coded[0][-1] in "([":
            account = plain.startswith(")", end) and numbering.ACCOUNT.match(plain, start)
            return bool(account) and not self._is_alone(number)
        if coded and not (coded["weak"] and number.value % 50 == 0):
            return True
        account = numbering.ACCOUNT.match(plain, start) and numbering.ENTRY_BEFORE.search(before)
        return bool(account) and numbering.ENTRY_BEHIND.match(plain, end) is not None

    def _is_alone(self, number: Number) -> bool:
        """Whether no other number stands in its entry: "récolté par les jeunes (765)"."""
        before = _ENTRY_ENDS.split(self.plain[max(0, number.start - _BEFORE) : number.start])[-1]
        behind = _ENTRY_ENDS.split(self.plain[number.end : number.end + _BEFORE], 1)[0]
        return not _DIGIT.search(before + behind)

    def _is_labelled_sum(self, number: Number, before: str) -> bool:
        """Whether it is the last of "Caf 2000, Etat 1000 : 3000", and no code before its amount."""
        if number.value < _BARE_LEAST or numbering.ACCOUNT.match(self.plain, number.start):
            return False
        label = re.split(r"[,;\n+/|]", before)[-1]
        if not numbering.ENDS_A_LABEL.search(label) or numbering.CODED_BEFORE.search(
            label.rstrip()
        ):
            return False
        start = number.start - len(label)
        money = words.INCOME.search(label) or words.EXPENSE.search(label)
        return bool(money) or bool(funders_in(self.plain, self.source, start, number.start))

    def _is_a_count(self, number: Number, before: str, *, listed: bool) -> bool:
        """Whether it counts persons: "Participants : 120", "une centaine"."""
        if number.written == "words" and number.approximate:
            return "aine" in self.plain[number.start : number.end]
        # An amount before it on the line makes it one more of a list.
        alone = "\n" in before or not listed
        alone = alone and not self.plain.startswith(("|", " |"), number.end)
        alone = alone and not (
            number.value >= _BARE_LEAST and numbering.GIVEN_BEFORE.search(before)
        )
        if alone and number.value < 1_000 and numbering.COUNTED_BEFORE.search(before):
            return True
        return numbering.PERSONS_BEHIND_DE.match(self.plain, number.end) is not None

    def _labelled(self, number: Number, before: str) -> bool:
        """Whether what stands before says that a small number is money: "Caf : 80"."""
        if number.value < 10 or not _COLON.search(before):
            return False
        label = re.split(r"[,;\n]", before)[-1]
        if words.INCOME.search(label) or words.BUDGET.search(label):
            return True
        start = number.start - len(label)
        return any(one.listed for one in funders_in(self.plain, self.source, start, number.start))

    def names_funder(self, place: int) -> bool:
        """Whether a funder is named right there: "2000 Caf", "1 500 ville"."""
        found = funder_at(self.plain, self.source, place)
        if found is None:
            return False
        return not numbering.MANY_OF_THEM.fullmatch(self.plain[found.start : found.end])

    def _is_year(self, number: Number, before: str) -> bool:
        """Whether it is a year, or years."""
        written = self.plain[number.start : number.end]
        if written.startswith("0"):
            return number.value < 100
        ends = [number.value, number.high or number.value]
        if number.scaled or not all(1900 <= end <= 2100 for end in ends):
            return False
        if not _FOUR_DIGITS.match(written):
            return False
        if number.is_range or numbering.YEAR_BEFORE.search(before):
            return True
        if number.value % 100 == 0 or number.value > _LAST_YEAR:
            return False
        # "Ville : 1950" is money, "Ville : 2014" is not.
        rounded = number.value % 10 == 0 and not _FIRST_YEAR <= number.value <= _LAST_YEAR
        return not (rounded and _WORD_BEFORE.search(before))
