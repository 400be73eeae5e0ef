"""The home page: what is there, and the doors into it."""

import pytest
from django.test import Client

from essaim.catalogue import honeycomb
from tests.catalogue.reading_pages import links, page, plain, queries, text
from tests.factories import a_bare_sheet, a_sheet, some_sheets

pytestmark = pytest.mark.django_db


def test_an_empty_base_says_kindly_what_to_do(client: Client) -> None:
    found = text(page(client, "/"))
    assert "essaim import" in found
    assert "essaim demo" in found


def test_figures_newest_sheets_and_doors(client: Client) -> None:
    a_sheet(title="Premier", structure="A", department="69", keywords=("Santé",))
    a_sheet(title="Second", structure="B", department="2A", keywords=("Santé", "Culture"))
    found = page(client, "/")
    read, doors = text(found), links(found)
    assert "2 fiches" in read.replace("fiches 2", "2 fiches")
    assert read.index("Second") < read.index("Premier")
    assert doors["Santé 2 fiches"] == "/actions/?mot-cle=Sant%C3%A9"
    assert doors["Culture 1 fiche"] == "/actions/?mot-cle=Culture"
    assert doors["Corse 1 fiche"] == "/actions/?region=94"


def test_figures_agree_with_the_base(client: Client) -> None:
    some_sheets(3, structure="A", department="69")
    a_sheet(structure="B", department="69")
    terms = [plain(one.text()) for one in page(client, "/").all("dl")]
    assert terms == ["fiches 4 structures 2 département 1"]


def test_each_door_leads_to_as_many_sheets_as_it_says(client: Client) -> None:
    some_sheets(2, keywords=("Démocratie & citoyenneté",))
    doors = links(page(client, "/"))
    door = doors["Démocratie & citoyenneté 2 fiches"]
    assert "2 fiches" in text(page(client, door))


def test_the_map_shows_every_departement_once_and_says_its_count(client: Client) -> None:
    a_bare_sheet(department="69")
    cells = [one for one in page(client, "/").all("a") if "cell" in one.get("class").split()]
    assert len(cells) == len({one.get("href") for one in cells}) == 101
    assert {one.get("tabindex") for one in cells} == {"-1"}
    titles = [plain(one.text()) for one in cells]
    assert "Rhône : 1 fiche 69" in titles
    assert "Ain : aucune fiche 01" in titles


def test_the_map_takes_in_a_collectivity_that_has_sheets() -> None:
    codes = {cell.code for cell in honeycomb.of_counts({"988": 2}).cells}
    assert "988" in codes
    assert "988" not in {cell.code for cell in honeycomb.of_counts({"69": 2}).cells}


def test_the_cells_of_the_map_do_not_overlap() -> None:
    cells = honeycomb.of_counts({"988": 1}).cells
    places = [(cell.x, cell.y) for cell in cells]
    assert len(set(places)) == len(places)
    for cell in cells:
        near = [one for one in cells if abs(one.y - cell.y) < 45 and abs(one.x - cell.x) < 52]
        assert near == [cell]


@pytest.mark.parametrize(
    ("count", "most", "level"), [(0, 0, 0), (0, 9, 0), (1, 1, 4), (1, 100, 1), (100, 100, 4)]
)
def test_the_map_is_more_golden_where_there_is_more(count: int, most: int, level: int) -> None:
    cells = honeycomb.of_counts({"69": count, "01": most}).cells
    assert next(cell.level for cell in cells if cell.code == "69") == level


def test_as_many_queries_for_three_sheets_as_for_one(client: Client) -> None:
    some_sheets(1)
    one = queries(client, "/")
    some_sheets(2)
    assert queries(client, "/") == one


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_pages_are_only_read(client: Client, method: str) -> None:
    assert getattr(client, method)("/").status_code == 405
