"""Codes of accounts, bars between entries, sums, « autant », brackets."""

from typing import Any

import pytest

from tests.sheets.figures.saying import said


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("cpte 6068 : 312,50 € ; cpte 6238 : 89,25 €", {"budget": 401.75}),
        ("compte 60 : 1 200 ; compte 61 : 350 ; compte 62 : 800", {"budget": 2350}),
        ("chap. 012 : 14 500 €", {"budget": 14500}),
        ("art. 6288 : 740 €, art. 6257 : 260 €", {"budget": 1000}),
        (
            "Achats (60) : 500 €\nServices ext. (61) : 300 €\nPersonnel (64) : 2 000 €",
            {"budget": 2800},
        ),
        ("6063 - petites fournitures : 180 €", {"budget": 180}),
        ("ligne 6561 : 2 300 €", {"budget": 2300}),
        ("c/6064 fournitures 120 €, c/6256 missions 85 €", {"budget": 205}),
        ("imputation 623 : 450 €", {"budget": 450}),
        (
            "74 - subventions : Caf 3 000, ville 2 000",
            {"budget": 5000, "parts": [[3000, "Caf"], [2000, "Commune"]]},
        ),
        ("60 : 800 € ; 61 : 200 € ; 64 : 3 000 €", {"budget": 4000}),
        ("convention n°2014-356 : 6 000 €", {"budget": 6000}),
        ("dossier 2015/118 : 3 500 € accordés", {"budget": 3500}),
        (
            "Mairie 2200 / CAMVS 1800 / fonds propres 1000 / total 5000",
            {
                "budget": 5000,
                "parts": [[2200, "Commune"], [1800, "CAMVS"], [1000, "fonds propres"]],
            },
        ),
        (
            "caf 3000 / mairie 2000 / msa 500",
            {"budget": 5500, "parts": [[3000, "Caf"], [2000, "Commune"], [500, "MSA"]]},
        ),
        (
            "3000 € caf / 2000 € mairie / 500 € msa",
            {"budget": 5500, "parts": [[3000, "Caf"], [2000, "Commune"], [500, "MSA"]]},
        ),
        (
            "CAF : 3000€/Ville : 1500€/CD : 1000€",
            {
                "budget": 5500,
                "parts": [[3000, "Caf"], [1500, "Commune"], [1000, "Conseil départemental"]],
            },
        ),
        ("Alimentation 250 € / matériel 120 € / intervenante 900 €", {"budget": 1270}),
        ("alimentation 250/materiel 120/bus 480", {"budget": 850}),
        (
            "Région 4 000 € / Département 4 000 € / Etat 2 000 €",
            {
                "budget": 10000,
                "parts": [
                    [4000, "Conseil régional"],
                    [4000, "Conseil départemental"],
                    [2000, "Etat"],
                ],
            },
        ),
        ("70 € / séance / groupe", {"prix_unitaires": [70]}),
        ("120 € / atelier, 10 ateliers", {"prix_unitaires": [120]}),
        ("Budget : 4 000 € / financeurs : caf et ville", {"budget": 4000}),
        ("Dépenses 3400 / recettes 3400", {"budget": 3400}),
        ("Coût 900 € / participation familles 5 €", {"budget": 900, "prix_unitaires": [5]}),
        ("Ventes : gâteaux 85 €, crêpes 60 €, tombola 210 €", {"budget": 355}),
        ("Ressources : vide grenier 430, loto 812, dons 150", {"budget": 1392}),
        (
            "gâteaux : 85 €\ncrêpes : 60 €\nlavage de voitures : 110 €\nmairie : 500 €",
            {"budget": 755},
        ),
        ("Recettes de la fête : buvette 620 €, restauration 940 €, stands 180 €", {"budget": 1740}),
        (
            "fleurs de Noël 230 €, calendriers 310 €, marché de Noël 415 €, soit 955 €",
            {"budget": 955},
        ),
        (
            "750 € par la mairie et autant par la caf",
            {"budget": 1500, "parts": [[750, "Commune"], [750, "Caf"]]},
        ),
        (
            "La Caf met 2 000 €, la ville autant",
            {"budget": 4000, "parts": [[2000, "Caf"], [2000, "Commune"]]},
        ),
        (
            "1 000 € de la ville, idem pour le département",
            {"budget": 2000, "parts": [[1000, "Commune"], [1000, "Conseil départemental"]]},
        ),
        (
            "Caf : 1 500 € ; Ville : idem",
            {"budget": 3000, "parts": [[1500, "Caf"], [1500, "Commune"]]},
        ),
        (
            "CAF 1200€, même somme de la commune",
            {"budget": 2400, "parts": [[1200, "Caf"], [1200, "Commune"]]},
        ),
        (
            "500 € de la MSA et la même chose du conseil départemental",
            {"budget": 1000, "parts": [[500, "MSA"], [500, "Conseil départemental"]]},
        ),
        ("la mairie donne 300 € et le comité des fêtes la même somme", {"budget": 600}),
        ("d'autant plus que la caf donne 300 €", {"budget": 300}),
        ("Poste\tMontant\nAchats\t450\nTransport\t300\nTotal\t750", {"budget": 750}),
        (
            "Financeur\tMontant\nCAF\t4500\nVille\t3000\nRégion\t1500\nTotal\t9000",
            {
                "budget": 9000,
                "parts": [[4500, "Caf"], [3000, "Commune"], [1500, "Conseil régional"]],
            },
        ),
        (
            "CAF\t4500\nVille\t3000\nRégion\t1500",
            {
                "budget": 9000,
                "parts": [[4500, "Caf"], [3000, "Commune"], [1500, "Conseil régional"]],
            },
        ),
        (
            "Charges ; Produits\nAchats ; 300 ; Ville ; 500\nBus ; 400 ; Usagers ; 200",
            {"budget": 700, "parts": [[500, "Commune"], [200, "Usagers"]]},
        ),
        (
            "la commune qui paye l'animatrice (un mi-temps, env. 16 000 €)",
            {"budget": 16000, "parts": [[16000, "Commune"]]},
        ),
        (
            "C'est la ville qui finance (environ 3 000 €)",
            {"budget": 3000, "parts": [[3000, "Commune"]]},
        ),
        (
            "La CAF nous aide (2 500 €), le département aussi (1 000 €)",
            {"budget": 3500, "parts": [[2500, "Caf"], [1000, "Conseil départemental"]]},
        ),
        (
            "Subvention de la région (appel à projets, 8 000 €)",
            {"budget": 8000, "parts": [[8000, "Conseil régional"]]},
        ),
        (
            "prise en charge par la MSA (forfait annuel de 1 200 €)",
            {"budget": 1200, "mois": 12, "parts": [[1200, "MSA"]]},
        ),
        ("env. 2 000 €", {"budget": 2000}),
        ("env 450€ de la caf", {"budget": 450, "parts": [[450, "Caf"]]}),
        (
            "Un poste payé par l'Etat (adulte relais, env. 19 000 €/an)",
            {"budget": 19000, "mois": 12, "parts": [[19000, "Etat"]]},
        ),
        (
            "Travaux 12 000 € subventionnés par la Caf pour 6 000 €",
            {"budget": 12000, "parts": [[6000, "Caf"]]},
        ),
        (
            "Coût de l'équipement 8 500 €, aide de la Caf 4 000 €",
            {"budget": 8500, "parts": [[4000, "Caf"]]},
        ),
        (
            "Minibus acheté 18 000 € avec une aide de 10 000 € du département",
            {"budget": 18000, "parts": [[10000, "Conseil départemental"]]},
        ),
        (
            "Ordinateurs : 4 200 € dont 3 000 € pris en charge par la Région",
            {"budget": 4200, "parts": [[3000, "Conseil régional"]]},
        ),
        (
            "Location du bus 650 €, la mairie en paie 400 €",
            {"budget": 650, "parts": [[400, "Commune"]]},
        ),
        ("Intervenante 1 800 € (financée à 1 200 € par le CLAS)", {"budget": 1800}),
        (
            "Spectacle 900 €, cofinancé par la ville (500 €)",
            {"budget": 900, "parts": [[500, "Commune"]]},
        ),
        (
            "Four à pain : 2 700 € ; subvention du département de 1 350 €",
            {"budget": 2700, "parts": [[1350, "Conseil départemental"]]},
        ),
        ("Action financée par la CAF : 3 500 €", {"budget": 3500, "parts": [[3500, "Caf"]]}),
        (
            "6 mois d'intervention financés par le Fonds social européen : 31 250 €",
            {"budget": 31250, "mois": 6},
        ),
        ("financement CGET : 4 000 €", {"budget": 4000, "parts": [[4000, "Etat"]]}),
        ("Poste financé par l'ARS : 22 000 €", {"budget": 22000, "parts": [[22000, "ARS"]]}),
        ("Pris en charge par la mairie : 700 €", {"budget": 700, "parts": [[700, "Commune"]]}),
        (
            "Versé par le conseil départemental = 1 900 €",
            {"budget": 1900, "parts": [[1900, "Conseil départemental"]]},
        ),
        ("Budget global du CSC 640 000 €, pour cette action 12 300 €", {"budget": 12300}),
        ("Budget du centre : 420 000 €. Budget de l'action : 5 600 €", {"budget": 5600}),
        (
            "sur un budget de 380 000 € pour le centre, l'action représente 4 500 €",
            {"budget": 4500},
        ),
        ("Le centre social a un budget de 500 000 €, l'action en coûte 3 200", {"budget": 3200}),
        (
            "Budget total de l'association : 254 000 € ; part de l'action : 9 700 €",
            {"budget": 9700},
        ),
        ("9 700 € (budget total de l'association : 254 000 €)", {"budget": 9700}),
        ("Action : 2 300 € (budget global de la structure 198 000 €)", {"budget": 2300}),
        ("pour l'action 2 300 €, pour le centre 198 000 €", {"budget": 2300}),
        ("10 ateliers x 75", {"prix_unitaires": [75]}),
        ("10*75=750€", {"budget": 750, "prix_unitaires": [75]}),
        ("10 x 75 € = 750 €", {"budget": 750, "prix_unitaires": [75]}),
        ("8 séances x 60 €", {"prix_unitaires": [60]}),
        ("75 € x 10 ateliers = 750 €", {"budget": 750, "prix_unitaires": [75]}),
        ("6 intervenants à 120 € = 720 €", {"budget": 720, "prix_unitaires": [120]}),
        ("20h x 25€ = 500€", {"budget": 500, "prix_unitaires": [25]}),
        ("20 h × 35 € soit 700 €", {"budget": 700, "prix_unitaires": [35]}),
        ("30 séances * 45 = 1350", {"budget": 1350, "prix_unitaires": [45]}),
        ("entre 500 € (petite) et 1500 € (grande)", {"fourchette": [500, 1500]}),
        ("entre 500€ minimum et 800€ maximum", {"fourchette": [500, 800]}),
        ("de 300 € à 500 € selon les années", {"fourchette": [300, 500]}),
        ("de 2000 à 3000 euros", {"fourchette": [2000, 3000]}),
        ("1000-1500€", {"fourchette": [1000, 1500]}),
        ("minimum 400 € maximum 900 €", {"fourchette": [400, 900]}),
        (
            "La région donne 8 000 € sur les 22 000 € nécessaires",
            {"budget": 22000, "parts": [[8000, "Conseil régional"]]},
        ),
        ("Nous avons obtenu 5 000 € sur les 9 000 € du projet", {"budget": 9000}),
        ("Poste adulte relais 19 000€ + 4 000€ ville", {"budget": 23000}),
        (
            "poste FONJEP 7164 + ville 3000",
            {"budget": 10164, "parts": [[7164, "FONJEP"], [3000, "Commune"]]},
        ),
        ("emploi aidé 12 000 € + caf 3 000 €", {"budget": 15000}),
        ("salaires 11 400 € + achats 4 180 €", {"budget": 15580}),
    ],
)
def test_account_codes_lists_and_sums(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted
