"""Suggestions as one types: late answers, lines that fail, mice and fingers, the page around."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.end_to_end import browser as browsers
from tests.end_to_end.browser import Tab
from tests.end_to_end.combobox import PAGES, active, box, listed, options, typed, until
from tests.end_to_end.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def finger(browser: Browser, site: Site) -> Iterator[Tab]:
    """A small phone."""
    size = {"width": 360, "height": 640}
    with browsers.tab(browser, site.address, viewport=size, has_touch=True) as opened:
        yield opened
        assert opened.complaints == []


# --- Answers late, lines down ----------------------------------------------------------------


def hold(tab: Tab, text: str) -> list[Route]:
    """Keep the answers to this text back; return those that wait."""
    waiting: list[Route] = []

    def handle(route: Route) -> None:
        if parse_qs(urlsplit(route.request.url).query)["q"] == [text]:
            waiting.append(route)
        else:
            route.continue_()

    tab.page.route("**/actions/suggestions?*", handle)
    return waiting


def test_an_older_answer_never_replaces_a_newer_one(tab: Tab) -> None:
    tab.go("/")
    # Without a way to abort, as in older browsers: the late answer does arrive.
    tab.ask("delete window.AbortController")
    waiting = hold(tab, "caf")
    box(tab).press_sequentially("caf")
    until(tab, lambda: waiting)
    assert len(waiting) == 1
    box(tab).fill("sante")
    expect(options(tab)).to_have_count(2)
    waiting[0].fulfill(
        content_type="text/html",
        body='<div id="suggestions" role="listbox"><a role="option" href="/">Vieux</a></div>',
    )
    tab.page.wait_for_timeout(300)
    expect(options(tab)).to_have_count(2)
    assert "Vieux" not in listed(tab).inner_text()


def test_a_question_that_is_no_longer_asked_is_dropped(tab: Tab) -> None:
    tab.go("/")
    waiting = hold(tab, "caf")
    dropped: list[str] = []
    tab.page.on("requestfailed", lambda request: dropped.append(request.url))
    box(tab).press_sequentially("caf")
    until(tab, lambda: waiting)
    assert len(waiting) == 1
    box(tab).press_sequentially("é")
    until(tab, lambda: dropped)
    assert [url.rpartition("q=")[2] for url in dropped] == ["caf"]
    tab.complaints.clear()


def test_a_list_being_gone_through_stays_as_it_is(tab: Tab) -> None:
    tab.go("/")
    waiting = hold(tab, "cafe")
    field = typed(tab, "caf")
    before = listed(tab).inner_text()
    field.press_sequentially("e")
    tab.page.wait_for_timeout(200)
    field.press("ArrowDown")
    chosen = active(tab)
    for route in waiting:
        route.fulfill(content_type="text/html", body="")
    tab.page.wait_for_timeout(300)
    assert listed(tab).inner_text() == before
    assert active(tab) == chosen
    tab.complaints.clear()  # the question was dropped


def test_few_questions_are_asked(tab: Tab) -> None:
    """One for a word typed at once, none for a letter, none for what was asked before."""
    tab.go("/")
    asked: list[str] = []
    tab.page.on("request", lambda one: asked.append(one.url) if "suggestions?" in one.url else None)
    box(tab).press_sequentially("c")
    tab.page.wait_for_timeout(300)
    assert asked == []
    typed(tab, "afé")
    assert [url.rpartition("q=")[2] for url in asked] == ["caf%C3%A9"]
    box(tab).press("Backspace")
    until(tab, lambda: len(asked) == 2)
    box(tab).press_sequentially("é")
    tab.page.wait_for_timeout(400)
    assert [url.rpartition("q=")[2] for url in asked] == ["caf%C3%A9", "caf"]
    expect(listed(tab)).to_be_visible()


@pytest.mark.parametrize("failure", ["offline", "500", "nonsense"])
def test_when_the_line_fails_the_box_is_a_plain_one(failure: str, tab: Tab) -> None:
    tab.go("/")
    typed(tab, "caf")
    if failure == "offline":
        tab.page.route("**/actions/suggestions?*", lambda route: route.abort())
    elif failure == "500":
        tab.page.route("**/actions/suggestions?*", lambda route: route.fulfill(status=500))
    else:
        tab.page.route("**/actions/suggestions?*", lambda route: route.fulfill(body=" \n "))
    box(tab).press_sequentially("és")
    expect(listed(tab)).to_have_count(0)
    assert box(tab).get_attribute("aria-expanded") == "false"
    box(tab).press("Enter")
    tab.page.wait_for_url("**/actions/?q=caf%C3%A9s")
    # The browser itself tells of a line that is down; the script does not.
    told = [one for one in tab.complaints if "Failed to load resource" not in one]
    assert told == []
    tab.complaints.clear()


# --- The mouse, fingers, the page around -----------------------------------------------------


def test_a_click_elsewhere_closes_one_on_a_heading_does_not(tab: Tab) -> None:
    tab.go("/")
    typed(tab, "caf")
    listed(tab).locator(".suggestions-kind").first.click()
    expect(listed(tab)).to_be_visible()
    assert tab.ask("document.activeElement.id") == "q"
    tab.page.get_by_role("heading", level=1).click()
    expect(listed(tab)).to_have_count(0)


def test_a_click_goes_there_and_the_way_back_finds_it_closed(tab: Tab) -> None:
    tab.go("/")
    typed(tab, "sante")
    options(tab).last.click()
    tab.page.wait_for_url("**/actions/?mot-cle=Sant%C3%A9")
    tab.page.go_back()
    tab.page.wait_for_url(re.compile(r"/$"))
    expect(listed(tab)).to_have_count(0)


def test_a_finger_chooses(finger: Tab) -> None:
    tab = finger
    tab.go("/")
    field = box(tab)
    field.tap()
    typed(tab, "ce")
    boxes = [one.bounding_box() for one in options(tab).all()]
    assert all(one and one["height"] >= 44 and one["x"] >= 0 for one in boxes)
    assert all(one and one["x"] + one["width"] <= 360 for one in boxes)
    address = options(tab).nth(1).get_attribute("href")
    options(tab).nth(1).tap()
    tab.page.wait_for_url(f"**{address}")


def test_a_finger_elsewhere_closes(finger: Tab) -> None:
    finger.go("/")
    box(finger).tap()
    typed(finger, "sante")
    finger.page.get_by_role("heading", level=1).tap()
    expect(listed(finger)).to_have_count(0)


def test_results_change_beneath_and_the_list_stays(tab: Tab) -> None:
    tab.look(1440)
    tab.go("/actions/")
    field = typed(tab, "jardin")
    tab.page.wait_for_url("**/actions/?q=jardin")
    expect(listed(tab)).to_be_visible()
    assert 0 < options(tab).count() <= 6
    expect(tab.page.locator("#resultats")).to_contain_text("jardin")
    field.press("ArrowDown")
    tab.page.wait_for_timeout(500)
    assert active(tab)
    field.press("Escape")
    expect(tab.page.locator("#resultats")).to_contain_text("jardin")
    assert tab.ask("document.activeElement.id") == "q"
    assert field.input_value() == "jardin"


def test_the_list_is_above_all_else(tab: Tab) -> None:
    """Nothing of the page covers or cuts what can be chosen."""
    for width, height in ((360, 1400), (1440, 1400)):
        tab.look(width, height=height)
        for path in PAGES:
            tab.go(path)
            typed(tab, "ce")
            covered = tab.ask(
                """() => [...document.querySelectorAll('[role=option]')].filter((one) => {
                  const box = one.getBoundingClientRect();
                  const list = document.querySelector('[role=listbox]').getBoundingClientRect();
                  if (box.bottom > list.bottom) return false; // further down the list
                  const top = document.elementFromPoint(box.left + 40, box.top + box.height / 2);
                  return !top || top.closest('[role=option]') !== one;
                }).map((one) => one.textContent)"""
            )
            assert covered == []


def test_whoever_types_before_the_script_keeps_the_focus(browser: Browser, site: Site) -> None:
    with browsers.tab(browser, site.address) as tab:
        held: list[Route] = []

        def hold_back(route: Route) -> None:
            held.append(route)

        tab.page.route("**/suggestions*.js", hold_back)
        tab.page.goto(site.address + "/", wait_until="commit")
        box(tab).press_sequentially("san")
        for route in held:
            route.continue_()
        expect(box(tab)).to_have_role("combobox")
        assert tab.ask("document.activeElement.id") == "q"
        typed(tab, "te")
        assert box(tab).input_value() == "sante"


def test_without_javascript_the_box_is_a_search_box(plain_tab: Tab) -> None:
    plain_tab.go("/")
    expect(box(plain_tab)).to_have_role("searchbox")
    box(plain_tab).fill("jardin")
    box(plain_tab).press("Enter")
    plain_tab.page.wait_for_url("**/actions/?q=jardin")
