"""Several years, prose, telephones, overseas, no money at all."""

from typing import Any

import pytest

from essaim.sheets.figures.money import read_funding


def said(text: str, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return what is read, absent things left out; shares only where they are asked for."""
    reading = read_funding(text).as_json()
    kept = ["budget", "mois", "fourchette", "prix_unitaires"]
    answer = {key: reading[key] for key in kept if reading[key] not in (None, [])}
    if "parts" in wanted:
        answer["parts"] = [[one["montant"], one["financeur"]] for one in reading["parts"]]
    return answer


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Salaire de l'animatrice 0,5 ETP : 14 600 € + petit matériel 400 €", {"budget": 15000}),
        ("Coût 3 200 € (hors valorisation du bénévolat 1 800 €)", {"budget": 3200}),
        ("Personnel 9 000 + frais de fonctionnement 1 500 = 10 500 €", {"budget": 10500}),
        ("0,2 ETP animateur soit 6 400 € et 600 € d'achats", {"budget": 7000}),
        ("1 ETP à 32 000 € chargés", {"budget": 32000}),
        (
            "35 h de l'animatrice à 22 €, soit 770 € et 130 € d'ingrédients",
            {"budget": 900, "prix_unitaires": [22]},
        ),
        ("2013 : 4 000 €\n2014 : 4 500 €\n2015 : 5 200 €", {"budget": 5200}),
        ("En 2015 : 6 000 €. En 2014 c'était 5 000 €.", {"budget": 6000}),
        ("Budget 2016 : 7 800 € (contre 6 900 € en 2015)", {"budget": 7800}),
        ("3 000 € par an pendant 3 ans", {"budget": 3000, "mois": 12}),
        ("9 000 € sur 3 ans (3 000 € par an)", {"budget": 9000, "mois": 36}),
        ("Budget 2014/2015 : 5 400 €", {"budget": 5400}),
        ("budget prévisionnel 2017 : 11 250€", {"budget": 11250}),
        ("exercice 2018 – 4 320 €", {"budget": 4320}),
        ("18 500 € en 2016 au lieu de 21 000 € en 2015", {"budget": 18500}),
        ("5 000 € pour un an", {"budget": 5000, "mois": 12}),
        ("Pour un an : 7 200 €", {"budget": 7200, "mois": 12}),
        ("2 400 € pour une année", {"budget": 2400, "mois": 12}),
        ("1 800 € pour 6 mois", {"budget": 1800, "mois": 6}),
        ("300 € / mois", {"budget": 300, "mois": 1}),
        ("250 € mensuels de location", {"budget": 250, "mois": 1}),
        ("12 000 €/an", {"budget": 12000, "mois": 12}),
        ("8 400 € par an soit 700 € par mois", {"budget": 8400, "mois": 12}),
        ("700 € par mois soit 8 400 € par an", {"budget": 8400, "mois": 12}),
        (
            "Au départ aucun budget. Aujourd'hui 1 200 euros par an versés par le CCAS",
            {"budget": 1200, "mois": 12, "parts": [[1200, "CCAS"]]},
        ),
        ("Nous n'avions pas de budget, seulement 80 € pour les gâteaux.", {"budget": 80}),
        ("Pas de subvention, on a juste dépensé 45 euros de café", {"budget": 45}),
        (
            "Aucune aide de la CAF ni de la ville. Le centre a mis 600 € de sa poche.",
            {"budget": 600},
        ),
        ("On avait demandé 5 000 € à la DDCS, on a eu 3 000 €", {"budget": 3000}),
        (
            "Nous avons sollicité 6 000 € auprès de la Caf et obtenu 4 500 €",
            {"budget": 4500, "parts": [[4500, "Caf"]]},
        ),
        ("demandé : 4 000 €, obtenu : 2 500 €", {"budget": 2500}),
        ("Coût prévu 5 000 €, coût réel 4 300 €", {"budget": 4300}),
        (
            "CGSS 2 000 €, CTG 3 500 €, mairie de Cayenne 1 500 €",
            {"budget": 7000, "parts": [[2000, "CGSS"], [3500, "CTG"], [1500, "Commune"]]},
        ),
        (
            "Collectivité territoriale de Martinique : 8 000 €; CAF Martinique : 6 000 €",
            {"budget": 14000},
        ),
        ("Conseil départemental de Mayotte 5 000 €, DJSCS 3 000 €", {"budget": 8000}),
        ("DEAL 4 500 € / CAF 974 : 3 000 €", {"budget": 7500}),
        (
            "Communauté de communes du Pays de Sault 3 200 €, MSA Alpes Vaucluse 1 500 €",
            {"budget": 4700, "parts": [[3200, "Regroupement de communes"], [1500, "MSA"]]},
        ),
        ("SIVOM 900 €, Pays 1 200 €, foyer rural 150 €", {"budget": 2250}),
        ("Syndicat mixte : 2 400 €; Groupama 500 €; Crédit agricole 300 €", {"budget": 3200}),
        ("Familles rurales 300 €, comité des fêtes 200 €", {"budget": 500}),
        ("Parc naturel régional : 1 800 €", {"budget": 1800}),
        ("PETR 2 500 €, LEADER 6 000 €", {"budget": 8500}),
        ("CTM : 3000€ ; ville de Fort de France 2000€ ; DIECCTE 1500€", {"budget": 6500}),
        ("GAL (Leader) 9 876,54 €, autofinancement 2 469,13 €", {"budget": 12345.67}),
        ("3000e", {"budget": 3000}),
        ("ca nous a couté 350e en tout", {"budget": 350}),
        ("budjet 4000", {"budget": 4000}),
        ("bdg 4000 €", {"budget": 4000}),
        ("buget total de 3k", {"budget": 3000}),
        ("CAF=2000 MAIRIE=1500", {"budget": 3500, "parts": [[2000, "Caf"], [1500, "Commune"]]}),
        ("500+300", {"budget": 800}),
        ("500 + 300 + 150 €", {"budget": 950}),
        ("500 € et 300 €", {"budget": 800}),
        ("1.500€", {"budget": 1500}),
        ("1,500 €", {"budget": 1500}),
        ("1 500,-€", {"budget": 1500}),
        ("1500.00", {"budget": 1500}),
        ("€ 2.300", {"budget": 2300}),
        ("2300 EUR", {"budget": 2300}),
        ("EUR 2300", {"budget": 2300}),
        ("2 300 euros (deux mille trois cents)", {"budget": 2300}),
        ("deux mille trois cents euros (2 300 €)", {"budget": 2300}),
        ("quinze cents euros", {"budget": 1500}),
        ("mille cinq cents euros par la ville", {"budget": 1500, "parts": [[1500, "Commune"]]}),
        ("une enveloppe de 2 à 3000 €", {"fourchette": [2000, 3000]}),
        ("environ 2000 ou 2500 euros", {"fourchette": [2000, 2500]}),
        ("moins de 1000 € chaque année", {"budget": 1000, "mois": 12}),
        ("quelques centaines d'euros", {}),
        ("une dizaine d'euros par famille", {"prix_unitaires": [10]}),
        ("plusieurs milliers d'euros", {}),
        ("deux à trois mille euros", {"fourchette": [2000, 3000]}),
        ("3 à 4 k€", {"fourchette": [3000, 4000]}),
        ("300€ la journée", {"prix_unitaires": [300]}),
        ("5€ adulte, 3€ enfant", {"prix_unitaires": [5, 3]}),
        ("Adhésion 10 €, atelier 3 €", {"prix_unitaires": [10, 3]}),
        ("Participation : 2 € par famille et par sortie", {"prix_unitaires": [2]}),
        ("Gratuit pour les adhérents, 2 € pour les autres", {"prix_unitaires": [2]}),
        ("Repas à 6,50 € par personne, 40 personnes", {"prix_unitaires": [6.5]}),
        (
            "sortie 10 € par adulte et 5 € par enfant. Coût total pour le centre 1 250 €",
            {"budget": 1250, "prix_unitaires": [10, 5]},
        ),
        (
            "Budget de 1 000 € et participation des familles de 1 € par séance",
            {"budget": 1000, "prix_unitaires": [1]},
        ),
        ("Intervenant : 45 €/h, 60 h", {"prix_unitaires": [45]}),
        ("Coût horaire 45 €", {"prix_unitaires": [45]}),
        ("Psychologue 70€ de l'heure 2h par mois", {"prix_unitaires": [70]}),
        (
            "30 séances à 50 € = 1500 €, financées par la CAF",
            {"budget": 1500, "prix_unitaires": [50]},
        ),
        ("Pas de budget dédié, temps salarié du centre", {"budget": 0}),
        ("Aucun coût supplémentaire", {"budget": 0}),
        ("RAS", {}),
        ("Ø", {}),
        ("A définir", {}),
        ("en cours", {}),
        ("non renseigné", {}),
        ("Sur fonds propres", {}),
        ("Budget de fonctionnement du centre social", {}),
        ("CAF, Ville, Département", {}),
        ("Financement CAF (PS LAEP)", {}),
        ("70% CAF 30% ville", {}),
        ("30 familles, 45 enfants", {}),
        ("Salle de 200 places, 150 entrées", {}),
        ("Siret 123 456 789 00012", {}),
        ("tel 03 20 11 22 33", {}),
        ("Délibération 2016-45 du 12/05/2016", {}),
        ("1 ETP + 0,5 ETP", {}),
        ("150 heures de bénévolat", {}),
        ("2500 habitants, 3 communes", {}),
        ("le projet concerne 1200 logements", {}),
        ("350 m2 de jardin", {}),
        ("financé par la convention 2013-2016 avec la caf", {}),
        ("QF inférieur à 600", {}),
        ("800 flyers et 50 affiches", {}),
        ("1 000 tracts distribués, 300 € d'impression", {"budget": 300}),
        ("120 kg de légumes, 60 € de plants", {"budget": 60}),
        (
            "1) Caf 3000 2) Ville 2000 3) Région 1000",
            {
                "budget": 6000,
                "parts": [[3000, "Caf"], [2000, "Commune"], [1000, "Conseil régional"]],
            },
        ),
        (
            "1. Caf : 3 000 €\n2. Ville : 2 000 €",
            {"budget": 5000, "parts": [[3000, "Caf"], [2000, "Commune"]]},
        ),
        ("a/ caf 1200 b/ mairie 800", {"budget": 2000, "parts": [[1200, "Caf"], [800, "Commune"]]}),
        ("CAF REAAP 1500 CLAS 2300", {"budget": 3800}),
        ("Subventions 4500, autofinancement 500, participation 300", {"budget": 5300}),
        (
            "CAF 40% (4 000 €), Ville 60% (6 000 €)",
            {"budget": 10000, "parts": [[4000, "Caf"], [6000, "Commune"]]},
        ),
        ("10 000 € : 40 % Caf, 60 % ville", {"budget": 10000}),
        (
            "Caf : 4 000 € (40%)\nVille : 6 000 € (60%)",
            {"budget": 10000, "parts": [[4000, "Caf"], [6000, "Commune"]]},
        ),
        ("Coût 2 300 €, reste à charge 300 €", {"budget": 2300}),
        ("Dépenses 2 300 €, recettes 2 000 €, déficit 300 €", {"budget": 2300}),
        ("Dépenses : 2 300 € / Recettes : 2 300 €", {"budget": 2300}),
        (
            "Le budget est de 3 000 € : 1 000 € de matériel et 2 000 € de prestations",
            {"budget": 3000},
        ),
        ("Don d'un vélo (valeur 150 €), pièces 40 €", {"budget": 40}),
        ("Séjour de 5 jours pour 12 jeunes : 4 860 €", {"budget": 4860}),
    ],
)
def test_years_prose_and_phones(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted
