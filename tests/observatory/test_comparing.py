"""A territory or a structure beside its region and the country."""

import statistics

import pytest

from essaim.network.models import Department, Region, Structure
from essaim.observatory import comparing
from essaim.observatory.comparing import Comparison, Figure
from essaim.sheets.models import Sheet
from tests.factories import a_validated_sheet, publish_all
from tests.hostile import HostileClient

pytestmark = pytest.mark.django_db

BUDGETS = {"69": [1_000, 2_000, 3_000, 4_000, 9_000], "42": [500, 600], "33": [10_000]}


@pytest.fixture
def sheets() -> list[Sheet]:
    return publish_all(
        *(
            a_validated_sheet(
                title=f"Fiche {code} {place}",
                structure=f"Centre {code}",
                department=code,
                stated_budget=budget,
                stated_volunteers=place % 2,
                initiative=("Un habitant",) if place == 0 else ("Le centre social",),
            )
            for code, budgets in BUDGETS.items()
            for place, budget in enumerate(budgets)
        )
    )


def figures(found: Comparison, name: str) -> tuple[Figure, ...]:
    return next(line.figures for line in found.lines if line.name.startswith(name))


def said(euros: float) -> str:
    return f"{euros:,.0f}".replace(",", "\u202f") + "\u00a0€"


def test_a_department_stands_beside_its_region_and_the_country(sheets: list[Sheet]) -> None:
    found = comparing.of_department(Department.objects.get(code="69"))
    assert found.columns == ("Rhône", "Auvergne-Rhône-Alpes", "Toute la France")
    region = BUDGETS["69"] + BUDGETS["42"]
    everything = region + BUDGETS["33"]
    assert [one.value for one in figures(found, "Budget")] == [
        said(statistics.median(those)) for those in (BUDGETS["69"], region, everything)
    ]
    assert [one.basis for one in figures(found, "Budget")] == [
        f"sur {count}\u00a0fiches" for count in (5, 7, 8)
    ]
    assert [one.value for one in figures(found, "À l’initiative")] == [
        "20\u00a0%",
        "28,6\u00a0%",
        "37,5\u00a0%",
    ]
    assert found.address == "/observatoire/?departement=69"
    assert figures(found, "Budget")[1].address == "/observatoire/mesures/budget/?region=84"


def test_few_sheets_have_no_median_and_no_percent(sheets: list[Sheet]) -> None:
    found = comparing.of_department(Department.objects.get(code="42"))
    assert figures(found, "Budget")[0].value == ""
    assert figures(found, "Avec des bénévoles")[0].value == "1 sur 2"


def test_a_region_has_no_region_around_it_and_a_structure_no_mean_of_itself(
    sheets: list[Sheet],
) -> None:
    assert comparing.of_region(Region.objects.get(code="84")).columns == (
        "Auvergne-Rhône-Alpes",
        "Toute la France",
    )
    found = comparing.of_structure(Structure.objects.get(name="Centre 42"))
    assert found.columns == ("Cette structure", "Auvergne-Rhône-Alpes", "Toute la France")
    assert not [line for line in found.lines if line.name.startswith("Fiches par structure")]


def test_a_place_without_a_sheet_says_nothing(sheets: list[Sheet], client: HostileClient) -> None:
    assert comparing.of_department(Department.objects.get(code="01")).lines == ()
    assert 'id="chiffres"' not in client.get("/territoires/01-ain/").content.decode()


@pytest.mark.parametrize("address", ["/territoires/69-rhone/", "/structures/{pk}-centre-69/"])
def test_the_pages_show_it(sheets: list[Sheet], client: HostileClient, address: str) -> None:
    pk = Structure.objects.get(name="Centre 69").pk
    page = client.get(address.format(pk=pk)).content.decode()
    assert "Ce qui est compté est ce qui a été publié ici" in page
    assert said(3_000) in page
    assert "/observatoire/methode/#budget" in page
