"""The editable document: real headings, lists, tables and pictures; LibreOffice opens it."""

import io
import itertools
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree  # type: ignore[import-untyped]
from odfdo import Document
from pypdf import PdfReader

from essaim.brochures import logos
from essaim.brochures.logos import Ready
from essaim.brochures.models import Brochure
from essaim.network.models import Person
from tests.brochures.making import HARD, a_brochure, a_logo, made, stored
from tests.factories import a_bare_sheet, a_sheet, some_sheets

pytestmark = pytest.mark.django_db


@pytest.fixture
def brochure(correspondent: Person) -> Brochure:
    """One of three sheets, one of them hostile, one empty, with a logo."""
    sheets = [*some_sheets(1), a_sheet(title="Difficile", summary=HARD), a_bare_sheet(title="")]
    asked = a_brochure(correspondent, *sheets)
    logos.keep(asked, [Ready("Caf du Rhône", "image/png", a_logo(), 400, 200)])
    return made(asked)


def read(brochure: Brochure) -> Document:
    return Document(io.BytesIO(stored(brochure.odt)))


def test_the_archive_is_as_opendocument_wants(brochure: Brochure) -> None:
    with zipfile.ZipFile(io.BytesIO(stored(brochure.odt))) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        names = set(archive.namelist())
        manifest = etree.fromstring(archive.read("META-INF/manifest.xml"))
        listed = {
            value
            for entry in manifest
            for name, value in entry.attrib.items()
            if str(name).endswith("full-path")
        }
        for name in names:
            if name.endswith(".xml"):
                etree.fromstring(archive.read(name))
    files = names - {"mimetype", "META-INF/manifest.xml"}
    assert files <= listed
    assert {one for one in listed if not one.endswith("/")} <= names


def test_it_has_headings_lists_tables_and_pictures(brochure: Brochure) -> None:
    body = read(brochure).body
    headings = [(int(one.level), str(one.inner_text)) for one in body.headers]
    assert (1, "Les actions") in headings
    assert (2, "Difficile") in headings
    assert any(level == 3 for level, _ in headings)
    # No level is skipped.
    levels = [level for level, _ in headings]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert body.get_elements("//text:list")
    assert body.tables
    content = brochure.content
    assert content is not None
    drawn = [one for one in (content["map"], *content["charts"]) if one and one["svg"]]
    frames = body.get_frames()
    assert len(frames) == len(drawn) + 1
    assert all(frame.svg_description for frame in frames)
    assert frames[0].svg_description == "Logo : Caf du Rhône"


def test_it_says_its_title_language_and_day(brochure: Brochure) -> None:
    document = read(brochure)
    content = brochure.content
    assert content is not None
    assert document.meta.title == "Les centres sociaux en actions"
    assert document.meta.language == "fr-FR"
    assert str(document.meta.date).startswith(content["day"])


def test_texts_are_never_markup(brochure: Brochure) -> None:
    told = read(brochure).body.text_recursive
    for text in ("<b>gras</b> & #pagebreak()", "🎉", "中文", "السلام"):
        assert text in told, text


def test_libreoffice_opens_it(brochure: Brochure, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        message = "LibreOffice est absent : apt install libreoffice-writer-nogui"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    source = tmp_path / "plaquette.odt"
    source.write_bytes(stored(brochure.odt))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    done = subprocess.run([*command, str(source)], capture_output=True, text=True, timeout=180)
    printed = tmp_path / "plaquette.pdf"
    assert printed.exists(), done.stderr
    reader = PdfReader(printed)
    told = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert len(reader.pages) >= 5
    for text in ("Les centres sociaux en actions", "Sommaire", "Difficile", "Méthode et sources"):
        assert text in told
    assert sum(len(page.images) for page in reader.pages) >= 2
