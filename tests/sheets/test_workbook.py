"""Every text comes back from a workbook, through a real XLSX file."""

import io

import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.sheets import workbook
from essaim.sheets.workbook import ColumnStyle

# What is escaped, by whom, and what stands next to it: dense, so that neighbours meet.
_DENSE = st.text(st.sampled_from("_\\xzXZ0041FfEe\r\x01\x0b\n\t \ufffe\uffff…[]é😀"), max_size=24)
_CODE = ["_x0041_", "_x000D_", "_x005F_", "x0041_", "_x0041", "_zFFFE_", "zFFFF_", "_", "\\", "a"]
_RAW = ["\x01", "\r", "\ufffe", "\uffff"]
_CODES = st.lists(st.sampled_from([*_CODE, *_RAW]), max_size=8).map("".join)


def through(texts: list[str]) -> list[str]:
    """Write one text a row, and read them."""
    out = io.BytesIO()
    workbook.write(
        out,
        [ColumnStyle("Rang", is_number=True), ColumnStyle("Texte")],
        [[str(rank), text] for rank, text in enumerate(texts, start=1)],
    )
    out.seek(0)
    book = python_calamine.load_workbook(out)
    rest = {}
    if workbook.REST_SHEET in book.sheet_names:
        rest = workbook.rest_of(book.get_sheet_by_name(workbook.REST_SHEET).iter_rows())
    rows = list(book.get_sheet_by_index(0).iter_rows())[1:]
    assert [row[0] for row in rows] == list(range(1, len(texts) + 1))
    return [workbook.restore(str(row[1]), rest) for row in rows]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.one_of(_DENSE, _CODES, st.text()), min_size=1, max_size=40))
def test_texts_come_back(texts: list[str]) -> None:
    kept = [text.replace("\x00", "") for text in texts]
    assert through(kept) == kept


@pytest.mark.parametrize(
    "text",
    [
        "é" * 32_767,
        "é" * 32_768,
        "😀" * 30_000,
        "😀" * 16_383 + "é",
        "😀" * 16_383 + "éé",
        "_x0001_" * 4_681,
        "\x01" * 32_767,
        "a" * 14_999 + "_x0041_" + "b" * 20_000,
        "vu … [suite 1]",
        "😀" * 15_000 + "… [suite 1]",
    ],
    ids=range(10),
)
def test_long_texts_come_back_whole(text: str) -> None:
    assert through([text, "témoin", text, "… [suite 7]"]) == [text, "témoin", text, "… [suite 7]"]


def test_no_cell_is_longer_than_excel_takes() -> None:
    out = io.BytesIO()
    workbook.write(out, [ColumnStyle("Texte")], [["😀" * 30_000], ["\ufffe" * 30_000]])
    out.seek(0)
    book = python_calamine.load_workbook(out)
    for name in book.sheet_names:
        for row in book.get_sheet_by_name(name).iter_rows():
            for cell in row:
                assert len(str(cell).encode("utf-16-le")) // 2 <= 32_767


def test_a_reference_without_its_text_is_text() -> None:
    assert workbook.restore("fin… [suite 3]", {1: "autre"}) == "fin… [suite 3]"


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROW_LIMIT", 3)
    workbook.write(io.BytesIO(), [ColumnStyle("A")], [["1"]] * 3)
    with pytest.raises(workbook.TooManyRows, match="CSV"):
        workbook.write(io.BytesIO(), [ColumnStyle("A")], [["1"]] * 4)
