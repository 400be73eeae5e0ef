"""The ground the tests stand on."""

import pytest

from essaim.network.models import Department, Region
from essaim.sheets.models import Term, TermAlias


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_seeded_rows_come_back_after_a_flush(turn: int) -> None:
    assert Region.objects.filter(code="84").exists()
    assert Department.objects.filter(code="2A").exists()
    assert TermAlias.objects.get(label="Viellissement").term.label == "Vieillissement"
    Term.objects.filter(label="Culture").update(label="Changé")
    TermAlias.objects.create(vocabulary="keywords", key=f"essai{turn}", term=Term.objects.all()[0])


@pytest.mark.django_db
def test_other_tests_see_them_too() -> None:
    assert Term.objects.filter(label="Culture").exists()
