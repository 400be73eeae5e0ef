"""More of what people type about money, all at once: several figures in one text."""

from typing import Any

import pytest

from essaim.sheets.figures.money import read_funding
from essaim.sheets.figures.readings import number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("budget 2014 : 5 000 €\nbudget 2015 : 5 500 €", {"budget": 5500}),
        ("2013 : 2 000 €\n2014 : 2 500 €\n2015 : 3 000 €", {"budget": 3000}),
        ("don de 200 € d'une association caritative", {"budget": 200}),
        ("Rotary 500€, Lions 500€", {"budget": 1000}),
        ("Carrefour : 200 € de denrées", {"budget": 200}),
        ("Leader + FSE : 24 000 €", {"budget": 24000}),
        ("le groupe d'habitants a récolté 640 € grâce aux gâteaux vendus", {"budget": 640}),
        ("Nous avons vendu des gâteaux pour 85 €", {"budget": 85}),
        (
            "cagnotte de 320 euros gagnée en vendant des crêpes à 1€",
            {"budget": 320, "prix_unitaires": [1]},
        ),
        ("L'action coûte 2 000 € et rapporte 400 €", {"budget": 2000}),
        ("Le coût est faible : 150 €", {"budget": 150}),
        ("Coût faible", {}),
        ("peu de moyens", {}),
        ("Très peu de frais", {}),
        ("coût minime", {}),
        ("budget serré, moins de mille euros", {"budget": 1000}),
        (
            "20 € par semaine pour les courses soit 800 € l'année",
            {"budget": 800, "mois": 12, "prix_unitaires": [20]},
        ),
        ("un atelier = 75 €", {"prix_unitaires": [75]}),
        ("75 € l'atelier x 10", {"prix_unitaires": [75]}),
        ("10 x 75 € soit 750 €", {"budget": 750, "prix_unitaires": [75]}),
        ("Forfait de 300 € pour l'intervention du clown", {"prix_unitaires": [300]}),
        ("Devis du magicien : 450 euros", {"budget": 450}),
        ("Facturation 55€ la consultation", {"prix_unitaires": [55]}),
        (
            "La psychologue facture 70 € la séance ; 10 séances ont eu lieu",
            {"prix_unitaires": [70]},
        ),
        ("transport : 5€ par jeune", {"prix_unitaires": [5]}),
        ("25€ la semaine par enfant", {"prix_unitaires": [25]}),
        ("camp : 90€/semaine", {"prix_unitaires": [90]}),
        ("tarif : de 15 à 60 euros selon QF", {"prix_unitaires": [15, 60]}),
        ("3 € la séance ou 20 € l'année", {"prix_unitaires": [3, 20]}),
        ("5 € /an /famille", {"prix_unitaires": [5]}),
        ("carte d'adhésion annuelle : 10 €", {"prix_unitaires": [10]}),
        ("1 € symbolique", {"prix_unitaires": [1]}),
        ("18 000 euros répartis sur deux ans", {"budget": 18000, "mois": 24}),
        ("18 000 euros étalés sur 24 mois", {"budget": 18000, "mois": 24}),
        ("36 000€ (12 000€ par an pendant 3 ans)", {"budget": 36000}),
        ("12 000€ par an soit 36 000€ sur 3 ans", {"budget": 36000, "mois": 36}),
        (
            "Financement sur trois ans de la Fondation de France : 30 000 €",
            {"budget": 30000, "mois": 36},
        ),
        ("financement pluriannuel 30 000 €", {"budget": 30000}),
        ("4000 € annuels de la ville, 2000 € de la Caf", {"budget": 6000, "mois": 12}),
        ("subvention annuelle de 4000 €", {"budget": 4000, "mois": 12}),
        ("2000 € pour l'été", {"budget": 2000}),
        ("2 000 € de juillet à août", {"budget": 2000}),
        ("350 euros pour le mois de juillet", {"budget": 350}),
        ("800 euros pour les vacances de Pâques", {"budget": 800}),
        ("5000€ pour un trimestre", {"budget": 5000, "mois": 3}),
        ("3000 € au premier semestre", {"budget": 3000, "mois": 6}),
        ("600€ pour 4 mois", {"budget": 600, "mois": 4}),
        ("3 ans x 5000 €", {"prix_unitaires": [5000]}),
        ("action de 3 jours, 1 500 €", {"budget": 1500}),
        ("1 week-end, 1 500 €", {"budget": 1500}),
        ("250 € tous les 2 mois", {"budget": 250}),
        ("15 jours : 3 600€", {"budget": 3600}),
        ("de 3 000 à 5 000 € selon les années", {"fourchette": [3000, 5000]}),
        ("Budget compris entre 10 000 et 12 000 €", {"fourchette": [10000, 12000]}),
        ("3 à 5000€", {"fourchette": [3000, 5000]}),
        ("fourchette 500-600€", {"fourchette": [500, 600]}),
        ("Budget : 2 500/3 000 euros", {"fourchette": [2500, 3000]}),
        ("environ 300 ou 400€", {"fourchette": [300, 400]}),
        (
            "Total 4 200 € soit entre 60 et 80 € par enfant",
            {"budget": 4200, "prix_unitaires": [60, 80]},
        ),
        ("Ville 50% soit 2000€, Caf 50% soit 2000€", {"budget": 4000}),
        ("Ville : 4 000 € soit 40 %, Caf : 6 000 € soit 60 %", {"budget": 10000}),
        ("CAF 2 000 + Mairie 1 000 + Dépt 500", {"budget": 3500}),
        ("Caf:  2 000  €\n\nVille:  1 000  €", {"budget": 3000}),
        (
            "Charges                    Produits\nachats 500            caf "
            "700\nsalaires 1000         ville 800\nTotal 1500           total 1500",
            {"budget": 1500},
        ),
        (
            "Dépenses : 3000 € dont 1000 € de personnel. Recettes : 3000 € dont 2000 € de la ville",
            {"budget": 3000},
        ),
        (
            "Nous avons un budget de 3500€ venant de la politique de la ville et 1500€ de la CAF",
            {"budget": 5000},
        ),
        ("Budget de 3500€ (politique de la ville)", {"budget": 3500}),
        ("reste à charge pour le centre : 900 €", {"budget": 900}),
        ("Coût 1 900 €, reste à charge 900 € après subvention Caf de 1 000 €", {"budget": 1900}),
        ("adulte relais : 19 349 €", {"budget": 19349}),
        ("mise à disposition d'un local (valeur 2 400 €) et 800 € de la Caf", {"budget": 800}),
        ("bénévolat valorisé à 5 000 €, budget réel 2 000 €", {"budget": 2000}),
        ("60 heures de bénévolat, 450 euros d'achats", {"budget": 450}),
        ("1 ETP = 35 000 €", {"budget": 35000}),
        ("0,5 ETP soit 17 500 €", {"budget": 17500}),
        ("animatrice 10h/semaine : 8 400 €/an", {"budget": 8400, "mois": 12}),
        ("150€ (goûter)", {"budget": 150}),
        ("goûter (150€)", {"budget": 150}),
        ("150 € goûter + 200 € déco", {"budget": 350}),
        ("Environ 15.000€ tout compris", {"budget": 15000}),
        ("15.000 € TTC environ", {"budget": 15000}),
        ("approx. 15 000", {"budget": 15000}),
        ("1.5 millions", {"budget": 1500000}),
        ("un million cinq cent mille euros", {"budget": 1500000}),
        ("deux mille cinq cents", {"budget": 2500}),
        ("10 k", {"budget": 10000}),
        ("10K", {"budget": 10000}),
        ("10 Keuros", {"budget": 10000}),
        ("10 000 E", {"budget": 10000}),
        ("10 000 eur.", {"budget": 10000}),
        ("10000 €€", {"budget": 10000}),
        ("10 000eur", {"budget": 10000}),
        ("€3000", {"budget": 3000}),
        ("3000€ + 2000€", {"budget": 5000}),
        ("3000 + 2000", {"budget": 5000}),
        ("3 000 et 2 000 euros", {"budget": 5000}),
        ("12 500 euro", {"budget": 12500}),
        ("Trois cents Euros", {"budget": 300}),
        ("MILLE EUROS", {"budget": 1000}),
        ("cinquante euros", {"budget": 50}),
        ("4 520 euros et 35 centimes", {"budget": 4520.35}),
        ("4 520,3 €", {"budget": 4520.3}),
    ],
)
def test_figures_side_by_side(text: str, expected: dict[str, Any]) -> None:
    reading = read_funding(text).as_json()
    kept = ("budget", "mois", "fourchette", "prix_unitaires")
    assert {key: reading[key] for key in kept if reading[key] not in (None, [])} == expected


@pytest.mark.parametrize(
    ("text", "budget", "shares"),
    [
        (
            "La CAF de l'Isère nous soutient à hauteur de 2 000 € et la fondation "
            "Orange pour 1500 €",
            3500,
            [(2000, "Caf"), (1500, "Fondations")],
        ),
        (
            "1000 euros du conseil de quartier",
            1000,
            [(1000, "conseil de quartier")],
        ),
        (
            "Ville: 2000€ (50%), Caf: 2000€ (50%)",
            4000,
            [(2000, "Commune"), (2000, "Caf")],
        ),
        (
            "60% CAF : 6 000 € ; 40% mairie : 4 000 €",
            10000,
            [(6000, "Caf"), (4000, "Commune")],
        ),
        (
            "budget 10000€ : 50% caf, 30% ville, 20% familles",
            10000,
            [],
        ),
        (
            "Subvention mairie (3000€) + CAF (2000€) + département (1000€) = 6000€",
            6000,
            [(3000, "Commune"), (2000, "Caf"), (1000, "Conseil départemental")],
        ),
        (
            "Caf : 2 000€ et Ville : 1 000€ et Région : 500€",
            3500,
            [(2000, "Caf"), (1000, "Commune"), (500, "Conseil régional")],
        ),
        (
            "2 000€ Caf + 1 000€ ville + 500€ région",
            3500,
            [(2000, "Caf"), (1000, "Commune"), (500, "Conseil régional")],
        ),
        (
            "Caf 2000€ - Ville 1000€ - Région 500€",
            3500,
            [(2000, "Caf"), (1000, "Commune"), (500, "Conseil régional")],
        ),
        (
            "- 2000 € Caf\n- 1000 € Ville",
            3000,
            [(2000, "Caf"), (1000, "Commune")],
        ),
        (
            "• Caf : 2 000 €\n• Ville : 1 000 €\n• Total : 3 000 €",
            3000,
            [(2000, "Caf"), (1000, "Commune")],
        ),
        (
            "CAF                 2 000,00 €\nVILLE              1 000,00 €\nTOTAL  "
            "          3 000,00 €",
            3000,
            [(2000, "Caf"), (1000, "Commune")],
        ),
        (
            "Action financée par la Caf (appel à projets 2015) : 4000€",
            4000,
            [(4000, "Caf")],
        ),
        (
            "Dans le cadre de l'appel à projet de la CARSAT nous avons obtenu 6000 €",
            6000,
            [(6000, "CARSAT")],
        ),
        (
            "6000 € (CARSAT 4000, MSA 2000)",
            6000,
            [(4000, "CARSAT"), (2000, "MSA")],
        ),
        (
            "Le conseil régional (5 000 €), le conseil départemental (3 000 €) et "
            "la CAF (2 000 €) soutiennent le projet.",
            10000,
            [(5000, "Conseil régional"), (3000, "Conseil départemental"), (2000, "Caf")],
        ),
        (
            "Le budget global est de 22 000 euros (Etat 10 000, Ville 8 000, Caf 4 000).",
            22000,
            [(10000, "Etat"), (8000, "Commune"), (4000, "Caf")],
        ),
        (
            "Etat 10 000, Ville 8 000, Caf 4 000 soit 22 000 euros.",
            22000,
            [(10000, "Etat"), (8000, "Commune"), (4000, "Caf")],
        ),
        (
            "Sur un budget de 22 000 €, la ville prend en charge 8 000 €",
            22000,
            [(8000, "Commune")],
        ),
        (
            "8 000 € de la ville sur un budget de 22 000 €",
            22000,
            [(8000, "Commune")],
        ),
        (
            "8 000 € de la ville sur un total de 22 000 €",
            22000,
            [(8000, "Commune")],
        ),
        (
            "poste de coordination 24 000 € financé à 80% par la politique de la ville",
            24000,
            [],
        ),
    ],
)
def test_shares_side_by_side(text: str, budget: float, shares: list[tuple[int, str]]) -> None:
    reading = read_funding(text)
    assert [(number(one.amount), one.funder) for one in reading.shares] == shares
    assert number(reading.budget) == budget
