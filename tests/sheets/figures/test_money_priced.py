"""Money told with unit prices: what one costs beside what all cost."""

from typing import Any

import pytest

from tests.sheets.figures.saying import said


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            ("des pinceaux à 12 €, un rouleau à 8 €, de la peinture à 45 € et une bâche à 6 €"),
            {"prix_unitaires": [12, 8, 45, 6]},
        ),
        (
            (
                "Coût de revient d'un repas 4,20 €, facturé 3 €. Les pertes sont "
                "prises par le centre."
            ),
            {"prix_unitaires": [4.2, 3]},
        ),
        ("Budget : 2 x 1 500 €", {"prix_unitaires": [1500]}),
        ("Environ 35 € par semaine de courses", {"prix_unitaires": [35]}),
        (
            (
                "Les habitants ont auto financé à 100 % : 45 € de cotisation par "
                "famille, 22 familles, soit 990 €"
            ),
            {"budget": 990, "prix_unitaires": [45]},
        ),
        (
            ("Prestation de service Clas : 2 650 € par groupe × 3 groupes. Ville : 4 000 €."),
            {"budget": 4000, "prix_unitaires": [2650]},
        ),
        ("cout intervenant 45€/h x 2h x 12 = 1080", {"budget": 1080, "prix_unitaires": [45]}),
        ("3 soirées à 150 €, réglées par le comité des fêtes", {"prix_unitaires": [150]}),
        (
            (
                "On paie 25 € l'heure l'intervenante, à raison de 2 h par semaine "
                "pendant 30 semaines"
            ),
            {"prix_unitaires": [25]},
        ),
        ("On estime à 3 € le coût par personne et par goûter", {"prix_unitaires": [3]}),
        (
            "Tarif selon quotient : QF1 5€, QF2 8€, QF3 12€, QF4 16€",
            {"prix_unitaires": [5, 8, 12, 16]},
        ),
        ("Les 3 communes partenaires mettent chacune 500 €", {"prix_unitaires": [500]}),
        (
            (
                "Coût d'une séance 180 €, 10 séances prévues, financées par la "
                "Conférence des financeurs"
            ),
            {"prix_unitaires": [180]},
        ),
        (
            (
                "Les frais se limitent à l'achat du café et des biscuits, soit 15 à 20 "
                "€ par matinée."
            ),
            {"prix_unitaires": [15, 20]},
        ),
        (
            (
                "Les ventes du repas (90 couverts à 8 €) ont rapporté 720 € ; nos "
                "achats se sont montés à 540 €."
            ),
            {"budget": 720, "prix_unitaires": [8]},
        ),
        (
            ("On fonctionne avec une tirelire : chacun met 1 €, on récolte dans les 25 € par mois"),
            {"budget": 25, "mois": 1, "prix_unitaires": [1]},
        ),
        (
            ("L'action s'autofinance : 1 400 € de recettes (entrées 2 €) pour 1 380 € de frais"),
            {"budget": 1380, "prix_unitaires": [2]},
        ),
        (
            "Les familles participent selon leurs moyens de 2 à 10 euros",
            {"prix_unitaires": [2, 10]},
        ),
        (
            (
                "Ticket modérateur de 2 € par famille, le reste (environ 450 €) est "
                "supporté par le CCAS"
            ),
            {"budget": 450, "prix_unitaires": [2]},
        ),
        (
            "Tombola : 380 billets vendus à 2 €, soit 760 €, moins 210 € de lots",
            {"budget": 760, "prix_unitaires": [2]},
        ),
        (
            "On a loué un mini-bus 9 places : 189€ + 300 km à 0,12€ soit 36€",
            {"budget": 225, "prix_unitaires": [0.12]},
        ),
        (
            ("Bénévolat valorisé au SMIC : 120 h x 9,67 € = 1 160,40 €. Dépenses réelles : 300 €"),
            {"budget": 300, "prix_unitaires": [9.67]},
        ),
        ("1 € symbolique par participant", {"prix_unitaires": [1]}),
        (
            ("Carte d'adhésion 12 €, stage 35 €/semaine. Subvention ville pour le stage : 900 €"),
            {"budget": 900, "prix_unitaires": [12, 35]},
        ),
        (
            "Chaque structure apporte 250€. Nous sommes 4 structures, cela fait 1000€",
            {"budget": 1000, "prix_unitaires": [250]},
        ),
        (
            (
                "Hébergement 1 240€ (8 nuits), trajet 460 €, nourriture 600 € - "
                "Participation des jeunes 50 € chacun - Caf 1 000 €"
            ),
            {"budget": 2300, "prix_unitaires": [50]},
        ),
        ("Coût horaire chargé 21 €, 216 h, donc 4 536 €", {"budget": 4536, "prix_unitaires": [21]}),
        (
            ("Enveloppe de 500 € par projet d'habitants, 6 projets soutenus, 2 750 € engagés"),
            {"budget": 2750, "prix_unitaires": [500]},
        ),
        ("Bourses de 150 € attribuées à 14 jeunes", {"prix_unitaires": [150]}),
        (
            (
                "14 bourses de 150 € soit 2 100 €, prises en charge par la CAF (1 400 "
                "€) et la ville (700 €)"
            ),
            {"budget": 2100, "prix_unitaires": [150]},
        ),
        (
            "L'intervenante facture 1 260 € (21 séances de 60 €)",
            {"budget": 1260, "prix_unitaires": [60]},
        ),
        (
            (
                "Les mamans vendent des pâtisseries à 1 € la part au marché : 340 € "
                "gagnés pour la sortie à la mer"
            ),
            {"budget": 340, "prix_unitaires": [1]},
        ),
        ("Car à 780 € la journée, 2 voyages, subventionnés par le CD62", {"prix_unitaires": [780]}),
        (
            "2 voyages en car à 780 €, soit 1 560 €, subventionnés par le CD62",
            {"budget": 1560, "prix_unitaires": [780]},
        ),
        (
            "La commune nous verse 1,20 € par habitant soit 5 400 €",
            {"budget": 5400, "prix_unitaires": [1.2]},
        ),
        (
            "Fonds de concours de la comcom 6000€. Chaque commune ajoute 0,50€/hab.",
            {"budget": 6000, "prix_unitaires": [0.5]},
        ),
        (
            ("Les recettes de la bourse aux jouets (2€ la table, 64 tables) = 128€, buvette 97€"),
            {"budget": 225, "prix_unitaires": [2]},
        ),
        (
            (
                "Le prestataire prend 400 €/jour, 2 jours de formation : 800 € "
                "financés par Uniformation"
            ),
            {"budget": 800, "prix_unitaires": [400]},
        ),
        (
            "8 h d'intervention x 50 € + 12 h x 25 € = 700 €",
            {"budget": 700, "prix_unitaires": [50, 25]},
        ),
        (
            "En 2015 : 36 ateliers pour 2 880 € soit 80 € l'atelier.",
            {"budget": 2880, "prix_unitaires": [80]},
        ),
        (
            (
                "L'atelier est animé par une bénévole. Seul frais : la location du "
                "four céramique, 25 € par cuisson (6 cuissons dans l'année)."
            ),
            {"prix_unitaires": [25]},
        ),
        (
            ("Dépense par enfant : 46 €. Nombre d'enfants : 52. Dépense totale : 2 392 €."),
            {"budget": 2392, "prix_unitaires": [46]},
        ),
        ("46 € x 52 enfants", {"prix_unitaires": [46]}),
        (
            (
                "Participation : adultes 10 €, enfants 5 €, moins de 3 ans gratuit. "
                "Subvention : CAF 850 €."
            ),
            {"budget": 850, "prix_unitaires": [10, 5]},
        ),
        ("Nous facturons aux écoles 35 € par classe et par séance", {"prix_unitaires": [35]}),
        (
            (
                "Les écoles participent (35 € par classe, 12 classes soit 420 €), la "
                "ville complète avec 800 €."
            ),
            {"budget": 1220, "prix_unitaires": [35]},
        ),
        ("environ 5000€ par édition (2 éditions par an)", {"prix_unitaires": [5000]}),
        ("4 familles aidées à hauteur de 250 € chacune", {"prix_unitaires": [250]}),
        ("12 chèques cadeaux de 20 € pour les bénévoles", {"prix_unitaires": [20]}),
        (
            "Défraiement des bénévoles : 0,35 €/km, 840 km, 294 €",
            {"budget": 294, "prix_unitaires": [0.35]},
        ),
        ("25 familles x 3 sorties x 6 € = 450 €", {"budget": 450, "prix_unitaires": [6]}),
        (
            "cotisation annuelle de 15 euros, 62 adhérents ; 930 euros",
            {"budget": 930, "prix_unitaires": [15]},
        ),
        ("Achat groupé : 2,4 tonnes de pommes de terre à 0,30 €/kg", {"prix_unitaires": [0.3]}),
        ("39,99 € × 12 = 479,88 €", {"budget": 479.88, "prix_unitaires": [39.99]}),
        ("CAF : 2 x 1 500 €, ville : 1 x 2 000 €", {"prix_unitaires": [1500, 2000]}),
        ("Le budget, c'est 40 centimes de café par personne !", {"prix_unitaires": [0.4]}),
        (
            ("un intervenant musique (50€/h) financé par le conservatoire, 30 h dans l'année"),
            {"prix_unitaires": [50]},
        ),
        (
            ("10 € d'inscription par équipe ; dotation du tournoi 200 € offerte par Intersport"),
            {"budget": 200, "prix_unitaires": [10]},
        ),
        (
            "les 12 équipes ont payé 10 € chacune : 120 € reversés au Téléthon",
            {"budget": 120, "prix_unitaires": [10]},
        ),
        (
            (
                "Prix du repas 6€ adhérent, 8€ non adhérent, 3€ enfant. Le chef est "
                "payé 150€ par soirée. Les courses reviennent à 220€ par soirée."
            ),
            {"prix_unitaires": [6, 8, 3, 150, 220]},
        ),
        ("coût moyen d'une soirée 370 €", {"prix_unitaires": [370]}),
        (
            (
                "Sans subvention. Les 14 participantes ont payé 25 € chacune, soit 350 "
                "€, ce qui a couvert la prof."
            ),
            {"budget": 350, "prix_unitaires": [25]},
        ),
        (
            (
                "Fond d'aide à l'initiative des jeunes (FAIJ) : 450€, JPA : 600€, ANCV "
                ": 1200€, jeunes : 10 x 60€"
            ),
            {"budget": 2250, "prix_unitaires": [60]},
        ),
        (
            "Alimentation bio et locale : ~2,80€/repas. Financée par l'ARS.",
            {"prix_unitaires": [2.8]},
        ),
        (
            "Bourse aux livres : tout à 1 €, 187 € de recette",
            {"budget": 187, "prix_unitaires": [1]},
        ),
        (
            ("On nous a alloué 15 € par enfant et par an, soit 1 875 € pour 125 enfants."),
            {"budget": 1875, "mois": 12, "prix_unitaires": [15]},
        ),
        (
            "mobil-home 2 x 480 € = 960 €, essence 210 €, courses 390 €",
            {"budget": 1560, "prix_unitaires": [480]},
        ),
        (
            (
                "Le cinéma nous fait un prix : 2,50 € la place. Nous avons pris 80 "
                "places pour 200 €."
            ),
            {"budget": 200, "prix_unitaires": [2.5]},
        ),
        (
            ("Prêt de vélos par la ville. Casques : 15 x 12 €. Gilets : 15 x 4 €. Total 240 €."),
            {"budget": 240, "prix_unitaires": [12, 4]},
        ),
        (
            "L'écrivain public est vacataire : 22 € brut de l'heure, 4 h par semaine",
            {"prix_unitaires": [22]},
        ),
        (
            "coût pour l'année : 18 480 € (12 x 1 540 €)",
            {"budget": 18480, "mois": 12, "prix_unitaires": [1540]},
        ),
        (
            ("Au bar : cafés à 0,50 €, jus à 1 €. La recette du jour : une trentaine d'euros."),
            {"budget": 30, "prix_unitaires": [0.5, 1]},
        ),
        (
            "Action portée par 2 centres, chacun pour moitié : 1 200 € chacun",
            {"prix_unitaires": [1200]},
        ),
        (
            "La vente de 300 calendriers à 5 € a permis de récolter 1 500 €",
            {"budget": 1500, "prix_unitaires": [5]},
        ),
        ("1 calendrier 5 €, 2 pour 8 €", {"prix_unitaires": [5, 8]}),
        (
            "Pour les 3 stages : 3 x 620 € soit 1 860 € (Caf 1 000 €, familles 860 €)",
            {"budget": 1860, "prix_unitaires": [620]},
        ),
        ("Participation financière des familles : 12 € pour la semaine", {"prix_unitaires": [12]}),
        ("coût d'inscription de 12 € et 900 € de la CAF", {"budget": 900, "prix_unitaires": [12]}),
        (
            ("Intervenant : 30 €/h pendant 40 h = 1200 €. Achat livres : 150 €. Total = 1350 €"),
            {"budget": 1350, "prix_unitaires": [30]},
        ),
        (
            "Le CD nous soutient à hauteur de 0,60 € par habitant du territoire",
            {"prix_unitaires": [0.6]},
        ),
        ("Cofinancement centre social / MJC : 900 € chacun", {"prix_unitaires": [900]}),
        (
            "300 € par trimestre de matériel et 60 € d'entrées en moyenne par sortie",
            {"budget": 300, "mois": 3, "prix_unitaires": [60]},
        ),
        (
            "Coût pour la collectivité : 9 fois 130 €, donc 1 170 €",
            {"budget": 1170, "prix_unitaires": [130]},
        ),
        ("Intervenante : 60 € / séance. 20 séances dans l'année.", {"prix_unitaires": [60]}),
        ("70 €/séance. 12 séances", {"prix_unitaires": [70]}),
        (
            "Animateur 80 € / jour. 5 jours. Ville : 1 000 €",
            {"budget": 1000, "prix_unitaires": [80]},
        ),
        ("150 € / atelier. 8 ateliers financés par la Caf", {"prix_unitaires": [150]}),
    ],
)
def test_what_is_told_with_prices(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted
