"""The pages of the territories: the right one at each address, true counts, no dead end."""

import pytest
from django.test import Client

from essaim.network.models import Department, Region
from essaim.search import engine
from essaim.workflow.writer import withdraw
from tests.catalogue.reading_pages import links, page, plain, queries, text
from tests.factories import a_bare_sheet, a_sheet, a_structure, some_sheets

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("84-vaucluse", "Vaucluse"),
        ("84-auvergne-rhone-alpes", "Auvergne-Rhône-Alpes"),
        ("01-ain", "Ain"),
        ("01-guadeloupe", "Guadeloupe"),
        ("971-guadeloupe", "Guadeloupe"),
        ("2A-corse-du-sud", "Corse-du-Sud"),
        ("974-la-reunion", "La Réunion"),
        ("975-saint-pierre-et-miquelon", "Saint-Pierre-et-Miquelon"),
    ],
)
def test_code_and_slug_together_name_a_territory(client: Client, address: str, title: str) -> None:
    heading = page(client, f"/territoires/{address}/").first("h1")
    assert heading is not None
    assert heading.text().startswith(title)


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("84", "84-vaucluse"),
        ("84-autre", "84-vaucluse"),
        ("11-bourgogne", "11-aude"),
        ("53-bretagne-sud", "53-mayenne"),
        ("2a", "2A-corse-du-sud"),
        ("2a-corse-du-sud", "2A-corse-du-sud"),
        ("94", "94-val-de-marne"),
    ],
)
def test_without_the_right_slug_the_departement_comes_first(
    client: Client, asked: str, right: str
) -> None:
    response = client.get(f"/territoires/{asked}/")
    assert response.status_code == 301
    assert response["Location"] == f"/territoires/{right}/"


@pytest.mark.parametrize("asked", ["00", "99-rien", "20-corse", "zz", "9", "1234", "69-<b>"])
def test_an_unknown_territory_is_not_found(client: Client, asked: str) -> None:
    assert client.get(f"/territoires/{asked}/").status_code == 404


def test_every_territory_has_its_page_and_its_place_in_the_list(client: Client) -> None:
    listed = {link.get("href") for link in page(client, "/territoires/").all("a")}
    everywhere: list[Department | Region] = [*Department.objects.all()]
    everywhere += Region.objects.filter(zone="metro")
    for territory in everywhere:
        address = f"/territoires/{territory.code}-{territory.slug}/"
        assert address in listed
        assert client.get(address).status_code == 200, address


def test_the_list_says_regions_in_order_and_counts(client: Client) -> None:
    some_sheets(2, department="69")
    a_sheet(department="971")
    found = page(client, "/territoires/")
    headings = [heading.text() for heading in found.all("h2")]
    assert headings.index("Île-de-France") < headings.index("Normandie")
    assert "3 fiches, région par région" in text(found)
    doors = [plain(link.text()) for link in found.all("a")]
    assert "Rhône 2 fiches" in doors
    assert "Guadeloupe 1 fiche" in doors
    assert "Ain 0 fiche" in doors


def test_a_departement_tells_who_is_there_and_what_is_done(client: Client) -> None:
    a_sheet(title="Jardin", keywords=("Santé",), department="69", status="En cours")
    a_sheet(title="Cuisine", keywords=("Santé", "Culture"), department="69", status="Terminée")
    a_sheet(title="Ailleurs", keywords=("Logement",), department="01")
    a_structure("Sans fiche", "69")
    found = page(client, "/territoires/69-rhone/")
    figures = {
        next(one.all("dt")).text(): next(one.all("dd")).text()
        for one in found.all("div")
        if one.get("class") == "figure"
    }
    assert figures == {
        "fiches": "2",
        "structures": "2",
        "action en cours": "1",
        "action terminée": "1",
        "thèmes présents": "2",
    }
    read = text(found)
    assert "Les dernières fiches dans le Rhône" in read
    assert "Jardin" in read
    assert "Ailleurs" not in read
    known = links(found)
    assert known["Santé 2 fiches"] == "/actions/?mot-cle=Sant%C3%A9&departement=69"
    assert known["Ain 1 fiche"] == "/territoires/01-ain/"
    assert known["Auvergne-Rhône-Alpes"] == "/territoires/84-auvergne-rhone-alpes/"
    assert known["Les 2 fiches"] == "/actions/?departement=69"
    assert "Rhône 2 fiches" not in known


def test_a_region_gathers_its_departements(client: Client) -> None:
    a_sheet(department="69")
    a_sheet(department="01")
    a_sheet(department="84")
    found = page(client, "/territoires/84-auvergne-rhone-alpes/")
    assert links(found)["Les 2 fiches"] == "/actions/?region=84"
    assert links(found)["Rhône 1 fiche"] == "/territoires/69-rhone/"
    assert "Vaucluse" not in text(found)


def test_counts_follow_what_the_catalogue_finds(client: Client) -> None:
    """What a page counts is what its links lead to: nothing withdrawn, nothing twice."""
    sheets = some_sheets(3, department="69")
    withdraw([sheets[0].pk], actor="essais")
    engine.catch_up()
    assert "Les 2 fiches" in links(page(client, "/territoires/69-rhone/"))


def test_a_territory_without_a_sheet_is_no_dead_end(client: Client) -> None:
    found = page(client, "/territoires/43-haute-loire/")
    assert "Aucune fiche pour l’instant en Haute-Loire" in text(found)
    assert links(found)["Voir toutes les actions"] == "/actions/"
    assert "Rhône 0 fiche" in links(found)
    a_structure("Seule", "43")
    assert "n’ont pas encore raconté" in text(page(client, "/territoires/43-haute-loire/"))


def test_more_than_a_dozen_structures_are_one_click_away(client: Client) -> None:
    for number in range(13):
        a_structure(f"Centre {number:02}", "69")
    found = page(client, "/territoires/69-rhone/")
    assert links(found)["Les 13 structures"] == "/structures/?departement=69"
    region = page(client, "/territoires/84-auvergne-rhone-alpes/")
    assert links(region)["Les 13 structures"] == "/structures/?region=84"


@pytest.mark.parametrize(
    "address",
    ["/territoires/", "/territoires/69-rhone/", "/territoires/84-auvergne-rhone-alpes/"],
)
def test_three_sheets_take_as_many_queries_as_one(client: Client, address: str) -> None:
    a_sheet(department="69")
    one = queries(client, address)
    a_sheet(department="69", structure="Deux")
    a_bare_sheet(department="69", structure="Trois")
    engine.catch_up()
    assert queries(client, address) == one
    assert one <= 9
