"""What each amount of a text is: a total, what one funder gives, what is bought, or just money."""

import re
from dataclasses import dataclass, replace
from typing import Final

from essaim.sheets.figures import money_words as words
from essaim.sheets.figures.funders import Funder
from essaim.sheets.figures.money_givers import giver_of, label_of, strong_funders
from essaim.sheets.figures.money_levels import HOPED, Level, level_of
from essaim.sheets.figures.money_lists import settled
from essaim.sheets.figures.money_marks import Amount, Marked
from essaim.sheets.figures.money_parts import Kind, Part
from essaim.sheets.figures.money_places import Around, surroundings
from essaim.sheets.figures.money_tables import sides_of

_EXPENSE_BEHIND: Final = re.compile(
    r" ?(?:de |d'|du |des |en |pour (?:les? |la |l'|des |du |de )?|\()?.{0,20}?"
    + words.EXPENSE.pattern
)
_YEAR_BEHIND: Final = re.compile(
    r" ?\(?(?:(?:demande|prevu|obtenu|accorde|recu|verse)[es]* )?(?:en|pour|pour l'annee)"
    r" (20[0-9]{2})\b"
)
_YEAR: Final = re.compile(r"(20[0-9]{2})\D{0,20}$")
# Years without their number, the last behind: what they are called in.
_AGO: Final = (
    re.compile(
        r"\b(?:l'an dernier|l'annee (?:derniere|passee|precedente)"
        r"|la premiere (?:annee|edition|fois))[^0-9,;.]{0,25}$"
    ),
    re.compile(
        r"\b(?:cette (?:annee|fois|edition)|celle-ci|la (?:deuxieme|seconde|troisieme)"
        r" (?:annee|edition|fois)|aujourd'hui)[^0-9,;.]{0,25}$"
    ),
)
_AGO_BEHIND: Final = (
    re.compile(
        r"[ (,]*(?:pour )?(?:l'an (?:dernier|passe)|l'annee (?:derniere|passee|precedente))\b"
    ),
    re.compile(r"[ (,]*(?:pour )?cette (?:annee|fois|edition)\b"),
)
_NOW: Final = 9999
# "2 340 € récoltés sur 2 000 € espérés".
_OUT_OF_BEFORE: Final = re.compile(r"\bsur (?:les )?$")
# What the next cell says, if it is a word: "2 500 | notifié".
_NEXT_CELL: Final = re.compile(r" ?\| *([a-z][a-z' ]{3,30})(?=[|\n]|$)")
_PIECES: Final = re.compile(r"[,;\n]")
_TAX_BEFORE: Final = re.compile(r"\b(ttc|ht|tva)(?: ?\(?[0-9,.]{1,4} ?%\)?)? ?:? ?$")
_TAX: Final = re.compile(r" ?(?:de )?(ttc|ht|tva)\b(?! ?:? ?[0-9])")
_EXPLAINS: Final = re.compile(r"[^,;)\n0-9]{0,50}?(?:\((?! ?[0-9]+ ?%)|:|\bdont\b)")


def parts_of(marked: Marked) -> list[Part]:
    """Return the amounts that are no unit prices, in order, with what each is."""
    around = surroundings(marked)
    some_listed = any(strong_funders(marked, one.left, one.right) for one in around)
    headings = list(words.HEADING.finditer(marked.plain))
    heads = [(match.start(), match["out"]) for match in headings]
    sides = sides_of(marked)
    parts: list[Part] = []
    price: tuple[Amount, Around] | None = None
    for place, (amount, one) in enumerate(zip(marked.amounts, around, strict=True)):
        if amount.unit:
            price = (amount, one)
            continue
        head = next((out for start, out in reversed(heads) if start < amount.start), False)
        head = "" if head is False else ("out" if head else "in")
        head = sides.heads.get(amount.start, head)
        own = _below(marked.plain, one, amount, headings)
        earlier = marked.amounts[:place]
        part = _part(marked, amount, own, earlier, head=head, some_listed=some_listed)
        if price and part.kind is Kind.PLAIN and not part.level:
            part = _by_price(marked, part, *price)
        price = None
        if amount.start in sides.dropped:
            part = replace(part, outside=True)
        parts.append(part)
    return settled(marked, parts)


def _by_price(marked: Marked, part: Part, price: Amount, around: Around) -> Part:
    """Return a product as a share, if who gives the price is named: "la ville, 5 € par enfant"."""
    made = words.SOIT.search(marked.plain, price.end, part.amount.start)
    funder = giver_of(marked, price, around) if made else None
    return replace(part, kind=Kind.SHARE, funder=funder.label) if funder and funder.listed else part


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
    level = level_of(marked, amount, around, earlier, funder)
    sold = head != "out" and "sold" in hints and bool(words.SALES.search(said.near))
    bought = head == "out" or (head != "in" and not sold and bool(words.EXPENSE.search(said.left)))
    label = funder.label if funder else None
    if level is Level.NONE and not funder and not bought:
        label = label_of(marked, amount, around, head=head, some_listed=some_listed)
    given = bool(label) or (head == "in" and level is Level.NONE and not bought)
    gap = plain[earlier[-1].end : amount.start] if earlier else ""
    return Part(
        amount=amount,
        weak=_is_weak(plain, said, funder, label, head),
        buys=bool(funder) and bought,
        kind=_kind(said.right, given=given, bought=bought),
        level=level,
        funder=label,
        inside=bool(earlier) and _is_inside(said, earlier[-1], gap, given=bool(funder)),
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
        of_the_action=said.is_of_the_action(),
    )


def _is_weak(
    plain: str, said: "_Said", funder: Funder | None, label: str | None, head: str
) -> bool:
    """Whether only its place in a list, or a name of two meanings, makes an amount a share."""
    if funder:
        return plain.startswith("prestation", funder.start) and not said.is_given()
    return label is not None and head != "in" and not said.is_given()


@dataclass(frozen=True, slots=True)
class _Said:
    """The words around an amount.

    `left` and `right` are its own, `near` those since the last comma, `wide` those before that may
    speak of it too, `makes` those before the price that an amount is so many times.
    """

    plain: str
    hints: frozenset[str]
    end: int
    left: str
    near: str
    right: str
    wide: str
    makes: str

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
            makes=_before_product(marked, amount),
        )

    def has(self, hint: str, pattern: re.Pattern[str]) -> bool:
        """Whether a pattern, of which the text has some sign, stands on either side."""
        if hint not in self.hints:
            return False
        cell = _NEXT_CELL.match(self.plain, self.end)
        right = cell[1] if cell else self.right
        return bool(pattern.search(self.left) or pattern.search(right))

    def is_given(self) -> bool:
        """Whether a word for what is given, or for what is sold, stands beside it."""
        sides = (self.near, self.right[:40])
        return any(words.INCOME.search(one) or words.SALES.search(one) for one in sides)

    def is_outside(self) -> bool:
        """Whether the amount is said to be left out, or refused."""
        if "outside" not in self.hints:
            return False
        if words.OUTSIDE_BEHIND.match(self.plain, self.end):
            return True
        if HOPED.match(self.plain, self.end) and _OUT_OF_BEFORE.search(self.left):
            return True
        if self.makes and words.VALUED.search(self.makes):
            return True
        found = words.OUTSIDE.search(self.near)
        return bool(found) and words.without_left_out(self.wide) == self.wide

    def is_of_the_action(self) -> bool:
        """Whether it is said to be for the action, or what the action costs."""
        if words.OF_THE_ACTION.search(self.left):
            return True
        behind = words.OF_THE_ACTION_BEHIND.match(self.plain, self.end)
        return "centre" in self.hints and behind is not None

    def is_of_the_centre(self) -> bool:
        """Whether it is said to be what the whole centre has."""
        if "centre" not in self.hints:
            return False
        behind = words.OF_THE_CENTRE_BEHIND.match(self.plain, self.end)
        return bool(words.OF_THE_CENTRE.search(self.wide) or behind)


def _before_product(marked: Marked, amount: Amount) -> str:
    """Return the words before "120 h x 9,67 €" where an amount is what those make, else none."""
    last = marked.amount_before(amount.start)
    if last is None or not last.unit:
        return ""
    if not words.SOIT.search(marked.plain, last.end, amount.start):
        return ""
    before = marked.plain[marked.sentence(last.start, last.end)[0] : last.start]
    return before.rsplit(". ", 1)[-1]


def _kind(right: str, *, given: bool, bought: bool) -> Kind:
    """Return what an amount is that is no total."""
    if given:
        return Kind.SHARE
    return Kind.EXPENSE if bought or _EXPENSE_BEHIND.match(right) else Kind.PLAIN


def _is_inside(said: "_Said", last: Amount, gap: str, *, given: bool) -> bool:
    """Whether an amount is part of the one before: "dont 500 €", "36 000 € (12 000 € par an)"."""
    if "inside" in said.hints and words.INSIDE.search(said.wide):
        return True
    return gap.strip() == "(" and not given and not last.unit


def _year(left: str, right: str) -> int | None:
    """Return the year said just before an amount, or just behind."""
    for number, (told, told_behind) in enumerate(zip(_AGO, _AGO_BEHIND, strict=True)):
        if told.search(left) or told_behind.match(right):
            return number * _NOW
    if "report" in left:
        return None  # what is left of that year is this one's
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
