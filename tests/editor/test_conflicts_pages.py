"""The page where two texts are settled: both shown, anything chosen, nothing lost."""

from typing import Any

import pytest
from django.test import Client

from essaim.network.models import Person, Structure
from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.sheets.models import Revision, Sheet
from essaim.workflow import drafting
from tests.editor.forms import content_of, signed_in, some, waiting
from tests.factories import a_content, a_draft, a_member, a_structure
from tests.hostile import HostileClient
from tests.page import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(structure: Structure) -> Person:
    return a_member(structure, name="Alice")


@pytest.fixture
def other(structure: Structure) -> Person:
    return a_member(structure, name="Basile")


@pytest.fixture
def sheet(member: Person, structure: Structure) -> Sheet:
    return a_draft(member, structure)


@pytest.fixture
def writer(client: HostileClient, member: Person) -> Client:
    return signed_in(client, member)


def disagree(writer: Client, other: Person, sheet: Sheet, **texts: tuple[Any, Any]) -> str:
    """Let both change these fields (name=(theirs, mine)); return where the writer is sent."""
    content = content_of(sheet) | {name: pair[0] for name, pair in texts.items()}
    drafting.save(Standing.of(other), sheet.pk, content, based_on=1)
    form = some(
        1, **{name: pair[1] for name, pair in texts.items()}, prospects="Un poulailler bleu."
    )
    answer = writer.post(f"/contribuer/{sheet.number}/modifier/", form)
    assert answer.status_code == 302
    return str(answer["Location"])


def test_both_texts_stand_side_by_side(writer: Client, other: Person, sheet: Sheet) -> None:
    address = disagree(writer, other, sheet, summary=("On chante.", "On danse."))
    assert "/conflit/" in address
    source = writer.get(address).content.decode()
    assert "On <mark>chante</mark>." in source
    assert "On <mark>danse</mark>." in source
    assert "écrit par Basile" in source
    assert content_of(sheet)["summary"] == "On chante."


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("mien", "On danse."),
        ("leur", "On chante."),
        ("deux", "On chante.\n\nOn danse."),
        ("ecrire", "On chante\net on danse."),
    ],
)
def test_whatever_is_chosen_is_kept_and_nothing_is_lost(
    choice: str, expected: str, writer: Client, other: Person, sheet: Sheet
) -> None:
    address = disagree(writer, other, sheet, summary=("On chante.", "On danse."))
    form = {"version": 2, "choix_resume": choice, "texte_resume": "On chante\r\net on danse."}
    assert writer.post(address, form)["Location"] == f"/contribuer/{sheet.number}/modifier/"
    after = content_of(sheet)
    assert after["summary"] == expected
    assert after["prospects"] == "Un poulailler bleu."  # the rest of mine goes in with it
    texts = [contents.from_json(row.content)["summary"] for row in Revision.objects.all()]
    assert {"On chante.", "On danse."} <= set(texts)


def test_lists_and_single_choices(writer: Client, other: Person, sheet: Sheet) -> None:
    address = disagree(
        writer,
        other,
        sheet,
        keywords=(("Culture",), ("Santé",)),
        audience=("Adultes", "Jeunesse"),
        year=(2021, "2022"),
    )
    assert writer.get(address).status_code == 200
    form = {"version": 2, "choix_mots_cles": "deux", "choix_public": "mien", "choix_annee": "leur"}
    writer.post(address, form)
    after = content_of(sheet)
    assert after["keywords"] == ("Culture", "Santé")
    assert (after["audience"], after["year"]) == ("Jeunesse", 2021)


def test_nothing_is_chosen_for_anybody(writer: Client, other: Person, sheet: Sheet) -> None:
    address = disagree(
        writer, other, sheet, summary=("On chante.", "On danse."), limits=("Le vent", "Le bruit")
    )
    answer = writer.post(
        address, {"version": 2, "choix_resume": "ecrire", "texte_resume": "Les deux !"}
    )
    assert answer.status_code == 422
    source = answer.content.decode()
    assert "Choisissez ce qu’il faut garder" in source
    assert "Les deux !" in source  # what was written is there still
    assert waiting(sheet).version == 2


def test_too_long_together(writer: Client, other: Person, sheet: Sheet) -> None:
    address = disagree(writer, other, sheet, summary=("a" * 20_000, "b" * 20_000))
    answer = writer.post(address, {"version": 2, "choix_resume": "deux"})
    assert answer.status_code == 422
    assert "trop longs" in answer.content.decode()
    assert content_of(sheet)["summary"] == "a" * 20_000


def test_it_changed_again_meanwhile(
    writer: Client, other: Person, member: Person, sheet: Sheet
) -> None:
    address = disagree(writer, other, sheet, summary=("On chante.", "On danse."))
    writer.get(address)
    newer = content_of(sheet) | {"summary": "On mange."}
    drafting.save(Standing.of(other), sheet.pk, newer, based_on=2)
    answer = writer.post(address, {"version": 2, "choix_resume": "mien"})
    assert "/conflit/" in answer["Location"]
    source = writer.get(answer["Location"]).content.decode()
    assert "On <mark>mange</mark>." in source
    assert "On <mark>danse</mark>." in source


def test_a_reason_kept_means_that_it_ended(
    writer: Client, other: Person, member: Person, sheet: Sheet
) -> None:
    ended = content_of(sheet) | {"status": "Terminée"}
    drafting.save(Standing.of(member), sheet.pk, ended, based_on=1)
    running = ended | {"status": "En cours"}
    drafting.save(Standing.of(other), sheet.pk, running, based_on=2)
    form = some(2, end_reason="Plus de local")
    address = writer.post(f"/contribuer/{sheet.number}/modifier/", form)["Location"]
    writer.post(address, {"version": 3, "choix_raisons": "mien"})
    after = content_of(sheet)
    assert (after["status"], after["end_reason"]) == ("Terminée", "Plus de local")


def test_settled_once_it_has_nothing_more_to_ask(
    writer: Client, other: Person, sheet: Sheet
) -> None:
    address = disagree(writer, other, sheet, summary=("On chante.", "On danse."))
    writer.post(address, {"version": 2, "choix_resume": "mien"})
    assert "plus rien à départager" in writer.get(address).content.decode()


def test_only_a_text_set_aside_has_such_a_page(
    writer: Client, client: HostileClient, other: Person, sheet: Sheet
) -> None:
    address = disagree(writer, other, sheet, summary=("On chante.", "On danse."))
    assert writer.get(f"/contribuer/{sheet.number}/conflit/1/").status_code == 404
    signed_in(client, a_member(a_structure("Ailleurs")))
    assert client.get(address).status_code == 404
    assert client.post(address, {"version": 2, "choix_resume": "mien"}).status_code == 404


def test_two_windows_of_one_person(writer: Client, member: Person, structure: Structure) -> None:
    sheet = drafting.create(Standing.of(member), structure, a_content(title="Le bal"))
    address = disagree(writer, member, sheet, summary=("De l’autre fenêtre", "De celle-ci"))
    source = writer.get(address).content.decode()
    texts = [one.text() for one in parse(source).all("p")]
    assert "De l’autre fenêtre" in texts
    assert "De celle-ci" in texts
