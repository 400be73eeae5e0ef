"""Changing a structure: who may, and what the index is told."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from essaim.network.models import Structure
from essaim.network.standing import Standing
from essaim.search import engine
from essaim.search.query import Query
from essaim.sheets.models import Event
from essaim.workflow import structures
from tests import factories

pytestmark = pytest.mark.django_db


def reindexed() -> list[int | None]:
    rows = Event.objects.filter(verb=Event.Verb.REINDEXED).order_by("sequence")
    return list(rows.values_list("sheet_id", flat=True))


def national() -> Standing:
    return Standing.of(factories.an_administrator())


@pytest.mark.parametrize(
    ("column", "value"),
    [("name", "Centre social Renommé"), ("town", "Bron"), ("department_id", "42")],
)
def test_each_published_sheet_is_indexed_again_once(column: str, value: str) -> None:
    sheets = factories.some_sheets(3)
    other = factories.a_sheet(structure="Ailleurs")
    structure = sheets[0].structure
    member = factories.a_member(structure)
    factories.a_draft(member, structure)
    changed = structures.change(national(), structure.pk, {column: value})
    assert getattr(changed, column) == value
    assert reindexed() == [sheet.pk for sheet in sheets]
    assert other.pk not in reindexed()


def test_what_the_index_does_not_show_is_not_logged() -> None:
    sheet = factories.a_sheet()
    structures.change(national(), sheet.structure_id, {"history": "Née en 1970.", "siret": ""})
    assert Structure.objects.get(pk=sheet.structure_id).history == "Née en 1970."
    assert reindexed() == []


def test_the_same_again_changes_and_logs_nothing() -> None:
    sheet = factories.a_sheet()
    structures.change(national(), sheet.structure_id, {"name": sheet.structure.name})
    assert reindexed() == []


@pytest.mark.django_db(transaction=True)
def test_search_finds_the_sheet_under_the_new_name() -> None:
    sheet = factories.a_sheet()
    engine.catch_up()
    structures.change(national(), sheet.structure_id, {"name": "Maison des Mésanges"})
    found = engine.search(Query("mésanges"))
    assert [hit.sheet_id for hit in found.hits] == [sheet.pk]


def test_who_may() -> None:
    structure = factories.a_structure()
    allowed = (
        factories.an_administrator(),
        factories.a_member(structure, role="responsable"),
        factories.a_correspondent("69"),
    )
    refused = (
        factories.a_person(),
        factories.a_member(structure),
        factories.a_correspondent("42"),
    )
    for rank, person in enumerate(allowed):
        structures.change(Standing.of(person), structure.pk, {"town": f"Ville {rank}"})
    for person in refused:
        with pytest.raises(PermissionDenied):
            structures.change(Standing.of(person), structure.pk, {"town": "Volée"})
    structure.refresh_from_db()
    assert structure.town == "Ville 2"


def test_another_departement_takes_a_right_in_both() -> None:
    structure = factories.a_structure()
    manager = factories.a_member(structure, role="responsable")
    here, both = factories.a_correspondent("69"), factories.a_correspondent("69", "42")
    for person in (manager, here):
        with pytest.raises(PermissionDenied):
            structures.change(Standing.of(person), structure.pk, {"department_id": "42"})
    structures.change(Standing.of(both), structure.pk, {"department_id": "42"})
    structure.refresh_from_db()
    assert structure.department_id == "42"


def test_what_the_base_would_refuse_is_a_french_error() -> None:
    structure = factories.a_structure()
    factories.a_structure("Maison voisine")
    for values in ({"name": ""}, {"name": "Maison voisine"}, {"siret": "123"}, {"kind": "XXX"}):
        with pytest.raises(ValidationError):
            structures.change(national(), structure.pk, values)
    with pytest.raises(ValueError, match="created_at"):
        structures.change(national(), structure.pk, {"created_at": None})
    with pytest.raises(Http404):
        structures.change(national(), 999_999, {"name": "Rien"})
    structure.refresh_from_db()
    assert structure.name == "Centre social Les Capucines"
