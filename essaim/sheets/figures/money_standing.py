"""Which amounts stand: spent and not planned, granted and not asked, this year's, the action's."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from essaim.sheets.figures.money_marks import Marked
from essaim.sheets.figures.money_parts import Kind, Part

# How many times a centre's budget is an action's, at least.
_FAR: Final = 3
# "4 000 € de la Caf (3 000 € en 2014)": brackets around one amount and no more.
_ASIDE: Final = re.compile(r"[^\n;()]{0,60}\((?:[a-z' ]{0,30}:? ?)?$")
_AND: Final = re.compile(r"[^.;:\n0-9]{0,60} et ")
_CLOSED: Final = re.compile(r"[^\n;()0-9]{0,30}(?:20[0-9]{2} ?)?[^\n;()0-9]{0,10}\)")


def standing(marked: Marked, parts: list[Part]) -> list[Part]:
    """Return the parts, those put aside that others stand for: the granted for the asked."""
    parts = _without_the_planned(_without_the_centre(_without_other_years(marked, parts)))
    if not any(part.granted for part in parts):
        return parts
    parts = _all_asked(marked, parts)
    found: list[Part] = []
    for one, part in pairwise([parts[0], *parts]):
        # "Demandé 6 000 € à la Caf et obtenu 4 500 €".
        if part.granted and one.asked and one.funder and not (part.funder or part.level):
            found.append(replace(part, funder=one.funder, kind=Kind.SHARE))
        elif part.asked and not part.granted:
            found.append(replace(part, outside=True))
        else:
            found.append(part)
    return found


def _all_asked(marked: Marked, parts: list[Part]) -> list[Part]:
    """Let what is asked go on: "nous avions demandé 10 000 € à la Région et 6 000 € à la ville"."""
    found = [parts[0]]
    for part in parts[1:]:
        one = found[-1]
        goes_on = _AND.fullmatch(marked.plain, one.amount.end, part.amount.start)
        too = goes_on and one.asked and not (one.granted or part.granted or part.level)
        found.append(replace(part, asked=True) if too else part)
    return found


def _without_other_years(marked: Marked, parts: list[Part]) -> list[Part]:
    """Put aside what is said of another year between brackets, the rest being of this one."""
    found = list(parts)
    for place, (one, other) in enumerate(pairwise(parts)):
        if other.year is None or one.year is not None or one.outside:
            continue
        aside = _ASIDE.fullmatch(marked.plain, one.amount.end, other.amount.start)
        if aside and _CLOSED.match(marked.plain, other.amount.end):
            found[place + 1] = replace(other, outside=True)
    return found


def _without_the_planned(parts: list[Part]) -> list[Part]:
    """Put aside what was planned where what was spent is said: "prévu 900 € / réalisé 1 050 €"."""
    totals = [part for part in parts if part.kind is not Kind.SHARE and not part.level]
    if not any(part.real for part in totals):
        return parts
    return [
        replace(part, outside=True)
        if part in totals and not part.real and (part.real is False or _is_given(part))
        else part
        for part in parts
    ]


def _is_given(part: Part) -> bool:
    """Whether an amount is what was granted, by nobody named."""
    return part.granted and not part.funder


def _without_the_centre(parts: list[Part]) -> list[Part]:
    """Put aside the budget of the whole centre where that of the action is said too."""
    own = [part for part in parts if not part.of_the_centre and not part.outside]
    own = [part for part in own if not part.inside or part.of_the_action]
    most = max((part.amount.value for part in own), default=Decimal(0))
    far = _FAR if any(part.kind is not Kind.SHARE for part in own) else 3 * _FAR
    whole = [part for part in parts if part.of_the_centre and part.amount.value > far * most > 0]
    if not whole:
        return parts
    return [
        replace(part, outside=True)
        if part in whole
        else replace(part, inside=part.inside and not part.of_the_action)
        for part in parts
    ]
