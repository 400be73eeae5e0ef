"""Unit prices are kept apart, and never taken for a budget."""

import pytest

from essaim.sheets.figures.money import read_funding
from essaim.sheets.figures.readings import number


@pytest.mark.parametrize(
    ("text", "prices", "budget"),
    [
        ("6 ateliers à 80 € soit 480 €", [80], 480),
        ("10 séances x 60€ = 600€", [60], 600),
        ("3 € par enfant", [3], None),
        ("10€/famille", [10], None),
        ("2 euros l'entrée", [2], None),
        ("Tarif : 5 €", [5], None),
        ("adhésion 12 € par famille", [12], None),
        ("Une participation de 2€ est demandée aux familles", [2], None),
        ("participation symbolique d'1 euro", [1], None),
        ("cotisation annuelle de 8 euros", [8], None),
        ("40 € de l'heure", [40], None),
        ("l'intervenant prend 50€/h", [50], None),
        ("80 euros la séance", [80], None),
        ("80€ chaque atelier", [80], None),
        ("repas à 6 €", [6], None),
        ("1€50 par personne", [1.5], None),
        ("2,50 € la part de gâteau", [2.5], None),
        (
            "20€ de courses par atelier, 60€ pour l'intervenante et 150€ quand il y a un spectacle",
            [20, 60, 150],
            None,
        ),
        ("coût de revient par enfant : 45 €", [45], None),
        ("12 séances de 90 €", [90], None),
        ("prix du séjour : 120 € par jeune, budget total 3600 €", [120], 3600),
        ("3€/adulte 1,5€/enfant", [3, 1.5], None),
        ("Budget de 1500 €. Chaque famille paie 10 €.", [10], 1500),
        ("700 € la sortie", [700], None),
        ("enfants : 4 €, adultes : 6 €", [4, 6], None),
        ("carte à 10 € l'année", [10], None),
        ("tarif selon quotient : de 2 à 8 €", [2, 8], None),
        ("2 à 5 € par famille", [2, 5], None),
        ("entre 3 et 10 euros la sortie selon le QF", [3, 10], None),
        ("vente de crêpes à 1 € : 240 € de recettes", [1], 240),
        ("café à 50 cts", [0.5], None),
        ("Chaque participant verse 15 €", [15], None),
        ("15€ demandés à chaque participant", [15], None),
        ("Participation des familles : 5 euros", [5], None),
        ("adhésion au centre (7€)", [7], None),
        ("L'adhésion est de 12€ par an", [12], None),
        ("20h de travail à 25 € soit 500 €", [25], 500),
        ("5 x 200 € = 1 000 €", [200], 1000),
        ("3 sorties x 400 = 1200", [400], 1200),
        ("achats alimentaires environ 40 euros par semaine", [40], None),
        ("Le repas revient à 3€50 par personne", [3.5], None),
        ("Le budget par enfant est de 60 €", [60], None),
        ("budget moyen par sortie 350€", [350], None),
        ("3 sorties à 350 € l'une", [350], None),
        ("12 euros/heure x 100h = 1200 euros", [12], 1200),
        ("intervenant yoga : 45 €/h, 30 séances", [45], None),
        ("2 intervenants payés 300 € chacun", [300], None),
        ("une subvention de 5 000 € chacun de la Caf et de la ville", [5000], None),
        ("coût du séjour 4500€, dont 60 € par famille", [60], 4500),
        ("Le séjour coûte 320 € par enfant, soit 6 400 € pour 20 enfants", [320], 6400),
        ("320€ x 20 enfants", [320], None),
        ("20 enfants x 320€", [320], None),
        ("Location du car : 540 euros ; entrées : 9 euros par personne", [9], 540),
        ("entrée du parc 9 €, pique nique tiré du sac", [9], None),
        ("5 euros", [5], None),
        ("ticket à 3€ ou 5€", [3, 5], None),
        ("3€ ou 5€ selon les revenus", [3, 5], None),
        ("une dizaine d'euros par séance", [10], None),
    ],
)
def test_prices(text: str, prices: list[float], budget: float | None) -> None:
    reading = read_funding(text)
    assert [number(price) for price in reading.unit_prices] == prices
    assert number(reading.budget) == budget
    assert reading.months is None
    assert reading.range is None
