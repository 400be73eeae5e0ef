"""The grammar of the national base's printed listing, as data for its reader and its writer.

A record is four head lines, then slots in a fixed order: a label line, marks, content lines.
Free text may hold any line. Whatever could be taken for structure is written with one more
leading backslash, by `escape` and `escape_heads`; the reader strips one from exactly such
lines. See docs/decisions/006-listing-grammar.md.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from essaim.sheets.fields import BY_NAME, FIELDS, Field, Kind

PREAMBLE: Final = "Les actions des centres sociaux"
HEAD: Final = "Actions"
BULLET: Final = "- "
STRUCTURE_LINE: Final = BULLET + BY_NAME["structure"].label
# The head lines: HEAD, the title, STRUCTURE_LINE; then the structure, then the first slot.
HEAD_LINES: Final = 3
FIRST_SLOT_LINE: Final = 4

_MARK: Final = "-"
_MARKS: Final = {"partners": (_MARK, "Partenaires d'action:")}
_OPTIONAL: Final = {"files", "end_reason", "initiative_detail"}
_PRINTED_AGAIN: Final = {"partners": "territory"}  # the territory stands after the partners too


@dataclass(frozen=True, slots=True)
class Slot:
    """One labelled part of a record.

    `line` is the label's line, `marks` the lines that always follow it. `follows` are the ranks
    in `SLOTS` of those that may come next (`len(SLOTS)` being the end of the record), `ends`
    their label lines, and `lookalike` matches a content line which, but for any number of
    leading backslashes, would be one of them.
    """

    field: Field
    line: str
    marks: tuple[str, ...]
    optional: bool
    follows: tuple[int, ...]
    ends: tuple[str, ...]
    lookalike: re.Pattern[str] | None

    def escape(self, line: str) -> str:
        """Return a content line of this slot as it is written."""
        if self.lookalike and self.lookalike.fullmatch(line):
            return "\\" + line
        return line

    def unescape(self, line: str) -> str:
        """Return a content line of this slot as it was before `escape`."""
        return line[1:] if self.is_escaped(line) else line

    def is_escaped(self, line: str) -> bool:
        """Whether `escape` made that line."""
        return bool(line[:1] == "\\" and self.lookalike and self.lookalike.fullmatch(line))


def _lookalike(lines: Sequence[str]) -> re.Pattern[str] | None:
    """Return what matches those lines behind any backslashes, with or without a last CR."""
    either = "|".join(re.escape(line) for line in lines)
    return re.compile(rf"\\*(?:{either})\r?") if lines else None


def _printed() -> list[Field]:
    """Return the fields with a label, in print order."""
    heads = (Kind.TITLE, Kind.STRUCTURE)
    printed: list[Field] = []
    for field in FIELDS:
        if field.listed and field.kind not in heads:
            printed.append(field)
            if field.name in _PRINTED_AGAIN:
                printed.append(BY_NAME[_PRINTED_AGAIN[field.name]])
    return printed


def _next(printed: Sequence[Field], rank: int) -> tuple[int, ...]:
    """Return the ranks that may come at `rank`: optional slots may be passed over."""
    found = [rank]
    while found[-1] < len(printed) and printed[found[-1]].name in _OPTIONAL:
        found.append(found[-1] + 1)
    return tuple(found)


def _slots() -> tuple[Slot, ...]:
    printed = _printed()
    slots = []
    for rank, field in enumerate(printed):
        follows = _next(printed, rank + 1)
        ends = tuple(BULLET + printed[other].label for other in follows if other < len(printed))
        default = (_MARK,) if field.kind is Kind.CHOICES else ()
        slots.append(
            Slot(
                field=field,
                line=BULLET + field.label,
                marks=_MARKS.get(field.name, default),
                optional=field.name in _OPTIONAL,
                follows=follows,
                ends=ends,
                lookalike=_lookalike(ends),
            )
        )
    return tuple(slots)


SLOTS: Final[tuple[Slot, ...]] = _slots()
FIRST_SLOTS: Final[tuple[int, ...]] = _next(_printed(), 0)
LABEL_LINES: Final[frozenset[str]] = frozenset(slot.line for slot in SLOTS)

# --- Lines that could pass for the beginning of a record ---------------------------------

_STRUCTURE_LOOKALIKE: Final = re.compile(rf"\\*{re.escape(STRUCTURE_LINE)}\r?")


def is_head(line: str) -> bool:
    """Whether the line is the first of a record's head lines, if the third follows."""
    return line in (HEAD, HEAD + "\r")


def is_structure_line(line: str) -> bool:
    """Whether the line is the third of the head lines, if the first precedes."""
    return line in (STRUCTURE_LINE, STRUCTURE_LINE + "\r")


def escape_heads(lines: list[str]) -> None:
    """Escape, in place, what in a whole record's lines could begin another one.

    The title is escaped whatever precedes it: which record stands before is not known.
    """
    if _STRUCTURE_LOOKALIKE.fullmatch(lines[1]):
        lines[1] = "\\" + lines[1]
    for rank in range(HEAD_LINES, len(lines)):
        if is_head(lines[rank - 2]) and _STRUCTURE_LOOKALIKE.fullmatch(lines[rank]):
            lines[rank] = "\\" + lines[rank]


def unescape_heads(lines: list[str]) -> None:
    """Undo `escape_heads`, in place."""
    for rank in (1, *range(HEAD_LINES, len(lines))):
        line = lines[rank] if rank < len(lines) else ""
        if (
            line[:1] == "\\"
            and (rank == 1 or is_head(lines[rank - 2]))
            and _STRUCTURE_LOOKALIKE.fullmatch(line)
        ):
            lines[rank] = line[1:]


# --- Untitled sheets (read back with `validators.UNTITLED`) ------------------------------


def untitled(number: int) -> str:
    """Return what an untitled sheet prints instead of its title."""
    return f"SANS TITRE - {number}"
