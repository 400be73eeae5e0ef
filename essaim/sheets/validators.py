"""What each kind of field accepts. Shared by every door; messages are for users, in French."""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from essaim.sheets import fields
from essaim.sheets.content import Value
from essaim.sheets.fields import Field, Kind

UNTITLED: Final = re.compile(r"SANS TITRE - ([0-9]{1,10})", re.ASCII)
# Well below PostgreSQL's largest integer (2,147,483,647), so that numbers can follow it.
LARGEST_NUMBER: Final = 999_999_999

_BLANKS: Final = re.compile(r"\s+")
_FIGURE: Final = re.compile(r"[0-9]+€?", re.ASCII)

Canonical = Callable[[str, str], str]


class Refused(ValueError):
    """A value that cannot be taken; the message says why, in French."""


def plain_text(value: Any) -> str:
    """Return `value` as text kept to the byte; absent is "".

    Refuses what no text column can hold (NUL, half characters) and what is not text.
    """
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Refused("on attend un texte")
    text = _digits(value) if isinstance(value, int | float) else value
    if "\x00" in text:
        raise Refused("contient un caractère nul, que rien ne peut afficher")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Refused("contient la moitié d’un caractère (texte abîmé en chemin)") from error
    return text


def _digits(value: int | float) -> str:
    """Return a number as one would type it: a spreadsheet gives 12.0 for 12."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def free_text(value: Any) -> str:
    """Return a free text, refused beyond `fields.TEXT_LIMIT` characters."""
    text = plain_text(value)
    if len(text) > fields.TEXT_LIMIT:
        raise Refused(
            f"compte {len(text):,} caractères ; la limite est de {fields.TEXT_LIMIT:,}".replace(
                ",", " "
            )
        )
    return text


def one_line(value: Any) -> str:
    """Return a text that must stand on one line, kept as written."""
    text = plain_text(value)
    if "\n" in text:
        raise Refused("tient sur plusieurs lignes ; une seule est permise")
    if len(text) > fields.LINE_LIMIT:
        raise Refused(f"compte {len(text)} caractères ; la limite est de {fields.LINE_LIMIT}")
    return text


def title(value: Any) -> str:
    """Return the title as written, "" for a blank one."""
    text = one_line(value)
    return text if text.strip() else ""


def number(value: Any) -> int | None:
    """Return a sheet's number, None when absent."""
    if value is None or value == "":
        return None
    try:
        found = int(value) if isinstance(value, str) else value
    except ValueError as error:
        raise Refused(f"« {value} » n’est pas un numéro") from error
    if isinstance(found, float) and found.is_integer():
        found = int(found)
    if isinstance(found, bool) or not isinstance(found, int):
        raise Refused(f"« {value} » n’est pas un numéro")
    if not 1 <= found <= LARGEST_NUMBER:
        raise Refused(f"{found} n’est pas un numéro possible (de 1 à {LARGEST_NUMBER})")
    return found


def year(value: Any) -> int | None:
    """Return a four-digit year, None when absent."""
    try:
        found = number(value)
    except Refused as error:
        raise Refused(f"« {value} » n’est pas une année") from error
    first, last = fields.YEARS
    if found is not None and not first <= found <= last:
        raise Refused(f"{found} n’est pas une année possible (de {first} à {last})")
    return found


def figure(value: Any, most: int) -> int | None:
    """Return a figure that its author states: 0 to `most`, `fields.NO_FIGURE`, None when absent.

    Written as people write it: "18 000", "18 000 €", "non" for "no such figure".
    """
    if value == fields.NO_FIGURE and not isinstance(value, bool | str):
        return fields.NO_FIGURE
    written = _BLANKS.sub("", plain_text(value)).casefold()
    if not written:
        return None
    if written == fields.NO_FIGURE_WRITTEN:
        return fields.NO_FIGURE
    if not _FIGURE.fullmatch(written):
        raise Refused(
            f"« {str(value)[:60]} » n’est pas un nombre entier"
            f" (ou « {fields.NO_FIGURE_WRITTEN} », s’il n’y en a pas)"
        )
    digits = written.rstrip("€").lstrip("0") or "0"
    # Counted before it is read: Python refuses to read thousands of digits.
    if len(digits) > len(str(most)) or int(digits) > most:
        raise Refused(f"{digits[:20]} est un trop grand nombre (au plus {most})")
    return int(digits)


def _as_list(value: Any) -> Sequence[Any]:
    if value is None or value == "":
        return ()
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list | tuple):
        return value
    raise Refused("on attend une liste de valeurs")


def choices(value: Any, vocabulary: str, canonical: Canonical) -> tuple[str, ...]:
    """Return the labels of the values, once each, in the author's order."""
    found: list[str] = []
    for item in _as_list(value):
        written = one_line(item)
        if written.strip():
            found.append(canonical(vocabulary, written))
    return tuple(dict.fromkeys(found))


def choice(value: Any, vocabulary: str, canonical: Canonical) -> str:
    """Return the label of the one value, "" when absent."""
    found = choices(value, vocabulary, canonical)
    if len(found) > 1:
        raise Refused(f"n’accepte qu’une valeur ; {len(found)} sont données")
    return found[0] if found else ""


def files(value: Any) -> tuple[str, ...] | None:
    """Return the names of the files, or None when the base never asked."""
    if value is None:
        return None
    names = [one_line(item) for item in _as_list(value)]
    return tuple(name for name in names if name.strip())


def field_value(field: Field, value: Any, canonical: Canonical) -> Value:
    """Return the value of any field but the structure; raises Refused."""
    if field.kind is Kind.TITLE:
        return title(value)
    if field.kind is Kind.CHOICE:
        return choice(value, field.name, canonical)
    if field.kind is Kind.CHOICES:
        return choices(value, field.name, canonical)
    if field.kind is Kind.FILES:
        return files(value)
    if field.kind is Kind.YEAR:
        return year(value)
    if field.kind is Kind.NUMBER:
        return figure(value, field.most)
    return free_text(value)
