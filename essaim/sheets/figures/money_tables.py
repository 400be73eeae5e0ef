"""Tables pasted out of a spreadsheet: two sides (charges, produits), or several columns of amounts.

Cells are parted by tabs, bars, or three blanks and more: `tabular` makes them all bars.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from essaim.sheets.figures.funders import funders_in
from essaim.sheets.figures.money_marks import Amount, Marked
from essaim.sheets.guard_reading import Reading

_CELLS: Final = re.compile(
    r"(?<=\S)[ \u00a0]{0,9}(?:\t[ \t]*|[ \u00a0]{3,40})(?=[^\s€])(?!e(?:ur|\b))"
)
_OUT: Final = r"(?:charges?|depenses?|emplois|couts?)"
_INTO: Final = r"(?:produits?|recettes?|ressources?|financements?|financeurs?)"
_BOTH_SIDES: Final = re.compile(
    rf"\b(?:(?P<out>{_OUT})\b[^\n0-9.,:]{{1,40}}?\b{_INTO}|{_INTO}\b[^\n0-9.,:]{{1,40}}?\b{_OUT})\b"
)
# What the heading of a column of amounts says of them: the last that holds is believed.
_COLUMN: Final = re.compile(
    r"\b(?:(?P<real>realise[es]*|reel[les]*|obtenu[es]*|accorde[es]*|recu[es]*|verse[es]*"
    r"|attribue[es]*|definitif|effectif)|(?P<planned>prevu[es]*|previsionnel[les]*|budgete[es]*"
    r"|demande[es]*|sollicite[es]*|initial|bp)|(?P<year>20[0-9]{2}))\b"
)
_LONGEST_HEADING: Final = 160


@dataclass(slots=True)
class Sides:
    """What tables say: the side ("in", "out") of amounts and those left out, by their starts."""

    heads: dict[int, str] = field(default_factory=dict)
    dropped: set[int] = field(default_factory=set)


def tabular(reading: Reading) -> Reading:
    """Return a reading whose cells are parted by bars in its plain form, as long as it was."""
    source = reading.source
    if "\t" not in source and "   " not in source:
        return reading
    pieces: list[str] = []
    last = 0
    for match in _CELLS.finditer(source):
        start, end = match.span()
        pieces += [reading.plain[last:start], "|", " " * (end - start - 1)]
        last = end
    return replace(reading, plain="".join([*pieces, reading.plain[last:]]))


def sides_of(marked: Marked) -> Sides:
    """Return the sides of the amounts that stand in tables."""
    sides = Sides()
    lines = _lines(marked)
    if len(lines) > 1:
        _read_headed(marked.plain, lines, sides)
        if not sides.heads:
            _read_bare(marked, lines, sides)
    return sides


def _lines(marked: Marked) -> list[tuple[int, int, list[Amount]]]:
    """Return the lines with their places and their amounts."""
    lines: list[tuple[int, int, list[Amount]]] = []
    amounts = iter(marked.amounts)
    following = next(amounts, None)
    start = 0
    for written in marked.plain.splitlines(keepends=True):
        end = start + len(written)
        inside = []
        while following and following.start < end:
            inside.append(following)
            following = next(amounts, None)
        lines.append((start, end, inside))
        start = end
    return lines


def _read_headed(plain: str, lines: Sequence[tuple[int, int, list[Amount]]], sides: Sides) -> None:
    """Read the lines below headings like "Charges | Produits" or "Prévu | Réalisé"."""
    out_first: bool | None = None
    kept, columns = 0, 0
    for start, end, amounts in lines:
        if not amounts:
            if end - start > _LONGEST_HEADING:
                continue
            both = _BOTH_SIDES.search(plain, start, end)
            if both:
                out_first = both["out"] is not None
            found = list(_COLUMN.finditer(plain, start, end))
            if len(found) > 1 and len(found) == len({match[0] for match in found}):
                columns = len(found)
                real = [place for place, match in enumerate(found) if match["real"]]
                kept = real[-1] if real else columns - 1
            continue
        if columns and len(amounts) == columns:
            sides.dropped.update(
                amount.start for place, amount in enumerate(amounts) if place != kept
            )
        elif out_first is not None and len(amounts) % 2 == 0:
            _split(amounts, sides, out_first=out_first)


def _read_bare(
    marked: Marked, lines: Sequence[tuple[int, int, list[Amount]]], sides: Sides
) -> None:
    """Read a table without headings whose second side, and it alone, names funders."""
    plain = marked.plain
    rows = [
        (start, amounts)
        for start, end, amounts in lines
        if len(amounts) == 2 and "|" in plain[start:end]
    ]
    if len(rows) < 2:
        return
    first, second = 0, 0
    for start, (left, right) in rows:
        first += bool(funders_in(plain, marked.source, start, left.start))
        second += bool(funders_in(plain, marked.source, left.end, right.start))
    if second and not first:
        for _, amounts in rows:
            _split(amounts, sides, out_first=True)


def _split(amounts: Sequence[Amount], sides: Sides, *, out_first: bool) -> None:
    half = len(amounts) // 2
    for place, amount in enumerate(amounts):
        sides.heads[amount.start] = "out" if (place < half) is out_first else "in"
