"""The keyboard alone reaches everything, in order, and one sees where one is."""

from typing import Any

import pytest

from tests.end_to_end.browser import Tab
from tests.end_to_end.site import Site

pytestmark = pytest.mark.browser

KINDS = [
    *("home", "catalogue", "catalogue, understood", "catalogue, nothing", "catalogue, empty"),
    *("sheet, rich", "structures", "territories", "404"),
]
# Everything a keyboard should reach, in the order of the page; each gets a number.
NUMBER_THE_CONTROLS = """() => {
  const wanted = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  const seen = [...document.querySelectorAll(wanted)].filter((one) =>
    !one.disabled && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }));
  seen.forEach((one, place) => { one.dataset.place = place; });
  return seen.map((one) => one.outerHTML.slice(0, 100));
}"""
# Which control has the focus, whether that shows, and whether it is on the screen.
WHERE = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getClientRects()[0];
  // The ring may be drawn by the element, what it holds, or its pseudo-elements (a whole card).
  const ringed = (other, pseudo) => {
    const style = getComputedStyle(other, pseudo);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  };
  const shows = [one, ...one.querySelectorAll('*'), one.parentElement]
    .some((other) => ringed(other) || ringed(other, '::after') || ringed(other, '::before'));
  return {
    place: one.dataset.place === undefined ? -1 : Number(one.dataset.place),
    html: one.outerHTML.slice(0, 100),
    shows,
    onScreen: !!box && box.bottom > 0 && box.top < window.innerHeight,
  };
}"""


def walk(tab: Tab, key: str, most: int) -> list[dict[str, Any]]:
    """Press a key until the focus leaves the page; return the places it went through."""
    steps: list[dict[str, Any]] = []
    for _ in range(most + 3):
        tab.page.keyboard.press(key)
        where = tab.ask(WHERE)
        if where is None or (steps and where["place"] == steps[0]["place"]):
            break
        steps.append(where)
    return steps


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("kind", KINDS)
def test_everything_is_reached_in_order(kind: str, width: int, site: Site, tab: Tab) -> None:
    tab.look(width)
    tab.go(site.pages[kind])
    controls = tab.ask(NUMBER_THE_CONTROLS)
    steps = walk(tab, "Tab", len(controls))
    reached = [step["place"] for step in steps]
    missed = [controls[place] for place in range(len(controls)) if place not in reached]
    assert missed == []
    assert reached == sorted(reached)
    assert [step["html"] for step in steps if not step["shows"]] == []
    assert [step["html"] for step in steps if not step["onScreen"]] == []


def test_backwards_too(site: Site, tab: Tab) -> None:
    tab.go(site.pages["sheet, rich"])
    controls = tab.ask(NUMBER_THE_CONTROLS)
    reached = [step["place"] for step in walk(tab, "Shift+Tab", len(controls))]
    assert reached == list(reversed(range(len(controls))))


@pytest.mark.parametrize("kind", ["home", "catalogue", "sheet, rich"])
def test_the_first_stop_leads_to_the_content(kind: str, site: Site, tab: Tab) -> None:
    tab.go(site.pages[kind])
    tab.page.keyboard.press("Tab")
    assert tab.ask("document.activeElement.textContent.trim()") == "Aller au contenu"
    box = tab.page.locator(":focus").bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["height"] > 0
    tab.page.keyboard.press("Enter")
    assert tab.ask("location.hash") == "#contenu"
    tab.page.keyboard.press("Tab")
    assert tab.ask("!!document.activeElement.closest('main')")


def test_a_facet_is_opened_and_ticked_by_keyboard(site: Site, tab: Tab) -> None:
    tab.look(1440)
    tab.go("/actions/")
    boxes = tab.page.locator("input[type=checkbox]")
    facet = tab.page.locator("details.facet").filter(has=boxes).last
    facet.locator("> summary").focus()
    was_open = facet.get_attribute("open") is not None
    if not was_open:
        tab.page.keyboard.press("Enter")
    tab.page.keyboard.press("Tab")
    name = tab.ask("document.activeElement.name")
    value = tab.ask("document.activeElement.value")
    tab.page.keyboard.press("Space")
    tab.page.wait_for_url(f"**/actions/?*{name}=*")
    assert tab.page.locator(f'input[name="{name}"]:checked').get_attribute("value") == value
    # The focus stays where it was, although the results have been replaced.
    assert tab.ask("document.activeElement.value") == value
