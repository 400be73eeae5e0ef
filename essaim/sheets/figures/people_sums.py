"""What is inside what among the persons mentioned, and what they add up to."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from essaim.sheets.figures.people_mentions import Mention
from essaim.sheets.figures.people_nouns import CARRIERS, STRICT, VAGUE, reached_or_carrying
from essaim.sheets.figures.people_words import LINE, Token, Tokens
from essaim.sheets.figures.readings import Count
from essaim.sheets.figures.roles_words import Role

_INSIDE: Final = frozenset({"dont", "parmi", "notamment", "incluant", "comprenant", "compris"})
_ADDED: Final = frozenset({"+", "plus", "et", "avec", "encadres", "encadrees", "sans", "hors"})
# So many residents or persons beside a few who are paid or volunteer are those who came.
_CROWD: Final = 100
_GENDERS: Final = frozenset({"femme", "homme", "fille", "garcon", "dame", "monsieur"})
_LISTED: Final = frozenset({"dont", "soit", "environ", "entre", "de", "plus", "pres", "avec"})
_APART: Final = frozenset({LINE, ".", ";", ")", "+", "/", "et", ","})
_BETWEEN_ITEMS: Final = frozenset({LINE, ".", ";"})


def nest(tokens: Tokens, mentions: Sequence[Mention]) -> None:
    """Set `inside` on those who are part of others: after "dont", a colon, in parentheses."""
    outer: int | None = None
    link, room = "", 0
    for place, one in enumerate(mentions):
        last = mentions[place - 1] if place else None
        between = _between(tokens, last, one)
        if outer is not None and _is_closed(between, link):
            outer = None
        listed = len(between) == 1 and between[0].word in _APART and not one.of_last
        opening = _opening(between, last, one) if last and not listed else ""
        if opening and last:
            # "6 personnes (dont 2 salariés) dont…": those inside open nothing themselves.
            holder = last.inside if last.inside is not None else place - 1
            if outer is None or holder != outer or opening == "dont":
                outer, link = holder, opening
                held = mentions[outer].count
                room = held.high if held else 0
        if outer is None:
            continue
        size = one.count.low if one.count else 0
        first = bool(opening)
        if not _fits(mentions[outer], one, link, first=first) or size > room:
            outer = None
            continue
        room -= size
        one.inside = outer


def _between(tokens: Tokens, last: Mention | None, one: Mention) -> list[Token]:
    start = last.end if last else 0
    return tokens[start : one.first]


def _is_closed(between: Sequence[Token], link: str) -> bool:
    words = [token.word for token in between]
    if link == "(":
        return ")" in words
    if link == ":":
        return any(word in (".", ";") for word in words)
    return any(word in _BETWEEN_ITEMS for word in words)


def _opening(between: Sequence[Token], last: Mention, one: Mention) -> str:
    """Return the sign that makes a mention part of the one before: "dont", "(", ":" or none."""
    if last.count is None:
        return ""
    words = [token.word for token in between]
    if one.of_last and last.role in VAGUE:
        return "dont"
    if one.headed and words and words[-1] in ("(", ":", "="):
        words.pop()  # "Bénévoles (12) salariés (3)"
    if any(word in _INSIDE for word in words):
        cut = max(place for place, word in enumerate(words) if word in _INSIDE)
        if any(word in _BETWEEN_ITEMS for word in words[:cut]):
            return ""
        return "" if any(token.number or token.word == "," for token in between[cut:]) else "dont"
    if "(" in words and ")" not in words[words.index("(") :]:
        cut = words.index("(")
        behind = words[cut + 1 :]
        apart = any(word in _APART for word in words[:cut])
        return "" if apart or (behind and behind[0] in _ADDED) else "("
    if ":" in words and _lists(between, words.index(":"), headed=one.headed):
        return ":"
    if words[-1:] == ["soit"] and last.role is Role.PERSON and one.role is not Role.PERSON:
        return "dont"
    return ""


def _lists(between: Sequence[Token], colon: int, *, headed: bool) -> bool:
    """Whether a colon between two mentions opens the list of the first."""
    if any(token.word in _APART for token in between[:colon]):
        return False
    return headed or not any(
        token.number or token.word == "," or (token.is_word and token.word not in _LISTED)
        for token in between[colon:]
    )


def _fits(outer: Mention, one: Mention, link: str, *, first: bool) -> bool:
    """Whether a mention can be part of that one."""
    if outer.carries is not one.carries:
        return False
    if outer.role is Role.RESIDENT and one.role is Role.PROFESSIONAL:
        return first  # "15 habitants dont 4 bénévoles, 2 salariés"
    if not one.carries or outer.role in (Role.PERSON, Role.RESIDENT) or one.role is outer.role:
        return True
    if one.role not in STRICT or link == "(":
        return True
    return link == "dont" and (first or Role.OTHER in (one.role, outer.role))


def added(counts: Sequence[Count]) -> Count | None:
    """Return the sum of counts; None of none."""
    if len(counts) < 2:
        return counts[0] if counts else None
    low = high = 0
    approximate = False
    for one in counts:
        low, high = low + one.low, high + one.high
        approximate = approximate or one.approximate
    return Count(low, high, approximate)


def replace_again(mentions: list[Mention]) -> None:
    """Let "soit 60 personnes" stand for what was said just before, where it says it again."""
    for place in range(1, len(mentions)):
        last, one = mentions[place - 1], mentions[place]
        if not one.again or last.inside is not None:
            continue
        if last.count is None and last.role in STRICT and one.role is Role.PERSON:
            one.role, one.total = last.role, False  # "les salariés, soit 14 personnes"
        if last.role is Role.BENEFICIARY and one.role in (Role.PERSON, Role.RESIDENT):
            one.role, one.total = Role.BENEFICIARY, False
        if last.role is one.role:
            last.inside = place


def take_participants(tokens: Tokens, mentions: Sequence[Mention]) -> None:
    """Let those who come beside the ones an action reaches be reached too.

    "Une animatrice, 12 seniors et 10 enfants"; "2 salariés, 8 personnes par séance".
    """
    if not any(one.role in STRICT and one.inside is None for one in mentions):
        return
    holders = {one.inside for one in mentions}
    free = [
        one
        for place, one in enumerate(mentions)
        if one.count and one.inside is None and place not in holders
    ]
    for one in free:
        each = tokens[one.end].word in ("par", "/") and tokens[one.end + 1].role is Role.THING
        if _is_crowd(tokens, one, free) or (each and one.role in VAGUE and not one.total):
            one.role, one.sure = Role.BENEFICIARY, False
    for last, one in pairwise(free):
        if tokens.words(last.end, one.first - last.end) == ("et",):
            _reach_together(last, one)


def _is_crowd(tokens: Tokens, one: Mention, free: Sequence[Mention]) -> bool:
    """Whether they are too many beside those told apart, and nobody says that they do anything."""
    if one.role not in VAGUE or one.total or one.count is None or one.count.low < _CROWD:
        return False
    if reached_or_carrying(tokens, one.end) is Role.OTHER:
        return False
    if one.role is Role.RESIDENT:
        return True
    rest = added([other.count for other in free if other.count and other.role in STRICT])
    return rest is not None and rest.high < one.count.low


def _reach_together(last: Mention, one: Mention) -> None:
    for some, other in ((last, one), (one, last)):
        if some.role is Role.RESIDENT and other.role is Role.BENEFICIARY:
            some.role, some.sure = Role.BENEFICIARY, False


def kinds_inside(tokens: Tokens, mentions: Sequence[Mention]) -> dict[int, list[Mention]]:
    """Return by place of the outer mention those inside it that are of a kind of their own.

    "9 (4 femmes, 5 hommes)" says nothing of what they do.
    """
    found: dict[int, list[Mention]] = {}
    for one in mentions:
        if one.inside is None or one.count is None or one.role not in CARRIERS:
            continue
        outer = mentions[one.inside]
        own = one.role in STRICT or (one.role is Role.RESIDENT and outer.role is Role.PERSON)
        if outer.role is Role.PROFESSIONAL:
            own = one.role is Role.VOLUNTEER
        if own and outer.role in (Role.PERSON, Role.RESIDENT, Role.PROFESSIONAL):
            found.setdefault(one.inside, []).append(one)
    return {
        place: within
        for place, within in found.items()
        if not all(_tells_gender(tokens, one) for one in within)
    }


def _tells_gender(tokens: Tokens, one: Mention) -> bool:
    return one.role is Role.RESIDENT and tokens[one.end - 1].stem in _GENDERS
