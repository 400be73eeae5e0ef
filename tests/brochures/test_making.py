"""A brochure asked for is made in the background: whole, the same each time, stopped, revived."""

import datetime
from typing import Any

import pytest
import typst
from django.core.files.storage import default_storage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from essaim.brochures import gathering, logos, making, odt, pdf, storing
from essaim.brochures.models import Brochure, Logo
from essaim.letters.postman import carry_all
from essaim.network.models import Person
from tests.brochures.making import HARD, a_brochure, a_logo, made, stored
from tests.factories import a_bare_sheet, a_member, a_sheet, a_structure, some_sheets

pytestmark = pytest.mark.django_db

State = Brochure.State


def test_it_is_made_with_both_files(correspondent: Person) -> None:
    brochure = made(a_brochure(correspondent, *some_sheets(3)))
    assert (brochure.state, brochure.percent, brochure.problem) == (State.DONE, 100, "")
    assert stored(brochure.pdf)[:5] == b"%PDF-"
    assert stored(brochure.odt)[:2] == b"PK"
    assert brochure.pdf_size == default_storage.size(brochure.pdf)
    assert brochure.odt_size == default_storage.size(brochure.odt)
    assert brochure.done_at is not None
    assert not DBTaskResult.objects.running().exists()


def test_the_same_data_gives_the_same_files(correspondent: Person) -> None:
    sheets = some_sheets(3)
    first, second = a_brochure(correspondent, *sheets), a_brochure(correspondent, *sheets)
    for one in (first, second):
        upload = logos.Ready("Caf du Rhône", "image/png", a_logo(), 400, 200)
        logos.keep(one, [upload])
    one, other = made(first), made(second)
    assert stored(one.pdf) == stored(other.pdf)
    assert stored(one.odt) == stored(other.odt)


def test_made_again_it_says_what_was_frozen(correspondent: Person) -> None:
    sheets = some_sheets(2)
    brochure = made(a_brochure(correspondent, *sheets))
    before = stored(brochure.pdf), stored(brochure.odt)
    former = brochure.pdf
    some_sheets(5)  # what is published since changes nothing
    making.again(brochure)
    again = made(brochure)
    assert (stored(again.pdf), stored(again.odt)) == before
    assert again.pdf != former
    assert not default_storage.exists(former)


def test_another_day_is_another_file(correspondent: Person) -> None:
    brochure = made(a_brochure(correspondent, *some_sheets(1)))
    content = brochure.content
    assert content is not None
    later = {**content, "day": "2031-01-02"}
    assert pdf.make(content, []) != pdf.make(later, [])


@pytest.mark.parametrize("detail", list(Brochure.Detail))
def test_hostile_and_empty_texts(correspondent: Person, detail: str) -> None:
    hard = a_sheet(title="Anticonstitutionnellement" * 8, summary=HARD, funding=HARD, limits=HARD)
    bare = a_bare_sheet(title="")
    values: dict[str, Any] = {
        "title": "#set page(fill: red) " + "w" * 130,
        "subtitle": "🎉 *gras* " + "x" * 150,
        "foreword": HARD,
        "detail": detail,
    }
    brochure = made(a_brochure(correspondent, hard, bare, **values))
    assert brochure.state == State.DONE, brochure.problem


def test_nothing_published_is_said(correspondent: Person) -> None:
    brochure = made(a_brochure(correspondent))
    assert brochure.state == State.FAILED
    assert brochure.problem.startswith("Aucune fiche publiée")
    assert not brochure.pdf


def test_a_failure_is_told_and_may_be_tried_again(
    correspondent: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    brochure = a_brochure(correspondent, *some_sheets(1))

    def refuse(*_: object) -> bytes:
        raise typst.TypstError("non", "non")

    with monkeypatch.context() as broken:
        broken.setattr(pdf, "make", refuse)
        failed = made(brochure)
    assert failed.state == State.FAILED
    assert "mise en page" in failed.problem
    making.again(failed)
    assert made(failed).state == State.DONE


def test_one_stopped_leaves_no_file(correspondent: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    brochure = a_brochure(correspondent, *some_sheets(1))
    genuine = odt.make

    def stops_meanwhile(*arguments: Any) -> bytes:
        making.stop(brochure)
        return genuine(*arguments)

    monkeypatch.setattr(odt, "make", stops_meanwhile)
    stopped = made(brochure)
    assert (stopped.state, stopped.pdf, stopped.odt) == (State.CANCELLED, "", "")
    assert not _stored_files()


def test_one_stopped_before_it_began_is_not_made(correspondent: Person) -> None:
    brochure = a_brochure(correspondent, *some_sheets(1))
    making.stop(brochure)
    assert made(brochure).state == State.CANCELLED


def test_one_whose_worker_was_killed_is_taken_up(correspondent: Person) -> None:
    brochure = a_brochure(correspondent, *some_sheets(1))
    DBTaskResult.objects.all().delete()  # the task died with its worker
    _as_if_killed(brochure, attempt=1)
    assert making.revive() == 1
    assert made(brochure).state == State.DONE


def test_one_whose_task_was_lost_is_asked_for_again(correspondent: Person) -> None:
    brochure = a_brochure(correspondent, *some_sheets(1))
    DBTaskResult.objects.all().delete()
    assert making.revive() == 0  # it has not waited long
    late = timezone.now() - making.LONGEST_STEP - datetime.timedelta(minutes=1)
    Brochure.objects.update(alive_at=late)
    assert (making.revive(), making.revive()) == (1, 0)
    assert made(brochure).state == State.DONE


def test_asked_for_twice_it_is_made_once(correspondent: Person) -> None:
    brochure = a_brochure(correspondent, *some_sheets(1))
    making.make.enqueue(brochure.pk)
    assert made(brochure).attempt == 1
    assert len(_stored_files()) == 2


def test_one_at_work_is_left_alone(correspondent: Person) -> None:
    brochure = a_brochure(correspondent, *some_sheets(1))
    Brochure.objects.filter(pk=brochure.pk).update(
        state=State.MAKING, attempt=1, alive_at=timezone.now()
    )
    assert making.revive() == 0


def test_one_killed_each_time_is_given_up(correspondent: Person) -> None:
    brochure = a_brochure(correspondent, *some_sheets(1))
    _as_if_killed(brochure, attempt=making.MOST_ATTEMPTS)
    assert making.revive() == 0
    brochure.refresh_from_db()
    assert brochure.state == State.FAILED
    assert "interrompue" in brochure.problem


def test_who_was_thought_dead_cannot_overwrite(
    correspondent: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A first worker, slow, goes on after a second one has taken the brochure up."""
    brochure = a_brochure(correspondent, *some_sheets(1))
    genuine = gathering.gather

    def slow(*arguments: Any) -> Any:
        found = genuine(*arguments)
        Brochure.objects.filter(pk=brochure.pk).update(attempt=2)
        return found

    monkeypatch.setattr(gathering, "gather", slow)
    carry_all()
    brochure.refresh_from_db()
    assert (brochure.state, brochure.content) == (State.MAKING, None)
    assert not _stored_files()


def test_letters_go_first() -> None:
    assert making.make.priority < 0


def test_what_is_old_or_nobodys_goes(correspondent: Person) -> None:
    sheets = some_sheets(1)
    structure = a_structure("La ruche")
    kept, old, orphan = (made(a_brochure(correspondent, *sheets)) for _ in range(3))
    of_house = made(a_brochure(a_member(structure), *sheets, structure=structure))
    logos.keep(old, [logos.Ready("Ville", "image/png", a_logo(), 400, 200)])
    past = timezone.now() - storing.KEPT - datetime.timedelta(days=1)
    Brochure.objects.filter(pk=old.pk).update(created_at=past, done_at=past)
    Brochure.objects.filter(pk__in=(orphan.pk, of_house.pk)).update(owner=None)
    assert storing.let_go(timezone.now(), dry_run=True) == 2
    assert storing.let_go(timezone.now()) == 2
    assert set(Brochure.objects.values_list("pk", flat=True)) == {kept.pk, of_house.pk}
    assert not Logo.objects.exists()
    assert not default_storage.exists(old.pdf)
    assert default_storage.exists(kept.pdf)


def test_files_that_no_brochure_names_are_swept(
    correspondent: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    brochure = made(a_brochure(correspondent, *some_sheets(1)))
    lost = storing.write(b"perdu")
    assert storing.sweep() == 0  # it may be of a making under way
    monkeypatch.setattr(storing, "_GRACE", datetime.timedelta(0))
    assert storing.sweep() == 1
    assert not default_storage.exists(lost)
    assert default_storage.exists(brochure.pdf)


def _as_if_killed(brochure: Brochure, attempt: int) -> None:
    late = timezone.now() - making.LONGEST_STEP - datetime.timedelta(minutes=1)
    Brochure.objects.filter(pk=brochure.pk).update(
        state=State.MAKING, attempt=attempt, alive_at=late
    )


def _stored_files() -> list[str]:
    try:
        folders, _ = default_storage.listdir(storing.FOLDER)
    except FileNotFoundError:
        return []
    return [
        one
        for folder in folders
        for one in default_storage.listdir(f"{storing.FOLDER}/{folder}")[1]
    ]
