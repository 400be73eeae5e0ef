"""The pages of an account: home, joining, the team, requests. Who sees what, and what it costs."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from essaim.accounts import founding, joining
from essaim.network.models import Membership, Person, Structure, StructureRequest
from essaim.network.standing import Standing
from tests.factories import (
    a_correspondent,
    a_member,
    a_person,
    a_structure,
    an_administrator,
)

pytestmark = pytest.mark.django_db

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
A_SIRET = "73282932000074"


@pytest.fixture
def manager(structure: Structure) -> Person:
    return a_member(structure, role="responsable", name="Inès Roy")


def signed_in(client: Client, person: Person) -> Client:
    client.force_login(person, backend=MODEL_BACKEND)
    return client


def text(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, response.content.decode()[:500]
    return response.content.decode()


def team_of(structure: Structure) -> str:
    return f"/compte/structures/{structure.pk}/equipe/"


PAGES = [
    "/compte/",
    "/compte/rejoindre/",
    "/compte/rejoindre/nouvelle-structure/",
    "/compte/demandes/",
    "/compte/donnees/",
    "/compte/donnees/effacer/",
]


@pytest.mark.parametrize("path", PAGES)
def test_strangers_are_asked_who_they_are(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"] == f"/compte/connexion/?next={path}"


@pytest.mark.parametrize("path", PAGES)
def test_private_pages_are_kept_by_nobody(client: Client, path: str) -> None:
    response = signed_in(client, a_person()).get(path)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"


def test_a_new_account_is_led_to_its_structure(client: Client) -> None:
    page = text(signed_in(client, a_person()), "/compte/")
    assert "aucune structure" in page
    assert "Chercher ma structure" in page


def test_home_tells_roles_and_requests(client: Client, structure: Structure) -> None:
    person = a_correspondent("69", "01")
    nation = an_administrator()
    Membership.objects.create(person=person, structure=structure, state="acceptee")
    joining.ask(Standing.of(person), a_structure("Centre social du Val").pk)
    founding.ask_for_structure(Standing.of(person), name="Les Tilleuls", department="38")
    page = text(signed_in(client, person), "/compte/")
    for words in ("Les Capucines", "Membre", "du Val", "Demande envoyée", "Les Tilleuls", "Rhône"):
        assert words in page
    assert "Toute la France" in text(signed_in(client, nation), "/compte/")


def test_a_name_and_a_choice_of_letters(client: Client) -> None:
    person = a_person(name="Avant")
    signed_in(client, person).post("/compte/", {"name": "  Après & Cie  "})
    person.refresh_from_db()
    assert (person.name, person.wants_messages) == ("Après & Cie", False)
    refused = client.post("/compte/", {"name": "x" * 121, "wants_messages": "on"})
    assert refused.status_code == 400
    assert client.post("/compte/", {"name": ""}).status_code == 400
    person.refresh_from_db()
    assert person.name == "Après & Cie"


def test_searching_a_structure(client: Client) -> None:
    there = a_structure("Centre social Élan", town="Vénissieux")
    a_structure("Centre social d’Ailleurs", department="01")
    person = a_person()
    signed_in(client, person)
    assert there.name in text(client, "/compte/rejoindre/?q=elan")
    assert there.name in text(client, "/compte/rejoindre/?q=venissieux&departement=69")
    assert there.name not in text(client, "/compte/rejoindre/?q=elan&departement=01")
    assert "Aucune structure" in text(client, "/compte/rejoindre/?q=xyzzy")
    assert there.name not in text(client, "/compte/rejoindre/")  # nothing asked, nothing listed
    assert "Rhône" in text(client, "/compte/rejoindre/?departement=nulle+part")
    joining.ask(Standing.of(person), there.pk)
    assert "Demande envoyée" in text(client, "/compte/rejoindre/?q=elan")


def test_a_long_list_goes_on(client: Client) -> None:
    for rank in range(21):
        a_structure(f"Centre social {rank:02}")
    signed_in(client, a_person())
    first = text(client, "/compte/rejoindre/?departement=69")
    assert "21 structures" in first.replace("\u00a0", " ")
    assert "Page 1 sur 2" in first
    assert "Centre social 20" in text(client, "/compte/rejoindre/?departement=69&page=2")
    assert "Centre social 20" in text(client, "/compte/rejoindre/?departement=69&page=99999999")


def test_the_structure_one_signed_in_from(client: Client) -> None:
    a_structure("Maison du SIRET", siret=A_SIRET)
    page = text(signed_in(client, a_person(siret=A_SIRET)), "/compte/rejoindre/")
    assert "Maison du SIRET" in page


def test_asking_by_the_page(client: Client, structure: Structure, manager: Person) -> None:
    person = a_person(name="Nour Petit")
    path = f"/compte/rejoindre/{structure.pk}/"
    assert "Envoyer ma demande" in text(signed_in(client, person), path)
    response = client.post(path, {"message": "Bonjour <b>vous</b>"}, follow=True)
    assert "Votre demande pour rejoindre" in response.content.decode()
    assert "déjà envoyée" in text(client, path)
    page = text(signed_in(client, manager), "/compte/demandes/")
    assert "Nour Petit" in page
    assert escape("<b>vous</b>") in page
    assert "1 demande attend" in text(client, "/compte/").replace("\u00a0", " ")
    assert client.get("/compte/rejoindre/999999/").status_code == 404


def test_answering_by_the_page(client: Client, structure: Structure, manager: Person) -> None:
    person = a_person(name="Nour Petit")
    asked = joining.ask(Standing.of(person), structure.pk)
    path = f"/compte/appartenances/{asked.pk}/repondre/"
    answer = {"reponse": "accepter", "role": "responsable", "retour": "equipe"}
    response = signed_in(client, manager).post(path, answer)
    assert response["Location"] == team_of(structure)
    assert Standing.of(person).is_manager(structure.pk)
    again = client.post(path, {"reponse": "refuser"}, follow=True).content.decode()
    assert "déjà été acceptée par Inès Roy" in again.replace("\u00a0", " ")
    gone = client.post("/compte/appartenances/999999/repondre/", follow=True).content.decode()
    assert "a été retirée" in gone


def test_withdrawing_by_the_page(client: Client, structure: Structure) -> None:
    person = a_person()
    asked = joining.ask(Standing.of(person), structure.pk)
    wanted = founding.ask_for_structure(Standing.of(person), name="Les Tilleuls", department="38")
    signed_in(client, a_person())
    assert client.post(f"/compte/appartenances/{asked.pk}/retirer/").status_code == 404
    assert client.post(f"/compte/demandes/structures/{wanted.pk}/retirer/").status_code == 404
    signed_in(client, person)
    client.post(f"/compte/appartenances/{asked.pk}/retirer/")
    client.post(f"/compte/demandes/structures/{wanted.pk}/retirer/")
    assert not Membership.objects.exists()
    assert not StructureRequest.objects.exists()


def test_asking_for_a_structure_by_the_page(client: Client, structure: Structure) -> None:
    signed_in(client, a_person())
    path = "/compte/rejoindre/nouvelle-structure/"
    assert 'value="Les Tilleuls"' in text(client, f"{path}?nom=Les+Tilleuls&departement=38")
    wrong = client.post(path, {"name": "", "department": "69", "siret": "12"})
    assert wrong.status_code == 400
    assert "n’est pas un SIRET" in wrong.content.decode().replace("\u00a0", " ")
    there = client.post(path, {"name": structure.name, "department": "69"}).content.decode()
    assert "existe déjà" in there
    assert f"/compte/rejoindre/{structure.pk}/" in there
    done = client.post(path, {"name": "Les Tilleuls", "department": "38"}, follow=True)
    assert "Les Tilleuls" in done.content.decode()
    assert StructureRequest.objects.get().department_id == "38"


def test_deciding_about_a_structure_by_the_page(client: Client) -> None:
    person, correspondent = a_person(name="Nour Petit"), a_correspondent("69")
    alike = a_structure("Centre socioculturel Les Tilleuls", town="Lyon")
    ask = founding.ask_for_structure
    asked = ask(Standing.of(person), name="Les Tilleuls", department="69", siret=A_SIRET)
    path = f"/compte/demandes/structures/{asked.pk}/"
    signed_in(client, correspondent)
    assert path in text(client, "/compte/demandes/")
    page = text(client, path)
    assert alike.name in page
    assert A_SIRET in page
    for answer in ({"reponse": "refuser", "raison": " "}, {"reponse": "designer"}):
        assert client.post(path, answer).status_code == 400
    kept = client.post(path, {"reponse": "creer", "nom": alike.name})
    assert kept.status_code == 400
    assert "existe déjà" in kept.content.decode()
    client.post(path, {"reponse": "creer", "nom": "Centre social Les Tilleuls"})
    made = Structure.objects.get(name="Centre social Les Tilleuls")
    assert Standing.of(person).is_manager(made.pk)
    assert "déjà été acceptée" in text(client, path).replace("\u00a0", " ")
    assert client.post(path, {"reponse": "creer", "nom": "Encore"}).status_code == 400


def test_others_do_not_decide_by_the_page(client: Client, structure: Structure) -> None:
    person = a_person()
    asked = founding.ask_for_structure(Standing.of(person), name="Les Tilleuls", department="69")
    path = f"/compte/demandes/structures/{asked.pk}/"
    for stranger in (person, a_correspondent("01"), a_member(structure, role="responsable")):
        signed_in(client, stranger)
        assert client.get(path).status_code == 403
        assert client.post(path, {"reponse": "creer", "nom": "Les Tilleuls"}).status_code == 403
        assert path not in text(client, "/compte/demandes/")
    assert StructureRequest.objects.get().state == "demandee"


# --- The team ----------------------------------------------------------------------------------


def test_who_sees_a_team(client: Client, structure: Structure, manager: Person) -> None:
    member = a_member(structure, name="Nour Petit")
    elsewhere = a_member(a_structure("Ailleurs"), role="responsable")
    for person in (manager, member, a_correspondent("69"), an_administrator()):
        assert "Nour Petit" in text(signed_in(client, person), team_of(structure))
    waiting = a_person()
    joining.ask(Standing.of(waiting), structure.pk)
    ended = a_member(structure)
    joining.leave(Standing.of(ended), Membership.objects.get(person=ended).pk)
    for stranger in (elsewhere, a_person(), a_correspondent("01"), waiting, ended):
        page = text(signed_in(client, stranger), team_of(structure), status=403)
        assert "Nour Petit" not in page
    assert signed_in(client, manager).get("/compte/structures/999999/equipe/").status_code == 404


def test_a_member_sees_names_and_changes_nothing(
    client: Client, structure: Structure, manager: Person
) -> None:
    member = a_member(structure)
    asked = joining.ask(Standing.of(a_person(name="Qui attend")), structure.pk)
    theirs = Membership.objects.get(person=manager)
    page = text(signed_in(client, member), team_of(structure))
    assert manager.email not in page
    assert "Qui attend" not in page
    assert "Inviter" not in page
    invited = {"email": "x@exemple.fr", "role": "membre"}
    assert client.post(team_of(structure), invited).status_code == 403
    forbidden: list[tuple[str, dict[str, str]]] = [
        (f"/compte/appartenances/{theirs.pk}/role/", {"role": "membre"}),
        (f"/compte/appartenances/{theirs.pk}/fin/", {}),
        (f"/compte/appartenances/{asked.pk}/repondre/", {"reponse": "accepter"}),
        (f"/compte/structures/{structure.pk}/equipe/invitations/1/annuler/", {}),
    ]
    for path, values in forbidden:
        assert client.post(path, values).status_code == 403, path
    theirs.refresh_from_db()
    assert (theirs.role, theirs.state) == ("responsable", "acceptee")


def test_managing_a_team(client: Client, structure: Structure, manager: Person) -> None:
    member = a_member(structure, name="Nour Petit")
    theirs = Membership.objects.get(person=member)
    signed_in(client, manager)
    client.post(team_of(structure), {"email": "invitee@exemple.fr", "role": "membre"})
    page = text(client, team_of(structure))
    assert "invitee@exemple.fr" in page
    assert member.email in page
    wrong = client.post(team_of(structure), {"email": member.email, "role": "membre"})
    assert wrong.status_code == 400
    assert "déjà partie" in wrong.content.decode().replace("\u00a0", " ")
    client.post(f"/compte/appartenances/{theirs.pk}/role/", {"role": "responsable"})
    assert Standing.of(member).is_manager(structure.pk)
    end = f"/compte/appartenances/{theirs.pk}/fin/"
    assert "Retirer Nour Petit" in text(client, end)
    client.post(end, {"mot": "Merci pour tout."})
    assert Standing.of(member).structures == {}
    assert client.get(end).status_code == 404


def test_leaving_says_who_takes_over(client: Client, structure: Structure, manager: Person) -> None:
    mine = Membership.objects.get(person=manager)
    end = f"/compte/appartenances/{mine.pk}/fin/"
    assert "correspondant du département prendra le relais" in text(signed_in(client, manager), end)
    client.post(end)
    assert Standing.of(manager).structures == {}


def test_a_team_without_manager_says_so(client: Client, structure: Structure) -> None:
    page = text(signed_in(client, a_member(structure)), team_of(structure))
    assert "Personne ne répond de cette structure" in page
    empty = a_structure("Vide")
    assert "équipe est encore vide" in text(
        signed_in(client, a_correspondent("69")), team_of(empty)
    )


# --- What pages cost does not grow with what they show ------------------------------------------


def queries(show: Callable[[], object]) -> int:
    """Return how many queries a page makes, once it has been shown."""
    show()
    with CaptureQueriesContext(connection) as counted:
        show()
    return len(counted)


def test_flat_queries_of_a_team(client: Client, structure: Structure, manager: Person) -> None:
    def add_some(count: int) -> None:
        for rank in range(count):
            a_member(structure)
            joining.ask(Standing.of(a_person()), structure.pk)
            invited = {"email": f"x{rank}{count}@exemple.fr", "role": "membre"}
            client.post(team_of(structure), invited)

    signed_in(client, manager)
    add_some(1)
    one = queries(lambda: text(client, team_of(structure)))
    add_some(3)
    three = queries(lambda: text(client, team_of(structure)))
    assert 0 < one == three


@pytest.mark.parametrize("path", ["/compte/demandes/", "/compte/", "/compte/rejoindre/?q=centre"])
def test_flat_queries_elsewhere(client: Client, path: str) -> None:
    me = a_correspondent("69")

    def add_some(count: int) -> None:
        for rank in range(count):
            place = a_structure(f"Centre social {rank} {count}")
            joining.ask(Standing.of(a_person()), place.pk)
            Membership.objects.create(person=me, structure=place, state="acceptee")
            wanted = {"name": f"Foyer {rank} {count}", "department": "69"}
            founding.ask_for_structure(Standing.of(a_person()), **wanted)
            founding.ask_for_structure(
                Standing.of(me), name=f"Salle {rank} {count}", department="38"
            )

    signed_in(client, me)
    add_some(1)
    one = queries(lambda: text(client, path))
    add_some(3)
    three = queries(lambda: text(client, path))
    assert 0 < one == three
