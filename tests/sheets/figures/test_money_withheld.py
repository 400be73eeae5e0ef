"""Money that was refused, lost, hoped for or split; products, and who gives them."""

from typing import Any

import pytest

from tests.sheets.figures.saying import said


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Caf : demande refusée (2 000 €). Ville : 1 500 €", {"budget": 1500}),
        ("Région : dossier rejeté : 3 000 €\nMSA : 800 €", {"budget": 800}),
        ("Ville 1 900 €, Rotary 300 €. On aimerait avoir 500 € de plus", {"budget": 2200}),
        (
            "Nous avons perdu 3 000 € de l'Etat. Restent la ville (2 000 €) et la Caf (1 000 €).",
            {"budget": 3000},
        ),
        (
            "Nous avions demandé 5 000 € à la Région et 3 000 € à la ville. La ville nous a "
            "accordé 2 000 €.",
            {"budget": 2000, "parts": [[2000, "Commune"]]},
        ),
    ],
)
def test_what_is_not_had_counts_nothing(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "9 000 € répartis sur deux ans : 5 000 € la première année puis 4 000 € la seconde",
            {"budget": 9000, "mois": 24},
        ),
        ("Kermesse : 900 € (Caf 400 €)", {"budget": 900, "parts": [[400, "Caf"]]}),
        (
            "Fête : 1 500 € (Caf 500 €, ville 600 €), le reste en buvette",
            {"budget": 1500, "parts": [[500, "Caf"], [600, "Commune"]]},
        ),
        ("3 200 € (repas, charges)\n900 € (jeux, sorties)", {"budget": 4100}),
    ],
)
def test_what_an_amount_holds(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "La ville donne 150 € par classe et 6 classes sont venues, soit 900 €. Le centre a "
            "payé les goûters, 80 €.",
            {
                "budget": 980,
                "prix_unitaires": [150],
                "parts": [[900, "Commune"], [80, "centre"]],
            },
        ),
        ("Vente de 30 paniers, soit 600 €, et la mairie autant", {"budget": 1200}),
        (
            "Nous sommes venus avec 12 bénévoles. 30 heures de yoga à 40 €/h, soit 1 200 €",
            {"budget": 1200, "prix_unitaires": [40]},
        ),
        (
            "6 séances de relaxation-sophrologie à 75 €, Caf 1 000 €",
            {"budget": 1000, "prix_unitaires": [75]},
        ),
    ],
)
def test_products(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("cagnotte des jeunes (640)\ncaf (1200)", {"budget": 1840}),
        ("repas 130e, car 340e, sono 95e", {"budget": 565}),
        ("repas 130e, car 340e, dans le 95e", {"budget": 470}),
        ("Honoraires du conteur (6226) 1 500 €, achats (6068) 230 €", {"budget": 1730}),
        ("Livret : 900 €, vendu 2 € ; 140 ont été vendus", {"budget": 900, "prix_unitaires": [2]}),
        (
            "un coup de pouce de 200 € du garage et 500 € de la ville",
            {"budget": 700, "parts": [[200, "garage"], [500, "Commune"]]},
        ),
    ],
)
def test_numbers_that_are_money_and_those_that_are_not(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "la sortie au lac coute 1 320 euros au centre. les familles versent 420 euros. "
            "la msa verse 600 euros.",
            {"budget": 1320},
        ),
        ("on a eu 300 € de la caf. la mairie a donné 200 €. c'est tout.", {"budget": 500}),
        (
            "Ville 2 000 €. Une demande est en cours auprès de la Région !",
            {"budget": 2000, "parts": [[2000, "Commune"]]},
        ),
        (
            "12 000 € dont subvention Etat 5 000 €. La mairie nous prête la salle.",
            {"budget": 12000, "parts": [[5000, "Etat"]]},
        ),
    ],
)
def test_sentences_end_without_capitals_too(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted
