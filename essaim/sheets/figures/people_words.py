"""A text about people as its reader sees it: words with their roles, numbers, signs, in order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from essaim.sheets.figures.numbers import Number, numbers_of, reading_of
from essaim.sheets.figures.roles import role_of, singular
from essaim.sheets.figures.roles_words import Role

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


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number, a sign or the end of a line, and its place in the plain text.

    `word` is plain: no accent, no capital; empty for numbers.
    """

    start: int
    end: int
    word: str = ""
    number: Number | None = None
    plural: bool = False

    @property
    def role(self) -> Role | None:
        """What the word says of the persons it counts."""
        return role_of(self.word) if self.is_word else None

    @property
    def stem(self) -> str:
        """The word in the masculine singular."""
        return singular(self.word)

    @property
    def is_word(self) -> bool:
        """Whether it is made of letters."""
        return self.word[:1].isalpha()

    @property
    def is_number(self) -> bool:
        """Whether it counts: a number that is no lone "un" or "une"."""
        return self.number is not None and not self.number.is_article


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text; the text goes on with nothing behind the last."""

    all: tuple[Token, ...]

    def __getitem__(self, index: int) -> Token:
        """Return the token at that place, an empty one outside the text."""
        return self.all[index] if 0 <= index < len(self.all) else _NOTHING

    def __len__(self) -> int:
        """How many there are."""
        return len(self.all)

    def words(self, index: int, count: int) -> tuple[str, ...]:
        """Return so many words from that place."""
        return tuple(self[place].word for place in range(index, index + count))


_NOTHING: Final = Token(-1, -1, LINE)


def tokens_of(text: str) -> tuple[Tokens, list[int]]:
    """Return the tokens of a text, and where each sign of its plain form stands in the text."""
    reading = reading_of(text)
    places = [reading.place(index) for index in range(len(reading.plain))] + [len(text)]
    return Tokens(tuple(_tokens(reading.plain))), places


def _tokens(plain: str) -> Iterator[Token]:
    numbers = iter(numbers_of(plain))
    number = next(numbers, None)
    place = 0
    while place < len(plain):
        if number and place >= number.start:
            yield Token(number.start, number.end, number=number)
            place = number.end
            number = next(numbers, None)
            continue
        match = _TOKEN.match(plain, place, number.start if number else len(plain))
        if match is None:
            place += 1
            continue
        place = match.end()
        yield _token(match)


def _token(match: re.Match[str]) -> Token:
    start, end = match.span()
    if match["word"] is None:
        return Token(start, end, match.group())
    word = _INCLUSIVE.sub("", match["word"])
    if word in ("un", "une"):
        one = Number(start, end, Decimal(1), written="words", is_article=True)
        return Token(start, end, number=one)
    plural = word.endswith(("s", "x")) or match.group().endswith(("s", "s)"))
    return Token(start, end, word, plural=plural and len(word) > 2)
