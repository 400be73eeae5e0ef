"""The neutral records that files are read into and written from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # `content` needs the models; this module is read before they are ready
    from essaim.sheets.content import Content, StructureName

# How the national base spells a term: {vocabulary field name: {label: spelling}}.
Spellings = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record as a file gives it, before the validator.

    `line` is where it begins, from 1: a line (listing, CSV), a row (XLSX), a rank (JSON).
    `values` are keyed by `Field.key`, plus `numero` and `departement`: strings, lists of strings
    or None, or anything at all from JSON. `raw` is what its format's `write_rejects` writes back
    to the rejects file, whole. `problem` is a French reason, when the reader itself could make
    nothing of it; `values` are then at most what a person recognises it by.
    """

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    raw: Any = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SheetRecord:
    """One sheet as a file is written from: all that an export may print of it.

    `listed_structure` is the structure as the listing prints it (`Name - Département`).
    """

    number: int
    structure: "StructureName"
    listed_structure: str
    content: "Content"
    updated_at: datetime | None = None
