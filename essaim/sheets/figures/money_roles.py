"""What each amount of a text is: a total, what one funder gives, what is bought, or just money."""

import re
from dataclasses import dataclass, replace
from enum import Enum, IntEnum
from typing import Final

from essaim.sheets.figures import money_words as words
from essaim.sheets.figures.funders import Funder
from essaim.sheets.figures.money_givers import giver_of, label_of, strong_funders
from essaim.sheets.figures.money_marks import Amount, Marked
from essaim.sheets.figures.money_places import Around, surroundings
from essaim.sheets.figures.money_tables import sides_of

_HOLDS: Final = re.compile(r"[^0-9\n;]{0,40}?\bdont\b")
_EXPENSE_BEHIND: Final = re.compile(
    r" ?(?:de |d'|du |des |en |pour (?:les? |la |l'|des |du |de )?|\()?.{0,20}?"
    + words.EXPENSE.pattern
)
_YEAR_BEHIND: Final = re.compile(r" ?\(?(?:en|pour|pour l'annee) (20[0-9]{2})\b")
_OF_WHAT_IS_GIVEN: Final = re.compile(
    rf"{words.INCOME.pattern}.{{0,60}}\b(?:montant|enveloppe|hauteur) (?:totale? )?de $"
)
_YEAR: Final = re.compile(r"(20[0-9]{2})\D{0,20}$")
_PIECES: Final = re.compile(r"[,;\n]")
_TAX_BEFORE: Final = re.compile(r"\b(ttc|ht) ?:? ?$")
_TAX: Final = re.compile(r" ?(ttc|ht)\b")
_EXPLAINS: Final = re.compile(r"[^,;)\n0-9]{0,50}?(?:[(:]|\bdont\b)")


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
    `year` is the one said beside it. `of_the_centre` when it is what the whole centre has,
    `of_the_action` when it is said to be for the action. `income` when a word for what is given
    stands before it; `added` by a plus sign to the one before. `taxed` is True for TTC, False for
    HT.
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


def parts_of(marked: Marked) -> list[Part]:
    """Return the amounts that are no unit prices, in order, with what each is."""
    around = surroundings(marked)
    some_listed = any(strong_funders(marked, one.left, one.right) for one in around)
    headings = list(words.HEADING.finditer(marked.plain))
    heads = [(match.start(), match["out"]) for match in headings]
    sides = sides_of(marked)
    parts: list[Part] = []
    for place, (amount, one) in enumerate(zip(marked.amounts, around, strict=True)):
        if amount.unit:
            continue
        head = next((out for start, out in reversed(heads) if start < amount.start), False)
        head = "" if head is False else ("out" if head else "in")
        head = sides.heads.get(amount.start, head)
        own = _below(marked.plain, one, amount, headings)
        earlier = marked.amounts[:place]
        part = _part(marked, amount, own, earlier, head=head, some_listed=some_listed)
        if amount.start in sides.dropped:
            part = replace(part, outside=True)
        parts.append(part)
    return parts


def _below(plain: str, around: Around, amount: Amount, headings: list[re.Match[str]]) -> Around:
    """Return the words of an amount without the heading of the list it is in.

    "Autofinancement des jeunes : lavage de voitures 260 €": the young people give nothing.
    """
    for match in reversed(headings):
        start, end = match.span()
        if around.left <= start and end < amount.start:
            own = match["own"] and re.search("[a-z]", plain[end : amount.start])
            return replace(around, left=end) if own else around
    return around


def _part(
    marked: Marked,
    amount: Amount,
    around: Around,
    earlier: tuple[Amount, ...],
    *,
    head: str,
    some_listed: bool,
) -> Part:
    plain, hints = marked.plain, marked.hints
    said = _Said.of(marked, amount, around)
    if "heading" in hints and words.HEADING_ONLY.fullmatch(said.left):
        head = "out" if words.SPENDING.search(said.left) else "in"
    funder = giver_of(marked, amount, around)
    level = _level_beside(marked, amount, around, earlier, funder)
    sold = head != "out" and "sold" in hints and bool(words.SALES.search(said.near))
    bought = head == "out" or (head != "in" and not sold and bool(words.EXPENSE.search(said.left)))
    label = funder.label if funder else None
    if level is Level.NONE and not funder and not bought:
        label = label_of(marked, amount, around, head=head, some_listed=some_listed)
    given = bool(label) or (head == "in" and level is Level.NONE and not bought)
    gap = plain[earlier[-1].end : amount.start] if earlier else ""
    return Part(
        amount=amount,
        kind=_kind(said.right, given=given, bought=bought),
        level=level,
        funder=label,
        inside=bool(earlier) and _is_inside(hints, gap, said.wide, given=bool(funder)),
        outside=level is not Level.STRONG and said.is_outside(),
        head=head,
        real=_real(said.left, said.right, hints),
        asked=said.has("asked", words.ASKED),
        granted=said.has("granted", words.GRANTED),
        explains=bool(_EXPLAINS.match(plain, amount.end)),
        year=_year(said.left, said.right),
        of_the_centre=said.is_of_the_centre(),
        added="+" in gap,
        taxed=_taxed(plain, said.left, amount),
        income=bool(words.INCOME.search(said.near)) or "relais" in said.near,
        of_the_action="centre" in hints
        and bool(words.OF_THE_ACTION_BEHIND.match(plain, amount.end)),
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """The words around an amount.

    `left` and `right` are its own, `near` those since the last comma, `wide` those before that may
    speak of it too.
    """

    plain: str
    hints: frozenset[str]
    end: int
    left: str
    near: str
    right: str
    wide: str

    @classmethod
    def of(cls, marked: Marked, amount: Amount, around: Around) -> "_Said":
        """Return the words around an amount of a text."""
        plain = marked.plain
        left = plain[around.left : amount.start]
        return cls(
            plain=plain,
            hints=marked.hints,
            end=amount.end,
            left=left,
            near=_PIECES.split(left)[-1],
            right=plain[amount.end : around.right],
            wide=plain[around.wide_left : amount.start],
        )

    def has(self, hint: str, pattern: re.Pattern[str]) -> bool:
        """Whether a pattern, of which the text has some sign, stands on either side."""
        return hint in self.hints and bool(pattern.search(self.left) or pattern.search(self.right))

    def is_outside(self) -> bool:
        """Whether the amount is said to be left out, or refused."""
        if "outside" not in self.hints:
            return False
        behind = words.OUTSIDE_BEHIND.match(self.plain, self.end)
        return bool(words.OUTSIDE.search(self.near) or behind)

    def is_of_the_centre(self) -> bool:
        """Whether it is said to be what the whole centre has."""
        if "centre" not in self.hints:
            return False
        behind = words.OF_THE_CENTRE_BEHIND.match(self.plain, self.end)
        return bool(words.OF_THE_CENTRE.search(self.wide) or behind)


def _level_beside(
    marked: Marked,
    amount: Amount,
    around: Around,
    earlier: tuple[Amount, ...],
    funder: Funder | None,
) -> Level:
    """Return how plainly an amount is the total, given who may be giving it."""
    plain = marked.plain
    left = plain[around.left : amount.start]
    named = funder is not None and around.left <= funder.start < amount.start
    level = _level(marked, amount, around, () if named else earlier)
    if level is Level.MEDIUM and funder:
        behind_the_word = _after_total_word(funder, marked, amount, around)
        return Level.NONE if behind_the_word or _OF_WHAT_IS_GIVEN.search(left) else level
    if level is Level.NONE and not funder and "inside" in marked.hints:
        holds = _HOLDS.match(plain, amount.end, around.right + 30)
        return Level.MEDIUM if holds else level
    return level


def _kind(right: str, *, given: bool, bought: bool) -> Kind:
    """Return what an amount is that is no total."""
    if given:
        return Kind.SHARE
    return Kind.EXPENSE if bought or _EXPENSE_BEHIND.match(right) else Kind.PLAIN


def _is_inside(hints: frozenset[str], gap: str, wide: str, *, given: bool) -> bool:
    """Whether an amount is part of the one before: "dont 500 €", "36 000 € (12 000 € par an)"."""
    if "inside" in hints and words.INSIDE.search(wide):
        return True
    return bool(gap.strip() == "(" and not given)


def _level(  # noqa: PLR0911 (the first of the signs that holds)
    marked: Marked, amount: Amount, around: Around, earlier: tuple[Amount, ...]
) -> Level:
    """Return how plainly the words say that this is the total."""
    plain = marked.plain
    left = plain[around.left : amount.start]
    right = plain[amount.end : around.right]
    wide = plain[around.wide_left : amount.start]
    if "total" in marked.hints and words.SUBTOTAL.search(left):
        return Level.MEDIUM
    if (
        "sur" in left
        and words.OUT_OF_BEFORE.search(left)
        and words.OUT_OF_BEHIND.match(plain, amount.end)
    ):
        return Level.STRONG
    if earlier and earlier[-1].unit and words.SOIT.search(left):
        return Level.NONE  # what so many cost, one of those to add up
    total = "total" in marked.hints and words.STRONG_TOTAL.search(left)
    if total or words.STRONG_BEHIND.match(plain, amount.end):
        return Level.STRONG
    if earlier and words.SOIT.search(left) and amount.value >= max(one.value for one in earlier):
        return Level.STRONG
    if "heading" in marked.hints and words.HEADING_ONLY.fullmatch(left):
        return Level.MEDIUM
    for text in (left, wide) if not words.INCOME.search(left) else (left,):
        found = list(words.MEDIUM_TOTAL.finditer(text))
        bought = words.EXPENSE.search(text, found[-1].end() if found else 0)
        whole = bought and found and words.EVENT.fullmatch(bought[0])
        if found and (not bought or whole):
            return Level.MEDIUM
        if bought:
            break
        if text is wide and "total" in marked.hints and words.STRONG_TOTAL.search(text):
            return Level.STRONG
    return Level.MEDIUM if right.startswith(" de budget") else Level.NONE


def _after_total_word(funder: Funder, marked: Marked, amount: Amount, around: Around) -> bool:
    """Whether a funder stands between the word for a total and the amount: "Budget Caf 3000"."""
    if funder.start > amount.start:
        return False
    found = list(words.MEDIUM_TOTAL.finditer(marked.plain, around.left, amount.start))
    return not found or funder.start > found[-1].start()


def _year(left: str, right: str) -> int | None:
    """Return the year said just before an amount, or just behind."""
    year = _YEAR.search(left) if "20" in left else None
    if year is None and "20" in right:
        year = _YEAR_BEHIND.match(right)
    return int(year[1]) if year else None


def _taxed(plain: str, left: str, amount: Amount) -> bool | None:
    """Whether an amount is said with its taxes, or without."""
    tax = _TAX.match(plain, amount.end) or _TAX_BEFORE.search(left)
    return tax[1] == "ttc" if tax else None


def _real(left: str, right: str, hints: frozenset[str]) -> bool | None:
    """Whether an amount is said to be spent, or planned."""
    for text in (left, right[:20]):
        if "real" in hints and words.REAL.search(text):
            return True
        if "planned" in hints and words.PLANNED.search(text):
            return False
    return None
