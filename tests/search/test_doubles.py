"""Likely doubles: on the real listing, on the demonstration set, on labelled pairs."""

import itertools
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from essaim.intake import demonstrating, importing
from essaim.search import doubles, doubles_candidates, doubles_judging, doubles_titles, engine
from essaim.search.doubles import Judgement, near_title, pairs, score
from essaim.sheets import content as contents
from essaim.sheets.models import Sheet
from tests.factories import USUAL, a_bare_sheet, a_content, a_sheet, a_validated_sheet, publish_all
from tests.search import doubles_report

_USUAL: dict[str, Any] = {**USUAL}
LONG = "Chaque mercredi des habitants volontaires réparent ensemble grille-pains et lampes " * 360


def titles_of(found: list[doubles.Pair]) -> set[frozenset[str]]:
    shown = {sheet.pk: sheet.display_title for sheet in Sheet.objects.all()}
    return {frozenset((shown[pair.first_id], shown[pair.second_id])) for pair in found}


def same(first: dict[str, Any], second: dict[str, Any]) -> Judgement:
    return score(a_content(**first), a_content(**second), same_structure=True, same_department=True)


@pytest.mark.django_db
def test_the_real_listing_has_exactly_two_pairs(listing_path: Path) -> None:
    importing.apply(importing.prepare(listing_path), actor="essais")
    found = pairs()
    assert titles_of(found) == {
        frozenset(("Ludo'Parc", "Ludo Parc")),
        frozenset(("lieu d'accueil parent", "SANS TITRE - 923")),
    }
    assert all(pair.score > 0.9 and pair.reasons[0] == "même structure" for pair in found)
    # Far from the threshold: nothing else comes anywhere near it.
    assert len(pairs(threshold=0.1)) == 2
    assert titles_of(pairs(departments=["42"])) == {frozenset(("Ludo'Parc", "Ludo Parc"))}
    assert pairs(departments=["26", "92"]) == []


@pytest.mark.django_db
def test_the_demonstration_set() -> None:
    demonstrating.load()
    found = [pair & {"P'tit dej' des parents"} or pair for pair in titles_of(pairs())]
    named = {title for pair in found for title in pair if not title.startswith("SANS TITRE")}
    assert named == {
        "P'tit dej' des parents",
        "Jardin partagé de Kerlann",
        'Jardin partagé  "Kerlann en herbe"',
        "Atelier de français pour les parents d'élèves",
        "Séjour neige des 13-16",
    }
    assert len(found) == 4


def test_precision_and_recall_on_labelled_pairs() -> None:
    tallies = doubles_report.tallies()
    assert sum(tally.pairs for tally in tallies.values()) >= 120
    tuned, unseen = tallies["reglage"], tallies["epreuve"]
    assert unseen.pairs * 3 >= tuned.pairs + unseen.pairs
    assert tuned.precision >= 0.95
    assert tuned.recall >= 0.85
    assert unseen.precision >= 0.9
    assert unseen.recall >= 0.8


def test_the_nets_lose_no_labelled_double() -> None:
    """Those of two structures: within one, all pairs are judged."""
    for pair in doubles_report.labelled():
        if not pair.is_double or pair.same_structure:
            continue
        entries = [
            doubles_candidates.Entry(
                house=name,
                department="01",
                title=(seen := doubles_judging.profile(contents.from_json(sheet))).title,
                sketch=doubles_candidates.sketch(seen.couples),
            )
            for name, sheet in zip(pair.names, (pair.first, pair.second), strict=True)
        ]
        assert doubles_candidates.candidates(entries) == [(0, 1)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ludo'Parc", "Ludo Parc"),
        ("LUDO PARC", "ludoparc"),
        ("Café des parents", "Cafe des parent"),
        ("P'tits déj’ des parents", "Petits déjeuners des parents"),
        ("Jardin partagé", "Jardin partgaé"),
        ("Ressourcerie des Peupliers", "La ressourcerie : des peupliers !"),
        ("Fête du jeu 2022", "FETE DU JEU 2023"),
        ("Cœur de village", "Coeur de villages"),
    ],
)
def test_titles_that_are_one(first: str, second: str) -> None:
    likeness = doubles_titles.alike(doubles_titles.read(first), doubles_titles.read(second))
    assert likeness >= doubles_titles.NEAR
    assert likeness == doubles_titles.alike(doubles_titles.read(second), doubles_titles.read(first))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Café des parents", "Café des aînés"),
        ("Atelier couture", "Atelier cuisine"),
        ("Collectif du bâtiment 7", "Collectif du bâtiment 3"),
        ("Ateliers sociolinguistiques", "Ateliers socio-esthétiques"),
        ("Groupe de parole", "Groupe de marche"),
        ("2022", "2023"),
        ("", ""),
        ("…", "!!!"),
        ("🎉", "🎈"),
    ],
)
def test_titles_that_are_two(first: str, second: str) -> None:
    likeness = doubles_titles.alike(doubles_titles.read(first), doubles_titles.read(second))
    assert likeness < doubles_titles.NEAR


def test_a_judgement_does_not_depend_on_the_order() -> None:
    for pair in doubles_report.labelled():
        first, second = contents.from_json(pair.first), contents.from_json(pair.second)
        where = {"same_structure": pair.same_structure, "same_department": pair.same_department}
        assert score(first, second, **where) == score(second, first, **where)


def test_sheets_that_say_nothing_are_no_doubles() -> None:
    empty: dict[str, Any] = {}
    assert same(empty, empty).score < 0.1
    assert same(empty, _USUAL).score < 0.1
    assert same({"title": "Couture"}, {"title": "Cuisine"}).score < 0.1
    assert same({"summary": "à compléter"}, {"summary": "à compléter"}).score < 0.1
    assert same({"title": "🎉"}, {"title": "🎈"}).score < 0.1
    assert same({"summary": "🎉 🎈 🎂"}, {"summary": "🎉 🎈 🎂"}).score < 0.1


def test_a_title_alone_is_the_double_of_its_filled_sheet() -> None:
    judgement = same({"title": _USUAL["title"]}, _USUAL)
    assert judgement.score > 0.5
    assert "l’une des deux est presque vide" in judgement.reasons


def test_last_years_copy_is_a_double_and_an_edition_is_not() -> None:
    copy = _USUAL | {"year": 2023, "people": "1 animatrice, 15 habitants"}
    judgement = same(_USUAL, copy)
    assert judgement.score > 0.9
    assert "deux années\u00a0: 2023 et 2024" in judgement.reasons
    edition = a_content(
        title=_USUAL["title"],
        year=2023,
        summary="Le terrain du bailleur est devenu une mare, les enfants y comptent les têtards.",
        experience="Après l’orage de mai, il a fallu creuser un fossé.",
    )
    usual = a_content(**_USUAL)
    assert score(usual, edition, same_structure=True, same_department=True).score < 0.5


def test_long_texts_are_judged() -> None:
    assert len(LONG) > 29_000
    named: dict[str, Any] = {"summary": LONG, "experience": LONG, "title": "Réparer ensemble"}
    assert same(named, named | {"title": "Reparer ensemble"}).score > 0.9
    digits = "1 234 " * 5_000
    assert same({"summary": digits}, {"summary": LONG}).score < 0.5


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    sheets = publish_all(
        *(a_validated_sheet(**{**_USUAL, "year": 2020 + turn}) for turn in range(count)),
        *(a_validated_sheet("Ailleurs", "42", **_USUAL) for _ in range(count)),
    )
    engine.catch_up()
    structure = sheets[0].structure_id
    near_title("Le jardin d'en bas", structure_id=structure)
    with django_assert_num_queries(1):
        found = pairs()
    assert len(found) == count * (2 * count - 1)
    with django_assert_num_queries(2):
        told = near_title("Le jardin d'en bas", structure_id=structure, department="69")
    assert [one.same_structure for one in told] == ([True] * count + [False] * count)[:5]


@pytest.mark.django_db
def test_a_title_being_typed() -> None:
    own = a_sheet(title="Ludo'Parc", structure="Centre A", department="42")
    near = a_sheet(title="Ludo parcs", structure="Centre B", department="42")
    far = a_sheet(title="Ludo Parc", structure="Centre C", department="33")
    a_sheet(title="Ludothèque", structure="Centre A", department="42")
    a_sheet(title="Le parc en fête", structure="Centre C", department="33")
    engine.catch_up()
    for typed in ("ludo parc", "LUDO-PARC", "ludoparc", "Ludo'parcs"):
        found = near_title(typed, structure_id=own.structure_id, department="42")
        assert [one.sheet_id for one in found] == [own.pk, near.pk, far.pk], typed
        assert [one.same_structure for one in found] == [True, False, False]
    assert (found[0].number, found[0].title, found[0].structure) == (
        own.number,
        "Ludo'Parc",
        "Centre A",
    )
    without = near_title(
        "Ludo Parc", structure_id=own.structure_id, department="42", exclude_sheet=own.pk, limit=1
    )
    assert [one.sheet_id for one in without] == [near.pk]
    # Nobody knows yet who writes: elsewhere, only what is almost identical.
    unknown = near_title("Ludo Parc", structure_id=None)
    assert {one.sheet_id for one in unknown} == {own.pk, near.pk, far.pk}
    assert not any(one.same_structure for one in unknown)


@pytest.mark.django_db
def test_a_misspelt_title_is_found() -> None:
    sheet = a_sheet(title="Jardin partagé de Kerlann", structure="Centre A", department="56")
    engine.catch_up()
    for typed in (
        "jardin partage de kerlan",
        "Jardins partagés de Kerlann",
        "JARDIN PARTAGÉ KERLANN",
    ):
        found = near_title(typed, structure_id=None, department="56")
        assert [one.sheet_id for one in found] == [sheet.pk], typed


@pytest.mark.django_db
def test_withdrawn_sheets_are_not_told_of() -> None:
    from essaim.workflow import writer

    sheet, twin = a_sheet(), a_sheet()
    engine.catch_up()
    assert len(pairs()) == 1
    writer.withdraw([twin.pk], actor="essais")  # and the index has not caught up yet
    assert pairs() == []
    found = near_title(sheet.display_title, structure_id=None)
    assert [one.sheet_id for one in found] == [sheet.pk]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    ["", " ", "…", "le la les", "2024", "🎉🎉", "a" * 300, "mot " * 75, '"( AND * ~ title:x', "\0"],
)
def test_hostile_titles(typed: str) -> None:
    a_bare_sheet(title="Café")
    engine.catch_up()
    for department in ("", "69", "2A", "zz", "é!", "9" * 50):
        assert near_title(typed, structure_id=None, department=department) == []
    assert near_title("Café", structure_id=None, limit=0) == []


@pytest.mark.django_db
def test_one_structure_written_in_two_ways_is_one_house() -> None:
    values: dict[str, Any] = {
        "title": "Lire à la ferme",
        "summary": "Des lectures chez les éleveurs du canton.",
    }
    publish_all(
        a_validated_sheet("EVS L’Étape du Bocage", "61", **values),
        a_validated_sheet("E.V.S. l'étape du bocage", "61", title="Lire a la ferme"),
        a_validated_sheet("EVS L’Étape du Bocage", "14", title="Lire à la ferme"),
    )
    assert len(pairs()) == 1


@pytest.mark.django_db
def test_sheets_of_structures_without_departement() -> None:
    values: dict[str, Any] = {"title": "Le thé des voisins"}
    publish_all(*(a_validated_sheet("Sans lieu", "", **values) for _ in range(2)))
    a_bare_sheet(structure="Sans lieu", department="69", **values)
    assert len(pairs(departments=[""])) == 1
    assert pairs(departments=["69"]) == pairs(departments=[]) == []
    assert len(pairs(departments=["", "69"])) == 1


def test_many_alike_sheets_make_no_flood() -> None:
    """A thousand sheets of one house with one title are not half a million pairs."""
    entry = doubles_candidates.Entry("h", "69", doubles_titles.read("Café"), (1, 2, 3))
    assert doubles_candidates.candidates([entry] * 1_000) == []
    assert len(doubles_candidates.candidates([entry] * 20)) == len(
        list(itertools.combinations(range(20), 2))
    )
