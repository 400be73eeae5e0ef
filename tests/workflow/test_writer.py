"""The only writer: what it writes, in which order, and what it refuses."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from essaim.intake.form import validate
from essaim.network.models import Structure
from essaim.sheets import content as contents
from essaim.sheets.models import Event, Revision, Sheet, Term
from essaim.workflow import checking, writer
from essaim.workflow.writer import Draft

pytestmark = pytest.mark.django_db


def draft(**values: Any) -> Draft:
    return Draft(validate({"structure": "Les Tilleuls", "departement": "69"} | values))


def publish(*drafts: Draft, **options: Any) -> list[Sheet]:
    outcome = writer.publish(drafts, actor="essai", **options)
    assert not outcome.conflicts
    return [Sheet.objects.for_reading().get(pk=outcome.ids[i]) for i in range(len(drafts))]


def test_a_new_sheet_has_a_number_a_live_revision_and_an_event() -> None:
    (sheet,) = publish(draft(titre="Jardin", mots_cles=["Santé", "Couture"], statut="En cours"))
    assert sheet.number == writer.FIRST_OWN_NUMBER
    assert contents.of_sheet(sheet)["keywords"] == ("Santé", "Couture")
    revision = Revision.objects.get(sheet=sheet)
    assert (revision.version, revision.state) == (1, "live")
    assert revision.content == contents.to_json(contents.of_sheet(sheet))
    event = Event.objects.get()
    assert (event.verb, event.sheet_id, event.sheet_number) == ("publiee", sheet.pk, sheet.number)
    assert Term.objects.to_review().get().label == "Couture"


def test_an_update_keeps_the_past_and_replaces_the_terms() -> None:
    (sheet,) = publish(draft(titre="Jardin", mots_cles=["Santé"]))
    changed = Draft(
        draft(titre="Jardin", mots_cles=["Culture", "Santé"], resume="Neuf").sheet,
        sheet_id=sheet.pk,
        based_on=sheet.digest,
    )
    (after,) = publish(changed)
    assert after.pk == sheet.pk
    assert contents.of_sheet(after)["keywords"] == ("Culture", "Santé")
    assert after.published_at == sheet.published_at
    states = list(Revision.objects.order_by("version").values_list("version", "state"))
    assert states == [(1, "past"), (2, "live")]
    verbs = list(Event.objects.values_list("verb", "revision"))
    assert verbs == [("publiee", 1), ("modifiee", 2)]


def test_a_draft_based_on_something_else_is_a_conflict_and_writes_nothing() -> None:
    (sheet,) = publish(draft(titre="Jardin"))
    late = Draft(draft(titre="Potager").sheet, sheet_id=sheet.pk, based_on="autre")
    outcome = writer.publish([late, draft(titre="Fête")], actor="essai")
    assert outcome.conflicts == [0]
    assert list(outcome.ids) == [1]
    assert Sheet.objects.filter(title="Potager").count() == 0
    assert Event.objects.count() == 2


def test_numbers_are_given_above_all_known_and_a_taken_one_is_a_conflict() -> None:
    publish(draft(titre="a", numero=893), draft(titre="b"), draft(titre="c", numero=10_500))
    numbers = dict(Sheet.objects.values_list("title", "number"))
    assert numbers == {"a": 893, "b": 10_501, "c": 10_500}
    assert writer.publish([draft(titre="d", numero=893)], actor="x").conflicts == [0]
    (above,) = publish(draft(titre="e"), above=20_000)
    assert above.number == 20_001


def test_events_and_dates_follow_the_order_of_the_batch() -> None:
    publish(*(draft(titre=str(place)) for place in range(5)))
    ids = list(Sheet.objects.order_by("pk").values_list("pk", flat=True))
    assert list(Event.objects.values_list("sheet_id", flat=True)) == ids
    moments = [sheet.published_at for sheet in Sheet.objects.order_by("pk") if sheet.published_at]
    assert len(moments) == 5
    assert moments == sorted(set(moments))


def test_a_structure_without_departement_is_put_up_for_review() -> None:
    publish(Draft(validate({"structure": "Le Foyer - Atlantide"})), draft())
    assert Structure.objects.get(to_review=True).name == "Le Foyer - Atlantide"
    assert Structure.objects.get(to_review=False).department_id == "69"


def test_a_withdrawn_sheet_leaves_the_public_set_but_keeps_its_number() -> None:
    (sheet,) = publish(draft(titre="Jardin"))
    assert writer.withdraw([sheet.pk], actor="essai") == 1
    assert writer.withdraw([sheet.pk], actor="essai") == 0
    assert not Sheet.objects.published().exists()
    (other,) = publish(draft(titre="Autre"))
    assert other.number == sheet.number + 1
    assert list(Event.objects.values_list("verb", flat=True)) == ["publiee", "retiree", "publiee"]


def count(size: int, offset: int) -> int:
    drafts = [draft(titre=f"{offset}-{i}", mots_cles=["Santé"]) for i in range(size)]
    with CaptureQueriesContext(connection) as queries:
        writer.publish(drafts, actor="essai")
    return len(queries)


def test_as_many_queries_for_three_sheets_as_for_one() -> None:
    count(1, 0)
    assert count(1, 1) == count(3, 2)


def test_an_empty_batch_writes_nothing() -> None:
    assert writer.publish([], actor="essai").ids == {}
    assert not Event.objects.exists()


def test_checking_notices_a_sheet_that_no_longer_says_what_its_revision_says() -> None:
    (sheet,) = publish(draft(titre="Jardin"))
    assert checking._digests() == checking._live_revisions() == []
    Sheet.objects.filter(pk=sheet.pk).update(summary="glissé par-dessous")
    assert str(sheet.number) in checking._digests()[0]
    Revision.objects.all().delete()
    assert str(sheet.number) in checking._live_revisions()[0]
