"""The one validator: what it takes, what it refuses and how it says so."""

from typing import Any

import pytest

from essaim.intake.form import Invalid, validate
from essaim.sheets import fields
from essaim.sheets.content import StructureName

pytestmark = pytest.mark.django_db

SHEET: dict[str, Any] = {"structure": "Les Tilleuls", "departement": "69"}


def reasons(**values: Any) -> list[str]:
    with pytest.raises(Invalid) as caught:
        validate(SHEET | values)
    return caught.value.reasons


def test_an_almost_empty_sheet_is_legal() -> None:
    sheet = validate(SHEET)
    assert sheet.structure == StructureName("Les Tilleuls", "69")
    assert sheet.number is None
    assert sheet.content["title"] == sheet.content["summary"] == ""
    assert sheet.content["files"] is None


def test_free_text_is_kept_to_the_byte() -> None:
    text = "  - Public\r\nActions\n\n\té e\u0301 🎉\u2028\x0b "
    assert validate(SHEET | {"resume": text}).content["summary"] == text
    assert validate(SHEET | {"titre": " Jardin  "}).content["title"] == " Jardin  "


def test_sans_titre_means_no_title_and_a_number() -> None:
    sheet = validate(SHEET | {"titre": "SANS TITRE - 893"})
    assert (sheet.content["title"], sheet.number) == ("", 893)
    assert validate(SHEET | {"titre": "SANS TITRE - 893", "numero": 893}).number == 893
    assert "893" in reasons(titre="SANS TITRE - 893", numero=894)[0]
    assert validate(SHEET | {"titre": "sans titre - 8"}).content["title"] == "sans titre - 8"


def test_a_reason_is_refused_unless_ended_and_a_blank_one_is_dropped() -> None:
    assert "Terminée" in reasons(raisons="Plus de financement", statut="En cours")[0]
    assert validate(SHEET | {"raisons": " ", "statut": "En cours"}).content["end_reason"] == ""
    ended = validate(SHEET | {"raisons": "Fini", "statut": "terminee"})
    assert (ended.content["status"], ended.content["end_reason"]) == ("Terminée", "Fini")


@pytest.mark.parametrize(
    ("given", "expected"),
    [("69", "69"), ("Rhône", "69"), ("1", "01"), ("2A", "2A"), ("974", "974")],
)
def test_a_departement_is_a_code_or_a_name(given: str, expected: str) -> None:
    assert validate({"structure": "X", "departement": given}).structure.department == expected


def test_the_departement_is_read_off_the_listed_name() -> None:
    assert validate({"structure": "X - Y - Rhône"}).structure == StructureName("X - Y", "69")
    assert validate({"structure": "X - Y"}).structure == StructureName("X - Y", "")


@pytest.mark.parametrize(
    "values",
    [
        {"structure": "  "},
        {"structure": None},
        {"structure": ["a"]},
        {"departement": "Atlantide"},
        {"numero": 0},
        {"numero": "douze"},
        {"numero": True},
        {"numero": 10**10},
        {"annee": 12},
        {"annee": "bientôt"},
        {"titre": "deux\nlignes"},
        {"titre": "x" * 301},
        {"resume": "a\x00b"},
        {"resume": "a\ud800b"},
        {"resume": "x" * (fields.TEXT_LIMIT + 1)},
        {"resume": {"a": 1}},
        {"resume": True},
        {"statut": ["En cours", "Terminée"]},
        {"mots_cles": {"a": 1}},
        {"mots_cles": [["a"]]},
        {"mots_cles": ["x" * 301]},
    ],
)
def test_what_cannot_be_taken_is_refused_in_french(values: dict[str, Any]) -> None:
    found = reasons(**values)
    assert len(found) == 1
    assert " : " in found[0]


def test_every_fault_is_told_at_once() -> None:
    assert len(reasons(titre="a\nb", annee=3, resume="\x00")) == 3


def test_lists_keep_their_order_and_lose_doubles() -> None:
    sheet = validate(SHEET | {"mots_cles": ["Santé", "Culture", "sante", "", "Couture"]})
    assert sheet.content["keywords"] == ("Santé", "Culture", "Couture")
