"""Figures read as one types: confirmed, corrected, taken back; with and without the script."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.end_to_end import browser as browsers
from tests.end_to_end import vnu
from tests.end_to_end.browser import Tab
from tests.end_to_end.looking import assert_accessible, assert_within
from tests.end_to_end.writing import Room, saved, type_in

pytestmark = pytest.mark.browser

MONEY = "18 000 euros sur 2 ans"
PEOPLE = "3 salariés, 10 bénévoles"
LONG = "Anticonstitutionnellement" * 12
# Numbers are set with blanks of every width.
BUDGET_READ = re.compile(r"Nous lisons\s*: 18\s000\s€ sur 24\smois")
BUDGET_STATED = re.compile(r"Vous avez confirmé\s*: 18\s000\s€ sur 24\smois")


def money(page: Page) -> Locator:
    return page.locator("#lecture-ressources_financieres")


def people(page: Page) -> Locator:
    return page.locator("#lecture-personnes_mobilisees")


def test_read_as_one_types_and_confirmed_with_one_finger(phone: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal")
    room.edit(phone, number)
    page = phone.page
    expect(money(page).locator(".reading")).to_have_count(0)
    type_in(page, "ressources_financieres", MONEY)
    expect(money(page)).to_contain_text(BUDGET_READ)
    expect(money(page).locator("q")).to_have_text(MONEY)
    assert phone.ask("document.activeElement.id") == "ressources_financieres"
    money(page).get_by_role("button", name="Oui, c’est cela").tap()
    expect(money(page)).to_contain_text(BUDGET_STATED)
    expect(page.locator("#budget_confirme")).to_have_value("18000")
    saved(page)
    kept = room.latest(number)
    assert (kept["budget_confirme"], kept["mois_confirmes"]) == (18_000, 24)
    assert kept["ressources_financieres"] == MONEY
    # The focus has not fallen back to the top of the page.
    assert phone.ask("document.activeElement.id") == "lecture-ressources_financieres"
    money(page).get_by_role("button", name="Revenir à la lecture du texte").tap()
    expect(money(page)).to_contain_text(BUDGET_READ)
    saved(page)
    room.wait_until(number, "budget_confirme", None)


def test_no_it_is_no_budget(phone: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal", ressources_financieres=MONEY)
    room.edit(phone, number)
    money(phone.page).get_by_role("button", name="Ce n’est pas un budget").tap()
    expect(money(phone.page)).to_contain_text("pas de budget à compter")
    room.wait_until(number, "budget_confirme", "non")
    phone.page.reload()
    expect(money(phone.page)).to_contain_text("pas de budget à compter")
    expect(phone.page.locator("#budget_confirme")).to_have_value("non")


def test_corrected_once_and_the_text_stays(phone: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal", personnes_mobilisees=PEOPLE)
    room.edit(phone, number)
    page = phone.page
    expect(page.locator("#benevoles_confirmes")).to_be_hidden()
    people(page).locator("summary").tap()
    page.get_by_label("Bénévoles confirmés").fill("une dizaine")
    expect(page.locator("#benevoles_confirmes-erreur")).to_contain_text("nombre entier")
    page.get_by_label("Bénévoles confirmés").fill("12")
    expect(people(page)).to_contain_text(re.compile(r"Vous avez confirmé\s*: 12\sbénévoles"))
    expect(page.locator("#benevoles_confirmes-erreur")).to_be_hidden()
    assert phone.ask("document.activeElement.id") == "benevoles_confirmes"
    type_in(page, "personnes_mobilisees", " et 2 élus")
    saved(page)
    expect(people(page)).to_contain_text(re.compile(r"Vous avez confirmé\s*: 12\sbénévoles"))
    expect(people(page)).to_contain_text("se lit")
    kept = room.latest(number)
    assert kept["benevoles_confirmes"] == 12
    assert kept["personnes_mobilisees"] == f"{PEOPLE} et 2 élus"


def test_a_reading_is_heard_when_it_changes(phone: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal", ressources_financieres="9 000 euros")
    room.edit(phone, number)
    phone.ask(
        """() => { window.heard = [];
        const told = document.querySelector('#lecture-ressources_financieres [role=status]');
        new MutationObserver(() => window.heard.push(told.textContent))
          .observe(told, {childList: true, characterData: true}); }"""
    )
    page = phone.page
    with page.expect_response("**/chiffres/"):
        type_in(page, "ressources_financieres", " sur 2 ans")
    with page.expect_response("**/chiffres/"):
        type_in(page, "ressources_financieres", ".")
    expect(money(page)).to_contain_text(re.compile(r"9\s000\s€ sur 24\smois"))
    assert len(phone.ask("window.heard")) == 1


def test_enter_never_answers(phone: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal", ressources_financieres=MONEY)
    room.edit(phone, number)
    page = phone.page
    type_in(page, "titre", " masqué")
    page.keyboard.press("Enter")
    saved(page)
    assert "budget_confirme" not in room.latest(number)
    expect(money(page)).to_contain_text(BUDGET_READ)


def test_without_a_line_nothing_stale_is_said(phone: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal", ressources_financieres=MONEY)
    room.edit(phone, number)
    page = phone.page
    page.route("**/chiffres/", lambda route: route.abort())
    page.locator("#ressources_financieres").fill("9 000 euros")
    expect(money(page).locator(".reading")).to_be_hidden()
    page.unroute("**/chiffres/")
    phone.ask("window.dispatchEvent(new Event('online'))")
    expect(money(page)).to_contain_text(re.compile(r"Nous lisons\s*: 9\s000\s€"))


def test_a_page_that_is_not_ours_is_not_shown(phone: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal", ressources_financieres=MONEY)
    room.edit(phone, number)
    page = phone.page
    page.route(
        "**/chiffres/",
        lambda route: route.fulfill(content_type="text/html", body="<h1>Hôtel</h1>"),
    )
    type_in(page, "ressources_financieres", ".")
    expect(money(page).locator(".reading")).to_be_hidden()
    expect(page.get_by_text("Hôtel")).to_have_count(0)


def test_two_people_state_two_figures(phone: Tab, desk: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal", ressources_financieres=MONEY)
    room.edit(phone, number)
    room.edit(desk, number)
    money(desk.page).locator("summary").click()
    desk.page.locator("#budget_confirme").fill("100")
    saved(desk.page)
    money(phone.page).get_by_role("button", name="Oui, c’est cela").tap()
    panel = phone.page.locator("#conflit-budget_confirme")
    expect(panel).to_be_visible()
    panel.get_by_role("button", name="Garder l’autre").tap()
    expect(phone.page.locator("#budget_confirme")).to_have_value("100")
    expect(money(phone.page)).to_contain_text(re.compile(r"Vous avez confirmé\s*: 100\s€"))
    saved(phone.page)
    room.wait_until(number, "budget_confirme", 100)


def test_by_plain_forms(browser: Browser, room: Room) -> None:
    number = room.back.draft(room.alice, titre="Le bal")
    with browsers.tab(browser, room.site.address, java_script_enabled=False) as plain:
        room.alice.enter(plain.context, room.site.address)
        page = plain.page
        room.edit(plain, number)
        page.locator("#ressources_financieres").fill(MONEY)
        page.locator("#personnes_mobilisees").fill(PEOPLE)
        page.locator("#titre").press("Enter")
        expect(money(page)).to_contain_text(BUDGET_READ)
        money(page).get_by_role("button", name="Oui, c’est cela").click()
        expect(page).to_have_url(re.compile("#lecture-ressources_financieres$"))
        expect(money(page)).to_contain_text(BUDGET_STATED)
        people(page).locator("summary").click()
        page.get_by_label("Bénévoles confirmés").fill("douze")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.locator("#erreurs a")).to_have_text("Bénévoles confirmés")
        expect(page.locator("#benevoles_confirmes")).to_be_visible()
        expect(page.locator("#benevoles_confirmes")).to_have_value("douze")
        page.locator("#benevoles_confirmes").fill("12")
        page.get_by_role("button", name="Enregistrer").click()
        expect(people(page)).to_contain_text(re.compile(r"Vous avez confirmé\s*: 12\sbénévoles"))
    kept = room.latest(number)
    assert (kept["budget_confirme"], kept["benevoles_confirmes"]) == (18_000, 12)


# --- Every state ----------------------------------------------------------------------------------


def asked(tab: Tab, room: Room) -> None:
    texts = {
        "ressources_financieres": f"{MONEY}, dont Caf 3 000 € et {LONG} 2 000 €",
        "personnes_mobilisees": PEOPLE,
    }
    room.edit(tab, room.back.draft(room.alice, titre="Le bal", **texts))


def open_fields(tab: Tab, room: Room) -> None:
    asked(tab, room)
    for summary in tab.page.locator(".read-figures summary").all():
        summary.click()
    tab.page.locator("#budget_confirme").fill("beaucoup")
    expect(tab.page.locator("#budget_confirme-erreur")).to_be_visible()


def stated(tab: Tab, room: Room) -> None:
    texts = {"ressources_financieres": MONEY, "personnes_mobilisees": PEOPLE}
    figures = {"budget_confirme": 20_000, "benevoles_confirmes": "non"}
    room.edit(tab, room.back.draft(room.alice, titre="Le bal", **texts, **figures))


def nothing(tab: Tab, room: Room) -> None:
    texts = {"ressources_financieres": "Des dons", "personnes_mobilisees": "Du monde"}
    room.edit(tab, room.back.draft(room.alice, titre="Le bal", **texts))


def checked(tab: Tab, room: Room) -> None:
    texts = {"ressources_financieres": MONEY, "personnes_mobilisees": PEOPLE}
    number = room.back.draft(room.alice, titre="Le bal", **texts, budget_confirme=20_000)
    tab.go(f"/contribuer/{number}/soumettre/")


STATES = [asked, open_fields, stated, nothing, checked]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_accessible_and_within_the_window(
    state: Callable[[Tab, Room], None], browser: Browser, room: Room
) -> None:
    with room.visited(browser, room.alice) as tab:
        state(tab, room)
        for width in (320, 1440):
            for scheme in ("light", "dark"):
                assert_accessible(tab, width, scheme)
                assert_within(tab, f"{width} px")


def test_every_state_is_valid(browser: Browser, room: Room, tmp_path: Path) -> None:
    """As the script has left it."""
    try:
        vnu.jar()
    except vnu.NotAvailableError as error:
        pytest.skip(str(error))
    files = []
    for state in STATES:
        with room.visited(browser, room.alice) as tab:
            state(tab, room)
            file = tmp_path / f"{state.__name__}.html"
            made = str(tab.ask("document.documentElement.outerHTML"))
            file.write_text(f"<!doctype html>{made}", encoding="utf-8")
            files.append(file)
    found = vnu.complaints(files)
    assert not found, "\n".join(found)
