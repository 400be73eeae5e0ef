"""What the site says of itself, and what it says to robots and to whoever watches over it."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client

from essaim.catalogue import dictionary, sitemap
from essaim.network.models import Region
from essaim.search import engine
from essaim.sheets import fields
from essaim.sheets.models import Term
from essaim.workflow.writer import withdraw
from tests.catalogue.reading_pages import links, page, queries, text
from tests.factories import a_bare_sheet, a_sheet, a_structure, some_sheets

pytestmark = pytest.mark.django_db

PAGES = ["/donnees/", "/accessibilite/", "/mentions-legales/", "/donnees-personnelles/"]
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.mark.parametrize("address", PAGES)
def test_each_page_is_there_and_reached_from_every_page(client: Client, address: str) -> None:
    assert text(page(client, address))
    assert address in links(page(client, "/structures/")).values()


@pytest.mark.parametrize("address", PAGES)
def test_no_page_sets_a_cookie(client: Client, address: str) -> None:
    assert not client.get(address).cookies


def test_the_publisher_and_the_contact_are_those_of_the_settings(
    client: Client, settings: Any
) -> None:
    settings.PUBLISHER = "Fédération d’essai <b>"
    settings.CONTACT = "bonjour@exemple.fr"
    read = text(page(client, "/mentions-legales/"))
    assert "Fédération d’essai <b>" in read
    for address in PAGES[1:]:
        assert links(page(client, address))["bonjour@exemple.fr"] == "mailto:bonjour@exemple.fr"
    settings.CONTACT = "https://exemple.fr/contact"
    assert "https://exemple.fr/contact" in links(page(client, "/accessibilite/")).values()
    settings.CONTACT = "javascript:alert(1)"
    assert "javascript:alert(1)" not in links(page(client, "/accessibilite/"))


def test_a_site_without_a_contact_says_where_to_put_one(client: Client, settings: Any) -> None:
    settings.CONTACT = ""
    assert "ESSAIM_CONTACT" in text(page(client, "/mentions-legales/"))
    assert links(page(client, "/accessibilite/"))["mentions légales"] == "/mentions-legales/"


def test_the_host_and_the_source_are_those_of_the_settings(client: Client, settings: Any) -> None:
    read = text(page(client, "/mentions-legales/"))
    assert "ESSAIM_HOSTING" in read
    assert "ESSAIM_SOURCE" in read
    settings.HOSTING = "Hébergeur d’essai, 1 rue des Essais"
    settings.SOURCE = "https://exemple.fr/essaim"
    html = page(client, "/mentions-legales/")
    assert settings.HOSTING in text(html)
    assert links(html)["Son code source"] == settings.SOURCE
    settings.SOURCE = "javascript:alert(1)"
    assert "Son code source" not in links(page(client, "/mentions-legales/"))


def test_accessibility_never_claims_conformity(client: Client) -> None:
    read = text(page(client, "/accessibilite/"))
    assert "Aucune personne n’a encore audité" in read
    assert "non conforme" in read


def test_the_data_page_offers_the_whole_base_in_each_format(client: Client) -> None:
    a_sheet()
    known = links(page(client, "/donnees/")).values()
    for ending in ("csv", "xlsx", "json", "txt"):
        assert f"/actions/export.{ending}" in known


def test_the_dictionary_has_every_public_column_with_its_words(client: Client) -> None:
    a_bare_sheet(keywords=("Culture", "Apiculture"))
    entries = {entry.key: entry for entry in dictionary.entries()}
    expected = {field.key for field in fields.FIELDS if field.public}
    assert entries.keys() == expected | {"numero", "departement", "modifiee_le"}
    words = {word.label: word.to_review for word in entries["mots_cles"].words}
    assert words["Culture"] is False
    assert words["Apiculture"] is True
    assert "Terminée" in entries["raisons"].condition
    assert entries["annee"].is_unlisted
    read = text(page(client, "/donnees/"))
    for entry in entries.values():
        assert entry.key in read
    assert "Apiculture à vérifier" in read


def test_the_data_page_takes_as_many_queries_for_many_words(client: Client) -> None:
    a_sheet()
    one = queries(client, "/donnees/")
    some_sheets(2, keywords=("Un", "Deux"))
    assert Term.objects.to_review().count() == 2
    engine.catch_up()
    assert queries(client, "/donnees/") == one


# --- Robots -----------------------------------------------------------------------------


def test_robots_are_told_where_to_go(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert "Disallow: /actions/?*&*" in lines


def read_map(client: Client, address: str = "/sitemap.xml") -> list[str]:
    """Return the addresses of a map, in order."""
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    root = ElementTree.fromstring(b"".join(response.streaming_content))  # type: ignore[attr-defined]
    return [str(place.text) for place in root.iter(f"{NAMESPACE}loc")]


def test_the_map_has_every_page_once_and_nothing_withdrawn(client: Client) -> None:
    kept, withdrawn = some_sheets(2)
    withdraw([withdrawn.pk], actor="essais")
    structure = a_structure("Café & thé <b>")
    found = read_map(client)
    assert len(found) == len(set(found))
    assert f"http://testserver/actions/{kept.number}-{kept.slug}/" in found
    assert f"http://testserver/structures/{structure.pk}-{structure.slug}/" in found
    assert not any(str(withdrawn.number) in place for place in found)
    for place in found:
        path = place.removeprefix("http://testserver")
        assert client.get(path).status_code == 200, path


def test_a_large_map_is_an_index_of_files(client: Client, monkeypatch: Any) -> None:
    some_sheets(5)
    whole = read_map(client)
    monkeypatch.setattr(sitemap, "PER_FILE", 50)
    files = read_map(client)
    assert len(files) == -(-len(whole) // 50)
    assert files[1] == "http://testserver/sitemap.xml?page=2"
    pieces = [read_map(client, file.removeprefix("http://testserver")) for file in files]
    assert [place for piece in pieces for place in piece] == whole
    assert {len(piece) for piece in pieces[:-1]} == {50}


@pytest.mark.parametrize("page_asked", ["0", "99", "abc", "-1", "1.5", "9" * 30])
def test_a_file_of_the_map_that_is_not_there(client: Client, page_asked: str) -> None:
    assert client.get(f"/sitemap.xml?page={page_asked}").status_code == 404


def test_the_map_gives_the_day_each_sheet_last_changed(client: Client) -> None:
    sheet = a_sheet()
    content = b"".join(client.get("/sitemap.xml").streaming_content).decode()  # type: ignore[attr-defined]
    assert sheet.updated_at is not None
    assert re.search(rf"/actions/{sheet.number}-.*<lastmod>{sheet.updated_at:%Y-%m-%d}<", content)


# --- Health -----------------------------------------------------------------------------


def test_the_process_says_that_it_is_up_without_the_base(client: Client) -> None:
    assert queries(client, "/healthz") == 0


def test_ready_when_base_and_index_answer(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert "no-cache" in response["Cache-Control"]


def test_not_ready_without_the_base(client: Client, monkeypatch: Any) -> None:
    def fail(*_: object) -> None:
        raise DatabaseError("secret detail")

    monkeypatch.setattr(type(Region.objects.all()), "exists", fail)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.content.decode() == "La base de données ne répond pas.\n"


def test_not_ready_without_the_index(client: Client, index: Any) -> None:
    index.parent.mkdir(parents=True, exist_ok=True)
    index.write_text("un fichier là où il faut un dossier")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.content.decode() == "L’index de recherche ne répond pas.\n"
    index.unlink()


def test_not_ready_before_the_first_migration(client: Client) -> None:
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "essaim migrate" in response.content.decode()
