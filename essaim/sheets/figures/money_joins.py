"""Amounts by way of others: "entre 500 € (petite) et 1 500 € (grande)", "autant par la Caf"."""

import re
from bisect import bisect_left
from dataclasses import replace
from typing import Final

from essaim.sheets.figures import money_words as words
from essaim.sheets.figures.funders import funders_in
from essaim.sheets.figures.money_marks import Amount, Marked

_BETWEEN: Final = re.compile(r"\b(?:entre|de|comprise? entre|varie (?:de|entre)) (?:les )?$")
_FAR_AND: Final = re.compile(r"[^0-9\n;.,]{0,50} et (?:parfois |meme |presque |plus de )?")
_AND: Final = re.compile(
    r"(?P<et>(?:[^0-9\n;.,]{0,12}| ?\([^()0-9\n]{0,30}\)[^0-9\n;.,]{0,12}) (?:et|a|jusqu'a)"
    r" (?:parfois |meme |presque |plus de )?)"
)
_LEAST: Final = re.compile(r"\b(?:minimum|mini|min|au moins|au minimum|au plus bas) ?:? ?(?:de )?$")
_MOST: Final = re.compile(
    r"[ ,;/-]*(?:et )?(?:au )?(?:maximum|maxi|max|au plus|jusqu'a) ?:? ?(?:de )?"
)
# "3 000 € min, 3 500 € max".
_LEAST_BEHIND: Final = re.compile(r" ?(?:au )?(?:minimum|mini|min)\.?[ ,;/-]*(?:et |a )?")
_MOST_BEHIND: Final = re.compile(r" ?(?:au )?(?:maximum|maxi|max)\b")
_AS_MUCH: Final = re.compile(
    r"(?<!d')\b(?:autant|idem|pareil|(?:la |le )?meme (?:somme|montant|chose))\b(?! que| d')"
)
_FOR_A_THING: Final = re.compile(rf" (?:en|pour) (?:la |le |les |l')?{words.EXPENSE.pattern}")
# "Nous passons de 1 200 à 1 500 €": what it is now.
_CHANGES: Final = re.compile(r"\bpass(?:e[es]*|ons|ent|ait|ant|er|era) (?:ainsi |donc )?de $")
_NEAR: Final = 80


def joined(marked: Marked) -> tuple[Amount, ...]:
    """Return the amounts, both ends of a range made one, and what is as much as another added."""
    return _as_much(marked, _ranges(marked))


def _ranges(marked: Marked) -> list[Amount]:
    """Join the ends of ranges between which other words stand."""
    found: list[Amount] = []
    last = 0
    for written in marked.amounts:
        amount = _as_now(marked.plain, written)
        low = found[-1] if found else None
        if low and _are_ends(marked.plain, last, low, amount):
            found[-1] = replace(low, end=amount.end, high=amount.value)
            continue
        if low:
            last = low.end
        found.append(amount)
    return found


def _as_now(plain: str, amount: Amount) -> Amount:
    """Return an amount, what it became where the text says from what to what it goes."""
    if amount.high is None or not _CHANGES.search(plain, max(0, amount.start - 24), amount.start):
        return amount
    return replace(amount, value=amount.high, high=None)


def _are_ends(plain: str, last: int, low: Amount, high: Amount) -> bool:
    """Whether two amounts are the ends of a range."""
    if low.high is not None or high.high is not None or not low.value < high.value:
        return False
    if high.start - low.end > _NEAR:
        return False
    before = plain[max(last, low.start - 24) : low.start]
    between = plain[low.end : high.start]
    if _LEAST_BEHIND.fullmatch(between) and _MOST_BEHIND.match(plain, high.end):
        return True
    if _LEAST.search(before):
        return _MOST.fullmatch(between) is not None
    leads = _BETWEEN.search(before)
    if not leads:
        return False
    if leads[0].startswith("entre"):
        return _FAR_AND.fullmatch(between) is not None
    link = _AND.fullmatch(between)
    return link is not None and ("et" in link["et"].split()) is ("entre" in leads[0])


def _as_much(marked: Marked, amounts: list[Amount]) -> tuple[Amount, ...]:
    """Add what is as much as the amount before: "750 € par la mairie, autant par la Caf"."""
    found = list(amounts)
    if not any(stem in marked.plain for stem in ("autant", "idem", "pareil", "meme")):
        return tuple(found)
    starts = [amount.start for amount in amounts]
    taken = 0
    for match in _AS_MUCH.finditer(marked.plain):
        place = bisect_left(starts, match.start())
        if not place or match.start() < taken:
            continue
        last = amounts[place - 1]
        stop = min(match.end() + 40, starts[place] if place < len(starts) else len(marked.plain))
        near = match.start() - max(last.end, taken) <= _NEAR
        if not near or last.high is not None:
            continue
        taken = match.end()
        between = funders_in(marked.plain, marked.source, last.end, match.start())
        behind = funders_in(marked.plain, marked.source, match.end(), stop)
        if between or behind or _FOR_A_THING.match(marked.plain, match.end()):
            again = replace(last, start=match.start(), end=match.end(), repeats=True)
            found.append(again)
    return tuple(sorted(found, key=lambda one: one.start))
