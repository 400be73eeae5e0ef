"""Numbers written in letters: "quinze mille" through text2num, "une vingtaine" by a table."""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

from text_to_num import find_numbers as find_in_tokens  # type: ignore[import-untyped]

# What text2num is given; other words end a number. Values are how it wants them written.
_WORDS: Final[dict[str, str]] = {
    word: word
    for word in (
        *("un", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
        *("onze", "douze", "treize", "quatorze", "quinze", "seize", "vingt", "vingts", "trente"),
        *("quarante", "cinquante", "soixante", "septante", "huitante", "octante", "nonante"),
        *("cent", "cents", "mille", "million", "millions", "milliard", "milliards", "et"),
    )
} | {
    "zero": "zéro",
    "milles": "mille",
    "quatres": "quatre",
    "cinqs": "cinq",
    "quinzes": "quinze",
    "trentes": "trente",
    "quarantes": "quarante",
    "cinquantes": "cinquante",
    "soixantes": "soixante",
}
_TOKEN: Final = re.compile(r"[a-z]+")
_COLLECTIVE: Final = re.compile(
    r"(?<![a-z])(?P<half>demi[- ])?(?:(?P<word>[a-z]{2,12}(?:aine|ene)|millier)s?"
    r"|(?<=[0-9])[ -]?(?P<bare>aine)s?|(?<=[0-9] )(?P<spaced>aine)s?)(?![a-z])"
)
_COLLECTIVES: Final[dict[str, int]] = {
    "huitaine": 8,
    "dizaine": 10,
    "disaine": 10,
    "dixaine": 10,
    "douzaine": 12,
    "quinzaine": 15,
    "vingtaine": 20,
    "vintaine": 20,
    "vingtene": 20,
    "trentaine": 30,
    "trantaine": 30,
    "trentene": 30,
    "quarantaine": 40,
    "carantaine": 40,
    "cinquantaine": 50,
    "cinquentaine": 50,
    "soixantaine": 60,
    "centaine": 100,
    "centene": 100,
    "santaine": 100,
    "millier": 1_000,
}
BEFORE_COLLECTIVES: Final = frozenset(
    {"", " ", "-", " bonne ", " petite ", " grosse ", " grande ", " bon ", " petit "}
)
# "Des dizaines" says no number; "la quinzaine" is two weeks.
_NO_NUMBER: Final = re.compile(
    r"\b(?:des|les|plusieurs|quelques|ces|nos|par|chaque|la|d'autres) ?(?:bonnes |petites )?$"
)
_NEW: Final = re.compile(
    r"\b(?:materiel|vehicule|minibus|tout|a|locaux|local|mobilier|ordinateur) $"
)
# "Vingt et un", and no other "et", is inside a number.
_TENS: Final = re.compile(r"(?:vingt|trente|quarante|cinquante|soixante)[ -]$")
_UNITS: Final = re.compile(r"[ -](?:une?|onze)\b")
_LARGEST: Final = 10**12
# No sheet has more; a text made of them must not take a second.
MOST_NUMBERS: Final = 3_000


@dataclass(frozen=True, slots=True)
class WordNumber:
    """A number in letters; `collective` rounds ("une vingtaine"), `article` is a lone un, une."""

    start: int
    end: int
    value: int
    collective: bool = False
    article: bool = False


class _Token:
    """A word as text2num wants it."""

    __slots__ = ("apart", "end", "start", "word")

    def __init__(self, word: str, start: int, end: int, *, apart: bool) -> None:
        self.word = word
        self.start = start
        self.end = end
        self.apart = apart

    def text(self) -> str:
        return self.word

    def nt_separated(self, _previous: "_Token") -> bool:
        return self.apart

    def not_a_number_part(self) -> bool:
        return False


def find(plain: str) -> list[WordNumber]:
    """Return the numbers in letters of a plain text: no accents, no capitals."""
    return [*_cardinals(plain), *_collectives(plain)]


def _cardinals(plain: str) -> list[WordNumber]:
    """Find "quinze mille", "vingt et un", "un"."""
    tokens: list[_Token] = []
    for match in _TOKEN.finditer(plain):
        word = _WORDS.get(match[0])
        if word is None or _is_no_cardinal(plain, match):
            continue
        near = tokens and plain[tokens[-1].end : match.start()] in (" ", "-")
        tokens.append(_Token(word, match.start(), match.end(), apart=not near))
        if len(tokens) == MOST_NUMBERS:
            break
    found = []
    for one in find_in_tokens(tokens, "fr", threshold=0):
        first, last = tokens[one.start], tokens[one.end - 1]
        if one.is_ordinal or one.value >= _LARGEST or one.value != int(one.value):
            continue
        article = one.end - one.start == 1 and first.word in ("un", "une")
        found.append(WordNumber(first.start, last.end, int(one.value), article=article))
    return found


def _is_no_cardinal(plain: str, match: re.Match[str]) -> bool:
    """Whether the word counts nothing where it stands: "l'un", "pour cent", "matériel neuf"."""
    before = plain[max(0, match.start() - 14) : match.start()]
    word = match[0]
    if word == "et":
        return not (_TENS.search(before) and _UNITS.match(plain, match.end()))
    if word in ("un", "une"):
        return before.endswith(("l'", "mille et "))
    if word.startswith("cent"):
        return before.endswith("pour ")
    if word == "neuf":
        return _NEW.search(before) is not None
    if word == "sept":
        return re.match(r"\.? ?(?:19|20)[0-9]{2}", plain[match.end() :][:7]) is not None
    return word.startswith("mille") and plain.startswith((" et un", " merci", "-"), match.end())


def _collectives(plain: str) -> list[WordNumber]:
    """Find "vingtaine" and the "aine" of "30aine", which multiply the number before them."""
    found: list[WordNumber] = []
    if "aine" not in plain and "ene" not in plain and "millier" not in plain:
        return found
    for match in islice(_COLLECTIVE.finditer(plain), MOST_NUMBERS):
        value = 1 if match["bare"] or match["spaced"] else _COLLECTIVES.get(match["word"], 0)
        if match["half"]:
            value //= 2
        if not value or _NO_NUMBER.search(plain[max(0, match.start() - 16) : match.start()]):
            continue
        found.append(WordNumber(match.start(), match.end(), value, collective=True))
    return found
