"""Two people write one sheet at once: no text is ever lost, every conflict is shown."""

import json
import random
from dataclasses import dataclass, field

import pytest

from essaim.network.models import Person
from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.sheets.content import Content
from essaim.sheets.models import Revision, Sheet
from essaim.workflow import drafting
from essaim.workflow.drafting import Saved
from tests.factories import a_draft, a_member, a_structure
from tests.own_base import OwnBase

FIELDS = ("title", "summary", "limits", "people")
INTERLEAVINGS = 200
GROUPS = 8


@dataclass
class Writer:
    """Somebody at a browser: what it shows, the version it came from, what was typed since."""

    who: Standing
    content: Content
    version: int
    shown: list[str] = field(default_factory=list)  # the texts of every conflict shown

    def type(self, name: str, text: str) -> None:
        self.content = self.content | {name: text}

    def save(self, sheet: Sheet) -> Saved:
        return drafting.save(self.who, sheet.pk, self.content, based_on=self.version)


def current(sheet: Sheet) -> Revision:
    return Revision.objects.waiting().get(sheet=sheet)


def written_anywhere(sheet: Sheet) -> str:
    """Return every text of every revision that is kept."""
    return "\n".join(
        str(value)
        for stored in sheet.revisions.values_list("content", flat=True)
        for value in stored.values()
    )


def opened_by(person: Person, sheet: Sheet) -> Writer:
    revision = current(sheet)
    content = contents.from_json(revision.content)
    return Writer(Standing.of(person), content, revision.version)


def expected_conflicts(sheet: Sheet, writer: Writer) -> set[str]:
    """Return the fields that both have changed, each in their own way, since `writer` opened."""
    base = contents.from_json(sheet.revisions.get(version=writer.version).content)
    theirs = contents.from_json(current(sheet).content)
    return {
        name
        for name in FIELDS
        if writer.content[name] not in (base[name], theirs[name]) and theirs[name] != base[name]
    }


def settle(writer: Writer, saved: Saved, draw: random.Random) -> None:
    """Choose, for each conflict, mine, theirs or both, as the page lets one do."""
    content = dict(saved.content)
    for conflict in saved.conflicts:
        writer.shown += [str(conflict.mine), str(conflict.theirs)]
        both = f"{conflict.theirs}\n{conflict.mine}"
        content[conflict.field] = draw.choice([conflict.mine, conflict.theirs, both])
    writer.content, writer.version = content, saved.version


def interleave(seed: int, sheet: Sheet, people: list[Person]) -> int:
    """Play one random interleaving; return how many conflicts it had."""
    draw = random.Random(seed)
    writers = [opened_by(person, sheet) for person in people]
    sent: set[str] = set()
    conflicts = 0
    for step in range(14):
        writer = draw.choice(writers)
        for _ in range(draw.randrange(3)):
            writer.type(draw.choice(FIELDS), f"mot{seed}x{step}x{draw.randrange(10**6)}")
        if draw.random() < 0.3:
            continue  # goes on typing
        due = expected_conflicts(sheet, writer)
        sent |= {str(writer.content[name]) for name in FIELDS}
        saved = writer.save(sheet)
        assert {conflict.field for conflict in saved.conflicts} == due
        for conflict in saved.conflicts:
            assert conflict.mine == writer.content[conflict.field]
            assert conflict.theirs == contents.from_json(current(sheet).content)[conflict.field]
        conflicts += len(saved.conflicts)
        if saved.conflicts:
            settle(writer, saved, draw)
        else:
            assert contents.from_json(current(sheet).content) == saved.content
            writer.content, writer.version = saved.content, saved.version
    kept = written_anywhere(sheet)
    assert [text for text in sent if text not in kept] == []
    return conflicts


@pytest.mark.django_db
@pytest.mark.parametrize("group", range(GROUPS))
def test_no_text_is_lost_and_every_conflict_is_shown(group: int) -> None:
    structure = a_structure()
    people = [a_member(structure), a_member(structure)]
    found = [
        interleave(seed, a_draft(people[0], structure), people)
        for seed in range(group, INTERLEAVINGS, GROUPS)
    ]
    assert len(found) == INTERLEAVINGS // GROUPS
    assert sum(1 for conflicts in found if conflicts) > len(found) / 2  # they did meet


@pytest.mark.django_db
def test_the_same_text_set_aside_twice_is_kept_once() -> None:
    structure = a_structure()
    sheet = a_draft(a_member(structure), structure)
    one, other = (opened_by(a_member(structure), sheet) for _ in range(2))
    one.type("limits", "Le bruit")
    one.save(sheet)
    other.type("limits", "Le froid")
    first, second = other.save(sheet), other.save(sheet)
    assert first.aside == second.aside
    assert sheet.revisions.filter(state=Revision.State.ASIDE).count() == 1


PREPARE = """
from tests.factories import a_draft, a_member, a_structure
house = a_structure()
people = [a_member(house) for _ in range(3)]
print(a_draft(people[0], house).pk, *(person.pk for person in people))
"""
TELL = """
import json
from essaim.sheets.models import Revision
print(json.dumps(list(Revision.objects.order_by("version").values_list("version", "content"))))
"""
TURNS = 10


def write_at_once(place: int, sheet_id: int, person_id: int) -> None:
    """Save ten times, in a process of its own, without waiting for anybody."""
    draw = random.Random(place)
    sheet = Sheet.objects.get(pk=sheet_id)
    writer = opened_by(Person.objects.get(pk=person_id), sheet)
    for turn in range(TURNS):
        name = FIELDS[place] if turn % 2 else "prospects"
        writer.type(name, f"texte {place} {turn}")
        saved = writer.save(sheet)
        if saved.conflicts:
            settle(writer, saved, draw)
        else:
            writer.content, writer.version = saved.content, saved.version


def test_really_at_once(own_base: OwnBase) -> None:
    """Three processes save at the same time: they wait for one another, and lose nothing."""
    sheet, *people = own_base.essaim("shell", "-v0", "-c", PREPARE).stdout.split()
    code = "from tests.workflow import test_two_writers as t; t.write_at_once({}, {}, {})"
    running = [
        own_base.start("shell", "-v0", "-c", code.format(place, sheet, person))
        for place, person in enumerate(people)
    ]
    for process in running:
        assert process.wait(120) == 0, process.said()
    revisions = json.loads(own_base.essaim("shell", "-v0", "-c", TELL).stdout)
    kept = [text for _, content in revisions for text in content.values()]
    expected = {f"texte {place} {turn}" for place in range(3) for turn in range(TURNS)}
    missing = [text for text in expected if not any(text in str(value) for value in kept)]
    assert missing == []
    versions = [version for version, _ in revisions]
    assert versions == list(range(1, len(versions) + 1))
