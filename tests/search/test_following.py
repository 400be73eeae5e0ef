"""The index follows the log: whatever is killed, deleted, repeated or done twice at once."""

import json
import time
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from essaim.search import checking, document, engine, following, reader, state, store
from essaim.search.query import Query
from essaim.sheets.models import Event, Sheet
from tests.factories import a_sheet, some_sheets
from tests.search.sheets import publish_random


def generation() -> str:
    path = store.current_path()
    return path.name if path else ""


def folders() -> list[str]:
    """Return the generations on disk."""
    entries = store.folder().iterdir()
    return sorted(entry.name for entry in entries if entry.is_dir() and not entry.is_symlink())


def total() -> int:
    return engine.search(Query()).total


def an_event(sheet: Sheet | None, **values: object) -> Event:
    return Event.objects.create(
        **{
            "at": timezone.now(),
            "actor": "essais",
            "verb": Event.Verb.REINDEXED,
            "sheet_id": sheet.pk if sheet else None,
            **values,
        }
    )


@pytest.mark.django_db
class TestCatchingUp:
    def test_the_index_is_made_when_first_asked_for(self) -> None:
        some_sheets(3)
        assert store.current_path() is None
        assert total() == 3
        assert state.read().is_up_to_date

    def test_it_takes_in_only_what_is_new_and_only_once(self) -> None:
        some_sheets(3)
        assert total() == 3
        made = generation()
        some_sheets(2)
        assert engine.catch_up() == 2
        assert engine.catch_up() == 0
        assert total() == 5
        assert generation() == made

    def test_gaps_and_events_without_a_sheet_are_passed_over(self) -> None:
        sheet = a_sheet()
        assert total() == 1
        last = following.head()
        an_event(None, sequence=last + 7)
        an_event(sheet, sequence=last + 50)
        an_event(None, sheet_id=999_999, sequence=last + 51)
        assert engine.catch_up() == 3
        assert reader.snapshot().position.sequence == last + 51
        assert total() == 1

    def test_a_sheet_written_many_times_is_there_once(self) -> None:
        sheet = a_sheet()
        for _ in range(30):
            an_event(sheet)
        following.catch_up()
        an_event(sheet)
        following.catch_up()
        assert total() == 1
        assert reader.snapshot().searcher.num_docs == 2  # and the position

    def test_a_draft_is_never_in_the_index(self) -> None:
        sheet = a_sheet()
        Sheet.objects.filter(pk=sheet.pk).update(state=Sheet.State.DRAFT)
        an_event(sheet)
        assert total() == 0

    def test_batches_and_commits_are_cut_anywhere(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, size in (("EVENTS_AT_ONCE", 3), ("EVENTS_PER_COMMIT", 6), ("SHEETS_AT_ONCE", 2)):
            monkeypatch.setattr(following, name, size)
        publish_random(13)
        assert total() == 13
        publish_random(12, seed=2)
        assert engine.catch_up() == 12
        assert total() == 25
        assert checking.problems() == []

    def test_a_busy_writer_is_left_alone(self) -> None:
        assert total() == 0
        opened = store.open_current()
        held = opened.index.writer(15_000_000, 1)
        a_sheet()
        started = time.monotonic()
        assert engine.catch_up() == 0
        assert time.monotonic() - started < 1
        held.rollback()
        del held
        assert engine.catch_up() == 1

    def test_what_a_killed_writer_has_left_is_not_in_the_way(self) -> None:
        """A file of deletions, named after the next commit, that no commit has taken in."""
        sheet = a_sheet()
        assert total() == 1
        made = generation()
        folder = store.folder() / made
        meta, managed = folder / "meta.json", folder / ".managed.json"
        state_of = json.loads(meta.read_text())
        left = [
            f"{segment['segment_id'].replace('-', '')}.{state_of['opstamp'] + step}.del"
            for segment in state_of["segments"]
            for step in range(1, 20)
        ]
        managed.write_text(json.dumps([*json.loads(managed.read_text()), *left]))
        for name in left:
            (folder / name).write_bytes(b"")
        an_event(sheet)
        assert engine.catch_up() == 1
        assert generation() == made
        assert not any((folder / name).exists() for name in left[10:])
        assert checking.problems() == []

    def test_checking_costs_no_query_of_its_own_for_each_sheet(self) -> None:
        costs = []
        for _ in range(2):
            some_sheets(10)
            engine.catch_up()
            with CaptureQueriesContext(connection) as captured:
                assert checking.problems() == []
            costs.append(len(captured))
        assert costs[0] == costs[1]

    def test_who_finds_the_writer_busy_leaves_its_events_to_it(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        some_sheets(2)
        assert total() == 2
        a_sheet()
        real = following._take_in
        late: list[Sheet] = []

        def then_another_writes(*arguments: object) -> int:
            taken = real(*arguments)  # type: ignore[arg-type]
            if not late:
                late.append(a_sheet())
                assert engine.catch_up() == 0
            return taken

        monkeypatch.setattr(following, "_take_in", then_another_writes)
        assert engine.catch_up() == 2
        assert total() == 4

    def test_segments_do_not_pile_up(self) -> None:
        sheet = a_sheet()
        total()
        for _ in range(20):
            an_event(sheet)
            engine.catch_up()
        assert state.read().segments < 12


@pytest.mark.django_db
class TestAnotherIndex:
    def test_another_database_gets_an_index_of_its_own(self) -> None:
        """A restored base whose log has the same numbers but is not the same log."""
        sheet = a_sheet(title="Lampion")
        assert total() == 1
        Event.objects.all().delete()
        Sheet.objects.filter(pk=sheet.pk).update(title="Guirlande", digest="autre")
        an_event(sheet, sequence=1)
        before = generation()
        engine.catch_up()
        assert generation() != before
        assert engine.search(Query.parse("q=guirlande")).total == 1

    def test_an_older_database_gets_an_index_of_its_own(self) -> None:
        a_sheet()
        kept = following.head()
        some_sheets(4)
        assert total() == 5
        Event.objects.filter(sequence__gt=kept).delete()
        Sheet.objects.filter(pk__in=Sheet.objects.order_by("-pk")[:4]).update(state="draft")
        engine.catch_up()
        assert total() == 1
        assert state.read().position == kept

    def test_another_schema_is_built_beside_then_takes_over(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        some_sheets(2)
        assert total() == 2
        before = generation()
        reader.forget()
        monkeypatch.setattr(document, "LAYOUT_VERSION", 999)
        assert state.read().problem
        assert total() == 2
        assert generation() != before
        assert folders() == [generation()]

    def test_while_a_new_version_is_installed_the_old_one_serves_on(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Two versions must not rebuild the index against each other."""
        some_sheets(2)
        assert total() == 2
        before = generation()
        a_sheet()
        with monkeypatch.context() as newer:
            newer.setattr(document, "LAYOUT_VERSION", 999)
            following.rebuild()
        theirs = generation()
        assert theirs != before
        assert engine.catch_up() == 0
        assert total() == 2
        assert generation() == theirs

    @pytest.mark.parametrize("harm", ["meta.json", "essaim.json", "*.idx", "*.fast", "*.term"])
    def test_damaged_files_are_rebuilt(self, harm: str) -> None:
        some_sheets(3)
        assert total() == 3
        before = generation()
        for path in (store.folder() / before).glob(harm):
            path.unlink()  # not cut short: it is mapped in memory, here too
            path.write_bytes(b"\x00" * 10)
        reader.forget()
        engine._cache.kept.clear()
        assert total() == 3
        assert generation() != before
        assert engine.catch_up() == 0

    def test_damage_is_seen_when_catching_up_too(self) -> None:
        some_sheets(3)
        assert total() == 3
        for path in (store.folder() / generation()).glob("*.store"):
            path.unlink()
        reader.forget()
        a_sheet()
        engine.catch_up()
        assert total() == 4
        assert checking.problems() == []

    def test_an_interrupted_rebuild_leaves_the_old_index_and_no_litter(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        some_sheets(2)
        assert total() == 2
        before = generation()

        def fail(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as broken:
            broken.setattr(document, "of_sheet", fail)
            with pytest.raises(KeyboardInterrupt):
                following.rebuild()
        assert folders() == [generation()] == [before]
        (store.folder() / "20200101T000000-1-dead").mkdir()
        (store.folder() / "current.dead").symlink_to("nowhere")
        following.rebuild()
        assert folders() == [generation()]
        assert not (store.folder() / "current.dead").is_symlink()

    def test_one_that_is_replaced_while_it_catches_up_is_not_taken_for_damaged(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        some_sheets(2)
        assert total() == 2
        a_sheet(title="Lampion")
        real = following._take_in
        made: list[str] = []

        def replaced_meanwhile(*arguments: object) -> int:
            if not made:
                made.append("")
                following.rebuild()
                made.append(generation())
            return real(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(following, "_take_in", replaced_meanwhile)
        following.catch_up()
        assert total() == 3
        assert folders() == [generation()] == made[1:]

    def test_what_the_old_index_takes_in_while_it_is_replaced_is_not_lost(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        some_sheets(2)
        assert total() == 2
        real = store.switch_to

        def after_a_write(path: Path) -> None:
            a_sheet(title="Lampion")
            assert following.catch_up() == 1  # into the index that is about to go
            real(path)

        monkeypatch.setattr(store, "switch_to", after_a_write)
        following.rebuild()
        assert total() == 3
        assert state.read().is_up_to_date

    def test_what_is_published_during_a_rebuild_is_in_it(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        some_sheets(3)
        real = following._fill

        def slow(*arguments: object) -> int:
            count = real(*arguments)  # type: ignore[arg-type]
            a_sheet(title="Lampion")
            return count

        monkeypatch.setattr(following, "_fill", slow)
        following.rebuild()
        assert engine.search(Query.parse("q=lampion")).total == 1
        assert state.read().is_up_to_date
