"""The guard on personal data: labelled lines, the shipped sheets, hostile texts."""

import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from essaim.intake import demonstrating, importing
from essaim.sheets import content as contents
from essaim.sheets import fields, guard
from essaim.sheets.guard import Kind, look, look_at
from essaim.sheets.models import Sheet
from tests.environment import REPOSITORY
from tests.factories import USUAL, a_content
from tests.sheets import guard_report


def kinds(text: str) -> list[tuple[Kind, str]]:
    return [(warning.kind, warning.excerpt) for warning in look_at(text, "summary")]


def test_precision_and_recall_on_labelled_lines() -> None:
    lines = guard_report.lines()
    unseen = sum(part == "epreuve" for part, *_ in lines)
    assert len(lines) >= 150
    assert unseen * 3 >= len(lines)
    tallies = guard_report.tallies()
    tuned, blind = tallies["reglage"]["tout"], tallies["epreuve"]["tout"]
    assert tuned.precision >= 0.97
    assert tuned.recall >= 0.97
    assert blind.precision >= 0.9
    assert blind.recall >= 0.85
    # A false alarm costs more than a miss: no kind may cry wolf.
    for kind in Kind:
        assert tallies["epreuve"][kind].precision >= 0.8, kind
        assert tallies["epreuve"][kind].recall >= 0.8, kind


def alarms() -> list[guard.Warning]:
    """Return the alarms on all published sheets."""
    sheets = Sheet.objects.published().for_reading()
    return [warning for sheet in sheets for warning in look(contents.of_sheet(sheet))]


@pytest.mark.django_db
def test_the_real_listing_raises_no_alarm(listing_path: Path) -> None:
    """Read by eye: its sheets name a writer and a school, and nobody else."""
    importing.apply(importing.prepare(listing_path), actor="essais")
    assert Sheet.objects.published().count() == 25
    assert alarms() == []


@pytest.mark.django_db
def test_few_alarms_on_the_demonstration_set() -> None:
    """Each judged by eye: see docs/guard.md."""
    demonstrating.load()
    found = [(warning.kind, warning.excerpt) for warning in alarms()]
    assert (Kind.HEALTH, "dialysé") in found
    assert (Kind.HEALTH, "mutique") in found
    assert len(found) <= 6


def test_a_warning_says_where_and_why() -> None:
    content = a_content(
        title="Chez Mme Morin",
        summary="Un jardin.\nAppelez le 06 12 34 56 78, demandez Sarah B.",
        people="3 salariés",
    )
    first, phone, name = look(content)
    assert (first.field, first.excerpt, first.kind) == ("title", "Mme Morin", Kind.PERSON)
    assert (phone.field, phone.kind) == ("summary", Kind.TELEPHONE)
    summary = content["summary"]
    assert isinstance(summary, str)
    for warning in (phone, name):
        assert summary[warning.start : warning.end] == warning.excerpt
        assert warning.why.endswith(".")
        assert warning.advice.endswith(".")
        assert not warning.is_gentle
    assert all(kind in guard._WORDS for kind in Kind)


def test_a_usual_sheet_raises_none() -> None:
    assert look(a_content(**USUAL)) == []
    assert look(contents.empty()) == []


def test_a_professional_is_asked_about_gently_and_the_elected_are_left_alone() -> None:
    (warning,) = look_at("Accueil par la directrice, Mme Perrin.", "summary")
    assert warning.is_gentle
    assert look_at("Inauguré par le maire, M. Perrin.", "summary") == []


def test_one_person_is_told_of_once() -> None:
    assert kinds("Mme Sarah Benali garde les clés.") == [(Kind.PERSON, "Mme Sarah Benali")]


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_places_are_those_of_the_text_as_given(form: Any) -> None:
    text = unicodedata.normalize(
        form, "Été indien : Thérèse Lambert habite là, c’était écrit à côté."
    )
    (warning,) = look_at(text, "summary")
    assert text[warning.start : warning.end] == warning.excerpt
    assert unicodedata.normalize("NFC", warning.excerpt) == "Thérèse Lambert"


def test_blanks_of_all_kinds_stand_between_digits_and_names() -> None:
    assert kinds("le 06\u00a012\u00a034\u00a056\u00a078") == [
        (Kind.TELEPHONE, "06\u00a012\u00a034\u00a056\u00a078")
    ]
    assert kinds("le 06\u202f12\u202f34\u202f56\u202f78")[0][0] is Kind.TELEPHONE
    assert kinds("Mme\u00a0Morin") == [(Kind.PERSON, "Mme\u00a0Morin")]


def test_numbers_on_two_lines_are_two_numbers() -> None:
    found = kinds("04 72 11 22 33\n06 12 34 56 78")
    assert [excerpt for _, excerpt in found] == ["04 72 11 22 33", "06 12 34 56 78"]
    assert len(kinds("04 72 11 22 33 06 12 34 56 78")) == 2


def test_a_text_full_of_names_is_told_of_only_so_far() -> None:
    assert len(look_at("Sarah Benali. " * 2_000, "summary")) == guard.MOST_OF_A_KIND
    (warning,) = look_at(f"Mme {'A' * 20}-{'B' * 25}-{'C' * 25}-{'D' * 25}", "summary")
    assert len(warning.excerpt) == guard.EXCERPT_LIMIT


_HOSTILE = """
1 |12 34 56 78 90 |06 |+33 |(((1|a.|a@|a@b.|@|Aa |Sarah |SARAH DUPONT |Mme |M. et Mme |A-|malade |
elle est malade |un habitant |une maman depression |12 rue |12 rue a|nee le 12 |d'|de la |e\u0301|
\u0301| |\n|\u00a0|😀|traitement |chez 1 rue des Lilas |A|a|.|'|M|Mm|Mme de la |famille |Dr |un
"""


def test_no_text_takes_long() -> None:
    """In a process of its own: a pattern that explodes would hang the tests."""
    program = (
        "import sys, django; django.setup()\n"
        "from essaim.sheets import fields, guard\n"
        "from essaim.sheets.content import empty\n"
        "for piece in sys.argv[1].split('|'):\n"
        "    text = (piece * fields.TEXT_LIMIT)[:fields.TEXT_LIMIT]\n"
        "    guard.look(empty() | {field.name: text for field in fields.TEXTS})\n"
    )
    # Some forty times fourteen texts of 30,000 characters: four seconds, were nobody else about.
    subprocess.run(
        [sys.executable, "-c", program, _HOSTILE], check=True, timeout=90, cwd=REPOSITORY
    )


def test_all_text_fields_are_looked_at() -> None:
    looked = {
        field.name
        for field in fields.FIELDS
        if field.kind.value in ("title", "text")
        and look(a_content(**{field.name: "06 12 34 56 78"}))
    }
    assert looked == {"title", *(field.name for field in fields.TEXTS)}
