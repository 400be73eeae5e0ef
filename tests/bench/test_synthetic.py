"""The synthetic base: always the same, accepted by the validator, spread as real sheets are."""

import hashlib
import itertools
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from bench import synthetic
from essaim.intake import form
from essaim.intake.form import Validator
from essaim.network.territories import department_names
from essaim.sheets.terms import Terms


@pytest.fixture(scope="module")
def sheets() -> list[synthetic.Record]:
    return list(synthetic.Recombiner().sheets(3_000))


def test_the_same_seed_writes_the_same_file(tmp_path: Path) -> None:
    paths = [tmp_path / "one.json", tmp_path / "two.json", tmp_path / "other.json"]
    for path, seed in zip(paths, (5, 5, 6), strict=True):
        synthetic.write(50, path, seed)
    one, two, other = (hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)
    assert one == two != other


def test_a_bigger_base_begins_as_a_smaller_one(sheets: list[synthetic.Record]) -> None:
    assert list(synthetic.Recombiner().sheets(20)) == sheets[:20]


@pytest.mark.parametrize("count", [0, 1, 12])
def test_the_file_holds_as_many_sheets_as_asked(tmp_path: Path, count: int) -> None:
    path = tmp_path / "base.json"
    synthetic.write(count, path)
    assert len(json.loads(path.read_text(encoding="utf-8"))["actions"]) == count


@pytest.mark.django_db
def test_every_sheet_passes_the_validator(sheets: list[synthetic.Record]) -> None:
    validator = Validator(Terms.load(), department_names())
    numbers = {validator.validate(sheet).number for sheet in sheets}
    # Demonstration sheets have no number either: Essaim gives them.
    assert numbers == {None}
    assert form.validate(sheets[0]).structure.name == sheets[0]["structure"]


def test_structures_are_three_thousand_over_every_department() -> None:
    made = synthetic.structures()
    assert len({name for name, _ in made}) == len(made) == synthetic.STRUCTURES
    by_department = Counter(code for _, code in made)
    assert set(by_department) == set(synthetic.departments())
    assert len(by_department) == 101
    assert by_department.most_common(1)[0][1] > 5 * min(by_department.values())


def test_place_names_all_differ() -> None:
    names = list(map(synthetic.name, range(synthetic.NAMES)))
    assert len(set(names)) == synthetic.NAMES
    assert all(name.isalpha() for name in names)


def test_facets_are_as_skewed_as_in_the_demonstration(sheets: list[synthetic.Record]) -> None:
    shipped = synthetic.models()
    for key in ("statut", "dimension", "public", "territoire"):
        real = Counter(sheet.get(key) for sheet in shipped)
        for value, count in real.items():
            share = sum(sheet.get(key) == value for sheet in sheets) / len(sheets)
            assert share == pytest.approx(count / len(shipped), abs=0.04), (key, value)


def test_texts_are_whole_pieces_of_the_same_field_of_the_demonstration() -> None:
    # Places and figures are drawn anew, so compare what has none.
    said = {
        key: "\n".join(" ".join((sheet.get(key) or "").split()) for sheet in synthetic.models())
        for key in synthetic.TEXTS
    }
    seen = 0
    for sheet in synthetic.Recombiner().sheets(200):
        for key in synthetic.TEXTS:
            for piece in synthetic.pieces_of(sheet.get(key, "")):
                plain = " ".join(piece.split())
                if plain and plain[1:] == plain[1:].lower() and not re.search(r"\d", plain):
                    assert plain in said[key], (key, plain)
                    seen += 1
    assert seen > 50


def test_words_have_a_long_tail(sheets: list[synthetic.Record]) -> None:
    held = Counter(
        itertools.chain.from_iterable(
            {word for key in synthetic.TEXTS for word in sheet.get(key, "").lower().split()}
            for sheet in sheets
        )
    )
    once = sum(count == 1 for count in held.values())
    assert once > 1_000
    assert held.most_common(1)[0][1] > len(sheets) / 2


def test_a_reason_to_stop_stands_only_on_what_has_ended(sheets: list[synthetic.Record]) -> None:
    with_reason = [sheet for sheet in sheets if "raisons" in sheet]
    assert with_reason
    assert {sheet["statut"] for sheet in with_reason} == {"Terminée"}


def test_other_sheets_may_be_recombined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = tmp_path / "fiches.json"
    action = {"resume": "Une marche. Un goûter.", "mots_cles": ["Santé"], "public": "Adultes"}
    written.write_text(json.dumps({"actions": [action]}), encoding="utf-8")
    monkeypatch.setenv(synthetic.MODEL, str(written))
    synthetic.models.cache_clear()
    try:
        made = synthetic.Recombiner().sheet(0)
    finally:
        synthetic.models.cache_clear()
    pieces = {piece.strip() for piece in synthetic.pieces_of(made["resume"])}
    assert pieces <= {"Une marche.", "Un goûter."}
    assert made["public"] == "Adultes"
