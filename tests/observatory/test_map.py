"""The map: each département once, near its neighbours, told by words and numbers too."""

import itertools

import pytest
from django.test import Client

from essaim.network import honeycomb
from essaim.network.territories import shipped
from essaim.observatory.charts import hexmap
from essaim.observatory.charts.pen import LEVELS
from essaim.observatory.results import Result, Row
from essaim.search.query import Query
from tests.catalogue.reading_pages import page, text
from tests.factories import a_sheet
from tests.observatory.drawings import Drawing, measure
from tests.page import parse

BY_ZONE = {
    zone: {one["code"] for one in shipped()["departments"] if one["zone"] == zone}
    for zone in ("metro", "drom", "com")
}
# True neighbours, all over the country.
NEIGHBOURS = (
    *("59 62", "62 80", "80 76", "02 08", "76 27", "27 14", "14 50", "50 61", "22 29", "29 56"),
    *("35 22", "35 53", "44 85", "85 17", "17 33", "33 40", "40 64", "64 65", "65 31", "31 09"),
    *("66 11", "11 34", "34 30", "30 13", "13 83", "83 06", "04 05", "05 38", "38 73", "73 74"),
    *("74 01", "01 39", "39 25", "25 90", "68 67", "67 57", "57 54", "54 55", "55 51", "51 10"),
    *("75 92", "75 93", "75 94", "77 91", "78 95", "45 41", "41 37", "36 18", "18 58", "58 71"),
    *("69 42", "69 01", "42 63", "63 15", "15 12", "12 48", "48 07", "07 26", "26 84", "2A 2B"),
    *("87 23", "87 24", "16 86", "86 79", "49 72", "72 28", "21 89", "70 88", "52 88", "46 82"),
)


def steps(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Return how many cells one goes through between two cells; odd rows are shifted right."""

    def axial(cell: tuple[int, int]) -> tuple[int, int]:
        column, row = cell
        return column - (row - row % 2) // 2, row

    (q1, r1), (q2, r2) = axial(one), axial(other)
    return max(abs(q1 - q2), abs(r1 - r2), abs(q1 + r1 - q2 - r2))


def test_every_departement_has_one_cell_and_no_two_share_one() -> None:
    places = honeycomb.places()
    assert set(places) == BY_ZONE["metro"] | BY_ZONE["drom"]
    assert len(places) == 101
    assert len(set(places.values())) == 101
    drawn = " ".join((*honeycomb.MAINLAND, honeycomb.OVERSEAS)).split()
    assert len([code for code in drawn if code != "."]) == 101


def test_collectivities_are_all_known_too() -> None:
    assert set(honeycomb.places(collectivities=True)) == set().union(*BY_ZONE.values())


def test_overseas_has_a_row_of_its_own() -> None:
    places = honeycomb.places()
    rows = {places[code][1] for code in BY_ZONE["drom"]}
    assert len(rows) == 1
    assert rows.isdisjoint(places[code][1] for code in BY_ZONE["metro"])


def test_neighbours_are_near() -> None:
    places = honeycomb.places()
    away = {pair: steps(*(places[code] for code in pair.split())) for pair in NEIGHBOURS}
    assert max(away.values()) <= 3
    assert sum(1 for one in away.values() if one == 1) >= 0.8 * len(away)


@pytest.mark.parametrize(
    ("north", "south"), [("59", "75"), ("75", "45"), ("69", "13"), ("2B", "2A"), ("33", "64")]
)
def test_north_is_above(north: str, south: str) -> None:
    places = honeycomb.places()
    assert places[north][1] < places[south][1]


@pytest.mark.parametrize(
    ("west", "east"), [("29", "35"), ("35", "67"), ("17", "69"), ("64", "66"), ("33", "06")]
)
def test_west_is_to_the_left(west: str, east: str) -> None:
    places = honeycomb.places()
    assert places[west][0] < places[east][0]


def result() -> Result:
    """Return numbers for all the country: many values, some zero, Corsica unknown."""
    rows = tuple(
        Row(
            code,
            f"Nom de {code}",
            None if code in ("2A", "2B") else float(rank % 12),
            rank % 12,
            Query().adding("departement", code),
        )
        for rank, code in enumerate(honeycomb.places())
    )
    return Result(540, 600, rows)


def test_each_cell_says_its_code_and_its_number_and_leads_to_its_sheets() -> None:
    svg = hexmap.draw_map(measure(), result(), standalone=False)
    drawing = Drawing.of(svg)
    assert len(drawing.links()) == len(set(drawing.links())) == 101
    words = drawing.words()
    assert all(words.count(code) == 1 for code in BY_ZONE["drom"])
    cells = list(itertools.pairwise(words))
    for row in result().rows:
        told = "?" if row.value is None else f"{row.value:.0f}"
        assert (row.key, told) in cells
    titles = svg.replace("\u00a0", " ")
    assert "<title>Nom de 2A (2A) : on ne sait pas</title>" in titles


def test_the_legend_tells_the_bounds_of_five_classes() -> None:
    words = [
        one.replace("\u00a0", " ")
        for one in Drawing.of(hexmap.draw_map(measure(), result(), standalone=True)).words()
    ]
    assert words[-7:] == [
        *("0 fiche", "1 à 2 fiches", "3 à 4 fiches", "5 à 7 fiches", "8 à 9 fiches"),
        *("10 à 11 fiches", "? : on ne sait pas"),
    ]


def test_classes_grow_darker_in_grey_too() -> None:
    def grey(colour: str) -> float:
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    shades = [grey(one) for one in LEVELS.values()]
    assert shades == sorted(shades, reverse=True)
    assert min(one - other for one, other in itertools.pairwise(shades)) > 15


@pytest.mark.django_db
def test_what_was_not_asked_for_is_an_outline() -> None:
    query = Query().adding("region", "94")
    kept = hexmap.asked_for(result(), query)
    assert {row.key for row in kept.rows} == {"2A", "2B"}
    drawing = Drawing.of(hexmap.draw_map(measure(), kept, standalone=False))
    assert len(drawing.links()) == 2
    assert "hors de la sélection" in drawing.words()
    assert {row.key for row in hexmap.asked_for(result(), Query()).rows} == set(honeycomb.places())


@pytest.mark.django_db
def test_a_collectivity_is_shown_when_it_has_something() -> None:
    more = Result(1, 1, (*result().rows, Row("988", "Nouvelle-Calédonie", 1.0, 1)))
    none = Result(1, 1, (*result().rows, Row("988", "Nouvelle-Calédonie", 0.0, 0)))
    for given, shown in ((more, True), (none, False)):
        kept = hexmap.asked_for(given, Query())
        assert ("988" in {row.key for row in kept.rows}) is shown
        words = Drawing.of(hexmap.draw_map(measure(), kept, standalone=True)).words()
        assert ("988" in words) is shown


def test_nothing_known_is_still_a_map() -> None:
    rows = tuple(Row(code, code, None, 0) for code in honeycomb.places())
    drawing = Drawing.of(hexmap.draw_map(measure(), Result(0, 0, rows), standalone=True))
    assert drawing.words()[-1].replace("\u00a0", " ") == "? : on ne sait pas"


@pytest.mark.django_db
def test_the_page_has_the_map_its_choices_and_its_table(client: Client) -> None:
    a_sheet(department="69")
    a_sheet(department="2A")
    found = page(client, "/observatoire/?carte=departements&par=structure&statut=En+cours")
    chosen = [one for one in found.all("option") if "selected" in one.attributes]
    assert [one.get("value") for one in chosen] == ["departements"]
    ticked = [one for one in found.all("input") if "checked" in one.attributes]
    assert [(one.get("name"), one.get("value")) for one in ticked] == [("par", "structure")]
    # What was asked for is carried along.
    hidden = {(one.get("name"), one.get("value")) for one in found.all("input")}
    assert ("statut", "En cours") in hidden
    assert "1 fiche par structure" in text(found)


@pytest.mark.django_db
@pytest.mark.parametrize("extension", ["svg", "png", "csv"])
def test_the_map_can_be_taken_away(client: Client, extension: str) -> None:
    a_sheet(department="69")
    answer = client.get(f"/observatoire/carte.{extension}?departement=69&par=structure")
    assert answer.status_code == 200
    assert "carte-departements-" in answer["Content-Disposition"]
    if extension == "svg":
        assert "Actions dans le Rhône" in answer.content.decode()
    if extension == "csv":
        lines = answer.content.decode().splitlines()
        assert [line.split(",")[1] for line in lines] == ["cle", "69"]


def test_the_drawing_of_the_map_is_valid_markup() -> None:
    svg = hexmap.draw_map(measure(), result(), standalone=False)
    assert parse(svg).first("svg") is not None
