"""The figures of a sheet as one reads them: « 18 000 € sur 24 mois », and where they come from."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from essaim.catalogue.numbers import NARROW_SPACE, NO_BREAK_SPACE, number

READ: Final = "lu dans le texte"
STATED: Final = "confirmé par la structure"
STATED_IN_PART: Final = "en partie confirmé par la structure"

_CARRIERS: Final[dict[str, tuple[str, str]]] = {
    "professionnels": ("professionnel", "professionnels"),
    "benevoles": ("bénévole", "bénévoles"),
    "autres": ("autre personne", "autres personnes"),
}
# The entries of the column that lines are made of: its last ones.
_RETAINED: Final = '"retenus": '
_STATED: Final = '"confirmes": '
_TOTAL: Final = ("personne", "personnes")
_REACHED: Final = ("bénéficiaire", "bénéficiaires")

# What `figures.settled.Settled.as_json` keeps of one figure: a number, a range, or nothing.
Kept = int | float | list[int] | None


@dataclass(frozen=True, slots=True)
class Line:
    """Some figures in French, set, and whether they were read or confirmed, in French too."""

    text: str
    source: str


def stored(figures: str | Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return the column `figures` as a row of either database gives it."""
    found = json.loads(figures) if isinstance(figures, str) else figures
    return found or {}


def short(column: str | Mapping[str, Any] | None) -> tuple[Line, ...]:
    """Return the lines of a card from the column `figures`: the budget, who carries the action.

    Nothing in them needs setting: they are numbers and our own words.
    """
    if isinstance(column, str):
        # The readings come first and are most of the column; what is retained, many sheets share.
        # A key cannot be mistaken for a text: quotes are escaped within one.
        place = column.rfind(_RETAINED)
        tail = column[place:] if place >= 0 else ""
        if _STATED in tail:
            return _of_retained(tail)
    return _lines(stored(column))


@lru_cache(maxsize=16_384)
def _of_retained(tail: str) -> tuple[Line, ...]:
    """Return the lines of a column's end, from what is retained on."""
    return _lines(stored("{" + tail))


def _lines(figures: Mapping[str, Any]) -> tuple[Line, ...]:
    return tuple([line for line in (money(figures), people(figures)) if line])


def money(figures: Mapping[str, Any]) -> Line | None:
    """Return the budget and the time it covers, None when neither is known."""
    kept = figures.get("retenus", {})
    budget, months = kept.get("budget"), kept.get("mois")
    if budget is None:
        return None
    text = f"{_euros(budget)}{NO_BREAK_SPACE}€"
    if months == 1:
        text += " par mois"
    elif months:
        text += f" sur {number(months)}{NO_BREAK_SPACE}mois"
    shown = ["budget", *(["mois"] if months else [])]
    return Line(text, _source(shown, figures))


def people(figures: Mapping[str, Any]) -> Line | None:
    """Return who carries the action, None when nobody is counted."""
    kept = figures.get("retenus", {})
    total = kept.get("total")
    parts = [key for key in _CARRIERS if kept.get(key)]
    said = [_counted(key, *_CARRIERS[key], figures) for key in parts]
    if total is None and not parts:
        return None
    if parts and (total is None or _sum([kept[key] for key in parts]) == _ends(total)):
        return Line(", ".join(said), _source(parts, figures))
    whole = _counted("total", *_TOTAL, figures) if total else "aucune personne"
    text = f"{whole}, dont {', '.join(said)}" if parts else whole
    # A total is never stated: it stands on its parts, or on the text.
    return Line(text, _source(["total", *parts], figures) if total else _source(["total"], figures))


def beneficiaries(figures: Mapping[str, Any]) -> Line | None:
    """Return whom the action reaches, None when nobody is counted."""
    if figures.get("retenus", {}).get("beneficiaires") is None:
        return None
    text = _counted("beneficiaires", *_REACHED, figures)
    return Line(text, _source(["beneficiaires"], figures))


def _source(shown: Sequence[str], figures: Mapping[str, Any]) -> str:
    stated = [key for key in shown if key in figures.get("confirmes", ())]
    if not stated:
        return READ
    return STATED if len(stated) == len(shown) else STATED_IN_PART


def _counted(key: str, one: str, several: str, figures: Mapping[str, Any]) -> str:
    low, high = _ends(figures["retenus"][key])
    said = number(low) if low == high else f"{number(low)} à {number(high)}"
    about = "environ " if key in figures["retenus"].get("approximatifs", ()) else ""
    return f"{about}{said} {several if high > 1 else one}"


def _ends(kept: Kept) -> tuple[int, int]:
    return (int(kept[0]), int(kept[1])) if isinstance(kept, list) else (int(kept or 0),) * 2


def _sum(several: Sequence[Kept]) -> tuple[int, int]:
    ends = [_ends(one) for one in several]
    return sum(low for low, _ in ends), sum(high for _, high in ends)


def _euros(amount: float) -> str:
    if amount == int(amount):
        return number(int(amount))
    return f"{amount:,.2f}".replace(",", NARROW_SPACE).replace(".", ",")
