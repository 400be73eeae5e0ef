"""XLSX as people make it."""

import datetime
import io
import zipfile
from pathlib import Path

import pytest
import python_calamine
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.intake.formats import Unreadable, xlsx_file
from essaim.sheets import fields
from tests.intake.formats import files
from tests.intake.formats.test_listing import a_record
from tests.listing_strategies import DEPARTMENTS


def workbook(rows: list[list[object]], *, first: int = 0) -> bytes:
    """Return a workbook as somebody else's program makes it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Feuille 1")
    for place, row in enumerate(rows):
        sheet.write_row(first + place, first, row)
    book.add_worksheet("Suite")
    book.close()
    return out.getvalue()


def test_headers_are_words_and_numbers_are_numbers() -> None:
    data = files.written("xlsx", [a_record(year=2024)])
    sheet = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0)
    header, row = sheet.iter_rows()
    assert header[:4] == ["Numéro", "Titre de l'action", "Structure organisatrice", "Département"]
    assert header[4:-1] == [
        field.label for field in fields.FIELDS if field.name not in ("title", "structure")
    ]
    assert (row[0], row[-2]) == (7.0, 2024.0)
    assert isinstance(row[3], str)


def test_formulas_and_addresses_stay_texts() -> None:
    record = a_record("=1+1", summary="https://exemple.fr/", prospects="12")
    data = files.written("xlsx", [record])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
        names = archive.namelist()
    assert "<f>" not in xml
    assert "hyperlink" not in xml
    assert not any("rels/sheet1" in name for name in names)


def test_dates_numbers_and_booleans_become_what_one_reads() -> None:
    date = datetime.datetime(2024, 9, 1)  # noqa: DTZ001
    data = workbook(
        [
            ["Structure", "numero", "annee", "titre", "resume", "limites", "public"],
            ["Capucines", 12, 2024, date, True, 1.5, ""],
        ],
        first=2,
    )
    (raw,) = files.read("xlsx", data)
    assert raw.line == 4
    assert raw.values == {
        "structure": "Capucines",
        "numero": "12",
        "annee": "2024",
        "titre": "01/09/2024",
        "resume": "VRAI",
        "limites": "1,5",
        "public": "",
    }


def test_empty_rows_are_passed_over_and_rows_counted() -> None:
    data = workbook([["structure", "titre"], ["a", "x"], [], ["b", "y"]])
    assert [(raw.line, raw.values["titre"]) for raw in files.read("xlsx", data)] == [
        (2, "x"),
        (4, "y"),
    ]


def test_rejects_keep_columns_that_are_not_ours() -> None:
    data = workbook([["structure", "couleur"], ["a", "bleu"], ["b", "=1+1"]])
    again = python_calamine.load_workbook(
        io.BytesIO(files.rejects("xlsx", files.read("xlsx", data)[:1]))
    )
    assert list(again.get_sheet_by_index(0).iter_rows()) == [
        ["structure", "couleur"],
        ["a", "bleu"],
    ]


def test_a_workbook_without_structures_lists_its_columns() -> None:
    with pytest.raises(Unreadable, match="colonnes trouvées : « a », « b »"):
        files.read("xlsx", workbook([["a", "b"], ["1", "2"]]))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "vide"),
        (b"PK\x03\x04", "ne s’ouvre pas"),
        (b"structure,titre\n", "ne s’ouvre pas"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "ne s’ouvre pas"),
        (workbook([]), "vide"),
        (workbook([["structure"]])[:2_000], "ne s’ouvre pas"),
    ],
    ids=["empty", "zip", "csv", "xls", "blank", "cut"],
)
def test_what_is_no_workbook(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        files.read("xlsx", data)


def test_a_bomb_is_refused_before_it_goes_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "_UNPACKED_LIMIT", 10_000)
    with pytest.raises(Unreadable, match="décompressé"):
        files.read("xlsx", workbook([["structure"], ["a" * 20_000]]))


_WHOLE = workbook([["structure", "titre"], ["a", "x"]])


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    part=st.sampled_from(zipfile.ZipFile(io.BytesIO(_WHOLE)).namelist()),
    start=st.floats(0, 1),
    filling=st.binary(max_size=12),
)
def test_no_damage_inside_the_archive_crashes_the_reader(
    part: str, start: float, filling: bytes
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_WHOLE)) as whole, zipfile.ZipFile(out, "w") as damaged:
        for name in whole.namelist():
            data = whole.read(name)
            if name == part:
                place = int(start * len(data))
                data = data[:place] + filling + data[place + len(filling) :]
            damaged.writestr(name, data)
    try:
        files.read("xlsx", out.getvalue())
    except Unreadable as unreadable:
        assert str(unreadable)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="n’existe pas"):
        next(xlsx_file.read(tmp_path / "rien.xlsx", departments=DEPARTMENTS))
