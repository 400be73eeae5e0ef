"""A sheet on paper: its title and its text, without the furniture of the screen."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.browser import Tab
from tests.end_to_end.site import Site

pytestmark = pytest.mark.browser


def title_of(pdf: bytes) -> str:
    """Return the title a PDF declares (Chromium writes it as UTF-16 or as plain text)."""
    found = re.search(rb"/Title\s*(?:<([0-9A-Fa-f]+)>|\(((?:\\.|[^\\)])*)\))", pdf)
    assert found is not None
    raw = bytes.fromhex(found[1].decode()) if found[1] else re.sub(rb"\\(.)", rb"\1", found[2])
    return raw.decode("utf-16") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")


@pytest.mark.parametrize("kind", ["sheet, rich", "sheet, hostile", "sheet, poor"])
def test_a_sheet_on_paper(kind: str, site: Site, tab: Tab, tmp_path: Path) -> None:
    tab.go(site.pages[kind])
    heading = tab.page.get_by_role("heading", level=1).inner_text()
    pdf = tab.page.pdf(format="A4")
    assert pdf.startswith(b"%PDF-")
    # Letters that the title shares with the page, whatever follows it.
    assert re.sub(r"\W", "", title_of(pdf)).startswith(re.sub(r"\W", "", heading)[:40])
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert 1 <= pages <= 6
    if shutil.which("pdftotext"):
        path = tmp_path / "fiche.pdf"
        path.write_bytes(pdf)
        text = subprocess.run(
            ["pdftotext", path, "-"], capture_output=True, check=True, text=True
        ).stdout
        assert re.sub(r"\W", "", heading)[:40] in re.sub(r"\W", "", text)


def test_the_furniture_stays_on_screen(site: Site, tab: Tab) -> None:
    tab.go(site.pages["sheet, rich"])
    on_screen = tab.page.get_by_role("navigation").first
    assert on_screen.is_visible()
    tab.page.emulate_media(media="print")
    assert not on_screen.is_visible()
    assert not tab.page.locator(".skip").is_visible()
    assert tab.page.get_by_role("heading", level=1).is_visible()
    parts = tab.page.locator("main .part-title").all()
    assert len(parts) >= 3
    assert [one.inner_text() for one in parts if not one.is_visible()] == []


def test_night_readers_print_black_on_white(site: Site, tab: Tab) -> None:
    tab.go(site.pages["sheet, rich"])
    tab.page.emulate_media(media="print", color_scheme="dark")
    ink, paper = tab.ask(
        "[getComputedStyle(document.querySelector('h1')).color,"
        " getComputedStyle(document.body).backgroundColor]"
    )

    def light(colour: str) -> float:
        numbers = [float(number) for number in re.findall(r"[\d.]+", colour)]
        return 255.0 if len(numbers) == 4 and numbers[3] == 0 else sum(numbers[:3]) / 3

    assert light(ink) < 80
    assert light(paper) > 240
