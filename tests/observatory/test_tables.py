"""Results as files: nothing lost, nothing invented, nothing that a spreadsheet would run."""

import csv
import io
import json
from collections.abc import Sequence

import pytest

from essaim.observatory import tables
from essaim.observatory.measures import BY_KEY, MEASURES
from essaim.observatory.observing import observe
from essaim.observatory.results import Cell, Result, Row, Shape
from essaim.search.query import Query
from tests.observatory.generated import publish_generated

pytestmark = pytest.mark.django_db


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_a_file_has_every_line_of_every_measure() -> None:
    publish_generated(80, 1)
    observed = observe(Query.parse("region=84"))
    pairs = [(measure, observed.results[measure.key]) for measure in MEASURES]
    lines = read(tables.as_csv(pairs))
    for measure, result in pairs:
        own = [line for line in lines if line["mesure"] == measure.key]
        parts: Sequence[Row | Cell] = result.rows
        if measure.shape is Shape.GRID:
            parts = result.cells
        assert len(own) == len(parts), measure.key
        for line, part in zip(own, parts, strict=True):
            assert int(line["fiches"]) == part.rests_on
            assert bool(line["valeur"]) == (part.value is not None)
            if part.value is not None:
                assert float(line["valeur"]) == pytest.approx(part.value, abs=0.006)
            if part.query is not None:
                assert Query.parse(line["adresse"].removeprefix("/actions/")) == part.query


def test_json_says_the_same() -> None:
    publish_generated(80, 2)
    observed = observe(Query())
    said = tables.observation_as_json(observed, MEASURES)
    assert json.loads(json.dumps(said, allow_nan=False)) == said
    assert (said["fiches"], said["structures"]) == (80, observed.structures)
    assert [one["mesure"] for one in said["mesures"]] == [one.key for one in MEASURES]
    for one in said["mesures"]:
        result = observed.results[one["mesure"]]
        assert (one["repose_sur"], one["fiches"]) == (result.rests_on, result.out_of)
        assert [row["cle"] for row in one["lignes"]] == [row.key for row in result.rows]
        assert len(one.get("cases", ())) == len(result.cells)
        assert all(
            ("quartiles" in line) == bool(row.spread)
            for line, row in zip(one["lignes"], result.rows, strict=True)
        )


def test_cells_like_formulas_are_neutralised() -> None:
    rows = (Row("=1+1", "@SOMME(A1)", None, 0), Row("b", "plain", 0.0, 3))
    first, second = read(tables.as_csv([(BY_KEY["mots-cles"], Result(3, 3, rows))]))
    assert first["cle"] == "'=1+1"
    assert first["libelle"] == "'@SOMME(A1)"
    assert (first["valeur"], second["valeur"]) == ("", "0")


def test_the_method_of_each_measure() -> None:
    for measure in MEASURES:
        said = tables.method(measure)
        assert [text for _, text in said] == [
            measure.definition,
            measure.numerator,
            measure.denominator,
            measure.missing,
        ]
