"""Take the pictures: `make screenshots`.

Those of the README go to docs/images/; with `--review`, every kind of page at three widths, by
day, by night and on paper, goes to tests/end_to_end/shots/, which git ignores.
"""

import io
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps
from playwright.sync_api import Browser

from tests.end_to_end.browser import chromium, tab
from tests.end_to_end.site import Site, serving
from tests.environment import REPOSITORY
from tests.own_base import Bases

IMAGES: Final = REPOSITORY / "docs" / "images"
SHOTS: Final = Path(__file__).parent / "shots"


@dataclass(frozen=True)
class Picture:
    """One picture of the README: which page, in what window, by day or by night."""

    name: str
    kind: str
    width: int
    height: int
    scheme: str = "light"
    scale: float = 1.0
    person: str = ""  # whoever must be signed in


PICTURES: Final = (
    Picture("accueil", "home", 1280, 900),
    Picture("catalogue", "catalogue, words", 1280, 860),
    Picture("fiche", "sheet, rich", 1280, 960),
    Picture("telephone", "sheet, rich", 390, 844, scale=1.5),
    Picture("sombre", "catalogue, filters", 1280, 900, scheme="dark"),
    Picture("observatoire", "observatory of a region", 1280, 1400),
    Picture("ecrire", "editor", 390, 844, scale=1.5, person="camille@essaim.example"),
    Picture("bureau", "desk", 1280, 960, person="helene@essaim.example"),
)
# The invented people's sheets in progress: where the editor and the desk are at their best.
FIND_PRIVATE_PAGES: Final = """
import json
from essaim.network.models import Person
from essaim.sheets.models import Revision
from tests.end_to_end.scene import session_of
def number(title):
    return Revision.objects.waiting().get(content__titre=title).sheet.number
print(json.dumps({
    "pages": {
        "editor": f"/contribuer/{number('La laverie qui raconte')}/modifier/",
        "desk": f"/bureau/fiches/{number('Café des parents, version trottoir')}/",
    },
    "sessions": {one.email: session_of(one) for one in Person.objects.all()},
}))
"""


# A brochure as Hélène would ask for it, made at once; its PDF in hexadecimal.
MAKE_BROCHURE: Final = """
from essaim.network.models import Person
from essaim.sheets.models import Sheet
from tests.brochures.making import a_brochure, made, stored
sheets = Sheet.objects.published().filter(structure__department__region__code="84")[:12]
brochure = made(a_brochure(
    Person.objects.get(email="helene@essaim.example"), *sheets, query="region=84",
    title="Ce que font les centres sociaux", subtitle="en Auvergne-Rhône-Alpes",
))
print(stored(brochure.pdf).hex())
"""
PAGES_SHOWN: Final = (1, 4, 5)
PAGE_WIDTH: Final = 420  # pixels


def take_brochure(site: Site) -> None:
    """Write the README's picture of a brochure: three of its pages, side by side (by pdftoppm)."""
    pdf = bytes.fromhex(site.base.essaim("shell", "-v0", "-c", MAKE_BROCHURE).stdout)
    pages = []
    for page in PAGES_SHOWN:
        one = ["-f", str(page), "-l", str(page)]
        drawn = subprocess.run(
            ["pdftoppm", "-png", *one, "-scale-to-x", str(PAGE_WIDTH), "-scale-to-y", "-1", "-"],
            input=pdf,
            capture_output=True,
            check=True,
        )
        pages.append(ImageOps.expand(Image.open(io.BytesIO(drawn.stdout)), 1, "#d9cfbb"))
    width, height = pages[0].size
    whole = Image.new("RGB", (width * len(pages) + 16 * (len(pages) - 1), height), "white")
    for place, page_image in enumerate(pages):
        whole.paste(page_image, (place * (width + 16), 0))
    whole.save(IMAGES / "plaquette.png", optimize=True)


def take_pictures(browser: Browser, site: Site) -> None:
    """Write the pictures of the README."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    private = json.loads(site.base.essaim("shell", "-v0", "-c", FIND_PRIVATE_PAGES).stdout)
    pages = site.pages | private["pages"]
    pages["observatory of a region"] = "/observatoire/?region=84"
    for picture in PICTURES:
        with tab(browser, site.address, device_scale_factor=picture.scale) as opened:
            if picture.person:
                key = private["sessions"][picture.person]
                cookie = {"name": "essaim", "value": key, "url": site.address}
                opened.context.add_cookies([cookie])  # type: ignore[list-item]
            opened.look(picture.width, picture.scheme, picture.height)
            opened.go(pages[picture.kind])
            path = IMAGES / f"{picture.name}.png"
            opened.page.screenshot(path=path)
            sys.stdout.write(f"{path.relative_to(REPOSITORY)}\n")


def take_review_shots(browser: Browser, site: Site) -> None:
    """Write every kind of page, whole."""
    SHOTS.mkdir(exist_ok=True)
    for kind, address in site.pages.items():
        name = kind.replace(", ", "-").replace(" ", "-")
        with tab(browser, site.address) as opened:
            for width in (360, 768, 1440):
                for scheme in ("light", "dark"):
                    opened.look(width, scheme)
                    opened.go(address)
                    path = SHOTS / f"{name}-{width}-{scheme}.png"
                    opened.page.screenshot(path=path, full_page=True)
            opened.page.pdf(path=SHOTS / f"{name}.pdf", format="A4")
    sys.stdout.write(f"{SHOTS.relative_to(REPOSITORY)}/\n")


def main() -> None:
    """Serve the demonstration set and look at it."""
    with_review = "--review" in sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="essaim-shots-") as folder:
        base = Bases(Path(folder)).fresh("site")
        with serving(base, hard_cases=with_review) as site, chromium() as browser:
            if with_review:
                take_review_shots(browser, site)
            else:
                take_pictures(browser, site)
                take_brochure(site)


if __name__ == "__main__":
    main()
