"""Every page is valid HTML, for the Nu Html Checker."""

from pathlib import Path

import pytest

from tests.end_to_end import vnu
from tests.end_to_end.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def checker() -> None:
    try:
        vnu.jar()
    except vnu.NotAvailableError as error:
        pytest.skip(str(error))


@pytest.mark.usefixtures("checker")
def test_every_page_is_valid(site: Site, tmp_path: Path) -> None:
    files = []
    for kind, path in site.pages.items():
        file = tmp_path / f"{kind.replace(', ', '-').replace(' ', '-')}.html"
        file.write_text(site.get(path)[1], encoding="utf-8")
        files.append(file)
    in_place = tmp_path / "in-place.html"
    fragment = site.get("/actions/?q=jardin", **{"HX-Request": "true"})[1]
    # A fragment brings its title, for htmx; a page around it makes it a document.
    body = fragment.partition("</title>")[2]
    head = '<!doctype html><html lang="fr"><meta charset="utf-8"><title>x</title><main>'
    in_place.write_text(head + '<form id="recherche"></form>' + body + "</main>", encoding="utf-8")
    found = vnu.complaints([*files, in_place])
    assert not found, "\n".join(found)


@pytest.mark.usefixtures("checker")
def test_the_checker_bites(tmp_path: Path) -> None:
    file = tmp_path / "wrong.html"
    file.write_text('<!doctype html><html lang="fr"><title>x</title><p><div></p>', encoding="utf-8")
    assert vnu.complaints([file])
