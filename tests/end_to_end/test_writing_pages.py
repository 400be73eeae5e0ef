"""Every page of the editor, in every state: accessible, within its window, valid."""

import functools
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Response, expect

from tests.end_to_end import vnu
from tests.end_to_end.browser import Tab
from tests.end_to_end.looking import assert_accessible, assert_within
from tests.end_to_end.writing import Room, saved, type_in

pytestmark = pytest.mark.browser

LONG = "Anticonstitutionnellement" * 12
FULL = {
    "titre": "Le jardin d’en bas",
    "statut": "Terminée",
    "raisons": "Plus de terrain.",
    "mots_cles": ["Culture", LONG],
    "public": "Bébés",
    "resume": f"Appelez le 06 12 34 56 78. Mme Durand aussi. {LONG}",
    "limites": "L’eau a manqué.\n- en août\n- en juillet",
}


def begin(tab: Tab, room: Room) -> None:
    tab.go("/contribuer/nouvelle/")


def begin_again(tab: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, **FULL)
    tab.go(f"/contribuer/nouvelle/?modele={number}")


def empty(tab: Tab, room: Room) -> None:
    room.edit(tab, room.back.draft(room.alice))


def full(tab: Tab, room: Room) -> None:
    room.back.draft(room.alice, titre="Jardin d’en bas")
    room.edit(tab, room.back.draft(room.alice, **FULL))


def fault(tab: Tab, room: Room) -> None:
    room.edit(tab, room.back.draft(room.alice, **FULL))
    tab.page.locator("#annee").fill("demain")
    tab.page.locator("#titre").fill("x" * 301)
    expect(tab.page.locator("#titre-erreur")).to_be_visible()


def without_a_line(tab: Tab, room: Room) -> None:
    room.edit(tab, room.back.draft(room.alice, **FULL))
    tab.page.route("**/enregistrer/", lambda route: route.abort())
    type_in(tab.page, "limites", " Encore.")
    expect(tab.page.locator("#alerte")).to_contain_text("Pas de connexion")


def found_again(tab: Tab, room: Room) -> None:
    without_a_line(tab, room)
    tab.page.reload()
    expect(tab.page.locator("#retrouve")).to_contain_text("retrouvé")


def disputed(tab: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, **FULL)
    room.edit(tab, number)
    other = tab.context.new_page()
    other.goto(f"{tab.address}/contribuer/{number}/modifier/")
    type_in(other, "limites", " Là.")
    saved(other)
    other.close()
    type_in(tab.page, "limites", " Ici.")
    expect(tab.page.locator("#conflit-limites")).to_be_visible()


def disputed_page(tab: Tab, room: Room) -> None:
    disputed(tab, room)
    number = int(tab.page.url.split("/")[-3])
    (aside,) = (row[0] for row in room.back.versions(number) if row[1] == "aside")
    tab.go(f"/contribuer/{number}/conflit/{aside}/")


def undecided(tab: Tab, room: Room) -> None:
    disputed_page(tab, room)
    tab.page.get_by_role("button", name="Enregistrer ces choix").click()
    expect(tab.page.locator("#erreurs")).to_be_visible()


def nothing_to_settle(tab: Tab, room: Room) -> None:
    disputed_page(tab, room)
    address = tab.page.url
    tab.page.get_by_label("Garder le mien").check()
    tab.page.get_by_role("button", name="Enregistrer ces choix").click()
    expect(tab.page).to_have_url(re.compile("/modifier/$"))
    tab.page.goto(address)
    expect(tab.page.locator(".empty-state")).to_be_visible()


def check(tab: Tab, room: Room) -> None:
    tab.go(f"/contribuer/{room.back.draft(room.alice, **FULL)}/soumettre/")


def check_missing(tab: Tab, room: Room) -> None:
    tab.go(f"/contribuer/{room.back.draft(room.alice, titre=LONG)}/soumettre/")


def preview(tab: Tab, room: Room) -> None:
    tab.go(f"/contribuer/{room.back.draft(room.alice, **FULL)}/apercu/")


def given_back(tab: Tab, room: Room) -> None:
    number = room.back.draft(room.alice, **FULL)
    room.edit(tab, number)
    tab.context.clear_cookies()
    tab.ask("document.getElementById('fiche').submit()")
    expect(tab.page.locator("h1")).to_contain_text("Votre texte est là")


STATES: list[Callable[[Tab, Room], None]] = [
    *(begin, begin_again, empty, full, fault, without_a_line, found_again, disputed),
    *(disputed_page, undecided, nothing_to_settle, check, check_missing, preview, given_back),
]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_accessible_and_within_the_window(
    state: Callable[[Tab, Room], None], browser: Browser, room: Room
) -> None:
    with room.visited(browser, room.alice) as tab:
        state(tab, room)
        for width in (320, 1440):
            tab.look(width)
            assert_within(tab, f"{width} px")
            for scheme in ("light", "dark"):
                assert_accessible(tab, width, scheme)


@pytest.fixture(scope="module")
def checker() -> None:
    try:
        vnu.jar()
    except vnu.NotAvailableError as error:
        pytest.skip(str(error))


def take(sources: list[str], answer: Response) -> None:
    if answer.request.resource_type == "document" and answer.status in (200, 401, 422):
        sources.append(answer.text())


@pytest.mark.usefixtures("checker")
def test_every_state_is_valid(browser: Browser, room: Room, tmp_path: Path) -> None:
    """As it was sent, and as the script has made it."""
    files = []
    for state in STATES:
        with room.visited(browser, room.alice) as tab:
            sources: list[str] = []
            tab.page.on("response", functools.partial(take, sources))
            state(tab, room)
            made = "<!doctype html>" + str(tab.ask("document.documentElement.outerHTML"))
            for place, source in enumerate((sources[-1], made)):
                file = tmp_path / f"{state.__name__}-{place}.html"
                file.write_text(source, encoding="utf-8")
                files.append(file)
    found = vnu.complaints(files)
    assert not found, "\n".join(found)
