"""Numbers that no noun follows, where they can only be of persons: "5", "2 du centre"."""

from typing import Final

from essaim.sheets.figures.people_mentions import BULLETS, EQUALS, FOR_ALL, Mention, Mentions
from essaim.sheets.figures.people_nouns import VAGUE, employed, reached_or_carrying
from essaim.sheets.figures.people_words import LINE, Tokens
from essaim.sheets.figures.readings import Count
from essaim.sheets.figures.roles_words import OF_THEM, Role, words

_YEARS: Final = range(1900, 2101)
_BEHIND: Final = words(
    "pour a de d du des par sur en au aux et ou dont selon dans qui environ maximum minimum max"
    " mini plus avec suivant chaque sont ont soit mobilises mobilisees voire lors"
    " tout toute toutes tous"
)
_WE_ARE: Final = frozenset({"sommes", "etions", "est", "etait", "sont", "etaient"})
_ABOUT: Final = words("entre environ env de d plus moins pres autour a peu + ~ minimum en moyenne")
_MOST_BEFORE: Final = 5
_TEAM: Final = frozenset({"equipe", "groupe"})
_NO_PERSONS: Final = frozenset({"%", "€", "°", "$"})


def take_bare(mentions: Mentions, behind: int) -> bool:
    """Take the number at hand, when it stands alone; `behind` is the token it is judged by."""
    tokens, at = mentions.tokens, mentions.at
    number = tokens[at].number
    if number is None or not is_bare(mentions, behind):
        return False
    if number.value in _YEARS and (number.high or number.value) in _YEARS:
        return False
    more = _more_of_them(mentions, behind)
    team = tokens[at - 1].word in ("de", "d") and tokens[at - 2].word in _TEAM
    all_told = mentions.total_waits or team or says_total(tokens, at, behind)
    if not (mentions.heading_waits or all_told or more or _begins(tokens, at)):
        return False
    role = mentions.heading if mentions.heading and not mentions.total_waits else None
    role = role or more or Role.PERSON
    if role is Role.THING:
        return False
    if role is Role.PERSON and employed(tokens, behind):
        role = Role.PROFESSIONAL
    elif role in VAGUE and reached_or_carrying(tokens, behind) is Role.BENEFICIARY:
        role = Role.BENEFICIARY
    sure = mentions.heading_waits or all_told
    total = role is Role.PERSON and all_told
    count, headed = count_of(tokens, at), mentions.heading_waits
    mentions.add(Mention(role, count, at, behind, sure, total, headed=headed))
    return True


def _begins(tokens: Tokens, at: int) -> bool:
    """Whether a number begins a line, or stands behind "nous sommes"."""
    before = at - 1
    while before > at - _MOST_BEFORE and tokens[before].word in _ABOUT:
        before -= 1
    word = tokens[before].word
    if word in _WE_ARE:
        return tokens[before - 1].word in ("nous", "on", "ils", "elles")
    listed = word in BULLETS and tokens[before - 1].word == LINE
    return listed or word in ("(", LINE)


def _more_of_them(mentions: Mentions, behind: int) -> Role | None:
    """Return whom "4 salariés du centre et 3 de la mairie" counts last: the same."""
    tokens, at = mentions.tokens, mentions.at
    if not mentions.found or tokens[at - 1].word not in ("et", ",", "+", "puis"):
        return None
    last = mentions.found[-1]
    if last.count is None:
        return None
    following = tokens[behind]
    if following.word == "a":
        part = tokens[behind + 1].stem in ("mi-temp", "mi", "temp", "plein")
        return last.role if part else None
    if following.word == "en":
        return last.role if tokens[behind + 1].role is Role.PROFESSIONAL else None
    told = following.word in ("du", "de", "des") or following.stem in OF_THEM
    return last.role if told else None


def is_bare(mentions: Mentions, behind: int) -> bool:
    """Whether what follows a number leaves it without a noun."""
    tokens = mentions.tokens
    token, following = tokens[behind], tokens[behind + 1]
    if token.is_word:
        if token.word in ("de", "d", "des"):
            return following.word in ("la", "l", "facon", "maniere")
        named = mentions.heading_waits and token.role is not None
        return token.word in _BEHIND or token.stem in OF_THEM or named
    if token.word == "/":
        return following.role is not Role.THING and not following.number
    return token.word not in _NO_PERSONS


def count_of(tokens: Tokens, at: int) -> Count:
    """Return the number at that place as a count; "20+" says more than it."""
    number = tokens[at].number
    if number is None:
        return Count.of(1)
    low = int(number.value)
    high = int(number.high) if number.high is not None else low
    more = tokens[at + 1].word == "+" and not tokens[at + 2].number
    more = more or (tokens[at - 2].word == "+" and tokens[at - 1].word in ("de", "d"))
    return Count(low, high, number.approximate or more)


def says_total(tokens: Tokens, at: int, end: int) -> bool:
    """Whether the words around a number say that it is all of them."""
    third, second, first = tokens.words(at - 3, 3)
    if first == "soit" or first in EQUALS or first in FOR_ALL:
        return True
    if first in ("de", "d", ":") and (second in FOR_ALL or third in FOR_ALL):
        return True
    after = tokens.words(end, 2)
    return after in (("au", "total"), ("en", "tout")) or after[0] == "total"
