"""`essaim check`'s index part: what is wrong is said, and mending it is one command away."""

import pytest

from essaim.search import checking, document, engine, following, ranking, reader, store
from essaim.search.query import Query
from essaim.sheets.models import Event, Sheet
from tests.factories import a_bare_sheet, a_sheet
from tests.search.sheets import publish_random

pytestmark = pytest.mark.django_db


def test_a_sound_index_has_no_problem_and_is_brought_up_to_date_first() -> None:
    assert checking.problems() == []
    publish_random(20)
    assert checking.problems() == []
    publish_random(20, seed=2)
    assert checking.problems() == []
    assert engine.search(Query()).total == 40


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"state": "draft"}, "sans être publiées"),
        ({"digest": "autre"}, "périmées"),
        ({"published_at": "2020-01-01T00:00:00Z"}, "périmées"),
    ],
)
def test_a_change_behind_the_log_is_seen(change: dict[str, str], said: str) -> None:
    sheets = publish_random(5)
    engine.catch_up()
    Sheet.objects.filter(pk=sheets[2].pk).update(**change)
    (problem,) = checking.problems()
    assert said in problem
    assert str(sheets[2].pk) in problem
    assert "essaim index rebuild" in problem
    following.rebuild()
    assert checking.problems() == []


def test_a_renamed_structure_is_seen() -> None:
    sheet = a_sheet()
    engine.catch_up()
    sheet.structure.name = "Autre nom"
    sheet.structure.save()
    assert "périmées" in checking.problems()[0]


def test_a_sheet_missing_from_the_index_is_seen() -> None:
    a_sheet()
    engine.catch_up()
    missing = a_sheet(title="Lampion")
    Event.objects.filter(sheet_id=missing.pk).delete()
    (problem,) = checking.problems()
    assert "absentes de l’index : 1" in problem


def test_a_sheet_twice_in_the_index_is_seen() -> None:
    sheet = a_sheet()
    engine.catch_up()
    opened = store.open_current()
    with opened.index.writer(15_000_000, 1) as writer:
        loaded = Sheet.objects.for_reading().get(pk=sheet.pk)
        writer.add_document(document.of_sheet(loaded, opened.schema))
        writer.commit()
    assert len(list(ranking.stamps(reader.snapshot()))) == 2
    assert "sans être publiées" in checking.problems()[0]


def test_many_differences_are_counted_and_a_few_named() -> None:
    for number in range(9):
        a_bare_sheet(title=f"Fiche {number}")
    engine.catch_up()
    Sheet.objects.update(digest="autre")
    (problem,) = checking.problems()
    assert "périmées dans l’index : 9" in problem
    assert "…" in problem


def test_walking_in_batches_sees_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "_STAMPS_AT_ONCE", 3)
    sheets = publish_random(10)
    assert checking.problems() == []
    Sheet.objects.filter(pk=sheets[-1].pk).update(digest="autre")
    assert str(sheets[-1].pk) in checking.problems()[0]
