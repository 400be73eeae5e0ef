"""The PDF: tagged, titled, in French, with bookmarks, tables and descriptions; never markup."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from essaim.brochures import glyphs, logos, pdf
from essaim.brochures.logos import Ready
from essaim.brochures.models import Brochure
from essaim.network.models import Person
from tests.brochures.making import HARD, a_brochure, a_logo, made, stored
from tests.factories import a_member, a_sheet, a_structure, some_sheets

pytestmark = pytest.mark.django_db


def read(brochure: Brochure) -> PdfReader:
    return PdfReader(io.BytesIO(stored(brochure.pdf)))


def elements(node: Any) -> Iterator[DictionaryObject]:
    """Yield the elements of the tree of tags, in order."""
    if isinstance(node, IndirectObject):
        node = node.get_object()
    if isinstance(node, ArrayObject):
        for inside in node:
            yield from elements(inside)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node["/K"])


def titles(outline: Any) -> list[str]:
    found: list[str] = []
    for one in outline:
        found += titles(one) if isinstance(one, list) else [str(one.title)]
    return found


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.fixture
def brochure(correspondent: Person) -> Brochure:
    """One of three sheets, with a map, charts and a logo."""
    asked = a_brochure(correspondent, *some_sheets(3, keywords=("Culture",)))
    logos.keep(asked, [Ready("Caf du Rhône", "image/png", a_logo(), 400, 200)])
    return made(asked)


def test_it_says_what_it_is(brochure: Brochure) -> None:
    reader = read(brochure)
    root: Any = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Les centres sociaux en actions"
    assert root["/Lang"].startswith("fr")
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def test_its_bookmarks_lead_to_each_part_and_sheet(brochure: Brochure) -> None:
    found = titles(read(brochure).outline)
    parts = ["Avant-propos", "En quelques chiffres", "Les actions", "Méthode et sources"]
    assert [one for one in found if one in parts] == parts
    assert sum(one.startswith("Le jardin d’en bas") for one in found) == 3


def test_its_tags(brochure: Brochure) -> None:
    root: Any = read(brochure).trailer["/Root"]
    found = list(elements(root["/StructTreeRoot"]))
    kinds = [str(one["/S"]) for one in found]
    for kind in ("/Title", "/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/L", "/LI", "/Link"):
        assert kind in kinds, kind
    figures = [one for one in found if str(one["/S"]) == "/Figure"]
    said = [str(one.get("/Alt", "")) for one in figures]
    assert "Logo : Caf du Rhône" in said
    assert all(said)
    # As many drawings as the content has, and the logo.
    content = brochure.content
    assert content is not None
    drawn = [one for one in (content["map"], *content["charts"]) if one and one["svg"]]
    assert len(drawn) >= 3
    assert {one["alt"] for one in drawn} <= set(said)


def test_every_figure_says_on_how_many_sheets_it_rests(brochure: Brochure) -> None:
    content = brochure.content
    assert content is not None
    assert content["key_figures"]
    for one in content["key_figures"]:
        assert "fiche" in one["note"]
    for one in content["charts"]:
        assert "fiche" in one["sentence"]


def test_texts_are_never_markup(correspondent: Person) -> None:
    sheet = a_sheet(title="#pagebreak() *étoile* $x$", summary='#read("/data.json") _a_ @b \\ <c>')
    values = {"title": "#panic()", "foreword": '= Titre\n#image("/etc/passwd")'}
    brochure = made(a_brochure(correspondent, sheet, **values))
    told = words(read(brochure))
    for text in ("#pagebreak() *étoile* $x$", "#panic()", "_a_ @b", "<c>", "= Titre", "#image("):
        assert text in told, text


def test_what_no_font_has_is_left_out(correspondent: Person) -> None:
    sheet = a_sheet(title="La fête 🎉 des 中文 voisins", summary="Les 👩‍👩‍👧 jouent.")
    told = words(read(made(a_brochure(correspondent, sheet))))
    assert "La fête des □□ voisins" in told
    assert "Les jouent." in told


def test_nothing_stands_out_of_the_page(correspondent: Person) -> None:
    """Words of every length break: what is drawn stays between the margins."""
    sheet = a_sheet(title="w" * 200, summary=HARD, keywords=("x" * 280,), funding="y" * 210)
    values = {"title": "z" * 160, "subtitle": "t" * 200, "period": "p" * 80}
    reader = read(made(a_brochure(correspondent, sheet, **values)))
    width = float(reader.pages[0].mediabox.width)
    starts: list[float] = []

    def visit(text: str, _: Any, matrix: list[float], *__: Any) -> None:
        if text.strip():
            starts.append(matrix[4])

    for page in reader.pages:
        page.extract_text(visitor_text=visit)
    assert max(starts) < width - 40


def test_the_structure_is_told(correspondent: Person) -> None:
    house = a_structure(
        "La ruche", town="Bron", axes=["Vivre ensemble"], history="Née en 1974, d’une laverie."
    )
    sheet = a_sheet(structure="La ruche")
    owner = a_member(house)
    query = f"structure={house.pk}"
    brochure = made(a_brochure(owner, sheet, structure=house, query=query))
    told = words(read(brochure))
    assert "Vivre ensemble" in told
    assert "Née en 1974" in told


@pytest.mark.parametrize("count", [1, 2, 6])
def test_logos_of_any_shape_fit_on_one_line(brochure: Brochure, count: int) -> None:
    content = brochure.content
    assert content is not None
    shapes = [(900, 100), (100, 900), (400, 400), (1000, 10), (10, 10), (640, 480)][:count]
    marks = [
        Ready(f"n° {at}", "image/png", a_logo(*shape), *shape) for at, shape in enumerate(shapes)
    ]
    reader = PdfReader(io.BytesIO(pdf.make(content, marks)))
    assert len(reader.pages[0].images) == count
    assert sum(pdf._width(one, count) + 8 for one in marks) <= 166 + 8


def test_long_runs_may_break_and_words_may_not() -> None:
    text = "anticonstitutionnel " + "w" * 60
    broken = glyphs.printable({"a": text, "svg": text, "address": text}, frozenset("w"))
    assert broken["a"] == "anticonstitutionnel " + "\u200b".join(["□" * 12] * 5)
    assert broken["svg"] == "anticonstitutionnel " + "□" * 60
    assert broken["address"] == text
