"""Two sheets that may be one: the pairs to look at, and what comes of merging them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.core.cache import cache

from essaim.desk.scope import Scope
from essaim.search import doubles
from essaim.search.doubles import Pair
from essaim.sheets import content as contents
from essaim.sheets import fields
from essaim.sheets.content import Content, Value
from essaim.sheets.fields import Field, Kind
from essaim.sheets.models import Attachment, Event, Revision, Sheet
from essaim.workflow.models import NotDoubles

# Beyond so many sheets, a département is to be chosen first: judging them takes three seconds.
MOST_SHEETS: Final = 1_500
# What was judged holds until anything happens to a sheet; nobody looks after so long.
_KEPT: Final = 24 * 3600
_SURE: Final = 0.9


class TooMany(Exception):
    """More sheets than can be compared while somebody waits."""


class Side(StrEnum):
    """Which of two values is kept."""

    LEFT = "gauche"
    RIGHT = "droite"
    BOTH = "les-deux"


@dataclass(frozen=True, slots=True)
class Couple:
    """A pair to show: both sheets, and why."""

    first: Sheet
    second: Sheet
    sure: bool
    reasons: tuple[str, ...]


def pairs(scope: Scope) -> list[Pair]:
    """Return the likely doubles of the scope that nobody has told apart.

    Raises TooMany.
    """
    if Sheet.objects.published().filter(scope.within("structure")).count() > MOST_SHEETS:
        raise TooMany
    apart = set(NotDoubles.objects.values_list("first_id", "second_id"))
    found = _judged(scope.places)
    return [pair for pair in found if (pair.first_id, pair.second_id) not in apart]


def _judged(places: list[str] | None) -> list[Pair]:
    """Return the likely doubles, judged once for one state of the event log."""
    state = Event.objects.order_by("-sequence").values_list("sequence", "at").first()
    key = f"doublons:{hashlib.sha256(repr((places, state)).encode()).hexdigest()}"
    known: list[tuple[int, int, float, tuple[str, ...]]] | None = cache.get(key)
    if known is None:
        found = doubles.pairs(departments=places)
        known = [(one.first_id, one.second_id, one.score, one.reasons) for one in found]
        cache.set(key, known, _KEPT)
    return [Pair(*one) for one in known]


def couples(found: Sequence[Pair]) -> list[Couple]:
    """Return pairs with their sheets: one query."""
    ids = {pk for pair in found for pk in (pair.first_id, pair.second_id)}
    sheets = Sheet.objects.select_related("structure__department").in_bulk(ids)
    return [
        Couple(sheets[pair.first_id], sheets[pair.second_id], pair.score >= _SURE, pair.reasons)
        for pair in found
        if pair.first_id in sheets and pair.second_id in sheets
    ]


@dataclass(frozen=True, slots=True)
class Half:
    """One of the two sheets, as it was read: `version` is the live one."""

    sheet: Sheet
    content: Content
    version: int


def half(sheet: Sheet) -> Half | None:
    """Return a sheet loaded with `for_reading` as one of two, None when it is not online."""
    live = Revision.objects.filter(sheet=sheet, state=Revision.State.LIVE).first()
    if live is None or sheet.state != Sheet.State.PUBLISHED:
        return None
    return Half(sheet, contents.of_sheet(sheet), live.version)


@dataclass(frozen=True, slots=True)
class Question:
    """A field on which the two differ: what may be kept, and what is proposed."""

    field: Field
    left: Value
    right: Value
    options: tuple[Side, ...]
    proposed: Side


def questions(left: Content, right: Content) -> list[Question]:
    """Return the fields that differ, files aside: those are always all kept."""
    return [
        Question(field, one, other, options(field, one, other), proposed(field, one, other))
        for field in contents.CONTENT_FIELDS
        if field.kind is not Kind.FILES
        and (one := left[field.name]) != (other := right[field.name])
    ]


def options(field: Field, left: Value, right: Value) -> tuple[Side, ...]:
    """Return what may be kept: both, where both can be and neither is empty."""
    empty = contents.empty_value(field)
    both = field.kind in (Kind.TEXT, Kind.CHOICES) and empty not in (left, right)
    return (Side.LEFT, Side.RIGHT, Side.BOTH) if both else (Side.LEFT, Side.RIGHT)


def proposed(field: Field, left: Value, right: Value) -> Side:
    """Return what is kept unless one says otherwise: the fuller; all of several values."""
    empty = contents.empty_value(field)
    if empty in (left, right):
        return Side.RIGHT if left == empty else Side.LEFT
    if field.kind is Kind.CHOICES:
        return Side.BOTH
    if field.kind is Kind.TEXT:
        return Side.RIGHT if len(str(right).strip()) > len(str(left).strip()) else Side.LEFT
    if field.kind in (Kind.YEAR, Kind.NUMBER):
        return Side.LEFT
    # A title of blanks or another status: nothing says which is the better one.
    return Side.LEFT if str(left).strip() else Side.RIGHT


class TooLong(ValueError):
    """Two texts that do not fit one after the other. `field` is the one."""

    def __init__(self, field: Field) -> None:
        super().__init__(
            f"{field.heading} : les deux textes ensemble sont trop longs, gardez-en un."
        )
        self.field = field


def joined(left: Content, right: Content, chosen: Mapping[str, Side]) -> Content:
    """Return what comes of two contents; fields nobody chose for are as proposed.

    The reason for an end goes with an ended action only. Raises TooLong.
    """
    result = dict(left)
    for question in questions(left, right):
        field = question.field
        side = chosen.get(field.name, question.proposed)
        side = side if side in question.options else question.proposed
        result[field.name] = _kept(question, side)
        if field.kind is Kind.TEXT and len(str(result[field.name])) > fields.TEXT_LIMIT:
            raise TooLong(field)
    for field in contents.CONTENT_FIELDS:
        if field.only_if is not None and result[field.only_if[0]] != field.only_if[1]:
            result[field.name] = contents.empty_value(field)
    return result


def _kept(question: Question, side: Side) -> Value:
    left, right = question.left, question.right
    if side is Side.LEFT:
        return left
    if side is Side.RIGHT:
        return right
    if isinstance(left, tuple) and isinstance(right, tuple):
        return tuple(dict.fromkeys((*left, *right)))
    return f"{str(left).rstrip()}\n\n{str(right).lstrip()}"


def with_files(kept: Half, other: Half, content: Content) -> Content:
    """Return the content with the kept sheet's files, and the other's that are names only.

    The other's real files are moved, and named, by the writer.
    """
    stored = set(Attachment.objects.filter(sheet=other.sheet).values_list("name", flat=True))
    mine, theirs = kept.content["files"], other.content["files"]
    names = [
        *contents.many(mine),
        *(name for name in contents.many(theirs) if name not in stored),
    ]
    return content | {"files": tuple(dict.fromkeys(names)) or mine}
