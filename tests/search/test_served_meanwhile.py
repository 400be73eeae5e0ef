"""The index of a process that serves: followed, deleted, asked for by many at once."""

import contextlib
import shutil
import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import OperationalError, connections

from essaim.search import background, checking, engine, following, state, store
from essaim.search.query import Query
from essaim.sheets.models import Sheet
from essaim.workflow import writer
from tests.factories import a_sheet, some_sheets
from tests.search.forks import until
from tests.search.test_following import folders, generation, total

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _a_process_that_lasts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have the index mended in the back, and wait for it: the tables are about to be emptied."""
    monkeypatch.setattr(background, "_lasts", threading.Event())
    background.allow()
    yield
    for thread in threading.enumerate():
        if thread.name.startswith("essaim-"):
            thread.join(30)


def test_the_follower_sees_what_others_write() -> None:
    with a_follower() as thread:
        patiently(lambda: a_sheet(title="Lampion"))
        until(lambda: store.signature() is not None and state.read().is_up_to_date)
        assert engine.search(Query.parse("q=lampion")).total == 1
        everything = list(Sheet.objects.values_list("pk", flat=True))
        patiently(lambda: writer.withdraw(everything, actor="essais"))
        until(lambda: total() == 0)
    assert not thread.is_alive()


def test_the_follower_survives_what_goes_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    real = following.catch_up
    failures: list[int] = []

    def fail_twice() -> int:
        if len(failures) < 2:
            failures.append(1)
            raise OSError("disque plein")
        return real()

    monkeypatch.setattr(following, "catch_up", fail_twice)
    a_sheet(title="Lampion")
    with a_follower():
        until(lambda: store.signature() is not None and state.read().is_up_to_date)
    assert len(failures) == 2


def test_deleted_while_serving_it_answers_on_and_comes_back() -> None:
    some_sheets(3)
    assert total() == 3
    shutil.rmtree(store.folder())
    assert engine.search(Query.parse("q=jardin")).total == 3  # from what is in memory
    until(lambda: store.signature() is not None)
    a_sheet()
    engine.catch_up()  # or else the thread that mends it
    until(lambda: total() == 4)
    assert checking.problems() == []


def test_deleted_while_nobody_asks_the_next_write_brings_it_back() -> None:
    some_sheets(3)
    assert total() == 3
    shutil.rmtree(store.folder())
    a_sheet()
    engine.catch_up()
    assert total() == 4


def test_many_threads_ask_for_an_index_that_is_not_there() -> None:
    some_sheets(3)
    answers: list[int] = []

    def ask() -> None:
        try:
            answers.append(total())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask, daemon=True) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert answers == [3] * 6
    assert folders() == [generation()]


def patiently(act: Callable[[], object]) -> None:
    """Do it, again while another thread reads: a base in memory refuses, where a file waits."""

    def is_done() -> bool:
        try:
            act()
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            return False
        return True

    until(is_done)


@contextlib.contextmanager
def a_follower() -> Iterator[threading.Thread]:
    """Follow the log in a thread, which ends with the block whatever happens in it."""
    stop = threading.Event()
    thread = threading.Thread(target=following.follow, args=(stop, 0.01), daemon=True)
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        thread.join(30)
