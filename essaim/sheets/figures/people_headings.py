"""Headings in a text about people: "Bénévoles :", "Nombre de salariés =", "bénévoles 10"."""

from dataclasses import dataclass
from typing import Final

from essaim.sheets.figures.people_articles import one_at
from essaim.sheets.figures.people_bare import count_of, is_bare
from essaim.sheets.figures.people_mentions import BULLETS, FOR_ALL, Mention, Mentions
from essaim.sheets.figures.people_nouns import CARRIERS, behind_short, noun_at
from essaim.sheets.figures.people_words import LINE, Tokens
from essaim.sheets.figures.roles_words import EMPLOYERS, SHORT, Role

_MOST_WORDS: Final = 8
_NAMED: Final = CARRIERS | {Role.BENEFICIARY}
_LEAST_PLACES: Final = 2
_MOST_SENT: Final = 100
_BETWEEN_PLACES: Final = frozenset({",", ";", "/", "+", "-", LINE, "."})
_TIMES: Final = "x"


@dataclass(frozen=True, slots=True)
class _Words:
    """The words from where a heading may begin up to `end`: of whom they are, or of all."""

    end: int
    role: Role | None
    total: bool


def take_heading(mentions: Mentions) -> bool:
    """Take the heading that stands at the word at hand, where an item starts, if one does.

    The numbers behind it are of those it names.
    """
    tokens, at = mentions.tokens, mentions.at
    if one_at(tokens, at):
        return False
    if _take_places(mentions):
        return True
    words = _words(tokens, at)
    end = _end(mentions, words)
    if end is None:
        return False
    mentions.heading, mentions.heading_waits = words.role, True
    mentions.total_waits = words.total
    mentions.heading_lists = tokens[end].word == LINE
    some = words.role in CARRIERS and tokens[words.end - 1].plural
    if words.role and some and not _counts_soon(tokens, end):
        mentions.add(Mention(words.role, None, at, end, sure=False, heading=True))
    mentions.at = end
    return True


def _take_places(mentions: Mentions) -> bool:
    """Take "Caf 1, mairie 2": so many persons from each; "école 1, école 2" are names."""
    tokens, at = mentions.tokens, mentions.at
    found: list[tuple[int, int]] = []
    places: set[str] = set()
    while tokens[at].word not in places and (end := _behind_place(tokens, at)) is not None:
        found.append((at, end))
        places.add(tokens[at].word)
        at = end + 1
    if len(found) < _LEAST_PLACES:
        return False
    for first, end in found:
        mentions.add(Mention(Role.PERSON, count_of(tokens, end - 1), first, end, sure=False))
    return True


def _behind_place(tokens: Tokens, at: int) -> int | None:
    """Return the token behind "centre social 3"; None where no such thing stands."""
    if tokens[at].word not in EMPLOYERS:
        return None
    at += 1 + (tokens[at + 1].word in ("social", "socioculturel", "communal"))
    number = tokens[at].number
    if number is None or number.is_article or number.scaled or number.value >= _MOST_SENT:
        return None
    return at + 1 if tokens[at + 1].word in _BETWEEN_PLACES else None


def _words(tokens: Tokens, at: int) -> _Words:
    role: Role | None = None
    total = False
    place = at
    while place < at + _MOST_WORDS and tokens[place].is_word and tokens[place].word != _TIMES:
        total = total or tokens[place].word in FOR_ALL
        if role in (None, Role.PERSON, Role.THING):
            role = _role(tokens, place) or role
        place = behind_short(tokens, place)
    return _Words(place, role, total)


def _role(tokens: Tokens, place: int) -> Role | None:
    """Return whom a word of a heading names; things only when they are counted ("Partenaires")."""
    noun = noun_at(tokens, place, counted=False)
    short = SHORT.get(tokens[place].word)
    if noun is None and short and tokens[behind_short(tokens, place)].word in (":", "="):
        return short
    if noun is None or noun.role is Role.GROUP:
        return Role.OTHER if tokens[place].word in ("autre", "autres") else None
    if noun.role is Role.THING and not tokens[noun.at].plural:
        return None
    return noun.role


def _end(mentions: Mentions, words: _Words) -> int | None:
    """Return the token behind the heading; None where there is none."""
    tokens, place, role = mentions.tokens, words.end, words.role
    sign, following = tokens[place].word, tokens[place + 1]
    if sign == ":" or (role and sign == "="):
        return place + 1
    if role is None or place == mentions.at:
        return None
    if sign in ("-", "–", _TIMES, "(") and following.is_number:
        closed = sign != "(" or tokens[place + 2].word == ")"
        return place + 1 if closed else None
    if sign == LINE and tokens[mentions.at - 1].word == LINE and following.is_number:
        return place + 1 if tokens[place + 2].word == LINE else None
    if not tokens[place].is_number or tokens[place - 1].role not in _NAMED:
        return None
    paired = following.role in _NAMED and tokens[place + 2].is_number
    return place if paired or is_bare(mentions, place + 1) else None


def _counts_soon(tokens: Tokens, at: int) -> bool:
    """Whether a number follows: on the line, or at the beginning of the next."""
    while at < tokens.size and tokens[at].word in (LINE, *BULLETS):
        at += 1
    return any(tokens[place].number is not None for place in range(at, at + 3))
