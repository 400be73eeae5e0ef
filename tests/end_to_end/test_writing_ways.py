"""Every way of writing: with the script, without it, by the keyboard, with a reader aloud."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end import browser as browsers
from tests.end_to_end.browser import Tab
from tests.end_to_end.photos import with_gps
from tests.end_to_end.writing import Room, saved, type_in

pytestmark = pytest.mark.browser


def test_doubles_and_the_guard_speak_while_one_types(phone: Tab, room: Room) -> None:
    room.back.draft(room.alice, titre="La fête de la soupe")
    number = room.back.draft(room.alice)
    room.edit(phone, number)
    type_in(phone.page, "titre", "Fete de la soupe")
    expect(phone.page.locator("#proches")).to_contain_text("La fête de la soupe")
    link = phone.page.locator("#proches a")
    assert link.get_attribute("target") == "_blank"
    type_in(phone.page, "resume", "Appelez le 06 12 34 56 78.")
    expect(phone.page.locator("#resume-garde")).to_contain_text("06 12 34 56 78")
    phone.page.locator("#resume").fill("Venez.")
    expect(phone.page.locator("#resume-garde")).to_be_hidden()


def test_the_reason_is_asked_only_when_it_ended(phone: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal")
    room.edit(phone, number)
    expect(phone.page.locator("#raisons")).to_be_hidden()
    phone.page.get_by_label("Terminée").check()
    phone.page.locator("#raisons").fill("Plus de salle.")
    saved(phone.page)
    phone.page.get_by_label("En cours").check()
    saved(phone.page)
    assert "raisons" not in room.latest(number)
    phone.page.get_by_label("Terminée").check()
    expect(phone.page.locator("#raisons")).to_have_value("Plus de salle.")
    saved(phone.page)
    assert room.latest(number)["raisons"] == "Plus de salle."


def test_what_cannot_be_kept_is_said_at_its_field(phone: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal")
    room.edit(phone, number)
    phone.page.locator("#annee").fill("demain")
    phone.page.locator("#limites").fill("Le vent.")
    expect(phone.page.locator("#annee-erreur")).to_contain_text("n’est pas une année")
    phone.page.locator("#annee").fill("2024")
    saved(phone.page)
    expect(phone.page.locator("#annee-erreur")).to_be_hidden()
    assert (room.latest(number)["annee"], room.latest(number)["limites"]) == (2024, "Le vent.")


def test_a_photo_shows_its_progress_and_leaves_its_place_behind(
    phone: Tab, room: Room, tmp_path: Path
) -> None:
    number = room.back.draft(room.alice, titre="Le bal")
    room.edit(phone, number)
    photo, wrong = tmp_path / "fête.jpg", tmp_path / "page.pdf"
    photo.write_bytes(with_gps())
    wrong.write_text("<html><script>alert(1)</script></html>")
    phone.page.locator("#fichiers").set_input_files([photo, wrong])
    expect(phone.page.locator("#fichiers-liste")).to_contain_text("fête.jpg")
    expect(phone.page.locator("#envois")).to_contain_text("page.pdf :")
    address = phone.page.locator("#fichiers-liste a").get_attribute("href")
    kept = phone.context.request.get(f"{phone.address}{address}").body()
    assert b"Exif" in photo.read_bytes()
    assert b"Exif" not in kept
    type_in(phone.page, "limites", "Le vent.")
    saved(phone.page)
    assert room.latest(number)["fichiers"] == ["fête.jpg"]
    phone.page.get_by_role("button", name="Retirer").click()
    expect(phone.page.locator("#fichiers-liste")).to_contain_text("Aucun fichier")
    assert "fichiers" not in room.latest(number) or room.latest(number)["fichiers"] == []


def test_without_javascript(browser: Browser, room: Room) -> None:
    """Begin, write, disagree, settle, preview, submit: by plain forms."""
    with browsers.tab(browser, room.site.address, java_script_enabled=False) as plain:
        room.alice.enter(plain.context, room.site.address)
        page = plain.page
        plain.go("/contribuer/nouvelle/")
        page.get_by_label("Comment s’appelle l’action").fill("Le chant")
        plain.follow(page.get_by_role("button", name="Commencer"))
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


def test_by_the_keyboard_alone(phone: Tab, room: Room) -> None:
    page = phone.page
    phone.look(1280)
    phone.go("/contribuer/nouvelle/")
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


def test_it_is_said_once_not_at_every_save(phone: Tab, room: Room) -> None:
    """A screen reader hears that it is saved, then is left in peace."""
    number = room.back.draft(room.alice, titre="Le bal")
    room.edit(phone, number)
    phone.ask(
        """() => { window.heard = [];
        const told = document.getElementById('annonce');
        new MutationObserver(() => window.heard.push(told.textContent))
          .observe(told, {childList: true, characterData: true}); }"""
    )
    for word in ("un", " deux", " trois"):
        type_in(phone.page, "limites", word)
        phone.page.locator("#limites").blur()
        saved(phone.page)
        time.sleep(0.1)
    assert phone.ask("window.heard") == ["Enregistré."]
