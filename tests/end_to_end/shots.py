"""Take the pictures: `make screenshots`.

Those of the README go to docs/images/; with `--review`, every kind of page at three widths, by
day, by night and on paper, goes to tests/end_to_end/shots/, which git ignores.
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

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


PICTURES: Final = (
    Picture("accueil", "home", 1280, 900),
    Picture("catalogue", "catalogue, words", 1280, 860),
    Picture("fiche", "sheet, rich", 1280, 960),
    Picture("telephone", "sheet, rich", 390, 844, scale=1.5),
    Picture("sombre", "catalogue, filters", 1280, 900, scheme="dark"),
)


def take_pictures(browser: Browser, site: Site) -> None:
    """Write the pictures of the README."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    for picture in PICTURES:
        with tab(browser, site.address, device_scale_factor=picture.scale) as opened:
            opened.look(picture.width, picture.scheme, picture.height)
            opened.go(site.pages[picture.kind])
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


if __name__ == "__main__":
    main()
