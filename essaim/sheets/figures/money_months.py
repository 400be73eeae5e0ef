"""How many months a budget covers, when the text says so."""

import re
from decimal import Decimal
from typing import Final

from essaim.sheets.figures.money_marks import TIME, Amount, Marked
from essaim.sheets.figures.numbers import Number

_REACH: Final = 70
_LONGEST: Final = 240
_UNITS: Final[dict[str, int]] = {"an": 12, "annee": 12, "mois": 1, "trimestre": 3, "semestre": 6}
_UNIT: Final = r"(?P<unit>annee|an|mois|trimestre|semestre)s?\b(?! ?scolaire)"
# "sur 2 ans", "pendant les 6 premiers mois": what leads to the number, and what follows it.
_LEADS: Final = re.compile(
    r"\b(?:sur|pour|pendant|durant|en|duree(?: totale)? de|periode de|durera|dure"
    r"|projet(?: de| sur)?|convention de|convention sur|plan de|action de)"
    r"(?: les| une duree de| une periode de| nos)? ?$|(?<!tous )\bles ?$"
)
_JUST: Final = re.compile(r"[(/,:=] ?$|^\W*$| [-–] $")
_MOST_YEARS: Final = 10
_SO_LONG: Final = re.compile(
    rf" ?(?:premier(?:e)?s? |dernier(?:e)?s? )?{_UNIT}(?P<half> et demie?)?"
)
# Words that say a period by themselves.
_EACH: Final[tuple[tuple[re.Pattern[str], int], ...]] = tuple(
    (re.compile(pattern), months)
    for pattern, months in (
        (
            r"(?:/|\bpar\b|\bchaque\b|\bl'|\bpour une?|\bsur une?|\bpendant une?|\bdurant une?"
            r"|\bla premiere|\bla deuxieme"
            r"|\btous les) ?(?:annees?|ans?)\b(?! ?scolaire| dernier| prochain| passee)"
            r"|\bannuel(?:le)?s?\b|\bannuellement\b|\bannee civile\b",
            12,
        ),
        (r"(?:/|\bpar\b|\bchaque\b|\btous les) ?mois\b|\bmensuel(?:le)?s?\b|\bmensuellement\b", 1),
        (
            r"(?:/|\bpar\b|\bchaque\b|\ble (?:premier )?|\bau|\bun) ?trimestre\b|\btrimestriel",
            3,
        ),
        (r"(?:/|\bpar\b|\bchaque\b|\ble|\bau|\bun) ?(?:premier )?semestre\b|\bsemestriel", 6),
    )
)
_FAR: Final = re.compile(r"\bhors\b|\bsoit\b|\bdont\b|\bsur (?:un |le )?budget\b")


def months_of(marked: Marked, amount: Amount) -> tuple[int, int, int] | None:
    """Return the months an amount covers and the place that says so, or None."""
    if not marked.tells_time:
        return None
    begin, finish = marked.sentence(amount.start, amount.end)
    last = marked.last_before(amount.start) or 0
    following = marked.next_after(amount.end)
    if not marked.plain[amount.end : min(finish, amount.end + _REACH)].strip(" .,"):
        # The words may be on the line behind.
        finish = marked.sentence(finish + 1, finish + 1)[1]
    stop = min(finish, following, amount.end + _REACH)
    behind = _within(marked, amount.end, stop)
    if behind:
        return behind
    # An amount alone on its line may have its words on the line before.
    if not marked.plain[max(begin, amount.start - _REACH) : amount.start].strip(" -:"):
        begin = 0
    return _within(marked, max(begin, last, amount.start - _REACH), amount.start)


def _within(marked: Marked, start: int, end: int) -> tuple[int, int, int] | None:
    """Return the first period said between two places: nothing else may be counted before it."""
    if not TIME.search(marked.plain, start, end):
        return None
    counts = (
        one
        for one in marked.counts_between(start, end)
        if not one.is_article or _SO_LONG.match(marked.plain, one.end)
    )
    first = next((one for one in counts if not _is_year(marked.plain, one)), None)
    clear = first.start if first else end
    # What is counted first has the words behind it: "4 sorties par an".
    each = _each(marked, start, clear)
    if each or first is None:
        return each
    return _so_long(marked, first, start, end)


def _each(marked: Marked, start: int, end: int) -> tuple[int, int, int] | None:
    """Return the period words like "par an" say, the nearest first."""
    far = _FAR.search(marked.plain, start, end)
    stop = far.start() if far else end
    found = [
        (match.start(), match.end(), months)
        for pattern, months in _EACH
        if (match := pattern.search(marked.plain, start, stop))
    ]
    if not found:
        return None
    first, last, months = min(found)
    return months, first, last


def _so_long(marked: Marked, count: Number, start: int, end: int) -> tuple[int, int, int] | None:
    """Return the period a number says: "sur 2 ans", "18 mois"."""
    span = _SO_LONG.match(marked.plain, count.end, min(len(marked.plain), end + 20))
    before = marked.plain[start : count.start]
    if span is None or count.high is not None:
        return None
    yearly = span["unit"] in ("an", "annee")
    # Ages stand in brackets and behind commas too: "(12 ans)".
    just = _JUST.search(before) and (not yearly or count.value <= 4)
    if not (just or _LEADS.search(before)) or (yearly and count.value > _MOST_YEARS):
        return None
    months = count.value * _UNITS[span["unit"]]
    if span["half"]:
        months += Decimal(_UNITS[span["unit"]]) / 2
    if not 0 < months <= _LONGEST or months != months.to_integral_value():
        return None
    return int(months), count.start, span.end()


def _is_year(plain: str, number: Number) -> bool:
    """Whether a number that is no money is a year."""
    return bool(re.fullmatch(r"(?:19|20)[0-9]{2}", plain[number.start : number.end]))
