"""Funders as they are typed, and their labels in the partners' vocabulary."""

import pytest

from essaim.sheets import vocabulary
from essaim.sheets.figures.funders import ALIASES, Funder, funder_at, funders_in
from essaim.sheets.figures.numbers import reading_of


def found(text: str) -> list[Funder]:
    reading = reading_of(text)
    return funders_in(reading.plain, reading.source, 0, len(reading.plain))


def test_labels_are_those_of_the_vocabulary() -> None:
    partners = {term.label for term in vocabulary.KNOWN["partners"]}
    assert set(ALIASES) <= partners
    # What nobody can be recognised by.
    assert partners - set(ALIASES) == {"Autre"}


@pytest.mark.parametrize("label", list(ALIASES))
def test_each_label_is_found_by_its_own_name(label: str) -> None:
    assert [one.label for one in found(f"subvention {label} 2015")] == [label]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("CAF", "Caf"),
        ("c.a.f.", "Caf"),
        ("Caf 42", "Caf"),
        ("la caisse d'allocations familiales", "Caf"),
        ("la Caisse des Allocations Familiales", "Caf"),
        ("mairie", "Commune"),
        ("la ville de Lyon", "Commune"),
        ("subvention municipale", "Commune"),
        ("CD", "Conseil départemental"),
        ("CD42", "Conseil départemental"),
        ("cg93", "Conseil départemental"),
        ("Conseil général de l'Ain", "Conseil départemental"),
        ("conseil gal", "Conseil départemental"),
        ("le département", "Conseil départemental"),
        ("conseil départementla", "Conseil départemental"),
        ("Conseil Départemantal", "Conseil départemental"),
        ("la Region", "Conseil régional"),
        ("conseil regionnal", "Conseil régional"),
        ("communauté de communes", "Regroupement de communes"),
        ("com com", "Regroupement de communes"),
        ("Agglo", "Regroupement de communes"),
        ("la métropole", "Regroupement de communes"),
        ("l'État", "Etat"),
        ("DDCS", "Etat"),
        ("CUCS", "Etat"),
        ("politique de la ville", "Etat"),
        ("contrat de ville", "Etat"),
        ("Acsé", "ACSE"),
        ("bailleurs sociaux", "Bailleur social"),
        ("bayeur social", ""),
        ("OPAC", "Bailleur social"),
        ("Fondation de France", "Fondations"),
        ("fondatoin Abbé Pierre", "Fondations"),
        ("sous-préfecture", "Préfecture"),
        ("Fonjep", "FONJEP"),
        ("collège", "Éducation Nationale"),
        ("MSA", "MSA"),
        ("msa", "MSA"),
        ("ccas", "CCAS"),
        ("f.s.e", ""),
        ("Fonds propres", "Fonds propres"),
        ("l'autofinancement", "autofinancement"),
        ("participation des familles", "participation des familles"),
        ("Emplois aidés", "Emplois aidés"),
        ("caisse des écoles", "caisse des écoles"),
        ("le centre social", "centre social"),
        ("un spectacle", ""),
        ("centre-ville", ""),
        ("mutuellement", ""),
        ("café", ""),
    ],
)
def test_labels(text: str, label: str) -> None:
    assert [one.label for one in found(text)] == ([label] if label else [])


def test_they_come_in_order_with_their_places() -> None:
    text = "Caf, ville et FSE"
    assert [(text[one.start : one.end], one.listed) for one in found(text)] == [
        ("Caf", True),
        ("ville", True),
        ("FSE", False),
    ]


def test_one_at_a_place() -> None:
    reading = reading_of("2000 Caf")
    there = funder_at(reading.plain, reading.source, 4)
    assert there == Funder("Caf", 5, 8, listed=True)
    assert funder_at(reading.plain, reading.source, 1) is None
