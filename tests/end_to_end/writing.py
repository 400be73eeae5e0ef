"""A site where two people write, for tests in a real browser."""

import contextlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Browser, Page, expect

from tests.end_to_end import browser as browsers
from tests.end_to_end.browser import Tab
from tests.end_to_end.signing import Backstage, Writer, backstage
from tests.end_to_end.site import Site, free_port, wait_for
from tests.own_base import OwnBase

SAVED: Final = re.compile(r"Enregistré à \d\d:\d\d")


@dataclass
class Room:
    """The served site, and two people who write for one structure."""

    site: Site
    back: Backstage
    alice: Writer
    basile: Writer

    def latest(self, number: int) -> dict[str, Any]:
        """Return the content that waits."""
        waiting = [row for row in self.back.versions(number) if row[1] == "draft"]
        return waiting[-1][3]

    def wait_until(self, number: int, key: str, value: Any) -> None:
        """Wait until the content that waits has that value; fails after fifteen seconds."""
        deadline = time.monotonic() + 15
        while (found := self.latest(number).get(key)) != value:
            assert time.monotonic() < deadline, found
            time.sleep(0.1)

    def edit(self, tab: Tab, number: int) -> None:
        """Open the editor."""
        tab.go(f"/contribuer/{number}/modifier/")

    @contextlib.contextmanager
    def visited(self, browser: Browser, who: Writer, **options: Any) -> Iterator[Tab]:
        """Open a browser of that person's own."""
        with browsers.tab(browser, self.site.address, **options) as opened:
            who.enter(opened.context, self.site.address)
            yield opened


@contextlib.contextmanager
def writing(base: OwnBase) -> Iterator[Room]:
    """Serve a base without a sheet."""
    port = free_port()
    with (base.data / "server.log").open("w") as log:
        process = base.start("serve", "--port", str(port), "--workers", "1", stdout=log)
        site = Site(f"http://127.0.0.1:{port}", base)
        try:
            wait_for(site, process)
            with backstage(base) as back:
                yield Room(site, back, *back.writers("Alice", "Basile"))
        finally:
            base.kill_all()


def saved(page: Page) -> None:
    """Wait until the page says that all is saved."""
    expect(page.locator("#etat")).to_have_text(SAVED, timeout=15_000)


def type_in(page: Page, key: str, text: str) -> None:
    """Type at the end of a field, as fingers do."""
    page.locator(f"#{key}").press("Control+End")
    page.locator(f"#{key}").press_sequentially(text)
