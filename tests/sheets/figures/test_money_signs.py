"""Whole centres and their actions, signs, francs, places."""

from typing import Any

import pytest

from tests.sheets.figures.saying import said


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Coût total : 12 300 €. Budget global du centre : 640 000 €.", {"budget": 12300}),
        ("640 000 € est le budget du centre ; 12 300 € pour l'action", {"budget": 12300}),
        ("cette action : 3 000 € ; budget du centre 250 000 €", {"budget": 3000}),
        (
            "CHARGES : achats 450 ; personnel 2300 ; PRODUITS : caf 1500 ; ville 1250",
            {"budget": 2750, "parts": [[1500, "Caf"], [1250, "Commune"]]},
        ),
        (
            "Achats | 450 | Caf | 1500\nPersonnel | 2300 | Ville | 1250",
            {"budget": 2750, "parts": [[1500, "Caf"], [1250, "Commune"]]},
        ),
        (
            "Recettes\tDépenses\nVille 600\tBus 480\nUsagers 200\tEntrées 320",
            {"budget": 800, "parts": [[600, "Commune"], [200, "Usagers"]]},
        ),
        (
            "Nature\tMontant demandé\tMontant accordé\nCaf\t5000\t4000\nVille\t3000\t3000",
            {"budget": 7000, "parts": [[4000, "Caf"], [3000, "Commune"]]},
        ),
        (
            "\t2014\t2015\nCaf\t3000\t3200\nVille\t1000\t1000",
            {"budget": 4200, "parts": [[3200, "Caf"], [1000, "Commune"]]},
        ),
        (
            "Caf\t4 500,00 €\nCommune\t2 000,00 €\n\t6 500,00 €",
            {"budget": 6500, "parts": [[4500, "Caf"], [2000, "Commune"]]},
        ),
        ("Fournitures\t125,30\nAlimentation\t89,45\nTOTAL\t214,75", {"budget": 214.75}),
        (
            "Intervenant 10 séances x 60 € = 600 € / location salle 120 € / goûters 80 €",
            {"budget": 800, "prix_unitaires": [60]},
        ),
        ("une animatrice à 20 € de l'heure, 3h par semaine", {"prix_unitaires": [20]}),
        (
            "un poste à mi-temps (15 500 €) payé par la mairie",
            {"budget": 15500, "parts": [[15500, "Commune"]]},
        ),
        (
            "le poste (mi-temps : 15 500 €) est payé par la mairie",
            {"budget": 15500, "parts": [[15500, "Commune"]]},
        ),
        (
            "15 500 € payés par la mairie, 2 000 € par le centre",
            {"budget": 17500, "parts": [[15500, "Commune"], [2000, "centre"]]},
        ),
        ("Acheté un four 450 € grâce à la Caf", {"budget": 450, "parts": [[450, "Caf"]]}),
        ("Vélos 2 400 €, subvention de 1 000 € du Pays et 500 € de la Région", {"budget": 2400}),
        (
            "mairie : local gratuit ; caf : 1 800 € ; parents : 15 € par enfant",
            {"budget": 1800, "prix_unitaires": [15], "parts": [[1800, "Caf"]]},
        ),
        ("CAF 3 200 € (dont 800 € de bonus territoire), ville 1 500 €", {"budget": 4700}),
        ("3200 caf dont 800 bonus + 1500 ville", {"budget": 4700}),
        (
            "4 700 € : Caf 3 200 €, ville 1 500 €",
            {"budget": 4700, "parts": [[3200, "Caf"], [1500, "Commune"]]},
        ),
        ("FONJEP 7 107 € ; poste adulte relais 18 000 € ; Caf 5 000 €", {"budget": 30107}),
        ("Adulte relais : 18 000 € de l'Etat et 4 600 € du centre", {"budget": 22600}),
        (
            "emploi tremplin 10 000 € par la région",
            {"budget": 10000, "parts": [[10000, "Conseil régional"]]},
        ),
        ("1 service civique (107,58 € par mois)", {"budget": 107.58, "mois": 1}),
        ("Conseil Territorial de Guyane 3 000 €, CAF de Guyane 5 000 €", {"budget": 8000}),
        ("Province Sud : 4 000 €", {"budget": 4000}),
        ("CAF de La Réunion 6 500, Mairie du Port 2 500, TCO 1 500", {"budget": 10500}),
        ("un budget de 1 200 € a permis d'acheter 30 livres, 12 jeux et 4 tapis", {"budget": 1200}),
        ("300 € + 200 € + 150 € (ville)", {"budget": 650}),
        ("1/3 caf, 1/3 ville, 1/3 centre, total 9000", {"budget": 9000}),
        ("total de 9 000 € réparti entre Caf, ville et centre", {"budget": 9000}),
        ("montant : neuf mille euros (9000)", {"budget": 9000}),
        ("Total HT 1 000 € TVA 200 € Total TTC 1 200 €", {"budget": 1200}),
        ("Budget du projet : cf. tableau joint (12 400 €)", {"budget": 12400}),
        (
            "Le Rotary nous a offert un chèque de 1 000 euros et Carrefour des denrées",
            {"budget": 1000, "parts": [[1000, "Rotary"]]},
        ),
        ("alimentation: 84.50 ; jeux: 32.20", {"budget": 116.7}),
    ],
)
def test_tables_and_centres(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("<b>3 000 €</b>", {"budget": 3000}),
        ("<script>alert('caf')</script> 300 €", {"budget": 300}),
        (
            "<p>Caf : 3 000 &euro;</p><p>Ville : 2 000 &euro;</p>",
            {"budget": 5000, "parts": [[3000, "Caf"], [2000, "Commune"]]},
        ),
        (
            "<li>Caf : 3 000 €</li><li>Ville : 2 000 €</li>",
            {"budget": 5000, "parts": [[3000, "Caf"], [2000, "Commune"]]},
        ),
        ("500 000 XPF", {}),
        ("300 000 F CFP de la province", {}),
        ("2 500 $", {}),
        ("1 200 CHF", {}),
        ("12.5k", {"budget": 12500}),
        ("3,5 k€", {"budget": 3500}),
        ("15 000.00 €", {"budget": 15000}),
        ("1 234.56 €", {"budget": 1234.56}),
        ("1,234.56 €", {"budget": 1234.56}),
        ("4 000€00", {"budget": 4000}),
        ("10 K euros", {"budget": 10000}),
        ("10 keur", {"budget": 10000}),
        ("5 mille euros", {"budget": 5000}),
        ("2'500.- €", {"budget": 2500}),
        ("1 200 000 €", {"budget": 1200000}),
        ("1.200.000,00 euros", {"budget": 1200000}),
        ("0,3 M€", {"budget": 300000}),
        ("3000 € 00", {"budget": 3000}),
        ("trois mille cinq cent euros", {"budget": 3500}),
        ("2 X 1500 €", {"prix_unitaires": [1500]}),
        ("1500 € x 2 = 3000 €", {"budget": 3000, "prix_unitaires": [1500]}),
        ("12 k€ + 3 k€", {"budget": 15000}),
        ("5 000€HT", {"budget": 5000}),
        ("5000 €uros", {"budget": 5000}),
        ("trois-mille euros", {"budget": 3000}),
        ("€3,000", {"budget": 3000}),
        ("EUR 3 000,00", {"budget": 3000}),
        (
            "Caf 59 : 3 000 €, CD 59 : 2 000 €",
            {"budget": 5000, "parts": [[3000, "Caf"], [2000, "Conseil départemental"]]},
        ),
        ("Caf du 93 (3000)", {"budget": 3000, "parts": [[3000, "Caf"]]}),
        ("MAIRIE 75019 : 2 000 €", {"budget": 2000, "parts": [[2000, "Commune"]]}),
        ("2000 € en 2012, 2500 € en 2013, 3000 € en 2014", {"budget": 3000}),
        ("2012: 2000€ / 2013: 2500€ / 2014: 3000€", {"budget": 3000}),
        ("2014-2015 : 3 500 € ; 2015-2016 : 4 200 €", {"budget": 4200}),
        ("500 € en 2015 et 700 € en 2016", {"budget": 700}),
        ("Budget 2015 = 4 500 € Budget 2016 = 5 100 €", {"budget": 5100}),
        ("CC Pays de Briey 1 500 €, PNR 800 €, GAL 2 200 €", {"budget": 4500}),
        ("CTG (collectivité) 7 500€ + DAAF 1 200€ + ARS OI 900€", {"budget": 9600}),
        ("EPCI 3 000, Leader 4 500, MSA 800, Pays 500", {"budget": 8800}),
        (
            "Commune de Sainte-Rose 3 000 €, Région Guadeloupe 5 000 €, CGSS 1 000 €",
            {
                "budget": 9000,
                "parts": [[3000, "Commune"], [5000, "Conseil régional"], [1000, "CGSS"]],
            },
        ),
        (
            "mairie de st paul 800 e et caf reunion 1200 e",
            {"budget": 2000, "parts": [[800, "Commune"], [1200, "Caf"]]},
        ),
        (
            "Groupama 300€ / Crédit Agricole 500€ / Comcom 700€",
            {
                "budget": 1500,
                "parts": [
                    [300, "Groupama"],
                    [500, "Crédit Agricole"],
                    [700, "Regroupement de communes"],
                ],
            },
        ),
        ("les 12 communes du RPI versent 150 € chacune", {"prix_unitaires": [150]}),
        ("0,80 € par habitant versés par les communes", {"prix_unitaires": [0.8]}),
        ("2 € par habitant x 1 200 habitants = 2 400 €", {"budget": 2400, "prix_unitaires": [2]}),
        (
            "salaires 12 000 €, achats 1 500 €, bénévolat (200 h à 10 €) 2 000 €",
            {"budget": 15500, "prix_unitaires": [10]},
        ),
    ],
)
def test_signs_and_places(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted
