"""The COG as shipped and as looked up."""

import pytest

from essaim.network.models import Department, Region
from essaim.network.territories import department_names, shipped

pytestmark = pytest.mark.django_db


def test_all_101_departements_and_the_overseas_collectivities_are_there() -> None:
    assert Department.objects.exclude(zone="com").count() == 101
    assert Department.objects.filter(zone="com").count() == 8
    assert Region.objects.exclude(zone="com").count() == 18
    assert shipped()["vintage"] >= 2026


@pytest.mark.parametrize(
    ("listed", "name", "code"),
    [
        ("Maison pour tous - Le Moulin - Loire-Atlantique", "Maison pour tous - Le Moulin", "44"),
        ("EVS A Casa - Corse-du-Sud", "EVS A Casa", "2A"),
        ("Centre Kaz - La Réunion", "Centre Kaz", "974"),
        ("Le Foyer", "Le Foyer", ""),
        ("Le Foyer - Atlantide", "Le Foyer - Atlantide", ""),
        ("Loire", "Loire", ""),
        (" - Loire", " - Loire", ""),
        ("", "", ""),
    ],
)
def test_the_departement_is_the_last_part_when_it_is_a_known_name(
    listed: str, name: str, code: str
) -> None:
    assert department_names().split(listed) == (name, code)
