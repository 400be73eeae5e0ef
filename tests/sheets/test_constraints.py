"""The database itself refuses what must never be."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from essaim.network.models import Structure
from essaim.sheets import fields
from essaim.sheets.models import Revision, Sheet, SheetTerm, Term
from essaim.sheets.vocabulary import ENDED_ID, RUNNING_ID, term_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def structure() -> Structure:
    return Structure.objects.create(name="Centre social Les Tilleuls", department_id="69")


def make(structure: Structure, **columns: Any) -> Sheet:
    columns = {
        "number": 1,
        "state": Sheet.State.PUBLISHED,
        "digest": "0" * 64,
        "published_at": timezone.now(),
        **columns,
    }
    return Sheet.objects.create(structure=structure, **columns)


def refused(structure: Structure, **columns: Any) -> bool:
    try:
        with transaction.atomic():
            make(structure, **columns)
    except IntegrityError:
        return True
    return False


def test_a_reason_only_when_ended(structure: Structure) -> None:
    assert refused(structure, end_reason="Fin du financement")
    assert refused(structure, end_reason="Fin du financement", status_id=RUNNING_ID)
    assert not refused(structure, end_reason="Fin du financement", status_id=ENDED_ID)


def test_a_number_is_unique_and_positive(structure: Structure) -> None:
    make(structure, number=12)
    assert refused(structure, number=12)
    assert refused(structure, number=0)


def test_a_choice_belongs_to_its_vocabulary(structure: Structure) -> None:
    assert refused(structure, status_id=term_id("dimension", 0))
    assert refused(structure, territory_id=RUNNING_ID)
    assert not refused(structure, dimension_id=term_id("dimension", 0))


def test_a_published_sheet_has_a_date_and_years_are_plausible(structure: Structure) -> None:
    assert refused(structure, published_at=None)
    assert not refused(structure, published_at=None, state=Sheet.State.DRAFT)
    assert refused(structure, number=2, year=12)


def test_a_stated_figure_is_one_that_can_be(structure: Structure) -> None:
    for field in fields.NUMBERS:
        assert refused(structure, **{field.name: fields.NO_FIGURE - 1})
        assert refused(structure, **{field.name: field.most + 1})
    most = {field.name: field.most for field in fields.NUMBERS}
    assert not refused(structure, **most)
    assert not refused(structure, number=2, **dict.fromkeys(most, fields.NO_FIGURE))


def test_one_live_revision_and_one_of_each_version(structure: Structure) -> None:
    sheet = make(structure)
    common = {"sheet": sheet, "content": {}, "author": "essai", "created_at": timezone.now()}
    Revision.objects.create(version=1, state=Revision.State.LIVE, **common)
    for version, state in ((2, Revision.State.LIVE), (1, Revision.State.PAST), (0, "past")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Revision.objects.create(version=version, state=state, **common)


def test_a_term_once_on_a_sheet_and_inside_its_vocabulary_s_ids(structure: Structure) -> None:
    sheet = make(structure)
    SheetTerm.objects.create(sheet=sheet, term_id=term_id("keywords", 0), position=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        SheetTerm.objects.create(sheet=sheet, term_id=term_id("keywords", 0), position=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.create(id=RUNNING_ID + 50, vocabulary="keywords", label="x", key="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.create(
            id=term_id("keywords", 99), vocabulary="keywords", label="x", key="parentalite"
        )


def test_structures_are_unique_within_their_departement(structure: Structure) -> None:
    Structure.objects.create(name=structure.name, department_id="42")
    Structure.objects.create(name=structure.name, to_review=True)
    for columns in (
        {"department_id": "69"},
        {"to_review": True},
        {"name": "", "department_id": "69"},
        {"name": "Autre", "to_review": False},
        {"name": "Autre", "department_id": "69", "siret": "123"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Structure.objects.create(**{"name": structure.name, **columns})
