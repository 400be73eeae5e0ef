"""Columns read from the database, in flat memory."""

import datetime
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import numpy as np
from django.utils import timezone

from essaim.network.models import Structure
from essaim.observatory.columns import (
    ASKED,
    LIMITS,
    LISTS,
    MISSING,
    MULTIPLE,
    NUMBERS,
    PERSONS,
    PROSPECTS,
    SINGLE,
    STATED_BUDGET,
    STATED_PERSONS,
    Columns,
    Words,
)
from essaim.observatory.ragged import Ragged
from essaim.search import analysis, document, labels
from essaim.search.analysis import WORD, stems
from essaim.search.reader import Position
from essaim.sheets import fields
from essaim.sheets.fields import Kind, Part
from essaim.sheets.figures.readings import Certainty
from essaim.sheets.models import Sheet, SheetTerm
from essaim.sheets.vocabulary import rank_of

AT_ONCE: Final = 1_000

# Where the words of each list stand, as `dans=` looks for them.
_TEXTS: Final = {
    name: tuple(one.name for one in fields.FIELDS if one.part is part)
    for name, part in ((LIMITS, Part.LIMITS), (PROSPECTS, Part.PROSPECTS))
}
_PERSONS: Final = {name: name for name in PERSONS} | {"people": "people_total"}
_COLUMNS: Final = tuple(
    dict.fromkeys(
        (
            "pk",
            "structure_id",
            "structure__department_id",
            "structure__priority_area",
            "structure__setting",
            "published_at",
            "updated_at",
            "confirmed_at",
            "budget",
            "budget_months",
            *_PERSONS.values(),
            "figures",
            *(f"{name}_id" for name in SINGLE),
            *(one.name for one in fields.FIELDS if one.kind in (Kind.TITLE, Kind.TEXT, Kind.YEAR)),
        )
    )
)
_PERSON_KEYS: Final = frozenset(("professionnels", "benevoles", "autres", "beneficiaires"))

Row = dict[str, Any]


class Gatherer:
    """Takes in sheets one by one, in the order of ids; gives their columns at the end."""

    def __init__(self, words: Words | None = None) -> None:
        """With the `words` known already, whose places are kept."""
        self._known = len(words.written) if words else 0
        self._words = words.copy() if words else Words()
        self._spelt: Counter[tuple[int, str]] = Counter()
        self._ids = array("q")
        self._numbers = {name: array("q") for name in NUMBERS}
        self._offsets = {name: array("q", [0]) for name in LISTS}
        self._values = {name: array("i") for name in LISTS}

    def take_all(self, chunks: Iterable[list[Row]]) -> None:
        """Take in rows of `published`, with their multiple choices."""
        for rows in chunks:
            chosen = _chosen([row["pk"] for row in rows])
            for row in rows:
                self._take(row, chosen.get(row["pk"], {}))

    def columns(self, position: Position) -> Columns:
        """Return what was taken in."""
        self._choose_spellings()
        return Columns(
            np.array(self._ids, np.int64),
            {name: np.array(self._numbers[name], kind) for name, kind in NUMBERS.items()},
            {
                name: Ragged(
                    np.array(self._offsets[name], np.int64), np.array(self._values[name], np.int32)
                )
                for name in LISTS
            },
            self._words,
            position,
        )

    def _take(self, row: Row, chosen: dict[str, list[int]]) -> None:
        self._ids.append(row["pk"])
        for name, value in _numbers(row, chosen).items():
            self._numbers[name].append(value)
        lists: dict[str, Iterable[int]] = {name: chosen.get(name, ()) for name in MULTIPLE}
        lists["funders"] = _funders(row["figures"])
        for name, texts in _TEXTS.items():
            lists[name] = self._codes([row[text] for text in texts])
        for name in LISTS:
            self._values[name].extend(lists[name])
            self._offsets[name].append(len(self._values[name]))

    def _codes(self, texts: Sequence[str]) -> set[int]:
        """Return the distinct words of some texts, common ones left out."""
        found = set()
        for text in texts:
            for match in WORD.finditer(analysis.composed(text or "")):
                word = match[0]
                if (stem := stems[word]) and not word.isdigit():
                    written = word.lower()
                    code = self._words.code(stem, written)
                    found.add(code)
                    if code >= self._known:
                        self._spelt[code, written] += 1
        return found

    def _choose_spellings(self) -> None:
        """Show each new word as it is written most often."""
        best: dict[int, tuple[int, str]] = {}
        for (code, written), count in self._spelt.items():
            if code not in best or (-count, written) < best[code]:
                best[code] = -count, written
        for code, (_, written) in best.items():
            self._words.written[code] = written


def published(ids: Sequence[int] | None = None) -> Iterator[list[Row]]:
    """Yield the rows of the published sheets in the order of ids, some at a time; or of some."""
    if ids is not None:
        for start in range(0, len(ids), AT_ONCE):
            some = Sheet.objects.published().filter(pk__in=ids[start : start + AT_ONCE])
            yield list(some.order_by("pk").values(*_COLUMNS))
        return
    last = 0
    while True:
        rows = list(
            Sheet.objects.published().filter(pk__gt=last).order_by("pk").values(*_COLUMNS)[:AT_ONCE]
        )
        yield rows
        if len(rows) < AT_ONCE:
            return
        last = rows[-1]["pk"]


def _chosen(ids: list[int]) -> dict[int, dict[str, list[int]]]:
    """Return the ranks of each sheet's multiple choices, by vocabulary."""
    found: dict[int, dict[str, list[int]]] = {}
    rows = SheetTerm.objects.filter(sheet_id__in=ids).order_by("sheet_id", "position")
    for sheet, term, name in rows.values_list("sheet_id", "term_id", "term__vocabulary"):
        found.setdefault(sheet, {}).setdefault(name, []).append(rank_of(term))
    return found


def _numbers(row: Row, chosen: dict[str, list[int]]) -> dict[str, int]:
    renewed = [at for name in ("updated_at", "confirmed_at", "published_at") if (at := row[name])]
    confirmed = set(row["figures"].get("confirmes", ()))
    return {
        **{name: _rank(row[f"{name}_id"]) for name in SINGLE},
        "structure": row["structure_id"],
        "department": document.department_code(row["structure__department_id"] or ""),
        "priority": _or_missing(row["structure__priority_area"]),
        "setting": _SETTINGS.get(row["structure__setting"], MISSING),
        "year": _or_missing(row["year"]),
        "published": _day(row["published_at"]),
        "renewed": _day(max(renewed)) if renewed else MISSING,
        "budget": _or_missing(row["budget"]),
        "months": _or_missing(row["budget_months"]),
        **{name: _or_missing(row[column]) for name, column in _PERSONS.items()},
        "stated": STATED_BUDGET * ("budget" in confirmed)
        + STATED_PERSONS * bool(_PERSON_KEYS & confirmed),
        "filled": sum(
            1 << place for place, one in enumerate(ASKED) if _is_filled(row, chosen, one.name)
        ),
    }


_SETTINGS: Final = {Structure.Setting.URBAN.value: 0, Structure.Setting.RURAL.value: 1}


def _is_filled(row: Row, chosen: dict[str, list[int]], name: str) -> bool:
    if name in MULTIPLE:
        return bool(chosen.get(name))
    if name in SINGLE:
        return row[f"{name}_id"] is not None
    return bool(str(row[name] if row[name] is not None else "").strip())


def _funders(figures: dict[str, Any]) -> list[int]:
    """Return who gives money, as read; nothing when the reading is a guess."""
    money = figures.get("argent") or {}
    if money.get("certitude") == Certainty.DOUBTFUL:
        return []
    partners = labels.current().vocabularies.get("partners")
    known = partners.ranks if partners else {}
    codes = [
        known.get(share["financeur"], -1) + 1
        for share in money.get("parts") or ()
        if share.get("financeur")
    ]
    return list(dict.fromkeys(codes))


def _rank(term: int | None) -> int:
    return MISSING if term is None else rank_of(term)


def _or_missing(value: int | None) -> int:
    return MISSING if value is None else int(value)


def _day(at: datetime.datetime | None) -> int:
    return timezone.localtime(at).date().toordinal() if at else MISSING
