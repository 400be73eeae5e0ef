"""What is kept of somebody: all of it handed over, all of it erased, the sheets left whole."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.test import Client, override_settings

from essaim.accounts import erasing, exporting, inviting, joining
from essaim.accounts.holding import Unable
from essaim.letters import sending
from essaim.network.models import Membership, Person
from essaim.network.people import ERASED, GONE, names_of
from essaim.network.standing import Standing
from essaim.sheets.models import Event, Revision, Sheet
from essaim.workflow import conversation, pseudonyms
from tests.accounts.everything import (
    ADDRESS,
    MODEL_BACKEND,
    NAME,
    OTHER_ADDRESS,
    as_read,
    keys_to,
    somebody_busy,
    traces,
)
from tests.accounts.mailbox import letters_to
from tests.factories import (
    a_correspondent,
    a_draft,
    a_member,
    a_person,
    a_structure,
    an_administrator,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def store(tmp_path: Path) -> Iterator[Path]:
    """A store and an outbox of one's own."""
    with override_settings(MEDIA_ROOT=tmp_path / "files", OUTBOX_DIR=tmp_path / "outbox"):
        yield tmp_path


def test_nothing_in_the_base_names_the_erased() -> None:
    person = somebody_busy()
    identifier = person.pk
    before = traces(identifier)
    # The search finds: otherwise finding nothing afterwards would prove nothing.
    for column in (
        *("network_person.email", "sheets_revision.author", "sheets_revision.published_by"),
        *("sheets_event.actor", "workflow_message.actor", "workflow_sideapproval.actor"),
        *("workflow_notdoubles.actor", "sheets_attachment.uploaded_by", "letters_link.payload"),
        *("network_membership.decided_by", "network_structurerequest.decided_by"),
        *("network_structure.contact_email", "django_session.session_data"),
        *("django_admin_log.object_repr", "account_emailaddress.email", "mfa_authenticator.data"),
        *("network_membership.message", "django_tasks_database_dbtaskresult.args_kwargs"),
    ):
        assert before.get(column), f"{column} was never filled: {sorted(before)}"
    assert keys_to(identifier)
    erasing.erase(person)
    assert traces(identifier) == {}
    assert keys_to(identifier) == {}


def test_the_sheets_stay_as_they_were() -> None:
    person = somebody_busy()
    before = {sheet.pk: as_read(sheet) for sheet in Sheet.objects.all()}
    log = list(Event.objects.values_list("sequence", "verb", "sheet_id", "revision"))
    new = erasing.erase(person)
    assert {sheet.pk: as_read(sheet) for sheet in Sheet.objects.all()} == before
    assert list(Event.objects.values_list("sequence", "verb", "sheet_id", "revision")) == log
    assert new.startswith(ERASED)
    assert len(new) == len(ERASED) + 8
    assert Revision.objects.filter(author=new).exists()
    assert names_of({new}) == {new: GONE}


def test_others_are_left_alone() -> None:
    person, other = somebody_busy(), Person.objects.get(email="collegue@exemple.fr")
    # 1 and 11: one label begins like the other.
    like = a_person("presque@exemple.fr")
    Event.objects.create(at=like.created_at, actor=f"{person.actor}1", verb="creee")
    mine = Revision.objects.filter(author=other.actor).count()
    assert mine
    erasing.erase(person)
    assert Revision.objects.filter(author=other.actor).count() == mine
    assert Event.objects.filter(actor=f"{person.actor}1").count() == 1
    assert Person.objects.filter(pk__in=[other.pk, like.pk]).count() == 2


def test_every_column_that_names_an_actor_is_relabelled() -> None:
    names = {"actor", "author", "published_by", "decided_by", "uploaded_by"}
    known = {(model._meta.label, column) for model, column in pseudonyms.ACTOR_COLUMNS}
    found = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        if model.__module__.startswith("essaim.")
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField) and field.max_length == 200
        if field.name in names
    }
    assert found == known


def test_the_conversation_names_nobody() -> None:
    home = a_structure()
    person, colleague = a_member(home, name=NAME), a_member(home)
    sheet = a_draft(person, home)
    conversation.say(Standing.of(person), sheet.pk, "Nous sommes douze.")
    erasing.erase(person)
    turn = conversation.turns(Standing.of(colleague), sheet)[0]
    assert (turn.author, turn.text) == (GONE, "Nous sommes douze.")


def test_a_last_letter() -> None:
    erasing.erase(a_person(ADDRESS))
    assert letters_to(ADDRESS) == ["Votre compte Essaim est effacé"]


def test_letters_in_the_outbox_go_too() -> None:
    person = a_person(ADDRESS)
    outbox: Path = settings.OUTBOX_DIR
    with override_settings(EMAIL_BACKEND="essaim.letters.outbox.OutboxBackend"):
        for address in (ADDRESS, f"Zéphyrine <{ADDRESS.upper()}>", "autre@exemple.fr"):
            sending.to_address("compte-efface", address, {"person": "vous"})
    assert len(list(outbox.glob("*.eml"))) == 3
    erasing.erase(person, tell=False)
    kept = [path.read_text() for path in outbox.glob("*.eml")]
    assert len(kept) == 1
    assert "autre@exemple.fr" in kept[0]


def test_the_last_manager_leaves_word() -> None:
    home = a_structure("Centre social du Val")
    person = a_member(home, role="responsable", email=ADDRESS)
    a_correspondent("69", email="correspondante@exemple.fr")
    assert (
        "dernière personne responsable de « Centre social du Val »"
        in erasing.consequences(person)[0]
    )
    erasing.erase(person)
    assert letters_to("correspondante@exemple.fr") == [
        "« Centre social du Val » n’a plus de responsable"
    ]


def test_alone_in_a_departement() -> None:
    person = a_correspondent("69", "01")
    a_correspondent("01")
    told = erasing.consequences(person)
    assert len(told) == 1
    assert "Rhône" in told[0]


def test_the_only_administrator_stays(client: Client) -> None:
    person = an_administrator(email=ADDRESS)
    an_administrator(is_active=False)
    client.force_login(person, backend=MODEL_BACKEND)
    answer = client.post("/compte/donnees/effacer/", {"email": ADDRESS}, follow=True)
    assert "nommez-en d’abord une autre" in answer.content.decode()
    with pytest.raises(Unable):
        erasing.erase(person)
    assert Person.objects.filter(pk=person.pk).exists()
    an_administrator()
    erasing.erase(person)


def test_invitations_of_the_erased_open_nothing() -> None:
    home = a_structure()
    person = a_member(home, role="responsable")
    inviting.invite(Standing.of(person), home.pk, "quelqu.un@exemple.fr", "membre")
    erasing.erase(person)
    assert not inviting.waiting(home.pk).exists()


def test_erased_while_acting() -> None:
    home = a_structure()
    person = a_member(home, role="responsable")
    member = Membership.objects.get(person=a_member(home))
    as_seen = Standing.of(person)
    erasing.erase(person)
    with pytest.raises(PermissionDenied):
        joining.remove(as_seen, member.pk)
    with pytest.raises(Person.DoesNotExist):
        erasing.erase(person)


# --- By the page -------------------------------------------------------------------------------


def test_erasing_by_the_page(client: Client) -> None:
    person = a_person(ADDRESS)
    elsewhere = Client()
    elsewhere.force_login(person, backend=MODEL_BACKEND)
    client.force_login(person, backend=MODEL_BACKEND)
    path = "/compte/donnees/effacer/"
    for wrong in ("", "autre@exemple.fr", ADDRESS[:-1]):
        assert client.post(path, {"email": wrong}).status_code == 400
    assert Person.objects.filter(pk=person.pk).exists()
    response = client.post(path, {"email": f" {ADDRESS.upper()} "}, follow=True)
    assert response.redirect_chain == [("/compte/donnees/efface/", 302)]
    assert "Votre compte est effacé" in response.content.decode()
    assert not Person.objects.filter(pk=person.pk).exists()
    for visitor in (client, elsewhere):
        assert visitor.get("/compte/").status_code == 302
    assert client.post(path, {"email": ADDRESS}).status_code == 302


def test_a_visit_erases_nothing(client: Client) -> None:
    person = a_person()
    client.force_login(person, backend=MODEL_BACKEND)
    assert client.get("/compte/donnees/effacer/").status_code == 200
    assert client.get("/compte/donnees/export/").status_code == 405
    assert Person.objects.filter(pk=person.pk).exists()


def exported(person: Person) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads("".join(exporting.export(person)))
    return whole


def test_the_export_is_whole() -> None:
    person = somebody_busy()
    sheet = Sheet.objects.filter(revisions__author=person.actor).order_by("pk")[0]
    whole = exported(person)
    assert whole["personne"]["courriel"] == ADDRESS
    assert whole["personne"]["nom"] == NAME
    assert set(whole) == {*exporting.SECTIONS, "source", "exporte_le", "conservation", "personne"}
    for section in exporting.SECTIONS:
        assert whole[section], f"{section} is empty"
    first = whole["versions"][0]
    assert (first["fiche"], first["version"], first["ecrite_par_vous"]) == (sheet.number, 1, True)
    assert first["contenu"]["titre"] == "Le jardin d’en bas"
    assert whole["messages"][0]["texte"] == "Nous sommes douze."
    assert whole["pieces_jointes"][0]["nom"] == "plan.pdf"
    assert {one["courriel"] for one in whole["adresses"]} == {ADDRESS, OTHER_ADDRESS}
    counts = {
        "versions": Revision.objects.filter(author=person.actor).count()
        + Revision.objects.filter(published_by=person.actor).exclude(author=person.actor).count(),
        "evenements": Event.objects.filter(actor=person.actor).count(),
    }
    assert {key: len(whole[key]) for key in counts} == counts


def test_the_export_holds_nobody_elses_data() -> None:
    text = "".join(exporting.export(somebody_busy()))
    for secret in ("collegue@exemple.fr", "Une collègue", "quelqu.un@exemple.fr", "credential"):
        assert secret not in text
    assert not any(len(word) == 64 for word in text.replace('"', " ").split())  # no digest


def test_the_export_of_somebody_new() -> None:
    whole = exported(a_person())
    assert all(whole[section] == [] for section in exporting.SECTIONS)


def test_the_export_by_the_page(client: Client) -> None:
    person = a_person(ADDRESS)
    client.force_login(person, backend=MODEL_BACKEND)
    response = client.post("/compte/donnees/export/")
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="essaim-mes-donnees-')
    assert response["Cache-Control"] == "private, no-store"
    whole = json.loads(b"".join(response.streaming_content))  # type: ignore[attr-defined]
    assert whole["personne"]["courriel"] == ADDRESS
