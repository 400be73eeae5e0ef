"""What changed between two versions of a sheet, by field and by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from rapidfuzz.distance import Indel

from essaim.sheets import content as contents
from essaim.sheets import fields
from essaim.sheets.content import Content, Value
from essaim.sheets.fields import Field

Kind = Literal["same", "added", "removed"]

_TOKENS: Final = re.compile(r"\s|\w+|[^\w\s]")
# Longer texts are compared line by line: finding the words would take seconds.
_MOST_TOKENS: Final = 6_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that both versions hold, or one of them only."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs. Texts have `pieces`; lists of values have them too, one for each."""

    field: Field
    before: Value
    after: Value
    pieces: tuple[Piece, ...]


def changed(before: Content, after: Content) -> list[Change]:
    """Return the fields that differ, in the declared order."""
    return [
        Change(field, before[field.name], after[field.name], _pieces(field, before, after))
        for field in contents.CONTENT_FIELDS
        if before[field.name] != after[field.name]
    ]


def words(before: str, after: str) -> list[Piece]:
    """Return the texts as one, with what was removed and what was added.

    Joined without what was added, the pieces give `before`; without what was removed, `after`.
    """
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    if len(old) + len(new) > _MOST_TOKENS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces: list[Piece] = []
    for step in Indel.opcodes(old, new):
        if step.tag == "equal":
            pieces.append(Piece("same", "".join(old[step.src_start : step.src_end])))
        elif step.tag == "delete":
            pieces.append(Piece("removed", "".join(old[step.src_start : step.src_end])))
        else:
            pieces.append(Piece("added", "".join(new[step.dest_start : step.dest_end])))
    return list(_readable(pieces))


def _pieces(field: Field, before: Content, after: Content) -> tuple[Piece, ...]:
    old, new = before[field.name], after[field.name]
    if field.kind in (fields.Kind.TEXT, fields.Kind.TITLE):
        return tuple(words(str(old or ""), str(new or "")))
    left, right = _values(old), _values(new)
    kept = [Piece("same" if value in right else "removed", value) for value in left]
    return (*kept, *(Piece("added", value) for value in right if value not in left))


def _values(value: Value) -> list[str]:
    """Return the values of a choice, of several, of a year or a figure, as written."""
    if isinstance(value, tuple):
        return [str(one) for one in value]
    return [contents.as_written(value)] if value not in ("", None) else []


def _readable(pieces: list[Piece]) -> Iterator[Piece]:
    """Join runs: what was removed before what was added, a space between two changes with them."""
    removed = added = ""
    for place, piece in enumerate(pieces):
        if piece.kind == "removed":
            removed += piece.text
        elif piece.kind == "added":
            added += piece.text
        elif piece.text.isspace() and (removed or added) and _changes_again(pieces, place):
            removed += piece.text
            added += piece.text
        else:
            yield from _run(removed, added)
            removed = added = ""
            yield piece
    yield from _run(removed, added)


def _changes_again(pieces: list[Piece], place: int) -> bool:
    return place + 1 < len(pieces) and pieces[place + 1].kind != "same"


def _run(removed: str, added: str) -> Iterator[Piece]:
    if removed:
        yield Piece("removed", removed)
    if added:
        yield Piece("added", added)
