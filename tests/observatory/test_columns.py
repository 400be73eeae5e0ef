"""The columns: what they hold, how they follow the log, what they survive."""

import datetime
import random
from pathlib import Path

import numpy as np
import pytest
from django.utils import timezone

from essaim.observatory import keeping
from essaim.observatory.columns import Columns
from essaim.observatory.observing import observe
from essaim.observatory.ragged import Ragged
from essaim.observatory.selection import select
from essaim.search import engine, finding_all
from essaim.search.query import Query
from essaim.search.reader import Position
from essaim.sheets.models import Event, Sheet
from essaim.workflow.writer import Draft, publish
from tests.factories import ACTOR, a_bare_sheet, a_sheet, a_validated_sheet, some_sheets
from tests.observatory.generated import a_generated_sheet, publish_generated
from tests.search.sheets import a_random_query, describe_structures, publish_random

pytestmark = pytest.mark.django_db


def as_plain(columns: Columns) -> dict[int, dict[str, object]]:
    """Return what columns say of each sheet, words spelt out in their indexed form."""
    stems = list(columns.words.codes)
    found: dict[int, dict[str, object]] = {}
    for place, identifier in enumerate(columns.ids.tolist()):
        said: dict[str, object] = {
            name: column[place].item() for name, column in columns.numbers.items()
        }
        for name, lists in columns.lists.items():
            values = lists.values[lists.offsets[place] : lists.offsets[place + 1]].tolist()
            words = name in ("limits", "prospects")
            said[name] = {stems[value] for value in values} if words else values
        found[identifier] = said
    return found


def followed() -> Columns:
    """Return this process's columns, the index and they brought up to date."""
    engine.catch_up()
    return select(Query()).columns


def test_columns_that_follow_hold_what_those_made_anew_hold() -> None:
    publish_generated(60, 1)
    first, draw = followed(), random.Random(2)
    sheets = list(Sheet.objects.order_by("pk"))
    changed = draw.sample(sheets, 10)
    drafts = [
        Draft(a_validated_sheet(**a_generated_sheet(draw, {})), sheet.pk, sheet.digest)
        for sheet in changed
    ]
    assert not publish(drafts, actor=ACTOR).conflicts
    publish(
        [Draft(a_validated_sheet(**a_generated_sheet(draw, {}))) for _ in range(7)], actor=ACTOR
    )
    gone = draw.sample([one for one in sheets if one not in changed], 3)
    for sheet in gone:
        Sheet.objects.filter(pk=sheet.pk).update(state=Sheet.State.WITHDRAWN)
        Event.objects.create(
            at=timezone.now(), actor=ACTOR, verb=Event.Verb.WITHDRAWN, sheet_id=sheet.pk
        )
    second = followed()
    assert second is not first
    assert len(second) == 60 + 7 - 3
    assert as_plain(second) == as_plain(keeping.build())
    assert not set(second.ids.tolist()) & {sheet.pk for sheet in gone}


def test_nothing_is_read_when_nothing_has_changed(django_assert_num_queries: object) -> None:
    some_sheets(5)
    columns = followed()
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert select(Query()).columns is columns


def test_the_file_is_read_rather_than_the_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    publish_generated(30, 3)
    expected = as_plain(followed())
    keeping._keeper.clear()  # as another process would begin
    monkeypatch.setattr(keeping, "build", lambda: pytest.fail("all sheets are read again"))
    position = finding_all.state()[1]
    again = keeping.columns_at(position)
    assert as_plain(again) == expected
    assert again.position == position
    a_sheet(title="Une de plus")
    assert len(followed()) == 31


@pytest.mark.parametrize("damage", [b"", b"not a zip", None])
def test_a_damaged_file_is_made_again(index: Path, damage: bytes | None) -> None:
    some_sheets(4)
    expected = as_plain(followed())
    path = index / keeping.FILE
    # None: cut short, as by a full disk.
    path.write_bytes(path.read_bytes()[:-200] if damage is None else damage)
    keeping._keeper.clear()
    assert as_plain(keeping.columns_at(finding_all.state()[1])) == expected
    assert as_plain(keeping.load()) == expected


def test_the_file_of_another_version_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    some_sheets(2)
    followed()
    monkeypatch.setattr(keeping, "READER_VERSION", 999)
    with pytest.raises(keeping.Unreadable):
        keeping.load()
    keeping._keeper.clear()
    assert len(keeping.columns_at(finding_all.state()[1])) == 2
    keeping.load()


def test_the_file_of_another_base_is_made_again() -> None:
    some_sheets(2)
    columns = followed()
    last = Event.objects.order_by("-sequence").first()
    assert last is not None
    # The same numbers, another history: a base restored from a copy.
    Event.objects.filter(pk=last.pk).update(at=last.at + datetime.timedelta(seconds=1))
    with pytest.raises(keeping.Unreadable):
        keeping.load()
    mark = columns.position.mark + 1_000_000
    renewed = keeping.columns_at(Position(columns.position.sequence, mark))
    assert renewed is not columns
    assert renewed.position.mark == mark


def test_what_a_killed_process_leaves_is_no_hindrance(index: Path) -> None:
    some_sheets(2)
    followed()
    (index / f"{keeping.FILE}.0badcafe").write_bytes(b"half")
    (index / keeping.FILE).unlink()
    keeping._keeper.clear()
    assert len(keeping.columns_at(finding_all.state()[1])) == 2


def test_a_selection_is_what_the_catalogue_finds() -> None:
    publish_random(250)
    describe_structures()
    draw, met = random.Random(5), 0
    for _ in range(120):
        query = a_random_query(draw)
        selection = select(query.with_page(3))
        expected = [one for batch in engine.matching_ids(query) for one in batch]
        found = selection.columns.ids[selection.places]
        assert sorted(found.tolist()) == sorted(expected), query.encode()
        assert selection.size == len(expected) == engine.search(query, limit=0).total
        met += 0 < len(expected) < 250
    assert met > 30


@pytest.mark.parametrize(
    "asked", ["q=jardins+partages", "q=potager", "q=jardin+velo+cuisine+sante", "q=jardn"]
)
def test_words_are_widened_and_repaired_as_in_the_catalogue(asked: str) -> None:
    publish_random(120)
    a_bare_sheet(title="Un potager au pied de la tour")
    query = Query.parse(asked)
    assert observe(query, ["chiffres"]).selection_size == engine.search(query).total > 0


def test_places_of_sheets_that_are_not_there_are_left_out() -> None:
    sheets = some_sheets(3)
    columns = followed()
    ids = [0, sheets[0].pk, sheets[2].pk, sheets[2].pk + 10]
    assert columns.places_of(ids).tolist() == [0, 2]
    assert columns.places_of([]).tolist() == []


def test_lists_are_taken_and_joined() -> None:
    lists = Ragged.of([[1, 2], [], [3], [4, 5, 6]])
    taken = lists.take(np.array([3, 1, 0]))
    assert (taken.values.tolist(), taken.lengths.tolist()) == ([4, 5, 6, 1, 2], [3, 0, 2])
    both = taken.followed_by(Ragged.of([[], [7]]))
    assert both.values[both.offsets[4] : both.offsets[5]].tolist() == [7]
    assert both.rows().tolist() == [0, 0, 0, 2, 2, 4]
    assert Ragged.of([]).take(np.array([], int)).values.tolist() == []
