"""Charts: all that is drawn is said, named, inside the drawing, and leads to the sheets behind."""

import re
from dataclasses import replace

import pytest

from essaim.observatory import charts
from essaim.observatory.charts import findings, pen, picture, wording
from essaim.observatory.charts import table as tables
from essaim.observatory.charts.levels import Levels
from essaim.observatory.results import Result, Shape
from tests.environment import REPOSITORY
from tests.observatory.drawings import (
    HOSTILE,
    Drawing,
    grid,
    measure,
    of_every_shape,
    row,
    three,
)
from tests.page import parse

SHAPES = list(Shape)
BOTH = pytest.mark.parametrize("standalone", [True, False])


@pytest.mark.parametrize("shape", SHAPES)
@BOTH
def test_each_drawing_is_named_and_described(shape: Shape, standalone: bool) -> None:
    drawing = Drawing.of(
        charts.draw(measure(shape), of_every_shape()[shape], standalone=standalone)
    )
    assert drawing.told("title") == "Les thèmes des fiches"
    assert len(drawing.told("desc")) > 20
    names = drawing.root.attrib["aria-labelledby"].split()
    ids = {one.attrib["id"] for one in drawing.root.iter() if "id" in one.attrib}
    assert set(names) == ids


@pytest.mark.parametrize("shape", SHAPES)
def test_a_file_has_all_it_needs_and_no_link(shape: Shape) -> None:
    svg = charts.draw(measure(shape), of_every_shape()[shape], standalone=True)
    drawing = Drawing.of(svg)
    assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert drawing.root.attrib["role"] == "img"
    assert (float(drawing.root.attrib["width"]), float(drawing.root.attrib["height"])) == (
        drawing.size
    )
    assert drawing.links() == []
    assert "class=" not in svg
    assert all("font-size" in one.attrib and "fill" in one.attrib for one in drawing.all("text"))
    assert all("fill" in one.attrib for one in drawing.all("path"))


@pytest.mark.parametrize("shape", SHAPES)
def test_in_a_page_each_part_leads_to_its_sheets(shape: Shape) -> None:
    result = of_every_shape()[shape]
    svg = charts.draw(measure(shape), result, standalone=False)
    parts = result.cells or result.rows
    wanted = [pen.address(part, "/actions/") for part in parts]
    # A grid is drawn block by block.
    assert sorted(Drawing.of(svg).links()) == sorted(wanted)
    assert all(one.startswith("/actions/?q=") for one in wanted)
    # Whoever cannot point finds them in the table: no drawing is a row of stops for the keyboard.
    assert svg.count('tabindex="-1"') == len(wanted)
    # Colours are the style sheet's: the page has its night.
    assert "fill=" not in svg


@pytest.mark.parametrize("shape", SHAPES)
def test_the_table_has_all_the_links(shape: Shape) -> None:
    result = of_every_shape()[shape]
    found = parse(str(tables.table(measure(shape), result)))
    links = {one.get("href") for one in found.all("a")}
    behind = [part for part in (result.cells or result.rows) if part.value != 0]
    assert links >= {pen.address(part, "/actions/") for part in behind}
    assert all(one.get("scope") in ("row", "col") for one in found.all("th"))
    caption = found.first("caption")
    assert caption is not None
    assert caption.text() == "Les thèmes des fiches"


@pytest.mark.parametrize("shape", SHAPES)
@BOTH
def test_nothing_stands_outside(shape: Shape, standalone: bool) -> None:
    long = " ".join(["Anticonstitutionnellement"] * 9)
    result = of_every_shape()[shape]
    rows = tuple(one._replace(label=long) for one in result.rows)
    drawing = Drawing.of(
        charts.draw(measure(shape), replace(result, rows=rows), standalone=standalone)
    )
    width, height = drawing.size
    for one in drawing.all("text"):
        x, y = float(one.attrib["x"]), float(one.attrib["y"])
        # The narrowest of our kinds of text: a lower bound, whatever the font.
        wide = wording.measured(one.text or "", 12) * 0.8
        anchor = one.attrib.get("text-anchor", "start")
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
        assert 0 <= y <= height
        if "transform" not in one.attrib:
            assert left >= -1
            assert left + wide <= width + 1


@pytest.mark.parametrize("shape", SHAPES)
@BOTH
def test_hostile_words_stay_words(shape: Shape, standalone: bool) -> None:
    result = of_every_shape()[shape]
    rows = tuple(one._replace(label=HOSTILE, note=HOSTILE) for one in result.rows)
    columns = tuple(one._replace(label=HOSTILE) for one in result.columns)
    hostile = replace(result, rows=rows, columns=columns)
    about = measure(shape, title=HOSTILE)
    drawing = Drawing.of(charts.draw(about, hostile, standalone=standalone, caption=HOSTILE))
    assert not list(drawing.all("script"))
    assert not list(parse(str(tables.table(about, hostile))).all("script"))


def test_bars_are_as_long_as_their_values() -> None:
    svg = charts.draw(measure(), three(), standalone=False)
    tips = [
        float(found[1]) + float(found[2])
        for found in re.finditer(r'd="M0\.5 [\d.]+h([\d.]+)l([\d.]+) [^"]*" class="c-bar"', svg)
    ]
    assert tips == pytest.approx([113, 339, 56.5], abs=0.3)


def test_shares_are_shares_of_a_hundred() -> None:
    result = Result(9, 10, (row("Santé", 50, rests_on=9),))
    svg = charts.draw(measure(unit="%"), result, standalone=False)
    (room,) = re.findall(r'd="M0\.5 [\d.]+h([\d.]+)', svg)
    assert float(room) < pen.WIDTH / 2
    assert "sur 9 fiches" in svg.replace("\u00a0", " ")


def test_values_are_written_and_what_is_unknown_is_no_zero() -> None:
    result = Result(2, 3, (row("Santé", 2), row("Culture", None), row("Logement", 0)))
    words = Drawing.of(charts.draw(measure(), result, standalone=False)).words()
    assert words == [
        *("2\u00a0fiches", "Santé", "on ne sait pas", "Culture", "0\u00a0fiche", "Logement")
    ]


def test_a_year_not_known_has_no_column() -> None:
    rows = (row("2020", 3), row("2021", None), row("2022", 0))
    svg = charts.draw(measure(Shape.YEARS), Result(3, 3, rows), standalone=False)
    assert svg.count('class="c-bar"') == 1
    assert Drawing.of(svg).words() == ["3", "–", "0", "2020", "2021", "2022"]


def test_many_days_become_one_line_that_is_broken_where_nothing_is_known() -> None:
    rows = tuple(row(f"jour {day}", None if day == 50 else 100 + day) for day in range(100))
    svg = charts.draw(measure(Shape.YEARS), Result(199, 199, rows), standalone=False)
    assert svg.count('class="c-bar"') == 0
    (path,) = re.findall(r'd="([^"]*)" class="c-line"', svg)
    assert path.count("M") == 2
    assert path.count("L") == 97
    assert Drawing.of(svg).words() == ["100", "199", "jour 0", "jour 99"]


def test_a_spread_tells_its_middle_half() -> None:
    result = of_every_shape()[Shape.SPREAD]
    words = " ".join(
        Drawing.of(charts.draw(measure(Shape.SPREAD, "€"), result, standalone=True)).words()
    )
    said = words.replace("\u00a0", " ").replace("\u202f", " ")
    assert "1 500 €" in said
    assert "la moitié entre 800 et 4 000 €, sur 12 fiches" in said
    assert "Citoyenneté" in said
    assert "trop peu de fiches" in said


def test_many_rows_are_left_to_the_table() -> None:
    result = Result(30, 30, tuple(row(f"Thème {rank}", 30 - rank) for rank in range(30)))
    drawing = Drawing.of(charts.draw(measure(), result, standalone=False))
    assert len(drawing.links()) == 16
    assert drawing.words()[-1] == "Et 14 de plus dans le tableau."
    assert len(list(parse(str(tables.table(measure(), result))).all("tr"))) == 31


def test_a_grid_is_cut_in_blocks_that_fit_a_telephone() -> None:
    svg = charts.draw(measure(Shape.GRID), grid(), standalone=False)
    drawing = Drawing.of(svg)
    assert drawing.size[0] == pen.WIDTH
    assert drawing.words().count("Ain") == 2
    assert len(drawing.links()) == 24
    assert "Allier, Colonne 11 : 11 fiches" in svg.replace("\u00a0", " ")


@BOTH
def test_too_few_is_said_in_words(standalone: bool) -> None:
    note = "Trois fiches, deux budgets : trop peu pour une médiane."
    result = Result(2, 3, too_few=True, note=note)
    drawing = Drawing.of(charts.draw(measure(Shape.SPREAD), result, standalone=standalone))
    assert " ".join(drawing.words()) == note
    assert note in drawing.told("desc")


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_at_all_is_drawn_as_words(shape: Shape) -> None:
    drawing = Drawing.of(charts.draw(measure(shape), Result(0, 0), standalone=True))
    assert drawing.words() == ["Aucune fiche."]


def test_the_finding_names_what_comes_first() -> None:
    assert findings.main_finding(measure(), three()).replace("\u00a0", " ") == (
        "Culture (6 fiches) vient en tête, devant Santé (2 fiches) et Logement (1 fiche). "
        "Sur 9 des 10 fiches ; 1 n’en dit rien."
    )


def test_a_file_that_goes_alone_says_what_it_is() -> None:
    drawing = Drawing.of(
        charts.draw(measure(), three(), standalone=True, caption="Actions dans le Rhône")
    )
    words = " ".join(drawing.words()).replace("\u00a0", " ")
    assert words.startswith("Les thèmes des fiches Actions dans le Rhône")
    assert "Sur 9 des 10 fiches ; 1 n’en dit rien." in words


def test_the_picture_has_the_words_of_the_drawing() -> None:
    svg = charts.draw(measure(), three(), standalone=True, caption="Toutes les actions")
    made = picture.png(svg)
    assert made.startswith(b"\x89PNG")
    # Without its words the picture is another one: the fonts were found.
    wordless = re.sub(r"<text.*?</text>", "", svg)
    assert len(made) > 2 * len(picture.png(wordless))
    assert made == picture.png(svg)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0, "fiches", "0 fiche"),
        (1, "fiches", "1 fiche"),
        (1.5, "fiches par structure", "1,5 fiche par structure"),
        (2, "fiches", "2 fiches"),
        (1, "mois", "1 mois"),
        (12345.6, "€", "12 346 €"),
        (31.25, "%", "31,2 %"),
        (99.96, "%", "100 %"),
        (7, "", "7"),
        (None, "€", "on ne sait pas"),
    ],
)
def test_numbers_as_said(value: float | None, unit: str, said: str) -> None:
    assert wording.said(value, unit).replace("\u00a0", " ").replace("\u202f", " ") == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        *((0, "0"), (9.45, "9,4"), (12.4, "12"), (999, "999"), (999.6, "1k"), (1250, "1,2k")),
        *((12_500, "12k"), (994_000, "994k"), (999_900, "1M"), (1_250_000, "1,2M"), (None, "–")),
    ],
)
def test_numbers_for_a_small_cell(value: float | None, said: str) -> None:
    assert wording.compact(value) == said


@pytest.mark.parametrize(
    ("rests_on", "out_of", "said"),
    [
        (0, 0, "Aucune fiche."),
        (0, 1, "La fiche n’en dit rien."),
        (0, 8, "Aucune des 8 fiches n’en dit rien de sûr."),
        (3, 3, "Sur 3 fiches."),
        (7, 8, "Sur 7 des 8 fiches ; 1 n’en dit rien."),
        (5, 8, "Sur 5 des 8 fiches ; 3 n’en disent rien."),
    ],
)
def test_what_a_figure_rests_on(rests_on: int, out_of: int, said: str) -> None:
    assert wording.basis(rests_on, out_of).replace("\u00a0", " ") == said


def test_lines_lose_no_word_until_there_is_no_room() -> None:
    text = "Un mot-clé que personne n'a vu, et qui n'en finit pas de finir"
    assert " ".join(wording.lines(text, 120, 14, 9)) == wording.plain(text)
    cut = wording.lines(text, 120, 14, 2)
    assert len(cut) == 2
    assert cut[-1].endswith("…")
    assert wording.lines("w" * 100, 50, 10, 40) == ("wwwww",) * 20


@pytest.mark.parametrize("count", range(1, 40))
def test_classes_hold_all_values_in_order_and_part_no_equals(count: int) -> None:
    values = [(rank * rank) % 23 + 1 for rank in range(count)]
    levels = Levels.of([0, None, *values])
    assert len(levels.bounds) <= 5
    flat = [end for bounds in levels.bounds for end in bounds]
    assert flat == sorted(flat)
    assert {low for low, _ in levels.bounds} | {high for _, high in levels.bounds} <= set(values)
    found = [levels.level(value) for value in sorted(values)]
    assert found == sorted(found)
    assert min(found) >= 1
    assert (levels.level(0), levels.level(None)) == (0, 0)


def test_classes_hold_about_as_many() -> None:
    levels = Levels.of(range(1, 101))
    assert list(levels.bounds) == [(1, 20), (21, 40), (41, 60), (61, 80), (81, 100)]
    assert [levels.level(value) for value in (1, 20, 21, 99)] == [1, 1, 2, 5]


def test_pages_and_files_have_the_same_sizes_and_colours() -> None:
    css = (REPOSITORY / "essaim/catalogue/static/observatory.css").read_text(encoding="utf-8")
    kinds = ("title", "label", "value", "small", "big", "code", "told", "key", "head", "cell")
    for kind in kinds:
        rule = re.search(rf"\.c-{kind}\b[^{{]*{{[^}}]*font-size: (\d+)px", css)
        assert rule is not None, kind
        assert int(rule[1]) == pen.size_of(kind), kind
    first = {f"c-level-{name}": colour for name, colour in re.findall(r"--l(\d): (#\w+)", css)[:5]}
    assert {"c-level-0": pen.PAPER, **first} == pen.LEVELS
