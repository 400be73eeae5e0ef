"""A text about people as its reader sees it: words with their roles, numbers, signs, in order."""

import re
from decimal import Decimal
from functools import lru_cache
from string import digits
from typing import Final, NamedTuple

from essaim.sheets.figures.numbers import Number, numbers_of, reading_of
from essaim.sheets.figures.roles import role_of, singular
from essaim.sheets.figures.roles_words import Role
from essaim.sheets.guard_reading import Reading

# "salarié(e)s", "animateurs/trices", "bénévole·s": what follows the word says nothing new.
_TAIL: Final = (
    r"(?:(?:\((?:es?|s|nes?|trices?|rices?|euses?|ieres?|eres?)\)"
    r"|[/·.•∙-](?:es?|s|nes?|trices?|rices?|euses?|ieres?|eres?)(?![a-z0-9]))+s?)?"
)
_TOKEN: Final = re.compile(
    rf"(?P<word>[a-z][a-zœæ]*(?:-[a-z]+)*)(?P<tail>{_TAIL})|(?P<digits>[0-9]+)"
    r"|(?P<sign>=>|->|\+/-|[^\sa-z0-9'])|(?P<line>\n)"
)
_INCLUSIVE: Final = re.compile(r"-(?:es?|s|nes?|trices?|rices?|euses?|ieres?)(?:-s)?$")
LINE: Final = "\n"
# "un(e)", "une/un", "un·e".
_ARTICLE_TAIL: Final = re.compile(r"(?:\(e\)|[·.•∙-]e|/une?)(?![a-z0-9])")
# Behind "CS :" numbers are taken for a postcode's, but few are those of a centre.
_CENTRE: Final = re.compile(r"\bcs ?: ?$")
_BEYOND: Final = 32  # farther than any rule looks
_LONGEST: Final = 60  # signs of a word that names anybody
_new: Final = tuple.__new__  # what it takes is known to be right, and tokens are many


class Token(NamedTuple):
    """A word, a number, a sign or the end of a line, and its place in the plain text.

    `word` is plain: no accent, no capital; empty for numbers. `stem` is the word in the masculine
    singular, `role` what it says of the persons it counts. `is_word` when made of letters;
    `is_number` when it counts: a number that is no lone "un" or "une".
    """

    start: int
    end: int
    word: str = ""
    number: Number | None = None
    plural: bool = False
    stem: str = ""
    role: Role | None = None
    is_word: bool = False
    is_number: bool = False


class Tokens(list[Token]):
    """The tokens of a `plain` text, `size` of them; it goes on with nothing behind the last.

    Those behind the last are the ones before the first too, as a list counts from its end.
    """

    __slots__ = ("plain", "size")

    def __init__(self, plain: str) -> None:
        """Read a plain text."""
        super().__init__(_tokens(plain))
        self.plain = plain
        self.size = len(self)
        self.extend(_NOTHING)

    def words(self, index: int, count: int) -> tuple[str, ...]:
        """Return so many words from that place."""
        return tuple([self[place].word for place in range(index, index + count)])


_NOTHING: Final = (Token(-1, -1, LINE),) * _BEYOND


def tokens_of(text: str) -> tuple[Tokens, Reading]:
    """Return the tokens of a text, and its plain form, which tells where they stand in it."""
    reading = reading_of(text)
    return Tokens(reading.plain), reading


def _tokens(plain: str) -> list[Token]:
    found: list[Token] = []
    place = 0
    for number in numbers_of(plain):
        if number.start < place:
            continue
        found.extend(map(_token, _TOKEN.finditer(plain, place, number.start)))
        counts = not number.is_article
        place = number.end
        if not counts and (tail := _ARTICLE_TAIL.match(plain, place)):
            place = tail.end()
        found.append(Token(number.start, place, number=number, is_number=counts))
    found.extend(map(_token, _TOKEN.finditer(plain, place)))
    return found


def _token(match: re.Match[str]) -> Token:
    start, end = match.span()
    written = match.group()
    told = _told(written) if end - start < _LONGEST else (written, None, False, "", None, True)
    if told is not None:
        return _new(Token, (start, end, *told, False))
    if written[0] not in digits:
        one = Number(start, end, Decimal(1), written="words", is_article=True)
        return Token(start, end, number=one)
    if _is_of_centre(match):
        return Token(start, end, number=Number(start, end, Decimal(written)), is_number=True)
    return Token(start, end, written)


def _is_of_centre(match: re.Match[str]) -> bool:
    """Whether digits behind "CS :" are too few for a postcode: "Équipe du CS : 5 salariés"."""
    start, end = match.span()
    few = end - start < 3 and not re.match(r" ?[0-9]", match.string[end : end + 2])
    return few and _CENTRE.search(match.string, max(0, start - 6), start) is not None


@lru_cache(maxsize=16_384)
def _told(written: str) -> tuple[str, None, bool, str, Role | None, bool] | None:
    """Return what a word or a sign tells by itself, from `word` to `is_word`.

    "(e)s" is no part of the word. None for "un(e)" and for digits.
    """
    if not written[0].isalpha():
        return None if written[0] in digits else (written, None, False, "", None, False)
    whole = _TOKEN.fullmatch(written)
    word = _INCLUSIVE.sub("", (whole and whole["word"]) or written)
    if word in ("un", "une"):
        return None
    plural = len(word) > 2 and (word.endswith(("s", "x")) or written.endswith(("s", "s)")))
    return word, None, plural, singular(word), role_of(word), True
