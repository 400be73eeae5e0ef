"""The files of sheets in preparation: for those who work on them, and for nobody else."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone

from essaim.catalogue import attached
from essaim.editor import files as views
from essaim.intake.attachments import storing
from essaim.network.models import Membership, Person
from essaim.sheets.models import Attachment, Revision, Sheet
from tests.factories import a_correspondent, a_member, a_person, a_sheet, a_structure
from tests.intake.attachments import files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _store(tmp_path: Path) -> Any:
    cache.clear()
    with override_settings(MEDIA_ROOT=tmp_path / "files"):
        yield


@pytest.fixture
def sheet() -> Sheet:
    """A published sheet, whose next version waits, submitted, with another photo."""
    made = a_sheet(files=("en-ligne.jpg",))
    waits(made, Revision.State.SUBMITTED, "en-ligne.jpg", "attend.jpg")
    return made


def waits(sheet: Sheet, state: Revision.State, *names: str) -> None:
    sheet.revisions.waiting().delete()
    last = sheet.revisions.order_by("-version").first()
    Revision.objects.create(
        sheet=sheet,
        version=last.version + 1 if last else 1,
        state=state,
        content={"titre": "Jardin", "fichiers": list(names)},
        author="personne:1",
        created_at=timezone.now(),
    )


def photo(sheet: Sheet, name: str, width: int) -> Attachment:
    upload = files.an_upload(files.a_photo(size=(width, 40)), name)
    return storing.attach(sheet.pk, upload, actor="personne:1")


def addresses(row: Attachment) -> tuple[str, str]:
    return views.of_file(row), views.of_file(row, thumbnail=True)


def answers(who: Person | None, row: Attachment) -> set[int]:
    """Return how the file and its thumbnail answer to that person."""
    client = Client()
    if who is not None:
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    found = set()
    for address in addresses(row):
        response = client.get(address)
        found.add(response.status_code)
        if response.status_code == 200:
            assert response["Cache-Control"] == "private, no-store"
            assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
            assert response["X-Content-Type-Options"] == "nosniff"
    return found


def test_who_sees_which_file(sheet: Sheet) -> None:
    online, waiting = photo(sheet, "en-ligne.jpg", 60), photo(sheet, "attend.jpg", 61)
    removed = photo(sheet, "retirée.jpg", 62)
    everyone: dict[str, tuple[Person | None, set[int], set[int], set[int]]] = {
        "member": (a_member(sheet.structure), {200}, {200}, {200}),
        "manager": (a_member(sheet.structure, Membership.Role.MANAGER), {200}, {200}, {200}),
        "correspondent": (a_correspondent("69"), {200}, {200}, {404}),
        "of elsewhere": (a_correspondent("33"), {404}, {404}, {404}),
        "of another": (a_member(a_structure("Autre maison")), {404}, {404}, {404}),
        "known": (a_person(), {404}, {404}, {404}),
        "visitor": (None, {404}, {404}, {404}),
    }
    for name, (who, *expected) in everyone.items():
        found = [answers(who, row) for row in (online, waiting, removed)]
        assert found == expected, name


def test_a_private_draft_is_the_structure_s_own(sheet: Sheet) -> None:
    waiting = photo(sheet, "attend.jpg", 61)
    waits(sheet, Revision.State.DRAFT, "attend.jpg")
    assert answers(a_correspondent("69"), waiting) == {404}
    assert answers(a_member(sheet.structure), waiting) == {200}


def test_a_first_draft_too(sheet: Sheet) -> None:
    first = photo(sheet, "attend.jpg", 61)
    Sheet.objects.filter(pk=sheet.pk).update(state=Sheet.State.DRAFT)
    sheet.revisions.exclude(state=Revision.State.SUBMITTED).delete()
    assert answers(a_correspondent("69"), first) == {200}
    waits(sheet, Revision.State.DRAFT, "attend.jpg")
    assert answers(a_correspondent("69"), first) == {404}
    assert answers(a_member(sheet.structure), first) == {200}


def test_a_membership_that_was_not_accepted_opens_nothing(sheet: Sheet) -> None:
    waiting, who = photo(sheet, "attend.jpg", 61), a_person()
    Membership.objects.create(person=who, structure=sheet.structure)
    assert answers(who, waiting) == {404}


def test_a_file_is_found_under_its_own_sheet_only(sheet: Sheet) -> None:
    waiting, member = photo(sheet, "attend.jpg", 61), a_member(sheet.structure)
    other = a_sheet(title="Autre fiche de la même structure")
    client = Client()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    for place in (
        f"/contribuer/{other.number}/fichiers/{waiting.pk}/attend.jpg",
        f"/contribuer/{other.number}/fichiers/{waiting.pk}/vignette",
        f"/contribuer/{sheet.number}/fichiers/{waiting.pk}/autre.jpg",
        f"/contribuer/{sheet.number}/fichiers/{10**30}/attend.jpg",
    ):
        assert client.get(place).status_code == 404, place


def test_the_addresses_of_several_files_cost_one_query(
    sheet: Sheet, django_assert_num_queries: Any
) -> None:
    names = [photo(sheet, f"{n}.jpg", 60 + n).name for n in range(3)]
    with django_assert_num_queries(1):
        found = attached.of_names(sheet, names, views.of_file)
    start = f"/contribuer/{sheet.number}/fichiers/"
    assert [one.name for one in found] == names
    assert all(one.address.startswith(start) and one.thumbnail for one in found)
