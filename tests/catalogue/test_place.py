"""« Des centres comme le mien »: the panel, what each card says, and whose page it is."""

from typing import Any

import pytest
from django.test import Client

from essaim.network.models import Membership, Person, Structure
from essaim.sheets.models import Sheet
from tests.catalogue.reading_pages import links, page, plain, queries, text
from tests.factories import a_bare_sheet, a_member, a_person, a_sheet, a_structure
from tests.page import Element, Page, parse

pytestmark = pytest.mark.django_db

RURAL: dict[str, Any] = {
    "management": "association",
    "setting": "rural",
    "priority_area": False,
    "territory_size": "communes",
    "population": 3_200,
}


def a_house(name: str, **traits: Any) -> Sheet:
    """Publish a sheet of a structure with these columns."""
    sheet = a_sheet(structure=name, title=f"Fiche de {name}")
    Structure.objects.filter(pk=sheet.structure_id).update(**traits)
    return sheet


def panel(found: Page) -> Element:
    (only,) = (one for one in found.all("details") if one.get("id") == "lieu")
    return only


def chosen(found: Page) -> dict[str, str]:
    """Return the value that the form would send for each trait, and for `proches` and `comme`."""
    sent: dict[str, str] = {}
    for select in panel(found).all("select"):
        for option in select.all("option"):
            if "selected" in option.attributes:
                sent[select.get("name")] = option.get("value")
    for box in panel(found).all("input"):
        if box.get("type") == "hidden" or "checked" in box.attributes:
            sent[box.get("name")] = box.get("value")
    return sent


def reasons(found: Page) -> list[str]:
    return [plain(one.text()) for one in found.all("p") if one.get("class") == "card-reason"]


def test_a_visitor_describes_a_place(client: Client) -> None:
    a_house("La Grange", **RURAL)
    a_house("La Tour", management="association", setting="urbain", population=5_500)
    found = page(client, "/actions/")
    assert "open" not in panel(found).attributes
    assert set(chosen(found).values()) == {""}
    assert all(one.get("form") == "recherche" for one in panel(found).all("select"))
    assert reasons(found) == []
    found = page(client, "/actions/?gestion=association&milieu=rural&population=1")
    assert "open" in panel(found).attributes
    assert chosen(found) == {
        "gestion": "association", "milieu": "rural", "qpv": "", "taille": "", "population": "1",
        "proches": "",
    }  # fmt: skip
    assert reasons(found) == [
        "Comme vous : géré par une association, en milieu rural, 2 000 à 5 000 habitants",
        "Comme vous : géré par une association, une population voisine",
    ]
    assert "D’abord : association, rural, 2 000 à 5 000 habitants" in text(found)


def test_what_a_plain_form_sends_becomes_the_short_address(client: Client) -> None:
    sent = "q=&gestion=&milieu=rural&qpv=&taille=&population=3200&proches=oui"
    response = client.get(f"/actions/?{sent}")
    assert response.status_code == 302
    assert response["Location"] == "/actions/?milieu=rural&population=1&proches=oui"


def test_only_keeps_what_is_like_it(client: Client) -> None:
    a_house("La Grange", **RURAL)
    a_house("La Tour", setting="urbain")
    found = page(client, "/actions/?milieu=rural&proches=oui")
    assert chosen(found)["proches"] == "oui"
    assert "1 fiche" in text(found)
    assert "Fiche de La Tour" not in text(found)


def test_nothing_in_common_is_not_said(client: Client) -> None:
    a_house("La Tour", setting="urbain")
    assert reasons(page(client, "/actions/?milieu=rural")) == []


def test_the_like_of_a_structure(client: Client) -> None:
    own = a_house("La Grange", **RURAL)
    a_house("L’Étable", **RURAL)
    found = page(client, f"/structures/{own.structure_id}-la-grange/")
    address = links(found)["Voir ce que font des centres comparables"]
    assert address == f"/actions/?comme={own.structure_id}"
    found = page(client, address)
    assert "Fiche de L’Étable" in text(found)
    assert "Fiche de La Grange" not in text(found)
    assert "d’abord dans des centres comme « La Grange »" in text(found)
    assert reasons(found)[0].startswith("Là aussi : géré par une association, en milieu rural")
    assert chosen(found) == {"comme": str(own.structure_id), "proches": ""}
    described = links(found)["Changer ces critères"]
    assert described == (
        "/actions/?gestion=association&milieu=rural&qpv=non&taille=communes&population=1"
    )
    assert "Fiche de La Grange" in text(page(client, described))


def test_a_structure_that_tells_nothing_leads_nowhere(client: Client) -> None:
    own = a_sheet(structure="Muette")
    found = page(client, f"/structures/{own.structure_id}-muette/")
    assert "comparables" not in text(found)


def test_another_order_is_told_with_the_way_back(client: Client) -> None:
    a_house("La Grange", **RURAL)
    found = page(client, "/actions/?milieu=rural&tri=recent")
    assert links(found)["Mettre ces centres en premier"] == "/actions/?milieu=rural"
    for address in ("/actions/?milieu=rural", "/actions/?milieu=rural&proches=oui&tri=recent"):
        assert "Mettre ces centres en premier" not in links(page(client, address))


def test_a_member_has_one_click(client: Client) -> None:
    own = a_house("La Grange", **RURAL)
    a_house("L’Étable", **RURAL)
    client.force_login(a_member(own.structure))
    found = page(client, "/actions/?q=voisins&tri=recent")
    address = links(found)["Comme La Grange"]
    assert address == f"/actions/?q=voisins&comme={own.structure_id}"
    found = page(client, address)
    assert "Comme La Grange" not in links(found)
    assert reasons(found)[0].startswith("Comme vous : géré par une association")


def test_a_member_whose_structure_tells_nothing_is_told(client: Client, member: Person) -> None:
    a_sheet()
    client.force_login(member)
    found = page(client, "/actions/")
    assert "ne dit pas encore à quoi ressemble son territoire" in plain(panel(found).text())
    assert not list(panel(found).all("a"))


def test_of_several_structures_the_one_that_tells_something(client: Client) -> None:
    person = a_member(a_structure(name="Muette"))
    told = a_house("La Grange", **RURAL)
    Membership.objects.create(
        person=person,
        structure=told.structure,
        role=Membership.Role.MEMBER,
        state=Membership.State.ACCEPTED,
    )
    client.force_login(person)
    assert "Comme La Grange" in links(page(client, "/actions/"))


def test_who_only_asked_to_join_is_a_visitor(client: Client) -> None:
    told = a_house("La Grange", **RURAL)
    person = a_person()
    Membership.objects.create(person=person, structure=told.structure)
    client.force_login(person)
    assert "Comme La Grange" not in links(page(client, "/actions/"))


def test_what_is_one_s_own_is_kept_by_no_shared_cache(client: Client) -> None:
    own = a_house("La Grange", **RURAL)
    response = client.get("/actions/")
    assert not response.has_header("Cache-Control")
    assert "Cookie" in response["Vary"]
    assert not response.cookies
    client.force_login(a_person())
    assert not client.get("/actions/").has_header("Cache-Control")
    client.force_login(a_member(own.structure))
    for headers in ({}, {"HX-Request": "true"}):
        response = client.get("/actions/", headers=headers)
        assert "La Grange" in panel(parse(response.content.decode())).text()
        assert response["Cache-Control"] == "private, no-cache"
        assert "Cookie" in response["Vary"]


def test_queries(client: Client) -> None:
    house = a_house("La Grange", **RURAL)
    for rank in range(3):
        a_house(f"Maison {rank}", **RURAL)
    plain_page = queries(client, "/actions/")
    assert queries(client, "/actions/?milieu=rural&qpv=non") == plain_page
    one = f"/actions/?structure={house.structure_id}&milieu=rural&qpv=non"
    assert queries(client, one) == queries(client, f"/actions/?structure={house.structure_id}")
    # The structure itself is read.
    assert queries(client, f"/actions/?comme={house.structure_id}") == plain_page + 1


def test_similar_sheets_say_why(client: Client) -> None:
    told = {
        "summary": "Un castelet et des marionnettes en papier mâché, pour les enfants.",
        "keywords": ("Culture", "Parentalité"),
    }
    for rank in range(12):
        a_sheet(structure=f"Maison {rank}", title=f"Autre chose {rank}")
    one = a_bare_sheet(structure="La Grange", title="Marionnettes", **told)
    other = {**told, "summary": "Des marionnettes d’ombre, jouées un soir de fête."}
    a_bare_sheet(structure="La Tour", title="Ombres et marionnettes", **other)
    found = page(client, f"/actions/{one.number}-marionnettes/")
    (said,) = reasons(found)[:1]
    assert said.startswith("Aussi : culture, parentalité, ")
    assert "marionnettes" in said
