"""Names are for reading: they lead nowhere and mislead nobody."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.intake.attachments import naming
from essaim.sheets import file_types, validators
from essaim.sheets.file_types import JPEG, PDF, PPTX


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("bilan.pdf", "bilan.pdf"),
        ("Bilan 2024.PDF", "Bilan 2024.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Anne\\bilan.pdf", "bilan.pdf"),
        ("/", "fichier.pdf"),
        ("", "fichier.pdf"),
        ("...", "fichier.pdf"),
        (".pdf", "fichier.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("bilan", "bilan.pdf"),
        ("bilan.doc", "bilan.pdf"),
        ("facture.pdf.html", "facture.pdf"),
        ("rapport v1.2", "rapport v1.2.pdf"),
        ("réunion du 3.12.pdf", "réunion du 3.12.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie- x=1.pdf"),
        ('dit "le plan" <1>?.pdf', "dit -le plan- -1-.pdf"),
        ("facture\u202efdp.exe", "facturefdp.pdf"),
        ("a\u200b\u2066b\x00\x1b[31m.pdf", "ab[31m.pdf"),
        ("fe\u0301te.pdf", "f\u00e9te.pdf"),
        ("CON.pdf", "fichier CON.pdf"),
        ("nul.tar.pdf", "fichier nul.pdf"),
        ("Lpt1 .pdf", "fichier Lpt1.pdf"),
        ("console.pdf", "console.pdf"),
        ("fête 🎉 👩‍👧.pdf", "fête 🎉 👩‍👧.pdf"),
        ("   espaces \u00a0 partout   .pdf", "espaces partout.pdf"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
        ("🎉" * 90 + ".pdf", "🎉" * 49 + ".pdf"),
    ],
)
def test_names_are_cleaned(sent: str, shown: str) -> None:
    assert naming.clean(sent, PDF) == shown


def test_the_extension_says_the_true_type() -> None:
    assert naming.clean("photo.png", JPEG) == "photo.jpg"
    assert naming.clean("photo.JPEG", JPEG) == "photo.jpeg"
    # PowerPoint does not open a slide show under another extension.
    assert naming.clean("fête.ppsx", PPTX) == "fête.ppsx"


@given(st.text(max_size=300), st.sampled_from(file_types.TYPES))
def test_any_name_becomes_one_that_can_be_shown_listed_and_saved(
    sent: str, file_type: file_types.FileType
) -> None:
    shown = naming.clean(sent, file_type)
    assert shown == naming.clean(shown, file_type)
    assert shown.endswith(file_type.extensions)
    assert 5 <= len(shown) <= 100 and len(shown.encode()) <= 200
    assert not set(shown) & set('/\\<>:"|?*\r\n\t')
    for sign in shown:
        assert sign == "\u200d" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
    # The field that lists them takes them as they are.
    assert validators.files([shown]) == (shown,)


def test_a_taken_name_is_numbered_whatever_the_case() -> None:
    assert file_types.free_name("photo.jpg", set()) == "photo.jpg"
    assert file_types.free_name("Photo.jpg", {"photo.jpg"}) == "Photo (2).jpg"
    assert file_types.free_name("photo.jpg", {"photo.jpg", "photo (2).jpg"}) == "photo (3).jpg"
    assert file_types.free_name("affiche", {"affiche"}) == "affiche (2)"


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 octet"),
        (1, "1 octet"),
        (999, "999 octets"),
        (1_000, "1 Ko"),
        (84_400, "84 Ko"),
        (999_600, "1 Mo"),
        (1_240_000, "1,2 Mo"),
        (9_960_000, "10 Mo"),
        (25_000_000, "25 Mo"),
        (1_500_000_000, "1,5 Go"),
    ],
)
def test_weights_are_said_in_french(size: int, said: str) -> None:
    assert file_types.weight(size).replace("\u00a0", " ") == said
