"""Chromium, driven by Playwright, and what it complains of."""

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    sync_playwright,
)

FLAGS: Final = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
# The first is Chromium without its own windows, menus and services: the pages are the same, and a
# test takes half the time.
NAMES: Final = (
    *("chromium-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable"),
)
# Says in the console, as an error, each thing that the content security policy has stopped.
_TELL_VIOLATIONS: Final = """
document.addEventListener('securitypolicyviolation', (event) => console.error(
  'content security policy: ' + event.violatedDirective + ' ' + event.blockedURI
  + ' ' + event.sourceFile + ':' + event.lineNumber));
"""


def executable() -> str | None:
    """Return the path of this machine's Chromium, None when there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser, and close it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Tab:
    """A page in a browser context of its own, and the complaints heard on it."""

    page: Page
    context: BrowserContext
    address: str
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open a page of the site and wait until nothing more is loaded."""
        self.page.goto(self.address + path, wait_until="load")

    def follow(self, leading: Locator) -> None:
        """Press what leads to another page, and wait until that one is there, not this one."""
        with self.page.expect_navigation(wait_until="load"):
            leading.click()

    def look(self, width: int, scheme: str = "light", height: int = 900) -> None:
        """Change the window and the colours, once the page is there: a click may lead on."""
        self.page.wait_for_load_state("load")
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]

    def weight(self, path: str) -> list[float]:
        """Open a page as on a first visit; return the bytes of each thing received."""
        session = self.context.new_cdp_session(self.page)
        received: list[float] = []
        session.on(
            "Network.loadingFinished", lambda event: received.append(event["encodedDataLength"])
        )
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self.page.goto(self.address + path, wait_until="networkidle")
        return received

    def ask(self, script: str, argument: Any = None) -> Any:
        """Evaluate a script on the page."""
        return self.page.evaluate(script, argument)


@contextlib.contextmanager
def tab(browser: Browser, address: str, **options: Any) -> Iterator[Tab]:
    """Open a fresh context, with its own cache and history."""
    context = browser.new_context(
        **{"locale": "fr-FR", "viewport": {"width": 1280, "height": 900}, **options}
    )
    page = context.new_page()
    opened = Tab(page, context, address)

    def heard(message: ConsoleMessage) -> None:
        # The browser itself reports the status of the page that a test opened on purpose.
        is_status = "the server responded with a status of" in message.text
        if is_status and message.location.get("url") == page.url:
            return
        if message.type in ("error", "warning"):
            opened.complaints.append(f"{page.url}: {message.type}: {message.text}")

    page.on("console", heard)
    page.on("pageerror", lambda error: opened.complaints.append(f"{page.url}: {error}"))
    page.add_init_script(_TELL_VIOLATIONS)
    try:
        yield opened
    finally:
        context.close()
