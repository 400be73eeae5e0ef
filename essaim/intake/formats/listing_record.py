"""One record of the listing, read by its grammar.

A label ends a text only where it may come next and where the rest of the record then parses:
the first such line wins. The search goes from the last slot to the first and looks each place
up once, so its time grows with the record's length, whatever the record repeats.
"""

import bisect
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from essaim.network.territories import DepartmentNames
from essaim.sheets import listing_grammar as grammar
from essaim.sheets.fields import DEPARTMENT_KEY, NUMBER_KEY, Kind
from essaim.sheets.listing_grammar import SLOTS, Slot
from essaim.sheets.validators import UNTITLED

_END: Final = len(SLOTS)
_SHOWN: Final = 60


class Misfit(ValueError):
    """A record that does not follow the grammar; the message is a French sentence.

    `values` are those of its head, by which a person recognises it.
    """

    def __init__(self, message: str, values: dict[str, Any]) -> None:
        super().__init__(message)
        self.values = values


@dataclass(frozen=True, slots=True)
class _Span:
    """A slot found: its label's line, and its content's first line and the line after it."""

    slot: Slot
    label: int
    start: int
    end: int


def read(raw: Sequence[str], first: int, departments: DepartmentNames) -> dict[str, Any]:
    """Return the values of a record's lines, by French key.

    `raw` begins with the head lines; `first` is the number of its first line in the file.
    Raises Misfit.
    """
    lines = list(raw)
    grammar.unescape_heads(lines)
    values = _head_values(lines, departments)
    if len(lines) <= grammar.HEAD_LINES:
        raise Misfit(
            f"ligne {first + len(lines) - 1} : la fiche s’arrête avant le nom de la structure ; "
            "elle est incomplète",
            values,
        )
    listed = lines[grammar.HEAD_LINES]
    if not listed.startswith(grammar.BULLET):
        raise Misfit(
            f"ligne {first + grammar.HEAD_LINES} : on attend « - nom de la structure », "
            f"on lit {_shown(listed)}",
            values,
        )
    search = _Search(lines, first)
    spans = search.spans()
    if spans is None:
        raise Misfit(search.explain(), values)
    found: dict[str, Any] = {"fichiers": None}
    for span in spans:
        key, value = span.slot.field.key, _value(lines, span)
        if key in found and found[key] not in (None, value):
            raise Misfit(
                f"ligne {first + span.label} : « {span.slot.field.label} » est donné deux fois "
                f"et change : « {found[key]} » puis « {value} »",
                values,
            )
        found[key] = value
    return values | found


def _head_values(lines: Sequence[str], departments: DepartmentNames) -> dict[str, Any]:
    """Return what the first four lines say, as far as they go."""
    values: dict[str, Any] = {}
    title = lines[1]
    untitled = UNTITLED.fullmatch(title.strip())
    if untitled:
        values[NUMBER_KEY] = untitled[1]
    values["titre"] = "" if untitled else title
    if len(lines) > grammar.HEAD_LINES:
        listed = lines[grammar.HEAD_LINES].removeprefix(grammar.BULLET)
        values["structure"], code = departments.split(listed)
        if code:
            values[DEPARTMENT_KEY] = code
    return values


def _value(lines: Sequence[str], span: _Span) -> str | list[str]:
    """Return what stands under a label. A text of one blank line is an empty text."""
    content = [span.slot.unescape(line) for line in lines[span.start : span.end]]
    if span.slot.field.kind is Kind.TEXT:
        return "\n".join(content)
    items = [line.removeprefix(grammar.BULLET) for line in content]
    if span.slot.field.kind is Kind.CHOICE:
        return items[0] if items else ""
    return items


class _Search:
    """Finds the slots of one record. `nexts[rank][line]` is where its follower begins."""

    def __init__(self, lines: Sequence[str], first: int) -> None:
        self.lines = lines
        self.bare = [line.removesuffix("\r") for line in lines]
        self.first = first
        self.at: dict[str, list[int]] = defaultdict(list)
        for place in range(grammar.FIRST_SLOT_LINE, len(lines)):
            if self.bare[place] in grammar.LABEL_LINES:
                self.at[self.bare[place]].append(place)

    def spans(self) -> list[_Span] | None:
        """Return the slots in order, None when the record has no reading."""
        # Lines where a slot can begin and all the rest parse; the end is one line past the last.
        good: list[list[int]] = [[] for _ in SLOTS] + [[len(self.lines)]]
        nexts: list[dict[int, tuple[int, int]]] = [{} for _ in SLOTS]
        for rank in reversed(range(_END)):
            run_ends: dict[int, int] = {}
            for place in self.at[SLOTS[rank].line]:
                following = self._following(rank, place, good, run_ends)
                if following is not None:
                    good[rank].append(place)
                    nexts[rank][place] = following
        start = grammar.FIRST_SLOT_LINE
        for rank in grammar.FIRST_SLOTS:
            if start in nexts[rank]:
                return self._walk(rank, nexts)
        return None

    def _walk(self, rank: int, nexts: list[dict[int, tuple[int, int]]]) -> list[_Span]:
        spans = []
        place = grammar.FIRST_SLOT_LINE
        while rank != _END:
            following, end = nexts[rank][place]
            start = place + 1 + len(SLOTS[rank].marks)
            spans.append(_Span(SLOTS[rank], place, start, end))
            rank, place = following, end
        return spans

    def _following(
        self, rank: int, place: int, good: Sequence[list[int]], run_ends: dict[int, int]
    ) -> tuple[int, int] | None:
        """Return the slot after the one at `place` and its line: the nearest that parses."""
        slot = SLOTS[rank]
        start = place + 1 + len(slot.marks)
        if self.bare[place + 1 : start] != list(slot.marks):
            return None
        latest = self._latest_end(slot, start, run_ends)
        found: tuple[int, int] | None = None
        for other in slot.follows:
            places = good[other]
            index = bisect.bisect_left(places, start)
            if index < len(places) and places[index] <= latest:
                latest = places[index]  # a nearer one must be nearer than this
                found = (other, latest)
        return found

    def _latest_end(self, slot: Slot, start: int, run_ends: dict[int, int]) -> int:
        """Return the last line at which the content of a slot that begins at `start` can end."""
        if slot.field.kind is Kind.TEXT:
            return len(self.lines)
        if slot.field.kind is Kind.CHOICE:
            return start + (start < len(self.lines) and self._is_item(slot, start))
        end = start
        while end < len(self.lines) and end not in run_ends and self._is_item(slot, end):
            end += 1
        seen, end = end, run_ends.get(end, end)
        run_ends.update(dict.fromkeys(range(start, seen), end))  # each line is looked at once
        return end

    def _is_item(self, slot: Slot, place: int) -> bool:
        line = self.lines[place]
        return line.startswith(grammar.BULLET) or slot.is_escaped(line)

    # --- Saying what is wrong ------------------------------------------------------------

    def explain(self) -> str:
        """Return why no reading fits: follow the labels as far as they go."""
        place = grammar.FIRST_SLOT_LINE
        expected = grammar.FIRST_SLOTS
        latest = place
        while True:
            found = [
                (where, rank)
                for rank in expected
                if rank != _END
                for where in self._first_at(SLOTS[rank].line, place)
                if where <= latest
            ]
            if not found:
                return self._missing(place, latest, expected)
            label, rank = min(found)
            slot = SLOTS[rank]
            place = label + 1 + len(slot.marks)
            marks = self.bare[label + 1 : place]
            if marks != list(slot.marks):
                return self._missing_mark(label, slot, marks)
            latest = self._latest_end(slot, place, {})
            # Never the end alone: this walk would then be a reading, and the search finds all.
            expected = slot.follows

    def _first_at(self, line: str, place: int) -> list[int]:
        places = self.at[line]
        index = bisect.bisect_left(places, place)
        return places[index : index + 1]

    def _missing(self, place: int, latest: int, expected: Sequence[int]) -> str:
        """Say that none of the expected labels stands between two lines."""
        wanted = SLOTS[next(rank for rank in reversed(expected) if rank != _END)]
        label = wanted.field.label
        if latest < len(self.lines):
            return (
                f"ligne {self.first + latest} : on attend « {label} », "
                f"on lit {_shown(self.lines[latest])}"
            )
        later = [
            where
            for slot in SLOTS[SLOTS.index(wanted) + 1 :]
            for where in self._first_at(slot.line, place)
        ]
        if later:
            return (
                f"ligne {self.first + min(later)} : la rubrique « {label} » manque avant "
                f"{_shown(self.bare[min(later)].removeprefix(grammar.BULLET))}"
            )
        return (
            f"ligne {self.first + len(self.lines) - 1} : la fiche s’arrête avant « {label} » ; "
            "elle est incomplète"
        )

    def _missing_mark(self, label: int, slot: Slot, marks: Sequence[str]) -> str:
        wrong = next(
            (rank for rank, line in enumerate(marks) if line != slot.marks[rank]), len(marks)
        )
        place = label + 1 + wrong
        if place >= len(self.lines):
            return (
                f"ligne {self.first + len(self.lines) - 1} : la fiche s’arrête dans "
                f"« {slot.field.label} » ; elle est incomplète"
            )
        return (
            f"ligne {self.first + place} : sous « {slot.field.label} », on attend "
            f"« {slot.marks[wrong]} », on lit {_shown(self.lines[place])}"
        )


def _shown(line: str) -> str:
    """Return a line as a message quotes it: short and printable."""
    plain = "".join(char if char.isprintable() else " " for char in line[:_SHOWN]).strip()
    if not plain:
        return "une ligne vide"
    return f"« {plain}{'…' if len(line) > _SHOWN else ''} »"
