"""« Des centres comme le mien », by hand: with and without JavaScript, and by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.end_to_end.browser import Tab
from tests.end_to_end.looking import assert_accessible
from tests.end_to_end.site import Site
from tests.end_to_end.test_catalogue import query, total

pytestmark = pytest.mark.browser

RURAL = {"gestion": ["association"], "milieu": ["rural"]}


def open_panel(tab: Tab) -> None:
    """Unfold the filters where they are folded, then the panel."""
    if tab.page.locator("#filtres > summary").is_visible():
        tab.page.locator("#filtres > summary").click()
    if tab.page.locator("#lieu").get_attribute("open") is None:
        tab.page.locator("#lieu > summary").click()


def reasons(tab: Tab) -> list[str]:
    """Return why each card is shown, no-break spaces made plain."""
    said = tab.page.locator(".card-reason").all_inner_texts()
    return [one.replace("\u202f", " ").replace("\u00a0", " ") for one in said]


@pytest.mark.parametrize("width", [360, 1440])
def test_a_place_is_described_without_javascript(width: int, site: Site, plain_tab: Tab) -> None:
    tab = plain_tab
    tab.look(width)
    tab.go("/actions/?q=enfants")
    everything = total(tab)
    open_panel(tab)
    tab.page.get_by_label("Gestion").select_option(label="Associatif")
    tab.page.get_by_label("Milieu").select_option(label="Rural")
    tab.follow(tab.page.get_by_role("button", name="Appliquer les filtres"))
    assert query(tab) == {"q": ["enfants"], **RURAL}
    assert total(tab) == everything
    assert any("géré par une association, en milieu rural" in one for one in reasons(tab))
    open_panel_on_phone = tab.page.locator("#filtres > summary")
    if open_panel_on_phone.is_visible():
        open_panel_on_phone.click()
    expect(tab.page.get_by_label("Milieu")).to_have_value("rural")  # unfolded, as it was left
    tab.page.get_by_label("Seulement").check()
    tab.follow(tab.page.get_by_role("button", name="Appliquer les filtres"))
    assert query(tab) == {"q": ["enfants"], **RURAL, "proches": ["oui"]}
    assert 0 < total(tab) < everything
    assert all("en milieu rural" in one for one in reasons(tab))
    tab.follow(tab.page.locator(".chips").get_by_role("link", name="association, rural"))
    assert query(tab) == {"q": ["enfants"]}
    assert reasons(tab) == []


def test_in_place_and_by_keyboard(site: Site, tab: Tab) -> None:
    """The focus stays in the panel, the rest of the page follows, and the way back works."""
    tab.look(1440)
    tab.go("/actions/")
    tab.ask("window.stillHere = true")
    tab.page.locator("#lieu > summary").focus()
    tab.page.keyboard.press("Enter")
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.press("a")  # Associatif
    expect(tab.page).to_have_url(f"{site.address}/actions/?gestion=association")
    expect(tab.page.locator("#lieu-gestion")).to_be_focused()
    expect(tab.page.locator(".card-reason").first).to_have_text(
        "Comme vous : géré par une association"
    )
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.press("r")  # Rural
    expect(tab.page).to_have_url(f"{site.address}/actions/?gestion=association&milieu=rural")
    expect(tab.page.locator("#lieu-milieu")).to_be_focused()
    for _ in range(4):
        tab.page.keyboard.press("Tab")
    expect(tab.page.get_by_label("D’abord")).to_be_focused()
    tab.page.keyboard.press("ArrowRight")
    address = f"{site.address}/actions/?gestion=association&milieu=rural&proches=oui"
    expect(tab.page).to_have_url(address)
    expect(tab.page.get_by_label("Seulement")).to_be_focused()
    expect(tab.page.locator("#annonce")).to_contain_text(
        "dans des centres gérés par une association"
    )
    assert tab.ask("window.stillHere")
    tab.page.go_back()
    expect(tab.page.locator("h1")).to_contain_text("d’abord dans des centres")


def test_from_a_structure_to_its_like(site: Site, tab: Tab) -> None:
    """One click from a structure's page; what was taken from it can be changed."""
    tab.look(1440)
    tab.go(site.pages["structure, rich"])
    name = tab.page.locator("h1").inner_text()
    tab.page.get_by_role("link", name="Voir ce que font des centres comparables").click()
    expect(tab.page.locator("h1")).to_contain_text(name)
    for width, scheme in ((360, "light"), (1440, "dark")):
        assert_accessible(tab, width, scheme)
    tab.page.get_by_role("link", name="Changer ces critères").click()
    expect(tab.page.locator("#lieu-gestion")).to_be_visible()
    assert "comme" not in query(tab)
    assert "gestion" in query(tab)
