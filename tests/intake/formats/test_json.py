"""JSON: two shapes, and every way of being wrong."""

import json

import pytest

from essaim.intake.formats import Unreadable
from essaim.sheets.record import RawRecord
from tests.intake.formats import files
from tests.intake.formats.test_listing import a_record


def read(text: str, **options: object) -> list[RawRecord]:
    return files.read("json", text.encode("utf-8", "surrogatepass"), **options)  # type: ignore[arg-type]


def test_only_filled_keys_are_written_in_order() -> None:
    data = files.written("json", [a_record(keywords=("Santé",), files=(), year=2024)])
    assert json.loads(data) == {
        "source": "Essaim",
        "licence": "etalab-2.0",
        "actions": [
            {
                "numero": 7,
                "titre": "Le jardin",
                "structure": "Centre social Les Capucines",
                "departement": "69",
                "fichiers": [],
                "mots_cles": ["Santé"],
                "annee": 2024,
            }
        ],
    }
    assert list(json.loads(data)["actions"][0])[:4] == [
        "numero",
        "titre",
        "structure",
        "departement",
    ]


def test_no_sheet_is_an_empty_list() -> None:
    assert json.loads(files.written("json", []))["actions"] == []
    assert read('{"actions": []}') == read("[]") == []


@pytest.mark.parametrize(
    "text",
    [
        '[{"titre": "a"}]',
        '{"actions": [{"titre": "a"}]}',
        '{"x": {"actions": [1]}, "y": [[]], "actions": [{"titre": "a"}], "z": null}',
        '\ufeff [{"titre": "b", "titre": "a"}]',
        '[{"titre": "\\u0061", "modifiee_le": "2026"}]',
    ],
)
def test_shapes_that_are_read(text: str) -> None:
    (raw,) = read(text)
    assert (raw.line, raw.values) == (1, {"titre": "a"})


def test_values_are_left_for_the_validator() -> None:
    item = {"titre": [1, {"a": None}], "statut": True, "annee": 2024, "limites": 1.5}
    (raw,) = read(json.dumps([item]))
    assert raw.values == item


def test_unknown_keys_are_named() -> None:
    warnings: list[str] = []
    read('[{"couleur": 1, "titre": "a"}, {"Couleur": 2}]', warnings=warnings)
    assert warnings == ["clés ignorées : « Couleur », « couleur »"]


def test_an_item_that_is_no_sheet_is_refused_alone() -> None:
    first, second, third = read('[{"titre": "a"}, "x", {"titre": "b"}]')
    assert second.problem == "fiche 2 : on attend un objet {…}, on lit autre chose"
    assert not first.problem and not third.problem
    assert json.loads(files.rejects("json", [second])) == {"actions": ["x"]}


@pytest.mark.parametrize("half", ["\\ud83d", "\\uDE00x", "\\ud83d\\u0041"])
def test_half_a_character_is_kept_for_the_validator_to_refuse(half: str) -> None:
    (raw,) = read(f'[{{"titre": "a{half}b"}}]')
    assert any("\ud800" <= char <= "\udfff" for char in raw.values["titre"])
    (again,) = files.read("json", files.rejects("json", [raw]))
    assert again.values == raw.values


def test_pairs_of_halves_are_one_character() -> None:
    (raw,) = read('[{"titre": "\\ud83d\\ude00"}]')
    assert raw.values == {"titre": "😀"}


def test_halves_are_seen_across_pieces() -> None:
    for size in range((1 << 20) - 12, (1 << 20) + 4):
        (raw,) = read('["' + " " * (size - 2) + '\\ud83d"]')
        assert raw.raw.endswith("\ud83d")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "vide"),
        (" ", "mal formé"),
        ('{"titre": "a"}', "il manque la clé « actions »"),
        ('{"actions": {}}', "ne contient pas une liste"),
        ("12", "on attend une liste"),
        ('"a"', "on attend une liste"),
        ("[NaN]", "mal formé"),
        ("[1e999]", "mal formé"),
        ('[{"titre": "a"}', "après la fiche 1"),
        ('[{"titre": "a"}, {"tit', "après la fiche 1"),
        ("[] []", "mal formé"),
        ('{"actions": []} x', "mal formé"),
        ("[" * 100_000, "imbriqué"),
        ('{"x": ' + "[" * 100_000, "imbriqué"),
        ("[" + '{"a":' * 60 + "1" + "}" * 60 + "]", "imbriqué"),
        ("[{]", "mal formé"),
        ('["\\ud800", NaN]', "mal formé"),
        ('["\\ud800", "x', "mal formé"),
    ],
)
def test_what_cannot_be_read(text: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read(text)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "utf-32"])
def test_other_encodings_are_named_then_read(encoding: str) -> None:
    data = '[{"titre": "élève déçu"}]'.encode(encoding)
    with pytest.raises(Unreadable) as refused:
        files.read("json", data)
    assert f"--encoding {encoding}" in str(refused.value)
    (raw,) = files.read("json", data, encoding=encoding)
    assert raw.values == {"titre": "élève déçu"}
