"""Which format a file has, and which encoding it does not have."""

import encodings.aliases
from pathlib import Path

import pytest

from essaim.intake import formats
from essaim.intake.formats import Unreadable
from tests.intake.formats import files
from tests.intake.formats.test_listing import a_record, lines_of
from tests.listing_strategies import DEPARTMENTS

LISTING = "\n".join(lines_of(a_record("Éveil à l’été", summary="déjà")))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (LISTING, "listing"),
        (LISTING.partition("\n")[2], "listing"),
        ("Bonjour,\nstructure\n" + LISTING.partition("\n")[2], "listing"),
        (LISTING.replace("\n", "\r\n"), "listing"),
        ("Les actions des centres sociaux", "listing"),
        ('\ufeff\n {"actions": []}', "json"),
        ("[1]", "json"),
        ("structure,titre\n", "csv"),
        ("Titre;Structure;[x]\n", "csv"),
        (f'structure,titre\na,"{LISTING}"\n', "csv"),
        ("n’importe quoi", "csv"),
    ],
    ids=range(11),
)
def test_formats_are_told_from_the_content(data: str, name: str) -> None:
    assert files.detect(data.encode()) == name


def test_old_workbooks_are_taken_for_workbooks() -> None:
    assert files.detect(b"\xd0\xcf\x11\xe0" + b"\0" * 600) == "xlsx"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp1252", "Windows-1252"),
        ("mac_roman", "Mac OS Roman"),
        ("cp850", "DOS (page 850)"),
    ],
)
def test_old_encodings_are_named_with_the_line(encoding: str, name: str) -> None:
    data = "\n".join(lines_of(a_record("Jardin", summary="Été à l'école, leçon déçue")))
    with pytest.raises(Unreadable) as refused:
        files.read("listing", data.encode(encoding, "replace"))
    line = next(n for n, text in enumerate(data.split("\n"), 1) if not text.isascii())
    assert f"(ligne {line})" in str(refused.value)
    assert name in str(refused.value)
    assert f"--encoding {encoding}" in str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_the_encoding_named_is_read(encoding: str) -> None:
    expected = files.read("listing", LISTING.encode())
    data = LISTING.encode(encoding)
    with pytest.raises(Unreadable, match=f"--encoding {encoding}"):
        files.detect(data) if encoding.startswith("utf") else files.read("listing", data)
    assert files.detect(data, encoding=encoding) == "listing"
    assert files.read("listing", data, encoding=encoding) == expected


def test_a_mark_settles_the_encoding() -> None:
    for encoding in ("cp1252", "utf-8", "utf8", "latin-1"):
        assert files.read("listing", LISTING.encode("utf-8-sig"), encoding=encoding)
    marked = LISTING.encode("utf-16")
    assert files.read("listing", marked, encoding="utf-16-le") == files.read(
        "listing", marked, encoding="utf-16"
    )


def test_utf_8_read_as_something_else_is_refused() -> None:
    with pytest.raises(Unreadable, match="sans --encoding cp1252"):
        files.read("listing", LISTING.encode(), encoding="cp1252")


@pytest.mark.parametrize("encoding", ["martien", "rot13", "base64", "", "undefined", "a\x00b"])
def test_unknown_encodings_are_refused(encoding: str) -> None:
    with pytest.raises(Unreadable, match="encodage inconnu"):
        files.read("listing", LISTING.encode(), encoding=encoding)


def test_no_encoding_of_python_crashes_a_reader() -> None:
    pieces = (LISTING.encode(), b'[{"titre": "\xe9"}]', b"structure\n\xe9\x81\n", b"\xff")
    for encoding in sorted(set(encodings.aliases.aliases.values())):
        for name in formats.FORMATS:
            for data in pieces:
                try:
                    files.read(name, data, encoding=encoding)
                except Unreadable as unreadable:
                    assert str(unreadable)


def test_a_wrong_encoding_is_said_even_far_into_the_file() -> None:
    lines = lines_of(*[a_record(summary="x" * 1_000)] * 200)
    data = "\n".join(lines).encode() + b"\n\xe9t\xe9"
    with pytest.raises(Unreadable, match=rf"\(ligne {len(lines) + 1}\)"):
        files.read("listing", data)


@pytest.mark.parametrize("name", formats.FORMATS)
def test_folders_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="dossier"):
        next(formats.FORMATS[name].read(tmp_path, departments=DEPARTMENTS))
    with pytest.raises(Unreadable, match="dossier"):
        formats.detect(tmp_path)
