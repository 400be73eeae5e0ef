"""The index follows the log: whatever is killed, deleted, repeated or done twice at once."""

import json
import random
import shutil
import subprocess
import sys
import threading
import time

import pytest
from django.utils import timezone

from essaim.search import checking, document, engine, following, reader, state, store
from essaim.search.query import Query
from essaim.sheets.models import Event, Sheet
from essaim.workflow import writer
from tests.environment import REPOSITORY
from tests.factories import a_sheet, some_sheets
from tests.own_base import OwnBase
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

    def test_segments_do_not_pile_up(self) -> None:
        sheet = a_sheet()
        total()
        for _ in range(40):
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


@pytest.mark.django_db(transaction=True)
class TestServing:
    def test_the_follower_sees_what_others_write(self) -> None:
        stop = threading.Event()
        thread = threading.Thread(target=following.follow, args=(stop, 0.01))
        thread.start()
        try:
            a_sheet(title="Lampion")
            until(lambda: store.signature() is not None and state.read().is_up_to_date)
            assert engine.search(Query.parse("q=lampion")).total == 1
            writer.withdraw(Sheet.objects.values_list("pk", flat=True), actor="essais")
            until(lambda: total() == 0)
        finally:
            stop.set()
            thread.join(10)
        assert not thread.is_alive()

    def test_the_follower_survives_what_goes_wrong(self, monkeypatch: pytest.MonkeyPatch) -> None:
        failures = []

        def fail() -> int:
            failures.append(1)
            raise OSError("disque plein")

        stop = threading.Event()
        with monkeypatch.context() as broken:
            broken.setattr(following, "catch_up", fail)
            thread = threading.Thread(target=following.follow, args=(stop, 0.01))
            thread.start()
            until(lambda: len(failures) >= 2)
        a_sheet(title="Lampion")
        try:
            until(lambda: store.signature() is not None and state.read().is_up_to_date)
        finally:
            stop.set()
            thread.join(10)

    def test_deleted_while_serving_it_answers_on_and_comes_back(self) -> None:
        some_sheets(3)
        assert total() == 3
        shutil.rmtree(store.folder())
        assert engine.search(Query.parse("q=jardin")).total == 3  # from what is in memory
        until(lambda: store.signature() is not None)
        a_sheet()
        engine.catch_up()
        assert total() == 4
        assert checking.problems() == []

    def test_deleted_while_nobody_asks_the_next_write_brings_it_back(self) -> None:
        some_sheets(3)
        assert total() == 3
        shutil.rmtree(store.folder())
        a_sheet()
        engine.catch_up()
        assert total() == 4

    def test_many_threads_ask_for_an_index_that_is_not_there(self) -> None:
        some_sheets(3)
        answers: list[int] = []

        def ask() -> None:
            from django.db import connections

            answers.append(total())
            connections.close_all()

        threads = [threading.Thread(target=ask) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert answers == [3] * 6
        assert folders() == [generation()]


def until(condition: "object", seconds: float = 20.0) -> None:
    """Wait for something that another thread or process does."""
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def run(base: OwnBase, *arguments: str) -> subprocess.Popen[str]:
    """Start `tests.search.catching_up` on that base and wait until it is about to begin."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.search.catching_up", *arguments],
        env=base.env,
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    base.started.append(process)
    assert process.stdout is not None
    assert process.stdout.readline() == "prêt\n"
    return process


def write(base: OwnBase, count: int, seed: int) -> None:
    assert run(base, "write", str(count), str(seed)).wait(120) == 0


def status(base: OwnBase) -> dict[str, object]:
    found: dict[str, object] = json.loads(
        base.essaim("index", "status", "--json", check=False).stdout
    )
    return found


@pytest.mark.slow
@pytest.mark.parametrize("what", ["follow", "rebuild"])
def test_killed_at_any_moment_nothing_is_lost(own_base: OwnBase, what: str) -> None:
    """Ten rounds of `kill -9`; the log and the index agree afterwards, without a hand."""
    write(own_base, 40, 0)
    own_base.essaim("index", "rebuild")
    draw = random.Random(7)
    made = status(own_base)["generation"]
    for seed in range(1, 11):
        write(own_base, 15, seed)
        process = run(own_base, what)
        time.sleep(draw.random() * 0.4)
        process.kill()
        process.wait()
    own_base.essaim("index", "catch-up")
    after = status(own_base)
    assert after["a_jour"]
    if what == "follow":
        assert after["generation"] == made  # caught up, not rebuilt
    own_base.essaim("check")


@pytest.mark.slow
def test_two_followers_and_a_writer_at_once(own_base: OwnBase) -> None:
    write(own_base, 10, 0)
    followers = [run(own_base, "follow") for _ in range(2)]
    for seed in range(1, 4):
        write(own_base, 20, seed)
    until(lambda: status(own_base)["a_jour"], 60)
    own_base.essaim("check")
    assert all(process.poll() is None for process in followers)
