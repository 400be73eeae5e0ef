"""The search box with its suggestions, as the tests handle it."""

import time
from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Response, expect

from tests.end_to_end.browser import Tab

PAGES: Final = ("/", "/actions/")


def box(tab: Tab) -> Locator:
    return tab.page.locator("#q")


def listed(tab: Tab) -> Locator:
    return tab.page.get_by_role("listbox")


def options(tab: Tab) -> Locator:
    return listed(tab).get_by_role("option")


def typed(tab: Tab, text: str) -> Locator:
    """Type a text and wait for its own list, not that of its first letters; return the box."""

    def is_its_own(answer: Response) -> bool:
        asked = parse_qs(urlsplit(answer.url).query).get("q", [""])[-1]
        return "/suggestions" in answer.url and asked.endswith(text.strip())

    with tab.page.expect_response(is_its_own) as answer:
        box(tab).press_sequentially(text)
    answer.value.finished()
    expect(options(tab).first).to_be_visible()
    return box(tab)


def until(tab: Tab, happened: Callable[[], object]) -> None:
    """Wait for what the page does by itself, as long as a busy machine may need."""
    limit = time.monotonic() + 15
    while not happened():
        assert time.monotonic() < limit, "it never happened"
        tab.page.wait_for_timeout(20)


def active(tab: Tab) -> str:
    """Return the text of the option that has the keyboard, "" for none."""
    found: str = tab.ask(
        """() => {
          const input = document.getElementById('q');
          const one = document.getElementById(input.getAttribute('aria-activedescendant') || '-');
          const chosen = document.querySelectorAll('[role=option][aria-selected=true]');
          if (chosen.length !== (one ? 1 : 0) || (one && chosen[0] !== one)) return 'muddled';
          return one ? one.querySelector('.suggestion-label').textContent : '';
        }"""
    )
    return found
