"""The pages of signing in, in every state: accessible, narrow, valid, by keyboard alone."""

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.end_to_end import browser as browsers
from tests.end_to_end import vnu
from tests.end_to_end.browser import Tab
from tests.end_to_end.looking import ask_axe
from tests.end_to_end.site import Site

pytestmark = pytest.mark.browser

SENT = re.compile(r"\b\d{4} \d{4}\b")


def code(site: Site) -> str:
    """Return the code of the last letter in the outbox."""
    last = sorted((site.base.data / "outbox").glob("*.eml"))[-1]
    body = message_from_bytes(last.read_bytes(), policy=policy.default).get_body(("plain",))
    assert body is not None
    found = SENT.search(body.get_content())
    assert found
    return found.group()


def ask(tab: Tab, address: str) -> None:
    tab.go("/compte/connexion/?next=/compte/cles/")
    tab.page.get_by_label("Votre adresse électronique").fill(address)
    tab.page.get_by_role("button", name="Recevoir un code").click()


def states(tab: Tab, site: Site, look: Callable[[str], None]) -> None:
    """Go through the door's pages, and look at each in the states it has."""
    site.base.essaim("user", "create", "porte@exemple.fr", "--name", "Jeanne")
    page = tab.page
    tab.go("/compte/connexion/")
    look("the door")
    ask(tab, "porte")
    look("the door, wrong address")
    ask(tab, "inconnue@exemple.fr")
    look("the code")
    page.get_by_label("Le code reçu").fill("1")
    page.get_by_role("button", name="Entrer", exact=True).click()
    look("the code, wrong")
    page.get_by_label("Le code reçu").fill(code(site))
    page.get_by_role("button", name="Entrer", exact=True).click()
    look("a name")
    link = site.base.essaim("user", "link", "porte@exemple.fr").stdout.strip()
    tab.go(urlsplit(link).path)
    look("a link")
    tab.go("/compte/connexion/lien/faux/")
    look("a link that opens nothing")
    ask(tab, "porte@exemple.fr")
    page.get_by_label("Le code reçu").fill(code(site))
    page.get_by_role("button", name="Entrer", exact=True).click()
    page.wait_for_url("**/compte/cles/")
    look("keys, none")
    for name, path in (
        ("a new key", "/compte/cles/ajouter/"),
        ("the address", "/compte/adresse/"),
        ("linked accounts", "/compte/oidc/"),
        ("signing out", "/compte/deconnexion/"),
    ):
        tab.go(path)
        look(name)


def test_every_state_is_accessible_narrow_and_valid(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    wrong: list[str] = []
    files: list[Path] = []

    def look(name: str) -> None:
        tab.look(320)
        over = tab.ask("document.documentElement.scrollWidth - window.innerWidth")
        if over > 0:
            wrong.append(f"{name}: {over} pixels too wide at 320")
        for scheme in ("light", "dark"):
            tab.look(1280, scheme)
            found = ask_axe(tab).response["violations"]
            wrong.extend(f"{name} ({scheme}): {one['id']}" for one in found)
        files.append(tmp_path / f"{name.replace(', ', '-').replace(' ', '-')}.html")
        # What the server sent: the browser's own repairs would hide what is wrong.
        answer = tab.context.request.get(tab.page.url)
        files[-1].write_text(answer.text(), encoding="utf-8")

    with browsers.tab(browser, site.address.replace("127.0.0.1", "localhost")) as tab:
        states(tab, site, look)
        assert tab.complaints == []
    assert len(files) == 12
    assert wrong == []
    try:
        vnu.jar()
    except vnu.NotAvailableError as error:
        pytest.skip(str(error))
    assert vnu.complaints(files) == []


def test_the_whole_way_by_keyboard_and_without_javascript(browser: Browser, site: Site) -> None:
    with browsers.tab(browser, site.address, java_script_enabled=False) as tab:
        keys = tab.page.keyboard
        tab.go("/compte/connexion/?next=/compte/cles/")
        tab.page.get_by_label("Votre adresse électronique").focus()
        keys.type("clavier@exemple.fr")
        keys.press("Enter")
        tab.page.wait_for_url("**/connexion/code/")
        tab.page.get_by_label("Le code reçu").focus()
        keys.type(code(site))
        keys.press("Tab")
        keys.press("Enter")
        tab.page.wait_for_url("**/inscription/")
        tab.page.get_by_label("Votre prénom et votre nom").focus()
        keys.type("Camille")
        keys.press("Enter")
        tab.page.wait_for_url("**/compte/cles/")
        assert "Bienvenue, Camille" in tab.page.content()
