"""A reading that is likely to be wrong is doubtful; one that the text bears out is not."""

import pytest

from essaim.sheets.figures.money import read_funding
from essaim.sheets.figures.readings import Certainty

# Of each kind of doubt, texts that raise it and beside each the like that does not.
PAIRS = {
    "several totals": [
        ("Coût total 3 000 €, coût total 5 000 €", "Coût total 3 000 €, soit 3 000 € en tout"),
    ],
    "several years": [
        ("2014 : 3 000 €\n2015 : 3 500 €", "2014 : Caf 3 000 €, ville 3 500 €"),
    ],
    "asked for": [
        ("Demande de subvention de 3 000 € à la Caf, en cours", "Subvention de 3 000 € de la Caf"),
        ("Caf : 2 500 € (en attente)", "Caf : 2 500 € (accordés)"),
        (
            "400 € de la tombola, 700 € avaient été demandés",
            "400 € de la tombola, 700 € accordés sur 900 € demandés",
        ),
    ],
    "the whole centre's": [
        (
            "L'action est portée par le budget global du centre (environ 480 000 €).",
            "2 000 € pris sur le budget du centre",
        ),
    ],
    "valued": [
        (
            "Mise à disposition d'un local par la ville (estimée à 3 900 €)",
            "Mise à disposition d'un local (valeur 3 900 €) et 700 € de la Caf",
        ),
    ],
    "nothing given": [
        ("Aucune subvention pour l'instant", "Aucun financement"),
        ("gratuit", "Action sans coût"),
        ("Aucun financement particulier", "Pas de budget"),
    ],
    "a price multiplied": [
        ("Bailleurs 3 x 500 €, ville 2 500 €", "Bailleurs 3 x 500 € = 1 500 €, ville 2 500 €"),
    ],
    "more than the total": [
        ("Le projet coûte 1 500 €. Une roulotte : 4 200 €.", "Roulotte : 4 200 €"),
        ("Camion 3 000 € (fondation 1 000 €), essence 4 400 €", "Camion 3 000 €, essence 4 400 €"),
    ],
    "called the budget": [
        (
            "L'enveloppe est de 900 € ; les costumes font 1 250 €.",
            "Budget prévu 1 250 €, dépensé 900 €",
        ),
    ],
    "supposed to be the whole": [
        ("Une yourte, 5 200 €, avec la Caf (3 000 €)", "Une yourte, 5 200 €, dont la Caf 3 000 €"),
    ],
    "beside the total": [
        (
            "Une enveloppe de 2 000 € est ouverte à tous les habitants.\nNous avons eu 350 €.",
            "Coût de l'action : 2 000 €, reste 350 € à financer",
        ),
        ("Budget de 3 000 € ; 1 100 € en juin.", "Budget de 3 300 €, soit 3 x 1 100 €."),
        ("Coût de 3 000 € et 1 100 €", "Coût de 3 300 €, 1 100 € chaque trimestre"),
    ],
    "told apart": [
        ("640 € en mai sur une cagnotte de 1 000 €", "640 € en mai, 1 000 € en juin"),
        ("900 € d'avance puis 1 500 € cette année", "900 € à la fête puis 1 500 € au bal"),
    ],
    "a dear price": [
        (
            "Caf 1 000 €, entrées : 312 € par an et par salle",
            "Caf 1 000 €, entrées : 3 € par enfant",
        ),
    ],
    "a number unread": [
        ("Caf 2000, ville 300. Capacité : 4500", "Caf 2000. Nous avons reçu 120 personnes."),
    ],
}
FLAT = [(kind, *pair) for kind, pairs in PAIRS.items() for pair in pairs]


@pytest.mark.parametrize(("kind", "doubtful", "plain"), FLAT)
def test_it_is_doubtful_where_the_text_does_not_bear_it_out(
    kind: str, doubtful: str, plain: str
) -> None:
    assert read_funding(doubtful).certainty is Certainty.DOUBTFUL, kind
    assert read_funding(plain).certainty is not Certainty.DOUBTFUL, kind
