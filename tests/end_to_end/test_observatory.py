"""The observatory in a browser: without JavaScript, without colour, on paper, light."""

import io
import unicodedata
from typing import Final

import pypdf
import pytest

from tests.end_to_end.browser import Tab
from tests.end_to_end.site import Site

pytestmark = pytest.mark.browser

MAP: Final = "figure svg[aria-labelledby*='carte']"


def test_without_javascript_the_form_changes_the_map(plain_tab: Tab) -> None:
    plain_tab.go("/observatoire/?dimension=Services")
    page = plain_tab.page
    page.get_by_label("La carte montre").select_option("budget")
    page.get_by_label("par structure").check()
    plain_tab.follow(page.get_by_role("button", name="Montrer"))
    assert "dimension=Services" in page.url
    assert "carte=budget" in page.url
    assert page.url.endswith("#carte")
    title = page.locator(f"{MAP} > title").text_content()
    assert title is not None
    assert "budget" in title


def test_a_bar_and_a_cell_lead_to_their_sheets(tab: Tab) -> None:
    tab.go("/observatoire/")
    bar = tab.page.locator("#mots-cles .chart a").first
    words = bar.locator(".c-value").text_content()
    bar.click()
    tab.page.wait_for_url("**/actions/?mot-cle=*")
    total = tab.page.locator(".total").text_content()
    assert words is not None
    assert total is not None
    assert total.startswith(words)
    tab.go("/observatoire/")
    tab.page.locator(f"{MAP} a[href='/actions/?departement=69']").click()
    tab.page.wait_for_url("**/actions/?departement=69")


def test_a_low_column_can_be_pressed_on_all_its_height(tab: Tab) -> None:
    tab.go("/observatoire/temps/")
    boxes = tab.page.locator("#annees .chart a").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect().height)"
    )
    assert len(boxes) > 3
    assert min(boxes) > 100


def test_with_the_keyboard_the_table_holds_every_link(tab: Tab) -> None:
    tab.go("/observatoire/")
    part = tab.page.locator("#mots-cles")
    part.locator("summary").focus()
    tab.page.keyboard.press("Enter")
    tab.page.keyboard.press("Tab")
    assert tab.ask("document.activeElement.getAttribute('role')") == "region"
    tab.page.keyboard.press("Tab")
    assert tab.ask("document.activeElement.closest('table') !== null")
    drawn = part.locator(".chart a").evaluate_all(
        "(all) => all.map((one) => one.getAttribute('href'))"
    )
    told = part.locator("table a").evaluate_all(
        "(all) => all.map((one) => one.getAttribute('href'))"
    )
    assert set(drawn) <= set(told)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_they_are_written_on(tab: Tab, scheme: str) -> None:
    """Whatever the class of a cell, and so without colour too: axe does not look into drawings."""
    tab.go("/observatoire/?carte=departements")
    tab.look(1280, scheme)
    ratios = tab.page.locator(f"{MAP} a").evaluate_all(
        """(all) => {
          const light = (colour) => {
            const [r, g, b] = colour.match(/[\\d.]+/g).map((one) => {
              const value = Number(one) / 255;
              return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          return all.flatMap((cell) => {
            const under = light(getComputedStyle(cell.querySelector('path')).fill);
            return [...cell.querySelectorAll('text')].map((text) => {
              const over = light(getComputedStyle(text).fill);
              return (Math.max(under, over) + 0.05) / (Math.min(under, over) + 0.05);
            });
          });
        }"""
    )
    assert len(ratios) > 100
    assert min(ratios) >= 4.5


@pytest.mark.parametrize("width", [320, 360, 1440])
def test_words_of_charts_are_large_enough(tab: Tab, width: int) -> None:
    tab.go("/observatoire/")
    tab.look(width)
    sizes = tab.page.locator(".panels .chart text").evaluate_all(
        """(all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize)
          * one.ownerSVGElement.getBoundingClientRect().width
          / one.ownerSVGElement.viewBox.baseVal.width)"""
    )
    assert min(sizes) > (9 if width < 400 else 12)


def test_no_word_of_a_chart_is_cut_or_over_another(tab: Tab) -> None:
    for theme in ("", "quoi/", "argent/", "partenaires/", "temps/", "territoires/"):
        tab.go(f"/observatoire/{theme}")
        tab.look(360)
        faults = tab.ask(
            """() => [...document.querySelectorAll('.chart')].flatMap((svg) => {
              const frame = svg.getBoundingClientRect();
              const boxes = [...svg.querySelectorAll('text')]
                .map((one) => [one, one.getBoundingClientRect()]);
              const out = boxes.filter(([, box]) => box.left < frame.left - 2
                || box.right > frame.right + 2 || box.bottom > frame.bottom + 2);
              const over = boxes.filter(([one, box], at) => boxes.slice(at + 1).some(([, other]) =>
                Math.min(box.right, other.right) - Math.max(box.left, other.left) > 2
                && Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 5));
              return [...out, ...over].map(([one]) => one.textContent);
            })"""
        )
        assert faults == [], theme


def test_on_paper_charts_stay_whole_and_tables_are_folded(site: Site, tab: Tab) -> None:
    tab.go("/observatoire/")
    paper = pypdf.PdfReader(io.BytesIO(tab.page.pdf(format="A4")))
    # A font may have one sign for « fi ».
    words = unicodedata.normalize("NFKC", " ".join(one.extract_text() for one in paper.pages))
    assert "En un coup" in words
    assert "0 fiche" in words
    assert len(paper.pages) < 14


@pytest.mark.parametrize("kind", ["observatory", "observatory, theme", "observatory, measure"])
def test_a_first_visit_is_light(kind: str, site: Site, tab: Tab) -> None:
    received = tab.weight(site.pages[kind])
    assert len(received) >= 3
    assert sum(received) < 60_000
