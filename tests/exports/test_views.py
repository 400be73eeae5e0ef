"""Downloading exactly these results."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client

from tests.factories import a_sheet, some_sheets

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]


def body(client: Client, address: str) -> bytes:
    response: Any = client.get(address)
    assert response.status_code == 200, address
    assert response.streaming
    assert response["Content-Disposition"].startswith('attachment; filename="essaim-actions-')
    return b"".join(response.streaming_content)


def test_a_download_holds_the_sheets_of_the_query_and_no_other(client: Client) -> None:
    a_sheet(title="Jardin", audience="Adultes")
    a_sheet(title="Fête", audience="familles")
    whole = csv.DictReader(io.StringIO(body(client, "/actions/export.csv").decode()))
    assert [row["titre"] for row in whole] == ["Jardin", "Fête"]
    some = json.loads(body(client, "/actions/export.json?public=Adultes&page=9"))
    assert [action["titre"] for action in some["actions"]] == ["Jardin"]
    assert b"\nJardin\n" in body(client, "/actions/export.txt?q=jardin&public=adultes")
    assert body(client, "/actions/export.xlsx?q=jardin").startswith(b"PK")


def test_an_unknown_format_is_not_found_and_nothing_can_be_posted(client: Client) -> None:
    assert client.get("/actions/export.exe").status_code == 404
    assert client.post("/actions/export.csv").status_code == 405


def test_more_sheets_than_a_workbook_has_rows_is_said(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_sheets(3)
    monkeypatch.setattr("essaim.sheets.workbook.ROW_LIMIT", 2)
    response = client.get("/actions/export.xlsx")
    assert response.status_code == 400
    assert "classeur" in response.content.decode()


def test_an_empty_base_gives_an_empty_file(client: Client) -> None:
    assert json.loads(body(client, "/actions/export.json"))["actions"] == []
    assert body(client, "/actions/export.csv").startswith(b"numero,titre,")
