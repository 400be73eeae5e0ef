"""Money told at length, among other things."""

from typing import Any

import pytest

from tests.sheets.figures.saying import said


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            (
                "On a démarré avec rien, juste 60 € de la caisse du club couture. "
                "Depuis la mairie nous verse 300 € chaque année."
            ),
            {"budget": 360, "mois": 12},
        ),
        (
            (
                "La CAF, au titre du Fonds Publics et Territoires, participe pour 6 "
                "000 €. La MSA nous suit pour 1 200 €. Le solde vient du centre."
            ),
            {"budget": 7200, "parts": [[6000, "Caf"], [1200, "MSA"]]},
        ),
        (
            (
                "Demande de subvention au titre de la politique de la ville : 5 000 € "
                "sollicités, 3 500 € notifiés"
            ),
            {"budget": 3500},
        ),
        (
            (
                "La Région Bretagne à hauteur de 8 000 €, le Département du Finistère "
                "5 000 €, Brest métropole 4 000 € et Quimper Communauté 1 000 €"
            ),
            {"budget": 18000},
        ),
        (
            (
                "Fonds d'initiative locale de la métropole de Lyon (FIL) 1 200€, "
                "bailleur Alliade 800€, Grand Lyon Habitat 800€"
            ),
            {"budget": 2800},
        ),
        (
            (
                "Achat de 12 vélos d'occasion pour 720 €, d'un atelier mobile pour 1 "
                "300 € et d'outils pour 280 €."
            ),
            {"budget": 2300},
        ),
        (
            (
                "Environ 1200 € de budget annuel (hors temps salarié), pris sur "
                "l'enveloppe animation collective famille de 4 500 €"
            ),
            {"budget": 1200, "mois": 12},
        ),
        (
            (
                "Total des dépenses 14 325 € se répartissant comme suit : personnel 9 "
                "800 €, achats 2 125 €, déplacements 1 400 €, communication 1 000 €"
            ),
            {"budget": 14325},
        ),
        (
            (
                "La fondation Abbé-Pierre nous a attribué une bourse de 7 500 € en 2 "
                "versements (5 000 € puis 2 500 €)"
            ),
            {"budget": 7500},
        ),
        (
            (
                "Bonjour, comme convenu au téléphone voici les montants : Caf 3 750 €, "
                "ville 2 100 €, nous 680 €. Bonne journée, Sylvie"
            ),
            {"budget": 6530},
        ),
        (
            (
                "Aide de 1 200 € de la part du Crédit Mutuel et don de matériel "
                "(valeur estimée 400 €) de Décathlon"
            ),
            {"budget": 1200},
        ),
        (
            (
                "Pour la fête : sono prêtée, barnums prêtés, 230 € de boissons, 190 € "
                "de saucisses, 60 € de pain. On a vendu pour 710 €."
            ),
            {"budget": 480},
        ),
        (
            (
                "Action non financée en propre. Nous utilisons environ 5 % du budget "
                "animation (12 000 €), soit 600 €."
            ),
            {"budget": 600},
        ),
        (
            (
                "Un budget participatif de 20 000 € a été voté par les habitants ; "
                "notre projet en a obtenu 3 500."
            ),
            {"budget": 3500},
        ),
        (
            (
                "Nous avons mobilisé la DRAC (5000), le CD (4000) et, pour la première "
                "fois, l'Agence régionale de santé (3000)."
            ),
            {"budget": 12000},
        ),
        (
            (
                "Animatrice payée par la mairie. 1 000 € de fonctionnement pour le "
                "lieu d'accueil, dont 300 de jeux renouvelés chaque année."
            ),
            {"budget": 1000},
        ),
        (
            (
                "Département de Seine-Saint-Denis (subvention de projet) = 7 000€ / "
                "fonds propres de l'association = 2 340€"
            ),
            {"budget": 9340},
        ),
        (
            (
                "Tickets de manège offerts par les forains. Achats : bonbons 55 €, "
                "maquillage 32,80 €, piles 12 €."
            ),
            {"budget": 99.8},
        ),
        (
            (
                "Le devis s'élève à 2 340 €, nous avons obtenu 1 500 € de la Fondation "
                "et compléterons par une collecte."
            ),
            {"budget": 2340},
        ),
        (
            (
                "Le montant de l'achat des instruments est de 1 870 € ; le Rotary a "
                "donné 500 € et la CAF 1 000 €, il nous manque 370 €."
            ),
            {"budget": 1870},
        ),
        (
            (
                "C'est la CAF qui finance (4 300 € au titre des vacances familles), "
                "les familles versent en plus 1 150 € au total."
            ),
            {"budget": 5450},
        ),
        (
            (
                "Suite à la fusion, la communauté de communes Cœur de Beauce attribue "
                "désormais 14 000 € contre 9 000 € auparavant."
            ),
            {"budget": 14000},
        ),
        (
            (
                "Financement : Ville (3 postes d'animateurs), CAF (PS jeunes 12 300 "
                "€), bailleur (prêt du local)"
            ),
            {"budget": 12300},
        ),
        (
            (
                "Sur l'année 2018-2019 nous avons dépensé 2 480 € en transport, 1 310 "
                "€ en billetterie et 640 € en restauration pour un total de 4 430 €, "
                "dont 1 050 € payés par les familles."
            ),
            {"budget": 4430},
        ),
        (
            (
                "Bilan : dépenses 4 430 €, participation des familles 1 050 €, Caf 2 "
                "000 €, le centre a couvert la différence."
            ),
            {"budget": 4430},
        ),
        (
            (
                "Le Conseil de l'Europe ? non, le fonds européen FEDER : 28 000 €, "
                "contrepartie nationale (Etat + Région) 12 000 €"
            ),
            {"budget": 40000},
        ),
        (
            (
                "Budget alimenté par 3 sources : le CCAS pour moitié (2 000 €), le "
                "Département pour un quart (1 000 €), nous pour le dernier quart (1 "
                "000 €)"
            ),
            {"budget": 4000},
        ),
        (
            (
                "Ce sont les locataires eux-mêmes, via l'amicale CNL (200 €), et le "
                "bailleur ICF (600 €), qui financent"
            ),
            {"budget": 800},
        ),
        (
            (
                "Cette action s'inscrit dans l'AAP Quartiers solidaires 2016 (Ville, "
                "Etat, bailleurs) qui nous a permis d'obtenir 5 600 €."
            ),
            {"budget": 5600},
        ),
        (
            (
                "Transport : SNCF 412 € (tarif groupe), métro 58 €. Visite guidée : 95 "
                "€. Pique-nique tiré du sac."
            ),
            {"budget": 565},
        ),
        (
            (
                "Dépenses : 1 565 € (intervenant 900, matériel 365, goûters 300) "
                "Recettes : 1 565 € (Caf 800, Ville 500, familles 265)"
            ),
            {"budget": 1565, "parts": [[800, "Caf"], [500, "Commune"], [265, "familles"]]},
        ),
        (
            (
                "Le conservatoire prend en charge l'intervenant musique, environ 1 500 "
                "€, le centre les instruments, 430 €."
            ),
            {"budget": 1930},
        ),
        (
            (
                "Animatrice jeunesse 0,5 ETP 17 500 €, animateur 0,2 ETP 6 300 €, "
                "charges de fonctionnement 2 000 €"
            ),
            {"budget": 25800},
        ),
        (
            (
                "Ressources propres (adhésions, ventes, prestations) : 4 120 €. "
                "Ressources publiques : 9 880 €."
            ),
            {"budget": 14000},
        ),
        (
            (
                "ATELIER CUISINE 8 séances - denrées 412 € - gaz 38 € - intervenante "
                "diététicienne (CPAM) 560 €"
            ),
            {"budget": 1010},
        ),
        (
            (
                "Les jeunes ont gagné 640 € (lavage de voitures 280 €, vente de "
                "gâteaux 360 €) pour un séjour à 3 100 €"
            ),
            {"budget": 3100},
        ),
        (
            (
                "Participation au chapeau : 85 €, complétée par le centre à hauteur de "
                "165 € pour payer le groupe (250 €)."
            ),
            {"budget": 250},
        ),
        (
            (
                "C'est un peu flou : entre le matériel (dans les 300), les sorties "
                "(autour de 450) et le goûter final (80), on arrive à 830."
            ),
            {"budget": 830},
        ),
        (
            (
                "La Ville de Roubaix via la politique de la ville a mis 6 000 euros, "
                "la Caf du Nord 4 500 et la fondation Auchan pour la jeunesse 2 000"
            ),
            {"budget": 12500},
        ),
        (
            (
                "Merci à nos partenaires : Caf (3 000), Ville (1 500), Département (1 "
                "500), Intermarché (bons d'achat 100)"
            ),
            {"budget": 6100},
        ),
    ],
)
def test_what_is_told_at_length(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted
