"""The queue: what waits for whom, since when, and several sheets decided at once."""

import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from essaim.network.models import Department, Person, Structure
from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.sheets.models import Event, Revision, Sheet
from essaim.workflow import conversation, deciding, drafting
from tests.desk.desk import page, sign_in, token
from tests.factories import (
    a_correspondent,
    a_member,
    a_person,
    a_sheet,
    a_structure,
    a_submitted_sheet,
    an_administrator,
    some_sheets,
)

pytestmark = pytest.mark.django_db


def decide(client: Client, what: str, *sheets: Sheet, reason: str = "") -> str:
    """Tick these sheets and apply; return the page one lands on, as text."""
    response = client.post(
        "/bureau/plusieurs/",
        {"fiche": [token(sheet) for sheet in sheets], "geste": what, "raison": reason},
        follow=True,
    )
    assert response.status_code == 200
    return str(response.content.decode())


def test_who_may_open_the_desk(client: Client, member: Person) -> None:
    response = client.get("/bureau/")
    assert response.status_code == 302
    assert "/compte/connexion/" in response["Location"]
    sign_in(client, a_person())
    assert client.get("/bureau/").status_code == 403
    sign_in(client, member)
    assert client.get("/bureau/").status_code == 403
    assert client.post("/bureau/plusieurs/", {"geste": "publier"}).status_code == 403


def test_nothing_waits(client: Client, correspondent: Person) -> None:
    sign_in(client, correspondent)
    text = page(client)
    assert "Tout est à jour" in text
    assert client.get("/bureau/")["Cache-Control"] == "private, no-store"


def test_what_was_submitted_waits(
    client: Client, structure: Structure, member: Person, correspondent: Person
) -> None:
    a_submitted_sheet(member, structure, title="Le bal des voisins", funding="Appelez 0478123456")
    sign_in(client, correspondent)
    text = page(client)
    assert "Le bal des voisins" in text
    assert "nouvelle fiche" in text
    assert member.display_name in text
    assert "1\u00a0point à regarder" in text
    assert "1\u00a0fiche vous attend" in text


def test_a_new_version_says_so(
    client: Client, structure: Structure, member: Person, correspondent: Person
) -> None:
    sheet = a_submitted_sheet(member, structure)
    deciding.approve(Standing.of(correspondent), sheet.pk, version=1)
    sign_in(client, correspondent)
    assert "Tout est à jour" in page(client)
    content = contents.from_json(sheet.revisions.get().content) | {"title": "Autrement"}
    saved = drafting.save(Standing.of(member), sheet.pk, content, based_on=1)
    assert "Tout est à jour" in page(client)  # a draft is nobody else's business
    drafting.submit(Standing.of(member), sheet.pk, version=saved.version)
    assert "nouvelle version" in page(client)


def test_one_departement_never_shows_another(client: Client) -> None:
    for code, name in (("69", "69"), ("42", "42"), (None, "néant")):
        house = a_structure(f"Maison du {name}", code)
        a_submitted_sheet(a_member(house), house, title=f"Fiche du {name}")
    sign_in(client, a_correspondent("69"))
    text = page(client)
    assert "Fiche du 69" in text
    assert "Fiche du 42" not in text
    assert "Fiche du néant" not in text
    assert client.get("/bureau/?departement=42").status_code == 404
    assert client.get("/bureau/?departement=aucun").status_code == 404
    sign_in(client, a_correspondent("69", "42"))
    assert "Fiche du 42" in page(client)
    assert "Fiche du 42" not in page(client, "/bureau/?departement=69")


def test_the_nation_sees_all_and_chooses(client: Client) -> None:
    for code, name in (("69", "69"), (None, "néant")):
        house = a_structure(f"Maison du {name}", code)
        a_submitted_sheet(a_member(house), house, title=f"Fiche du {name}")
    sign_in(client, an_administrator())
    text = page(client)
    assert "Fiche du 69" in text
    assert "Fiche du néant" in text
    text = page(client, "/bureau/?departement=aucun")
    assert "Fiche du 69" not in text
    assert "Fiche du néant" in text


def test_oldest_first_and_since_when(
    client: Client, structure: Structure, member: Person, correspondent: Person
) -> None:
    recent = a_submitted_sheet(member, structure, title="Arrivée hier")
    old = a_submitted_sheet(member, structure, title="Arrivée avant")
    days = {recent: 1, old: 12}
    for sheet, ago in days.items():
        events = Event.objects.filter(sheet_number=sheet.number, verb="soumise")
        event = events.get()
        event.at -= datetime.timedelta(days=ago)
        event.save()
    sign_in(client, correspondent)
    text = page(client)
    assert text.index("Arrivée avant") < text.index("Arrivée hier")
    assert "il y a 12\u00a0jours" in text


def test_questions_answers_and_returns(
    client: Client, structure: Structure, member: Person, correspondent: Person
) -> None:
    who, author = Standing.of(correspondent), Standing.of(member)
    asked = a_submitted_sheet(member, structure, title="Interrogée")
    conversation.say(who, asked.pk, "Combien de familles ?")
    returned = a_submitted_sheet(member, structure, title="Rendue")
    deciding.send_back(who, returned.pk, "Trop courte.", version=1)
    answered = a_sheet(title="Répondue")
    conversation.say(who, answered.pk, "Toujours en cours ?")
    conversation.say(author, answered.pk, "Oui.")
    sign_in(client, correspondent)
    text = page(client)
    places = [text.index(title) for title in ("Répondue", "Rendue", "Interrogée")]
    assert places == sorted(places)
    assert "Interrogée" in page(client, "/bureau/?file=questions")
    assert "Répondue" not in page(client, "/bureau/?file=questions")
    conversation.say(author, asked.pk, "Douze.")
    assert "Interrogée" in page(client, "/bureau/?file=a-lire")
    conversation.say(who, answered.pk, "Et jusqu’à quand ?")
    assert "Répondue" not in page(client, "/bureau/?file=reponses")
    assert "Répondue" in page(client, "/bureau/?file=questions")
    conversation.say(who, answered.pk, "Merci !", asks=False)
    assert "Répondue" not in page(client)


def test_where_both_sides_are_wanted(client: Client, structure: Structure, member: Person) -> None:
    Department.objects.filter(pk="69").update(approval="deux")
    caf, federation = a_correspondent("69", side="caf"), a_correspondent("69", side="federation")
    sheet = a_submitted_sheet(member, structure, title="À deux")
    sign_in(client, caf)
    assert "aucun accord pour l’instant" in page(client)
    deciding.approve(Standing.of(caf), sheet.pk, version=1)
    text = page(client)
    assert "En attente de l’autre accord" in text
    assert "accord donné\u00a0: Caf" in text
    assert "Rien ne vous attend" in text
    sign_in(client, federation)
    assert "1\u00a0fiche vous attend" in page(client)


def test_a_long_queue_goes_by_pages(
    client: Client, structure: Structure, member: Person, correspondent: Person
) -> None:
    for rank in range(27):
        a_submitted_sheet(member, structure, title=f"Fiche {rank:02}")
    sign_in(client, correspondent)
    first, second = page(client), page(client, "/bureau/?page=2")
    assert "27\u00a0fiches vous attendent" in first
    assert first.count('name="fiche"') == 25
    assert second.count('name="fiche"') == 2
    assert "Fiche 26" in second


def test_as_many_queries_for_one_as_for_three(
    client: Client,
    structure: Structure,
    member: Person,
    correspondent: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    Department.objects.filter(pk="69").update(approval="deux")
    sign_in(client, correspondent)
    a_submitted_sheet(member, structure, title="Un")
    conversation.say(Standing.of(correspondent), a_sheet(title="Demandée").pk, "Encore ?")
    page(client)
    with django_assert_num_queries(13) as counted:
        page(client)
    house = a_structure("Centre social Les Glycines")
    for person, home in ((member, structure), (a_member(house), house)):
        sheet = a_submitted_sheet(person, home, title="Deux")
        conversation.say(Standing.of(person), sheet.pk, "Bonjour")
    with django_assert_num_queries(len(counted)):
        page(client)


def test_what_is_online_can_be_listed_and_found(client: Client, correspondent: Person) -> None:
    sign_in(client, correspondent)
    assert "Aucune fiche en ligne" in page(client, "/bureau/?file=en-ligne")
    some_sheets(2, title="Jardin")
    a_sheet(title="Ailleurs", department="42", structure="Maison d’ailleurs")
    text = page(client, "/bureau/?file=en-ligne&q=jardin")
    assert text.count('name="fiche"') == 2
    assert "Ailleurs" not in page(client, "/bureau/?file=en-ligne")


def test_several_at_once_each_reported(
    client: Client, structure: Structure, member: Person, correspondent: Person
) -> None:
    sign_in(client, correspondent)
    good = a_submitted_sheet(member, structure, title="Bonne")
    moved = a_submitted_sheet(member, structure, title="Reprise")
    drafted = a_submitted_sheet(member, structure, title="Réécrite")
    elsewhere = a_structure("Maison d’ailleurs", "42")
    other = a_submitted_sheet(a_member(elsewhere), elsewhere, title="Étrangère")
    fiches = [token(sheet) for sheet in (good, moved, drafted, other)]
    for sheet, again in ((moved, True), (drafted, False)):
        content = contents.from_json(sheet.revisions.get().content) | {"limits": "Autre chose."}
        saved = drafting.save(Standing.of(member), sheet.pk, content, based_on=1)
        if again:
            drafting.submit(Standing.of(member), sheet.pk, version=saved.version)
    text = client.post(
        "/bureau/plusieurs/",
        {"fiche": [*fiches, "999999-1", "9" * 40, "x-y"], "geste": "publier"},
        follow=True,
    ).content.decode()
    assert "Publiée\u00a0: «\u00a0Bonne\u00a0»" in text
    assert "2 fiches ont changé entre-temps" in text
    assert "2 fiches cochées ne sont plus là" in text
    assert "Étrangère" not in text
    assert list(Sheet.objects.published()) == [Sheet.objects.get(pk=good.pk)]


def test_several_returned_with_one_reason(
    client: Client, structure: Structure, member: Person, correspondent: Person
) -> None:
    sheets = [a_submitted_sheet(member, structure, title=f"Fiche {rank}") for rank in range(2)]
    sign_in(client, correspondent)
    assert "2 fiches renvoyées" in decide(client, "renvoyer", *sheets, reason="Dites le public.")
    assert Revision.objects.filter(state="returned").count() == 2
    for sheet in sheets:
        assert sheet.messages.get().text == "Dites le public."
    # What was returned waits for no approval any more.
    assert "n’attendent pas cette décision" in decide(client, "publier", *sheets)


def test_several_withdrawn(client: Client, correspondent: Person) -> None:
    sheets = some_sheets(7)
    sign_in(client, correspondent)
    text = decide(client, "retirer", *sheets, reason="En double.")
    assert "7 fiches retirées" in text
    assert "et 3 autres" in text
    assert not Sheet.objects.published().exists()


def test_what_is_wrong_is_said_and_nothing_is_lost(
    client: Client, structure: Structure, member: Person, correspondent: Person
) -> None:
    sheet = a_submitted_sheet(member, structure)
    sign_in(client, correspondent)
    box = token(sheet)
    response = client.post("/bureau/plusieurs/", {"fiche": box, "raison": "Mon mot."})
    assert response.status_code == 422
    assert "Choisissez ce que vous voulez faire" in response.content.decode()
    assert "Mon mot." in response.content.decode()
    assert f'value="{box}" checked' in response.content.decode()
    response = client.post("/bureau/plusieurs/", {"fiche": box, "geste": "renvoyer"})
    assert "Dites pourquoi" in response.content.decode()
    response = client.post("/bureau/plusieurs/", {"geste": "publier"})
    assert "Cochez au moins une fiche" in response.content.decode()
    assert Revision.objects.get().state == "submitted"
