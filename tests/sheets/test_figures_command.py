"""`essaim figures`: the contract other people's scripts count on, and the answer for a person."""

import io
import json
import subprocess
import sys
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.environment import REPOSITORY

MONEY = {"budget", "mois", "parts", "fourchette", "prix_unitaires"}
PERSONS = {"professionnels", "benevoles", "autres", "total", "beneficiaires"}
FUNDING = "Coût total : 9 000 € par an\nCaf : 5 000 €, mairie : 4 000 €"
PEOPLE = "2 salariés, 5 à 8 bénévoles et 40 participants"


def told(*arguments: str) -> str:
    out = io.StringIO()
    call_command("figures", *arguments, stdout=out)
    return out.getvalue()


def as_json(*arguments: str) -> dict[str, Any]:
    answer = json.loads(told(*arguments, "--json"))
    assert isinstance(answer, dict)
    return answer


def given(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Put bytes on the standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


# --- In JSON ------------------------------------------------------------------------------


def test_money_has_its_keys_and_no_others() -> None:
    answer = as_json("--field", "funding", FUNDING)
    assert answer.keys() == MONEY | {"passages"}
    assert answer["budget"] == 9000
    assert answer["mois"] == 12
    assert answer["parts"] == [
        {"montant": 5000, "financeur": "Caf"},
        {"montant": 4000, "financeur": "Commune"},
    ]
    assert answer["fourchette"] is None
    assert answer["prix_unitaires"] == []


def test_people_have_their_keys_and_no_others() -> None:
    answer = as_json("--field", "people", PEOPLE)
    passages = answer.pop("passages")
    assert answer == {
        "professionnels": 2,
        "benevoles": [5, 8],
        "autres": None,
        "total": [7, 10],
        "beneficiaires": 40,
    }
    assert all(PEOPLE[one["debut"] : one["fin"]] == one["texte"] for one in passages)


def test_without_a_field_both_are_read() -> None:
    text = f"{PEOPLE}. Budget : 3 000 €"
    answer = as_json(text)
    assert answer.keys() == MONEY | PERSONS | {"passages"}
    assert (answer["budget"], answer["professionnels"]) == (3000, 2)
    places = [(one["debut"], one["fin"]) for one in answer["passages"]]
    assert places == sorted(places)
    assert {text[start:end] for start, end in places} >= {"3 000 €"}


def test_cents_and_ranges() -> None:
    assert as_json("--field", "funding", "7.350,50 euros")["budget"] == 7350.5
    answer = as_json("--field", "funding", "entre 4 000 et 5 000 €")
    assert (answer["budget"], answer["fourchette"]) == (None, [4000, 5000])


def test_none_at_all_is_zero_and_nothing_is_null() -> None:
    assert as_json("--field", "funding", "Néant")["budget"] == 0
    assert as_json("--field", "funding", "")["budget"] is None
    assert as_json("", "--field", "people") == {**dict.fromkeys(PERSONS), "passages": []}


# --- Where the text comes from ------------------------------------------------------------


@pytest.mark.parametrize("dash", [["-"], []])
def test_the_standard_input(dash: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, b"6 000 euros sur deux ans\r\n")
    answer = as_json("--field", "funding", *dash)
    assert (answer["budget"], answer["mois"]) == (6000, 24)


def test_a_mark_of_utf8_is_no_part_of_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, b"\xef\xbb\xbf5 000 \xe2\x82\xac")
    (passage, *_) = as_json("--field", "funding")["passages"]
    assert passage["debut"] == 0


def test_words_without_quotes_are_one_text() -> None:
    assert as_json("--field", "funding", "18", "000", "euros")["budget"] == 18_000


def test_a_text_that_is_not_utf8_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, "6 000 €, néant".encode("cp1252"))
    with pytest.raises(CommandError, match="UTF-8") as refused:
        told()
    assert refused.value.returncode == 2


def test_the_command_line_ends_as_it_should() -> None:
    """Bytes that are no text, given as an argument and through a pipe, and a plain answer."""
    for arguments, data, code in (
        ([b"n\xe9ant"], b"", 2),
        ([], b"n\xe9ant", 2),
        (["Néant"], b"", 0),
        (["--field", "argent", "Néant"], b"", 2),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "essaim", "figures", *arguments],
            cwd=REPOSITORY,
            input=data,
            capture_output=True,
            timeout=120,
        )
        assert done.returncode == code, done.stderr
        assert b"Traceback" not in done.stderr
        assert bool(done.stderr) == bool(code)


def test_a_huge_text_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Budget total : 4 200 €." + " Nous avons tenu bon, à 12, pendant 3 ans." * 5_000
    given(monkeypatch, text.encode())
    assert as_json("--field", "funding")["budget"] == 4200


# --- For a person -------------------------------------------------------------------------


def test_money_is_told_in_french() -> None:
    said = told("--field", "funding", FUNDING)
    assert "Budget : 9\u202f000\u00a0€ sur 12 mois" in said
    assert "Part : 5\u202f000\u00a0€, Caf" in said
    assert "[9 000 €" in said
    assert "Personnes" not in said


def test_people_are_told_in_french() -> None:
    said = told("--field", "people", f"Une vingtaine de bénévoles, {PEOPLE}, 1,5 ETP")
    assert "Professionnels : 2" in said
    assert "Bénéficiaires, à part : 40" in said
    assert "à peu près" in said
    assert "Équivalents temps plein : 1,5" in said
    assert "Argent" not in said


def test_what_is_found_nowhere_is_said() -> None:
    said = told("Voir le bilan")
    assert "Argent : aucun chiffre lu." in said
    assert "Personnes : aucun chiffre lu." in said
    assert "Voir le bilan" not in said


def test_an_empty_text_is_said_to_be() -> None:
    assert "Le texte est vide" in told("")
    assert "Le texte est vide" in told(" \n")


def test_brackets_hold_all_that_was_read_once() -> None:
    said = told("--field", "funding", FUNDING)
    marked = said.split("crochets :\n", 1)[1]
    assert marked.replace("[", "").replace("]", "").strip() == FUNDING
    assert marked.count("[") == marked.count("]") > 0


def test_what_is_doubtful_is_said_to_people_and_null_to_scripts() -> None:
    text = "2014 : 3 000 €, 2015 : 3 500 €"
    assert "douteux" in told("--field", "funding", text)
    answer = as_json("--field", "funding", text)
    assert answer["budget"] is None
    assert answer["passages"]
