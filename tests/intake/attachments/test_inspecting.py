"""What a file is, whatever it says of itself."""

import io
import zipfile
import zlib
from typing import Any

import pytest
from PIL import Image

from essaim.intake.attachments import inspecting, limits
from essaim.sheets import file_types
from essaim.sheets.file_types import FileType
from essaim.sheets.validators import Refused
from tests.intake.attachments import files

LOCKED_ODT: dict[str, Any] = {"META-INF/manifest.xml": b"<m><encryption-data/></m>"}


def kind(data: bytes) -> FileType:
    return inspecting.kind_of(io.BytesIO(data))


def reason(data: bytes) -> str:
    """Return why the file is refused: a French sentence, never a program's words."""
    with pytest.raises(Refused) as caught:
        kind(data)
    said = str(caught.value)
    assert said[0].isupper() and said.endswith(".")
    return said


def a_printed_pdf() -> bytes:
    """Return a PDF as another program writes it."""
    made = io.BytesIO()
    Image.new("RGB", (40, 40), "navy").save(made, "PDF", title="Bilan", author="Le centre")
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (files.a_pdf(), file_types.PDF),
        (b"\r\n" + files.a_pdf(), file_types.PDF),
        (files.a_pdf(files.an_object_stream(b"5 0 <</Type/Font/BaseFont/Arial>>")), file_types.PDF),
        (a_printed_pdf(), file_types.PDF),
        (files.a_docx(), file_types.DOCX),
        (files.a_workbook(), file_types.XLSX),
        (files.an_odt(), file_types.ODT),
        (files.an_odt(file_types.ODS.media_type), file_types.ODS),
        (files.an_odt(file_types.ODP.media_type), file_types.ODP),
        (files.an_image(form="PNG"), file_types.PNG),
        (files.an_image(form="JPEG"), file_types.JPEG),
        (files.an_image(form="WEBP"), file_types.WEBP),
        (files.an_image(form="GIF"), file_types.GIF),
    ],
)
def test_accepted_types_are_known_by_their_content(data: bytes, expected: FileType) -> None:
    assert kind(data) == expected


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "vide"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "page web"),
        (b"\xef\xbb\xbf \n<HTML><body onload=alert(1)>", "page web"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "SVG"),
        (b"<?xml version='1.0'?>\n<!-- x --><svg><script/></svg>", "SVG"),
        (b"<?xml version='1.0'?><html/>", "page web"),
        (b"<script>alert(1)</script>" + files.a_pdf(), "page web"),
        (b"GIF89;<script>" + files.a_pdf(), "autre chose vient avant"),
        (b"MZ\x90\0" + bytes(300), "un programme"),
        (b"\x7fELF" + bytes(300), "Vous pouvez joindre"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "ancien format"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "HEIC"),
        (b"\0\0\0\x18ftypmp42" + bytes(40), "une vidéo"),
        (b"Rar!\x1a\x07\0" + bytes(40), "un dossier compressé"),
        (b"{\\rtf1\\ansi bonjour}", "RTF"),
        ("Bonjour à tous".encode(), "ne reconnaissons pas"),
        (bytes(5_000), "ne reconnaissons pas"),
        (b"%PDF-1.7\n", "abîmé"),
        (files.a_pdf()[:-60], "abîmé"),
        (files.a_zip({"a.txt": b"a", "b.txt": b"b"}), "dossier compressé"),
    ],
)
def test_others_are_refused_for_what_they_are(data: bytes, word: str) -> None:
    assert word in reason(data)


def test_weight_is_judged_before_content() -> None:
    heavy = files.a_pdf() + bytes(limits.LARGEST)
    assert f"{limits.LARGEST // limits.MEGABYTE}\u00a0Mo au plus" in reason(heavy)


# --- PDF --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("extra", "word"),
    [
        (b"4 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj\n", "programme"),
        (b"4 0 obj<</S /J#61v#61Script/JS(app.alert(1))>>endobj\n", "programme"),
        (b"4 0 obj<</S/Launch/F(cmd.exe)>>endobj\n", "programme"),
        (b"4 0 obj<</S\n/Launch /F(cmd.exe)>>endobj\n", "programme"),
        (b"4 0 obj<</XFA[(a)5 0 R]>>endobj\n", "programme"),
        (b"4 0 obj<</Names<</EmbeddedFiles 5 0 R>>>>endobj\n", "autres fichiers"),
        (b"4 0 obj<</Type/EmbeddedFile>>endobj\n", "autres fichiers"),
        (b"4 0 obj<</Subtype/RichMedia>>endobj\n", "autres fichiers"),
        (files.an_object_stream(b"5 0 <</S/JavaScript/JS(x)>>"), "programme"),
        (files.an_object_stream(b"5 0 <</S/Launch>>", b"/N 1/First 4"), "programme"),
        (files.an_object_stream(b"5 0 <</S/Launch>>", b"/Type/Obj#53tm/N 1"), "programme"),
        (files.an_object_stream(b"x").replace(b"x\x9c", b"zz"), "ne savons pas vérifier"),
    ],
)
def test_a_pdf_that_does_more_than_show_pages_is_refused(extra: bytes, word: str) -> None:
    assert word in reason(files.a_pdf(extra))


def test_a_pdf_that_is_a_zip_too_is_refused() -> None:
    """The zip's comment holds the end of the PDF, so that each reader finds its own."""
    end = files.a_pdf()[-30:]
    polyglot = io.BytesIO(files.a_pdf())
    with zipfile.ZipFile(polyglot, "a") as archive:
        archive.writestr("x.class", b"x")
        archive.comment = end
    assert polyglot.getvalue().endswith(b"%%EOF\n")
    assert "archive" in reason(polyglot.getvalue())


def test_a_locked_pdf_is_refused() -> None:
    assert "protégé" in reason(files.a_pdf(trailer=b"/Encrypt 9 0 R"))


def test_a_pdf_that_inflates_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_PDF_OBJECTS", 100_000)
    assert "vérifier" in reason(files.a_pdf(files.an_object_stream(bytes(200_000))))
    many = b"".join(files.an_object_stream(bytes(40_000)) for _ in range(3))
    assert "vérifier" in reason(files.a_pdf(many))


@pytest.mark.parametrize(
    "words",
    [
        b"4 0 obj<</S/URI/URI(https://fr.wikipedia.org/wiki/JavaScript)>>endobj\n",
        b"4 0 obj<</S/URI/URI(https://exemple.fr/S/Launch)>>endobj\n",
        b"4 0 obj<</S/GoTo/D[3 0 R/Fit]>>endobj\n",
        b"4 0 obj<</Length 20>>stream\nBT (EmbeddedFiles) Tj ET\nendstream endobj\n",
    ],
)
def test_words_alone_accuse_nobody(words: bytes) -> None:
    assert kind(files.a_pdf(words)) == file_types.PDF


def test_a_hostile_pdf_of_millions_of_streams_is_judged_at_once() -> None:
    one = b"<</First 1/F 2>>stream\n" + zlib.compress(b"") + b"\n"
    assert "vérifier" in reason(files.a_pdf(one * 300_000))


# --- Office documents -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (files.a_docx(word__vbaProject=b"x"), "macros"),
        (
            files.a_docx(
                **{"word/_rels/document.xml.rels": files.relations("vbaProject", "x.bin")}
            ),
            "macros",
        ),
        (
            files.a_docx(
                **{
                    "[Content_Types].xml": files.content_types(
                        "application/vnd.ms-word.document.macroEnabled.main+xml"
                    )
                }
            ),
            "macros",
        ),
        (
            files.a_docx(
                **{
                    "word/_rels/settings.xml.rels": files.relations(
                        "attachedTemplate", "https://ailleurs.example/m.dotm"
                    )
                }
            ),
            "autre site",
        ),
        (
            files.a_docx(
                **{
                    "word/_rels/settings.xml.rels": files.relations(
                        "attachedTemplate", "file://serveur/m.dotm"
                    )
                }
            ),
            "autre site",
        ),
        (files.a_docx(word__embeddings__a=b"MZ\x90\0"), "autre fichier"),
        (
            files.a_docx(
                **{
                    "word/o.bin": bytes.fromhex("d0cf11e0a1b11ae1")
                    + "\1Ole10Native".encode("utf-16-le")
                }
            ),
            "autre fichier",
        ),
        (files.a_docx(word__a=files.a_zip({"x": b"x"})), "autre fichier"),
        (files.a_docx(word__a=files.a_docx(word__b=files.a_docx())), "autre fichier"),
        (files.locked(files.a_docx()), "mot de passe"),
        (files.an_odt(Basic__script=b"x"), "macros"),
        (files.an_odt(Scripts__python__x=b"x"), "macros"),
        (files.an_odt(**LOCKED_ODT), "mot de passe"),
        (files.an_odt("application/vnd.oasis.opendocument.graphics"), "dossier compressé"),
        (files.a_docx(**{"../../etc/passwd": b"x"}), "abîmé"),
        (files.a_docx(**{"/etc/passwd": b"x"}), "abîmé"),
        (files.a_docx(**{"WORD/DOCUMENT.XML": b"x"}), "abîmé"),
        (
            files.a_docx(**{"[Content_Types].xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}),
            "abîmé",
        ),
        (files.a_docx(**{"[Content_Types].xml": b"<Types"}), "abîmé"),
        (files.a_docx() + b"<script>alert(1)</script>", "abîmé"),
        (b"PK\x03\x04" + bytes(40) + files.a_docx(), "abîmé"),
        (files.a_docx()[:-40], "abîmé"),
        (files.a_docx().replace(b"PK\x01\x02", b"PK\x01\x03"), "abîmé"),
    ],
)
def test_a_document_that_hides_something_is_refused(data: bytes, word: str) -> None:
    assert word in reason(data)


@pytest.mark.parametrize(
    "others",
    [
        {"word/_rels/document.xml.rels": files.relations("hyperlink", "https://exemple.fr/")},
        {
            "word/_rels/s.rels": files.relations(
                "attachedTemplate", "file:///C:/Modeles/Normal.dotm"
            )
        },
        {"word/embeddings/tableau.xlsx": files.a_workbook()},
        {"word/media/image1.png": files.an_image()},
        {"docProps/core.xml": b"<cp:coreProperties/>"},
    ],
)
def test_what_documents_usually_hold_is_accepted(others: dict[str, bytes]) -> None:
    assert kind(files.a_docx(**others)) == file_types.DOCX


def test_a_zip_bomb_is_refused_by_what_it_says() -> None:
    bomb = files.a_bomb(limits.MOST_INFLATED + 1)
    assert len(bomb) < 200_000
    assert "démesuré" in reason(bomb)
    assert "démesuré" in reason(files.a_bomb(limits.RATIO_MATTERS_FROM + 1))


def test_a_zip_bomb_that_lies_is_not_inflated_beyond_what_it_says() -> None:
    assert "abîmé" in reason(files.a_lying_bomb(5_000_000))


def test_what_is_inflated_is_counted_whatever_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several honest entries, nested ones included, share one budget."""
    inner = files.a_docx(word__a=bytes(300_000))
    monkeypatch.setattr(limits, "MOST_INFLATED", 400_000)
    assert kind(files.a_docx(word__a=inner)) == file_types.DOCX
    assert "démesuré" in reason(files.a_docx(word__a=inner, word__b=inner))


def test_too_many_entries_are_refused() -> None:
    many = {f"word/n{n}": b"" for n in range(limits.MOST_ENTRIES)}
    assert "démesuré" in reason(files.a_docx(**many))


def test_a_format_word_processors_do_not_use_inside_is_refused() -> None:
    made = io.BytesIO(files.a_docx())
    with zipfile.ZipFile(made, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/x", bytes(1_000))
    assert "abîmé" in reason(made.getvalue())
