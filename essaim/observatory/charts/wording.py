"""Numbers and units as a French reader expects them, for charts, their tables and titles."""

import functools
import re
from collections.abc import Iterator
from html import escape
from typing import Final

from essaim.search.phrases import NARROW, NBSP, number

NO_BREAK: Final = NBSP
_KEPT: Final = (NARROW, NO_BREAK)

UNKNOWN: Final = "on ne sait pas"
# Words that end in s when there is one only.
_SAME: Final = {"mois", "fois", "ans"}
# Lines end after a word, or after the hyphen of « Nouvelle-Aquitaine ».
_PIECES: Final = re.compile(r"[^ -]*-+ ?|[^ -]+ ?")
_ALMOST_A_LETTER: Final = re.compile(r"(?<=[^\W\d_])'(?=\w)")


# A page writes the same hundreds of labels and small numbers again and again.
@functools.lru_cache(maxsize=8_192)
def figure(value: float | None) -> str:
    """Return `12345.0` as « 12 345 » and `2.54` as « 2,5 »; « – » for what is not known.

    One decimal below a hundred, none above: a chart is no place for more.
    """
    if value is None:
        return "–"
    rounded = round(value, 1) if abs(value) < 100 else round(value)
    if rounded == int(rounded):
        return number(int(rounded)) if abs(rounded) >= 1_000 else f"{rounded:.0f}"
    return f"{rounded:.1f}".replace(".", ",")


@functools.lru_cache(maxsize=8_192)
def compact(value: float | None) -> str:
    """Return the number in four characters at most, for a small cell: 1 250 is « 1,3k »."""
    if value is None:
        return "–"
    for step, sign in ((1_000_000, "M"), (1_000, "k")):
        if abs(value) >= step * 0.9995:
            part = value / step
            return (f"{part:.1f}".replace(".0", "") if part < 9.95 else f"{part:.0f}").replace(
                ".", ","
            ) + sign
    return figure(value) if abs(value) < 10 else f"{value:.0f}"


@functools.lru_cache(maxsize=8_192)
def said(value: float | None, unit: str) -> str:
    """Return the number and its unit: « 1 fiche », « 1 200 € », « on ne sait pas »."""
    if value is None:
        return UNKNOWN
    unit = unit if abs(value) >= 2 else singular(unit)
    return f"{figure(value)}{NO_BREAK}{unit}" if unit else figure(value)


def singular(unit: str) -> str:
    """Return the unit of one thing: its first word loses its s (« fiches par structure »)."""
    first, space, rest = unit.partition(" ")
    if first.endswith("s") and first not in _SAME:
        first = first[:-1]
    return f"{first}{space}{rest}"


def sheets(count: int) -> str:
    """Return « 1 fiche », « 1 234 fiches »."""
    return said(count, "fiches")


def basis(rests_on: int, out_of: int) -> str:
    """Return on how many sheets a figure rests, and how many say nothing of it."""
    if not out_of:
        return "Aucune fiche."
    if not rests_on:
        return (
            "La fiche n’en dit rien."
            if out_of == 1
            else f"Aucune des {sheets(out_of)} n’en dit rien de sûr."
        )
    missing = out_of - rests_on
    if missing <= 0:
        return f"Sur {sheets(out_of)}."
    silent = "1 n’en dit rien" if missing == 1 else f"{figure(missing)} n’en disent rien"
    return f"Sur {figure(rests_on)} des {sheets(out_of)}{NO_BREAK}; {silent}."


@functools.lru_cache(maxsize=8_192)
def plain(text: str) -> str:
    """Return a label on one line, with typographic apostrophes and nothing XML refuses."""
    if not text.replace(NARROW, "").replace(NO_BREAK, "").isprintable():
        text = "".join(char if char.isprintable() or char in _KEPT else " " for char in text)
    if "  " in text or text[:1] == " " or text[-1:] == " ":
        text = " ".join(filter(None, text.split(" ")))
    return _ALMOST_A_LETTER.sub("’", text) if "'" in text else text


@functools.lru_cache(maxsize=8_192)
def safe(text: str) -> str:
    """Return a label as `plain` does, escaped: it may stand in markup, attributes included."""
    return escape(plain(text))


def escaped(address: str) -> str:
    """Return an address as it stands in an attribute between double quotes."""
    return address.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


@functools.lru_cache(maxsize=8_192)
def lines(text: str, width: float, size: float, most: int = 2) -> tuple[str, ...]:
    """Return the text cut in lines that fit `width`; what does not fit `most` lines is left out.

    No font is measured, since nobody knows which one will draw it: widths are those of a wide one.
    """
    flat = plain(text)
    found = tuple(_filled(_PIECES.findall(flat), width, size))
    if len(found) <= most:
        return found
    # The last line takes what it can of all that is left.
    end = 0
    for line in found[: most - 1]:
        end = flat.index(line, end) + len(line)
    last = flat[end:].strip()
    while last and measured(f"{last}…", size) > width:
        last = last[:-1]
    return (*found[: most - 1], f"{last.rstrip(' ,;:/&')}…")


@functools.lru_cache(maxsize=16_384)
def measured(text: str, size: float) -> float:
    """Return about how wide the text is at this font size."""
    return size * sum(_width(char) for char in text)


def _width(char: str) -> float:
    if char in "iljI.,;:!'’|()[] \u202f\u00a0ftr":
        return 0.36
    if char in "mwMW@%€œ—" or ord(char) > 0x2E80:
        return 0.95
    return 0.7 if char.isupper() else 0.6


def _filled(pieces: list[str], width: float, size: float) -> Iterator[str]:
    line = ""
    for piece in pieces:
        if measured((line + piece).rstrip(), size) <= width:
            line += piece
            continue
        if line:
            yield line.rstrip()
        line = piece
        # A word wider than the line is cut: nothing ever stands outside the drawing.
        while measured(line.rstrip(), size) > width and len(line) > 1:
            ends = range(len(line) - 1, 1, -1)
            end = next((end for end in ends if measured(line[:end], size) <= width), 1)
            yield line[:end]
            line = line[end:]
    if line:
        yield line.rstrip()
