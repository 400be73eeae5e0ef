"""Numbers with the persons they count: "3 jeunes bénévoles", "2 équipes de 4", "1,5 ETP"."""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from essaim.sheets.figures.people_bare import count_of, says_total, take_bare
from essaim.sheets.figures.people_mentions import EQUALS, FullTime, Mention, Mentions
from essaim.sheets.figures.people_nouns import (
    CARRIERS,
    STRICT,
    VAGUE,
    Noun,
    noun_at,
    reached_before,
)
from essaim.sheets.figures.people_words import LINE, Tokens
from essaim.sheets.figures.readings import Count
from essaim.sheets.figures.roles_words import Role

_MOST: Final = Decimal(10_000_000)
_ABOUT: Final = frozenset({"environ", "env", "max", "maximum", "minimum", "mini"})
_ROUNDED: Final = frozenset({("a", "peu", "pres"), ("au", "moins", LINE), ("et", "plus", LINE)})
_THE: Final = frozenset({"les", "ces", "nos", "leurs"})
_BEFORE: Final = frozenset({"plus", "pres", "moins", "autour", "+"})


def take_number(mentions: Mentions) -> bool:
    """Take the number at hand with what it counts; False when that is nobody."""
    tokens, at = mentions.tokens, mentions.at
    number = tokens[at].number
    if number is None or number.is_article or number.value > _MOST or number.scaled:
        return False
    behind = at + 1 + (tokens[at + 1].word == "+")
    while tokens[behind].word in _ABOUT:
        behind += 1
    if _full_time(mentions, behind):
        return True
    noun = noun_at(tokens, behind, counted=True)
    if noun and mentions.heading_waits and _is_heading(tokens, noun):
        noun = None
    if number.value != number.value.to_integral_value():
        return _part_time(mentions, noun)
    if noun is None:
        return take_bare(mentions, behind)
    if noun.role is Role.GROUP:
        return _groups(mentions, noun)
    if noun.role is Role.THING:
        mentions.at = noun.end
    else:
        _counted(mentions, noun)
    return True


def _is_heading(tokens: Tokens, noun: Noun) -> bool:
    """Whether the noun begins what comes next: "Salariés : 3 Bénévoles : 5"."""
    following = tokens[noun.end]
    return following.word in (":", "=") or following.is_number


def _counted(mentions: Mentions, noun: Noun) -> None:
    """Take so many persons."""
    tokens, at = mentions.tokens, mentions.at
    role, sure = noun.role, noun.sure
    if role in VAGUE and reached_before(tokens, at):
        role, sure = Role.BENEFICIARY, False
    if role in VAGUE or role is Role.BENEFICIARY:
        role = mentions.under_heading(role)
    role, end = _joined(tokens, role, noun.end)
    count = count_of(tokens, at)
    if _is_rounded(tokens, end):
        count = replace(count, approximate=True)
    mentions.name(noun.head, "", tokens[noun.at].word.removesuffix("s"))
    if tokens[at - 1].word in _THE and (role, count.high) in mentions.counted:
        mentions.at = end  # "les 5 animateurs" have been counted
        return
    again = tokens[at - 1].word == "soit" or tokens[at - 1].word in EQUALS
    total = role is Role.PERSON and (mentions.total_waits or says_total(tokens, at, end))
    mentions.add(Mention(role, count, _first(tokens, at), end, sure, total, again))


def _joined(tokens: Tokens, role: Role, end: int) -> tuple[Role, int]:
    """Return whom "10 salariés et bénévoles" counts: both."""
    if tokens[end].word not in ("et", "ou", "/"):
        return role, end
    other = noun_at(tokens, end + 1, counted=False)
    if other is None or other.at != end + 1 or not tokens[other.at].plural:
        return role, end
    if tokens[other.end].word in (":", "=", "(") or tokens[other.end].is_number:
        return role, end
    if other.role is role:
        return role, other.end
    if Role.BENEFICIARY in (role, other.role):
        both = role in VAGUE or other.role in VAGUE
        return (Role.BENEFICIARY, other.end) if both else (role, end)
    if other.role in CARRIERS and role in CARRIERS:
        return Role.PERSON, other.end
    return role, end


def _is_rounded(tokens: Tokens, end: int) -> bool:
    """Whether "environ" stands behind the noun."""
    words = tokens.words(end + (tokens[end].word in ("(", ",")), 3)
    if words[0] in ("environ", "env", "minimum") or words[:2] == ("en", "moyenne"):
        return True
    return words in _ROUNDED


def _first(tokens: Tokens, at: int) -> int:
    """Return where the passage begins: at "environ", "plus de"."""
    second, first = tokens.words(at - 2, 2)
    if first in ("de", "d") and second in _BEFORE:
        return at - 2
    return at - 1 if first in ("environ", "minimum") else at


def _groups(mentions: Mentions, noun: Noun) -> bool:
    """Take "2 équipes de 4 bénévoles" as eight; groups alone are nobody."""
    tokens, at = mentions.tokens, mentions.at
    inner = noun.end + 1
    mentions.at = noun.end
    if tokens[noun.end].word not in ("de", "d") or not tokens[inner].is_number:
        return True
    persons = noun_at(tokens, inner + 1, counted=True)
    if persons is None or persons.role in (Role.THING, Role.GROUP):
        return True
    mentions.at = inner
    _counted(mentions, persons)
    groups, each = count_of(tokens, at), mentions.found[-1].count
    if each:
        mentions.found[-1].first = at
        mentions.found[-1].count = Count(
            groups.low * each.low, groups.high * each.high, groups.approximate or each.approximate
        )
    return True


def _full_time(mentions: Mentions, behind: int) -> bool:
    """Take "1,5 ETP", "ETP : 1,5"."""
    tokens, at = mentions.tokens, mentions.at
    number = tokens[at].number
    if number is None or number.high is not None:
        return False
    end = _behind_full_time(tokens, behind)
    if end is None:
        before = tokens[at - 2 if tokens[at - 1].word in (":", "=") else at - 1]
        if before.stem != "etp":
            return False
        end = behind
    if tokens[at - 1].word in ("soit", *EQUALS) or mentions.total_waits:
        mentions.full_time.clear()  # it says them all again
    mentions.full_time.append(FullTime(number.value, at, end))
    noun = noun_at(tokens, end, counted=False)
    mentions.at = noun.end if noun and noun.role in STRICT else end
    mentions.heading_waits = False
    return True


def _behind_full_time(tokens: Tokens, at: int) -> int | None:
    """Return the token behind "ETP", "équivalents temps plein"; None where it does not stand."""
    at += tokens[at].word in ("d", "de")
    if tokens[at].stem == "etp" or tokens[at].word == "etps":
        return at + 1
    if tokens[at].stem not in ("equivalent", "eq", "equiv"):
        return None
    at += 1 + (tokens[at + 1].word == ".")
    if tokens[at].word in ("tp", "temps-plein"):
        return at + 1
    return at + 2 if tokens.words(at, 2) in (("temps", "plein"), ("temps", "pleins")) else None


def _part_time(mentions: Mentions, noun: Noun | None) -> bool:
    """Take "1,5 poste": no number of persons."""
    number = mentions.tokens[mentions.at].number
    if noun is None or number is None or noun.role is not Role.PROFESSIONAL or number.high:
        return False
    mentions.full_time.append(FullTime(number.value, mentions.at, noun.end))
    mentions.at = noun.end
    return True
