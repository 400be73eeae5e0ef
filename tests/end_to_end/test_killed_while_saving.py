"""`kill -9` of the server while a browser saves, fifty times: what was shown as saved is there."""

import os
import random
import re
import signal
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.end_to_end import browser as browsers
from tests.end_to_end.browser import Tab
from tests.end_to_end.forking import Forks, forks
from tests.end_to_end.signing import Backstage, backstage
from tests.end_to_end.site import Site, free_port, wait_for
from tests.own_base import Bases, OwnBase

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROUNDS = 50
SAVED = re.compile("^Enregistré à")
# Someone who types without a pause, and whose every word is sent. What the field holds when the
# page says « Enregistré » is what it shows as saved. It tries again at once when the line fails.
TYPE = """() => {
  const field = document.getElementById('resume');
  const told = document.getElementById('etat');
  window.shown = [];
  new MutationObserver(() => {
    if (told.textContent.startsWith('Enregistré à')) window.shown.push(field.value);
  }).observe(told, {childList: true, characterData: true, subtree: true});
  window.write = (word) => {
    field.value += word;
    field.dispatchEvent(new Event('input', {bubbles: true}));
    field.dispatchEvent(new Event('change', {bubbles: true}));
  };
  setInterval(() => window.dispatchEvent(new Event('online')), 100);
}"""


@pytest.fixture(scope="module")
def base(bases: Bases) -> OwnBase:
    return bases.fresh()


@pytest.fixture(scope="module")
def back(base: OwnBase) -> Iterator[Backstage]:
    with backstage(base) as opened:
        yield opened


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def settled(tab: Tab) -> None:
    """Wait until the page says that all is saved; tell what else it says when it does not."""
    try:
        expect(tab.page.locator("#etat")).to_have_text(SAVED, timeout=30_000)
    except AssertionError:
        raise AssertionError(tab.page.locator(".save-bar").inner_text()) from None


def test_every_save_shown_as_saved_is_there(
    browser: Browser, base: OwnBase, back: Backstage
) -> None:
    chance = random.Random(20261122)
    port = free_port()
    (alice,) = back.writers("Alice")
    number = back.draft(alice, titre="Le bal")
    address = f"http://127.0.0.1:{port}"
    cut_short = 0
    with forks(base, port) as ready, browsers.tab(browser, address) as tab:
        pid = ready.start()
        alice.enter(tab.context, address)
        tab.go(f"/contribuer/{number}/modifier/")
        tab.ask(TYPE)
        for turn in range(ROUNDS):
            for word in range(chance.randrange(1, 4)):
                tab.ask("(word) => window.write(word)", f" {turn}.{word}")
                tab.page.wait_for_timeout(chance.uniform(0, 60))
            cut_short += not tab.page.locator("#etat").inner_text().startswith("Enregistré à")
            kill(pid)
            pid = ready.start()
            settled(tab)
            _all_there(tab.ask("window.shown"), back, number)
        written = tab.page.locator("#resume").input_value()
        assert tab.page.locator(".dispute").count() == 0
    assert cut_short > ROUNDS // 2  # most were killed with something on its way
    rows = back.versions(number)
    assert rows[-1][3]["resume"] == written
    assert [row[1] for row in rows].count("aside") == 0
    base.essaim("check")


def _all_there(shown: list[str], back: Backstage, number: int) -> None:
    kept = {row[3].get("resume", "") for row in back.versions(number)}
    assert shown
    assert set(shown) <= kept


def test_the_real_server_too(browser: Browser, base: OwnBase, back: Backstage) -> None:
    """The same, twice, with `essaim serve` and all its processes."""
    (alice,) = back.writers("Alice")
    number = back.draft(alice, titre="Le bal")
    port = free_port()
    site = Site(f"http://127.0.0.1:{port}", base)
    with browsers.tab(browser, site.address) as tab, (base.data / "server.log").open("w") as log:
        for turn in range(2):
            arguments = ("serve", "--port", str(port), "--workers", "1")
            process = base.start(*arguments, stdout=log)
            wait_for(site, process)
            if turn == 0:
                alice.enter(tab.context, site.address)
                tab.go(f"/contribuer/{number}/modifier/")
                tab.ask(TYPE)
            else:
                settled(tab)
            for word in range(4):
                tab.ask("(word) => window.write(word)", f" {turn}.{word}")
                tab.page.wait_for_timeout(40)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            shown = tab.ask("window.shown")
            assert set(shown) <= {row[3].get("resume", "") for row in back.versions(number)}


def test_forks_are_servers(base: OwnBase) -> None:
    """What the fifty rounds kill does serve."""
    port = free_port()
    with forks(base, port) as ready:
        assert isinstance(ready, Forks)
        kill(ready.start())
        pid = ready.start()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
            assert answer.status == 200
        kill(pid)
