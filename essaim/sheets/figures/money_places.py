"""Which words of a text belong to which of its amounts."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from essaim.sheets.figures.funders import funders_in
from essaim.sheets.figures.money_marks import Marked

_WIDE: Final = 160
# What parts the words around one amount from those around the next, within a gap between both.
_PARTING: Final = re.compile(
    r"[\n;,•|+]| et (?!demi)| [-–—] |(?<=[ €0-9)])/(?= ?[a-z])"
    r"|\((?! ?(?:environ|env\.?|soit|de)? ?$|[^()]*\) ?[:=-]? ?$)|\)(?! ?[:=-]? ?$)| mais | puis "
    r"| sur (?=une? |les? |l')"
)
_BRACKETS_BEHIND: Final = re.compile(r"(?: (?:ttc|ht))? ?\([^()]*\)")
_LETTER: Final = re.compile("[a-z]")
_DASH: Final = re.compile(r" [-–—] ")
_TO_THE_NEXT: Final = re.compile(
    r"[:=] ?$|\b(?:sur|pour) un (?:cout|budget|total|montant)(?: [a-z]+){0,3} de $"
)
_TO_THE_LAST: Final = re.compile(
    r"[ .]*(?:(?:obtenu|accorde|recu|demande|sollicite|attribue|verse|alloue|prevu|refuse)[es]*\b"
    r"|de |du |des |d'|par (?!an\b|mois\b|trim|sem)|pour |via |\(|provenant)"
)


@dataclass(frozen=True, slots=True)
class Around:
    """The places of the words around an amount: those its own, and those further off."""

    left: int
    right: int
    wide_left: int
    wide_right: int


def surroundings(marked: Marked) -> list[Around]:
    """Share out the words between the amounts."""
    amounts = marked.amounts
    if not amounts:
        return []
    ends = [0, *(amount.end for amount in amounts)]
    starts = [*(amount.start for amount in amounts), len(marked.plain)]
    gaps = [_partings(marked, *gap) for gap in zip(ends, starts, strict=True)]
    forward = _labels_first(marked, gaps)
    found = []
    for place, (apart, behind) in enumerate(pairwise(gaps)):
        start, end = starts[place], ends[place + 1]
        last = _BRACKETS_BEHIND.match(marked.plain, ends[place], start) if place else None
        # What brackets right behind an amount hold is its own.
        before = [one for one in apart if one >= last.end() - 1] if last else apart
        left = _left(marked, ends[place], start, before, forward=forward, first=not place)
        right = _right(marked, end, starts[place + 1], behind, forward=forward)
        wide_left = before[0] if before and place else (left if place else 0)
        wide_right = behind[-1] if behind else right
        if place + 1 == len(amounts):
            wide_right = len(marked.plain)
        found.append(
            Around(left, right, max(start - _WIDE, wide_left), min(end + _WIDE, wide_right))
        )
    return found


def _partings(marked: Marked, start: int, end: int) -> list[int]:
    """Return the places where the words between two amounts part."""
    near = max(start, end - 4 * _WIDE)
    gap = marked.plain[near:end]
    places = {near + match.start() for match in _PARTING.finditer(gap)}
    return sorted(places.union(marked.breaks_between(near, end)))


def _left(
    marked: Marked, start: int, end: int, partings: list[int], *, forward: bool, first: bool
) -> int:
    """Return where the words begin that stand before an amount and are its own."""
    if not partings:
        own = first or _goes_forward(marked.plain[start:end], forward=forward)
        return max(start, end - _WIDE) if own else end
    # "Caf - 3 000 €", "Caf\n3 000 €": the label is beyond what parts it from the amount, if that
    # is not all that parts it from the amount before.
    beyond = [place + 1 for place in partings]
    if first:
        beyond.insert(0, start)
    elif marked.plain[partings[0]] == "(" and not marked.plain[start : partings[0]].strip():
        # Brackets right behind an amount are its own.
        close = marked.plain.find(")", start, end)
        beyond = [place for place in beyond if place > close >= 0] or beyond[1:] or beyond
    if not forward and not first:
        return max(beyond[-1], end - _WIDE)
    for place in reversed(beyond):
        if _LETTER.search(marked.plain, place, end):
            return max(place, end - _WIDE)
    return max(beyond[0], end - _WIDE)


def _right(marked: Marked, start: int, end: int, partings: list[int], *, forward: bool) -> int:
    """Return where the words end that stand behind an amount and are its own."""
    if partings:
        first, *more = partings
        dash = not forward and more and _DASH.fullmatch(marked.plain, start, first + 3)
        if dash:
            return min(more[0], start + _WIDE)  # "2 500 € - subvention Caf"
        # What stands in brackets right behind is its own: "4 500 (ville) + 1 000 (Caf)".
        bracketed = marked.plain[first] == "(" and not marked.plain[start:first].strip()
        return min(more[0] if bracketed and more else first, start + _WIDE)
    if end == len(marked.plain):
        return min(end, start + _WIDE)
    return start if _goes_forward(marked.plain[start:end], forward=forward) else end


def _goes_forward(gap: str, *, forward: bool) -> bool:
    """Whether words between two amounts, all in one piece, are of the second."""
    if _TO_THE_NEXT.search(gap) or gap.startswith((":", " :", "=", " =")):
        return True
    return forward and not _TO_THE_LAST.match(gap)


def _labels_first(marked: Marked, gaps: list[list[int]]) -> bool:
    """Whether the text writes "Caf 3000 Ville 2000", and not "3000 Caf 2000 Ville"."""
    last = marked.amounts[-1]
    plain = marked.plain
    told = (one for one in gaps[-1] if plain[one] in ".!?" or _LETTER.search(plain, last.end, one))
    stop = next(told, len(plain))
    if not funders_in(marked.plain, marked.source, last.end, min(stop, last.end + 40)):
        return True
    first = marked.amounts[0]
    start = gaps[0][-1] if gaps[0] else 0
    return bool(funders_in(marked.plain, marked.source, start, first.start))
