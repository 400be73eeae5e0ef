"""Money written with signs: sums, hundredths, bars."""

from typing import Any

import pytest

from tests.sheets.figures.saying import said


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            (
                "Le séjour a couté 9 870€ : 40% Caf (vacaf), 30% les familles, le "
                "reste ville et centre"
            ),
            {"budget": 9870},
        ),
        (
            "Subvention Toulouse Métropole 3 000 € + CD31 2 000 € + CAF31 2 500 €",
            {
                "budget": 7500,
                "parts": [
                    [3000, "Regroupement de communes"],
                    [2000, "Conseil départemental"],
                    [2500, "Caf"],
                ],
            },
        ),
        ("ARS Occitanie : 12 000€/an pendant 2 ans", {"budget": 12000, "mois": 12}),
        ("Budget 5000€. Financement 50/50 ville et caf.", {"budget": 5000}),
        ("Nos ressources : 1/ Caf 2 000 € 2/ Ville 1 500 € 3/ Adhérents 300 €", {"budget": 3800}),
        ("Location du camion 75€ + gasoil 42€ + péage 18€60", {"budget": 135.6}),
        ("CAF 45%, Ville 35%, Usagers 20% d'un budget de 11 000 €", {"budget": 11000}),
        ("Délibération du conseil municipal du 14/03/2016 : 2 000 €", {"budget": 2000}),
        ("1/3 Caf, 1/3 commune, 1/3 association pour un total de 4 500 €", {"budget": 4500}),
        ("Virement reçu le 12/04 : 1 500,00 EUR - CAF DE LA SOMME", {"budget": 1500}),
        ("Dons des commerçants (pain, fruits). Achats : env 70€/mois", {"budget": 70, "mois": 1}),
        ("Temps de travail : 6h/semaine x 36 = 216 h. Coût : 4 536 €", {"budget": 4536}),
        ("CAF : 2000 + 1500 (bonus territoire)", {"budget": 3500}),
        ("TOTAL GENERAL 14 200 / 14 200", {"budget": 14200}),
        ("Dépenses = recettes = 3 450 €", {"budget": 3450}),
        ("1500€CAF+1500€MAIRIE", {"budget": 3000}),
        ("Café : 15 €/mois. Gâteaux : 20 €/mois.", {"budget": 35, "mois": 1}),
        ("Coût de l'intervention : 600€ + frais de déplacement 85€ + repas 30€", {"budget": 715}),
        ("budget env. 1,5 K€ / an", {"budget": 1500, "mois": 12}),
        (
            (
                "Le CCAS finance 50 % soit 1 250 €, la Caf 30 % soit 750 € et le "
                "centre 20 % soit 500 €"
            ),
            {"budget": 2500, "parts": [[1250, "CCAS"], [750, "Caf"], [500, "centre"]]},
        ),
        ("CAF 30% : 750€, CCAS 50% : 1250€, centre 20% : 500€", {"budget": 2500}),
        ("Financement : Caf (60 % = 1 800 €) ; Ville (40 % = 1 200 €)", {"budget": 3000}),
        (
            ("La Caf a octroyé une avance de 70 % (2 800 €) sur une subvention de 4 000 €"),
            {"budget": 4000},
        ),
        ("Un budget de 300e / mois", {"budget": 300, "mois": 1}),
        (
            ("aide financiere du conseil departementale : 1200.00€ + finacement caf 900.00€"),
            {"budget": 2100},
        ),
        ("FEDER : taux 60 %, assiette éligible 40 000 €, subvention 24 000 €", {"budget": 40000}),
        (
            ("Abonnement internet 39,99 €/mois pris en charge par le centre ; ordinateurs donnés"),
            {"budget": 39.99, "mois": 1},
        ),
        ("frais de bouche = 63,20", {"budget": 63.2}),
        ("Autofinancement (40 %) 480 €, Caf (60 %) 720 €", {"budget": 1200}),
        ("70,00 € d'électricité + eau + gaz", {"budget": 70}),
        ("La somme de 900 € correspond à 15 % du budget famille.", {"budget": 900}),
        ("15 % du budget famille, soit 900 €", {"budget": 900}),
        ("Budget famille : 6 000 €, dont 15 % pour cette action (900 €)", {"budget": 900}),
        ("CAF 50 %, 2 000 € ; Commune 50 %, 2 000 €", {"budget": 4000}),
        ("Subvention Caf Var 4500.00 reçue le 2/2/16", {"budget": 4500, "parts": [[4500, "Caf"]]}),
        ("CAF/REAAP/4500 MAIRIE/CUCS/3000", {"budget": 7500}),
        ("50 % d'un poste d'animatrice (17 500 €) et 2 000 € de fonctionnement", {"budget": 19500}),
        (
            ("Le coût s'est élevé à 14 000 euros, dont 50% Caf, 25% Département, 25% commune"),
            {"budget": 14000},
        ),
        ("Gîte 640 € + taxe de séjour 23,10 € + draps 84 €", {"budget": 747.1}),
        (
            "Part CAF : 61 % du coût, soit 4 270 €. Part ville : 39 %, soit 2 730 €.",
            {"budget": 7000},
        ),
        ("ville = 1000 + 500 de fluides", {"budget": 1500}),
        ("14 560,22 + 1 230,10 + 316,40", {"budget": 16106.72}),
        ("CAF 1er acompte 70 % 3 500 €, solde 1 500 €", {"budget": 5000}),
        ("Montant sollicité 3 000 € / coût 6 400 €", {"budget": 6400}),
        ("salaire brut mensuel 1 540 €, prise en charge CUI 70 %", {"budget": 1540, "mois": 1}),
        (
            ("Les subventions de l'ANCT et de la Région couvrent 80 % des 12 500 € de dépenses."),
            {"budget": 12500},
        ),
        ("12 500 € de dépenses couvertes à 80 %", {"budget": 12500}),
        ("Cout 3000.- euros / mairie 1000.- caf 2000.-", {"budget": 3000}),
        ("bcp de récup + 45 eur de vis", {"budget": 45}),
        (
            ("Mécénat de compétences Orange (3 jours) + chèque de 700 € de la Fondation Orange"),
            {"budget": 700},
        ),
        ("Budget : 3000/3500 €", {"fourchette": [3000, 3500]}),
        (
            (
                "Caf du Morbihan (fonds local 1 200 € + soutien parentalité 800 €) ; "
                "Lorient Agglo 600 €"
            ),
            {"budget": 2600},
        ),
        ("Depense reelle = 2 817,44 EUROS", {"budget": 2817.44}),
        ("CAF 800 € 50%, Ville 800 € 50%", {"budget": 1600}),
        ("Ville (50%) 800 €, CAF (50%) 800 €", {"budget": 1600}),
        ("Pris en charge par la fédération à 100 %, soit 1 170 €", {"budget": 1170}),
        ("5 800 (subv.) + 340 (adh.)", {"budget": 6140}),
        ("300 € / mois. 10 mois", {"budget": 300, "mois": 1}),
    ],
)
def test_what_is_written_with_signs(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted
