"""Taking files in, from the form to the disk."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone

from essaim.intake.attachments import inspecting, limits, storing
from essaim.intake.attachments.receiving import TooHeavy
from essaim.sheets import file_types
from essaim.sheets.models import Attachment, Sheet
from essaim.sheets.validators import Refused
from tests.factories import a_sheet
from tests.intake.attachments import files
from tests.intake.attachments.store import on_disk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forget_tries() -> None:
    cache.clear()


def attach(
    sheet: Sheet, data: bytes, name: str = "bilan.pdf", actor: str = "personne:1"
) -> Attachment:
    return storing.attach(sheet.pk, files.an_upload(data, name), actor=actor)


def refused(sheet: Sheet, data: bytes, **named: Any) -> str:
    """Return why; nothing may be left of what is refused."""
    before = Attachment.objects.count()
    with pytest.raises(Refused) as caught:
        attach(sheet, data, **named)
    assert Attachment.objects.count() == before
    return str(caught.value)


def a_different_pdf(number: int) -> bytes:
    return files.a_pdf(b"%% %d\n" % number)


# --- What is kept -----------------------------------------------------------------------


def test_a_document_is_kept_as_it_came(store: Path) -> None:
    sheet = a_sheet()
    kept = attach(sheet, files.a_pdf(), "../Bilan 2024.PDF")
    assert (kept.name, kept.media_type) == ("Bilan 2024.pdf", "application/pdf")
    assert (kept.size, kept.thumbnail, kept.width) == (len(files.a_pdf()), "", None)
    assert kept.uploaded_by == "personne:1"
    assert on_disk(store) == {kept.stored_as}
    assert (store / kept.stored_as).read_bytes() == files.a_pdf()


def test_its_place_on_the_disk_says_nothing_of_its_name(store: Path) -> None:
    kept = attach(a_sheet(), files.a_pdf(), "plan-secret.pdf")
    path = store / kept.stored_as
    assert "secret" not in kept.stored_as and path.suffix == ""
    assert len(path.name) == 40
    assert path.stat().st_mode & 0o111 == 0


def test_an_image_is_kept_as_it_was_made_anew(store: Path) -> None:
    photo = files.a_photo(size=(3_000, 2_000))
    kept = attach(a_sheet(), photo, "Fête.jpg")
    assert (kept.media_type, kept.width, kept.height) == ("image/jpeg", 2_400, 1_600)
    assert on_disk(store) == {kept.stored_as, kept.thumbnail}
    stored = (store / kept.stored_as).read_bytes()
    assert len(stored) == kept.size and b"GPS" not in stored and stored != photo


def test_a_large_upload_waits_in_a_file_of_its_own_and_is_kept_too(store: Path) -> None:
    with TemporaryUploadedFile("bilan.pdf", "text/html", 0, None) as upload:
        upload.write(files.a_pdf())
        kept = storing.attach(a_sheet().pk, upload, actor="personne:1")
        assert (store / kept.stored_as).read_bytes() == files.a_pdf()
        assert Path(upload.temporary_file_path()).exists()


def test_the_name_and_the_type_it_came_with_count_for_nothing() -> None:
    sheet = a_sheet()
    assert attach(sheet, files.a_pdf(), "photo.jpg").name == "photo.pdf"
    assert attach(sheet, files.an_image(form="GIF"), "x.exe").media_type == "image/png"
    assert attach(sheet, files.a_docx(), "notes").name == "notes.docx"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<html><script>alert(1)</script>", "bilan.pdf"),
        (b"<svg xmlns='x' onload='alert(1)'/>", "bilan.pdf"),
        (files.a_bomb(limits.MOST_INFLATED + 1), "notes.docx"),
        (files.a_png_header(40_000, 40_000), "photo.png"),
        (b"", "vide.pdf"),
        (b"\xff\xd8\xff" + bytes(500), "photo.jpg"),
    ],
)
def test_what_is_refused_leaves_nothing(store: Path, data: bytes, name: str) -> None:
    assert refused(a_sheet(), data, name=name)
    assert on_disk(store) == set()


def test_what_was_too_heavy_to_be_received_is_refused_with_the_limit(store: Path) -> None:
    with pytest.raises(Refused, match="25\u00a0Mo au plus"):
        storing.attach(a_sheet().pk, TooHeavy("film.pdf", 10**10), actor="personne:1")
    assert on_disk(store) == set()


def test_the_same_content_twice_is_kept_once(store: Path) -> None:
    sheet = a_sheet()
    first = attach(sheet, files.a_photo(), "a.jpg")
    assert attach(sheet, files.a_photo(), "b.jpg") == first
    assert len(on_disk(store)) == 2
    assert attach(a_sheet(title="Autre"), files.a_photo(), "a.jpg") != first


def test_names_are_unique_in_a_sheet_only() -> None:
    sheet = a_sheet()
    names = [attach(sheet, a_different_pdf(n), "Bilan.pdf").name for n in range(3)]
    assert names == ["Bilan.pdf", "Bilan (2).pdf", "Bilan (3).pdf"]
    assert attach(a_sheet(title="Autre"), files.a_pdf(), "Bilan.pdf").name == "Bilan.pdf"


def test_a_sheet_that_is_not_there_takes_nothing(store: Path) -> None:
    with pytest.raises(Sheet.DoesNotExist):
        storing.attach(10**9, files.an_upload(files.a_pdf(), "a.pdf"), actor="personne:1")
    assert on_disk(store) == set()


def test_a_row_that_cannot_be_written_leaves_no_file(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(Attachment.objects, "create", fail)
    with pytest.raises(DatabaseError), transaction.atomic():
        attach(a_sheet(), files.a_photo(), "a.jpg")
    assert on_disk(store) == set()


def test_a_full_disk_is_told_in_words(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", fail)
    assert "la panne est de notre côté" in refused(a_sheet(), files.a_pdf())


# --- Limits -----------------------------------------------------------------------------


def test_a_sheet_holds_so_many_files(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_FILES", 3)
    sheet = a_sheet()
    for number in range(3):
        attach(sheet, a_different_pdf(number))
    assert "déjà 3 fichiers" in refused(sheet, a_different_pdf(3))
    assert len(on_disk(store)) == 3
    # What it already has costs nothing.
    assert attach(sheet, a_different_pdf(1)).name == "bilan (2).pdf"


def test_and_so_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_BYTES", 2 * len(files.a_pdf()) + 100)
    sheet = a_sheet()
    attach(sheet, a_different_pdf(1))
    attach(sheet, a_different_pdf(2))
    assert "dépasseraient" in refused(sheet, a_different_pdf(3))


def test_a_file_taken_off_the_sheet_leaves_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to a point: former versions keep their files."""
    monkeypatch.setattr(limits, "MOST_FILES", 2)
    monkeypatch.setattr(limits, "MOST_FILES_KEPT", 4)
    sheet = a_sheet()
    for number in range(4):
        attach(sheet, a_different_pdf(number))
        # The author saves without it.
        sheet.revisions.update(created_at=timezone.now())
    assert "versions précédentes" in refused(sheet, a_different_pdf(9))


def test_a_file_the_current_version_names_keeps_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_FILES", 1)
    sheet = a_sheet(files=("bilan.pdf",))
    attach(sheet, files.a_pdf())
    sheet.revisions.update(created_at=timezone.now() + datetime.timedelta(hours=1))
    assert "le plus qu’elle puisse en montrer" in refused(sheet, a_different_pdf(1))


def test_one_person_may_send_so_many_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_FILES_AN_HOUR", 3)
    for number in range(3):
        attach(a_sheet(title=f"Fiche {number}"), files.a_pdf())
    cache.clear()  # another process, which has not counted the tries
    sheet = a_sheet(title="Encore")
    assert "dans une heure" in refused(sheet, files.a_pdf())
    assert attach(sheet, files.a_pdf(), actor="personne:2")
    Attachment.objects.update(created_at=timezone.now() - datetime.timedelta(hours=2))
    assert attach(a_sheet(title="Plus tard"), files.a_pdf())


def test_and_so_many_bytes_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_BYTES_A_DAY", len(files.a_pdf()))
    attach(a_sheet(), files.a_pdf())
    Attachment.objects.update(created_at=timezone.now() - datetime.timedelta(hours=5))
    assert "demain" in refused(a_sheet(title="Autre"), files.a_pdf())
    Attachment.objects.update(created_at=timezone.now() - datetime.timedelta(hours=25))
    assert attach(a_sheet(title="Autre"), files.a_pdf())


def test_a_million_tiny_files_stop_before_being_looked_at(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused files and repeated ones leave no row: the tries are counted too."""
    monkeypatch.setattr(limits, "MOST_TRIES_AN_HOUR", 20)
    looked_at: list[object] = []
    look = inspecting.kind_of

    def counted(file: Any) -> file_types.FileType:
        looked_at.append(file)
        return look(file)

    monkeypatch.setattr("essaim.intake.attachments.inspecting.kind_of", counted)
    sheet, answers = a_sheet(), []
    for _ in range(200):
        with pytest.raises(Refused) as caught:
            attach(sheet, b"x")
        answers.append(str(caught.value))
    assert len(looked_at) == 20
    assert sum("dans une heure" in answer for answer in answers) == 180
    assert on_disk(store) == set()


def test_the_real_limits_hold_for_real(store: Path) -> None:
    """As many tiny files as anyone cares to send to one sheet: twenty stay."""
    sheet, taken = a_sheet(), 0
    for number in range(60):
        try:
            attach(sheet, a_different_pdf(number))
            taken += 1
        except Refused:
            pass
    assert taken == limits.MOST_FILES == sheet.attachments.count() == len(on_disk(store))


def test_an_upload_without_a_name_has_one() -> None:
    upload = SimpleUploadedFile("x", files.a_pdf())
    upload._name = None  # type: ignore[attr-defined]
    assert storing.attach(a_sheet().pk, upload, actor="personne:1").name == "fichier.pdf"
