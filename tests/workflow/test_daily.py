"""What the site does once a day by itself."""

import threading

import pytest
from django.test import override_settings

from essaim.workflow import daily
from essaim.workflow.daily import Daily

done: list[str] = []
happened = threading.Event()


def fail() -> None:
    done.append("fail")
    raise RuntimeError("sans importance")


def succeed() -> None:
    done.append("succeed")
    happened.set()


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    done.clear()
    happened.clear()


@override_settings(EVERY_DAY=(f"{__name__}.fail", f"{__name__}.succeed"))
def test_what_fails_is_told_and_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    daily.do_what_is_due()
    assert done == ["fail", "succeed"]
    assert f"{__name__}.fail" in caplog.text


@override_settings(EVERY_DAY=(f"{__name__}.succeed",))
def test_the_thread_looks_again_until_it_is_stopped() -> None:
    thread = Daily(first=0, every=0.01)
    thread.start()
    assert happened.wait(10)
    happened.clear()
    assert happened.wait(10)
    thread.stop()
    thread.join(10)
    assert not thread.is_alive()
