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
from essaim.sheets.figures.roles_words import LETTERS, SIZES, Role

_MOST: Final = Decimal(10_000_000)
FULL_TIME: Final = ("etp", "equiv", "eq ", "eq.")  # all that says so has one of these
_ABOUT: Final = frozenset({"environ", "env", "max", "maximum", "minimum", "mini"})
_ROUNDED: Final = frozenset({("a", "peu", "pres"), ("au", "moins", LINE), ("et", "plus", LINE)})
_ROUNDS: Final = frozenset({"environ", "env", "minimum", "en", "a", "au", "et"})
_THE: Final = frozenset({"les", "ces", "nos", "leurs"})
_ARE: Final = frozenset({"sont", "etaient", "seront"})
_PORTIONS: Final = frozenset("12345")
_WORKED: Final = frozenset({"poste", "temp", "tp", "etp", "emploi"})
_TOGETHER: Final = frozenset({"collectif", "comite", "noyau", "commission", "conseil"})
_LED: Final = frozenset({"accompagne", "soutenu", "suivi", "aide", "epaule", "encadre", "anime"})
_NEAR: Final = 5
_ALL: Final = frozenset({"tous", "toutes", "uniquement"})
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
    if mentions.has_full_time and _full_time(mentions, behind):
        return True
    noun = _noun(mentions, behind)
    if noun and mentions.heading_waits and _is_heading(tokens, noun):
        noun = None
    if number.value != number.value.to_integral_value():
        return _part_time(mentions, noun)
    if noun is None:
        return _sized(mentions, behind) or _at_share(mentions) or take_bare(mentions, behind)
    if noun.role is Role.GROUP:
        return _groups(mentions, noun)
    if noun.role is Role.THING:
        mentions.at = noun.end
    else:
        _counted(mentions, noun)
    return True


def _noun(mentions: Mentions, behind: int) -> Noun | None:
    """Return whom the number at hand counts: "12 bénévoles", "dont 4 sont bénévoles"."""
    tokens = mentions.tokens
    token = tokens[behind]
    if mentions.letters and token.word in LETTERS:
        return Noun(LETTERS[token.word], behind, behind + 1, token.word, sure=False)
    if token.word in _ARE:
        noun = noun_at(tokens, behind + 1, counted=False)
        return noun if noun and noun.role in STRICT and tokens[noun.at].plural else None
    return noun_at(tokens, behind, counted=True)


def _sized(mentions: Mentions, at: int) -> bool:
    """Take "2 binômes d'animatrices", "3 couples" as four and six."""
    tokens = mentions.tokens
    size = SIZES.get(tokens[at].stem)
    if size is None:
        return False
    noun = noun_at(tokens, at + 2, counted=False) if tokens[at + 1].word in ("de", "d") else None
    if noun and noun.role not in CARRIERS:
        noun = None
    count, first = count_of(tokens, mentions.at), mentions.at
    role, end = (noun.role, noun.end) if noun else (Role.PERSON, at + 1)
    if role in VAGUE and reached_before(tokens, mentions.at):
        role = Role.BENEFICIARY
    many = Count(count.low * size, count.high * size, count.approximate)
    mentions.add(Mention(role, many, first, end, sure=False))
    return True


def _at_share(mentions: Mentions) -> bool:
    """Take "1 à 50 %", behind "1 animateur à 80 % et": one more, and no range."""
    tokens, at = mentions.tokens, mentions.at
    number = tokens[at].number
    if number is None or number.high is None or tokens[at + 1].word != "%":
        return False
    last = mentions.found[-1].role if mentions.found else None
    role = mentions.heading or (last if tokens[at - 1].word in ("et", ",", "+", "puis") else None)
    if role not in STRICT:
        return False
    mentions.add(Mention(role, Count.of(int(number.value)), at, at + 2, sure=False))
    return True


def take_fraction(mentions: Mentions) -> bool:
    """Take "1/2 poste" as half a full-time equivalent."""
    tokens, at = mentions.tokens, mentions.at
    if tokens[at].word not in _PORTIONS or tokens[at + 1].word != "/":
        return False
    low, _, high = tokens.words(at, 3)
    if high not in _PORTIONS:
        return False
    place = at + 3 + (tokens[at + 3].word in ("de", "d"))
    if tokens[place].stem not in _WORKED:
        return False
    value = (Decimal(low) / Decimal(high)).quantize(Decimal("0.01")).normalize()
    if tokens[at - 1].word not in ("a", "de") and value < 1:
        mentions.full_time.append(FullTime(value, at, place + 1))
    mentions.at = place + 1
    if tokens[mentions.at].word in ("de", "d"):
        noun = noun_at(tokens, mentions.at, counted=False)
        mentions.at = noun.end if noun and noun.role in STRICT else mentions.at
    return True


def _is_heading(tokens: Tokens, noun: Noun) -> bool:
    """Whether the noun begins what comes next: "Salariés : 3 Bénévoles : 5"."""
    following = tokens[noun.end]
    return following.word in (":", "=") or following.is_number


def _counted(mentions: Mentions, noun: Noun) -> None:
    """Take so many persons."""
    tokens, at = mentions.tokens, mentions.at
    role, sure = noun.role, noun.sure
    if role is Role.BENEFICIARY and _act_together(tokens, at, noun):
        role = Role.RESIDENT
    elif role in VAGUE and reached_before(tokens, at):
        role, sure = Role.BENEFICIARY, False
    if role in VAGUE or role is Role.BENEFICIARY:
        role = mentions.under_heading(role)
    role, end = _joined(tokens, role, noun.end)
    if role is Role.PERSON and (told := _told_behind(tokens, end)):
        role, end = told.role, told.end + 1
    count = count_of(tokens, at)
    if _is_rounded(tokens, end):
        count = replace(count, approximate=True)
    mentions.name(noun.head, "", tokens[noun.at].word.removesuffix("s"))
    if tokens[at - 1].word in _THE and (role, count.high) in mentions.counted:
        mentions.at = end  # "les 5 animateurs" have been counted
        return
    before = tokens[at - 1 - (tokens[at - 1].word in _ABOUT)].word
    again = before == "soit" or before in EQUALS
    total = role is Role.PERSON and (mentions.total_waits or says_total(tokens, at, end))
    one = Mention(role, count, _first(tokens, at), end, sure, total, again)
    one.of_last = tokens[at + 1].word in _ARE
    mentions.add(one)


def _act_together(tokens: Tokens, at: int, noun: Noun) -> bool:
    """Whether it is "un collectif de 12 habitants accompagné par": the collective is led."""
    if tokens[noun.at].role not in VAGUE or tokens[at - 1].word not in ("de", "d"):
        return False
    if tokens[at - 2].stem in _TOGETHER:
        return True
    if tokens[at - 2].stem != "groupe":
        return False
    return any(tokens[place].word in _LED for place in range(noun.at + 1, noun.at + _NEAR))


def _told_behind(tokens: Tokens, at: int) -> Noun | None:
    """Return what persons are told to be: "13 personnes (toutes bénévoles)"."""
    if tokens[at].word != "(":
        return None
    noun = noun_at(tokens, at + 1 + (tokens[at + 1].word in _ALL), counted=False)
    closed = noun and noun.role in STRICT and tokens[noun.at].plural
    return noun if noun and closed and tokens[noun.end].word == ")" else None


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
    end += tokens[end].word in ("(", ",")
    if tokens[end].word not in _ROUNDS:
        return False
    words = tokens.words(end, 3)
    if words[0] in ("environ", "env", "minimum") or words[:2] == ("en", "moyenne"):
        return True
    return words in _ROUNDED


def _first(tokens: Tokens, at: int) -> int:
    """Return where the passage begins: at "environ", "plus de"."""
    first = tokens[at - 1].word
    if first in ("de", "d") and tokens[at - 2].word in _BEFORE:
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
