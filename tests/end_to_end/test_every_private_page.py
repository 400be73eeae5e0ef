"""What holds for every page of those who sign in, in every state: empty, full, torn, refused."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.end_to_end import browser as browsers
from tests.end_to_end import vnu
from tests.end_to_end.browser import Tab
from tests.end_to_end.looking import assert_accessible, assert_within
from tests.end_to_end.site import Site, serving
from tests.end_to_end.test_keyboard import NUMBER_THE_CONTROLS, walk
from tests.hostile import problems
from tests.own_base import Bases

pytestmark = pytest.mark.browser

SCENE = "from tests.end_to_end import scene; scene.tell()"
# The names of `Scene.pages`, written out so that each is a test.
KINDS = [
    *("sign in", "unsubscribe", "link that is lost", "invitation lost"),
    *("yearly round", "yearly round, lost"),
    *("mine, no structure", "mine", "mine, page 2", "mine, none"),
    *("new", "new, from one", "new, no structure"),
    *("edit, blank", "edit", "edit, hostile", "edit, returned", "edit, online"),
    *("conflict", "preview", "before submitting", "before submitting, blank"),
    *("follow, draft", "follow, hostile", "follow, talk", "follow, online", "follow, withdrawn"),
    *("versions", "version", "version, aside"),
    *("desk, queue", "desk, empty", "desk, national"),
    *("desk, new sheet", "desk, new version", "desk, online"),
    *("desk, checks", "desk, checks empty", "desk, terms"),
    *("desk, synonyms", "desk, synonyms none"),
    *("desk, synonyms file", "desk, synonyms editions"),
    *("desk, doubles", "desk, doubles empty", "desk, merge", "desk, department"),
    *("brochures", "brochures, none", "brochures, nothing to do"),
    *("brochure, new", "brochure, of a house", "brochure, empty", "brochure, taken up"),
    *("brochure, waiting", "brochure, failed"),
    *("account", "account, correspondent", "join", "join, found", "join, nothing"),
    *("ask", "missing", "team", "team, member", "requests", "requests, empty"),
    *("structure request", "my data", "keys", "address", "403"),
]
STATUSES = {"403": 403, "link that is lost": 410, "yearly round, lost": 410, "invitation lost": 404}
# Pages whose every control is walked through; the editor has the most, the merger the oddest.
WALKED = [
    "sign in",
    "mine",
    "edit",
    "conflict",
    "follow, talk",
    "desk, queue",
    "desk, merge",
    "brochure, new",
    "team",
]


@dataclass
class Stage:
    """The site with its people, and how each page is asked for."""

    site: Site
    sessions: dict[str, str]
    pages: dict[str, tuple[str, str]]

    def enter(self, tab: Tab, kind: str) -> None:
        """Open a page as the person who may."""
        who, path = self.pages[kind]
        if who:
            cookie = {"name": "essaim", "value": self.sessions[who], "url": self.site.address}
            tab.context.add_cookies([cookie])  # type: ignore[list-item]
        tab.go(path)


@pytest.fixture(scope="module")
def stage(bases: Bases) -> Iterator[Stage]:
    """A site of its own, where every page has something to show, or nothing."""
    with serving(bases.fresh("private"), hard_cases=False) as site:
        told = json.loads(site.base.essaim("shell", "-v0", "-c", SCENE).stdout)
        yield Stage(site, told["sessions"], {k: tuple(v) for k, v in told["pages"].items()})


@pytest.fixture
def inside(browser: Browser, stage: Stage) -> Iterator[Tab]:
    """A fresh tab; what the page complained of fails the test."""
    with browsers.tab(browser, stage.site.address) as opened:
        yield opened
        assert opened.complaints == []


def test_every_kind_is_there(stage: Stage) -> None:
    assert set(stage.pages) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_accessible(kind: str, stage: Stage, inside: Tab) -> None:
    """Axe finds nothing, on a phone and on a desk, by day and by night, all unfolded."""
    stage.enter(inside, kind)
    inside.ask("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    for width, scheme in ((360, "light"), (1440, "dark")):
        assert_accessible(inside, width, scheme)


@pytest.mark.parametrize("kind", KINDS)
def test_within_the_window(kind: str, stage: Stage, inside: Tab) -> None:
    """Nothing sticks out at 320 px, nor with letters twice as big, all unfolded."""
    stage.enter(inside, kind)
    for width, size in ((320, "100%"), (640, "200%"), (1440, "100%")):
        inside.look(width)
        inside.ask(
            """(size) => {
              document.documentElement.style.setProperty('font-size', size);
              document.querySelectorAll('details').forEach((one) => { one.open = true });
            }""",
            size,
        )
        assert_within(inside, f"{width} px, {size}")
    inside.complaints.clear()  # our own style, set above, is none of the page's


@pytest.mark.parametrize("kind", WALKED)
def test_reached_by_the_keyboard(kind: str, stage: Stage, inside: Tab) -> None:
    """Tab goes everywhere, in order; one sees where one is. A group of radios is one stop."""
    inside.look(1440)
    stage.enter(inside, kind)
    controls = inside.ask(NUMBER_THE_CONTROLS)
    steps = walk(inside, "Tab", len(controls))
    reached = [step["place"] for step in steps]
    missed = [controls[place] for place in range(len(controls)) if place not in reached]
    assert [one for one in missed if 'type="radio"' not in one] == []
    assert reached == sorted(reached)
    assert [step["html"] for step in steps if not step["shows"]] == []
    assert [step["html"] for step in steps if not step["onScreen"]] == []


def test_well_served_and_valid(stage: Stage, tmp_path: Path) -> None:
    """The right status, private headers, no fault that our own or the Nu checker finds."""
    files, wrong = [], []
    for kind, (who, path) in stage.pages.items():
        cookie = {"Cookie": f"essaim={stage.sessions[who]}"} if who else {}
        status, source, headers = stage.site.get(path, **cookie)
        if status != STATUSES.get(kind, 200):
            wrong.append(f"{kind}: {status}")
        if who and "no-store" not in headers.get("cache-control", ""):
            wrong.append(f"{kind}: {headers.get('cache-control')}")
        if "unsafe" in headers["content-security-policy"]:
            wrong.append(f"{kind}: {headers['content-security-policy']}")
        wrong += [f"{kind}: {problem}" for problem in problems(source)]
        file = tmp_path / f"{kind.replace(', ', '-').replace(' ', '-')}.html"
        file.write_text(source, encoding="utf-8")
        files.append(file)
    assert wrong == [], "\n".join(wrong)
    try:
        vnu.jar()
    except vnu.NotAvailableError as error:
        pytest.skip(str(error))
    found = vnu.complaints(files)
    assert not found, "\n".join(found)
