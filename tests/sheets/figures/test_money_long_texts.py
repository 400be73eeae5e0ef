"""Money in sentences and in long lists."""

from typing import Any

import pytest

from tests.sheets.figures.saying import said


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Le coût de l'intervenant (1 500 €) est supporté par le bailleur et la "
            "communication (300 €) par la Ville.",
            {"budget": 1800},
        ),
        (
            "Petit budget (350 €) financé par les adhésions (7 € par famille).",
            {"budget": 350, "prix_unitaires": [7]},
        ),
        (
            "L'association X paye l'animateur (2 400 €), le centre paye les fournitures (350 €).",
            {"budget": 2750},
        ),
        (
            "Nous n'avons pas de budget dédié mais une enveloppe de 200 € par trimestre "
            "pour les goûters.",
            {"budget": 200, "mois": 3},
        ),
        ("Le matériel a été donné. Seul l'intervenant a été payé : 450 €.", {"budget": 450}),
        ("Financement participatif : 2 340 € récoltés sur 2 000 € espérés", {"budget": 2340}),
        ("DEPENSES ACHATS 845 PRESTATIONS 2 000 SALAIRES 5 000 TOTAL 7 845", {"budget": 7845}),
        (
            "Achats 845,00 €\nPrestations 2 000,00 €\nSalaires 5 000,00 €\n7 845,00 €",
            {"budget": 7845},
        ),
        (
            "subvention CLAS (Caf) : 5 200 €, subvention municipale : 3 100 €, "
            "participation familles : 20 €/an",
            {"budget": 8300, "prix_unitaires": [20]},
        ),
        (
            "Nos partenaires financiers : CAF (2500), Ville (2500), Lions Club (300)",
            {"budget": 5300},
        ),
        (
            "Lions Club : don de 300 €. Carrefour : bons d'achat de 150 €. Ville : 2 500 €",
            {"budget": 2950},
        ),
        ("boulangerie Dupont 60 €, Intermarché 100 €, garage Renault 150 €", {"budget": 310}),
        (
            "Le Crédit Agricole a offert les T-shirts (320 €) et la ville la sono (200 €).",
            {"budget": 520},
        ),
        ("La bourse aux jouets a rapporté 215 € reversés aux Restos du cœur", {"budget": 215}),
        (
            "Les entrées (312 €) sont payées par les familles, le car (590 €) par la CAF.",
            {"budget": 902},
        ),
        (
            "La Caf prend en charge le car (590 €) et les familles les entrées (312 €).",
            {"budget": 902},
        ),
        (
            "Ministère de la Culture 5 000 €, Institut français 2 000 €, mairie 1 000 €",
            {"budget": 8000},
        ),
        (
            "Coût chargé du poste : 31 000 € ; aides : ASP 18 000 €, ville 13 000 €",
            {"budget": 31000},
        ),
        (
            "Atelier théâtre : 1 900 €. Atelier danse : 1 700 €. Spectacle final : 1 200 "
            "€. Subvention ville : 2 500 €.",
            {"budget": 4800},
        ),
        (
            "Nous avons 3 sources : la Caf (2 000), la Ville (1 000) et les ventes (400).",
            {"budget": 3400},
        ),
        (
            "total du projet 8 450 : part ville 4 000, part caf 3 000, part centre 1 450",
            {"budget": 8450},
        ),
        (
            "Part de la ville 4 000 €. Part de la Caf 3 000 €. Part du centre 1 450 €.",
            {"budget": 8450},
        ),
        (
            "subvention de 4 000 € (ville), prestation de 3 000 € (caf), apport de 450 € (centre)",
            {"budget": 7450},
        ),
        (
            "CAF - Fonds publics et territoires : 5 000 € ; Ville - enveloppe quartier : 1 000 €",
            {"budget": 6000},
        ),
        (
            "600 € de transport à la charge du centre, 400 € d'entrées à la charge des familles",
            {"budget": 1000},
        ),
        (
            "Le coût total du séjour (transport, hébergement, activités) s'élève à 6 780 "
            "€. Les familles participent à hauteur de 1 500 €, l'ANCV 2 800 € et la CAF 2 "
            "480 €.",
            {"budget": 6780},
        ),
        (
            "Le car : 650 €. Les repas : tirés du sac. Les entrées : 8 € par personne.",
            {"budget": 650, "prix_unitaires": [8]},
        ),
        (
            "Dépense totale : 3 000 € ; Recettes : CAF 1 500 €, Ville 1 000 €, déficit 500 €",
            {"budget": 3000},
        ),
        ("participation du conseil de vie sociale 300€ et de l'amicale 150€", {"budget": 450}),
        (
            "une subvention Caf sur projet (2 500 €) une subvention municipale (1 500 €) "
            "la participation des usagers (600 €)",
            {"budget": 4600},
        ),
        (
            "2 500 € - subvention Caf\n1 500 € - subvention municipale\n600 € - usagers",
            {"budget": 4600},
        ),
        ("Budget alloué par la ville : 3 000 € ; complété par la Caf : 2 000 €", {"budget": 5000}),
        (
            "Frais de personnel : 8 500 €, Frais de fonctionnement : 1 500 €, Total : 10 "
            "000 €, Subvention demandée : 5 000 €",
            {"budget": 10000},
        ),
        (
            "Montant total de l'action : 10 000 €. Montant demandé : 5 000 €. Montant "
            "accordé : 4 000 €.",
            {"budget": 10000},
        ),
        (
            "achat d'un véhicule 9 places 23 000 € avec le soutien de la Région (8 000 €), "
            "de la Carsat (7 000 €) et de la Ville (8 000 €)",
            {"budget": 23000},
        ),
        (
            "Loyer : pris en charge par la ville. Fluides : 1 200 €/an. Assurance : 180 €/an.",
            {"budget": 1380, "mois": 12},
        ),
        (
            "Subvention politique de la ville 3 000€, complément CAF 1 500€, solde par le "
            "centre 500€",
            {"budget": 5000},
        ),
        (
            "Conférence (600 €) + café-débat (150 €) + exposition (250 €) = 1 000 €",
            {"budget": 1000},
        ),
        (
            "achat matériel sportif (ballons, buts) 870 euros, licence 120 euros, arbitres 0",
            {"budget": 990},
        ),
        (
            "Subvention Ville 1 500,00 - Subvention CAF 1 500,00 - Vente plats 450,00 - Dons 50,00",
            {"budget": 3500},
        ),
        ("Pour ce projet, la DDCS : 2 000, la CAF : 2 000, la Ville : 2 000", {"budget": 6000}),
        (
            "Budget de l'action 2015 : 5 000 € dont CAF 2 500 €, Ville 1 500 €, usagers 1 000 €",
            {"budget": 5000},
        ),
        ("location : 150 €\nrepas : 230 €\nintervenant : gratuit\ntotal : 380 €", {"budget": 380}),
        ("Dotation du conseil départemental (collège) 400€ – FSE du collège 200€", {"budget": 600}),
        (
            "Financement du poste (Etat 18 000, Région 6 000) et de l'activité (Caf 3 000)",
            {"budget": 27000},
        ),
        (
            "Caf : prestation de service 4 120 € + subvention 1 500 €. Ville : 6 000 €",
            {"budget": 11620},
        ),
        (
            "Intervenant extérieur = 35€/h x 20h = 700€ ; animatrice = temps de travail",
            {"budget": 700, "prix_unitaires": [35]},
        ),
        (
            "La ville finance le car (420 €), la Caf l'hébergement (1 300 €), le centre le reste.",
            {"budget": 1720},
        ),
        (
            "Subvention exceptionnelle de 3 000 € versée par la commune, plus 200 € de "
            "recettes de la buvette",
            {"budget": 3200},
        ),
        (
            "Les participations des familles (380 €) complètent la subvention (1 200 €)",
            {"budget": 1580},
        ),
        (
            "Une subvention Reaap (1 200 €) complétée par les participations des familles (380 €)",
            {"budget": 1580},
        ),
        (
            "Le budget, 1 580 €, repose sur une subvention de 1 200 € et les familles",
            {"budget": 1580},
        ),
        ("Achat de livres (580 €) et de mobilier (1 000 €) grâce à la DRAC", {"budget": 1580}),
        (
            "Les livres (580 €) et le mobilier (1 000 €) ont été financés par la DRAC",
            {"budget": 1580},
        ),
        (
            "Mobilier 1 000 € financé par la DRAC, livres 580 € financés par la ville",
            {"budget": 1580},
        ),
        (
            "On a reçu 1 000 € de la DRAC pour le mobilier et 580 € de la ville pour les livres",
            {"budget": 1580},
        ),
        (
            "La MJC (500 €), le foyer rural (300 €) et le centre (1 000 €) se partagent les frais.",
            {"budget": 1800},
        ),
        (
            "La Fondation du Crédit Coopératif (2 500 €), le Fonds Decitre (2 500 €)",
            {"budget": 5000},
        ),
        ("Fonds Social Européen 50 % : 15 000 €. Contreparties : 15 000 €.", {"budget": 30000}),
        (
            "Salaire brut chargé : 20 000 €\nFrais pédagogiques : 2 000 €\nFrais de "
            "structure : 3 000 €",
            {"budget": 25000},
        ),
        (
            "Charges de structure : 3 000 €, charges de personnel : 20 000 €, total des "
            "charges : 23 000 €",
            {"budget": 23000},
        ),
        (
            "Produit des activités 2 500 ; subventions d'exploitation 18 000 ; autres produits 500",
            {"budget": 21000},
        ),
        (
            "Subventions d'exploitation : CAF 8 000 / Commune 9 000 / Département 1 000",
            {"budget": 18000},
        ),
        ("TOTAL CHARGES 20 500 € TOTAL PRODUITS 19 800 € RESULTAT - 700 €", {"budget": 20500}),
        (
            "achat d'un piano d'occasion (350 €) et réparation (120 €) ; dons : 200 €",
            {"budget": 470},
        ),
        (
            "Fonds de solidarité de la Région : 3500€ // Ville : 1000€ // reste centre social",
            {"budget": 4500},
        ),
        ("Subv Etat (ACSE) 3000 + Subv CG 2000 + CAF 2500 + fonds propres 1300", {"budget": 8800}),
        ("1 250 € de cachet, 180 € de Sacem, 95 € de repas pour les artistes", {"budget": 1525}),
        (
            "Le bilan financier fait état de 4 870 € de charges et 4 870 € de produits.",
            {"budget": 4870},
        ),
        ("Charges : 4 870 €, produits : 4 870 €, bénévolat valorisé : 2 100 €", {"budget": 4870}),
        ("Aménagement du jardin : 8 000 € ; outils : 600 € ; semences : 150 €", {"budget": 8750}),
        (
            "Une participation symbolique (1 €) est demandée, le centre finance 350 €",
            {"budget": 350, "prix_unitaires": [1]},
        ),
        ("Pour la fête : 1 500 € (Ville). Pour le carnaval : 900 € (Caf).", {"budget": 2400}),
        (
            "Le projet bénéficie d'une aide au démarrage de 3 000 € (Fondation Macif) et "
            "d'un prêt d'honneur de 2 000 €",
            {"budget": 5000},
        ),
        (
            "Caf 59 : 3 000€ (appel à projet parentalité), Ville : 1 500€, CSX : 500€",
            {"budget": 5000},
        ),
        (
            "dispositif « Ville Vie Vacances » : 1 500 €, dispositif CLAS : 3 000 €",
            {"budget": 4500},
        ),
        (
            "Financement de la PS jeunes 6 000 € par la Caf et 4 000 € par la commune",
            {"budget": 10000},
        ),
        ("mise à disposition de locaux (valorisée 2 000 €), subvention 1 000 €", {"budget": 1000}),
        (
            "un tiers pour la Caf (300 €), un tiers pour la ville (300 €), un tiers pour "
            "les familles (300 €)",
            {"budget": 900},
        ),
        (
            "Le département nous aide (2 000 €), ainsi que la fondation Orange (1 500 €).",
            {"budget": 3500},
        ),
        (
            "Aide régionale : 2 000 €. Aide départementale : 1 000 €. Aide communale : 500 €.",
            {"budget": 3500},
        ),
        (
            "location camion 89 €\ncarburant 42,30 €\npéage 18,60 €\nTotal 149,90 €",
            {"budget": 149.9},
        ),
        (
            "budget du séjour 7 000€ pour 10 jeunes et 2 animateurs, participation des "
            "jeunes 80€ chacun",
            {"budget": 7000, "prix_unitaires": [80]},
        ),
        (
            "Transport pris en charge par le Conseil Général ; entrées musée : 96 € (centre)",
            {"budget": 96},
        ),
        (
            "Prestation compagnie : 1 700 € / Subvention DRAC : 1 000 € / Centre : 700 €",
            {"budget": 1700},
        ),
        (
            "Investissement : 12 000 € financés par la Caf (80 %) et le centre (20 %)",
            {"budget": 12000},
        ),
        ("CUCS pour 3 000€ et Caf pour 2 000€ sur un coût total de 6 200€", {"budget": 6200}),
    ],
)
def test_what_is_written_at_length(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted
