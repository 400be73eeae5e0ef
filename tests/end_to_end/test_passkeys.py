"""Passkeys in a real browser, with its virtual authenticator; and a link that signs in."""

import re
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.end_to_end import browser as browsers
from tests.end_to_end.browser import Tab
from tests.end_to_end.site import Site

pytestmark = pytest.mark.browser

ADDRESS = "jeanne@exemple.fr"


@dataclass
class Visitor:
    """A tab at the site's name (keys are made for names, not for numbers), and a key ring."""

    tab: Tab
    site: Site
    ring: str
    tools: Any

    @property
    def page(self) -> Any:
        return self.tab.page

    def held(self) -> list[dict[str, Any]]:
        """Return the keys that the device holds."""
        answer = self.tools.send("WebAuthn.getCredentials", {"authenticatorId": self.ring})
        return list(answer["credentials"])

    def code(self) -> str:
        """Return the code of the last letter in the outbox."""
        letters = sorted((self.site.base.data / "outbox").glob("*.eml"))
        letter = message_from_bytes(letters[-1].read_bytes(), policy=policy.default)
        body = letter.get_body(("plain",))
        assert body is not None
        found = re.search(r"\b\d{4} \d{4}\b", body.get_content())
        assert found
        return found.group()

    def sign_in_by_code(self, next_page: str) -> None:
        self.tab.go("/compte/connexion/?next=" + urllib.parse.quote(next_page))
        self.page.get_by_label("Votre adresse électronique").fill(ADDRESS)
        self.page.get_by_role("button", name="Recevoir un code").click()
        self.page.get_by_label("Le code reçu").fill(self.code())
        self.page.get_by_role("button", name="Entrer", exact=True).click()
        self.page.wait_for_url(f"**{next_page}")

    def sign_out(self) -> None:
        self.tab.go("/compte/deconnexion/")
        self.page.locator("main").get_by_role("button", name="Se déconnecter").click()
        self.page.wait_for_url(self.tab.address + "/")


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[Visitor]:
    site.base.essaim("user", "create", ADDRESS, "--name", "Jeanne")
    named = site.address.replace("127.0.0.1", "localhost")
    with browsers.tab(browser, named) as opened:
        tools = opened.context.new_cdp_session(opened.page)
        tools.send("WebAuthn.enable")
        ring = tools.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )["authenticatorId"]
        yield Visitor(opened, site, ring, tools)
        assert opened.complaints == []


def test_a_key_is_made_opens_the_door_and_is_removed(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in_by_code("/compte/cles/")
    page.get_by_role("link", name="Ajouter une clé").click()
    page.get_by_label("Le nom de cette clé").fill("Clé d’essai")
    page.get_by_role("button", name="Créer la clé").click()
    page.wait_for_url("**/compte/cles/")
    expect(page.get_by_text("Clé d’essai").first).to_be_visible()
    expect(page.get_by_text("n’a pas encore servi")).to_be_visible()
    assert [key["isResidentCredential"] for key in visitor.held()] == [True]

    visitor.sign_out()
    visitor.tab.go("/compte/connexion/?next=/compte/cles/")
    page.get_by_role("button", name="Entrer avec ma clé d’accès").click()
    page.wait_for_url("**/compte/cles/")
    expect(page.get_by_text("a servi le")).to_be_visible()

    page.get_by_role("link", name="Retirer").click()
    page.get_by_role("button", name="Retirer cette clé").click()
    page.wait_for_url("**/compte/cles/")
    expect(page.get_by_text("Vous n’avez pas encore de clé")).to_be_visible()

    visitor.sign_out()
    visitor.tab.go("/compte/connexion/")
    page.get_by_role("button", name="Entrer avec ma clé d’accès").click()
    expect(page.get_by_text("n’a pas été reconnue")).to_be_visible()
    assert "/compte/connexion/" in page.url


def test_a_refusal_of_the_device_is_told_and_one_may_try_again(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in_by_code("/compte/cles/ajouter/")
    verified = {"authenticatorId": visitor.ring, "isUserVerified": False}
    visitor.tools.send("WebAuthn.setUserVerified", verified)
    button = page.get_by_role("button", name="Créer la clé")
    button.click()
    expect(page.get_by_text("Rien n’a été fait")).to_be_visible(timeout=20_000)
    expect(button).to_be_enabled()
    visitor.tools.send("WebAuthn.setUserVerified", {**verified, "isUserVerified": True})
    button.click()
    page.wait_for_url("**/compte/cles/")
    # A second one on the same device is no use.
    page.get_by_role("link", name="Ajouter une autre clé").click()
    page.get_by_role("button", name="Créer la clé").click()
    expect(page.get_by_text("garde déjà une clé")).to_be_visible(timeout=20_000)
    assert len(visitor.held()) == 1


def test_without_javascript_the_page_says_what_works(plain_tab: Tab) -> None:
    plain_tab.go("/compte/connexion/")
    page = plain_tab.page
    expect(page.get_by_text("Le code par courriel, lui, marche partout")).to_be_visible()
    expect(page.get_by_role("button", name="Entrer avec ma clé d’accès")).to_be_hidden()


def test_at_an_address_in_figures_the_page_says_why_not(tab: Tab) -> None:
    tab.go("/compte/connexion/")
    expect(tab.page.get_by_text("ouvrez ce site par son nom")).to_be_visible()


def test_a_link_opens_by_a_click_in_a_real_browser(site: Site, tab: Tab) -> None:
    """What a browser tells of where a form comes from must satisfy the forms' guard."""
    site.base.essaim("user", "create", ADDRESS)
    link = site.base.essaim("user", "link", ADDRESS).stdout.strip()
    tab.go(urllib.parse.urlsplit(link).path)
    tab.page.get_by_role("button", name="Entrer").click()
    tab.page.wait_for_url("**/contribuer/**")
    tab.go(urllib.parse.urlsplit(link).path)
    expect(tab.page.get_by_text("déjà servi")).to_be_visible()
    tab.complaints.clear()  # the browser reports the 410 we asked for
