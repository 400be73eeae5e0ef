"""Suggestions as one types: the keyboard, and what a screen reader is told."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.end_to_end.browser import Tab
from tests.end_to_end.combobox import PAGES, active, box, listed, options, typed
from tests.end_to_end.looking import ask_axe

pytestmark = pytest.mark.browser

OPEN = {
    "/": """
        - search:
          - text: Que cherchez-vous ?
          - combobox "Que cherchez-vous ?" [expanded]: sante
          - button "Chercher"
          - listbox "Suggestions":
            - group "Fiches":
              - text: Fiches
              - option "Les ambassadrices de l’eau et de la santé , EVS Le Shikao, Mamoudzou"
            - group "Thèmes et critères":
              - text: Thèmes et critères
              - option /Santé , Mots-clés, \\d+ fiches/
    """,
    "/actions/": """
        - search:
          - combobox "Chercher dans les actions" [expanded]: sante
          - listbox "Suggestions":
            - group "Fiches":
              - option "Les ambassadrices de l’eau et de la santé , EVS Le Shikao, Mamoudzou"
            - group "Thèmes et critères":
              - option /Santé , Mots-clés, \\d+ fiches/
    """,
}
CLOSED = """
    - search:
      - combobox "Que cherchez-vous ?": sante
      - button "Chercher"
"""


# --- The keyboard ----------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_arrows_go_round_the_list_and_enter_opens(path: str, tab: Tab) -> None:
    tab.go(path)
    field = typed(tab, "caf")
    labels = [
        " ".join(one.split()) for one in listed(tab).locator(".suggestion-label").all_inner_texts()
    ]
    assert len(labels) > 3
    assert active(tab) == ""  # nothing is chosen until one chooses
    for label in labels:
        field.press("ArrowDown")
        assert active(tab) == label
    field.press("ArrowDown")
    assert active(tab) == labels[0]
    field.press("ArrowUp")
    assert active(tab) == labels[-1]
    field.press("ArrowUp")
    assert active(tab) == labels[-2]
    assert tab.ask("document.activeElement.id") == "q"  # the focus stays in the box
    assert field.input_value() == "caf"
    address = options(tab).nth(len(labels) - 2).get_attribute("href")
    field.press("Enter")
    tab.page.wait_for_url(f"**{address}")


def test_up_from_the_box_goes_to_the_last(tab: Tab) -> None:
    tab.go("/")
    field = typed(tab, "caf")
    field.press("ArrowUp")
    assert active(tab) == listed(tab).locator(".suggestion-label").last.inner_text()


@pytest.mark.parametrize("key", ["Home", "End", "ArrowLeft", "ArrowRight"])
def test_keys_of_the_text_go_back_to_the_text(key: str, tab: Tab) -> None:
    tab.go("/")
    field = typed(tab, "caf")
    field.press("ArrowDown")
    assert active(tab)
    field.press(key)
    assert active(tab) == ""
    expect(listed(tab)).to_be_visible()
    place = {"Home": 0, "End": 3, "ArrowLeft": 2, "ArrowRight": 3}[key]
    assert tab.ask("document.getElementById('q').selectionStart") == place


def test_enter_without_a_choice_searches(tab: Tab) -> None:
    tab.go("/")
    typed(tab, "jardin").press("Enter")
    tab.page.wait_for_url("**/actions/?q=jardin")


def test_enter_before_the_answer_searches_and_nothing_opens_later(tab: Tab) -> None:
    tab.go("/actions/")
    box(tab).press_sequentially("jardin")
    box(tab).press("Enter")
    tab.page.wait_for_url("**/actions/?q=jardin")
    tab.page.wait_for_timeout(600)
    expect(listed(tab)).to_have_count(0)


def test_escape_closes_then_empties(tab: Tab) -> None:
    tab.go("/")
    field = typed(tab, "caf")
    field.press("ArrowDown")
    field.press("Escape")
    expect(listed(tab)).to_have_count(0)
    assert field.input_value() == "caf"
    assert active(tab) == ""
    assert field.get_attribute("aria-expanded") == "false"
    assert field.get_attribute("aria-controls") is None
    field.press("Enter")  # nothing is chosen any more
    tab.page.wait_for_url("**/actions/?q=caf")
    tab.go("/")
    field = typed(tab, "caf")
    field.press("Escape")
    field.press("Escape")
    assert field.input_value() == ""


def test_down_opens_again_on_the_first_and_alt_down_on_none(tab: Tab) -> None:
    tab.go("/")
    field = typed(tab, "caf")
    first = options(tab).first.locator(".suggestion-label").inner_text()
    for key, expected in (("ArrowDown", first), ("Alt+ArrowDown", "")):
        field.press("Escape")
        expect(listed(tab)).to_have_count(0)
        field.press(key)
        expect(listed(tab)).to_be_visible()
        assert active(tab) == expected
    field.press("Alt+ArrowUp")
    expect(listed(tab)).to_have_count(0)


def test_arrows_in_an_empty_box_do_nothing(tab: Tab) -> None:
    tab.go("/")
    box(tab).focus()
    box(tab).press("ArrowDown")
    box(tab).press("ArrowUp")
    tab.page.wait_for_timeout(300)
    expect(listed(tab)).to_have_count(0)


def test_tab_closes_and_goes_on_to_the_button(tab: Tab) -> None:
    tab.go("/")
    field = typed(tab, "caf")
    field.press("ArrowDown")
    field.press("Tab")
    expect(listed(tab)).to_have_count(0)
    assert tab.ask("document.activeElement.textContent.trim()") == "Chercher"
    assert field.input_value() == "caf"
    field.press("Shift+Tab")
    assert urlsplit(tab.page.url).path == "/"


def test_the_active_option_is_in_sight(tab: Tab) -> None:
    tab.look(1280, height=420)
    tab.go("/")
    field = typed(tab, "ce")
    for _ in range(options(tab).count()):
        field.press("ArrowDown")
        expect(listed(tab).locator("[aria-selected=true]")).to_be_in_viewport(ratio=0.9)


# --- What a screen reader is told ------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_the_tree_of_the_open_list(path: str, tab: Tab) -> None:
    tab.go(path)
    field = typed(tab, "sante")
    expect(tab.page.get_by_role("search")).to_match_aria_snapshot(OPEN[path])
    field.press("ArrowDown")
    expect(listed(tab)).to_match_aria_snapshot(
        """
        - listbox "Suggestions":
          - group "Fiches":
            - option /^Les ambassadrices de l’eau et de la santé , EVS Le Shikao/ [selected]
          - group "Thèmes et critères":
            - option /Santé/
        """
    )


def test_the_whole_tree_is_as_written(tab: Tab) -> None:
    """The snapshot itself, to the letter: nothing more is said than this."""
    tab.go("/")
    field = typed(tab, "sante")
    field.press("ArrowDown")
    told = re.sub(r"\\d+ fiches", "N fiches", listed(tab).aria_snapshot())
    assert re.sub(r"\d+\sfiches", "N fiches", told).splitlines() == [
        '- listbox "Suggestions":',
        '  - group "Fiches":',
        "    - text: Fiches",
        '    - option "Les ambassadrices de l’eau et de la santé , EVS Le Shikao, Mamoudzou" '
        "[selected]",
        '  - group "Thèmes et critères":',
        "    - text: Thèmes et critères",
        '    - option "Santé , Mots-clés, N fiches"',
    ]
    field.press("Escape")
    expect(tab.page.get_by_role("search")).to_match_aria_snapshot(CLOSED)


def test_the_number_of_suggestions_is_said_once_the_hands_rest(tab: Tab) -> None:
    tab.go("/")
    field = typed(tab, "sante")
    said = tab.page.locator("[aria-live=polite]")
    expect(said).to_have_text("2 suggestions, à parcourir avec les flèches haut et bas.")
    field.press("Escape")
    expect(said).to_have_text("")


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
@pytest.mark.parametrize("path", PAGES)
def test_accessible_when_open(path: str, width: int, scheme: str, tab: Tab) -> None:
    tab.look(width, scheme)
    tab.go(path)
    field = typed(tab, "ce")
    if path == "/actions/":  # the results beneath have followed
        tab.page.wait_for_url("**/actions/?q=ce")
        expect(tab.page.locator(".htmx-request, .htmx-settling")).to_have_count(0)
    for step in ("closed on none", "on the first"):
        found = ask_axe(tab)
        assert found.violations_count == 0, f"{step}\n{found.generate_report()}"
        field.press("ArrowDown")
    assert tab.ask("document.documentElement.scrollWidth - window.innerWidth") <= 0
