"""Looking after the files: what no one names goes, what is named stays whole."""

import datetime
import os
import time
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone

from essaim.intake.attachments import keeping, storing
from essaim.sheets.models import Attachment, Sheet
from essaim.workflow.writer import Draft, publish
from tests.factories import a_sheet, a_validated_sheet
from tests.intake.attachments import files
from tests.intake.attachments.store import on_disk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forget_tries() -> None:
    cache.clear()


def attach(sheet: Sheet, name: str = "photo.jpg", data: bytes | None = None) -> Attachment:
    upload = files.an_upload(data or files.a_photo(), name)
    return storing.attach(sheet.pk, upload, actor="personne:1")


def grow_old(store: Path, days: float = 2) -> None:
    """Make every file and row that old."""
    past = time.time() - days * 86_400
    for path in store.rglob("*"):
        os.utime(path, (past, past))
    Attachment.objects.update(created_at=timezone.now() - datetime.timedelta(days=days))


def an_orphan(store: Path, name: str = "ab/abcdef") -> Path:
    path = store / storing.FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path


def test_a_file_that_no_row_names_goes_after_a_day(store: Path) -> None:
    kept = attach(a_sheet())
    orphan = an_orphan(store)
    assert keeping.sweep() == 0 and orphan.exists()
    grow_old(store)
    fresh = an_orphan(store, "ab/fresh")
    assert keeping.sweep() == 1
    assert on_disk(store) == {kept.stored_as, kept.thumbnail, str(fresh.relative_to(store))}


def test_only_our_own_folder_is_swept(store: Path) -> None:
    other = store / "autre" / "x"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"x")
    grow_old(store)
    assert keeping.sweep() == 0 and other.exists()


def test_an_empty_store_is_in_order() -> None:
    assert keeping.sweep() == 0
    assert keeping.discard_unnamed() == 0
    assert keeping.problems() == []


def test_a_great_many_orphans_are_swept(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "_AT_ONCE", 3)
    kept = attach(a_sheet())
    for number in range(10):
        an_orphan(store, f"ab/{number}")
    grow_old(store)
    assert keeping.sweep() == 10
    assert on_disk(store) == {kept.stored_as, kept.thumbnail}


def test_a_file_that_no_version_names_goes(store: Path) -> None:
    sheet = a_sheet(files=("named.pdf",))
    named = attach(sheet, "named.pdf", files.a_pdf())
    attach(sheet, "forgotten.jpg")
    assert keeping.discard_unnamed() == 0
    grow_old(store)
    assert keeping.discard_unnamed() == 1
    assert list(sheet.attachments.all()) == [named]
    assert on_disk(store) == {named.stored_as}


def test_a_file_that_an_old_version_names_stays(store: Path) -> None:
    sheet = a_sheet(files=("photo.jpg",))
    kept = attach(sheet)
    without = Draft(a_validated_sheet(title="Sans photo"), sheet.pk, sheet.digest)
    assert not publish([without], actor="essai").conflicts
    sheet.refresh_from_db()
    assert sheet.revisions.count() == 2 and not getattr(sheet, "files", None)
    grow_old(store)
    assert keeping.discard_unnamed() == 0
    assert list(sheet.attachments.all()) == [kept]
    sheet.revisions.filter(state="past").delete()
    assert keeping.discard_unnamed() == 1


def test_what_is_whole_raises_no_problem() -> None:
    sheet = a_sheet()
    attach(sheet)
    attach(sheet, "bilan.pdf", files.a_pdf())
    assert keeping.problems() == []


def test_what_is_missing_or_damaged_is_named(store: Path) -> None:
    sheet = a_sheet()
    missing, bare = attach(sheet, "absente.jpg"), attach(sheet, "nue.png", files.an_image())
    cut = attach(sheet, "coupé.pdf", files.a_pdf())
    changed = attach(sheet, "changé.pdf", files.a_pdf(b"%% 2\n"))
    (store / missing.stored_as).unlink()
    (store / bare.thumbnail).unlink()
    (store / cut.stored_as).write_bytes(files.a_pdf()[:-1])
    (store / changed.stored_as).write_bytes(files.a_pdf(b"%% 3\n"))
    absent, damaged = keeping.problems()
    assert f"« absente.jpg » (fiche n° {sheet.number}), « nue.png »" in absent
    assert "« coupé.pdf »" in damaged and "« changé.pdf »" in damaged
    assert "essaim restore" in absent


def test_a_long_list_of_problems_is_cut(store: Path) -> None:
    sheet = a_sheet()
    for number in range(7):
        kept = attach(sheet, f"{number}.pdf", files.a_pdf(b"%% %d\n" % number))
        (store / kept.stored_as).unlink()
    (said,) = keeping.problems()
    assert "et 2 de plus" in said and "« 4.pdf »" in said and "« 5.pdf »" not in said
