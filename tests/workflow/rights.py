"""The table of rights, the people of its rows and the sheets of its columns."""

from collections.abc import Callable
from pathlib import Path

from django.contrib.auth.models import AnonymousUser

from essaim.network.models import Person, Structure
from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.sheets.models import Revision, Sheet
from essaim.workflow import deciding, drafting, merging
from tests.factories import (
    a_correspondent,
    a_draft,
    a_member,
    a_sheet,
    a_structure,
    a_submitted_sheet,
    an_administrator,
)

TABLE = Path(__file__).with_name("rights.txt")


def table() -> dict[tuple[str, str, str], bool]:
    """Return {(act, role, situation): allowed}."""
    found: dict[tuple[str, str, str], bool] = {}
    situations: list[str] = []
    acts: list[str] = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        words = line.split("#")[0].split()
        if not words:
            continue
        if not situations:
            situations = words
        elif not line.startswith(" "):
            acts = words
        else:
            role, *marks = words
            assert len(marks) == len(situations), line
            assert set(marks) <= {"x", "."}, line
            for act in acts:
                for situation, mark in zip(situations, marks, strict=True):
                    found[act, role, situation] = mark == "x"
    return found


class Cast:
    """One structure of the Rhône, and somebody in each role."""

    def __init__(self) -> None:
        self.structure: Structure = a_structure()
        self.member = a_member(self.structure)
        self.manager = a_member(self.structure, role="responsable")
        self.caf = a_correspondent("69", side="caf")
        self.people: dict[str, Person | AnonymousUser] = {
            "anonymous": AnonymousUser(),
            "stranger": a_member(a_structure("Ailleurs")),
            "shut": a_member(self.structure, is_active=False),
            "elsewhere": a_correspondent("38"),
            "member": self.member,
            "manager": self.manager,
            "caf": self.caf,
            "federation": a_correspondent("69", side="federation"),
            "national": an_administrator(),
        }

    def standing(self, role: str) -> Standing:
        """Return what somebody in that role is."""
        return Standing.of(self.people[role])

    # --- The columns ------------------------------------------------------------------------
    def sheet(self, situation: str) -> Sheet:
        """Bring a new sheet to that situation, through the writer."""
        made: Callable[[], Sheet] = getattr(self, "_" + situation.replace("+", "_"))
        return Sheet.objects.select_related("structure").get(pk=made().pk)

    def _new(self) -> Sheet:
        return a_draft(self.member, self.structure)

    def _sub(self) -> Sheet:
        return a_submitted_sheet(self.member, self.structure)

    def _ret(self) -> Sheet:
        sheet = self._sub()
        self._send_back(sheet)
        return sheet

    def _again(self) -> Sheet:
        sheet = self._sub()
        self._write(sheet)
        return sheet

    def _on(self) -> Sheet:
        sheet = self._sub()
        deciding.approve(Standing.of(self.caf), sheet.pk, version=1)
        return sheet

    def _on_d(self) -> Sheet:
        sheet = self._on()
        self._write(sheet)
        return sheet

    def _on_s(self) -> Sheet:
        sheet = self._on_d()
        drafting.submit(Standing.of(self.member), sheet.pk, version=self.version(sheet))
        return sheet

    def _on_r(self) -> Sheet:
        sheet = self._on_s()
        self._send_back(sheet)
        return sheet

    def _off(self) -> Sheet:
        sheet = self._on()
        deciding.withdraw(Standing.of(self.caf), sheet.pk, "À revoir.")
        return sheet

    def _off_d(self) -> Sheet:
        sheet = self._off()
        drafting.restore(Standing.of(self.member), sheet.pk, version=1)
        return sheet

    def _gone(self) -> Sheet:
        sheet = self._new()
        drafting.discard(Standing.of(self.member), sheet.pk)
        return sheet

    def _merged(self) -> Sheet:
        sheet = self._on()
        kept = a_sheet(structure="Une autre maison")
        content = contents.of_sheet(kept)
        merging.merge(Standing.of(self.caf), kept.pk, sheet.pk, content, versions=(1, 1))
        return sheet

    # --- Gestures ---------------------------------------------------------------------------
    def version(self, sheet: Sheet) -> int:
        """Return the version that waits, or else the last one."""
        waiting = Revision.objects.waiting().filter(sheet=sheet).first()
        return waiting.version if waiting else sheet.revisions.count()

    def _write(self, sheet: Sheet) -> None:
        latest = sheet.revisions.order_by("-version")[0]
        content = contents.from_json(latest.content) | {"limits": "Encore un mot."}
        drafting.save(Standing.of(self.member), sheet.pk, content, based_on=latest.version)

    def _send_back(self, sheet: Sheet) -> None:
        who = Standing.of(self.caf)
        deciding.send_back(who, sheet.pk, "Précisez.", version=self.version(sheet))
