"""Deciding, before anything is written, what an import will do with each record.

The plan lives in a temporary database on disk, so that memory stays flat whatever the file.
Matching, in this order: by number; then by identical content in the same structure; then by
title in the same structure. Each sheet answers for one record only, so that two sheets of one
structure may share a title, and a file read twice changes nothing.

What a file has no place for (the listing, a table without the column) does not take away the
figures that an author has stated: the sheet keeps them.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from essaim.intake.form import Invalid, Validator
from essaim.sheets import content as contents
from essaim.sheets import fields
from essaim.sheets.content import StructureName, ValidatedSheet
from essaim.sheets.models import Sheet
from essaim.sheets.record import RawRecord
from essaim.workflow.writer import Draft

BATCH: Final = 500


class Action(StrEnum):
    """What happens to a record."""

    CREATE = "creee"
    UPDATE = "modifiee"
    KEEP = "inchangee"
    REJECT = "rejetee"


@dataclass(frozen=True, slots=True)
class Line:
    """One record of the plan, as the report tells it."""

    ordinal: int
    line: int
    action: Action
    number: int | None
    title: str
    structure: str
    reason: str


_SCHEMA: Final = """
CREATE TABLE record (
    ordinal INTEGER PRIMARY KEY, line INTEGER NOT NULL, number INTEGER, structure TEXT NOT NULL,
    department TEXT NOT NULL, title TEXT NOT NULL, digest TEXT NOT NULL, content TEXT NOT NULL,
    unsaid TEXT NOT NULL DEFAULT '',
    action TEXT, sheet INTEGER, based_on TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT ''
);
CREATE TABLE claim (sheet INTEGER PRIMARY KEY);
CREATE TABLE number (number INTEGER PRIMARY KEY, line INTEGER NOT NULL);
"""


class Plan:
    """The plan of one import. `read` fills it, `match` decides; then it can be told or applied."""

    def __init__(self) -> None:
        # An empty name is SQLite's private database on disk, gone with its connection.
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(_SCHEMA)
        self._db.execute("BEGIN")

    # --- Filling -------------------------------------------------------------------------

    def read(self, records: Iterable[RawRecord], validator: Validator) -> Iterator[int]:
        """Validate and keep every record; yields the number of records read so far."""
        ordinal = 0
        for ordinal, raw in enumerate(records, start=1):
            if raw.problem:
                self._refuse_raw(ordinal, raw, raw.problem)
            else:
                try:
                    self._keep(ordinal, raw, validator.validate(raw.values))
                except Invalid as invalid:
                    self._refuse_raw(ordinal, raw, " ; ".join(invalid.reasons))
            yield ordinal

    def _refuse_raw(self, ordinal: int, raw: RawRecord, reason: str) -> None:
        self._db.execute(
            "INSERT INTO record (ordinal, line, structure, department, title, digest, content,"
            " action, reason) VALUES (?, ?, ?, '', ?, '', '', ?, ?)",
            (
                ordinal,
                raw.line,
                _printable(raw.values.get("structure")),
                _printable(raw.values.get("titre")),
                Action.REJECT,
                reason,
            ),
        )

    def _keep(self, ordinal: int, raw: RawRecord, sheet: ValidatedSheet) -> None:
        title = str(sheet.content["title"])
        reason = ""
        if sheet.number is not None:
            earlier = self._db.execute(
                "SELECT line FROM number WHERE number = ?", (sheet.number,)
            ).fetchone()
            if earlier:
                reason = (
                    f"Le numéro {sheet.number} est déjà porté par une fiche de ce fichier "
                    f"(ligne {earlier[0]})"
                )
            else:
                self._db.execute("INSERT INTO number VALUES (?, ?)", (sheet.number, raw.line))
        self._db.execute(
            "INSERT INTO record (ordinal, line, number, structure, department, title, digest,"
            " content, unsaid, action, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                ordinal,
                raw.line,
                sheet.number,
                sheet.structure.name,
                sheet.structure.department,
                title,
                contents.digest(sheet.content),
                json.dumps(contents.to_json(sheet.content), ensure_ascii=False),
                " ".join(field.name for field in fields.NUMBERS if field.key not in raw.values),
                Action.REJECT if reason else None,
                reason,
            ),
        )

    # --- Deciding ------------------------------------------------------------------------

    def match(self) -> None:
        """Decide what happens to each record kept."""
        for batch in self._undecided("number IS NOT NULL"):
            self._match_numbers(batch)
        for batch in self._undecided("number IS NULL"):
            self._match_contents(batch)
        for batch in self._undecided("number IS NULL"):
            self._match_titles(batch)

    def _undecided(self, condition: str) -> Iterator[Sequence[sqlite3.Row]]:
        """Yield the records still undecided, in file order, a batch at a time."""
        last = 0
        while True:
            cursor = self._db.execute(
                "SELECT ordinal, number, structure, department, title, digest, unsaid FROM record"  # noqa: S608
                f" WHERE action IS NULL AND ordinal > ? AND {condition}"
                " ORDER BY ordinal LIMIT ?",
                (last, BATCH),
            )
            cursor.row_factory = sqlite3.Row
            batch = cursor.fetchall()
            if not batch:
                return
            yield batch
            last = batch[-1]["ordinal"]

    def _match_numbers(self, batch: Sequence[sqlite3.Row]) -> None:
        known = {
            sheet.number: sheet
            for sheet in Sheet.objects.select_related("structure").filter(
                number__in=[row["number"] for row in batch]
            )
        }
        for row in batch:
            sheet = known.get(row["number"])
            if sheet is None:
                self._decide(row, Action.CREATE)
            elif _structure_of(sheet) != (row["structure"], row["department"]):
                self._refuse(
                    row,
                    f"Le numéro {sheet.number} est déjà celui de « {sheet.display_title} » "
                    f"({sheet.structure.name}) ; sans numéro, ce serait une nouvelle fiche",
                )
            else:
                self._claim(row, sheet)

    def _match_contents(self, batch: Sequence[sqlite3.Row]) -> None:
        """Recognise the records whose very content the structure has already."""
        known: dict[tuple[str, tuple[str, str]], list[Sheet]] = {}
        for sheet in (
            Sheet.objects.select_related("structure")
            .filter(digest__in=[row["digest"] for row in batch])
            .order_by("pk")
        ):
            known.setdefault((sheet.digest, _structure_of(sheet)), []).append(sheet)
        for row in batch:
            same = known.get((row["digest"], (row["structure"], row["department"])), [])
            if (mine := self._first_unclaimed(same)) is not None:
                self._claim(row, mine)

    def _match_titles(self, batch: Sequence[sqlite3.Row]) -> None:
        """Recognise the next content of a sheet by its title; all the rest is new."""
        known: dict[tuple[str, tuple[str, str]], list[Sheet]] = {}
        titles = {row["title"] for row in batch} - {""}
        for sheet in (
            Sheet.objects.select_related("structure")
            .filter(title__in=titles, structure__name__in={row["structure"] for row in batch})
            .order_by("pk")
        ):
            known.setdefault((_title_of(sheet), _structure_of(sheet)), []).append(sheet)
        for row in batch:
            same = known.get((row["title"], (row["structure"], row["department"])), [])
            mine = self._first_unclaimed(same)
            if mine is None:
                self._decide(row, Action.CREATE)
            else:
                self._claim(row, mine)

    def _first_unclaimed(self, sheets: Sequence[Sheet]) -> Sheet | None:
        for sheet in sheets:
            taken = self._db.execute("SELECT 1 FROM claim WHERE sheet = ?", (sheet.pk,))
            if taken.fetchone() is None:
                return sheet
        return None

    def _claim(self, row: sqlite3.Row, sheet: Sheet) -> None:
        self._db.execute("INSERT INTO claim VALUES (?)", (sheet.pk,))
        if sheet.digest == self._with_stated(row, sheet):
            self._decide(row, Action.KEEP, sheet)
        elif sheet.state != Sheet.State.PUBLISHED:
            self._refuse(row, f"La fiche {sheet.number} n’est plus publiée")
        else:
            self._decide(row, Action.UPDATE, sheet)

    def _with_stated(self, row: sqlite3.Row, sheet: Sheet) -> str:
        """Give the record the figures stated that its file has no place for; return its digest."""
        stated = {name: getattr(sheet, name) for name in row["unsaid"].split()}
        kept = {name: value for name, value in stated.items() if value is not None}
        if not kept:
            return str(row["digest"])
        (stored,) = self._db.execute(
            "SELECT content FROM record WHERE ordinal = ?", (row["ordinal"],)
        ).fetchone()
        content = contents.from_json(json.loads(stored)) | kept
        digest = contents.digest(content)
        self._db.execute(
            "UPDATE record SET content = ?, digest = ? WHERE ordinal = ?",
            (json.dumps(contents.to_json(content), ensure_ascii=False), digest, row["ordinal"]),
        )
        return digest

    def _decide(self, row: sqlite3.Row, action: Action, sheet: Sheet | None = None) -> None:
        self._db.execute(
            "UPDATE record SET action = ?, sheet = ?, based_on = ?, number = ? WHERE ordinal = ?",
            (
                action,
                sheet.pk if sheet else None,
                sheet.digest if sheet else "",
                sheet.number if sheet else row["number"],
                row["ordinal"],
            ),
        )

    def _refuse(self, row: sqlite3.Row, reason: str) -> None:
        self.refuse(row["ordinal"], reason)

    def refuse(self, ordinal: int, reason: str) -> None:
        """Reject a record after all."""
        self._db.execute(
            "UPDATE record SET action = ?, reason = ? WHERE ordinal = ?",
            (Action.REJECT, reason, ordinal),
        )

    def leave_existing(self) -> None:
        """Turn every update into a record left as the base has it."""
        self._db.execute(
            "UPDATE record SET action = ? WHERE action = ?", (Action.KEEP, Action.UPDATE)
        )

    # --- Telling and applying ------------------------------------------------------------

    def count(self) -> dict[Action, int]:
        """Return how many records each action has."""
        rows = dict(self._db.execute("SELECT action, count(*) FROM record GROUP BY action"))
        return {action: int(rows.get(action.value, 0)) for action in Action}

    def highest_number(self) -> int:
        """Return the highest number the file brings, 0 when it brings none."""
        return int(self._db.execute("SELECT max(number) FROM number").fetchone()[0] or 0)

    def lines(self) -> Iterator[Line]:
        """Yield every record, in file order."""
        for ordinal, line, action, number, title, structure, reason in self._db.execute(
            "SELECT ordinal, line, action, number, title, structure, reason FROM record"
            " ORDER BY ordinal"
        ):
            yield Line(ordinal, line, Action(action), number, title, structure, reason)

    def rejected(self) -> set[int]:
        """Return the ordinals of the rejected records."""
        rows = self._db.execute("SELECT ordinal FROM record WHERE action = ?", (Action.REJECT,))
        return {ordinal for (ordinal,) in rows}

    def drafts(self) -> Iterator[list[tuple[int, Draft]]]:
        """Yield what is to be written, in file order, a batch at a time, with its ordinal."""
        last = 0
        while True:
            rows = self._db.execute(
                "SELECT ordinal, number, structure, department, content, sheet, based_on"
                " FROM record WHERE action IN (?, ?) AND ordinal > ? ORDER BY ordinal LIMIT ?",
                (Action.CREATE, Action.UPDATE, last, BATCH),
            ).fetchall()
            if not rows:
                return
            yield [(row[0], _draft(row)) for row in rows]
            last = rows[-1][0]


def _draft(row: Sequence[Any]) -> Draft:
    _, number, structure, department, content, sheet, based_on = row
    return Draft(
        sheet=ValidatedSheet(
            structure=StructureName(structure, department),
            content=contents.from_json(json.loads(content)),
            number=number,
        ),
        sheet_id=sheet,
        based_on=based_on,
    )


def _structure_of(sheet: Sheet) -> tuple[str, str]:
    return sheet.structure.name, sheet.structure.department_id or ""


def _title_of(sheet: Sheet) -> str:
    return str(getattr(sheet, "title", ""))


def _printable(value: Any) -> str:
    """Return a value of a record that was not validated, as the report may show it."""
    text = value if isinstance(value, str) else ""
    return text.encode("utf-8", "replace").decode("utf-8")[:300]
