"""What holds for every kind of page: accessible, within its window, silent, well served."""

import pytest

from tests.end_to_end.browser import Tab
from tests.end_to_end.looking import ask_axe, assert_accessible, assert_within
from tests.end_to_end.site import FIXED, STATUSES, Site
from tests.hostile import problems
from tests.page import parse

pytestmark = pytest.mark.browser

KINDS = [
    *FIXED,
    *(f"sheet, {kind}" for kind in ("rich", "poor", "untitled", "ended", "hostile", "lonely")),
    *(f"structure, {kind}" for kind in ("rich", "hostile", "lonely")),
    "410",
]


def test_every_kind_is_there(site: Site) -> None:
    assert set(site.pages) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_accessible(kind: str, site: Site, tab: Tab) -> None:
    """Axe finds nothing, on a phone and on a desk, by day and by night."""
    tab.go(site.pages[kind])
    for width in (360, 1440):
        for scheme in ("light", "dark"):
            assert_accessible(tab, width, scheme)


@pytest.mark.parametrize("kind", KINDS)
def test_within_the_window(kind: str, site: Site, tab: Tab) -> None:
    """Nothing sticks out at 320 px, nor with letters twice as big, filters unfolded."""
    tab.go(site.pages[kind])
    for width, size in ((320, "100%"), (640, "200%"), (1440, "100%")):
        tab.look(width)
        tab.ask(
            """(size) => {
              document.documentElement.style.setProperty('font-size', size);
              document.querySelectorAll('details').forEach((one) => { one.open = true });
            }""",
            size,
        )
        assert_within(tab, f"{width} px, {size}")
    tab.complaints.clear()  # our own style, set above, is none of the page's


def test_the_measures_bite(site: Site, tab: Tab) -> None:
    """Axe, the window and the console do notice what is wrong."""
    tab.go(site.pages["legal"])
    tab.look(360)
    tab.ask(
        """() => {
          const main = document.querySelector('main');
          main.insertAdjacentHTML('beforeend', '<img src="/static/favicon.svg"><p onclick="x()">x');
          main.lastElementChild.style.minWidth = '999px';
        }"""
    )
    assert ask_axe(tab).violations_count > 0
    assert tab.ask("document.documentElement.scrollWidth") > 360
    assert any("content security policy" in one.lower() for one in tab.complaints)
    tab.complaints.clear()


@pytest.mark.parametrize("kind", KINDS)
def test_well_served(kind: str, site: Site) -> None:
    """The real server gives the right status and headers, and a page without fault."""
    status, source, headers = site.get(site.pages[kind])
    assert status == STATUSES.get(kind, 200)
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "set-cookie" not in headers  # /donnees-personnelles/ says so
    assert problems(source) == []


@pytest.mark.parametrize("kind", KINDS)
def test_reachable_everywhere(kind: str, site: Site) -> None:
    """Every page leads to the statement on accessibility and the legal pages."""
    links = {link.get("href") for link in parse(site.get(site.pages[kind])[1]).all("a")}
    assert {"/", "/actions/", "/accessibilite/", "/mentions-legales/"} <= links
    assert {"/donnees/", "/donnees-personnelles/"} <= links


@pytest.mark.parametrize("kind", ["home", "catalogue", "sheet, rich"])
def test_light(kind: str, site: Site, tab: Tab) -> None:
    """A first visit weighs less than 60 kB, all included."""
    received = tab.weight(site.pages[kind])
    assert len(received) >= 2
    assert sum(received) < 60_000


def test_links_of_the_site_lead_somewhere(site: Site) -> None:
    """Every link found on the kinds of pages answers 200; each address is asked once."""
    wanted: dict[str, str] = {}
    for path in site.pages.values():
        for element in parse(site.get(path)[1]).all("a", "link", "script", "img"):
            target = (element.get("href") or element.get("src")).split("#")[0]
            if target.startswith("/") and not target.startswith("//"):
                wanted.setdefault(target, path)
    broken = [
        f"{target} (on {path})"
        for target, path in wanted.items()
        if "export." not in target and site.get(target)[0] != 200
    ]
    assert broken == []
