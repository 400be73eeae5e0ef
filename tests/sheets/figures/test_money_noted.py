"""Money noted in few words, without a sentence."""

from typing import Any

import pytest

from tests.sheets.figures.saying import said


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            ("Les coûts sont partagés : 700 € pour le centre, 700 € pour la médiathèque"),
            {"budget": 1400},
        ),
        ("741 Subventions : 9 400 € dont CD 3 000 € ; 756 Cotisations : 210 €", {"budget": 9610}),
        (
            ("Je n'ai pas les chiffres exacts mais on doit tourner autour de 2 000 € sur l'année"),
            {"budget": 2000, "mois": 12},
        ),
        ("Subvention notifiée : 3 200 €", {"budget": 3200}),
        (
            (
                "coucou, pour le budjet on avait mis 800 mais au final c'est parti à "
                "950 avec la sono"
            ),
            {"budget": 950},
        ),
        ("400 € d'alimentation, 150 € de décos, le reste de récup'", {"budget": 550}),
        (
            (
                "Un don anonyme de 500 € et deux dons d'entreprises, l'un de 300 € et "
                "l'autre de 250 €"
            ),
            {"budget": 1050},
        ),
        ("1 000 € (mille euros)", {"budget": 1000}),
        (
            ("quatre cent cinquante euros pour les 3 soirées, que le comité des fêtes a réglés"),
            {"budget": 450},
        ),
        ("Les dépenses se montent à 1 342 € pour des recettes de 1 100 €", {"budget": 1342}),
        ("la facture du traiteur (870€), la sacem (64€), les lampions (35€)", {"budget": 969}),
        (
            "Le coût du projet est de 23K€ dont 15K€ de la fondation et 8K€ du centre",
            {"budget": 23000},
        ),
        (
            ("23 000€ se décomposant en 15 000€ de salaires et 8 000€ de fonctionnement"),
            {"budget": 23000},
        ),
        ("appel à projets « Été culturel » : 2 500 €, DRAC 1 500 €", {"budget": 4000}),
        ("0,00", {"budget": 0}),
        ("Premier versement 3 000 €, second versement 1 500 €", {"budget": 4500}),
        ("acompte de 200 € versé, solde de 400 € à la fin", {"budget": 600}),
        ("1.200,- €", {"budget": 1200}),
        ("12OO euros", {"budget": 1200}),
        ("La subvention est passée de 3 000 à 2 500 €", {"budget": 2500}),
        ("Imputation budgétaire 65748 – 1 500 €", {"budget": 1500}),
        (
            ("Pas grand chose : 40 € de laine au départ puis les dames apportent leurs pelotes"),
            {"budget": 40},
        ),
        ("3 000 € en 2014, 4 000 € en 2015, 4 500 € demandés pour 2016", {"budget": 4000}),
        ("Coût total TTC : 3 588,00 € (2 990,00 € HT)", {"budget": 3588}),
        (
            "Prestation DJ 350€, agent de sécurité 220€, SACEM 87,12€, buffet ~300€",
            {"budget": 957.12},
        ),
        ("BOP 163 : 2 500 €", {"budget": 2500}),
        ("budget global du projet 3 ans 45 000 €", {"budget": 45000, "mois": 36}),
        ("un gros don de tissu et 130€ pour les machines", {"budget": 130}),
        ("IME : 800 €, foyer de vie : 400 €, centre social : 600 €", {"budget": 1800}),
        ("l'EHPAD prend le goûter (90 €), nous l'intervenant (240 €)", {"budget": 330}),
        ("bénéfices de la soirée 312 euros, reversés pour le voyage", {"budget": 312}),
        ("Notre projet a reçu 3 500 € sur les 20 000 € du budget participatif", {"budget": 3500}),
        (
            ("Ça a coûté 380 euros de location de jeux gonflables et autant en restauration"),
            {"budget": 760},
        ),
        ("Une quinzaine de financeurs, pour 30 000 € en tout", {"budget": 30000}),
        (
            ("Les 1 000 € du prix de la fondation Cognacq-Jay nous ont servi de mise de départ"),
            {"budget": 1000},
        ),
        (
            ("lauréat du prix « Initiatives Région » de la Banque Populaire : 2 000 euros"),
            {"budget": 2000},
        ),
        (
            ("Trois lots : lot 1 jardin 1 200 €, lot 2 cabane 850 €, lot 3 signalétique 340 €"),
            {"budget": 2390},
        ),
        (
            "Sur trois ans la fondation nous aide : 10 000, 8 000 puis 5 000 €",
            {"budget": 23000, "mois": 36},
        ),
        ("l'action ne nous a rien coûté", {"budget": 0}),
        ("Coût : 1 OOO €", {"budget": 1000}),
        ("CNR 5 000€, Pays de Brocéliande 1 000€, Roi Morvan Communauté 700€", {"budget": 6700}),
        ("Les papas ont construit les jeux avec 180 € de planches de chez Brico", {"budget": 180}),
        ("1 350 euros ont été nécessaires", {"budget": 1350}),
        ("Bonus territoire CTG 1 500 € ; prestation ordinaire 2 000 €", {"budget": 3500}),
        ("Contrat enfance jeunesse (CEJ) : 6 780 €", {"budget": 6780}),
        (
            "Sur les 3 ans du contrat de projet : 12 000 €, soit 4 000 € chaque année",
            {"budget": 12000, "mois": 36},
        ),
        ("Soit un total de : 4.235,-", {"budget": 4235}),
        ("Equilibre à 14 200 €", {"budget": 14200}),
        ("Budget équilibré en dépenses et en recettes à 3 450 €", {"budget": 3450}),
        ("Fiche financière n°3 : action « Jardinons » 2 130 €", {"budget": 2130}),
        ("nous recevons des subv. à hauteur de 9800€ tous financeurs confondus", {"budget": 9800}),
        ("Moins de cent euros, pour imprimer les affiches", {"budget": 100}),
        ("Une centaine d'euros pour les graines ; les outils ont été donnés", {"budget": 100}),
        ("une petite centaine d'euros", {"budget": 100}),
        ("deux mille euros environ", {"budget": 2000}),
        ("entre mille et mille cinq cents euros", {"fourchette": [1000, 1500]}),
        ("de 300 à 400€ par trimestre selon les sorties", {"fourchette": [300, 400], "mois": 3}),
        (
            ("CA du Beauvaisis 3 000, CPAM de l'Oise 1 500, Mutualité Française Picardie 800"),
            {"budget": 5300},
        ),
        ("Collectivité européenne d'Alsace : 4 000 € ; Eurométropole : 2 500 €", {"budget": 6500}),
        ("3 600 € (Collectivité de Corse)", {"budget": 3600}),
        ("600€ d'intervention plus les frais (85€ de route et 30€ de repas)", {"budget": 715}),
        ("Devis retenu : 2 340 € TTC", {"budget": 2340}),
        ("Facture : 1 176 €", {"budget": 1176}),
        ("montant HT 980 TVA 196 TTC 1 176", {"budget": 1176}),
        ("pas de frais sauf les 60€ de la sacem", {"budget": 60}),
        (
            "Budget de l'opération : 26 000 € à répartir entre les 4 centres sociaux",
            {"budget": 26000},
        ),
        ("Fonds de soutien jusqu'à 5 000 €, obtenu 3 200 €", {"budget": 3200}),
        ("ADULTE RELAIS 18 823 € (ETAT) RESTE A CHARGE 6 200 €", {"budget": 25023}),
        ("Poste FONJEP 7 164 €", {"budget": 7164, "parts": [[7164, "FONJEP"]]}),
        ("Il nous manque 370 € pour boucler un budget de 1 870 €", {"budget": 1870}),
        ("9 000 € au lieu des 14 000 € des années passées", {"budget": 9000}),
        (
            "Valorisation comprise, le projet pèse 18 400 € ; en numéraire : 11 200 €",
            {"budget": 18400},
        ),
        ("Coût en numéraire : 11 200 €", {"budget": 11200}),
        (
            ("Prestation facturée 2 392 € TTC par la compagnie des Lucioles (4 représentations)"),
            {"budget": 2392},
        ),
        ("Engagé : 3 640 €", {"budget": 3640}),
        ("Solde de 2016 reporté : 420 €, dotation 2017 : 2 000 €", {"budget": 2420}),
        ("Fonds de caisse 50 €, recette de la soirée 430 €", {"budget": 480}),
        ("subvension de la marie 800€ et du consseil departemantal 600€", {"budget": 1400}),
        ("Micro-projets de 300 à 800 € financés par le FPH (7 projets, 3 900 €)", {"budget": 3900}),
        ("Un bon d'achat de 50 € offert à la gagnante, par Cultura", {"budget": 50}),
        ("Défraiements 294 €, assurance 110 €, adhésion réseau 75 €", {"budget": 479}),
        ("Assiette 40 000 €", {"budget": 40000}),
        (
            ("750 € du club de foot, 320 € du Secours populaire, et les 180 € du pot commun"),
            {"budget": 1250},
        ),
        ("subvention 4 000 € pour un coût prévisionnel de 10 650 €", {"budget": 10650}),
        ("la somme de 1.500 euros (mille cinq cents euros), virée en une fois", {"budget": 1500}),
        ("Compte-tenu du Covid, seulement 640 € sur 2 100 € ont été utilisés", {"budget": 640}),
        ("Non renseigné", {}),
        ("Budget non communiqué", {}),
        ("2 salariés pour 0,3 ETP, 180 € de petit matériel, 40 € de timbres", {"budget": 220}),
        (
            "nous avons bénéficié d'un coup de pouce de l'élu du quartier : 300 euros",
            {"budget": 300},
        ),
        ("réserve parlementaire : 2000€", {"budget": 2000}),
        ("1er trimestre 620 €, 2e trimestre 480 €, 3e trimestre 710 €", {"budget": 1810}),
        (
            ("Charges fixes 2 100 € (assurance 300 €, loyer 1 800 €), charges variables 640 €"),
            {"budget": 2740},
        ),
        (
            ("Le Crédit agricole nous a fait don de 3 PC (valeur 900 €) et de 400 € en espèces"),
            {"budget": 400},
        ),
        ("en dons : 65 kg de vêtements. en argent : 85 €", {"budget": 85}),
        ("Prise en charge : conservatoire 1 500 €, centre 430 €", {"budget": 1930}),
        ("Collecte de 1 243,60 € reversée à l'association Enfance & Partage", {"budget": 1243.6}),
        ("Budget ≈ 3 000 €", {"budget": 3000}),
        ("Budget < 3 000 €", {"budget": 3000}),
        ("> 3 000 €", {"budget": 3000}),
        ("3 000 € ???", {"budget": 3000}),
        ("à vérifier auprès de la compta mais il me semble 3 000 €", {"budget": 3000}),
        ("besoin de financement : 600 €", {"budget": 600}),
        (
            ("Achat d'une machine à coudre (159€), d'une surjeteuse (249€), tissus (60€)"),
            {"budget": 468},
        ),
        ("machine à coudre à 159€ et surjeteuse à 249€ achetées sur LeBonCoin", {"budget": 408}),
        (
            "Le loyer du jardin (1 € symbolique) et l'eau (140 € l'année)",
            {"budget": 141, "mois": 12},
        ),
        ("le budget a augmenté de 300 € cette année pour atteindre 1 500 €", {"budget": 1500}),
        ("Nous passons de 1 200 à 1 500 € cette année grâce à la MSA", {"budget": 1500}),
        ("Frais pédagogiques 1 400 € HT soit 1 680 € TTC", {"budget": 1680}),
        ("Ressources publiques 9 880 €, privées 4 120 €", {"budget": 14000}),
        ("L'année dernière 3 200 €, sans doute pareil cette année", {"budget": 3200}),
        ("Séjour été 5 420 €, séjour hiver 6 180 €", {"budget": 11600}),
        (
            ("5 000 € attribués par la Fondation Monoprix à ce projet, et 800 € par Emmaüs"),
            {"budget": 5800},
        ),
        (
            ("Budget : 3 700 € (subvention régionale de 2 000 € et 1 700 € autofinancés)"),
            {"budget": 3700},
        ),
        ("OFB, Agence de l'eau : au total 5 500 €", {"budget": 5500}),
        (
            "DRJSCS 3 000 € (FDVA 2), CD 1 000 € (FDAL)",
            {"budget": 4000, "parts": [[3000, "Etat"], [1000, "Conseil départemental"]]},
        ),
        ("FDVA : 2 500 €", {"budget": 2500}),
        ("SDJES 1 800, VAL 600, Jeunesse au plein air 400", {"budget": 2800}),
        ("80 places de ciné (200 €) et pop-corn (35 €)", {"budget": 235}),
        ("le tout pour 400 €", {"budget": 400}),
        ("pour un montant de quatre cents euros", {"budget": 400}),
        ("il reste 380 € sur les 1 000 €", {"budget": 1000}),
        ("12 500 € (ANCT 6 000, Région 4 000, autofinancement 2 500)", {"budget": 12500}),
        ("budget de cent cinquante mille francs CFP", {}),
        ("250 000 XPF", {}),
        ("Cout tt compris : 640", {"budget": 640}),
        ("mn budget : 640 eur pr les 3 mois", {"budget": 640, "mois": 3}),
        (
            ("Coût : gratuit pour le centre ; l'intervention (390 €) est offerte par la MAIF"),
            {"budget": 390},
        ),
        ("Dotation d'État au titre du plan pauvreté : dix mille euros", {"budget": 10000}),
        ("4 000 (Rég.) 3 000 (Dép.) 2 000 (CCVL)", {"budget": 9000}),
        ("Sponsors : garage Martin 100 €, pharmacie 80 €, boulangerie 50 €", {"budget": 230}),
        ("100 € du garage Martin, 80 € de la pharmacie, 50 € de la boulangerie", {"budget": 230}),
        ("le reste des frais, 175 €, sort de la caisse du groupe", {"budget": 175}),
        ("Financement entièrement communal (2 900 €)", {"budget": 2900}),
        (
            ("Le coût comprend l'intervenante (1 800 €), le car (560 €) et les entrées (240 €)"),
            {"budget": 2600},
        ),
        ("On a eu pour 75 € de courses, remboursées par le CCAS", {"budget": 75}),
        ("Pas cher : 15 € de farine et de levure chaque mois", {"budget": 15, "mois": 1}),
        (
            "fonds européens (12 600 €), fonds nationaux (8 400 €), total 21 000 €",
            {"budget": 21000},
        ),
        (
            ("Recette des entrées 460 €, recette de la buvette 315 €, coût de la troupe 900 €"),
            {"budget": 900},
        ),
        ("Budget annuel de 2 500 € reconduit depuis 2012", {"budget": 2500, "mois": 12}),
        ("2 500 € sont inscrits au budget 2016", {"budget": 2500}),
        ("Inscrit au BP 2016 : 2 500 €", {"budget": 2500}),
        ("Réalisé 2015 : 2 310 € ; BP 2016 : 2 500 €", {"budget": 2310}),
        (
            (
                "Nous avons consacré à ce projet 1 900 euros pris sur notre dotation "
                "animation globale"
            ),
            {"budget": 1900},
        ),
        ("Une dotation exceptionnelle de 1 000 euros votée en CA", {"budget": 1000}),
        ("Don de 250 livres par la bibliothèque et 250 € d'achats neufs", {"budget": 250}),
        ("La bibliothèque a acheté pour 250 € d'albums", {"budget": 250}),
        ("Deux postes : communication (tracts) 90 €, intendance 340 €", {"budget": 430}),
        (
            "Les repas partagés ne coûtent rien, seul le spectacle est payant (420 €)",
            {"budget": 420},
        ),
        (
            (
                "une partie (300 €) est payée par le conseil citoyen, l'autre (300 €) "
                "par le bailleur"
            ),
            {"budget": 600},
        ),
        ("une partie (300 €) par le conseil citoyen et le solde par le bailleur", {"budget": 300}),
        ("péda 230€ alim 180€ transport 560€ interv 900€", {"budget": 1870}),
        ("Plus de 6 000 € investis depuis la création", {"budget": 6000}),
        ("Un peu moins de 6 000 €, charges comprises", {"budget": 6000}),
        ("À ce jour 640 €", {"budget": 640}),
        ("640 € à ce jour, sur un objectif de 1 000 €", {"budget": 640}),
        ("Objectif 1 000 €, récolté 640 €", {"budget": 640}),
        ("Pot commun : centre social 900 €, MJC 900 €, ludothèque 300 €", {"budget": 2100}),
        ("Prestations 3 120 €, personnel 1 400 €, divers 800 €", {"budget": 5320}),
        ("Total prestations 3 120 €, total personnel 1 400 €", {"budget": 4520}),
        (
            ("L'opération est neutre financièrement : 500 € de dépenses, 500 € de recettes"),
            {"budget": 500},
        ),
        ("Ce n'est pas chiffré, disons 1 000 €", {"budget": 1000}),
        ("concours gagné : 500 €", {"budget": 500}),
        ("Prime inflation ASP ; aide à l'embauche 4 000 €", {"budget": 4000}),
        ("TVA non applicable. Total facture : 1 170 €", {"budget": 1170}),
    ],
)
def test_what_is_noted_in_few_words(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted
