"""Nothing written is lost, whatever happens: lines, tabs, sessions, other people."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.end_to_end.browser import FLAGS, Tab, executable
from tests.end_to_end.writing import Room, saved, type_in

pytestmark = pytest.mark.browser


def test_five_minutes_on_a_phone(phone: Tab, room: Room) -> None:
    """Begin, write, lose the line half-way, come back: one never presses « Enregistrer »."""
    page = phone.page
    phone.go("/contribuer/nouvelle/")
    page.get_by_label("Comment s’appelle l’action").fill("La cuisine du mardi")
    page.get_by_role("button", name="Commencer").click()
    expect(page).to_have_url(re.compile(r"/modifier/$"))
    number = int(page.url.split("/")[-3])
    page.get_by_label("familles").check()
    page.locator("#resume").fill("On cuisine ensemble")
    saved(page)
    expect(page.locator("#encouragement-titre")).to_have_text("Déjà l’essentiel.")
    phone.context.set_offline(True)
    type_in(page, "resume", ", le mardi, avec les enfants.")
    expect(page.locator("#alerte")).to_contain_text("Pas de connexion")
    type_in(page, "limites", "Le four est petit.")
    phone.context.set_offline(False)
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


def test_a_closed_tab_loses_nothing(phone: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal", resume="On danse.")
    room.edit(phone, number)
    phone.context.set_offline(True)
    type_in(phone.page, "resume", " Et l’on chante.")
    phone.page.get_by_label("Culture").check()
    phone.page.close()
    phone.context.set_offline(False)
    back = phone.context.new_page()
    back.goto(f"{phone.address}/contribuer/{number}/modifier/")
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


def test_what_was_found_may_be_left(phone: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal", resume="On danse.")
    room.edit(phone, number)
    phone.context.set_offline(True)
    type_in(phone.page, "resume", " Ou pas.")
    phone.context.set_offline(False)
    phone.ask("history.replaceState(null, '')")
    phone.page.close(run_before_unload=False)
    back = phone.context.new_page()
    back.goto(f"{phone.address}/contribuer/{number}/modifier/")
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


def test_an_ended_session_loses_nothing(phone: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal", resume="On danse.")
    room.edit(phone, number)
    phone.context.clear_cookies()
    type_in(phone.page, "resume", " Encore.")
    expect(phone.page.locator("#alerte")).to_contain_text("Votre connexion a pris fin")
    link = phone.page.locator("#alerte a")
    assert link.get_attribute("target") == "_blank"
    (again,) = room.back.writers("Alice")
    again.enter(phone.context, room.site.address)
    phone.ask("window.dispatchEvent(new Event('focus'))")  # one comes back from the other tab
    saved(phone.page)
    assert room.latest(number)["resume"] == "On danse. Encore."


def test_under_another_name_nothing_is_saved(phone: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal", resume="On danse.")
    room.edit(phone, number)
    phone.context.clear_cookies()
    room.basile.enter(phone.context, room.site.address)
    type_in(phone.page, "resume", " Non.")
    expect(phone.page.locator("#alerte")).to_contain_text("sous un autre nom")
    assert room.latest(number)["resume"] == "On danse."
    assert phone.ask("localStorage.length") == 1


def test_without_a_place_to_keep_it_says_so(phone: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal")
    phone.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})"
    )
    room.edit(phone, number)
    type_in(phone.page, "limites", "Le bruit.")
    saved(phone.page)
    phone.context.set_offline(True)
    type_in(phone.page, "limites", " La nuit.")
    expect(phone.page.locator("#alerte")).to_contain_text("ne la fermez pas")
    phone.context.set_offline(False)
    saved(phone.page)
    assert room.latest(number)["limites"] == "Le bruit. La nuit."


def test_a_lost_answer_is_no_conflict(phone: Tab, room: Room) -> None:
    """The server saves, its answer never comes; one goes on typing, then the line is back."""
    number = room.back.draft(room.alice, titre="Le bal", resume="Un.")
    room.edit(phone, number)
    lost: list[str] = []

    def lose(route: Any) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().text())
        route.abort()

    phone.page.route("**/enregistrer/", lose)
    type_in(phone.page, "resume", " Deux.")
    expect(phone.page.locator("#alerte")).to_contain_text("Pas de connexion")
    type_in(phone.page, "resume", " Trois.")
    saved(phone.page)
    assert lost
    assert phone.page.locator(".dispute").count() == 0
    rows = room.back.versions(number)
    assert [row[3]["resume"] for row in rows] == ["Un.", "Un. Deux.", "Un. Deux. Trois."]


def test_another_networks_answer_is_no_answer(phone: Tab, room: Room) -> None:
    """A hotel's network answers « 200, welcome » in our place; then a filter answers 403."""
    number = room.back.draft(room.alice, titre="Le bal", resume="Un.")
    room.edit(phone, number)
    answers = [(200, "text/html"), (200, "application/json"), (403, "text/html")]

    def instead(route: Any) -> None:
        if not answers:
            route.continue_()
            return
        status, kind = answers.pop(0)
        route.fulfill(status=status, content_type=kind, body="<h1>Bienvenue")

    phone.page.route("**/enregistrer/", instead)
    type_in(phone.page, "resume", " Deux.")
    for words in ("Pas de connexion", "Pas de connexion", "plus accès"):
        expect(phone.page.locator("#alerte")).to_contain_text(words)
        assert phone.ask("localStorage.length") == 1
        phone.ask("window.dispatchEvent(new Event('online'))")
    saved(phone.page)
    assert room.latest(number)["resume"] == "Un. Deux."


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("Garder le mien", "On danse. Moi."),
        ("Garder l’autre", "On danse. Lui."),
        ("Garder les deux", "On danse. Lui.\n\nOn danse. Moi."),
    ],
)
def test_two_browsers_in_conflict(
    choice: str, expected: str, phone: Tab, desk: Tab, room: Room
) -> None:
    number = room.back.draft(room.alice, titre="Le bal", resume="On danse.")
    room.edit(phone, number)
    room.edit(desk, number)
    type_in(desk.page, "resume", " Lui.")
    saved(desk.page)
    type_in(phone.page, "resume", " Moi.")
    type_in(phone.page, "limites", "Le vent.")
    panel = phone.page.locator("#conflit-resume")
    expect(panel).to_contain_text("Basile a changé ce champ")
    expect(panel.locator(".side").nth(0)).to_contain_text("On danse. Lui.")
    expect(panel.locator(".side").nth(1)).to_contain_text("On danse. Moi.")
    # The rest is kept meanwhile, and the page does not say that all is.
    room.wait_until(number, "limites", "Le vent.")
    expect(phone.page.locator("#etat")).to_have_text("Un choix vous attend")
    panel.get_by_role("button", name=choice).click()
    saved(phone.page)
    kept = room.latest(number)
    assert (kept["resume"], kept["limites"]) == (expected, "Le vent.")
    # What Basile sees next is joined to his page, not written over.
    type_in(desk.page, "perspectives", "Un bal d’hiver.")
    saved(desk.page)
    expect(desk.page.locator("#resume")).to_have_value(expected)
    expect(desk.page.locator("#limites")).to_have_value("Le vent.")
    everything = " ".join(str(row[3].get("resume")) for row in room.back.versions(number))
    assert "Moi." in everything
    assert "Lui." in everything


def test_two_tabs_of_one_person(phone: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal", resume="On danse.")
    room.edit(phone, number)
    other = phone.context.new_page()
    other.goto(f"{phone.address}/contribuer/{number}/modifier/")
    type_in(other, "resume", " Ici.")
    saved(other)
    type_in(phone.page, "resume", " Là.")
    expect(phone.page.locator("#conflit-resume")).to_contain_text("On danse. Ici.")


def test_signing_out_leaves_nothing_in_the_browser(phone: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal")
    (hers,) = room.back.writers("Alice")  # a session of its own, which ends here
    hers.enter(phone.context, room.site.address)
    room.edit(phone, number)
    phone.page.route("**/enregistrer/", lambda route: route.abort())
    type_in(phone.page, "limites", "Secret.")
    expect(phone.page.locator("#alerte")).to_contain_text("Pas de connexion")
    asked: list[str] = []

    def answer(dialog: Any) -> None:
        asked.append(dialog.message)
        if len(asked) == 1:
            dialog.dismiss()
        else:
            dialog.accept()

    phone.page.on("dialog", answer)
    phone.page.get_by_role("button", name="Se déconnecter").click()
    assert phone.ask("localStorage.length") == 1
    phone.page.get_by_role("button", name="Se déconnecter").click()
    expect(phone.page).not_to_have_url(re.compile("/modifier/"))
    assert "n’a pas encore été enregistré" in asked[0]
    assert phone.ask("localStorage.length") == 0
