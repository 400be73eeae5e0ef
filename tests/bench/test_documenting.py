"""docs/performance.md and its curve are written from the results, between the markers."""

import itertools
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench import curve, documenting
from tests.bench import sizes

SVG = "{http://www.w3.org/2000/svg}"


def _results(*sheets: int) -> dict[str, object]:
    return {
        "forme": documenting.FORM,
        "date": "2026-01-02T03:04:05+00:00",
        "coeurs": 2,
        "versions": "Python 3",
        "tailles": [sizes.size(count, load=sizes.load()) for count in sheets],
    }


def test_the_page_changes_between_its_markers_only(tmp_path: Path) -> None:
    page, drawing = tmp_path / "page.md", tmp_path / "courbe.svg"
    page.write_text(f"Before.\n\n{documenting.BEGIN}\nold\n{documenting.END}\n\nAfter.\n")
    for _ in range(2):  # once more changes nothing
        documenting.write(_results(10_000, 100_000), page, drawing)
        text = page.read_text()
        assert text.startswith(f"Before.\n\n{documenting.BEGIN}\n\n2026-01-02, 2 cores")
        assert text.endswith(f"{documenting.END}\n\nAfter.\n")
        assert "old" not in text
        assert text.count("![Cost against size](images/courbe.svg)") == 1
    assert "<svg" in drawing.read_text()


def test_a_page_without_markers_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Nothing.")
    with pytest.raises(ValueError, match="markers"):
        documenting.write(_results(10_000), page, tmp_path / "courbe.svg")
    assert page.read_text() == "Nothing."


def test_the_projects_own_page_has_its_markers() -> None:
    text = documenting.PAGE.read_text(encoding="utf-8")
    assert text.count(documenting.BEGIN) == text.count(documenting.END) == 1


def test_every_table_has_as_many_cells_in_every_row() -> None:
    tables = re.findall(r"(?:^\|.*\|\n?)+", documenting.block_of(_results(100_000)), re.MULTILINE)
    assert len(tables) == 3
    for table in tables:
        assert len({line.count("|") for line in table.splitlines()}) == 1
    assert "| Datasette | 600 / 700 / 700 (×60.0, 2) |" in tables[0]
    assert "| pages a second, 4 clients | 200 (empty view: 1000) |" in tables[1]
    assert "×90.0" not in tables[2]
    assert "**not held**" in tables[2]


def test_a_system_that_one_size_lacks_has_an_empty_cell() -> None:
    results = _results(10_000, 1_000_000)
    tailles: list[dict[str, object]] = results["tailles"]  # type: ignore[assignment]
    tailles[1]["measured"] = sizes.measured({}, load=None)
    assert re.search(r"^\| Datasette \| 600[^|]+\| – \|$", documenting.block_of(results), re.M)


def test_the_newest_results_that_can_be_told_are_taken(tmp_path: Path) -> None:
    for name, form in (("1", documenting.FORM), ("2", documenting.FORM), ("3", 1)):
        told = {"forme": form, "tailles": [name]}
        (tmp_path / f"{name}.json").write_text(json.dumps(told))
    (tmp_path / "4.json").write_text(json.dumps({"tailles": ["before there were forms"]}))
    assert documenting.newest(tmp_path)["tailles"] == ["2"]
    with pytest.raises(LookupError):
        documenting.newest(tmp_path / "none")


@pytest.mark.parametrize("sheets", [(10_000,), (10_000, 100_000, 1_000_000)])
def test_the_curve_is_drawn_named_and_told_in_words(sheets: tuple[int, ...]) -> None:
    drawn = [sizes.size(count) for count in sheets]
    root = ElementTree.fromstring(curve.draw(drawn))
    assert root.findtext(f"{SVG}title") == "Temps de réponse selon le nombre de fiches"
    told = root.findtext(f"{SVG}desc") or ""
    assert "Essaim, page : 2.0 et 10.0" in told
    assert "Datasette : 600.0 et 700.0" in told
    assert "prefers-color-scheme: dark" in (root.findtext(f"{SVG}style") or "")
    # Page, engine, floor and two peers, at the median and at the 95th percentile.
    lines = root.findall(f"{SVG}polyline")
    assert len(lines) == 2 * 5
    assert all(len(line.attrib["points"].split()) == len(sheets) for line in lines)


def test_the_names_of_curves_never_overlap() -> None:
    peers: dict[str, list[float | None]] = {f"pair {rank}": [2.0 + rank / 100] for rank in range(9)}
    root = ElementTree.fromstring(curve.draw([sizes.size(10_000, peers=peers)]))
    names = [text for text in root.findall(f"{SVG}text") if (text.text or "").startswith("pair")]
    for left in {text.attrib["x"] for text in names}:
        heights = sorted(float(text.attrib["y"]) for text in names if text.attrib["x"] == left)
        assert len(heights) == 9
        assert min(b - a for a, b in itertools.pairwise(heights)) >= 14.9
        assert heights[0] > 60
        assert heights[-1] < 470
