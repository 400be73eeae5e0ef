"""The content of a sheet as plain values, whatever it comes from or goes to.

A `Content` maps each field's `name` to its value: `str` for a title, a text or a single choice
("" when absent), `tuple[str, ...]` for multiple choices, `tuple[str, ...] | None` for files
(None: the base never asked), `int | None` for the year and for the figures an author states. The
structure travels beside it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from essaim.sheets import fields
from essaim.sheets.fields import Field, Kind
from essaim.sheets.models import Sheet

Value = str | tuple[str, ...] | int | None
Content = dict[str, Value]

CONTENT_FIELDS: Final[tuple[Field, ...]] = tuple(
    field for field in fields.FIELDS if field.kind is not Kind.STRUCTURE
)
_EMPTY: Final[dict[Kind, Value]] = {
    Kind.CHOICES: (),
    Kind.FILES: None,
    Kind.YEAR: None,
    Kind.NUMBER: None,
}


@dataclass(frozen=True, slots=True)
class StructureName:
    """Which structure: its name, and the code of its département ("" when unknown)."""

    name: str
    department: str = ""


@dataclass(frozen=True, slots=True)
class ValidatedSheet:
    """A sheet that may be written: every door's output, the writer's input.

    `number` is None when the sheet has none yet.
    """

    structure: StructureName
    content: Content
    number: int | None = None


def empty_value(field: Field) -> Value:
    """Return what an absent value of that field looks like."""
    return _EMPTY.get(field.kind, "")


def empty() -> Content:
    """Return the content of a sheet that says nothing."""
    return {field.name: empty_value(field) for field in CONTENT_FIELDS}


def many(value: Value) -> tuple[str, ...]:
    """Return the values of a field that may have several; () for one that has none."""
    return value if isinstance(value, tuple) else ()


def in_order(before: Value, chosen: Iterable[str]) -> tuple[str, ...]:
    """Return the values chosen: those there before first and in their order, then the others."""
    wanted = tuple(dict.fromkeys(chosen))
    kept = tuple(one for one in many(before) if one in wanted)
    return (*kept, *(one for one in wanted if one not in kept))


def as_written(value: Value) -> str:
    """Return the one value of a field as forms and files write it: "" for none."""
    if value == fields.NO_FIGURE:
        return fields.NO_FIGURE_WRITTEN
    return "" if value is None else str(value)


def to_json(content: Content) -> dict[str, Any]:
    """Return the content under French keys, in the declared order, empty values left out."""
    found: dict[str, Any] = {}
    for field in CONTENT_FIELDS:
        value = content[field.name]
        if value == empty_value(field):
            continue
        if field.kind is Kind.NUMBER and value == fields.NO_FIGURE:
            found[field.key] = fields.NO_FIGURE_WRITTEN
        else:
            found[field.key] = list(value) if isinstance(value, tuple) else value
    return found


def from_json(stored: Mapping[str, Any]) -> Content:
    """Return the content that `to_json` gave. Unknown keys are ignored."""
    content = empty()
    for field in CONTENT_FIELDS:
        if field.key in stored:
            value = stored[field.key]
            if field.kind is Kind.NUMBER and value == fields.NO_FIGURE_WRITTEN:
                value = fields.NO_FIGURE
            content[field.name] = tuple(value) if isinstance(value, list) else value
    return content


def digest(content: Content) -> str:
    """Return the SHA-256 of the content, in hexadecimal: equal when and only when all is."""
    canonical = json.dumps(to_json(content), ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def of_sheet(sheet: Sheet) -> Content:
    """Return the live content of a sheet loaded with `for_reading`."""
    content = empty()
    for field in CONTENT_FIELDS:
        if field.kind is Kind.CHOICES:
            continue
        value = getattr(sheet, field.name)
        if field.kind is Kind.CHOICE:
            content[field.name] = value.label if value else ""
        else:
            content[field.name] = tuple(value) if isinstance(value, list) else value
    for row in sheet.ordered_terms:
        name = row.term.vocabulary
        content[name] = (*many(content[name]), row.term.label)
    return content
