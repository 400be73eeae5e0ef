"""The server and the browser of these tests, one of each per worker."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.end_to_end import browser as browsers
from tests.end_to_end.browser import Tab, chromium
from tests.end_to_end.site import Site, serving
from tests.end_to_end.writing import Room, writing
from tests.own_base import Bases


@pytest.fixture(scope="session")
def site(bases: Bases) -> Iterator[Site]:
    """The site, served by `essaim serve`."""
    with serving(bases.fresh("site")) as site:
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    if browsers.executable() is None:
        pytest.skip("Chromium n’est pas installé : les essais en navigateur n’ont pas lieu")
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=15_000)  # the machine may be doing something else
    with chromium() as launched:
        yield launched


@pytest.fixture
def tab(browser: Browser, site: Site) -> Iterator[Tab]:
    """A fresh tab; what the page complained of fails the test."""
    with browsers.tab(browser, site.address) as opened:
        yield opened
        assert opened.complaints == []


@pytest.fixture
def plain_tab(browser: Browser, site: Site) -> Iterator[Tab]:
    """A tab without JavaScript."""
    with browsers.tab(browser, site.address, java_script_enabled=False) as opened:
        yield opened


@pytest.fixture(scope="session")
def room(bases: Bases) -> Iterator[Room]:
    """A site without a sheet, where Alice and Basile write for one structure."""
    with writing(bases.fresh()) as room:
        yield room


@pytest.fixture
def phone(browser: Browser, room: Room) -> Iterator[Tab]:
    """Alice's phone."""
    size = {"width": 360, "height": 740}
    with room.visited(browser, room.alice, viewport=size, has_touch=True) as opened:
        yield opened
        # What a browser says of a line that is down, or of a session that has ended, is no fault.
        told = [one for one in opened.complaints if "Failed to load resource" not in one]
        assert told == []


@pytest.fixture
def desk(browser: Browser, room: Room) -> Iterator[Tab]:
    """Basile's computer."""
    with room.visited(browser, room.basile) as opened:
        yield opened
        assert opened.complaints == []
