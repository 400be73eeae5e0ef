"""What each amount of a text is: a total, what one funder gives, what is bought, or just money."""

import re
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Final

from essaim.sheets.figures import money_words as words
from essaim.sheets.figures.funders import Funder
from essaim.sheets.figures.money_givers import giver_of, label_of, strong_funders
from essaim.sheets.figures.money_marks import Amount, Marked
from essaim.sheets.figures.money_places import Around, surroundings

_HOLDS: Final = re.compile(r"[^0-9\n;]{0,40}?\bdont\b")
_EXPENSE_BEHIND: Final = re.compile(
    r" ?(?:de |d'|du |des |en |pour (?:les? |la |l'|des |du |de )?|\()?.{0,20}?"
    + words.EXPENSE.pattern
)
_YEAR: Final = re.compile(r"((?:19|20)[0-9]{2})\D{0,20}$")
_EXPLAINS: Final = re.compile(r"[^,;\n0-9]{0,50}?(?:[(:]|\bdont\b)")


class Kind(Enum):
    """What an amount that is no total is."""

    SHARE = "share"
    EXPENSE = "expense"
    PLAIN = "plain"


class Level(IntEnum):
    """How plainly the words say that an amount is the total."""

    NONE = 0
    MEDIUM = 1  # "coût de l'action : 5 000 €"
    STRONG = 2  # "budget total", "en tout", "soit 5 000 €"


@dataclass(frozen=True, slots=True)
class Part:
    """An amount and what it is.

    `inside` when the text says that a larger amount holds it ("dont"), `outside` when it is left
    out of what is counted ("hors", refused). `head` is "in" or "out" below a heading of incomes
    or of expenses, else "". `real` is True, False or None: spent, planned, not said.
    `asked` and `granted` are said of a subsidy; `explains` when what it is made of follows;
    `year` is the one said just before it.
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


def parts_of(marked: Marked) -> list[Part]:
    """Return the amounts that are no unit prices, in order, with what each is."""
    around = surroundings(marked)
    some_listed = any(strong_funders(marked, one.left, one.right) for one in around)
    heads = [(match.start(), match["out"]) for match in words.HEADING.finditer(marked.plain)]
    parts: list[Part] = []
    for place, (amount, one) in enumerate(zip(marked.amounts, around, strict=True)):
        if amount.unit:
            continue
        head = next((out for start, out in reversed(heads) if start < amount.start), False)
        head = "" if head is False else ("out" if head else "in")
        earlier = marked.amounts[:place]
        parts.append(_part(marked, amount, one, earlier, head=head, some_listed=some_listed))
    return parts


def _part(
    marked: Marked,
    amount: Amount,
    around: Around,
    earlier: tuple[Amount, ...],
    *,
    head: str,
    some_listed: bool,
) -> Part:
    plain = marked.plain
    left = plain[around.left : amount.start]
    near = re.split(r"[,;\n]", left)[-1]
    right = plain[amount.end : around.right]
    wide = plain[around.wide_left : amount.start]
    funder = giver_of(marked, amount, around)
    named = funder is not None and around.left <= funder.start < amount.start
    level = _level(marked, amount, around, () if named else earlier)
    if words.HEADING_ONLY.fullmatch(left):
        head = "out" if words.SPENDING.search(left) else "in"
    if level is Level.MEDIUM and funder and _after_total_word(funder, marked, amount, around):
        level = Level.NONE
    if level is Level.NONE and not funder and _HOLDS.match(plain, amount.end, around.right + 30):
        level = Level.MEDIUM
    bought = head == "out" or bool(words.EXPENSE.search(left))
    said = funder.label if funder else None
    if level is Level.NONE and not funder and not bought:
        said = label_of(marked, amount, around, head=head, some_listed=some_listed)
    given = bool(said) or (head == "in" and level is Level.NONE and not bought)
    return Part(
        amount=amount,
        kind=_kind(right, given=given, bought=bought),
        level=level,
        funder=said,
        inside=bool(earlier)
        and _is_inside(plain[earlier[-1].end : amount.start], wide, given=bool(funder)),
        outside=bool(words.OUTSIDE.search(near) or words.OUTSIDE_BEHIND.match(plain, amount.end)),
        head=head,
        real=_real(left, right),
        asked=bool(words.ASKED.search(left) or words.ASKED.search(right)),
        granted=bool(words.GRANTED.search(left) or words.GRANTED.search(right)),
        explains=bool(_EXPLAINS.match(plain, amount.end)),
        year=int(year[1]) if (year := _YEAR.search(left)) else None,
    )


def _kind(right: str, *, given: bool, bought: bool) -> Kind:
    """Return what an amount is that is no total."""
    if given:
        return Kind.SHARE
    return Kind.EXPENSE if bought or _EXPENSE_BEHIND.match(right) else Kind.PLAIN


def _is_inside(gap: str, wide: str, *, given: bool) -> bool:
    """Whether an amount is part of the one before: "dont 500 €", "36 000 € (12 000 € par an)"."""
    return bool(words.INSIDE.search(wide)) or (gap.strip() == "(" and not given)


def _level(marked: Marked, amount: Amount, around: Around, earlier: tuple[Amount, ...]) -> Level:
    """Return how plainly the words say that this is the total."""
    plain = marked.plain
    left = plain[around.left : amount.start]
    right = plain[amount.end : around.right]
    wide = plain[around.wide_left : amount.start]
    if words.SUBTOTAL.search(left):
        return Level.MEDIUM
    if words.STRONG_TOTAL.search(left) or words.STRONG_BEHIND.match(plain, amount.end):
        return Level.STRONG
    if earlier and words.SOIT.search(left) and amount.value >= max(one.value for one in earlier):
        return Level.STRONG
    if words.HEADING_ONLY.fullmatch(left):
        return Level.MEDIUM
    for text in (left, wide) if not words.INCOME.search(left) else (left,):
        found = list(words.MEDIUM_TOTAL.finditer(text))
        bought = words.EXPENSE.search(text, found[-1].end() if found else 0)
        whole = bought and found and words.EVENT.fullmatch(bought[0])
        if found and (not bought or whole):
            return Level.MEDIUM
        if bought:
            break
        if text is wide and words.STRONG_TOTAL.search(text):
            return Level.STRONG
    return Level.MEDIUM if re.match(r" de budget\b", right) else Level.NONE


def _after_total_word(funder: Funder, marked: Marked, amount: Amount, around: Around) -> bool:
    """Whether a funder stands between the word for a total and the amount: "Budget Caf 3000"."""
    if funder.start > amount.start:
        return False
    found = list(words.MEDIUM_TOTAL.finditer(marked.plain, around.left, amount.start))
    return not found or funder.start > found[-1].start()


def _real(left: str, right: str) -> bool | None:
    """Whether an amount is said to be spent, or planned."""
    for text in (left, right[:20]):
        if words.REAL.search(text):
            return True
        if words.PLANNED.search(text):
            return False
    return None
