"""Money in sentences: who gives, what is bought, what it costs."""

from typing import Any

import pytest

from tests.sheets.figures.saying import said


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "CAF : 45 % soit 2 250 €, Ville : 35 % soit 1 750 €, familles : 20 % soit 1 000 €",
            {"budget": 5000},
        ),
        (
            "intervenant 1 800 € ; petit matériel 120 € ; livret 260 € ; adhésions 300 €",
            {"budget": 2180},
        ),
        (
            "Subvention de la ville : 3 500 €, subvention du département : 1 500 €, soit 5 "
            "000 € au total",
            {"budget": 5000},
        ),
        (
            "charges : 15 000 € (personnel 12 000, fonctionnement 3 000) produits : 15 000 "
            "€ (caf 8 000, ville 7 000)",
            {"budget": 15000},
        ),
        (
            "frais d'animatrice 2 000 €, frais de matériel 400 €, frais généraux 300 €",
            {"budget": 2700},
        ),
        (
            "Le budget est de 6 500 €. Il est financé par la Caf (3 000 €), la commune (2 "
            "500 €) et le centre (1 000 €).",
            {"budget": 6500},
        ),
        (
            "Ce festival coûte environ 12 000 € chaque année. La ville en prend la moitié "
            "en charge.",
            {"budget": 12000, "mois": 12},
        ),
        (
            "Nous avons obtenu 2 000 € de la CAF et espérons 1 000 € du Département.",
            {"budget": 2000},
        ),
        (
            "Nous demandons 2 € par séance ; le reste, soit 1 400 €, est payé par le centre.",
            {"budget": 1400, "prix_unitaires": [2]},
        ),
        (
            "Une participation de 10 euros est demandée aux familles. Le budget global "
            "s'élève à 3 450 euros.",
            {"budget": 3450, "prix_unitaires": [10]},
        ),
        (
            "Avec 300 € on a pu acheter des graines, des outils et un récupérateur d'eau.",
            {"budget": 300},
        ),
        (
            "Les 6 800 euros nécessaires viennent de la CAF (4 000) et de la mairie (2 800).",
            {"budget": 6800},
        ),
        (
            "Nous avons commencé avec 500 € en 2012, aujourd'hui le budget est de 3 000 €.",
            {"budget": 3000},
        ),
        ("Il faut compter 2 200 € pour le spectacle et 400 € pour la sono", {"budget": 2600}),
        ("La Caf nous a versé une aide de 1 800 € et la MSA une aide de 600 €.", {"budget": 2400}),
        (
            "grâce au mécénat de la banque postale (2 000 €) et à la ville (1 000 €)",
            {"budget": 3000},
        ),
        ("Le projet, d'un montant de 9 400 €, est porté par trois centres.", {"budget": 9400}),
        ("Montant de la subvention : 3 000 €. Montant du projet : 5 000 €.", {"budget": 5000}),
        (
            "Le coût du séjour est de 8 960 € dont 3 200 € de transport et 5 760 € d'hébergement",
            {"budget": 8960},
        ),
        (
            "Cachet des artistes : 3 500 € pris en charge par le théâtre ; buffet : 200 € "
            "par nos soins",
            {"budget": 3700},
        ),
        (
            "Loyer 3 600 € par an, électricité 900 € par an, assurance 300 € par an",
            {"budget": 4800, "mois": 12},
        ),
        (
            "En 2016, 48 familles ont bénéficié de l'action pour un coût de 5 760 €",
            {"budget": 5760},
        ),
        ("Il reste 400 € à la charge du centre, la Caf ayant donné 1 600 €", {"budget": 2000}),
        (
            "Achat de 15 tablettes (3 000 €), de housses (225 €) et d'un abonnement "
            "internet (360 €)",
            {"budget": 3585},
        ),
        (
            "Financement assuré par la Ville, 5 000 euros, et par le Département, 2 500 euros",
            {"budget": 7500},
        ),
        (
            "Autofinancement à hauteur de 1 000 € et subvention de 3 000 € de la CC",
            {"budget": 4000},
        ),
        (
            "Les ateliers sont facturés 60 €, 12 ateliers par an soit 720 € par an",
            {"budget": 720, "mois": 12, "prix_unitaires": [60]},
        ),
        (
            "le coût total du projet étant de 18 000 €, nous avons sollicité la Fondation "
            "de France pour 6 000 €",
            {"budget": 18000},
        ),
        (
            "Coût à l’année : 400 € d’achats alimentaires + 1 600 € d’intervenant",
            {"budget": 2000, "mois": 12},
        ),
        ("l'association dispose de 250 € pour les goûters et 150 € pour les jeux", {"budget": 400}),
        (
            "Budget de 8500€ : 5000€ de la CAF, 3000€ de la ville et 500€ des familles",
            {"budget": 8500},
        ),
        (
            "Ce sont les habitants qui financent : 3 200 € récoltés grâce aux lotos et "
            "vide-greniers",
            {"budget": 3200},
        ),
        (
            "Coût horaire de l'intervenant 45 €, 30 h par an, soit un coût annuel de 1 350 €",
            {"budget": 1350, "mois": 12, "prix_unitaires": [45]},
        ),
        (
            "Budget annuel du LAEP : 24 000 € (Caf 14 000 €, ville 10 000 €)",
            {"budget": 24000, "mois": 12},
        ),
        ("Subvention mairie 250 € et location de la salle offerte (valeur 400 €)", {"budget": 250}),
        (
            "Région Bretagne 2 000 €\nLorient Agglomération 3 000 €\nVille de Lorient 5 "
            "000 €\nCAF 56 : 4 000 €",
            {"budget": 14000},
        ),
        (
            "CAF de l'Isère : 2.300 €\nMétro : 1.500 €\nVille : 3.200 €\nFamilles : 480 €",
            {"budget": 7480},
        ),
        ("Budget : 7 480 € (Caf 2 300, Métro 1 500, ville 3 200, familles 480)", {"budget": 7480}),
        ("Contrat de ville : 4 500€\nRéussite éducative : 2 000€\nAutres : 800€", {"budget": 7300}),
        (
            "Achat jeux de société : 240,50 €\nÉtagères : 89,90 €\nPlastifieuse : 45 €",
            {"budget": 375.4},
        ),
        ("1 vidéoprojecteur : 450€, 1 écran : 90€, droits de projection : 180€", {"budget": 720}),
        ("location minibus 3 jours 210€, essence 65€, camping 96€, courses 150€", {"budget": 521}),
        (
            "Dépenses: 1 estrade 600, 2 micros 180, décors 240 Recettes: entrées 520, ville 500",
            {"budget": 1020},
        ),
        ("BUDGET TOTAL 2 000€ : ACHATS 800€ TRANSPORT 700€ INTERVENANT 500€", {"budget": 2000}),
        (
            "Transports : 1 800€\nNuitées : 2 400€\nAnimations : 600€\nAlimentation : 1 "
            "150€\nTotal dépenses : 5 950€\nFamilles : 1 950€\nCAF : 2 000€\nVille : 2 "
            "000€\nTotal recettes : 5 950€",
            {"budget": 5950},
        ),
        (
            "Produits : CAF 3000 ; ville 2000 ; charges : salaires 4000 ; achats 1000",
            {"budget": 5000},
        ),
        (
            "60 Achats : 350 €\n61 Services extérieurs : 120 €\n62 Autres services : 730 "
            "€\n64 Charges de personnel : 2 800 €\nTotal : 4 000 €",
            {"budget": 4000},
        ),
        ("Poste | Montant\nAnimatrice | 6 000\nMatériel | 500\nTotal | 6 500", {"budget": 6500}),
        (
            "Intitulé\tPrévu\tRéalisé\nAchats\t500\t480\nIntervenant\t1 500\t1 "
            "620\nTotal\t2 000\t2 100",
            {"budget": 2100},
        ),
        (
            "Pour cette action nous avons dépensé 1 240 €, dont 900 € d'intervenant.",
            {"budget": 1240},
        ),
        (
            "La commune prête la salle et donne 300 €. Le reste (450 €) vient des ventes "
            "de gâteaux.",
            {"budget": 750},
        ),
        (
            "L'achat du matériel a été possible grâce à une subvention de 1 700 € de la "
            "Fondation SNCF.",
            {"budget": 1700},
        ),
        (
            "La compagnie demande 80 € de l'heure, soit 960 € pour les 12 séances",
            {"budget": 960, "prix_unitaires": [80]},
        ),
        (
            "Une aide exceptionnelle de 2 500 € nous a été accordée par le Rectorat.",
            {"budget": 2500},
        ),
        (
            "Le Crédit Mutuel nous a fait un don de 400 € et le supermarché a donné 60 € "
            "de jus de fruit.",
            {"budget": 460},
        ),
        (
            "Budget de l'action 2 200 euros pris sur le budget général du centre (350 000 euros)",
            {"budget": 2200},
        ),
        (
            "Nous bénéficions d'un financement de l'ARS (8 000 €) et de la Carsat (4 000 €).",
            {"budget": 12000},
        ),
        ("coût du projet hors valorisation 8 600 €, avec valorisation 11 000 €", {"budget": 8600}),
        (
            "Financement ANCV (3 200€) + CAF VACAF (2 800€) + participation des familles "
            "(2 000€) = 8 000€",
            {"budget": 8000},
        ),
        (
            "1 500 € de la réserve parlementaire, 1 500 € du Département et 700 € par les ventes",
            {"budget": 3700},
        ),
        (
            "Le chantier (12 000 €) est payé par le bailleur, le goûter (90 €) par nous",
            {"budget": 12090},
        ),
        (
            "Un minibus d'occasion à 9 500 € : 5 000 € de la Caf, 4 500 € du centre",
            {"budget": 9500},
        ),
        (
            "Le projet s'est fait avec 380 € seulement : 200 € de la caf et 180 € de la kermesse",
            {"budget": 380},
        ),
        ("Un prix de 1 000 € de la Fondation Kronenbourg et 400 € de la mairie", {"budget": 1400}),
        (
            "Ville de Vénissieux 4.000 €; Métropole de Lyon 2.000 €; CAF du Rhône 2.000 €",
            {"budget": 8000},
        ),
        (
            "Coût de revient : 18 € par repas ; participation demandée : 6 €",
            {"prix_unitaires": [18, 6]},
        ),
        (
            "Nous avions demandé 5 000 € à la Région, elle nous en a accordé 3 000.",
            {"budget": 3000},
        ),
        ("Recettes : Caf 3 000, ville 2 000, usagers 500. Dépenses : 5 500.", {"budget": 5500}),
        (
            "Dépenses 5 500 : intervenants 4 000, achats 1 500 / Recettes : Caf 3 000, ville 2 500",
            {"budget": 5500},
        ),
        (
            "Budget total de 12 500 € (y compris 4 000 € de contributions volontaires)",
            {"budget": 12500},
        ),
        ("La subvention du contrat de ville (5 000 €) couvre tous les frais.", {"budget": 5000}),
        (
            "CAF : 5 000 € (2 000 € REAAP et 3 000 € fonds locaux) + ville : 1 000 €",
            {"budget": 6000},
        ),
        (
            "La braderie rapporte environ 1 800 € par an et nous permet de payer les sorties",
            {"budget": 1800, "mois": 12},
        ),
        (
            "Coût du bus : 480 €. Coût des entrées : 345 €. Participation : 5 € par personne.",
            {"budget": 825, "prix_unitaires": [5]},
        ),
        (
            "Le projet est estimé à 9 000 €, la Caf y participe pour 3 000 €, la ville "
            "pour 3 000 € et le Département pour 2 000 €",
            {"budget": 9000},
        ),
        (
            "35 familles aidées, 120 € en moyenne par famille, total 4 200 €",
            {"budget": 4200, "prix_unitaires": [120]},
        ),
        (
            "une subvention de fonctionnement de 25 000 euros de la municipalité et 3000 "
            "euros du bailleur Vilogia",
            {"budget": 28000},
        ),
        (
            "Le financement de l'action repose sur la CAF, qui verse 3 500 €, la Ville, "
            "qui verse 2 500 €, et nos fonds propres pour 800 €.",
            {"budget": 6800},
        ),
        (
            "Nous avons bénéficié de 2 000 € de la Fondation de France pour le matériel et "
            "de 1 500 € du Département pour l'intervenant.",
            {"budget": 3500},
        ),
        (
            "L'achat des instruments (3 200 €) et la rémunération du musicien (2 800 €) "
            "ont été couverts par la DRAC (4 000 €) et la Ville (2 000 €).",
            {"budget": 6000},
        ),
        (
            "Grâce à la CAF (1 200 €) et à la MSA (600 €), nous avons pu acheter un "
            "vidéoprojecteur (450 €).",
            {"budget": 1800},
        ),
        (
            "Chaque famille paie 15 €. Le coût réel est de 52 € par personne, la "
            "différence étant prise en charge par la CAF (1 850 €).",
            {"budget": 1850, "prix_unitaires": [15, 52]},
        ),
        (
            "Les dépenses se répartissent ainsi : 2 500 € de salaire, 400 € de "
            "déplacements, 300 € de matériel.",
            {"budget": 3200},
        ),
        (
            "Pour 2016 : dépenses 3 200 €, subventions 2 700 €, fonds propres 500 €.",
            {"budget": 3200},
        ),
        (
            "L'action est portée par le secteur famille dont le budget est de 28 000 €. Le "
            "coût de l'action est de 3 400 €.",
            {"budget": 3400},
        ),
        (
            "Une convention nous lie à la Ville : elle finance le poste à hauteur de 22 "
            "000 € et le fonctionnement à hauteur de 5 000 €.",
            {"budget": 27000},
        ),
        (
            "Sur 12 000 € demandés, nous n'avons obtenu que 7 000 € (4 000 € de la Région "
            "et 3 000 € de l'Agglo).",
            {"budget": 7000},
        ),
    ],
)
def test_what_is_written_in_sentences(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted
