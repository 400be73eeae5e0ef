"""The départements one looks after, and the structures there."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from essaim.network.models import Department, Person, Structure
from essaim.search import engine
from essaim.search.query import Query
from tests.desk.desk import page, post, sign_in
from tests.factories import a_correspondent, a_member, a_sheet, a_structure, an_administrator

pytestmark = pytest.mark.django_db
HERE = "/bureau/departements/69/"


@pytest.fixture
def correspondent(client: Client) -> Person:
    person = a_correspondent("69", name="Claire Caf")
    sign_in(client, person)
    return person


def test_mine_alone_is_opened_at_once(client: Client, correspondent: Person) -> None:
    assert client.get("/bureau/departements/")["Location"] == HERE


def test_several(client: Client) -> None:
    sign_in(client, a_correspondent("69", "42"))
    a_sheet()
    text = page(client, "/bureau/departements/")
    assert "Rhône (69)" in text
    assert "Loire (42)" in text
    assert "Ain (01)" not in text
    assert "1\u00a0fiche en ligne" in text
    sign_in(client, an_administrator())
    assert "Ain (01)" in page(client, "/bureau/departements/")


def test_who_and_what_is_there(client: Client, correspondent: Person) -> None:
    a_correspondent("69", side="federation", name="Fred Fédé")
    a_correspondent("69", name="Partie", is_active=False)
    a_member(a_structure("Maison pleine"))
    a_structure("Maison vide", town="Givors")
    a_structure("Ailleurs", "42")
    text = page(client, HERE)
    assert "Claire Caf" in text
    assert "Fred Fédé" in text
    assert "Partie" not in text
    assert "Maison pleine" in text
    assert "Ailleurs" not in text
    text = page(client, f"{HERE}?voir=sans-membre")
    assert "Maison vide" in text
    assert "Maison pleine" not in text
    assert "Maison vide" in page(client, f"{HERE}?q=givors")
    assert "ne répond à cette recherche" in page(client, f"{HERE}?q=xyz")


def test_how_one_publishes(client: Client, correspondent: Person) -> None:
    assert "C’est noté" in post(client, HERE, avant_publication="deux")
    assert Department.objects.get(pk="69").approval == "deux"
    assert "Choisissez" in post(client, HERE, avant_publication="jamais")
    assert Department.objects.get(pk="69").approval == "deux"


def test_who_may_see_a_departement(client: Client) -> None:
    house = a_structure()
    away = a_structure("Ailleurs", "42")
    there = f"/bureau/structures/{house.pk}/"
    assert client.get(HERE).status_code == 302
    sign_in(client, a_member(house, role="responsable"))
    assert client.get(HERE).status_code == 403
    assert client.get(there).status_code == 403
    sign_in(client, a_correspondent("42"))
    assert client.get(HERE).status_code == 404
    assert client.post(HERE, {"avant-publication": "direct"}).status_code == 404
    assert client.get(there).status_code == 404
    assert client.get(f"/bureau/structures/{away.pk}/").status_code == 200
    assert client.get("/bureau/departements/zz/").status_code == 404
    assert Department.objects.get(pk="69").approval == "une"


def identity(structure: Structure, **values: str) -> dict[str, str]:
    shown = {
        "name": structure.name,
        "department_id": structure.department_id or "",
        "kind": structure.kind,
        "town": structure.town,
        "postcode": structure.postcode,
        "siret": structure.siret,
        "website": structure.website,
    }
    return shown | values


def test_a_structure_put_right(client: Client, correspondent: Person) -> None:
    house = a_structure(siret="12345678901234")
    a_sheet()
    there = f"/bureau/structures/{house.pk}/"
    response = client.post(there, identity(house, siret="12345678901234"))
    assert response.status_code == 422
    assert "n’est pas un SIRET" in response.content.decode()
    values = identity(house, siret="732 829 320 00074", town="Bron", website="capucines.example")
    assert "La structure est à jour" in client.post(there, values, follow=True).content.decode()
    house.refresh_from_db()
    assert (house.siret, house.town) == ("73282932000074", "Bron")
    assert house.website == "https://capucines.example"
    assert engine.search(Query(text="bron")).total == 1
    assert client.post(there, identity(house, name="  ")).status_code == 422


def test_a_structure_finds_its_departement(client: Client) -> None:
    house = a_structure("Nulle part", None)
    there = f"/bureau/structures/{house.pk}/"
    sign_in(client, a_correspondent("69"))
    assert client.get(there).status_code == 404
    sign_in(client, an_administrator())
    client.post(there, identity(house, department_id="42"))
    house.refresh_from_db()
    assert (house.department_id, house.to_review) == ("42", False)
    client.post(there, identity(house, department_id=""))
    house.refresh_from_db()
    assert (house.department_id, house.to_review) == (None, True)


def test_two_structures_of_one_name(client: Client, correspondent: Person) -> None:
    a_structure("La Ruche")
    other = a_structure("Ruche")
    response = client.post(f"/bureau/structures/{other.pk}/", identity(other, name="La Ruche"))
    assert response.status_code == 422
    assert Structure.objects.get(pk=other.pk).name == "Ruche"


def test_flat_queries(
    client: Client, correspondent: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_structure("Un")
    page(client, HERE)
    with django_assert_num_queries(8):
        page(client, HERE)
    a_structure("Deux")
    a_structure("Trois")
    a_correspondent("69")
    with django_assert_num_queries(8):
        page(client, HERE)
