"""Places like one's own: the rule, held to plain counting, and what the index makes of it."""

import itertools
import random
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from essaim.network.models import Structure
from essaim.network.standing import Standing
from essaim.search import checking, engine, likeness
from essaim.search.likeness import NEIGHBOUR, SAME, Place, Trait
from essaim.search.query import Query
from essaim.sheets.models import Sheet
from essaim.workflow import structures
from tests import factories
from tests.factories import a_bare_sheet, a_sheet

RURAL = Place("association", "rural", "non", "communes", "1")


def point(place: Place) -> dict[str, Any]:
    """Return the columns of a structure that is such a place."""
    inhabitants = [1_000, 3_000, 7_000, 12_000, 30_000, 80_000]
    return {
        "management": place.gestion,
        "setting": place.milieu,
        "priority_area": {"oui": True, "non": False, "": None}[place.qpv],
        "territory_size": place.taille,
        "population": inhabitants[int(place.population)] if place.population else None,
    }


def a_house(name: str, place: Place, **values: Any) -> Sheet:
    """Publish a sheet of a structure that is such a place."""
    sheet = a_bare_sheet(**{"structure": name, "title": f"Fiche de {name}", **values})
    Structure.objects.filter(pk=sheet.structure_id).update(**point(place))
    return sheet


def any_place(draw: random.Random, unknown: float = 0.2) -> Place:
    values = {
        trait: "" if draw.random() < unknown else draw.choice(likeness.CHOICES[trait])
        for trait in Trait
    }
    return Place.described(values)


def found(query: Query, limit: int = 500) -> list[int]:
    return [hit.sheet_id for hit in engine.search(query, limit=limit).hits]


def points(place: Place, structure: Structure) -> int:
    """Return what a structure earns, by the rule as it is written."""
    told = likeness.place_of(structure).traits
    earned = 0
    for trait, wanted in place.traits.items():
        if trait not in told:
            continue
        if told[trait] == wanted:
            earned += 2
        elif trait in (Trait.SIZE, Trait.POPULATION):
            ranks = [likeness.CHOICES[trait].index(one) for one in (wanted, told[trait])]
            earned += abs(ranks[0] - ranks[1]) == 1
    return earned


def enough(place: Place) -> int:
    asked = len(place.traits)
    return 2 * asked - (2 if asked > 2 else 1)


def test_every_combination_has_a_code_of_its_own_and_one_level() -> None:
    choices = [("", *likeness.CHOICES[trait]) for trait in Trait]
    places = [
        Place.described(dict(zip(Trait, values, strict=True)))
        for values in itertools.product(*choices)
    ]
    codes = [likeness.code(place) for place in places]
    assert sorted(codes) == list(range(len(places)))
    assert likeness.code(Place()) == 0
    for wanted in (RURAL, Place(milieu="urbain"), Place(taille="quartiers", population="0")):
        level = {code: level for level, all_ in likeness.levels(wanted).items() for code in all_}
        assert sum(map(len, likeness.levels(wanted).values())) == len(level)
        for place, code in zip(places, codes, strict=True):
            assert level.get(code, 0) == points(wanted, Structure(**point(place)))


def test_what_is_beside_is_worth_half() -> None:
    assert likeness.shared(Trait.POPULATION, "2", "2") == SAME
    assert likeness.shared(Trait.POPULATION, "2", "3") == NEIGHBOUR
    assert likeness.shared(Trait.POPULATION, "2", "4") == 0
    assert likeness.shared(Trait.SIZE, "quartiers", "commune") == NEIGHBOUR
    assert likeness.shared(Trait.MANAGEMENT, "association", "collectivite") == 0
    assert likeness.shared(Trait.PRIORITY, "oui", "") == 0


@pytest.mark.parametrize(
    ("written", "band"),
    [
        *(("0", "0"), ("5", "5"), ("1999", "0"), ("2000", "1"), ("4999", "1"), ("50000", "5")),
        *(("6", None), ("beaucoup", None), ("-3", None), ("٣٠٠٠", None), ("9" * 40, "5")),
    ],
)
def test_a_population_is_a_band_or_a_number_of_inhabitants(written: str, band: str | None) -> None:
    assert likeness.resolve(Trait.POPULATION, written) == band


@pytest.mark.django_db
def test_without_words_the_most_alike_come_first_then_the_newest() -> None:
    draw = random.Random(7)
    for rank in range(40):
        a_house(f"Maison {rank}", any_place(draw))
    rows = list(Sheet.objects.select_related("structure"))
    for _ in range(30):
        place = any_place(draw, unknown=0.4)
        if not place.traits:
            continue
        expected = sorted(rows, key=lambda row: (-points(place, row.structure), -row.pk))
        query = Query().like(place)
        assert found(query) == [row.pk for row in expected]
        pages = [
            hit.sheet_id
            for page in range(1, 7)
            for hit in engine.search(query.with_page(page), limit=7).hits
        ]
        assert pages == [row.pk for row in expected]


@pytest.mark.django_db
def test_only_keeps_what_lacks_one_trait_at_most_and_counts_it() -> None:
    draw = random.Random(8)
    for rank in range(60):
        department = draw.choice(["69", "33"])
        a_house(f"Maison {rank}", any_place(draw), department=department, title="Jardin")
    rows = list(Sheet.objects.select_related("structure"))
    kept_some = 0
    for text in itertools.islice(itertools.cycle(["", "jardin"]), 60):
        place = any_place(draw, unknown=0.4)
        if not place.traits:
            continue
        only = Place.described(place.traits, only=True)
        kept = {row.pk for row in rows if points(place, row.structure) >= enough(place)}
        query = Query().with_text(text).like(only)
        results = engine.search(query, limit=100)
        assert {hit.sheet_id for hit in results.hits} == kept
        assert results.total == len(kept)
        assert {pk for batch in engine.matching_ids(query) for pk in batch} == kept
        counts = {value.value: value.count for value in results.facets["departement"]}
        for code in ("69", "33"):
            expected = sum(row.pk in kept and row.structure.department_id == code for row in rows)
            assert counts.get(code, 0) == expected
        kept_some += bool(kept)
    assert kept_some > 20


@pytest.mark.django_db
def test_a_clearly_better_text_wins_over_a_like_place() -> None:
    better = a_house("Loin", Place("caf", "urbain"), title="Ludothèque", summary="Une ludothèque")
    lesser = a_house("Près", RURAL, title="Fête", description="Devant la ludothèque, " * 2)
    for rank in range(20):
        a_bare_sheet(structure=f"Autre {rank}", title=f"Sortie {rank}")
    query = Query().with_text("ludothèque")
    assert found(query.like(RURAL)) == [better.pk, lesser.pk]


@pytest.mark.django_db
def test_of_like_texts_the_like_place_comes_first() -> None:
    like = a_house("Près", RURAL, title="Ludothèque")
    half = a_house("À mi-chemin", Place("association", "rural"), title="Ludothèque")
    far = a_house("Loin", Place("caf", "urbain", "oui"), title="Ludothèque")
    query = Query().with_text("ludothèque")
    assert found(query) == [far.pk, half.pk, like.pk]
    assert found(query.like(RURAL)) == [like.pk, half.pk, far.pk]


@pytest.mark.django_db
def test_the_order_chosen_goes_before_the_place() -> None:
    like = a_house("Près", RURAL)
    far = a_house("Loin", Place("caf"))
    assert found(Query().like(RURAL)) == [like.pk, far.pk]
    assert found(Query.parse("milieu=rural&tri=recent")) == [far.pk, like.pk]


@pytest.mark.django_db
def test_a_structure_s_own_sheets_are_left_out(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    own = a_house("La mienne", RURAL)
    like = a_house("Sa sœur", RURAL)
    far = a_house("Une autre", Place("caf", "urbain"))
    engine.search(Query())
    with django_assert_num_queries(1):
        query = Query.parse(f"comme={own.structure_id}")
    assert query.place and query.place.traits == RURAL.traits
    results = engine.search(query)
    assert [hit.sheet_id for hit in results.hits] == [like.pk, far.pk]
    assert results.total == 2
    assert found(Query.parse(f"comme={own.structure_id}&proches=oui")) == [like.pk]
    assert found(Query.parse(f"comme={own.structure_id}&q=fiche")) == [like.pk, far.pk]
    assert found(Query.parse(f"comme={own.structure_id}&q=-fiche")) == []


@pytest.mark.django_db
def test_unknown_places_are_refused_in_french() -> None:
    silent = a_sheet(structure="Muette").structure
    for address, words in (
        ("comme=0", "n’est pas connue"),
        ("comme=abc", "n’est pas connue"),
        (f"comme={silent.pk}", "n’a pas encore dit"),
        ("milieu=lunaire", "n’est pas connu"),
        ("population=beaucoup", "n’est pas connu"),
    ):
        query = Query.parse(address)
        assert query.place is None
        assert words in query.notices[0]
    assert Query.parse("proches=oui").encode() == ""


@pytest.mark.django_db(transaction=True)
def test_a_trait_that_changes_is_found_and_the_check_is_clean() -> None:
    sheet = a_sheet(structure="Maison des Bois")
    assert found(Query.parse("milieu=rural&proches=oui")) == []
    national = Standing.of(factories.an_administrator())
    for column, value in point(RURAL).items():
        structures.change(national, sheet.structure_id, {column: value})
    assert found(Query().like(RURAL)) == [sheet.pk]
    only = Place.described(RURAL.traits, only=True)
    assert found(Query().like(only)) == [sheet.pk]
    assert list(checking.problems()) == []


def test_it_says_itself() -> None:
    assert likeness.phrase(RURAL) == (
        "dans des centres gérés par une association, en milieu rural, hors quartier prioritaire, "
        "sur plusieurs communes, de 2\u202f000 à 5\u202f000 habitants"
    )
    taken = Place("caf", structure=4, name="La Ruche")
    assert likeness.phrase(taken) == "dans des centres comme «\u00a0La Ruche\u00a0»"
    assert likeness.chip_label(Place("caf", qpv="oui")) == "D’abord : Caf, QPV"
    assert likeness.chip_label(Place("caf", structure=4, name="La Ruche", only=True)) == (
        "Seulement : comme «\u00a0La Ruche\u00a0»"
    )


def test_the_reason_tells_what_is_shared_and_what_is_near() -> None:
    def reason(*values: Any) -> str:
        return likeness.reason(RURAL, likeness.traits_of(*values))

    assert reason("association", "urbain", None, "", None) == "géré par une association"
    assert reason("caf", "rural", False, "commune", 9_000) == (
        "en milieu rural, hors quartier prioritaire, "
        "un territoire de taille voisine, une population voisine"
    )
    assert reason("", "", None, "", None) == ""
