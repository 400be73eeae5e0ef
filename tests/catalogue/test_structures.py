"""The directory of structures and the page of each."""

import datetime
from typing import Any

import pytest
from django.test import Client

from essaim.catalogue import structure_directory
from essaim.network.models import Structure
from essaim.search import engine
from essaim.workflow.writer import withdraw
from tests.catalogue.reading_pages import links, page, plain, queries, text
from tests.factories import a_bare_sheet, a_sheet, a_structure, some_sheets

pytestmark = pytest.mark.django_db

KNOWN: dict[str, Any] = {
    "kind": "CSX",
    "address": "3 rue des Lilas",
    "postcode": "69200",
    "town": "Vénissieux",
    "contact_email": "jeanne.martin@exemple.fr",
    "website": "https://www.lilas.example/",
    "siret": "73282932000074",
    "agreement_date": datetime.date(1998, 9, 1),
    "population": 6200,
    "history": "Né d’une grève.\n- 1998 : ouverture\n- 2004 : crèche",
    "axes": ["Grandir ensemble", "Vieillir au quartier"],
    "management": "association",
    "setting": "urbain",
    "territory_size": "quartiers",
    "priority_area": True,
    "federation_member": True,
    "other_federation": "Réseau des EVS",
    "travellers": False,
    "multi_site": True,
}


def names(client: Client, query: str = "") -> list[str]:
    """Return the names that the directory lists, in its order."""
    found = page(client, f"/structures/{query}")
    rows = [one for one in found.all("ul") if one.get("class") == "roll"]
    return [plain(link.text()) for row in rows for link in row.all("a")]


def test_the_directory_is_in_a_readers_alphabetical_order(client: Client) -> None:
    for name in ("Zéphyr", "étoile", "Écluse", "CENTRE B", "centre a", "L’Amandier"):
        a_structure(name)
    expected = ["centre a", "CENTRE B", "Écluse", "étoile", "L’Amandier", "Zéphyr"]
    assert names(client) == expected


@pytest.mark.parametrize("asked", ["emile zola", "ÉMILE", "zola villeurbanne", "emile-zola"])
def test_names_are_found_without_accents_capitals_or_signs(client: Client, asked: str) -> None:
    a_structure("Centre Émile-Zola", town="Villeurbanne")
    a_structure("Les Lilas")
    assert names(client, f"?q={asked}") == ["Centre Émile-Zola"]


def test_the_directory_is_narrowed_by_kind_and_territory(client: Client) -> None:
    a_structure("Un", "69", kind="CSX")
    a_structure("Deux", "01", kind="EVS")
    a_structure("Trois", "84", kind="EVS")
    a_structure("Quatre", None)
    assert names(client, "?type=EVS") == ["Deux", "Trois"]
    assert names(client, "?region=84") == ["Deux", "Un"]
    assert names(client, "?departement=84") == ["Trois"]
    assert names(client, "?type=evs&region=84") == ["Deux"]
    assert names(client) == ["Deux", "Quatre", "Trois", "Un"]


def test_what_is_not_understood_is_said_and_left_aside(client: Client) -> None:
    a_structure("Un")
    found = page(client, "/structures/?type=XYZ&region=99&departement=rien&page=abc&inconnu=1")
    read = text(found)
    for words in ("« XYZ »", "« 99 »", "« rien »", "1 structure"):
        assert words in read


def test_the_directory_goes_fifty_by_fifty(client: Client) -> None:
    Structure.objects.bulk_create(
        Structure(name=f"Centre {number:03}", department_id="69") for number in range(120)
    )
    assert names(client)[0] == "Centre 000"
    assert len(names(client)) == structure_directory.PER_PAGE
    assert names(client, "?page=3&type=")[0] == "Centre 100"
    assert names(client, "?page=999999")[-1] == "Centre 119"
    assert names(client, "?page=99999999999999999999")[0] == "Centre 000"
    found = page(client, "/structures/?departement=69&page=2")
    assert links(found)["Suivante"] == "/structures/?departement=69&page=3"
    assert links(found)["Précédente"] == "/structures/?departement=69"


def test_an_empty_directory_and_an_empty_search_say_so(client: Client) -> None:
    assert "encore vide" in text(page(client, "/structures/"))
    a_structure("Un")
    assert "Aucune structure ne répond" in text(page(client, "/structures/?q=zzz"))


def test_rows_count_published_sheets_only(client: Client) -> None:
    sheets = some_sheets(3)
    withdraw([sheets[0].pk], actor="essais")
    a_structure("Sans fiche")
    read = text(page(client, "/structures/"))
    assert "2 fiches" in read
    assert "aucune fiche" in read


def test_the_directory_takes_as_many_queries_for_three_as_for_one(client: Client) -> None:
    some_sheets(1)
    one = queries(client, "/structures/?region=84")
    some_sheets(1, structure="Deux", department="01")
    some_sheets(1, structure="Trois", department="42")
    assert len(names(client, "?region=84")) == 3
    assert queries(client, "/structures/?region=84") == one


def test_the_page_shows_the_whole_identity_sheet(client: Client) -> None:
    structure = a_structure("Les Lilas", **KNOWN)
    found = page(client, f"/structures/{structure.pk}-les-lilas/")
    read = text(found)
    for words in (
        "Centre social", "3 rue des Lilas", "69200 Vénissieux", "732 829 320 00074",
        "septembre 1998", "6 200 habitants", "Associatif", "Urbain", "Plusieurs quartiers",
        "QPV", "Plusieurs sites", "Fédération des centres sociaux", "Réseau des EVS",
        "Grandir ensemble", "Né d’une grève.", "Vénissieux, Rhône",
    ):  # fmt: skip
        assert words in read
    assert "gens du voyage" not in read
    assert links(found)["www.lilas.example"] == "https://www.lilas.example/"
    assert links(found)["Rhône"] == "/territoires/69-rhone/"
    assert links(found)["Auvergne-Rhône-Alpes"] == "/territoires/84-auvergne-rhone-alpes/"


def test_the_contact_address_is_never_in_a_page(client: Client) -> None:
    structure = a_structure("Les Lilas", **KNOWN)
    a_sheet(structure="Les Lilas")
    for address in (f"/structures/{structure.pk}-les-lilas/", "/structures/?q=lilas"):
        assert b"jeanne.martin" not in client.get(address).content


def test_a_structure_that_is_only_a_name_has_a_page(client: Client) -> None:
    structure = a_structure("Inconnue", None)
    found = page(client, f"/structures/{structure.pk}-inconnue/")
    assert "à vérifier" in text(found)
    assert "Aucune fiche pour l’instant" in text(found)
    for heading in ("Carte d’identité", "Son histoire", "Le projet social"):
        assert heading not in text(found)


@pytest.mark.parametrize("website", ["javascript:alert(1)", "04 72 00 00 00", "ftp://a.fr/"])
def test_only_a_web_address_becomes_a_link(client: Client, website: str) -> None:
    structure = a_structure("Les Lilas", website=website)
    content = client.get(f"/structures/{structure.pk}-les-lilas/").content.decode()
    assert website not in content


def test_an_invented_structure_says_so(client: Client) -> None:
    structure = a_structure("Les Lilas", is_demonstration=True)
    read = text(page(client, f"/structures/{structure.pk}-les-lilas/"))
    assert "Structure inventée pour la démonstration" in read


def test_its_sheets_are_there_the_newest_first(client: Client) -> None:
    some_sheets(13, status="Terminée")
    hidden = a_bare_sheet(title="Retirée")
    withdraw([hidden.pk], actor="essais")
    structure = hidden.structure
    found = page(client, f"/structures/{structure.pk}-{structure.slug}/")
    assert "13 fiches, 13 terminées" in text(found)
    assert len(list(found.all("article"))) == 12
    assert links(found)["Voir les 13 fiches"] == f"/actions/?structure={structure.pk}"
    assert "Retirée" not in text(found)


def test_the_page_takes_as_many_queries_for_three_sheets_as_for_one(client: Client) -> None:
    (sheet,) = some_sheets(1)
    address = f"/structures/{sheet.structure.pk}-{sheet.structure.slug}/"
    one = queries(client, address)
    some_sheets(2)
    engine.catch_up()
    assert queries(client, address) == one


@pytest.mark.parametrize("ending", ["", "-", "-autre"])
def test_another_slug_leads_to_the_right_one(client: Client, ending: str) -> None:
    structure = a_structure("Les Lilas")
    response = client.get(f"/structures/{structure.pk}{ending}/")
    if ending == "-":
        assert response.status_code == 404
    else:
        assert response.status_code == 301
        assert response["Location"] == f"/structures/{structure.pk}-les-lilas/"


@pytest.mark.parametrize("address", ["/structures/999-x/", f"/structures/{10**30}-x/"])
def test_an_unknown_structure_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_hostile_names_and_texts_are_only_words(client: Client) -> None:
    name = '<script>alert("x")</script>' + "x" * 250
    hostile = "</script><b onclick=alert(1)>&amp;\u2028"
    structure = a_structure(name, **{**KNOWN, "history": hostile, "axes": [hostile, " "]})
    found = page(client, f"/structures/{structure.pk}-{structure.slug}/")
    assert "<script>alert(" in text(found)
    assert not list(found.all("b"))
    assert names(client, "?q=alert")
