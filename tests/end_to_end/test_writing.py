"""Writing in a real browser: saved as one types, and nothing lost, whatever happens."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end import browser as browsers
from tests.end_to_end.browser import FLAGS, Tab, executable
from tests.end_to_end.photos import with_gps
from tests.end_to_end.signing import Backstage, Writer, backstage
from tests.end_to_end.site import Site, free_port, wait_for
from tests.own_base import Bases

pytestmark = pytest.mark.browser

SAVED = re.compile(r"Enregistré à \d\d:\d\d")


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

    def edit(self, tab: Tab, number: int) -> None:
        """Open the editor."""
        tab.go(f"/contribuer/{number}/modifier/")


@pytest.fixture(scope="module")
def room(bases: Bases) -> Iterator[Room]:
    """A site without a sheet, served for this file alone."""
    base = bases.fresh()
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


@pytest.fixture
def tab(browser: Browser, room: Room) -> Iterator[Tab]:
    """Alice's phone."""
    size = {"width": 360, "height": 740}
    with browsers.tab(browser, room.site.address, viewport=size, has_touch=True) as opened:
        room.alice.enter(opened.context, room.site.address)
        yield opened
        # What a browser says of a line that is down, or of a session that has ended, is no fault.
        told = [one for one in opened.complaints if "Failed to load resource" not in one]
        assert told == []


@pytest.fixture
def second(browser: Browser, room: Room) -> Iterator[Tab]:
    """Basile's computer."""
    with browsers.tab(browser, room.site.address) as opened:
        room.basile.enter(opened.context, room.site.address)
        yield opened
        assert opened.complaints == []


def saved(page: Page) -> None:
    """Wait until the page says that all is saved."""
    expect(page.locator("#etat")).to_have_text(SAVED, timeout=15_000)


def type_in(page: Page, key: str, text: str) -> None:
    """Type at the end of a field, as fingers do."""
    page.locator(f"#{key}").press("Control+End")
    page.locator(f"#{key}").press_sequentially(text)


def test_five_minutes_on_a_phone(tab: Tab, room: Room) -> None:
    """Begin, write, lose the line half-way, come back: one never presses « Enregistrer »."""
    page = tab.page
    tab.go("/contribuer/nouvelle/")
    page.get_by_label("Comment s’appelle l’action").fill("La cuisine du mardi")
    page.get_by_role("button", name="Commencer").click()
    expect(page).to_have_url(re.compile(r"/modifier/$"))
    number = int(page.url.split("/")[-3])
    page.get_by_label("familles").check()
    page.locator("#resume").fill("On cuisine ensemble")
    saved(page)
    expect(page.locator("#encouragement-titre")).to_have_text("Déjà l’essentiel.")
    tab.context.set_offline(True)
    type_in(page, "resume", ", le mardi, avec les enfants.")
    expect(page.locator("#alerte")).to_contain_text("Pas de connexion")
    type_in(page, "limites", "Le four est petit.")
    tab.context.set_offline(False)
    saved(page)
    expect(page.locator("#alerte")).to_be_empty()
    kept = room.latest(number)
    assert kept["resume"] == "On cuisine ensemble, le mardi, avec les enfants."
    assert kept["limites"] == "Le four est petit."
    page.get_by_role("button", name="Soumettre").click()
    expect(page.locator("h1")).to_contain_text("Soumettre")
    page.get_by_role("button", name="Soumettre").click()
    expect(page.get_by_text("Votre fiche est soumise")).to_be_visible()
    assert room.back.versions(number)[-1][1] == "submitted"


def test_a_closed_tab_loses_nothing(tab: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal", resume="On danse.")
    room.edit(tab, number)
    tab.context.set_offline(True)
    type_in(tab.page, "resume", " Et l’on chante.")
    tab.page.get_by_label("Culture").check()
    tab.page.close()
    tab.context.set_offline(False)
    back = tab.context.new_page()
    back.goto(f"{tab.address}/contribuer/{number}/modifier/")
    expect(back.locator("#retrouve")).to_contain_text("retrouvé 2 champs")
    expect(back.locator("#retrouve")).to_contain_text("On danse. Et l’on chante.")
    expect(back.locator("#resume")).to_have_value("On danse.")
    back.get_by_role("button", name="Les reprendre").click()
    saved(back)
    assert room.latest(number)["resume"] == "On danse. Et l’on chante."
    assert room.latest(number)["mots_cles"] == ["Culture"]
    assert back.evaluate("localStorage.length") == 0
    back.reload()
    expect(back.locator("#retrouve")).to_be_empty()


def test_what_was_found_may_be_left(tab: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal", resume="On danse.")
    room.edit(tab, number)
    tab.context.set_offline(True)
    type_in(tab.page, "resume", " Ou pas.")
    tab.context.set_offline(False)
    tab.ask("history.replaceState(null, '')")
    tab.page.close(run_before_unload=False)
    back = tab.context.new_page()
    back.goto(f"{tab.address}/contribuer/{number}/modifier/")
    if back.locator("#retrouve button").count():  # else it was saved as the line came back
        back.get_by_role("button", name="ignorer").click()
        expect(back.locator("#retrouve")).to_be_empty()
    assert back.evaluate("localStorage.length") == 0


def test_a_restart_loses_nothing(browser: Browser, room: Room, tmp_path: Path) -> None:
    """The browser itself is closed, and opened again the day after."""
    number = room.back.draft(room.alice, titre="Le four", resume="Du pain.")
    for is_back in (False, True):
        context = browser.browser_type.launch_persistent_context(
            tmp_path, executable_path=executable(), args=list(FLAGS)
        )
        room.alice.enter(context, room.site.address)
        page = context.new_page()
        page.goto(f"{room.site.address}/contribuer/{number}/modifier/")
        if is_back:
            page.get_by_role("button", name="Le reprendre").click()
            saved(page)
        else:
            context.set_offline(True)
            type_in(page, "resume", " Et des pizzas.")
            page.wait_for_timeout(300)
        context.close()
    assert room.latest(number)["resume"] == "Du pain. Et des pizzas."


def test_an_ended_session_loses_nothing(tab: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal", resume="On danse.")
    room.edit(tab, number)
    tab.context.clear_cookies()
    type_in(tab.page, "resume", " Encore.")
    expect(tab.page.locator("#alerte")).to_contain_text("Votre connexion a pris fin")
    link = tab.page.locator("#alerte a")
    assert link.get_attribute("target") == "_blank"
    (again,) = room.back.writers("Alice")
    again.enter(tab.context, room.site.address)
    tab.ask("window.dispatchEvent(new Event('focus'))")  # one comes back from the other tab
    saved(tab.page)
    assert room.latest(number)["resume"] == "On danse. Encore."


def test_under_another_name_nothing_is_saved(tab: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal", resume="On danse.")
    room.edit(tab, number)
    tab.context.clear_cookies()
    room.basile.enter(tab.context, room.site.address)
    type_in(tab.page, "resume", " Non.")
    expect(tab.page.locator("#alerte")).to_contain_text("sous un autre nom")
    assert room.latest(number)["resume"] == "On danse."
    assert tab.ask("localStorage.length") == 1


def test_without_a_place_to_keep_it_says_so(tab: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal")
    tab.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})"
    )
    room.edit(tab, number)
    type_in(tab.page, "limites", "Le bruit.")
    saved(tab.page)
    tab.context.set_offline(True)
    type_in(tab.page, "limites", " La nuit.")
    expect(tab.page.locator("#alerte")).to_contain_text("ne la fermez pas")
    tab.context.set_offline(False)
    saved(tab.page)
    assert room.latest(number)["limites"] == "Le bruit. La nuit."


def test_a_lost_answer_is_no_conflict(tab: Tab, room: Room) -> None:
    """The server saves, its answer never comes; one goes on typing, then the line is back."""
    number = room.back.draft(room.alice, titre="Le bal", resume="Un.")
    room.edit(tab, number)
    lost: list[str] = []

    def lose(route: Any) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().text())
        route.abort()

    tab.page.route("**/enregistrer/", lose)
    type_in(tab.page, "resume", " Deux.")
    expect(tab.page.locator("#alerte")).to_contain_text("Pas de connexion")
    type_in(tab.page, "resume", " Trois.")
    saved(tab.page)
    assert lost
    assert tab.page.locator(".dispute").count() == 0
    rows = room.back.versions(number)
    assert [row[3]["resume"] for row in rows] == ["Un.", "Un. Deux.", "Un. Deux. Trois."]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("Garder le mien", "On danse. Moi."),
        ("Garder l’autre", "On danse. Lui."),
        ("Garder les deux", "On danse. Lui.\n\nOn danse. Moi."),
    ],
)
def test_two_browsers_in_conflict(
    choice: str, expected: str, tab: Tab, second: Tab, room: Room
) -> None:
    number = room.back.draft(room.alice, titre="Le bal", resume="On danse.")
    room.edit(tab, number)
    room.edit(second, number)
    type_in(second.page, "resume", " Lui.")
    saved(second.page)
    type_in(tab.page, "resume", " Moi.")
    type_in(tab.page, "limites", "Le vent.")
    panel = tab.page.locator("#conflit-resume")
    expect(panel).to_contain_text("Basile a changé ce champ")
    expect(panel.locator(".side").nth(0)).to_contain_text("On danse. Lui.")
    expect(panel.locator(".side").nth(1)).to_contain_text("On danse. Moi.")
    panel.get_by_role("button", name=choice).click()
    saved(tab.page)
    kept = room.latest(number)
    assert (kept["resume"], kept["limites"]) == (expected, "Le vent.")
    # What Basile sees next is joined to his page, not written over.
    type_in(second.page, "perspectives", "Un bal d’hiver.")
    saved(second.page)
    expect(second.page.locator("#resume")).to_have_value(expected)
    expect(second.page.locator("#limites")).to_have_value("Le vent.")
    everything = " ".join(str(row[3].get("resume")) for row in room.back.versions(number))
    assert "Moi." in everything
    assert "Lui." in everything


def test_two_tabs_of_one_person(tab: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal", resume="On danse.")
    room.edit(tab, number)
    other = tab.context.new_page()
    other.goto(f"{tab.address}/contribuer/{number}/modifier/")
    type_in(other, "resume", " Ici.")
    saved(other)
    type_in(tab.page, "resume", " Là.")
    expect(tab.page.locator("#conflit-resume")).to_contain_text("On danse. Ici.")


def test_doubles_and_the_guard_speak_while_one_types(tab: Tab, room: Room) -> None:
    room.back.draft(room.alice, titre="La fête de la soupe")
    number = room.back.draft(room.alice)
    room.edit(tab, number)
    type_in(tab.page, "titre", "Fete de la soupe")
    expect(tab.page.locator("#proches")).to_contain_text("La fête de la soupe")
    link = tab.page.locator("#proches a")
    assert link.get_attribute("target") == "_blank"
    type_in(tab.page, "resume", "Appelez le 06 12 34 56 78.")
    expect(tab.page.locator("#resume-garde")).to_contain_text("06 12 34 56 78")
    tab.page.locator("#resume").fill("Venez.")
    expect(tab.page.locator("#resume-garde")).to_be_hidden()


def test_the_reason_is_asked_only_when_it_ended(tab: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal")
    room.edit(tab, number)
    expect(tab.page.locator("#raisons")).to_be_hidden()
    tab.page.get_by_label("Terminée").check()
    tab.page.locator("#raisons").fill("Plus de salle.")
    saved(tab.page)
    tab.page.get_by_label("En cours").check()
    saved(tab.page)
    assert "raisons" not in room.latest(number)
    tab.page.get_by_label("Terminée").check()
    expect(tab.page.locator("#raisons")).to_have_value("Plus de salle.")
    saved(tab.page)
    assert room.latest(number)["raisons"] == "Plus de salle."


def test_what_cannot_be_kept_is_said_at_its_field(tab: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal")
    room.edit(tab, number)
    tab.page.locator("#annee").fill("demain")
    tab.page.locator("#limites").fill("Le vent.")
    expect(tab.page.locator("#annee-erreur")).to_contain_text("n’est pas une année")
    tab.page.locator("#annee").fill("2024")
    saved(tab.page)
    expect(tab.page.locator("#annee-erreur")).to_be_hidden()
    assert (room.latest(number)["annee"], room.latest(number)["limites"]) == (2024, "Le vent.")


def test_a_photo_shows_its_progress_and_leaves_its_place_behind(
    tab: Tab, room: Room, tmp_path: Path
) -> None:
    number = room.back.draft(room.alice, titre="Le bal")
    room.edit(tab, number)
    photo, wrong = tmp_path / "fête.jpg", tmp_path / "page.pdf"
    photo.write_bytes(with_gps())
    wrong.write_text("<html><script>alert(1)</script></html>")
    tab.page.locator("#fichiers").set_input_files([photo, wrong])
    expect(tab.page.locator("#fichiers-liste")).to_contain_text("fête.jpg")
    expect(tab.page.locator("#envois")).to_contain_text("page.pdf :")
    address = tab.page.locator("#fichiers-liste a").get_attribute("href")
    kept = tab.context.request.get(f"{tab.address}{address}").body()
    assert b"Exif" in photo.read_bytes()
    assert b"Exif" not in kept
    type_in(tab.page, "limites", "Le vent.")
    saved(tab.page)
    assert room.latest(number)["fichiers"] == ["fête.jpg"]
    tab.page.get_by_role("button", name="Retirer").click()
    expect(tab.page.locator("#fichiers-liste")).to_contain_text("Aucun fichier")
    assert "fichiers" not in room.latest(number) or room.latest(number)["fichiers"] == []


def test_signing_out_leaves_nothing_in_the_browser(tab: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal")
    room.edit(tab, number)
    tab.page.route("**/enregistrer/", lambda route: route.abort())
    type_in(tab.page, "limites", "Secret.")
    expect(tab.page.locator("#alerte")).to_contain_text("Pas de connexion")
    asked: list[str] = []

    def answer(dialog: Any) -> None:
        asked.append(dialog.message)
        if len(asked) == 1:
            dialog.dismiss()
        else:
            dialog.accept()

    tab.page.on("dialog", answer)
    tab.page.get_by_role("button", name="Se déconnecter").click()
    assert tab.ask("localStorage.length") == 1
    tab.page.get_by_role("button", name="Se déconnecter").click()
    expect(tab.page).not_to_have_url(re.compile("/modifier/"))
    assert "n’a pas encore été enregistré" in asked[0]
    assert tab.ask("localStorage.length") == 0


def test_without_javascript(browser: Browser, room: Room) -> None:
    """Begin, write, disagree, settle, preview, submit: by plain forms."""
    with browsers.tab(browser, room.site.address, java_script_enabled=False) as plain:
        room.alice.enter(plain.context, room.site.address)
        page = plain.page
        plain.go("/contribuer/nouvelle/")
        page.get_by_label("Comment s’appelle l’action").fill("Le chant")
        page.get_by_role("button", name="Commencer").click()
        number = int(page.url.split("/")[-3])
        page.locator("#resume").fill("On chante\nle soir.")
        page.get_by_label("Adultes", exact=True).check()
        page.locator("#mots_cles-autre").fill("chorale")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_text("C’est enregistré")).to_be_visible()
        expect(page.get_by_label("chorale")).to_be_checked()
        with browsers.tab(browser, room.site.address) as other:
            room.basile.enter(other.context, room.site.address)
            room.edit(other, number)
            type_in(other.page, "resume", " À deux voix.")
            saved(other.page)
        page.locator("#resume").fill("On chante\nle matin.")
        page.get_by_role("button", name="Aperçu").click()
        expect(page.locator("h1")).to_have_text("Deux textes au même endroit")
        page.get_by_label("Garder les deux").check()
        page.get_by_role("button", name="Enregistrer ces choix").click()
        page.get_by_role("button", name="Aperçu").click()
        expect(page.locator("article")).to_contain_text("À deux voix.")
        expect(page.locator("article")).to_contain_text("le matin.")
        page.get_by_role("link", name="Soumettre").click()
        page.get_by_role("button", name="Soumettre").click()
        expect(page.get_by_text("Votre fiche est soumise")).to_be_visible()
    kept = room.back.versions(number)[-1]
    assert kept[1] == "submitted"
    assert kept[3]["resume"] == "On chante\nle soir. À deux voix.\n\nOn chante\nle matin."


def test_by_the_keyboard_alone(tab: Tab, room: Room) -> None:
    page = tab.page
    tab.look(1280)
    tab.go("/contribuer/nouvelle/")
    reach(page, "titre")
    page.keyboard.type("Le tricot")
    page.keyboard.press("Enter")
    page.wait_for_url("**/modifier/")
    number = int(page.url.split("/")[-3])
    reach(page, "public", by_name=True)
    page.keyboard.press("ArrowDown")
    reach(page, "resume")
    page.keyboard.type("On tricote.")
    reach(page, "mots_cles", by_name=True)
    page.keyboard.press("Space")
    reach(page, "soumettre", by_value=True)
    page.keyboard.press("Enter")
    page.wait_for_url("**/soumettre/")
    kept = room.latest(number)
    assert (kept["titre"], kept["resume"]) == ("Le tricot", "On tricote.")
    assert kept["public"]
    assert kept["mots_cles"] == ["Parentalité"]


def reach(page: Page, wanted: str, *, by_name: bool = False, by_value: bool = False) -> None:
    """Press Tab until that control has the focus, visibly."""
    attribute = "name" if by_name else "value" if by_value else "id"
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.getAttribute('{attribute}')") == wanted:
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none"
            return
    raise AssertionError(f"{wanted} is out of reach")


def test_it_is_said_once_not_at_every_save(tab: Tab, room: Room) -> None:
    """A screen reader hears that it is saved, then is left in peace."""
    number = room.back.draft(room.alice, titre="Le bal")
    room.edit(tab, number)
    tab.ask(
        """() => { window.heard = [];
        const told = document.getElementById('annonce');
        new MutationObserver(() => window.heard.push(told.textContent))
          .observe(told, {childList: true, characterData: true}); }"""
    )
    for word in ("un", " deux", " trois"):
        type_in(tab.page, "limites", word)
        tab.page.locator("#limites").blur()
        saved(tab.page)
        time.sleep(0.1)
    assert tab.ask("window.heard") == ["Enregistré."]
