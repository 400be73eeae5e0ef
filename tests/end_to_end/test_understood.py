"""What was done to the words, parts of the sheet, and the page that finds nothing, in a browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.end_to_end.browser import Tab
from tests.end_to_end.looking import ask_axe
from tests.end_to_end.site import Site
from tests.end_to_end.test_catalogue import query, total

pytestmark = pytest.mark.browser

AS_TYPED = "Chercher « jardn » tel quel"
HEAD = """
- heading "Actions qui parlent de « parent jardn trucmuche »" [level=1]
- paragraph: /\\d+ fiches?/
- list "Votre recherche":
  - listitem:
    - link "Retirer « parent jardn trucmuche »"
- list "Comment votre recherche a été comprise":
  - listitem: "Aucune fiche n’a tous ces mots : voici celles qui s’en approchent."
  - listitem:
    - text: "Aucune fiche ne contient « jardn » : voici les résultats pour « jardin »."
    - link "Chercher « jardn » tel quel"
  - listitem:
    - text: /Cherché aussi/
    - link "Chercher sans synonymes"
  - listitem: "« trucmuche » n’est dans aucune fiche : il a été laissé de côté."
"""
NOTHING = """
- heading "Aucune fiche ne parle de « jardinologue »" [level=2]
- region "Des mots proches":
  - heading "Des mots proches" [level=3]
  - list:
    - listitem:
      - link /« jardin » \\d+ fiches?/
- region "En cherchant plus large":
  - heading "En cherchant plus large" [level=3]
  - list:
    - listitem:
      - link /Avec synonymes et corrections \\d+ fiches?/
- region "Des thèmes proches":
  - heading "Des thèmes proches" [level=3]
  - list:
    - listitem:
      - link /\\d+ fiches?/
- paragraph:
  - link "repartez de toutes les actions"
"""


@pytest.mark.parametrize("plain", [True, False])
def test_a_repair_is_undone_and_restored(plain: bool, site: Site, tab: Tab, plain_tab: Tab) -> None:
    """With and without JavaScript, one click each way."""
    used = plain_tab if plain else tab
    used.go("/actions/?q=jardn")
    assert total(used) > 0
    if not plain:
        used.ask("window.stillHere = true")
    used.page.get_by_role("link", name=AS_TYPED).click()
    used.page.wait_for_url("**/actions/?q=jardn&exact=orthographe")
    expect(used.page.locator(".total")).to_contain_text("Aucune fiche")
    used.page.get_by_role("link", name="Rétablir les corrections").click()
    used.page.wait_for_url("**/actions/?q=jardn")
    expect(used.page.locator(".total")).not_to_contain_text("Aucune fiche")
    assert plain or used.ask("window.stillHere") is True


def test_what_was_undone_stays_so_while_filtering(site: Site, tab: Tab) -> None:
    tab.look(1440)
    tab.go("/actions/?q=jeune&exact=synonymes")
    tab.page.locator("#facette-public input").first.check()
    tab.page.wait_for_url("**/actions/?*public=*")
    assert query(tab)["exact"] == ["synonymes"]


def test_a_repair_is_announced_while_typing(site: Site, tab: Tab) -> None:
    tab.go("/actions/")
    tab.page.locator("#q").fill("jardn")
    tab.page.wait_for_url("**/actions/?q=jardn")
    expect(tab.page.locator("#annonce")).to_contain_text("voici les résultats pour « jardin »")


def test_undone_by_keyboard_one_lands_on_the_title(site: Site, tab: Tab) -> None:
    tab.go("/actions/?q=jardn")
    tab.page.get_by_role("link", name=AS_TYPED).focus()
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**exact=orthographe")
    expect(tab.page.locator("#resultats")).to_be_focused()
    tab.page.keyboard.press("Tab")
    assert "Retirer" in tab.ask("document.activeElement.textContent")


def test_many_variants_unfold_by_keyboard(site: Site, tab: Tab) -> None:
    tab.look(360)
    tab.go("/actions/?q=ado+senior+famille")
    fold = tab.page.locator(".understood details")
    fold.locator("summary").focus()
    tab.page.keyboard.press("Enter")
    expect(fold.locator("p").first).to_be_visible()


def test_the_head_as_it_is_read_aloud(site: Site, tab: Tab) -> None:
    tab.go("/actions/?q=parent+jardn+trucmuche")
    expect(tab.page.locator(".results-head")).to_match_aria_snapshot(HEAD)


def test_nothing_found_as_it_is_read_aloud(site: Site, tab: Tab) -> None:
    tab.go("/actions/?q=jardinologue&exact=orthographe")
    expect(tab.page.locator(".empty")).to_match_aria_snapshot(NOTHING)


@pytest.mark.parametrize("plain", [True, False])
def test_every_offer_finds_what_it_says(plain: bool, site: Site, tab: Tab, plain_tab: Tab) -> None:
    used = plain_tab if plain else tab
    start = "/actions/?q=jardn&departement=69&dans=titre&exact=orthographe"
    used.go(start)
    count = used.page.locator(".empty .chip").count()
    assert count >= 4
    for place in range(count):
        used.go(start)
        link = used.page.locator(".empty .chip").nth(place)
        said = re.sub(r"\D", "", link.locator(".chip-count").inner_text())
        address = link.get_attribute("href")
        link.click()
        used.page.wait_for_url(f"**{address}")
        expect(used.page.locator(".total")).to_contain_text(said)
        assert total(used) == int(said)


def test_a_part_is_chosen_in_place(site: Site, tab: Tab) -> None:
    """Ticked, the results follow; the chip taken away, the box is no longer ticked."""
    tab.look(1440)
    tab.go("/actions/?q=financement")
    everywhere = total(tab)
    tab.ask("window.stillHere = true")
    tab.page.locator("#parties > summary").click()
    tab.page.get_by_label("Ce qui a coincé").check()
    tab.page.wait_for_url("**/actions/?q=financement&dans=limites")
    expect(tab.page.locator(".card-where").first).to_have_text(re.compile("Ce qui a coincé"))
    assert 0 < total(tab) < everywhere
    expect(tab.page.get_by_label("Ce qui a coincé")).to_be_focused()
    tab.page.get_by_label("Les perspectives").check()
    tab.page.wait_for_url("**dans=limites&dans=perspectives")
    tab.page.locator(".chip", has_text="dans ce qui a coincé").click()
    tab.page.wait_for_url("**/actions/?q=financement&dans=perspectives")
    expect(tab.page.get_by_label("Ce qui a coincé")).not_to_be_checked()
    expect(tab.page.get_by_label("Les perspectives")).to_be_checked()
    assert tab.ask("window.stillHere") is True


def test_a_part_is_chosen_without_javascript(site: Site, plain_tab: Tab) -> None:
    tab = plain_tab
    tab.look(360)
    tab.go("/actions/?q=financement&statut=En+cours")
    tab.page.locator("#parties > summary").click()
    tab.page.get_by_label("Ce qui a coincé").check()
    tab.page.get_by_role("button", name="Chercher").click()
    assert query(tab) == {"q": ["financement"], "statut": ["En cours"], "dans": ["limites"]}
    assert total(tab) > 0
    assert tab.page.locator(".card-where").first.inner_text().startswith("Ce qui a coincé")
    # What was chosen is in sight, to be changed.
    assert tab.page.get_by_label("Ce qui a coincé").is_checked()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
@pytest.mark.parametrize(
    "address",
    [
        "q=ado+senior+jardn+trucmuche",
        "q=jardinologue&exact=orthographe",
        "q=financement&dans=limites",
    ],
)
def test_accessible_unfolded(address: str, width: int, scheme: str, site: Site, tab: Tab) -> None:
    tab.look(width, scheme)
    tab.go(f"/actions/?{address}")
    unfold = "document.querySelectorAll('.ask, .understood details').forEach((one) => one.open = 1)"
    tab.ask(unfold)
    found = ask_axe(tab)
    assert found.violations_count == 0, found.generate_report()


def test_on_paper_one_reads_what_was_done_without_its_links(site: Site, tab: Tab) -> None:
    tab.go("/actions/?q=jardn")
    tab.page.emulate_media(media="print")
    expect(tab.page.locator(".understood span").first).to_be_visible()
    expect(tab.page.locator(".understood a").first).to_be_hidden()
