"""The Atom feed of a query: valid, stable, and only what was asked for."""

from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from django.test import Client

from essaim.catalogue import feeds
from essaim.search import engine
from essaim.search.query import Query
from essaim.sheets.models import Sheet
from essaim.workflow.writer import withdraw
from tests.catalogue.reading_pages import queries
from tests.factories import a_bare_sheet, a_sheet, some_sheets

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/flux/actions.atom"


def read(client: Client, query: str = "") -> Element:
    """Return the feed's root."""
    response = client.get(f"{FEED}{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def said(element: Element, name: str) -> str:
    found = element.find(f"{ATOM}{name}")
    assert found is not None, name
    return "".join(found.itertext())


def entries(root: Element) -> list[Element]:
    return root.findall(f"{ATOM}entry")


def links(element: Element) -> dict[str, str]:
    return {link.get("rel", ""): link.get("href", "") for link in element.findall(f"{ATOM}link")}


def titles(root: Element) -> Iterator[str]:
    return (said(entry, "title") for entry in entries(root))


def test_the_feed_says_what_atom_requires(client: Client) -> None:
    sheet = a_sheet(title="Jardin & <b>potager</b>", keywords=("Santé",))
    root = read(client, "?mot-cle=Santé")
    assert root.tag == f"{ATOM}feed"
    assert said(root, "title") == "Actions sur la santé – Essaim"
    assert links(root) == {
        "self": "http://testserver/flux/actions.atom?mot-cle=Sant%C3%A9",
        "alternate": "http://testserver/actions/?mot-cle=Sant%C3%A9",
    }
    (entry,) = entries(root)
    assert said(entry, "title") == "Jardin & <b>potager</b>"
    assert said(entry, "id") == f"http://testserver/actions/{sheet.number}/"
    assert links(entry)["alternate"].endswith(f"/actions/{sheet.number}-{sheet.slug}/")
    assert said(entry, "updated") == said(root, "updated")
    assert said(entry, "author") == "Centre social Les Capucines"
    assert [one.get("term") for one in entry.findall(f"{ATOM}category")] == ["Santé"]


def test_the_summary_is_escaped_since_atom_readers_take_it_for_html(client: Client) -> None:
    a_sheet(summary="<script>alert(1)</script> & co")
    (entry,) = entries(read(client))
    summary = entry.find(f"{ATOM}summary")
    assert summary is not None
    assert summary.get("type") == "html"
    assert summary.text == "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co"


def test_the_id_of_a_sheet_outlives_its_title(client: Client) -> None:
    sheet = a_sheet()
    before = said(entries(read(client))[0], "id")
    Sheet.objects.filter(pk=sheet.pk).update(title="Un autre titre")
    (entry,) = entries(read(client))
    assert said(entry, "id") == before
    assert "un-autre-titre" in links(entry)["alternate"]


def test_the_newest_come_first_and_no_more_than_fifty(client: Client) -> None:
    some_sheets(52)
    found = list(titles(read(client, "?page=2&tri=titre")))
    assert len(found) == feeds.NEWEST
    newest = Sheet.objects.order_by("-published_at", "-pk").values_list("title", flat=True)
    assert found == list(newest[: feeds.NEWEST])


def test_sheets_that_only_come_near_are_left_out(client: Client) -> None:
    a_sheet(title="Jardin partagé")
    assert list(titles(read(client, "?q=jardin"))) == ["Jardin partagé"]
    assert engine.search(Query(text="jardin zeppelin")).softened
    assert not entries(read(client, "?q=jardin+zeppelin"))


def test_characters_that_xml_forbids_are_removed(client: Client) -> None:
    a_sheet(title="a\x0bb\ufffec", summary="d\x0ce\x1f", structure="f\x08g")
    (entry,) = entries(read(client))
    assert said(entry, "title") == "a bc"
    assert said(entry, "author") == "fg"
    read(client, "?q=%00%08%EF%BF%BE")


def test_an_unchanged_feed_is_not_sent_twice(client: Client) -> None:
    tag = client.get(FEED)["ETag"]
    assert client.get(FEED, headers={"If-None-Match": tag}).status_code == 304
    sheet = a_sheet()
    engine.catch_up()
    response = client.get(FEED, headers={"If-None-Match": tag})
    assert response.status_code == 200
    withdraw([sheet.pk], actor="essais")
    engine.catch_up()
    again = client.get(FEED, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 200
    assert not entries(ElementTree.fromstring(again.content))


def test_an_untitled_sheet_that_says_nothing_is_still_an_entry(client: Client) -> None:
    sheet = a_bare_sheet()
    (entry,) = entries(read(client))
    assert said(entry, "title") == f"Sans titre (fiche n° {sheet.number})"


def test_three_sheets_take_as_many_queries_as_one(client: Client) -> None:
    some_sheets(1)
    one = queries(client, FEED)
    some_sheets(2)
    engine.catch_up()
    assert queries(client, FEED) == one
