"""Money told in sentences, by people of many temperaments."""

from typing import Any

import pytest

from tests.sheets.figures.saying import said


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Nous disposions de 1 800 € dont il reste 240 €.", {"budget": 1800}),
        (
            (
                "La ville met à disposition un agent (valorisé 4 200 €) et verse 1 000 "
                "€ pour le matériel."
            ),
            {"budget": 1000},
        ),
        (
            ("L'adulte-relais est cofinancé par l'Etat (19 349 €) et la commune (4 837 €)."),
            {"budget": 24186},
        ),
        (
            "Déficit de 242 € supporté par l'association, sur un budget de 1 342 €.",
            {"budget": 1342},
        ),
        (
            ("Gratuité totale pour les familles. Coût réel 2 300 € porté par la commune."),
            {"budget": 2300},
        ),
        (
            (
                "Le montant de la subvention municipale (7 000 €) couvre l'essentiel "
                "des 8 200 € dépensés."
            ),
            {"budget": 8200},
        ),
        (
            (
                "Aucun financement dédié. Les frais (environ 250€) sont absorbés par "
                "le budget animation."
            ),
            {"budget": 250},
        ),
        (
            (
                "L'entreprise X nous a fait un chèque de mille euros et les Restos 200 "
                "kg de marchandises"
            ),
            {"budget": 1000},
        ),
        ("Nous n'avons eu que 600 € alors que nous avions demandé 1 500 €.", {"budget": 600}),
        (
            ("La ville a réduit sa subvention de 500 €, elle est maintenant de 2 500 €."),
            {"budget": 2500},
        ),
        ("Le budget a été voté à 6 500 €, on en a dépensé 6 120 €.", {"budget": 6120}),
        (
            (
                "Dispositif VVV 2 300 € – Ville Vie Vacances –, complété par 700 € de "
                "la Mission locale"
            ),
            {"budget": 3000},
        ),
        (
            (
                "Subvention Contrat de Ville 2015 : 5 500 €, subvention Contrat de "
                "Ville 2016 : 5 000 €"
            ),
            {"budget": 5000},
        ),
        (
            (
                "le Clas nous rapporte 7 233 € de PS Caf et 2 400 € de la ville, et "
                "nous coûte 11 050 €"
            ),
            {"budget": 11050},
        ),
        (
            (
                "Charges : 11 050 €. Produits : PS Clas 7 233 €, ville 2 400 €. Reste "
                "à charge : 1 417 €."
            ),
            {"budget": 11050},
        ),
        (
            ("Montant demandé : 2000€. Montant obtenu : 1500€. Montant dépensé : 1620€."),
            {"budget": 1620},
        ),
        ("Montant demandé : 2000€. Montant obtenu : 1500€.", {"budget": 1500}),
        ("Caution 150 € (rendue). Location de la salle 90 €.", {"budget": 90}),
        ("Phase 1 : 2 000 €. Phase 2 : 3 500 €. Phase 3 : à définir.", {"budget": 5500}),
        ("Rien de spécial (imprimante et papier du centre).", {}),
        ("Le coût ? Zéro, à part nos bonnes volontés !", {"budget": 0}),
        (
            (
                "Spectacle 1 100 € pris sur le budget culture ; goûter 140 € pris sur "
                "le budget famille"
            ),
            {"budget": 1240},
        ),
        (
            ("Aucun coût pour le centre : les 800 € sont pris en charge par le Département."),
            {"budget": 800, "parts": [[800, "Conseil départemental"]]},
        ),
        (
            ("Nous avons touché 6 500 € pour le centre sur les 26 000 € de l'opération."),
            {"budget": 26000},
        ),
        ("La compagnie demande 1 200 € pour 2 représentations.", {"budget": 1200}),
        ("Pas d'argent mais du troc ! Juste 38 € de colle et de clous.", {"budget": 38}),
        (
            ("Une somme de 750 € reçue du club de foot (recette d'un match), et c'est tout !"),
            {"budget": 750},
        ),
        (
            (
                "Montant total de la subvention accordée par le Préfet : 4 000 € pour "
                "un coût de 10 650 €"
            ),
            {"budget": 10650},
        ),
        (
            (
                "L'ensemble de l'action (personnel compris) revient à 31 200 €. Hors "
                "personnel : 4 700 €."
            ),
            {"budget": 31200},
        ),
        ("Cagnotte des usagers au 15 juin : 212,45 euros.", {"budget": 212.45}),
        ("Janvier : 120 €. Février : 95 €. Mars : 140 €.", {"budget": 355}),
        ("LIEU : gratuit. ANIMATION : 600 €. COM : 90 €. CONVIVIALITE : 110 €.", {"budget": 800}),
        (
            (
                "Caf 800, Ville 500, familles 265 pour couvrir intervenant 900, "
                "matériel 365, goûters 300"
            ),
            {"budget": 1565},
        ),
        (
            (
                "le centre porte 1 200 € sur ses fonds propres, et la Ville aide en "
                "nature (salle, camion)"
            ),
            {"budget": 1200},
        ),
        (
            "L'État intervient pour moitié (2 000 €), la commune pour l'autre moitié.",
            {"budget": 2000},
        ),
        (
            (
                "Leclerc nous offre 50€ de bons d'achat, Lidl les fruits, et on met "
                "100€ de notre poche"
            ),
            {"budget": 150},
        ),
        ("La prof prend 350 €.", {"budget": 350}),
        ("Hors budget. Dépannage sur la caisse : 23,80.", {"budget": 23.8}),
        (
            ("Le projet a été retenu par la Fondation Monoprix, qui lui attribue 5 000 €."),
            {"budget": 5000},
        ),
        (
            (
                "La fabrication du char a nécessité 230 € de papier crépon, de fil de "
                "fer et de peinture."
            ),
            {"budget": 230},
        ),
        ("Le char a été fabriqué pour 230 €, la fanfare nous a coûté 500 €.", {"budget": 730}),
        (
            ("L'Agence de l'eau : 3 000 €. L'Ademe : 2 500 €. Le syndicat mixte : 1 500 €."),
            {"budget": 7000},
        ),
        (
            ("Valeur du don : 1 400 € (tables, chaises). Achats complémentaires : 260 €."),
            {"budget": 260},
        ),
        ("Nous n'avons pas dépassé les 400 €.", {"budget": 400}),
        ("Coût : 6400. Demandé : 3000.", {"budget": 6400}),
        ("groupe : 250 €. chapeau : 85 €. centre : 165 €.", {"budget": 250}),
        (
            (
                "Le CE de l'usine (400 €) et l'amicale des pompiers (150 €) ont "
                "sponsorisé le tournoi."
            ),
            {"budget": 550},
        ),
        ("1 600 € de la CAF au titre du LAEP. Complément mairie : 900 €.", {"budget": 2500}),
        ("Troupe : 900 €. La soirée a rapporté 775 € (entrées et buvette).", {"budget": 900}),
        ("Les 2 associations de parents ont donné 150 € et 220 €.", {"budget": 370}),
        (
            (
                "Séjour ski : 11 400 €. Vacaf 4 000 €. JPA 900 €. Familles 3 500 €. "
                "Autofinancement 3 000 €."
            ),
            {"budget": 11400},
        ),
        (
            ("Séjour ski : Vacaf 4 000 €. JPA 900 €. Familles 3 500 €. Autofinancement 3 000 €."),
            {"budget": 11400},
        ),
        (
            ("Le centre social (900 €), la MJC (900 €) et la ludothèque (300 €) ont mis au pot."),
            {"budget": 2100},
        ),
        (
            (
                "Bourse de 1 000 € du fonds Envie d'agir, prix de 500 € du concours « "
                "Talents des cités »"
            ),
            {"budget": 1500},
        ),
        (
            ("Nous sommes hébergés par l'école, le seul coût est l'assurance : 88 € l'année."),
            {"budget": 88, "mois": 12},
        ),
    ],
)
def test_what_is_told_in_sentences(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted
