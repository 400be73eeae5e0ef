"""The figures of the live sheet: filled when it goes online, read again by a newer reader."""

import pytest

from essaim.search import engine
from essaim.search.query import Query
from essaim.sheets.fields import NO_FIGURE
from essaim.sheets.figures.readings import READER_VERSION
from essaim.sheets.models import Event, Sheet
from essaim.workflow import checking, rereading, writer
from tests import factories

pytestmark = pytest.mark.django_db


def forget() -> None:
    """Have every sheet as an older version left it: nothing read."""
    Sheet.objects.update(
        budget=None, people_total=None, professionals=None, figures={}, figures_version=0
    )


def reindexed() -> list[int | None]:
    rows = Event.objects.filter(verb=Event.Verb.REINDEXED).order_by("sequence")
    return list(rows.values_list("sheet_id", flat=True))


def test_a_sheet_that_goes_online_has_its_figures() -> None:
    sheet = factories.a_bare_sheet(
        stated_budget=1_200, stated_months=12, stated_professionals=2, stated_volunteers=NO_FIGURE
    )
    assert (sheet.budget, sheet.budget_months, sheet.people_total) == (120_000, 12, 2)
    assert (sheet.professionals, sheet.volunteers) == (2, None)
    assert sheet.figures["confirmes"] == ["benevoles", "budget", "mois", "professionnels"]
    assert sheet.figures_version == READER_VERSION


def test_the_next_version_replaces_them_all() -> None:
    sheet = factories.a_bare_sheet(title="Bal", stated_budget=1_200, stated_others=3)
    draft = writer.Draft(factories.a_validated_sheet(title="Bal"), sheet.pk, sheet.digest)
    writer.publish([draft], actor="essais")
    sheet.refresh_from_db()
    assert (sheet.budget, sheet.others, sheet.people_total) == (None, None, None)


def test_what_was_never_read_is_read_and_the_index_told_of_what_it_shows() -> None:
    told, _, hidden = (
        factories.a_bare_sheet(title="A", stated_budget=10),
        factories.a_bare_sheet(title="B"),
        factories.a_bare_sheet(title="C", stated_budget=10),
    )
    writer.withdraw([hidden.pk], actor="essais")
    forget()
    said: list[int] = []
    assert rereading.read_again(said.append) == 3
    assert said == [3]
    assert reindexed() == [told.pk]
    assert list(Sheet.objects.order_by("pk").values_list("budget", flat=True)) == [
        1_000,
        None,
        1_000,
    ]
    assert rereading.read_again() == 0


def test_the_search_follows() -> None:
    factories.a_bare_sheet(stated_budget=10)
    forget()
    assert engine.search(Query.parse("budget-min=1")).total == 0
    rereading.read_again()
    engine.catch_up()
    assert engine.search(Query.parse("budget-min=1")).total == 1


def test_a_draft_waits_until_it_goes_online() -> None:
    structure = factories.a_structure()
    factories.a_draft(factories.a_member(structure), structure, stated_budget=5)
    assert rereading.read_again() == 0
    assert Sheet.objects.get().budget is None


def test_stopped_it_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rereading, "_AT_ONCE", 2)
    factories.publish_all(*(factories.a_validated_sheet(stated_budget=n) for n in range(5)))
    forget()

    def stop(done: int) -> None:
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rereading.read_again(stop)
    assert rereading.waiting().count() == 1
    assert rereading.read_again() == 1
    budgets = Sheet.objects.order_by("budget").values_list("budget", flat=True)
    assert list(budgets) == [0, 100, 200, 300, 400]


def test_what_a_newer_reader_has_read_is_left_alone() -> None:
    factories.a_bare_sheet(stated_budget=1)
    Sheet.objects.update(figures_version=READER_VERSION + 1)
    assert rereading.read_again() == 0


def test_check_says_what_waits() -> None:
    factories.a_bare_sheet(stated_budget=1)
    assert checking.problems() == []
    Sheet.objects.update(figures_version=0)
    (problem,) = checking.problems()
    assert "chiffres n’ont pas été lus par cette version : 1" in problem
    rereading.read_again()
    assert checking.problems() == []
