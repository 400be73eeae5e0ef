"""Daily snapshots: taken once, never rewritten, read as an evolution."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from essaim.observatory import snapshots
from essaim.observatory.measures import MEASURES
from essaim.observatory.models import Snapshot, SnapshotFigures
from essaim.observatory.observing import observe
from essaim.observatory.presenting import evolving
from essaim.observatory.presenting.asking import Asked
from essaim.observatory.results import Shape
from essaim.search import engine
from essaim.search.query import Query
from essaim.sheets.figures.readings import READER_VERSION
from tests.factories import a_bare_sheet, a_sheet
from tests.observatory.generated import publish_generated

pytestmark = pytest.mark.django_db

MONDAY = datetime.date(2025, 3, 3)
TUESDAY = datetime.date(2025, 3, 4)
WEDNESDAY = datetime.date(2025, 3, 5)


def test_a_snapshot_holds_what_the_observatory_says() -> None:
    publish_generated(60, 1)
    assert snapshots.take(MONDAY)
    assert SnapshotFigures.objects.count() > 101
    for scope in ("france", "region:84", "departement:2A"):
        kept = SnapshotFigures.objects.get(scope=scope).figures
        asked = scope.replace(":", "=") if ":" in scope else ""
        observed = observe(Query.parse(asked)).results
        for key, figures in kept.items():
            result = observed[key]
            assert figures["sur"] == [result.rests_on, result.out_of]
            lines = zip(result.rows, figures["lignes"], strict=True)
            for row, (name, value, rests_on) in lines:
                assert (name, rests_on) == (row.key, row.rests_on)
                assert value == (None if row.value is None else pytest.approx(row.value, abs=0.006))
        assert {"chiffres", "budget", "mots-cles", "completude"} <= kept.keys()


def test_a_day_is_taken_once() -> None:
    a_sheet()
    assert snapshots.take(MONDAY)
    before = list(SnapshotFigures.objects.values_list("pk", "figures"))
    a_sheet(title="Une autre")
    engine.catch_up()
    assert not snapshots.take(MONDAY)
    assert list(SnapshotFigures.objects.values_list("pk", "figures")) == before
    assert Snapshot.objects.count() == 1


def test_no_snapshot_slips_in_before_another() -> None:
    assert snapshots.take(TUESDAY)
    assert not snapshots.take(MONDAY)
    assert [snapshot.day for snapshot in Snapshot.objects.all()] == [TUESDAY]


def test_the_base_refuses_a_second_one() -> None:
    snapshots.take(MONDAY)
    first = Snapshot.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Snapshot.objects.create(
            day=MONDAY, taken_at=timezone.now(), sequence=0, reader_version=READER_VERSION
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        SnapshotFigures.objects.create(snapshot=first, scope=snapshots.COUNTRY, figures={})


def test_what_has_not_moved_takes_no_room() -> None:
    a_sheet(department="69")
    snapshots.take(MONDAY)
    snapshots.take(TUESDAY)
    a_sheet(title="Une autre", department="69")
    engine.catch_up()
    snapshots.take(WEDNESDAY)
    kept = SnapshotFigures.objects.filter(snapshot__day__gt=MONDAY)
    assert set(kept.values_list("snapshot__day", "scope")) == {
        (WEDNESDAY, scope) for scope in ("france", "region:84", "departement:69")
    }


def test_an_evolution_tells_each_day() -> None:
    a_bare_sheet(title="Une", department="69")
    snapshots.take(MONDAY)
    snapshots.take(TUESDAY)
    a_bare_sheet(title="Deux", department="42")
    engine.catch_up()
    snapshots.take(WEDNESDAY)

    def told(scope: str, key: str = "chiffres", row: str = "") -> list[tuple[object, object]]:
        return [(point.day, point.value) for point in snapshots.evolution(scope, key, row)]

    assert told("france") == [(MONDAY, 1), (TUESDAY, 1), (WEDNESDAY, 2)]
    assert told("departement:42") == [(MONDAY, 0), (TUESDAY, 0), (WEDNESDAY, 1)]
    assert told("france", "chiffres", "structures") == [(MONDAY, 1), (TUESDAY, 1), (WEDNESDAY, 2)]
    # A measure with a hyphen, without a number: it is said that there is none.
    assert told("france", "initiative-habitants")[0] == (MONDAY, None)
    assert told("france", "inconnue") == told("departement:99") == []
    # A département that first appears in a list of bars on the third day.
    assert told("france", "departements", "42") == [(WEDNESDAY, 1)]


def test_an_evolution_is_drawn_like_years_and_says_who_read() -> None:
    a_bare_sheet(title="Une")
    snapshots.take(MONDAY)
    Snapshot.objects.filter(day=MONDAY).update(reader_version=READER_VERSION - 1)
    assert snapshots.evolution_result(snapshots.evolution("france", "chiffres")).too_few
    snapshots.take(TUESDAY)
    result = snapshots.evolution_result(snapshots.evolution("france", "chiffres"))
    assert not result.too_few
    assert [row.label for row in result.rows] == ["03/03/2025", "04/03/2025"]
    assert "Lu autrement" in result.rows[1].note
    assert snapshots.evolution_result(()).too_few


def test_an_evolution_is_drawn_once_and_again_after_another_snapshot(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    a_bare_sheet(title="Une")
    asked = Asked.of(QueryDict(""))
    assert evolving.of(asked) == ()
    snapshots.take(MONDAY)
    assert evolving.of(asked) == ()
    snapshots.take(TUESDAY)
    drawn = evolving.of(asked)
    assert [one.key for one in drawn] == ["evolution-fiches", "evolution-structures"]
    with django_assert_num_queries(1):
        assert evolving.of(asked) is drawn
    snapshots.take(WEDNESDAY)
    assert "05/03/2025" in evolving.of(asked)[0].table
    with django_assert_num_queries(0):
        assert evolving.of(Asked.of(QueryDict("q=jardin"))) == ()


@pytest.mark.parametrize(
    ("asked", "scope"),
    [
        ("", "france"),
        ("tri=titre&page=2", "france"),
        ("region=84", "region:84"),
        ("departement=2A", "departement:2A"),
        ("departement=69&departement=42", None),
        ("departement=69&region=84", None),
        ("departement=69&q=jardin", None),
        ("statut=En+cours", None),
    ],
)
def test_the_scope_of_a_query(asked: str, scope: str | None) -> None:
    query = Query.parse(asked)
    assert snapshots.scope_of(query) == scope
    if scope:
        assert snapshots.scope_of(snapshots.query_of(scope)) == scope


def test_what_is_followed() -> None:
    followed = {measure.key for measure in MEASURES if snapshots.is_followed(measure.key)}
    assert "budget" in followed
    assert not any(
        measure.key in followed
        for measure in MEASURES
        if measure.shape in (Shape.GRID, Shape.LIST, Shape.WORDS, Shape.YEARS)
    )


def run(*arguments: str) -> tuple[str, str, int]:
    out, err = StringIO(), StringIO()
    try:
        call_command("snapshot", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return out.getvalue(), err.getvalue(), int(end.code or 0)
    return out.getvalue(), err.getvalue(), 0


def test_the_command() -> None:
    today = timezone.localdate()
    yesterday = today - datetime.timedelta(days=1)
    assert run("--date", str(yesterday))[0].endswith(": fait.\n")
    assert run()[0] == f"Relevé du {today:%d/%m/%Y} : fait.\n"
    assert "a déjà son relevé" in run()[0]
    assert [snapshot.day for snapshot in Snapshot.objects.all()] == [yesterday, today]
    for wrong in ("2020-01-01", str(today + datetime.timedelta(days=1)), "hier"):
        out, err, code = run("--date", wrong)
        assert (out, code) == ("", 2)
        assert err
    snapshots.take_if_due()
    assert Snapshot.objects.count() == 2
