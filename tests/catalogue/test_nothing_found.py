"""When nothing is found: there is always a way on, and each way finds what it says."""

import re

import pytest
from django.test import Client

from essaim.catalogue import nothing_found
from essaim.search import engine
from essaim.search.engine import Results
from essaim.search.query import Query
from tests.catalogue.reading_pages import links, page, plain, queries, text
from tests.catalogue.test_actions import titles
from tests.factories import a_bare_sheet, a_sheet, a_structure
from tests.page import Page

pytestmark = pytest.mark.django_db


def offers(found: Page) -> dict[str, dict[str, tuple[str, int]]]:
    """Return what is offered by heading: name → (address, sheets promised)."""
    (box,) = [one for one in found.all("div") if one.get("class") == "empty"]
    made: dict[str, dict[str, tuple[str, int]]] = {}
    for section in box.all("section"):
        heading = plain(next(section.all("h3")).text())
        for link in section.all("a"):
            name, count = re.fullmatch(r"(.*) (\d+) fiches?", plain(link.text())).groups()  # type: ignore[union-attr]
            assert link.get("data-hx-get") == link.get("href")
            made.setdefault(heading, {})[name] = (link.get("href"), int(count))
    return made


def kept(client: Client, found: Page) -> None:
    """Hold every offer to its promise."""
    made = offers(found)
    assert made
    for heading, named in made.items():
        for name, (address, count) in named.items():
            shown = page(client, address)
            assert count > 0, (heading, name)
            assert len(titles(shown)) == count, (heading, name, address)


def test_words_near_one_that_no_sheet_has(client: Client) -> None:
    a_sheet(title="Jardin", keywords=("Santé",))
    a_sheet(title="Jardinage", keywords=("Santé",))
    found = page(client, "/actions/?q=jardinologue&exact=orthographe")
    made = offers(found)
    assert "Aucune fiche ne parle de « jardinologue »" in text(found)
    assert set(made["Des mots proches"]) == {"« jardin »", "« jardinage »"}
    assert set(made["Des thèmes proches"]) == {"Santé"}
    kept(client, found)


def test_a_word_kept_as_typed_is_one_click_from_what_it_may_be(client: Client) -> None:
    a_bare_sheet(title="Jardin")
    found = page(client, "/actions/?q=jardn&exact=orthographe")
    made = offers(found)
    assert made["Des mots proches"]["« jardin »"][0] == "/actions/?q=jardin&exact=orthographe"
    assert "Avec synonymes et corrections" in made["En cherchant plus large"]
    kept(client, found)


def test_a_near_word_takes_its_place_in_the_text(client: Client) -> None:
    a_bare_sheet(title="Le potager du jardin", department="69")
    a_bare_sheet(title="Le jardin des enfants", department="69")
    found = page(client, "/actions/?q=le+jardn+-enfant&departement=69&exact=orthographe")
    assert list(offers(found)["Des mots proches"]) == ["« le jardin -enfant »"]
    kept(client, found)


def test_each_condition_says_what_it_costs(client: Client) -> None:
    a_sheet(title="Jardin", audience="familles", department="69")
    a_sheet(title="Ludothèque", audience="Adultes", department="69")
    found = page(client, "/actions/?q=jardin&public=Adultes&departement=69")
    assert set(offers(found)["En cherchant plus large"]) == {"Sans « jardin »", "Sans Adultes"}
    kept(client, found)


def test_two_values_of_one_filter_are_loosened_together(client: Client) -> None:
    a_sheet(title="Jardin", department="33")
    a_sheet(title="Autre", department="69")
    found = page(client, "/actions/?q=jardin&departement=01&departement=69")
    assert "Sans Ain ni Rhône" in offers(found)["En cherchant plus large"]
    kept(client, found)


def test_parts_quotes_exclusions_and_places_are_loosened(client: Client) -> None:
    a_structure("CS Ville", "69", setting="urbain", management="association")
    a_sheet(title="Jardin partagé", structure="CS Ville", department="69", limits="Rien.")
    loosened = {
        "q=jardin&dans=limites": "Dans toute la fiche",
        "q=jardin+-partage": "Sans exclure « partage »",
        "q=%22partage+jardin%22": "Sans les guillemets",
        "q=jardin&milieu=rural&proches=oui": "Dans tous les centres",
    }
    for address, name in loosened.items():
        found = page(client, f"/actions/?{address}")
        assert name in offers(found)["En cherchant plus large"], address
        kept(client, found)


def test_when_no_single_condition_is_to_blame_the_words_alone_are_offered(client: Client) -> None:
    a_sheet(title="Jardin", audience="familles", department="69", year=2020)
    found = page(client, "/actions/?q=jardin&public=Adultes&departement=33&annee=1999")
    assert set(offers(found)["En cherchant plus large"]) == {"Seulement « jardin »"}
    kept(client, found)


def test_themes_of_sheets_that_have_the_words_elsewhere(client: Client) -> None:
    a_sheet(title="Jardin", keywords=("Santé", "Culture"), department="69")
    a_sheet(title="Autre", keywords=("Logement",), department="33")
    found = page(client, "/actions/?q=jardin&mot-cle=Culture&departement=33")
    assert set(offers(found)["Des thèmes proches"]) == {"Santé"}
    kept(client, found)


def test_a_word_like_no_other_still_leads_somewhere(client: Client) -> None:
    a_sheet(title="Jardin", keywords=("Santé",))
    found = page(client, "/actions/?q=xyzzyx")
    assert set(offers(found)) == {"Partir d’un thème"}
    assert links(found)["repartez de toutes les actions"] == "/actions/"
    kept(client, found)


def test_a_near_word_that_only_other_places_have(client: Client) -> None:
    a_sheet(title="Marionnettes", department="69")
    a_sheet(title="Autre", department="33")
    found = page(client, "/actions/?q=marionnetologue&departement=33")
    address, _ = offers(found)["Des mots proches"]["« marionnettes »"]
    assert address == "/actions/?q=marionnettes"
    kept(client, found)


def test_what_is_in_force_can_still_be_taken_away(client: Client) -> None:
    a_sheet(title="Jardin")
    found = links(page(client, "/actions/?q=xyzzyx&departement=69&dans=limites"))
    assert {"Retirer « xyzzyx »", "Retirer Rhône", "Retirer dans ce qui a coincé"} <= set(found)


@pytest.mark.parametrize(
    ("address", "total"),
    [
        ("q=-jardin", 1),
        ("q=de+la", 2),
        ("q=-jardin+-ludotheque", 0),
        ("q=%22%22", 2),
        ("q=-", 2),
        ("dans=titre", 2),
        ("exact=synonymes", 2),
        ("", 2),
    ],
)
def test_a_search_for_next_to_nothing(address: str, total: int, client: Client) -> None:
    a_sheet(title="Jardin")
    a_sheet(title="Ludothèque")
    found = page(client, f"/actions/?{address}")
    assert len(titles(found)) == total
    if not total:
        kept(client, found)


def test_an_empty_base_offers_nothing_it_has_not(client: Client) -> None:
    found = page(client, "/actions/?q=jardin&departement=69")
    assert "Il attend ses premières fiches" in text(found)
    assert list(found.all("h3")) == []


def test_nearest_words_are_words_of_the_sheets() -> None:
    a_bare_sheet(title="Jardin jardins marionnettes")
    assert engine.nearest("jardn") == ("jardin",)
    assert engine.nearest("jardins") == ()
    assert engine.nearest("marionnetologie") == ("marionnettes",)
    for nothing in ("", "x", "é", "12", "🐝", "w" * 300, "de"):
        assert engine.nearest(nothing) == ()


def test_the_number_of_searches_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    a_sheet(title="Jardin marionnettes ludothèque informatique")
    asked: set[Query] = set()
    search = engine.search

    def counted(query: Query, *, limit: int = 20) -> Results:
        asked.add(query)
        return search(query, limit=limit)

    monkeypatch.setattr(engine, "search", counted)
    address = (
        "q=jardxyn+marionnetologue+ludoxy+informatix+-a1+%22b1+c1%22&exact=orthographe&dans=titre"
        "&statut=En+cours&public=Adultes&departement=69&region=84&annee=1999&milieu=rural&proches=oui"
    )
    nothing_found.of(Query.parse(address), "/actions/", [])
    assert 10 < len(asked) <= 40


def test_as_many_queries_for_three_sheets_as_for_one(client: Client) -> None:
    a_sheet(title="Jardin", department="69")
    address = "/actions/?q=jardinologue&departement=33&dans=limites"
    one = queries(client, address)
    a_sheet(title="Jardinage", department="01", keywords=("Santé", "Culture"))
    a_sheet(title="Jardiniers", department="2A")
    assert queries(client, address) == one
