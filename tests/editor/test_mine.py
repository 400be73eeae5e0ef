"""« Mes fiches », the follow-up of a sheet, its versions."""

import pytest
from pytest_django import DjangoAssertNumQueries

from essaim.network.models import Person, Structure
from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.sheets.models import Sheet
from essaim.workflow import conversation, deciding, drafting
from tests.factories import a_correspondent, a_draft, a_member, a_structure, a_submitted_sheet
from tests.hostile import HostileClient

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def house() -> Structure:
    return a_structure()


@pytest.fixture
def member(house: Structure, client: HostileClient) -> Person:
    person = a_member(house)
    client.force_login(person, backend=BACKEND)
    return person


def text(client: HostileClient, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def test_the_list_says_where_each_stands(
    client: HostileClient, member: Person, house: Structure
) -> None:
    a_draft(member, house, title="Le bal")
    asked = a_submitted_sheet(member, house, title="Le troc")
    conversation.say(Standing.of(a_correspondent("69")), asked.pk, "Quand ?")
    gone = a_draft(member, house, title="La kermesse")
    drafting.discard(Standing.of(member), gone.pk)
    page = text(client, "/contribuer/")
    for words in ("Le bal", "Brouillon", "Le troc", "Soumise", "une question vous attend"):
        assert words in page
    assert "La kermesse" in page
    assert "La kermesse" in text(client, "/contribuer/?etat=retirees")
    assert "Le bal" not in text(client, "/contribuer/?etat=soumises")


@pytest.mark.parametrize("path", ["/contribuer/", "/contribuer/?etat=brouillons"])
def test_as_many_queries_for_one_as_for_three(
    path: str,
    client: HostileClient,
    member: Person,
    house: Structure,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    a_draft(member, house)
    with django_assert_max_num_queries(50) as one:
        client.get(path)
    for _ in range(2):
        a_draft(member, house)
        drafting.discard(Standing.of(member), a_draft(member, house).pk)
    with django_assert_max_num_queries(len(one)):
        client.get(path)


def test_the_conversation_and_its_mistakes(
    client: HostileClient, member: Person, house: Structure
) -> None:
    sheet = a_submitted_sheet(member, house)
    address = f"/contribuer/{sheet.number}/"
    response = client.post(address + "message/", {"texte": "  "})
    assert response.status_code == 422
    assert "Écrivez votre message" in response.content.decode()
    client.post(address + "message/", {"texte": "Bonjour.\r\nVoici."})
    client.post(address + "message/", {"texte": "Bonjour.\r\nVoici."})  # sent twice
    assert [one.text for one in sheet.messages.all()] == ["Bonjour.\nVoici."]


def test_versions_are_compared_and_taken_up_again(
    client: HostileClient, member: Person, house: Structure
) -> None:
    who, boss = Standing.of(member), Standing.of(a_correspondent("69"))
    sheet = a_submitted_sheet(member, house, limits="Le froid de janvier.")
    deciding.approve(boss, sheet.pk, version=1)
    after = contents.from_json(sheet.revisions.get().content) | {"limits": "Le froid de mars."}
    drafting.save(who, sheet.pk, after, based_on=1)
    page = text(client, f"/contribuer/{sheet.number}/versions/2/")
    assert "retiré : </span>janvier</del>" in page
    assert "ajouté : </span>mars</ins>" in page
    client.post(f"/contribuer/{sheet.number}/versions/1/reprendre/")
    waiting = sheet.revisions.get(version=3)
    assert waiting.state == "draft"
    assert waiting.content["limites"] == "Le froid de janvier."
    assert Sheet.objects.get(pk=sheet.pk).state == "published"


def test_a_text_set_aside_is_told_of_until_its_author_has_saved_again(
    client: HostileClient, member: Person, house: Structure
) -> None:
    who, colleague = Standing.of(member), Standing.of(a_member(house))
    sheet = a_draft(member, house)
    start = contents.from_json(sheet.revisions.get().content)
    drafting.save(colleague, sheet.pk, start | {"limits": "La pluie."}, based_on=1)
    drafting.save(who, sheet.pk, start | {"limits": "Le vent."}, based_on=1)
    address = f"/contribuer/{sheet.number}/"
    assert "mis de côté" in text(client, address)
    drafting.save(who, sheet.pk, start | {"limits": "La pluie, le vent."}, based_on=2)
    assert "mis de côté" not in text(client, address)


def test_only_a_version_that_is_there(
    client: HostileClient, member: Person, house: Structure
) -> None:
    sheet = a_draft(member, house)
    for path in ("versions/9/", "versions/1/?depuis=abc", "versions/1/?depuis=99"):
        expected = 404 if path == "versions/9/" else 200
        assert client.get(f"/contribuer/{sheet.number}/{path}").status_code == expected
    assert client.post(f"/contribuer/{sheet.number}/versions/9/reprendre/").status_code == 404


def test_withdrawing_wants_a_reason(client: HostileClient, house: Structure) -> None:
    manager = a_member(house, role="responsable")
    client.force_login(manager, backend=BACKEND)
    sheet = a_submitted_sheet(manager, house)
    deciding.approve(Standing.of(a_correspondent("69")), sheet.pk, version=1)
    client.post(f"/contribuer/{sheet.number}/retirer/", {"raison": " "})
    assert client.get(f"/actions/{sheet.number}/", follow=True).status_code == 200
    client.post(f"/contribuer/{sheet.number}/retirer/", {"raison": "Une erreur."})
    assert client.get(f"/actions/{sheet.number}/").status_code == 410
