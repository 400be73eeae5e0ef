"""Each measure equals a plain recomputation, for whole bases and for any selection."""

import pytest

from essaim.observatory.measures import BY_KEY, MEASURES, THEMES
from essaim.observatory.observing import map_of, observe
from essaim.observatory.results import Result, Shape
from essaim.search import analysis, engine
from essaim.search.query import Query
from tests.observatory import plainly
from tests.observatory.generated import publish_generated

pytestmark = pytest.mark.django_db

SEEDS = [1, 2, 3]
QUERIES = [
    "",
    "departement=69",
    "region=84&statut=En+cours",
    "q=jardin&exact=synonymes&exact=orthographe",
    "mot-cle=Sant%C3%A9",
    "partenaire=Caf&partenaire=Commune",
    "annee=2022",
    "budget-min=1000&budget-max=20000",
    "q=motquinexistepas&exact=synonymes&exact=orthographe",
]
# Not one list of rows: held by tests of their own.
APART = {"chiffres", "partenaires-ensemble", "themes-territoires", "absences", "mots-limites"}


def found_by(query: Query) -> list[plainly.Plain]:
    """Return the sheets the catalogue finds."""
    return plainly.read(identifier for batch in engine.matching_ids(query) for identifier in batch)


def rows_of(result: Result) -> plainly.Rows:
    return {row.key: (row.value, row.rests_on) for row in result.rows}


def same(found: plainly.Rows, expected: plainly.Rows) -> bool:
    return found.keys() == expected.keys() and all(
        found[key][1] == expected[key][1]
        and found[key][0] == (None if value is None else pytest.approx(value))
        for key, (value, _) in expected.items()
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_measures_equal_a_plain_recomputation(seed: int) -> None:
    publish_generated(160, seed)
    for asked in QUERIES:
        query = Query.parse(asked)
        sheets, observed = found_by(query), observe(query)
        assert observed.selection_size == len(sheets)
        assert observed.structures == len({one.structure_id for one in sheets})
        for key, recompute in plainly.MEASURES.items():
            if key == "sans-fiche" and asked:
                continue  # the place decides, not the sheets found
            found, expected = rows_of(observed.results[key]), recompute(sheets)
            assert same(found, expected), (asked, key, found, expected)


def test_every_measure_is_held() -> None:
    assert plainly.MEASURES.keys() | APART == BY_KEY.keys()


def test_every_measure_declares_itself() -> None:
    for measure in MEASURES:
        texts = (measure.title, measure.question, measure.definition, measure.numerator)
        assert all(texts) and measure.denominator and measure.missing and measure.row_heading
        assert (measure.shape is Shape.GRID) == bool(measure.column_heading)
    order = list(THEMES)
    assert [order.index(one.theme) for one in MEASURES] == sorted(
        order.index(one.theme) for one in MEASURES
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_partners_that_go_together(seed: int) -> None:
    publish_generated(120, seed)
    sheets, result = plainly.read(), observe(Query()).results["partenaires-ensemble"]
    assert len(result.rows) == 12
    for cell in result.cells:
        count = sum({cell.row, cell.column} <= set(one.labels["partners"]) for one in sheets)
        assert cell.value == cell.rests_on == count
        if count:
            assert cell.query is not None
            assert engine.search(cell.query, limit=0).total == count
    assert len(result.cells) == 12 * 11
    assert result.rests_on == sum(bool(one.labels["partners"]) for one in sheets)


@pytest.mark.parametrize(
    ("asked", "key"), [("", "region"), ("region=84", "departement"), ("departement=69", "")]
)
def test_themes_against_territories(asked: str, key: str) -> None:
    publish_generated(160, 4)
    query = Query.parse(asked)
    sheets, result = found_by(query), observe(query).results["themes-territoires"]
    place = "region" if key == "region" else "department"
    assert {row.key for row in result.rows} == {getattr(one, place) for one in sheets} - {""}
    for row in result.rows:
        here = [one for one in sheets if getattr(one, place) == row.key]
        assert (row.value, row.rests_on) == (
            len(here),
            sum(bool(one.labels["keywords"]) for one in here),
        )
    for cell in result.cells:
        here = [one for one in sheets if getattr(one, place) == cell.row]
        count = sum(cell.column in one.labels["keywords"] for one in here)
        assert cell.value == count
        if count:
            assert cell.query is not None
            assert engine.search(cell.query, limit=0).total == count


@pytest.mark.parametrize("seed", SEEDS)
def test_what_no_sheet_of_a_territory_tells(seed: int) -> None:
    publish_generated(90, seed)
    sheets, result = plainly.read(), observe(Query()).results["absences"]
    expected = plainly.gaps(sheets)
    shown = [row.key for row in result.rows if row.query]
    most = sorted(expected.values(), reverse=True)[: len(shown)]
    assert len(shown) == min(24, len(expected)) > 0
    assert [expected[key] for key in shown] == pytest.approx(most)
    for row in result.rows:
        code, _, theme = row.key.partition(":")
        here = [one for one in sheets if one.department == code]
        if not theme:
            assert not here
            assert row.href == f"/structures/?departement={code}"
            continue
        assert sum(bool(one.labels["keywords"]) for one in here) == row.rests_on > 0
        assert not any(theme in one.labels["keywords"] for one in here)
        assert row.value is None
        assert row.query is not None
        assert engine.search(row.query, limit=0).total == 0
    assert "Aucune fiche dans l’Aisne" in {row.label for row in result.rows}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("asked", ["", "region=84"])
def test_words_that_mark_the_limits(seed: int, asked: str) -> None:
    publish_generated(150, seed)
    query = Query.parse(asked)
    sheets, result = found_by(query), observe(query).results["mots-limites"]
    found = {analysis.words(row.label)[0]: (row.value, row.rests_on) for row in result.rows}
    assert found == plainly.marking(sheets)
    assert found
    for row in result.rows:
        assert row.query is not None
        assert engine.search(row.query, limit=0).total == row.value


def test_rows_lead_to_the_sheets_they_count() -> None:
    publish_generated(160, 5)
    linked = 0
    for asked in QUERIES:
        observed = observe(Query.parse(asked))
        for key, result in observed.results.items():
            counted = (
                BY_KEY[key].shape in (Shape.BARS, Shape.YEARS) and BY_KEY[key].unit == "fiches"
            )
            for row in result.rows:
                if counted and row.query is not None:
                    assert engine.search(row.query, limit=0).total == row.value, (asked, key, row)
                    linked += 1
                elif BY_KEY[key].shape is Shape.SPREAD and row.query is not None:
                    assert engine.search(row.query, limit=0).total == row.rests_on
    assert linked > 300


@pytest.mark.parametrize("asked", ["", "region=84&statut=En+cours"])
def test_the_map_equals_the_measure_of_each_departement(asked: str) -> None:
    publish_generated(200, 6)
    query = Query.parse(asked)
    first = {"initiative-habitants": "part", "budget": "mediane", "personnes": "ensemble"} | {
        "benevoles": "part",
        "beneficiaires": "mediane",
        "quartiers-prioritaires": "part",
        "limites-dites": "part",
        "completude": "moyenne",
    }
    sheets = found_by(query)
    for key, row in first.items():
        for place in map_of(query, key).rows:
            here = [one for one in sheets if one.department == place.key]
            expected = plainly.MEASURES[key](here)[row]
            assert place.rests_on == expected[1]
            assert place.value == (None if not here else pytest.approx(expected[0])), (key, place)


def test_the_map_by_structure_counts_each_structure_once() -> None:
    publish_generated(200, 7)
    sheets = plainly.read()
    for place in map_of(Query(), "initiative-habitants", "structure").rows:
        shares = []
        for structure in {one.structure_id for one in sheets if one.department == place.key}:
            own = [one for one in sheets if one.structure_id == structure]
            if (value := plainly.residents(own)["part"][0]) is not None:
                shares.append(value)
        assert place.value == (pytest.approx(sum(shares) / len(shares)) if shares else None)
    for place in map_of(Query(), "departements", "structure").rows:
        here = [one for one in sheets if one.department == place.key]
        structures = {one.structure_id for one in here}
        assert place.value == (len(here) / len(structures) if here else None)


def test_the_map_says_nothing_of_what_is_not_selected() -> None:
    publish_generated(100, 8)
    values = {row.key: row.value for row in map_of(Query.parse("region=84"), "departements").rows}
    assert values["69"]
    assert values["03"] == 0
    assert values["33"] is None
    assert len(values) >= 101


def test_the_map_refuses_what_it_does_not_know() -> None:
    for key, per in (("absences", "fiche"), ("inconnue", "fiche"), ("budget", "habitant")):
        with pytest.raises(KeyError):
            map_of(Query(), key, per)


def test_three_sheets_have_no_median() -> None:
    publish_generated(3, 9)
    observed = observe(Query())
    for key in ("budget", "personnes", "beneficiaires", "chiffres", "mots-limites"):
        assert observed.results[key].too_few, key
        assert observed.results[key].note
    glance = {row.key: row for row in observed.results["chiffres"].rows}
    assert glance["fiches"].value == 3
    assert glance["budget"].value is None
    assert "Trop peu" in glance["budget"].note


def test_an_empty_base_is_observed_without_a_number() -> None:
    observed = observe(Query())
    assert (observed.selection_size, observed.structures) == (0, 0)
    for key, result in observed.results.items():
        assert result.rests_on == result.out_of == 0, key
        assert all(not row.value for row in result.rows), key
