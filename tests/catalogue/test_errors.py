"""The pages for when something is not there, or goes wrong."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from essaim.catalogue.views import errors
from essaim.search import engine
from tests.catalogue.reading_pages import plain
from tests.page import parse


@pytest.mark.django_db
def test_nothing_at_this_address(client: Client) -> None:
    response = client.get("/nulle-part/")
    found = parse(response.content.decode())
    assert response.status_code == 404
    assert "Il n’y a rien à cette adresse" in plain(found.text())
    assert any(one.get("action") == "/actions/" for one in found.all("form"))


def test_each_page_renders_without_the_database(rf: RequestFactory) -> None:
    request = rf.get("/actions/1-x/")
    for response, status in (
        (errors.bad_request(request, ValueError()), 400),
        (errors.not_found(request, ValueError()), 404),
        (errors.gone(request), 410),
        (errors.server_error(request), 500),
    ):
        assert response.status_code == status
        assert parse(response.content.decode()).first("h1") is not None


@pytest.mark.django_db
def test_a_fault_of_ours_is_said_kindly(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(engine, "search", fail)
    client = Client(raise_request_exception=False)
    with CaptureQueriesContext(connection) as captured:
        response = client.get("/")
    assert response.status_code == 500
    assert "Vous n’y êtes pour rien" in response.content.decode()
    assert "RuntimeError" not in response.content.decode()
    assert len(captured) == 0


def test_a_host_that_is_not_ours_is_refused_in_french() -> None:
    response = Client(raise_request_exception=False).get("/", headers={"host": "ailleurs.example"})
    assert response.status_code == 400
    assert "Nous n’avons pas compris cette demande" in response.content.decode()
