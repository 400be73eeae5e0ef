"""One sheet on the desk: what is new, what to look at, and each decision."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from essaim.network.models import Department, Person, Structure
from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.sheets.models import Revision, Sheet
from essaim.workflow import conversation, deciding, drafting, merging
from tests.desk.desk import page, post, sign_in
from tests.factories import (
    a_correspondent,
    a_draft,
    a_member,
    a_sheet,
    a_submitted_sheet,
    an_administrator,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(structure: Structure) -> Person:
    return a_member(structure, name="Amina Autrice")


@pytest.fixture
def correspondent(client: Client) -> Person:
    person = a_correspondent("69")
    sign_in(client, person)
    return person


def at(sheet: Sheet, act: str = "") -> str:
    return f"/bureau/fiches/{sheet.number}/{act}"


def revise(member: Person, sheet: Sheet, submit: bool = True, **values: object) -> int:
    """Write the next version of a sheet, and submit it; return its number."""
    latest = sheet.revisions.order_by("-version")[0]
    content = contents.from_json(latest.content) | values
    who = Standing.of(member)
    saved = drafting.save(who, sheet.pk, content, based_on=latest.version)  # type: ignore[arg-type]
    if submit:
        drafting.submit(who, sheet.pk, version=saved.version)
    return saved.version


def test_a_new_sheet_is_read_whole(
    client: Client, structure: Structure, member: Person, correspondent: Person
) -> None:
    a_sheet(title="Le jardin d’en bas")
    sheet = a_submitted_sheet(
        member, structure, title="Le jardin d'en bas", limits="Écrire à jo@exemple.fr"
    )
    text = page(client, at(sheet))
    assert "nouvelle fiche" in text
    assert "Amina Autrice" in text
    assert "une animatrice ouvre le cabanon" in text
    assert "jo@exemple.fr</mark>" in text
    assert "Elle ressemble à" in text
    assert "la même structure" in text
    assert f"/contribuer/{sheet.number}/apercu/" in text
    assert "soumise, Amina Autrice" in text


def test_a_new_version_beside_the_published_one(
    client: Client, structure: Structure, member: Person, correspondent: Person
) -> None:
    sheet = a_submitted_sheet(member, structure)
    deciding.approve(Standing.of(correspondent), sheet.pk, version=1)
    revise(member, sheet, limits="L’eau a manqué en juillet.", keywords=("Solidarité", "Culture"))
    text = page(client, at(sheet))
    assert "<del><span" in text
    assert "juillet</ins>" in text
    assert "retiré : </span>développement durable</del>" in text
    assert "Ce qui ne change pas" in text
    assert text.index("Ce qui ne change pas") < text.index("une animatrice ouvre le cabanon")


def test_publishing_goes_on_to_the_next(
    client: Client, structure: Structure, member: Person, correspondent: Person
) -> None:
    first = a_submitted_sheet(member, structure, title="Première")
    second = a_submitted_sheet(member, structure, title="Seconde")
    assert f"/bureau/fiches/{second.number}/" in page(client, at(first))
    text = post(client, at(first, "publier/"), version=1)
    assert "La fiche est publiée." in text
    assert "<h1>Seconde</h1>" in text
    text = post(client, at(second, "publier/?departement=69"), version=1)
    assert "Tout est à jour" in text
    assert Sheet.objects.published().count() == 2


def test_one_side_of_two(
    client: Client, structure: Structure, member: Person, correspondent: Person
) -> None:
    Department.objects.filter(pk="69").update(approval="deux")
    sheet = a_submitted_sheet(member, structure)
    text = post(client, at(sheet, "publier/"), version=1)
    assert "Votre accord est noté" in text
    assert "accord donné\u00a0: Caf" in page(client, at(sheet))
    assert not Sheet.objects.published().exists()


def test_only_what_was_read_is_published(
    client: Client, structure: Structure, member: Person, correspondent: Person
) -> None:
    sheet = a_submitted_sheet(member, structure)
    revise(member, sheet, limits="Le bruit des voisins.")
    text = post(client, at(sheet, "publier/"), 409, version=1)
    assert "Rien n’a été fait" in text
    assert "Ce qui a changé depuis que vous l’avez ouverte" in text
    assert "bruit" in text
    assert 'name="version" value="2"' in text
    assert not Sheet.objects.published().exists()


def test_what_its_author_takes_back_is_not_shown(
    client: Client, structure: Structure, member: Person, correspondent: Person
) -> None:
    sheet = a_submitted_sheet(member, structure)
    revise(member, sheet, submit=False, limits="Un secret en cours d’écriture.")
    text = post(client, at(sheet, "publier/"), 409, version=1)
    assert "La structure prépare une nouvelle version" in text
    assert "Un secret" not in text
    # Nor by claiming to have read it.
    for version in (2, 99, "x"):
        response = client.post(at(sheet, "publier/"), {"version": version})
        assert "Un secret" not in response.content.decode()
        response = client.post(at(sheet, "corriger/"), {"version": version, "annee": "rien"})
        assert "Un secret" not in response.content.decode()


def test_somebody_else_decided_first(
    client: Client, structure: Structure, member: Person, correspondent: Person
) -> None:
    sheet = a_submitted_sheet(member, structure)
    deciding.approve(Standing.of(a_correspondent("69")), sheet.pk, version=1)
    text = post(client, at(sheet, "renvoyer/"), 409, version=1, raison_renvoi="Trop courte.")
    assert "La fiche a changé" in text
    assert Sheet.objects.get().state == "published"


def test_returned_with_a_reason(
    client: Client, structure: Structure, member: Person, correspondent: Person
) -> None:
    sheet = a_submitted_sheet(member, structure)
    text = post(client, at(sheet, "renvoyer/"), 422, version=1, raison_renvoi="  ")
    assert 'href="#raison-renvoi">Dites pourquoi' in text
    assert 'aria-invalid="true"' in text
    text = post(client, at(sheet, "renvoyer/"), version=1, raison_renvoi="Combien de familles ?")
    assert "renvoyée à la structure" in text
    assert Revision.objects.get().state == "returned"
    text = page(client, at(sheet))
    assert "Combien de familles" in text
    assert "renvoyée, pas encore reprise" in text


def test_a_reason_is_not_lost_when_the_sheet_moved(
    client: Client, structure: Structure, member: Person, correspondent: Person
) -> None:
    sheet = a_submitted_sheet(member, structure)
    revise(member, sheet, limits="Autre chose.")
    text = post(client, at(sheet, "renvoyer/"), 409, version=1, raison_renvoi="Mon long mot.")
    assert "Mon long mot.</textarea>" in text


def test_asking(
    client: Client, structure: Structure, member: Person, correspondent: Person
) -> None:
    sheet = a_submitted_sheet(member, structure)
    assert "Écrivez votre message" in post(client, at(sheet, "message/"), 422, texte=" ")
    assert "envoyé à la structure" in post(client, at(sheet, "message/"), texte="Combien ?")
    assert sheet.messages.get().kind == "question"
    assert "Combien" in page(client, at(sheet))


def test_thanks_close_the_conversation(
    client: Client, structure: Structure, member: Person, correspondent: Person
) -> None:
    sheet = a_sheet()
    assert "clôt l’échange" not in page(client, at(sheet))
    post(client, at(sheet, "message/"), texte="Toujours en cours ?")
    assert "1\u00a0question sans réponse" in page(client)
    conversation.say(Standing.of(member), sheet.pk, "Oui.")
    assert "1\u00a0réponse" in page(client)
    assert "clôt l’échange" in page(client, at(sheet))
    post(client, at(sheet, "message/"), texte="Merci, c’est noté.", suite="non")
    assert "Tout est à jour" in page(client)


def test_withdrawn(client: Client, correspondent: Person) -> None:
    sheet = a_sheet()
    assert "Dites pourquoi" in post(client, at(sheet, "retirer/"), 422)
    text = post(client, at(sheet, "retirer/"), raison_retrait="Une personne y est nommée.")
    assert "n’est plus en ligne" in text
    assert client.get(f"/actions/{sheet.number}-{sheet.slug}/").status_code == 410
    assert "retirée" in page(client, at(sheet))


def mended(
    client: Client, sheet: Sheet, version: int = 1, status: int = 200, **values: object
) -> str:
    """Send the form of simple fields as the page shows it, with those values over it."""
    live = contents.of_sheet(Sheet.objects.for_reading().get(pk=sheet.pk))
    shown = {
        "version": version,
        "statut": live["status"],
        "dimension": live["dimension"],
        "territoire": live["territory"],
        "public": live["audience"],
        "mots_cles": list(live["keywords"] or ()),  # type: ignore[arg-type]
        "annee": live["year"] or "",
    }
    response = client.post(at(sheet, "corriger/"), {**shown, **values}, follow=True)
    assert response.status_code == status
    return str(response.content.decode())


def live_of(sheet: Sheet) -> contents.Content:
    return contents.of_sheet(Sheet.objects.for_reading().get(pk=sheet.pk))


def test_mending_simple_fields(client: Client, correspondent: Person) -> None:
    sheet = a_sheet()
    assert "Corriger les champs simples" in page(client, at(sheet))
    before = live_of(sheet)
    assert "Rien n’a été changé" in mended(client, sheet)
    keywords = ["Culture", "Solidarité", "développement durable"]
    text = mended(client, sheet, dimension="Services", annee="2025", mots_cles=keywords)
    assert "La fiche est corrigée" in text
    # The author's order first.
    chosen = ("développement durable", "Solidarité", "Culture")
    assert live_of(sheet) == before | {"dimension": "Services", "year": 2025, "keywords": chosen}
    assert "1945" in mended(client, sheet, 2, 422, annee="12")
    assert "La fiche a changé" in mended(client, sheet, 77, 409)


def test_mending_leaves_what_others_changed_meanwhile(
    client: Client, correspondent: Person
) -> None:
    sheet = a_sheet()
    deciding.mend(Standing.of(correspondent), sheet.pk, {"dimension": "Services"})
    mended(client, sheet, 1, dimension="Citoyenneté", territoire="Une commune")
    live = live_of(sheet)
    assert (live["dimension"], live["territory"]) == ("Services", "Une commune")


def test_an_action_that_had_not_ended_after_all(client: Client, correspondent: Person) -> None:
    sheet = a_sheet(status="Terminée", end_reason="Plus de financement.")
    mended(client, sheet, statut="En cours")
    live = live_of(sheet)
    assert (live["status"], live["end_reason"]) == ("En cours", "")


def test_who_may_come_here(client: Client, structure: Structure, member: Person) -> None:
    sheet = a_submitted_sheet(member, structure, title="À voir")
    acts = ("publier/", "renvoyer/", "message/", "retirer/", "corriger/")
    response = client.get(at(sheet))
    assert "/compte/connexion/" in response["Location"]
    sign_in(client, member)
    assert client.get(at(sheet)).status_code == 403
    assert {client.post(at(sheet, act), {"version": 1}).status_code for act in acts} == {403}
    sign_in(client, a_correspondent("42"))
    assert client.get(at(sheet)).status_code == 404
    assert {client.post(at(sheet, act), {"version": 1}).status_code for act in acts} == {404}
    sign_in(client, an_administrator())
    assert "À voir" in page(client, at(sheet))
    assert client.get("/bureau/fiches/999999/").status_code == 404
    assert {client.get(at(sheet, act)).status_code for act in acts} == {405}


def test_a_private_draft_is_not_there(
    client: Client, structure: Structure, member: Person, correspondent: Person
) -> None:
    assert client.get(at(a_draft(member, structure))).status_code == 404


def test_a_merged_sheet_leads_to_the_other(client: Client, correspondent: Person) -> None:
    kept, other = a_sheet(title="Un"), a_sheet(title="Deux")
    who = Standing.of(correspondent)
    merging.merge(who, kept.pk, other.pk, contents.of_sheet(kept), versions=(1, 1))
    assert client.get(at(other))["Location"] == at(kept)


def test_flat_queries(
    client: Client,
    structure: Structure,
    member: Person,
    correspondent: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    sheet = a_submitted_sheet(member, structure, title="Un bal", files=("a.pdf",))
    other = a_submitted_sheet(member, structure, title="Autre", files=("a.pdf", "b.pdf", "c.pdf"))
    for one in (sheet, other):
        post(client, at(one, "message/"), texte="Combien ?")
    page(client, at(sheet))
    with django_assert_num_queries(19):
        page(client, at(sheet))
    for rank in range(3):
        a_sheet(title="Autre")
        post(client, at(other, "message/"), texte=f"Question {rank} ?")
    with django_assert_num_queries(19):
        page(client, at(other))
