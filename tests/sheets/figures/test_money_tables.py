"""Tables, sales, purchases partly given, products, ranges."""

from typing import Any

import pytest

from tests.sheets.figures.saying import said


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("chap. 011 : 1 250 € chap. 012 : 8 400 €", {"budget": 9650}),
        ("60 : 450\n61 : 120\n62 : 780\nTotal : 1350", {"budget": 1350}),
        ("compte 60 : 450 €, compte 61 : 120 €", {"budget": 570}),
        ("cpte 7061 participations usagers 340 € ; cpte 7452 caf 2 100 €", {"budget": 2440}),
        ("Code action 4512 : 3 000 €", {"budget": 3000}),
        ("n° compte 6228 montant 1 780 €", {"budget": 1780}),
        ("Art. 6288 : 740 €", {"budget": 740}),
        ("imputé au 6232 (fêtes et cérémonies) : 1 300 €", {"budget": 1300}),
        ("6257 réceptions 310 €, 6068 autres matières 95 €", {"budget": 405}),
        ("facture n° 2015-114 : 685 €", {"budget": 685}),
        ("devis 1258 du 12/03/2016 : 2 340 € TTC", {"budget": 2340}),
        ("ligne budgétaire 64 : 12 000 € et ligne 60 : 800 €", {"budget": 12800}),
        ("mairie 600 / caf 600", {"budget": 1200, "parts": [[600, "Commune"], [600, "Caf"]]}),
        (
            "Mairie 600€/Caf 600€/Parents 120€",
            {"budget": 1320, "parts": [[600, "Commune"], [600, "Caf"], [120, "Parents"]]},
        ),
        ("goûters 80 € / bus 320 € / entrées 150 € / total 550 €", {"budget": 550}),
        ("3 200 € / Fondation de France", {"budget": 3200, "parts": [[3200, "Fondations"]]}),
        ("1500 / an", {"budget": 1500, "mois": 12}),
        (
            "Caf 2 000 / an / Ville 1 000 / an",
            {"budget": 3000, "mois": 12, "parts": [[2000, "Caf"], [1000, "Commune"]]},
        ),
        ("Région : 5 000 / DRAC : 3 000 / centre : 1 200", {"budget": 9200}),
        ("15 € / trimestre / famille", {"prix_unitaires": [15]}),
        ("250 € / intervenant", {"prix_unitaires": [250]}),
        ("Carsat 2500 € / CD59 2000 € / Malakoff 500 €", {"budget": 5000}),
        ("Recettes : repas 420 €, buvette 310 €, tombola 260 €, entrées 150 €", {"budget": 1140}),
        ("vente de gâteaux (80€) + tombola (140€) + subvention (500€)", {"budget": 720}),
        (
            "1200€ Caf, autant la ville",
            {"budget": 2400, "parts": [[1200, "Caf"], [1200, "Commune"]]},
        ),
        (
            "la région donne 3 000 euros et le département la même chose",
            {
                "budget": 6000,
                "parts": [[3000, "Conseil régional"], [3000, "Conseil départemental"]],
            },
        ),
        ("400 euros du CCAS, autant de la MSA et 150 de dons", {"budget": 950}),
        (
            "Département : 2 500 €\nRégion : idem\nVille : 1 000 €",
            {
                "budget": 6000,
                "parts": [
                    [2500, "Conseil départemental"],
                    [2500, "Conseil régional"],
                    [1000, "Commune"],
                ],
            },
        ),
        ("Achats\t150\nPrestations\t900\nDéplacements\t45,50", {"budget": 1095.5}),
        (
            "Dépenses :\nBus   410\nEntrées   265\nRecettes :\nUsagers   275\nVille   400",
            {"budget": 675, "parts": [[275, "Usagers"], [400, "Commune"]]},
        ),
        ("Fournitures    89,90 €\nTraiteur    450,00 €\nTotal TTC    539,90 €", {"budget": 539.9}),
        ("Libellé;Montant\nBus;350\nRepas;275\nTotal;625", {"budget": 625}),
        (
            "Le conseil départemental finance le poste (environ 15 000 € par an)",
            {"budget": 15000, "mois": 12, "parts": [[15000, "Conseil départemental"]]},
        ),
        ("avec l'aide de la fondation Orange (dotation : 7 000 €)", {"budget": 7000}),
        (
            "la CAF prend en charge le transport (1 bus, env 480 €)",
            {"budget": 480, "parts": [[480, "Caf"]]},
        ),
        (
            "Achat de 10 tablettes : 3 490 € (aide de la Carsat : 2 000 €)",
            {"budget": 3490, "parts": [[2000, "CARSAT"]]},
        ),
        ("Sono 1 250 €, remboursée à 80 % par la Caf", {"budget": 1250}),
        (
            "Prestation théâtre : 2 800 €, dont 1 500 € subventionnés par la DRAC",
            {"budget": 2800, "parts": [[1500, "Etat"]]},
        ),
        (
            "Bus 600 €, entrées 400 €, la mairie donne 300 €",
            {"budget": 1000, "parts": [[300, "Commune"]]},
        ),
        (
            "transport 380 €, animation 250 € ; aide de la MSA : 200 €",
            {"budget": 630, "parts": [[200, "MSA"]]},
        ),
        (
            "Projet financé par le département : 4 200 euros",
            {"budget": 4200, "parts": [[4200, "Conseil départemental"]]},
        ),
        (
            "Action soutenue par l'ARS à hauteur de 6 000 €",
            {"budget": 6000, "parts": [[6000, "ARS"]]},
        ),
        (
            "Financeurs : ARS (6 000 €), CPAM (1 500 €), Mutualité (500 €)",
            {"budget": 8000, "parts": [[6000, "ARS"], [1500, "CPAM"], [500, "Mutuelle"]]},
        ),
        ("Cofinancement Etat-Région : 12 000 €", {"budget": 12000}),
        (
            "subvention exceptionnelle du Conseil Général de 1 000 euros",
            {"budget": 1000, "parts": [[1000, "Conseil départemental"]]},
        ),
        (
            "une subvention de la fondation RTE d'un montant de 10 000 €",
            {"budget": 10000, "parts": [[10000, "Fondations"]]},
        ),
        ("L'action coûte 1 850 €, à rapporter au budget du centre (290 000 €)", {"budget": 1850}),
        ("Budget CSC : 640 000 € – Budget action : 12 300 €", {"budget": 12300}),
        ("Budget de l'association 120 000 €, dont 5 000 € pour cette action", {"budget": 5000}),
        ("5 000 € pris sur le budget du centre", {"budget": 5000}),
        ("1 200 € sur le budget de fonctionnement du centre social", {"budget": 1200}),
        ("2 000 € du budget global de la structure", {"budget": 2000}),
        ("10 séances à 75 € soit 750 €", {"budget": 750, "prix_unitaires": [75]}),
        ("8 x 62,50 = 500 €", {"budget": 500, "prix_unitaires": [62.5]}),
        ("3 bus à 400 €", {"prix_unitaires": [400]}),
        ("3 bus à 400 € = 1 200 € + goûters 90 €", {"budget": 1290, "prix_unitaires": [400]}),
        ("15 repas x 8 €, 2 bus x 350 €", {"prix_unitaires": [8, 350]}),
        ("2 animateurs x 20h x 15€ = 600€", {"budget": 600, "prix_unitaires": [15]}),
        ("40 enfants à 12 € soit 480 € + bus 300 €", {"budget": 780, "prix_unitaires": [12]}),
        (
            "Intervenante : 30 € x 24 h = 720 € ; fournitures : 180 €",
            {"budget": 900, "prix_unitaires": [30]},
        ),
        ("entre 800 € (sans repas) et 1 200 € (avec repas)", {"fourchette": [800, 1200]}),
        (
            "Entre 1 500 euros pour une petite sortie et 3 000 euros pour un séjour",
            {"fourchette": [1500, 3000]},
        ),
        ("selon les années de 4000 à 6000€", {"fourchette": [4000, 6000]}),
        ("mini 500€ maxi 900€", {"fourchette": [500, 900]}),
        ("500/600 €", {"fourchette": [500, 600]}),
        ("2000 - 2500 €", {"fourchette": [2000, 2500]}),
        ("3000 ou 4000 €", {"fourchette": [3000, 4000]}),
        ("Poste adulte-relais 18 823 € + ville 6 000 €", {"budget": 24823}),
        ("1 emploi d'avenir (13 000 €) + Caf 2 000 €", {"budget": 15000}),
        (
            "Adulte relais (Etat 17 500 €, ville 4 500 €)",
            {"budget": 22000, "parts": [[17500, "Etat"], [4500, "Commune"]]},
        ),
        ("Apicil 2 000 €, Ircantec 1 000 €", {"budget": 3000}),
        ("AG2R La Mondiale : 1 500 €", {"budget": 1500}),
        ("Fondation Crédit Coopératif 3 000 €", {"budget": 3000, "parts": [[3000, "Fondations"]]}),
        ("Rotary 500 €, Leclerc 200 € de bons d'achat", {"budget": 700}),
        ("Habitat 76 : 2 000 €, Logéal 1 500 €", {"budget": 3500}),
        ("ANRU 5 000 €", {"budget": 5000}),
        ("Acsé 4 000, CG 3 000, Ville 3 000, Caf 2 500", {"budget": 12500}),
        (
            "Ville de Saint-Étienne : 2 000 €. Saint-Étienne Métropole : 3 000 €.",
            {"budget": 5000, "parts": [[2000, "Commune"], [3000, "Regroupement de communes"]]},
        ),
        ("l'agence régionale de santé 4 000 €", {"budget": 4000}),
        ("le fonds de participation des habitants (FPH) 600 €", {"budget": 600}),
        ("FIPD 3 000 €; MILDECA 1 500 €; CLSPD 500 €", {"budget": 5000}),
        (
            "Département du Nord 12 000 €, Région Hauts-de-France 8 000 €",
            {
                "budget": 20000,
                "parts": [[12000, "Conseil départemental"], [8000, "Conseil régional"]],
            },
        ),
        (
            "communauté d'agglomération du Douaisis 2 500 euros",
            {"budget": 2500, "parts": [[2500, "Regroupement de communes"]]},
        ),
        ("CCPA 1 500 €, mairies du canton 900 €", {"budget": 2400}),
        ("1 250 € TTC (1 041,67 € HT)", {"budget": 1250}),
        ("1 041,67 € HT soit 1 250 € TTC", {"budget": 1250}),
        ("coût : 3 400,00 € dont TVA 566,67 €", {"budget": 3400}),
        (
            "Chèque de 500 € remis par le Lions Club",
            {"budget": 500, "parts": [[500, "Lions Club"]]},
        ),
        ("Prix de 3 000 € gagné au concours de la fondation", {"budget": 3000}),
        ("Budget : trois mille euros.", {"budget": 3000}),
        ("Cout: deux cent cinquante euros, payé par l'asso", {"budget": 250}),
        ("moins de 50 €", {"budget": 50}),
        ("une trentaine d'euros de peinture", {"budget": 30}),
        ("0,50 € la part de gâteau", {"prix_unitaires": [0.5]}),
        ("coût par habitant : 3 €", {"prix_unitaires": [3]}),
        (
            "Sur 2 ans : Caf 10 000 €, ville 6 000 €",
            {"budget": 16000, "mois": 24, "parts": [[10000, "Caf"], [6000, "Commune"]]},
        ),
        (
            "financement sur 3 ans de la fondation de France 45 000 €",
            {"budget": 45000, "mois": 36, "parts": [[45000, "Fondations"]]},
        ),
        ("15 000 euros annuels pendant trois ans", {"budget": 15000, "mois": 12}),
        ("1 500 € pour l'année scolaire", {"budget": 1500}),
        ("budget 2 000 € de septembre à juin", {"budget": 2000}),
    ],
)
def test_what_is_bought_sold_and_multiplied(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Budget : 1600€ (800€ caf - 500€ mairie - 300€ familles)",
            {"budget": 1600, "parts": [[800, "Caf"], [500, "Commune"], [300, "familles"]]},
        ),
        ("Nous disposons de 500 euros par trimestre.", {"budget": 500, "mois": 3}),
        ("Les 4 500 € proviennent de la Caf et de la MSA.", {"budget": 4500}),
        (
            "La subvention CLAS de la CAF (11 340 €) couvre les salaires.",
            {"budget": 11340, "parts": [[11340, "Caf"]]},
        ),
        ("Le projet a été lauréat du prix « Solidarité » : 2 000 €", {"budget": 2000}),
        ("Le centre a gagné 1 500 € au concours de la fondation Monoprix", {"budget": 1500}),
        ("Pas de subvention mais 430 € de recettes (café, gâteaux)", {"budget": 430}),
        (
            "Sur le budget de fonctionnement : environ 1 000 € par an d'alimentation",
            {"budget": 1000, "mois": 12},
        ),
        ("8 000 dont 5 000 caf", {"budget": 8000, "parts": [[5000, "Caf"]]}),
        (
            "8000 (5000 caf 3000 mairie)",
            {"budget": 8000, "parts": [[5000, "Caf"], [3000, "Commune"]]},
        ),
        ("un peu moins de 20 000 euros dont la moitié pour le salaire", {"budget": 20000}),
        ("Carte famille : 8 €", {"prix_unitaires": [8]}),
        ("Loyer 350€/mois, électricité 80€/mois", {"budget": 430, "mois": 1}),
        ("Achat de 2 000 graines pour 45 €", {"budget": 45}),
        ("12 000 habitants, budget 3 000 €", {"budget": 3000}),
        ("3 animateurs, 1 000 heures, 22 000 €", {"budget": 22000}),
        ("Fonds publics et territoires (CAF) 9 500 €", {"budget": 9500, "parts": [[9500, "Caf"]]}),
        ("Contrat local d'accompagnement : 2 500 € / Projet éducatif : 1 250 €", {"budget": 3750}),
        (
            "PS Caf 4 320 €, complément ville 1 680 € = 6 000 €",
            {"budget": 6000, "parts": [[4320, "Caf"], [1680, "Commune"]]},
        ),
        ("4 320 + 1 680 = 6 000 €", {"budget": 6000}),
        ("Total recettes 6000€ Total dépenses 6000€", {"budget": 6000}),
        ("Recettes : 6000€, Dépenses : 6000€, Résultat : 0€", {"budget": 6000}),
        ("Résultat : 0 €. Charges : 4 500 €. Produits : 4 500 €.", {"budget": 4500}),
        ("BP : 12 000 € / CA : 11 450 €", {"budget": 11450}),
        ("prévu 900€ / réalisé 1050€", {"budget": 1050}),
        ("Budget 2 500 € (prévisionnel) – 2 380 € (réalisé)", {"budget": 2380}),
        ("200 € de goûter offerts par Carrefour", {"budget": 200}),
        (
            "CAF-REAAP: 2.800 EUR. VILLE: 1.200 EUR. USAGERS: 400 EUR.",
            {"budget": 4400, "parts": [[2800, "Caf"], [1200, "Commune"], [400, "USAGERS"]]},
        ),
        (
            "Financeurs : - Caf = 5000 - Commune = 3000 - MSA = 1000",
            {"budget": 9000, "parts": [[5000, "Caf"], [3000, "Commune"], [1000, "MSA"]]},
        ),
        (
            "caf : 3000 ; msa :1000; com com:2500",
            {
                "budget": 6500,
                "parts": [[3000, "Caf"], [1000, "MSA"], [2500, "Regroupement de communes"]],
            },
        ),
        (
            "Etat 5000.\nRégion 3000.\nCaf 2000.",
            {"budget": 10000, "parts": [[5000, "Etat"], [3000, "Conseil régional"], [2000, "Caf"]]},
        ),
        (
            "CAF (5000€) VILLE (3000€) ETAT (2000€)",
            {"budget": 10000, "parts": [[5000, "Caf"], [3000, "Commune"], [2000, "Etat"]]},
        ),
        (
            "→ CAF 1 000 € → Ville 500 €",
            {"budget": 1500, "parts": [[1000, "Caf"], [500, "Commune"]]},
        ),
        (
            "Caf 3 000 €\nVille 2 000 €\n------\n5 000 €",
            {"budget": 5000, "parts": [[3000, "Caf"], [2000, "Commune"]]},
        ),
        (
            "Caf 3 000 €\n\nVille 2 000 €\n\n= 5 000 €",
            {"budget": 5000, "parts": [[3000, "Caf"], [2000, "Commune"]]},
        ),
        ("60% Caf soit 4 200 €", {"budget": 4200, "parts": [[4200, "Caf"]]}),
        ("Coût : 7 000 € financé à 60 % par la Caf", {"budget": 7000}),
        (
            "Prime de 500 € du conseil de quartier, le loto du 12 mars a rapporté 640 €",
            {"budget": 1140},
        ),
        (
            "Le vide-grenier rapporte 800 € par an, qui financent le séjour",
            {"budget": 800, "mois": 12},
        ),
        ("la tombola a rapporté 312 €, la buvette 188 €", {"budget": 500}),
        (
            "Coût d'un séjour : environ 3 500 €, participation de la CAF 1 200 €",
            {"budget": 3500, "parts": [[1200, "Caf"]]},
        ),
        (
            "transport gratuit, 12 entrées à 8,50 € = 102 €, pique-nique 35 €",
            {"budget": 137, "prix_unitaires": [8.5]},
        ),
        (
            "Le budget s'équilibre à 24 500 € : 14 500 € de la Caf, 10 000 € de la Ville",
            {"budget": 24500, "parts": [[14500, "Caf"], [10000, "Commune"]]},
        ),
        ("équilibré à 8 000 € en dépenses et en recettes", {"budget": 8000}),
        ("5000€ + valorisation 2000€", {"budget": 5000}),
        ("Dépenses : 3 400 € dont 1 200 € de bénévolat valorisé", {"budget": 3400}),
        (
            "Pour les 3 ans de la convention : 30 000 euros, soit 10 000 par an",
            {"budget": 30000, "mois": 36},
        ),
        ("30 000 € sur trois ans soit 10 000 € par an", {"budget": 30000, "mois": 36}),
        ("1 000 € / trimestre soit 4 000 € / an", {"budget": 4000, "mois": 12}),
    ],
)
def test_disorder(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted
