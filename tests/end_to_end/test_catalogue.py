"""The catalogue as people use it: without JavaScript, and in place with it."""

import csv
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.end_to_end.browser import Tab
from tests.end_to_end.site import STATUSES, Site
from tests.page import parse

pytestmark = pytest.mark.browser


def total(tab: Tab) -> int:
    """Return the number of sheets the page says it found."""
    said = tab.page.locator(".total").inner_text()
    found = re.search(r"[\d\s\u00a0\u202f]*\d|Aucune", said)
    assert found is not None, said
    return 0 if found[0] == "Aucune" else int(re.sub(r"\D", "", found[0]))


def query(tab: Tab) -> dict[str, list[str]]:
    """Return the query in the address bar."""
    return parse_qs(urlsplit(tab.page.url).query)


def unfold(tab: Tab) -> None:
    """Open every part of the filters, as a reader without JavaScript does by hand."""
    for summary in tab.page.locator("#filtres summary").all():
        if summary.is_visible() and not summary.evaluate("one => one.parentElement.open"):
            summary.click()


@pytest.mark.parametrize("width", [360, 1440])
def test_without_javascript(width: int, site: Site, plain_tab: Tab) -> None:
    """Search from the home page, filter, turn the page, open a sheet."""
    tab = plain_tab
    tab.look(width)
    tab.go("/")
    tab.page.get_by_role("searchbox").fill("jardin")
    tab.follow(tab.page.get_by_role("button", name="Chercher"))
    assert query(tab) == {"q": ["jardin"]}
    found = total(tab)
    assert 0 < found < 131

    if width < 900:
        tab.page.locator("#filtres > summary").click()
    facet = tab.page.locator("#facette-statut")
    if facet.get_attribute("open") is None:
        facet.locator("> summary").click()
    box = facet.locator("li", has_text="En cours")
    expected = int(box.locator(".count").inner_text())
    box.locator("input").check()
    tab.follow(tab.page.get_by_role("button", name="Appliquer les filtres"))
    assert query(tab) == {"q": ["jardin"], "statut": ["En cours"]}
    assert total(tab) == expected

    tab.go("/actions/?tri=titre")
    first = tab.page.locator(".card-title").all_inner_texts()
    tab.follow(tab.page.get_by_role("link", name=re.compile("suivante", re.IGNORECASE)).first)
    assert query(tab) == {"tri": ["titre"], "page": ["2"]}
    assert not set(first) & set(tab.page.locator(".card-title").all_inner_texts())

    link = tab.page.locator(".card-title a").first
    title = link.inner_text()
    tab.follow(link)
    assert tab.page.get_by_role("heading", level=1).inner_text() == title


def test_in_place(site: Site, tab: Tab) -> None:
    """With htmx the results change in place, the address follows, and the way back works."""
    tab.look(1440)
    tab.go("/actions/")
    everything = total(tab)
    tab.ask("window.stillHere = true")

    tab.page.locator("#q").press_sequentially("jardin")
    tab.page.wait_for_url("**/actions/?q=jardin")
    shown = tab.page.locator(".total")
    expect(shown).not_to_contain_text(str(everything))
    with_words, said = total(tab), shown.inner_text()
    assert with_words < everything
    assert tab.page.locator("#annonce").inner_text().strip()  # said to those who do not see
    assert "jardin" in tab.page.title()

    unfold(tab)
    tab.page.locator("#facette-statut li", has_text="En cours").locator("input").check()
    tab.page.wait_for_url("**/actions/?q=jardin&statut=En+cours")
    expect(shown).not_to_have_text(said)
    assert total(tab) < with_words
    assert tab.ask("window.stillHere") is True

    # The address tells all: opened elsewhere, it gives the same page.
    here = [" ".join(one.split()) for one in tab.page.locator(".card-title").all_inner_texts()]
    source = site.get(tab.page.url.removeprefix(site.address))[1]
    titles = [one.text() for one in parse(source).all("h2", "h3") if one.get("class")]
    assert [title for title in here if title not in titles] == []

    tab.page.go_back()
    tab.page.wait_for_url("**/actions/?q=jardin")
    # Not `wait_for_function`: it evaluates a string in the page, which our policy reports.
    expect(tab.page.locator("input[name=statut]:checked")).to_have_count(0)
    assert total(tab) == with_words
    assert tab.page.locator("#q").input_value() == "jardin"
    tab.page.go_forward()
    tab.page.wait_for_url("**/actions/?q=jardin&statut=En+cours")
    expect(tab.page.locator("input[name=statut]:checked")).to_have_count(1)
    assert total(tab) < with_words


def test_a_budget_bounded_without_javascript(site: Site, plain_tab: Tab) -> None:
    tab = plain_tab
    tab.go("/actions/")
    tab.page.locator("#facette-budget > summary").click()
    tab.page.locator("#f-budget-min").fill("1 000")
    tab.page.locator("#f-budget-max").fill("5000")
    tab.follow(tab.page.get_by_role("button", name="Appliquer les filtres"))
    assert query(tab) == {"budget-min": ["1000"], "budget-max": ["5000"]}
    assert 0 < total(tab) < 131
    assert "disent leur budget" in tab.page.locator(".told").inner_text()


def test_a_budget_bounded_in_place(site: Site, tab: Tab) -> None:
    tab.go("/actions/?tri=budget")
    tab.page.locator("#facette-budget > summary").click()
    box = tab.page.locator("#f-budget-min")
    box.fill("20000")
    box.press("Tab")
    tab.page.wait_for_url("**budget-min=20000**")
    expect(tab.page.locator("#f-budget-max")).to_be_focused()
    assert query(tab) == {"tri": ["budget"], "budget-min": ["20000"]}
    tab.page.locator(".chip", has_text="budget d’au moins").click()
    tab.page.wait_for_url(lambda url: "budget-min" not in url)
    expect(tab.page.locator("#f-budget-min")).to_have_value("")


def test_a_chip_takes_its_condition_away(site: Site, tab: Tab) -> None:
    tab.look(1440)
    tab.go("/actions/?q=jardin&statut=En+cours")
    tab.ask("window.stillHere = true")
    tab.page.locator(".chip", has_text="En cours").click()
    tab.page.wait_for_url("**/actions/?q=jardin")
    expect(tab.page.locator(".chip", has_text="En cours")).to_have_count(0)
    assert tab.ask("window.stillHere") is True


def test_fast_typing_shows_the_last_words(site: Site, tab: Tab) -> None:
    """Answers that come late do not replace newer ones."""
    tab.look(1440)
    tab.go("/actions/")
    box = tab.page.locator("#q")
    box.press_sequentially("jardin", delay=120)
    box.fill("")
    box.press_sequentially("cuisine", delay=10)
    tab.page.wait_for_url("**/actions/?q=cuisine")
    expect(tab.page.get_by_role("heading", level=1)).to_contain_text("cuisine")
    tab.page.wait_for_timeout(800)
    assert query(tab) == {"q": ["cuisine"]}
    assert "cuisine" in tab.page.get_by_role("heading", level=1).inner_text()


def test_words_are_highlighted_and_harmless(site: Site, tab: Tab) -> None:
    tab.go("/actions/?q=jardin")
    assert tab.page.locator(".card mark").count() > 0
    tab.go(site.pages["sheet, hostile"])
    assert tab.page.locator("main script").count() == 0
    assert "<script>alert('bonjour')" in tab.page.locator("main").inner_text().replace("’", "'")


@pytest.mark.parametrize("kind", sorted(STATUSES))
def test_errors_help_to_go_on(kind: str, site: Site, tab: Tab) -> None:
    tab.go(site.pages[kind])
    tab.page.get_by_role("searchbox").fill("jardin")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**/actions/?q=jardin")
    assert total(tab) > 0


def test_an_export_gives_exactly_these_results(site: Site, tab: Tab) -> None:
    tab.go("/actions/?q=jardin&statut=En+cours")
    expected = total(tab)
    with tab.page.expect_download() as waiting:
        tab.page.locator(".take a", has_text="CSV").click()
    with waiting.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][:2] == ["numero", "titre"]
    assert len(rows) - 1 == expected
