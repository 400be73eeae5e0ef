"""Two ways of using a page: with a finger, or with the keyboard alone."""

import abc
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

# More stops than any page of ours has.
MOST_STOPS = 220


class Hand(abc.ABC):
    """Somebody's way through the pages, naming things as they are named on the screen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def link(self, name: str) -> None:
        """Follow the first link of that name."""
        self._leave(self.page.get_by_role("link", name=name).first)

    def button(self, name: str, *, exact: bool = False) -> None:
        """Press the first button of that name, which leads to another page."""
        self._leave(self.page.get_by_role("button", name=name, exact=exact).first)

    def _leave(self, what: Locator) -> None:
        with self.page.expect_navigation(wait_until="load"):
            self.press(what)

    def label(self, name: str) -> Locator:
        """Return the control of that label."""
        return self.page.get_by_label(name).first

    def unfold(self, name: str) -> None:
        """Open what is folded under these words."""
        self.press(self.page.locator("summary", has_text=name).first)

    def read(self, text: str) -> None:
        """See these words on the page."""
        expect(self.page.locator("main")).to_contain_text(text)

    @abc.abstractmethod
    def press(self, what: Locator) -> None:
        """Activate a link, a button, a summary."""

    @abc.abstractmethod
    def fill(self, label: str, text: str) -> None:
        """Write in a field, in the place of what it held."""

    @abc.abstractmethod
    def choose(self, group: str, value: str) -> None:
        """Choose one of a group of radio buttons."""

    @abc.abstractmethod
    def attach(self, label: str, path: Path) -> None:
        """Choose a file."""


class Finger(Hand):
    """Taps."""

    def press(self, what: Locator) -> None:
        what.click()

    def fill(self, label: str, text: str) -> None:
        control = self.label(label)
        control.click()
        control.fill("")
        control.press_sequentially(text)

    def choose(self, group: str, value: str) -> None:
        self.page.get_by_role("group", name=group).get_by_label(value, exact=True).check()

    def attach(self, label: str, path: Path) -> None:
        with self.page.expect_file_chooser() as chosen:
            self.label(label).click()
        chosen.value.set_files(path)


class Keyboard(Hand):
    """Never touches anything but the keys."""

    def reach(self, what: Locator) -> None:
        """Press Tab until the focus is there."""
        handle: Any = what.element_handle(timeout=5_000)
        for _ in range(MOST_STOPS):
            if handle.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {what}")

    def press(self, what: Locator) -> None:
        self.reach(what)
        self.page.keyboard.press("Enter")

    def fill(self, label: str, text: str) -> None:
        self.reach(self.label(label))
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def choose(self, group: str, value: str) -> None:
        options = self.page.get_by_role("group", name=group)
        wanted = options.get_by_label(value, exact=True)
        self.reach(options.locator("input:checked").first)
        for _ in range(12):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not reach {value}")

    def attach(self, label: str, path: Path) -> None:
        self.reach(self.label(label))
        with self.page.expect_file_chooser() as chosen:
            self.page.keyboard.press("Space")
        chosen.value.set_files(path)
