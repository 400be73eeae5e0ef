"""Money in lists, tables, accounts and forms, as people paste them."""

from typing import Any

import pytest

from tests.sheets.figures.saying import said


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            ("Financeur : Caf\nMontant : 3 000 €\nFinanceur : Ville\nMontant : 1 500 €"),
            {"budget": 4500, "parts": [[3000, "Caf"], [1500, "Commune"]]},
        ),
        (
            (
                "Financeur : CAF / Montant : 2 400 €\n"
                "Financeur : Conseil départemental / Montant : 1 600 €\n"
                "Financeur : fonds propres / Montant : 350 €"
            ),
            {"budget": 4350},
        ),
        (
            (
                "70 Ventes de produits finis 1 200 dont 706 participations 800\n"
                "74 subventions 6 500 dont Caf 4 000, Ville 2 500"
            ),
            {"budget": 7700},
        ),
        (
            (
                "charges directes 3 450,00\n"
                "charges indirectes 1 120,00\n"
                "total charges 4 570,00\n"
                "produits : CAF 2 570,00 Commune 2 000,00"
            ),
            {"budget": 4570},
        ),
        (
            (
                "60 achats 820\n"
                "61 services extérieurs 430\n"
                "62 autres services extérieurs 1 250\n"
                "64 charges de personnel 7 500\n"
                "total 10 000"
            ),
            {"budget": 10000},
        ),
        (
            (
                "RESSOURCES HUMAINES ET FINANCIERES\n"
                "- 0,2 ETP animateur\n"
                "- 1 500 euros de matériel\n"
                "- prêt de salle"
            ),
            {"budget": 1500},
        ),
        (
            (
                "Budget prévisionnel (en euros) :\n"
                "Intervenants | 2400\n"
                "Matériel | 600\n"
                "Goûters | 180"
            ),
            {"budget": 3180},
        ),
        (
            (
                "DEPENSES (en €)\n"
                "Achats de petit matériel .......... 215,60\n"
                "Alimentation .......... 98,40\n"
                "Intervenant .......... 600,00\n"
                "TOTAL .......... 914,00"
            ),
            {"budget": 914},
        ),
        (
            ("Achats ...... 215,60 €\nAlimentation ...... 98,40 €\nIntervenant ...... 600,00 €"),
            {"budget": 914},
        ),
        (
            (
                "Mobilisation du FPH pour 650€ ; cagnotte Leetchi 385€ ; bar de la "
                "fête de quartier 214€"
            ),
            {"budget": 1249},
        ),
        (
            (
                "Com com du Pays de Mormal : 3 200 €\n"
                "Caf du Nord : 4 100 €\n"
                "MSA Nord Pas de Calais : 900 €"
            ),
            {"budget": 8200},
        ),
        ("a) CAF 2 000 € ; b) Ville 1 500 € ; c) adhérents 300 €", {"budget": 3800}),
        (
            (
                "Compte 6063 – Fournitures : 187,40 € / Compte 6226 – Honoraires : 900 "
                "€ / Compte 6251 – Déplacements : 64,20 €"
            ),
            {"budget": 1151.6},
        ),
        (
            (
                "- Salaire animatrice (10 h/semaine) : 5 800 €\n"
                "- Charges sociales : 2 100 €\n"
                "- Petit matériel : 300 €\n"
                "- Frais de structure (10 %) : 820 €"
            ),
            {"budget": 9020},
        ),
        (
            ("FINANCEMENT\nEtat (BOP 147) 4 000\nVille (DSU) 3 000\nCAF 2 000"),
            {"budget": 9000, "parts": [[4000, "Etat"], [3000, "Commune"], [2000, "Caf"]]},
        ),
        (
            (
                "PRODUITS\n"
                "Prestation de service : 3 200,00\n"
                "Subventions d'exploitation : 4 500,00\n"
                "Produits de gestion : 150,00\n"
                "Transferts de charges : 600,00\n"
                "TOTAL : 8 450,00"
            ),
            {"budget": 8450},
        ),
        (
            "12/04 VIR CAF 1500,00 ; 03/06 VIR MAIRIE 800,00 ; 15/06 CHQ DONS 120,00",
            {"budget": 2420},
        ),
        (
            (
                "12/04/2016 CB DECATHLON 84,90\n"
                "14/04/2016 CB LIDL 36,15\n"
                "20/04/2016 CHQ INTERVENANT 240,00"
            ),
            {"budget": 361.05},
        ),
        ("TISF Caf 900 € ; Ville (OMA) 400 € ; Lions Club de Vichy 250 €", {"budget": 1550}),
        (
            (
                "Voir tableau ci-dessous\n"
                "\n"
                " | Dépenses | Recettes\n"
                "Animation | 900 | Caf 1 000\n"
                "Petit équipement | 350 | Commune 250\n"
                "Total | 1 250 | 1 250"
            ),
            {"budget": 1250},
        ),
        (("Nature\tMontant\nAchats\t450\nLocation\t300\nPrestations\t1 200"), {"budget": 1950}),
        (("Financeurs\tDemandé\tObtenu\nCaf\t3 000\t2 500\nVille\t2 000\t2 000"), {"budget": 4500}),
        ("CAF=1500€;MAIRIE=1500€;USAGERS=200€", {"budget": 3200}),
        (
            (
                "Participation de l'office HLM Habitat 76 : 2 000 euros ; Seine "
                "Habitat : 1 000 euros ; LogeoSeine : 500 €"
            ),
            {"budget": 3500},
        ),
        ("200€ (spectacle) / 50€ (goûter) / 30€ (déco)", {"budget": 280}),
        (("- achat jeux : deux cents euros\n- goûter : cinquante euros"), {"budget": 250}),
        (
            ("Cie des Lucioles : 1 200 € ; hébergement de la compagnie : 180 € ; repas : 96 €"),
            {"budget": 1476},
        ),
        (("CAF - 5 200\nCD - 2 000\nVille - 2 000\nAutof. - 460"), {"budget": 9660}),
        (
            (
                "* CAF de l'Hérault (axe parentalité)\t3 500\n"
                "* Département de l'Hérault\t1 800\n"
                "* Commune de Lunel\t1 000"
            ),
            {"budget": 6300},
        ),
        (
            ("• Ville ............ 1500\n• Caf ............. 2500\n• Divers ............ 120"),
            {"budget": 4120},
        ),
        (("Ressources :\n\nVille\n1 500 €\n\nCaf\n2 500 €\n\nTotal\n4 000 €"), {"budget": 4000}),
        (("1 500 €\nVille\n2 500 €\nCaf"), {"budget": 4000}),
        (
            (
                "Budjet prévisionel : 4500 E ; subvantion CAF 2000 E ; mairi 1500 E ; "
                "rest à charge 1000 E"
            ),
            {"budget": 4500},
        ),
        (
            ("Cout : 1200 € / an (mise à dispo salle gratuite) – finance : CAF 60% / Ville 40%"),
            {"budget": 1200, "mois": 12},
        ),
        ("Recettes : 3 980 € / Dépenses : 4 430 € / Résultat : - 450 €", {"budget": 4430}),
        (
            (
                "Sorties : 3 200 €\n"
                "Ateliers parents-enfants : 1 800 €\n"
                "Vacances : 4 500 €\n"
                "Soit au total pour l'axe famille : 9 500 €"
            ),
            {"budget": 9500},
        ),
        (("Budget total : 18 400 €\nCAF : 30 %\nVille : 50 %\nUsagers : 20 %"), {"budget": 18400}),
        ("Caf:30%:5 520€;Ville:50%:9 200€;Usagers:20%:3 680€", {"budget": 18400}),
        ("JPA 600 / ANCV 1200 / Jeunes 600 / Csc 300", {"budget": 2700}),
        (
            (
                "Nos trois financeurs sont la Caf, 7 000 euros ; le Département, 3 500 "
                "euros ; la commune, 3 500 euros."
            ),
            {"budget": 14000},
        ),
        (
            ("Caf 7.000 euros; Departement 3.500 euros; commune 3.500 euros = quatorze mille"),
            {"budget": 14000},
        ),
        (
            (
                "Bailleur social : prise en charge des plantes (650 €) ; services "
                "techniques : terre ; centre : barbecue (145 €)"
            ),
            {"budget": 795},
        ),
        ("Syndicat des eaux 500€ ; Véolia 300€ ; Parc naturel régional 900€", {"budget": 1700}),
        (
            (
                "Estimation : plants 200 € / paillage 80 € / récupérateur d'eau 120 €, "
                "le tout pour 400 €"
            ),
            {"budget": 400},
        ),
        (
            ("Salaires et charges - 14 560,22 ; Achats - 1 230,10 ; Déplacements - 316,40"),
            {"budget": 16106.72},
        ),
        (("Caf\t2 500\tnotifié\nMairie\t1 000\ten attente\nCS\t500\tacquis"), {"budget": 3000}),
        (
            (
                "Poste budgétaire : Animation famille / Montant : 1 650 € / Validé par "
                ": bureau du 4/2"
            ),
            {"budget": 1650},
        ),
        (
            (
                "Nom du projet : Jardin\n"
                "Coût total : 6 400 €\n"
                "Subvention demandée : 3 000 €\n"
                "Autres financeurs : Ville 2 000 €, fonds propres 1 400 €"
            ),
            {"budget": 6400},
        ),
        (
            "Conseil dép. 35 : 4.000€ ; Rennes métro. : 2.500€ ; ARS Bret. : 1.000€",
            {"budget": 7500},
        ),
        ("Montage : 900 € / an sur le CLAS, 600 € / an sur le REAAP", {"budget": 1500, "mois": 12}),
        (("metro 512,33\nmarché 88,00\nboulanger 41,50\n"), {"budget": 641.83}),
        ("Mat. péda. 230 / Alim. 180 / Transp. 560 / Interv. 900", {"budget": 1870}),
        (
            (
                "Budget total de 5 320 € : 3 120 € de prestations ; 1 400 € de "
                "personnel ; 800 € divers"
            ),
            {"budget": 5320},
        ),
        ("800 € / CAF ; 800 € / ville", {"budget": 1600}),
        ("Mat. péda. 230 / Alim. 180 / Transp. 560 / Interv. 900", {"budget": 1870}),
    ],
)
def test_what_is_listed_line_by_line(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted
