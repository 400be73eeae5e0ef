"""What exports read from the base: which sheets, in which order, with how many queries."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from essaim import exports
from essaim.exports import records
from essaim.search import engine
from essaim.search.query import Query
from essaim.sheets.models import Sheet
from essaim.workflow import writer
from tests.factories import a_bare_sheet, a_sheet, some_sheets

pytestmark = pytest.mark.django_db


def numbers(query: str | None = None) -> list[int]:
    parsed = Query.parse(query) if query is not None else None
    return [record.number for record in records.records(parsed)]


def test_public_sheets_in_creation_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "BATCH", 2)
    sheets = some_sheets(5)
    early = a_bare_sheet(title="", number=893)
    writer.withdraw([sheets[1].pk], actor="essais")
    expected = [sheet.number for sheet in (*sheets[:1], *sheets[2:], early)]
    assert numbers() == expected
    assert numbers("") == expected
    assert numbers("tri=titre&page=3") == expected


def test_a_query_chooses_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "BATCH", 2)
    kept = [a_sheet(title=f"Jardin {rank}", department="33") for rank in range(3)]
    a_sheet(title="Jardin", department="69")
    engine.catch_up()
    assert numbers("departement=33&tri=titre&page=2") == [sheet.number for sheet in kept]
    writer.withdraw([kept[1].pk], actor="essais")  # the index has not seen it
    assert numbers("q=jardin&departement=33") == [kept[0].number, kept[2].number]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("query", [None, "departement=69"])
def test_two_queries_a_batch(count: int, query: str | None) -> None:
    some_sheets(count, department="69")
    engine.catch_up()
    parsed = Query.parse(query) if query else None
    list(records.records(parsed))  # what a process learns once
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert len(list(records.records(parsed))) == count
    of_sheets = [one for one in seen if "sheets_sheet" in one["sql"]]
    # One batch, and for "all" the empty one that ends it.
    assert len(of_sheets) == (2 if query else 3)


def test_a_record_says_all_of_its_sheet() -> None:
    sheet = a_sheet(number=12, title="Ludo’Parc", structure="Les Tilleuls", department="2A")
    (record,) = records.records()
    assert record.number == 12
    assert (record.structure.name, record.structure.department) == ("Les Tilleuls", "2A")
    assert record.listed_structure == "Les Tilleuls - Corse-du-Sud"
    assert record.content["keywords"] == ("développement durable", "Solidarité")
    assert record.updated_at == sheet.updated_at


def test_a_structure_without_a_place_is_listed_by_its_name() -> None:
    a_bare_sheet(structure="Ailleurs", department="")
    (record,) = records.records()
    assert (record.listed_structure, record.structure.department) == ("Ailleurs", "")


def test_the_listing_is_spelt_as_the_national_base_does() -> None:
    a_bare_sheet(title="Thé", keywords=("Vieillissement",))
    listing = b"".join(exports.stream(exports.FORMATS["listing"])).decode()
    assert "\n- Viellissement\n" in listing
    table = b"".join(exports.stream(exports.FORMATS["csv"])).decode()
    assert ",Vieillissement," in table


@pytest.mark.parametrize("name", exports.FORMATS)
def test_streams_come_in_pieces_fit_to_send(name: str) -> None:
    some_sheets(3, summary="mot " * 20_000)
    pieces = list(exports.stream(exports.FORMATS[name]))
    assert all(pieces)
    if name != "xlsx":
        assert len(pieces) > 2
        assert all(len(piece) < 200_000 for piece in pieces)


def test_an_empty_base_is_a_valid_file() -> None:
    assert not Sheet.objects.exists()
    whole = {name: b"".join(exports.stream(format)) for name, format in exports.FORMATS.items()}
    assert whole["listing"] == b"Les actions des centres sociaux"
    assert whole["csv"].count(b"\r\n") == 1
    assert json.loads(whole["json"])["actions"] == []
    assert whole["xlsx"].startswith(b"PK")
