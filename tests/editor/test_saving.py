"""Saved as one types: what the script is answered, and what never happens without a proof."""

import random
import re
from typing import Any

import pytest
from django.test import Client

from essaim.network.models import Person, Structure
from essaim.network.standing import Standing
from essaim.search import doubles
from essaim.sheets import content as contents
from essaim.sheets.models import Revision, Sheet
from essaim.workflow import drafting
from tests.editor.forms import BACKEND, content_of, signed_in, some, waiting
from tests.factories import a_content, a_member, a_sheet
from tests.hostile import HostileClient

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def member(structure: Structure) -> Person:
    return a_member(structure, name="Alice")


@pytest.fixture
def sheet(member: Person, structure: Structure) -> Sheet:
    return drafting.create(Standing.of(member), structure, a_content(title="Le bal"))


@pytest.fixture
def writer(client: HostileClient, member: Person) -> Client:
    return signed_in(client, member)


def save(client: Client, sheet: Sheet, version: int, status: int = 200, **changes: Any) -> Any:
    address = f"/contribuer/{sheet.number}/enregistrer/"
    answer = client.post(address, some(version, **changes), headers=JSON)
    assert answer.status_code == status, answer.content
    return answer.json()


def test_a_save_says_its_version_and_its_hour(writer: Client, sheet: Sheet) -> None:
    told = save(writer, sheet, 1, summary="On danse.")
    assert (told["version"], told["conflits"], told["erreurs"], told["autres"]) == (2, [], {}, {})
    assert re.fullmatch(r"\d\d:\d\d", told["heure"])
    assert content_of(sheet)["summary"] == "On danse."
    assert save(writer, sheet, 2, summary="On danse.")["version"] == 2  # nothing new


def test_the_same_save_twice_is_one(writer: Client, sheet: Sheet) -> None:
    """The answer was lost on its way, the browser sends again what it had sent."""
    first = save(writer, sheet, 1, summary="On danse.")
    again = save(writer, sheet, 1, summary="On danse.")
    assert first["version"] == again["version"] == 2
    assert again["conflits"] == []


def test_it_tells_what_helps(writer: Client, sheet: Sheet, structure: Structure) -> None:
    a_sheet(title="Le bal des voisins", structure=structure.name)
    told = save(
        writer, sheet, 1, title="Bal des voisins", summary="Appelez le 06 12 34 56 78", limits=""
    )
    assert told["encouragement"]["titre"] == "C’est bien parti"
    assert told["parties"]["essentiel"] == "2 sur 3"
    assert [one["extrait"] for one in told["gardes"]["resume"]] == ["06 12 34 56 78"]
    assert told["gardes"]["limites"] == []
    assert [one["ou"] for one in told["proches"]] == ["déjà publiée par votre structure"]
    assert "proches" not in save(writer, sheet, told["version"], limits="Le froid.")


def test_what_helps_never_undoes_what_is_saved(
    writer: Client, sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("the index is broken")

    monkeypatch.setattr(doubles, "near_title", broken)
    told = save(writer, sheet, 1, title="Le grand bal")
    assert told["version"] == 2
    assert "proches" not in told
    assert content_of(sheet)["title"] == "Le grand bal"


def test_a_fault_is_told_by_field_and_the_rest_is_kept(writer: Client, sheet: Sheet) -> None:
    told = save(writer, sheet, 1, title="x" * 301, limits="Le froid.")
    assert list(told["erreurs"]) == ["titre"]
    assert "300" in told["erreurs"]["titre"][0]
    assert (content_of(sheet)["title"], content_of(sheet)["limits"]) == ("Le bal", "Le froid.")


def test_others_fields_are_joined_and_told(
    writer: Client, sheet: Sheet, structure: Structure
) -> None:
    other = signed_in(Client(), a_member(structure, name="Basile"))
    save(other, sheet, 1, people="Dix bénévoles", keywords=("Culture", "Santé"))
    told = save(writer, sheet, 1, limits="Le froid.")
    assert told["conflits"] == []
    assert told["autres"] == {
        "personnes_mobilisees": "Dix bénévoles",
        "mots_cles": ["Culture", "Santé"],
    }
    assert content_of(sheet)["people"] == "Dix bénévoles"


def test_a_conflict_shows_both_texts_and_keeps_mine_aside(
    writer: Client, sheet: Sheet, structure: Structure
) -> None:
    other = signed_in(Client(), a_member(structure, name="Basile"))
    save(other, sheet, 1, summary="On chante ensemble.")
    told = save(writer, sheet, 1, summary="On danse ensemble.", limits="Le froid.")
    assert told["version"] == 2
    (conflict,) = told["conflits"]
    assert (conflict["champ"], conflict["titre"]) == ("resume", "En résumé")
    assert (conflict["la_leur"], conflict["la_votre"]) == (
        "On chante ensemble.",
        "On danse ensemble.",
    )
    assert conflict["auteur"] == "Basile"
    assert ["retire", "chante"] in conflict["mots"]
    assert ["ajoute", "danse"] in conflict["mots"]
    aside = Revision.objects.get(state="aside")
    kept = contents.from_json(aside.content)
    assert (kept["summary"], kept["limits"]) == ("On danse ensemble.", "Le froid.")
    # Settled: mine, over what the other had written.
    told = save(writer, sheet, told["version"], summary="On danse ensemble.")
    assert told["conflits"] == []
    assert content_of(sheet)["summary"] == "On danse ensemble."


def test_the_author_of_a_conflict_is_who_wrote_the_field(
    writer: Client, sheet: Sheet, structure: Structure, member: Person
) -> None:
    other = signed_in(Client(), a_member(structure, name="Basile"))
    save(other, sheet, 1, summary="On chante.")
    save(writer, sheet, 2, limits="Le froid.")  # Alice, in another window
    told = save(writer, sheet, 1, summary="On danse.")
    assert told["conflits"][0]["auteur"] == "Basile"


def test_two_hundred_interleavings_lose_nothing(structure: Structure, member: Person) -> None:
    """Two people and two windows, saving at random from what each last read."""
    for seed in range(20):
        chance = random.Random(seed)
        sheet = drafting.create(Standing.of(member), structure)
        clients = [signed_in(Client(), person) for person in (member, member, a_member(structure))]
        seen = [1, 1, 1]
        written: list[tuple[str, str]] = []
        for step in range(10):
            turn = chance.randrange(3)
            name = chance.choice(("summary", "limits", "people"))
            text = f"{name} {seed} {step} de {turn}"
            change: dict[str, Any] = {name: text}
            told = save(clients[turn], sheet, seen[turn], **change)
            written.append((name, text))
            assert not told["erreurs"]
            if not told["conflits"] or chance.random() < 0.7:
                seen[turn] = told["version"]
        kept = [contents.from_json(row.content) for row in sheet.revisions.all()]
        for name, text in written:
            assert any(one[name] == text for one in kept), (seed, text)


# --- Whoever has no proof, or no session any more ------------------------------------------------


def strict(person: Person) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person, backend=BACKEND)
    return client


def token_in(page: Any) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
    assert found
    return found.group(1)


def test_without_a_session_the_script_is_told_so(sheet: Sheet) -> None:
    told = save(Client(enforce_csrf_checks=True), sheet, 1, status=401, summary="On danse.")
    assert told["raison"] == "connexion"
    assert sheet.revisions.count() == 1


def test_with_an_old_proof_the_script_is_given_a_fresh_one(sheet: Sheet, member: Person) -> None:
    client = strict(member)
    address = f"/contribuer/{sheet.number}/enregistrer/"
    form = some(1, summary="On danse.") | {"csrfmiddlewaretoken": "x" * 64}
    told = client.post(address, form, headers=JSON)
    assert (told.status_code, told.json()["raison"]) == (403, "jeton")
    form["csrfmiddlewaretoken"] = told.json()["jeton"]
    assert client.post(address, form, headers=JSON).status_code == 200
    assert content_of(sheet)["summary"] == "On danse."


def test_another_person_in_the_same_browser_saves_nothing(
    structure: Structure, sheet: Sheet, member: Person
) -> None:
    other = signed_in(Client(), a_member(structure))
    form = some(1, summary="On danse.") | {"personne": member.pk}
    told = other.post(f"/contribuer/{sheet.number}/enregistrer/", form, headers=JSON)
    assert (told.status_code, told.json()["raison"]) == (403, "personne")
    assert sheet.revisions.count() == 1


@pytest.mark.parametrize("address", ["modifier", "enregistrer", "fichiers/ajouter"])
def test_another_site_cannot_post(address: str, sheet: Sheet, member: Person) -> None:
    client = strict(member)
    headers = {"Origin": "https://ailleurs.example"}
    form = some(1, summary="Piégé")
    answer = client.post(f"/contribuer/{sheet.number}/{address}/", form, headers=headers)
    assert answer.status_code == 403
    assert "Piégé" not in answer.content.decode()
    assert sheet.revisions.count() == 1


def test_a_form_without_a_session_is_given_back_whole(
    client: HostileClient, sheet: Sheet, member: Person
) -> None:
    """Without any script: signing in elsewhere, then pressing the button, loses nothing."""
    address = f"/contribuer/{sheet.number}/modifier/"
    text = 'Ligne 1\r\n<b>"Ligne" 2</b>'
    form = some(1, summary=text, keywords=("Culture",)) | {"personne": member.pk}
    page = client.post(address, form)
    assert page.status_code == 401
    source = page.content.decode()
    assert "Votre texte est là" in source
    assert "/compte/" in source
    hidden = re.findall(r'<input type="hidden" name="(champs|resume|version|mots_cles)"', source)
    assert sorted(hidden) == ["champs", "champs", "mots_cles", "resume", "version"]
    assert sheet.revisions.count() == 1
    back = strict(member)
    again = back.post(address, form | {"csrfmiddlewaretoken": token_in(page)})
    assert again.status_code == 403  # signed in again: that proof is of the session before
    form["csrfmiddlewaretoken"] = token_in(again)
    assert back.post(address, form).status_code == 302
    assert content_of(sheet)["summary"] == text.replace("\r\n", "\n")


def test_what_is_long_is_said(writer: Client, sheet: Sheet) -> None:
    answer = writer.post(
        f"/contribuer/{sheet.number}/enregistrer/",
        some(1, summary="é" * 3_000_000),
        headers=JSON,
    )
    assert answer.status_code == 400
    assert waiting(sheet).version == 1
