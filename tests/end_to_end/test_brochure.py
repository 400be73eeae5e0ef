"""A brochure by the real server: composed in a browser, made meanwhile, downloaded; a kill -9."""

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from tests.end_to_end import browser as browsers
from tests.end_to_end.browser import Tab
from tests.end_to_end.site import Site, free_port, serving, wait_for
from tests.own_base import Bases, OwnBase, Started

pytestmark = pytest.mark.browser

_CORRESPONDENT = (
    "from tests.end_to_end.scene import session_of\n"
    "from tests.factories import a_correspondent\n"
    "print(session_of(a_correspondent('69')))"
)
# Another worker takes it up when this one has said nothing for longer than a step lasts.
_LONG_AGO = (
    "import datetime\n"
    "from django.utils import timezone\n"
    "from essaim.brochures import making\n"
    "from essaim.brochures.models import Brochure\n"
    "left = Brochure.objects.get()\n"
    "assert left.state == Brochure.State.MAKING, left.state\n"
    "late = timezone.now() - 2 * making.LONGEST_STEP\n"
    "Brochure.objects.update(alive_at=late)\n"
)
_PATIENCE = 90_000


@dataclass
class Desk:
    """The site, and the session of a correspondent."""

    site: Site
    session: str

    def enter(self, tab: Tab) -> None:
        """Sign in."""
        cookie = {"name": "essaim", "value": self.session, "url": tab.address}
        tab.context.add_cookies([cookie])  # type: ignore[list-item]


def session_of_correspondent(base: OwnBase) -> str:
    return base.essaim("shell", "-v0", "-c", _CORRESPONDENT).stdout.split()[-1]


@pytest.fixture(scope="module")
def desk(bases: Bases) -> Iterator[Desk]:
    """The demonstration, served."""
    with serving(bases.fresh("brochures"), hard_cases=False) as site:
        yield Desk(site, session_of_correspondent(site.base))


def test_from_a_search_to_the_file(browser: Browser, desk: Desk, tmp_path: Path) -> None:
    with browsers.tab(browser, desk.site.address) as tab:
        desk.enter(tab)
        page = tab.page
        tab.go("/plaquettes/")
        page.get_by_label("Ou de n’importe quelle recherche").fill(
            f"{desk.site.address}/actions/?mot-cle=Culture&page=2"
        )
        page.get_by_role("button", name="Continuer").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Composer une plaquette")
        page.get_by_label("Titre", exact=True).fill("La culture, ensemble")
        page.get_by_label("Avant-propos").fill("Chers partenaires,\n\nVoici.")
        page.get_by_role("button", name="Fabriquer la plaquette").click()
        # Nobody reloads the page: it asks by itself.
        expect(page.get_by_text("Votre plaquette est prête.")).to_be_visible(timeout=_PATIENCE)
        for kind, head in (("PDF", b"%PDF-"), ("ODT", b"PK\x03\x04")):
            with page.expect_download() as waited:
                page.get_by_role("link", name=f"Télécharger le {kind}").or_(
                    page.get_by_role("link", name=f"Télécharger l’{kind}")
                ).click()
            path = tmp_path / kind
            waited.value.save_as(path)
            assert path.read_bytes().startswith(head)
            assert waited.value.suggested_filename == f"la-culture-ensemble.{kind.lower()}"
        read = PdfReader(io.BytesIO((tmp_path / "PDF").read_bytes()))
        assert read.metadata is not None
        assert read.metadata.title == "La culture, ensemble"
        assert tab.complaints == []


def test_without_javascript(browser: Browser, desk: Desk) -> None:
    with browsers.tab(browser, desk.site.address, java_script_enabled=False) as tab:
        desk.enter(tab)
        page = tab.page
        tab.go("/plaquettes/nouvelle/?departement=69")
        tab.follow(page.get_by_role("button", name="Fabriquer la plaquette"))
        deadline = time.monotonic() + _PATIENCE / 1000
        again = page.get_by_role("link", name="Actualiser")
        while again.count() and time.monotonic() < deadline:
            tab.follow(again)
        expect(page.get_by_text("Votre plaquette est prête.")).to_be_visible()


def test_killed_while_it_is_made(browser: Browser, bases: Bases) -> None:
    """The server dies in the middle of it; the next one takes it up, and ends it."""
    base = bases.fresh()
    base.essaim("demo")
    session = session_of_correspondent(base)
    port = free_port()
    site = Site(f"http://127.0.0.1:{port}", base)
    try:
        server = serve(site, port)
        with browsers.tab(browser, site.address) as tab:
            Desk(site, session).enter(tab)
            tab.go("/plaquettes/nouvelle/")
            tab.page.get_by_role("button", name="Fabriquer la plaquette").click()
            wait_until_under_way(tab)
            server.kill_all()
            base.essaim("shell", "-v0", "-c", _LONG_AGO)
            serve(site, port)
            tab.page.reload()
            expect(tab.page.get_by_text("Votre plaquette est prête.")).to_be_visible(
                timeout=_PATIENCE
            )
    finally:
        base.kill_all()


def wait_until_under_way(tab: Tab) -> None:
    """Ask how far it is, more often than the page does, until somebody is at work on it."""
    tab.page.wait_for_url("**/plaquettes/1/")
    deadline = time.monotonic() + _PATIENCE / 1000
    while time.monotonic() < deadline:
        answer = tab.context.request.get(f"{tab.page.url}etat/", headers={"HX-Request": "true"})
        if "En fabrication" in answer.text():
            return
    raise AssertionError("nobody ever was at work on it")


def serve(site: Site, port: int) -> Started:
    """Start the server and wait until it answers."""
    log = (site.base.data / "server.log").open("w")
    server = site.base.start("serve", "--port", str(port), "--workers", "1", stdout=log)
    wait_for(site, server)
    return server
