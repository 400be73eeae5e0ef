"""The preview, the page before submitting, and the files of a sheet being written."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from PIL import Image

from essaim.network.models import Person, Structure
from essaim.network.standing import Standing
from essaim.sheets.models import Event, Revision, Sheet, Term
from essaim.workflow import drafting
from tests.editor.forms import content_of, signed_in, some, waiting
from tests.factories import (
    USUAL,
    a_content,
    a_correspondent,
    a_draft,
    a_member,
    a_structure,
    a_submitted_sheet,
)
from tests.hostile import HostileClient

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _store(tmp_path: Path) -> Iterator[None]:
    cache.clear()
    with override_settings(MEDIA_ROOT=tmp_path / "files"):
        yield


@pytest.fixture
def writer(client: HostileClient, member: Person) -> Client:
    return signed_in(client, member)


def a_photo(name: str = "photo.jpg", colour: str = "gold") -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (40, 30), colour).save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue(), "image/jpeg")


# --- Preview ----------------------------------------------------------------------------------


def test_the_preview_is_the_public_page_and_writes_nothing(
    writer: Client, member: Person, structure: Structure
) -> None:
    sheet = a_draft(member, structure, keywords=("Culture", "Jonglage"), audience="Bébés")
    before = (Term.objects.count(), Event.objects.count(), Revision.objects.count())
    source = writer.get(f"/contribuer/{sheet.number}/apercu/").content.decode()
    assert before == (Term.objects.count(), Event.objects.count(), Revision.objects.count())
    for text in (USUAL["title"], USUAL["summary"], "Jonglage", "Bébés", "à vérifier", "2024"):
        assert str(text) in source
    assert "Le public ne voit pas cette page" in source
    assert 'content="noindex"' in source
    assert Sheet.objects.get().state == "draft"


def test_an_empty_sheet_has_a_preview_too(
    writer: Client, member: Person, structure: Structure
) -> None:
    sheet = drafting.create(Standing.of(member), structure)
    assert "Sans titre" in writer.get(f"/contribuer/{sheet.number}/apercu/").content.decode()


def test_who_reads_a_draft_reads_its_preview(
    client: HostileClient, member: Person, structure: Structure
) -> None:
    draft, submitted = a_draft(member, structure), a_submitted_sheet(member, structure)
    signed_in(client, a_correspondent("69"))
    assert client.get(f"/contribuer/{draft.number}/apercu/").status_code == 404
    page = client.get(f"/contribuer/{submitted.number}/apercu/")
    assert page.status_code == 200
    assert "/modifier/" not in page.content.decode()


# --- Before submitting ----------------------------------------------------------------------------


def test_what_is_missing_is_said_with_links(
    writer: Client, member: Person, structure: Structure
) -> None:
    sheet = drafting.create(Standing.of(member), structure, a_content(title="Le bal"))
    source = writer.get(f"/contribuer/{sheet.number}/soumettre/").content.decode()
    assert f"/contribuer/{sheet.number}/modifier/#public" in source
    assert f"/contribuer/{sheet.number}/modifier/#resume" in source
    assert f"/contribuer/{sheet.number}/envoyer/" not in source


def test_the_guard_warns_and_never_blocks(
    writer: Client, member: Person, structure: Structure
) -> None:
    sheet = a_draft(member, structure, people="Appelez le 06 12 34 56 78")
    source = writer.get(f"/contribuer/{sheet.number}/soumettre/").content.decode()
    assert "06 12 34 56 78" in source
    assert "Soumettre quand même" in source
    assert f"/contribuer/{sheet.number}/modifier/#personnes_mobilisees" in source
    writer.post(f"/contribuer/{sheet.number}/envoyer/", {"version": 1})
    assert waiting(sheet).state == "submitted"


@pytest.mark.parametrize(
    ("approval", "words"),
    [("direct", "en ligne dès que"), ("une", "Un correspondant"), ("deux", "la Caf et la fédé")],
)
def test_it_says_what_happens_in_this_departement(
    approval: str, words: str, writer: Client, member: Person, structure: Structure
) -> None:
    assert structure.department is not None
    structure.department.approval = approval
    structure.department.save()
    sheet = a_draft(member, structure)
    assert words in writer.get(f"/contribuer/{sheet.number}/soumettre/").content.decode()


def test_a_structure_without_a_departement(client: HostileClient) -> None:
    structure = a_structure("Nulle part", None)
    member = a_member(structure)
    sheet = a_draft(member, structure)
    source = signed_in(client, member).get(f"/contribuer/{sheet.number}/soumettre/").content
    assert "administration nationale" in source.decode()


def test_only_the_version_that_was_read_is_submitted(
    writer: Client, member: Person, structure: Structure
) -> None:
    sheet = a_draft(member, structure)
    writer.get(f"/contribuer/{sheet.number}/soumettre/")
    writer.post(f"/contribuer/{sheet.number}/modifier/", some(1, limits="Autre chose."))
    answer = writer.post(f"/contribuer/{sheet.number}/envoyer/", {"version": 1}, follow=True)
    assert waiting(sheet).state == "draft"
    assert "La fiche a changé" in answer.content.decode()


def test_what_is_submitted_already_is_not_again(
    writer: Client, member: Person, structure: Structure
) -> None:
    sheet = a_submitted_sheet(member, structure)
    answer = writer.get(f"/contribuer/{sheet.number}/soumettre/")
    assert answer["Location"] == f"/contribuer/{sheet.number}/"


# --- Files ---------------------------------------------------------------------------------------


def send(writer: Client, sheet: Sheet, *files: Any, **headers: str) -> Any:
    address = f"/contribuer/{sheet.number}/fichiers/ajouter/"
    return writer.post(address, {"fichiers": list(files)}, headers=headers or None)


def test_several_files_at_once_each_by_itself(
    writer: Client, member: Person, structure: Structure
) -> None:
    sheet = a_draft(member, structure)
    bad = SimpleUploadedFile("page.pdf", b"<html><script>alert(1)</script>", "application/pdf")
    answer = send(writer, sheet, a_photo(), bad, a_photo("autre.jpg", "navy"))
    assert answer["Location"].endswith("/modifier/#fichiers-joints")
    assert content_of(sheet)["files"] == ("photo.jpg", "autre.jpg")
    source = writer.get(f"/contribuer/{sheet.number}/modifier/").content.decode()
    assert "page.pdf :" in source.replace("\u00a0", " ")
    assert f"/contribuer/{sheet.number}/fichiers/" in source
    assert "photo.jpg" in source


def test_the_script_is_given_the_list(writer: Client, member: Person, structure: Structure) -> None:
    sheet = a_draft(member, structure)
    bad = SimpleUploadedFile("vide.jpg", b"", "image/jpeg")
    told = send(writer, sheet, a_photo(), bad, Accept="application/json").json()
    assert "photo.jpg" in told["liste"]
    assert [one["nom"] for one in told["refus"]] == ["vide.jpg"]
    address = f"/contribuer/{sheet.number}/fichiers/retirer/"
    told = writer.post(address, {"fichier": "photo.jpg"}, headers={"Accept": "application/json"})
    assert "Aucun fichier" in told.json()["liste"]
    assert content_of(sheet)["files"] == ()


def test_a_file_taken_off_stays_for_the_former_versions(
    writer: Client, member: Person, structure: Structure
) -> None:
    sheet = a_draft(member, structure)
    send(writer, sheet, a_photo())
    writer.post(f"/contribuer/{sheet.number}/fichiers/retirer/", {"fichier": "photo.jpg"})
    assert content_of(sheet)["files"] == ()
    assert sheet.attachments.count() == 1


def test_files_and_texts_do_not_disturb_each_other(
    writer: Client, member: Person, structure: Structure
) -> None:
    """The form open since before the file was added keeps it."""
    sheet = a_draft(member, structure)
    send(writer, sheet, a_photo())
    answer = writer.post(f"/contribuer/{sheet.number}/modifier/", some(1, limits="Le vent."))
    assert answer["Location"].endswith("/modifier/")
    assert content_of(sheet)["files"] == ("photo.jpg",)
    assert content_of(sheet)["limits"] == "Le vent."


def test_no_file_was_chosen(writer: Client, member: Person, structure: Structure) -> None:
    sheet = a_draft(member, structure)
    send(writer, sheet)
    source = writer.get(f"/contribuer/{sheet.number}/modifier/").content.decode()
    assert "Choisissez d’abord" in source
