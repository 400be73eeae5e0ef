"""Hostile sheets and listings for property tests: whatever the validator lets in."""

import datetime
from typing import Any, Final

from hypothesis import strategies as st

from essaim.network.territories import DepartmentNames, shipped
from essaim.sheets import content as contents
from essaim.sheets import listing_grammar as grammar
from essaim.sheets import validators
from essaim.sheets.content import Content, StructureName, Value
from essaim.sheets.fields import (
    BY_KEY,
    LINE_LIMIT,
    NO_FIGURE,
    STATUS_ENDED,
    STATUS_RUNNING,
    Field,
    Kind,
)
from essaim.sheets.record import RawRecord, SheetRecord


def departments() -> DepartmentNames:
    """The real départements, without a database."""
    rows = shipped()["departments"]
    return DepartmentNames(
        names={row["code"]: row["name"] for row in rows},
        codes={row["name"]: row["code"] for row in rows},
        regions={},
    )


DEPARTMENTS: Final = departments()

_STRUCTURAL: Final = [
    grammar.PREAMBLE,
    grammar.HEAD,
    grammar.STRUCTURE_LINE,
    "-",
    "- ",
    "Partenaires d'action:",
    *(slot.line for slot in grammar.SLOTS),
]
_NASTY: Final = [
    "SANS TITRE - 12",
    "- Centre - Sarthe",
    "=1+1",
    "+33",
    "@moi",
    "\tdécalé",
    "'=x",
    "''-x",
    'dit "oui", puis;non',
    '"',
    "aucun",
    "\\aucun",
    " Aucun ",
    "a | b",
    "\\|",
    "\\",
    "_x000D_",
    "_x005F_x000D_",
    "_x0041",
    "_zFFFE_",
    "_\\x0041_",
    "x… [suite 1]",
    "\u2028",
    "\x85\x0b\x0c\x1c",
    "\ufeff",
    "\ufffe\uffff",
    "👩‍👩‍👧🏽",
    "e\u0301",
    "\u202eאבג",
    "&lt;b&gt;<b>",
    "{{ x }}",
    "]]>",
]
_CHARACTERS: Final = st.characters(exclude_categories=["Cs"], exclude_characters="\x00\n")


def _decorated(line: str) -> st.SearchStrategy[str]:
    """Return the line bare, behind backslashes, or followed by what a reader may overlook."""
    return st.builds(
        lambda before, after: before + line + after,
        st.sampled_from(["", "", "\\", "\\\\", "- ", " "]),
        st.sampled_from(["", "", "\r", " ", "\\", "\r\r"]),
    )


_LINES: Final = st.one_of(
    st.sampled_from(_STRUCTURAL).flatmap(_decorated),
    st.sampled_from(_NASTY).flatmap(_decorated),
    st.sampled_from(["", " ", "\r", "bonjour"]),
    st.text(_CHARACTERS, max_size=20),
)
_TEXTS: Final = st.lists(_LINES, max_size=6).map("\n".join)
_ONE_LINES: Final = (
    st.one_of(st.sampled_from(_STRUCTURAL).map(lambda line: line.removeprefix("- ")), _LINES)
    .map(lambda line: line[:LINE_LIMIT])
    .filter(str.strip)
)
_TERMS: Final = _ONE_LINES.map(str.strip)


def lines() -> st.SearchStrategy[str]:
    """One line of text: structure-like, nasty, or anything at all."""
    return _LINES


def texts() -> st.SearchStrategy[str]:
    """A free text, "" included."""
    return _TEXTS


def _value(field: Field) -> st.SearchStrategy[Value]:
    if field.kind is Kind.TITLE:
        return _ONE_LINES.filter(lambda line: not validators.UNTITLED.fullmatch(line.strip()))
    if field.name == "status":
        return st.one_of(st.sampled_from([STATUS_RUNNING, STATUS_ENDED, STATUS_ENDED]), _TERMS)
    if field.kind is Kind.CHOICE:
        return _TERMS
    if field.kind is Kind.CHOICES:
        return st.lists(_TERMS, max_size=4, unique=True).map(tuple)
    if field.kind is Kind.FILES:
        return st.lists(_ONE_LINES, max_size=3).map(tuple)
    if field.kind is Kind.YEAR:
        return st.integers(1945, 2100)
    if field.kind is Kind.NUMBER:
        return st.integers(NO_FIGURE, field.most)
    return _TEXTS


_VALUES: Final = {field.name: _value(field) for field in contents.CONTENT_FIELDS}
# Neighbours matter, numbers do not: a few fields are filled, drawn together.
_FILLED: Final = st.sets(st.sampled_from(list(_VALUES)), max_size=6)


@st.composite
def sheet_contents(draw: st.DrawFn) -> Content:
    """A content that the validator lets in."""
    content = contents.empty()
    for name in sorted(draw(_FILLED)):
        content[name] = draw(_VALUES[name])
    if content["status"] != STATUS_ENDED:
        content["end_reason"] = ""
    return content


@st.composite
def structures(draw: st.DrawFn) -> StructureName:
    """A structure, whose département may be unknown."""
    name = draw(_ONE_LINES)
    code = draw(st.sampled_from(["", "01", "2A", "72", "971", "44"]))
    if not code and DEPARTMENTS.split(name)[1]:
        name += " ?"
    return StructureName(name, code)


def listed(structure: StructureName) -> str:
    """Return the structure as the listing prints it."""
    place = DEPARTMENTS.names.get(structure.department)
    return f"{structure.name} - {place}" if place else structure.name


@st.composite
def sheet_records(draw: st.DrawFn) -> SheetRecord:
    """A sheet as an export takes it."""
    structure = draw(structures())
    return SheetRecord(
        number=draw(st.integers(1, validators.LARGEST_NUMBER)),
        structure=structure,
        listed_structure=listed(structure),
        content=draw(sheet_contents()),
        updated_at=draw(
            st.sampled_from([None, datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)])
        ),
    )


def record_of(raw: RawRecord) -> SheetRecord:
    """Return the sheet that a record's values say, through the validators; no vocabulary known.

    Number 0 stands for none.
    """
    assert not raw.problem, raw.problem
    values: dict[str, Any] = {
        field.name: validators.field_value(
            field, raw.values.get(field.key), lambda _, written: written.strip()
        )
        for field in contents.CONTENT_FIELDS
    }
    assert raw.values.keys() <= {*BY_KEY, "numero", "departement"}
    structure = StructureName(raw.values["structure"], raw.values.get("departement") or "")
    return SheetRecord(
        number=validators.number(raw.values.get("numero")) or 0,
        structure=structure,
        listed_structure=listed(structure),
        content=values,
    )
