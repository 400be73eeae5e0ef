"""Persons in turns of phrase: « soit », « dont », unknown trades, « une personne à la caisse »."""

import pytest

from essaim.sheets.figures.people import read_people
from essaim.sheets.figures.readings import Count


def _low(count: Count | None) -> int | None:
    return None if count is None else count.low


@pytest.mark.parametrize(
    ("text", "professionals", "volunteers", "others", "total"),
    [
        ("une accueillante et un bénévole", 1, 1, None, 2),
        ("un intervenant et une stagiaire", 1, None, 1, 2),
        ("une animatrice et deux bénévoles", 1, 2, None, 3),
        ("un professeur de français bénévole", None, 1, None, 1),
        ("un salarié, une bénévole", 1, 1, None, 2),
        ("Tous les bénévoles soit 32 personnes", None, 32, None, 32),
        ("l'ensemble des salariés, soit 9 personnes, et 12 bénévoles", 9, 12, None, 21),
        ("les bénévoles du jardin, soit une quinzaine de personnes", None, 15, None, 15),
        ("tous les salariés (8) et 5 bénévoles", 8, 5, None, 13),
        ("3 conseillers citoyens et 1 animatrice", 1, None, 3, 4),
        ("1 art-thérapeute et 2 bénévoles", 1, 2, None, 3),
        ("2 art-thérapeutes", 2, None, None, 2),
        ("1 socio esthéticienne, 1 référente famille", 2, None, None, 2),
        ("4 animateurs dont 1 bénévole", 3, 1, None, 4),
        ("6 intervenants dont 4 bénévoles", 2, 4, None, 6),
        ("5 personnes dont 2 bénévoles", None, 2, None, 5),
        ("2 accueillants et 4 parents", 2, None, 4, 6),
        ("la chargée d'accueil et le chargé de communication", 2, None, None, 2),
        ("la chargée de mission, 3 bénévoles", 1, 3, None, 4),
        ("en moyenne 8 bénévoles et 1 salarié", 1, 8, None, 9),
        ("une moyenne de 6 bénévoles", None, 6, None, 6),
        ("1 RF et 2 bénévoles", 1, 2, None, 3),
        ("4 bénévoles et une personne à la caisse", None, 4, 1, 5),
        ("3 bénévoles et une personne du CCAS", 1, 3, None, 4),
        ("5 bénévoles à l'accueil, 3 bénévoles à la cuisine", None, 8, None, 8),
        ("1 coordinatrice, 3 animateurs, 1 stagiaire BPJEPS, 12 bénévoles", 4, 12, 1, 17),
        ("une vingtaine de parents et 3 enseignants", 3, None, 20, 23),
        ("1 salarié (animateur) + 6 bénévoles + 2 jeunes en service civique", 1, 6, 2, 9),
        (
            "Une éducatrice de jeunes enfants, une auxiliaire de puériculture, une bénévole",
            2,
            1,
            None,
            3,
        ),
        ("12 bénévoles dont 5 administrateurs, 2 salariés", 2, 12, None, 14),
        ("Comité de pilotage de 10 personnes : 4 habitants, 3 bénévoles, 3 salariés", 3, 3, 4, 10),
        ("1 médecin bénévole, 1 infirmière salariée", 1, 1, None, 2),
        ("3 retraités bénévoles, 1 animateur", 1, 3, None, 4),
        ("le président, la trésorière et 2 salariés", 2, 2, None, 4),
        ("1 technicien CAF, 1 élue, 1 assistante sociale", 2, None, 1, 3),
        ("une équipe de 15 : 3 salariés et 12 bénévoles", 3, 12, None, 15),
        ("7", None, None, None, 7),
        ("0 salarié, 9 bénévoles", 0, 9, None, 9),
    ],
)
def test_who_carries_is_counted_under_one_kind(
    text: str,
    professionals: int | None,
    volunteers: int | None,
    others: int | None,
    total: int | None,
) -> None:
    found = read_people(text)
    kinds = (found.professionals, found.volunteers, found.others, found.total)
    assert tuple(map(_low, kinds)) == (professionals, volunteers, others, total)


@pytest.mark.parametrize(
    ("text", "approximate"),
    [
        ("en moyenne 8 bénévoles", True),
        ("une moyenne de 6 bénévoles", True),
        ("au plus 10 bénévoles", True),
        ("moins de 10 bénévoles", True),
        ("8 bénévoles", False),
    ],
)
def test_what_is_rounded_is_said_to_be(text: str, approximate: bool) -> None:
    found = read_people(text).volunteers
    assert found is not None
    assert found.approximate is approximate
