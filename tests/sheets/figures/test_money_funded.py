"""Money noted with the names of those who give it."""

from typing import Any

import pytest

from tests.sheets.figures.saying import said


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            ("Pour l'instant 450 € de dépensés sur les 1 000 € que nous a accordés la ville"),
            {"budget": 1000},
        ),
        (
            ("Sur fonds propres pour environ 600 euros, et une aide de la CARSAT de 1 100 euros"),
            {"budget": 1700},
        ),
        ("Subventions : Caf (4000) Mairie (4000) Département : en attente", {"budget": 8000}),
        (
            ("Mairie : 2500 (accordé) Caf : 3000 (en cours) Département : 1000 (refusé)"),
            {"budget": 2500},
        ),
        (
            ("Mairie de Saint-Paul : 1 500€, mairie de Saint-Leu : 1 000€, TCO : 2 000€"),
            {"budget": 4500},
        ),
        (
            "Pas de budget spécifique, à part 80 € de café et de sucre par an",
            {"budget": 80, "mois": 12},
        ),
        (
            "Convention n°2015-128 avec le Département, 8 500 €",
            {"budget": 8500, "parts": [[8500, "Conseil départemental"]]},
        ),
        (
            "Un financement Caf de 4 000 € dans le cadre du REAAP (3 000 € en 2014)",
            {"budget": 4000},
        ),
        ("4500 € : un tiers Caf, un tiers commune, un tiers asso", {"budget": 4500}),
        ("Caf 1 500 €, commune idem, asso idem", {"budget": 4500}),
        ("financements FIPDR 4 000, MILDECA 2 000, CAF 1 000", {"budget": 7000}),
        ("il a fallu débourser 1 350 euros, remboursés par la mairie", {"budget": 1350}),
        ("Frais avancés par le centre : 410 €, remboursés par la CAF", {"budget": 410}),
        ("caf 1500€ mairie1500€ usagers 200€", {"budget": 3200}),
        (
            ("Subventions diverses (Caf, Département, Fondation) à hauteur globale de 9 800 €"),
            {"budget": 9800},
        ),
        ("Nous dépensons 15 € de café par mois et 20 € de gâteaux", {"budget": 35, "mois": 1}),
        ("Région Île-de-France 15000 – Est Ensemble 5000 – Ville de Bondy 5000", {"budget": 25000}),
        (
            "CAF (convention territoriale globale) 2018-2021 : 16 000 € par an",
            {"budget": 16000, "mois": 12},
        ),
        (
            ("6 communes participent au prorata de leur population pour un montant de 18 450 €"),
            {"budget": 18450},
        ),
        (
            "Réponse à l'appel à projets Caf (8 000 € max.). Budget retenu : 6 200 €",
            {"budget": 6200},
        ),
        (
            ("2 000 € supplémentaires de la Caf se sont ajoutés aux 5 000 € initiaux de la ville"),
            {"budget": 7000},
        ),
        (
            ("Au départ 5 000 € de la ville, auxquels se sont ajoutés 2 000 € de la Caf"),
            {"budget": 7000},
        ),
        ("Le total est de mille deux cents euros dont huit cents de la mairie", {"budget": 1200}),
        ("Ville.....1500 Caf.....2500", {"budget": 4000}),
        ("5000 par la caf, pareil pour la ville, et nous 1200", {"budget": 11200}),
        (
            ("Réserve parlementaire du député 2 000 €, canton 500 €, mairie annexe 250 €"),
            {"budget": 2750},
        ),
        ("payé en 3 fois : 400 € en mars, 400 € en juin, 400 € en septembre", {"budget": 1200}),
        ("Coût : 1 200 € payés en 3 fois (400 € en mars, juin et septembre)", {"budget": 1200}),
        (
            ("Pour 2016 : Caf 1 500 (même montant qu'en 2015), Ville 1 000 (contre 1 200 en 2015)"),
            {"budget": 2500},
        ),
        ("2 000 € (Caf) et le même montant pour la commune", {"budget": 4000}),
        ("moitié Caf (2 000 €) moitié commune (2 000 €)", {"budget": 4000}),
        ("notif. CAF du 3 mars : 4 500 € ; notif. mairie du 9 avril : 3 000 €", {"budget": 7500}),
        ("(4 500 € Caf, 3 000 € mairie)", {"budget": 7500}),
        ("Caf 4 500 € [REAAP], mairie 3 000 € [CUCS]", {"budget": 7500}),
        (
            ("Montants en euros - Caf 12 400 - Commune 8 600 - Département 3 000 - Divers 450"),
            {"budget": 24450},
        ),
        ("séjour à 3 100€, 640€ gagnés par les jeunes, le reste caf", {"budget": 3100}),
        (
            ("Subvention de fonctionnement 2018 de la mairie fléchée sur l'action : 2 350 €"),
            {"budget": 2350},
        ),
        ("2 500 (CAF) - 1 000 (Mairie) - 500 (CS)", {"budget": 4000}),
        ("le PEDT (ville) et le CLAS (caf) pour 2 300 et 1 800 €", {"budget": 4100}),
        ("CGSS de La Réunion 2 000 €, Département 974 3 000 €, CINOR 1 500 €", {"budget": 6500}),
        ("Subv mairie 1500, reste 300 de l'an dernier, et 200 de dons", {"budget": 2000}),
        ("2 900 € entièrement à la charge de la commune", {"budget": 2900}),
        ("Ville d'Évry 5 K€, agglo 3 K€, CAF 91 4 K€", {"budget": 12000}),
        ("CAF (1 200 € fonds local et 800 € parentalité)", {"budget": 2000}),
        ("Communes du SIVU : A 500 €, B 700 €, C 300 €", {"budget": 1500}),
        ("CHARGES 1870 PRODUITS 1870 (CAF 1000 VILLE 500 FAM 370)", {"budget": 1870}),
        (
            ("Hors transport (offert par la ville), le coût est de 1 240 € pour 48 personnes"),
            {"budget": 1240},
        ),
        (
            ("Séjour ski (11 400 €) financé par Vacaf, JPA, les familles et des autofinancements"),
            {"budget": 11400},
        ),
        (
            ("Ressources financières : subventions CAF et Ville – 5 800 € – et adhésions – 340 €"),
            {"budget": 6140},
        ),
    ],
)
def test_what_is_noted_with_funders(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted
