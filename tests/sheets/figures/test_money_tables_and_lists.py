"""What an amount is by way of the others: sums, tables, lists, headings."""

from typing import Any

import pytest

from tests.sheets.figures.saying import said


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ville : 1.200,00\nParticipation familles : 245,50", {"budget": 1445.5}),
        ("Caf : 900,00\nUsagers : 312,40", {"budget": 1212.4}),
        ("Participation des familles : 480\nCaf : 1 200", {"budget": 1680}),
        ("CAF 2 000,00\nAdhérents 150,00\nMairie 500,00", {"budget": 2650}),
        (
            "Participation jeunes : 320\nParticipation parents : 180\nFonds propres : 500",
            {"budget": 1000},
        ),
        ("Recettes\nFamilles : 640,00\nCaf : 1 360,00", {"budget": 2000}),
        ("Participants : 45\nBudget : 1 200 €", {"budget": 1200}),
        ("Familles : 12\nEnfants : 24\nCoût : 850 €", {"budget": 850}),
        ("Contribution des habitants : 215\nSubvention mairie : 400", {"budget": 615}),
        ("Nombre de participants : 120\nFinancement : 3 000 € Caf", {"budget": 3000}),
    ],
)
def test_cents_and_labels_of_persons(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Caf 2000, Ville 2000, Etat 1000 : 5000", {"budget": 5000}),
        ("Mairie 1500 + Caf 1500 : 3000", {"budget": 3000}),
        ("Région 4000 / Département 2000 : 6000 €", {"budget": 6000}),
        ("MSA 800, caf 1200 : total 2000", {"budget": 2000}),
        ("Ville 2 500, CAF 2 500 ; total : 5 000", {"budget": 5000}),
        ("caf 1200 mairie 800 = 2000", {"budget": 2000}),
        ("CD 59 : 3000, CAF 59 : 2000", {"budget": 5000}),
        ("Achats 300, transport 500, repas 200 : 1000", {"budget": 1000}),
        ("60 : 1200 / 62 : 800", {"budget": 2000}),
        ("Caf 1000 € + Ville 1000 € + familles 400 € -> 2400 €", {"budget": 2400}),
    ],
)
def test_an_amount_then_the_sum_behind_a_colon(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("La Poste 300 €, Crédit Agricole 500 €", {"budget": 800}),
        ("Orange 1 000 €, Ville 2 000 €", {"budget": 3000}),
        ("Caf 3 000 €, Groupama 500 €, Carrefour 200 €", {"budget": 3700}),
        ("SNCF 2 000 €, Veolia 1 500 €, mairie 800 €", {"budget": 4300}),
        ("AG2R La Mondiale 4 000 €, Carsat 2 000 €", {"budget": 6000}),
        ("Malakoff Humanis : 3 500 €\nCommune : 1 000 €", {"budget": 4500}),
        ("Super U 150 €, boulangerie Martin 80 €, CCAS 400 €", {"budget": 630}),
        ("Habitat 62 : 1 500 €, ville : 1 500 €", {"budget": 3000}),
        ("Uniformation 2 400 €, CAF 1 600 €", {"budget": 4000}),
        ("SIVOM 2 000 €, Pays du Mans 3 000 €, Caf 1 000 €", {"budget": 6000}),
        ("GIP Réussite éducative 6 000 €, CAF 2 000 €", {"budget": 8000}),
        ("Erasmus + : 12 000 €, Région : 3 000 €", {"budget": 15000}),
    ],
)
def test_names_of_unknown_funders(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "CHARGES\n60 Achats 1 200\n61 Services extérieurs 300\n64 Personnel 4 "
            "500\nTOTAL 6 000\nPRODUITS\n70 Usagers 400\n74 Caf 3 600 Ville 2 000\nTOTAL 6 "
            "000",
            {"budget": 6000, "parts": [[400, "Usagers"], [3600, "Caf"], [2000, "Commune"]]},
        ),
        (
            "70 Participations usagers 300\n74 CAF 2 000\n74 Mairie 1 700",
            {
                "budget": 4000,
                "parts": [[300, "Participations usagers"], [2000, "Caf"], [1700, "Commune"]],
            },
        ),
        ("60 - Achats 450\n62 - Autres services 1 050\n64 - Personnel 2 500", {"budget": 4000}),
        ("Charges\nAchats 800\nPersonnel 3200\nProduits\nCaf 2500\nVille 1500", {"budget": 4000}),
        ("74 : Etat 2 000, Région 1 000, Ville 1 000", {"budget": 4000}),
        ("Dépenses : 60 achats 500 €, 61 locations 300 €, 64 salaires 2 200 €", {"budget": 3000}),
        ("7061 participation familles 850\n7441 subvention commune 1 150", {"budget": 2000}),
        (
            "PRODUITS :\n741 CAF 5 000\n742 Commune 3 000\n756 Adhésions 200\nTotal : 8 200",
            {"budget": 8200},
        ),
        (
            "Charges directes : 3 400 €\nCharges indirectes : 600 €\nTotal des charges : 4 "
            "000 €\nSubventions : 3 000 €\nAutofinancement : 1 000 €\nTotal des produits : "
            "4 000 €",
            {"budget": 4000},
        ),
        (
            "Dépenses | Recettes\nAchats 300 | Caf 500\nTransport 700 | Ville 500\nTotal 1 "
            "000 | Total 1 000",
            {"budget": 1000},
        ),
    ],
)
def test_tables_of_accounts(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("traiteur 600 €, groupe de rock 450 €, boissons 180 €, recettes 300 €", {"budget": 1230}),
        (
            "Achat d'un frigo 380 €, d'étagères 145 € et d'une bâche 60 €. La ville a donné 500 €.",
            {"budget": 585},
        ),
        (
            "magicien 350 €, location salle 200 €, ballons 40 €, participation mairie 300 €",
            {"budget": 590},
        ),
        (
            "Nous avons acheté une serre 720 €, du terreau 95 € et des arrosoirs 48 €. Caf : 600 €",
            {"budget": 863},
        ),
        ("Alimentation 210 €, fleurs 35 €, chapiteau 400 €", {"budget": 645}),
        (
            "Dépenses : chorale 300 €, vin chaud 85 €, guirlandes 60 €. Recettes : buvette "
            "280 €, ville 165 €.",
            {"budget": 445},
        ),
        ("intervenante 900, tapis de sol 230, musique 45", {"budget": 1175}),
        (
            "On a payé le conteur 400 €, les crêpes 60 € et la sono 150 €. La mairie a "
            "versé 400 €.",
            {"budget": 610},
        ),
        (
            "clown : 280 €\nmaquilleuse : 150 €\ngoûter : 90 €\nvente de crêpes : 120 €",
            {"budget": 520},
        ),
        (
            "Il a fallu financer le car 780 €, l'accrobranche 420 €, le pique-nique 110 €. "
            "Les familles ont donné 300 €, la Caf 600 €.",
            {"budget": 1310},
        ),
    ],
)
def test_unknown_things_among_expenses(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("SUBV VILLE 2 500 SUBV CAF 1 800 FONDS PROPRES 700", {"budget": 5000}),
        ("subvention mairie 800 participation familles 240", {"budget": 1040}),
        ("AIDE CAF 1 500 AIDE MSA 500 DONS 120", {"budget": 2120}),
        ("dotation commune 3000 prestation CAF 2000 autofinancement 500", {"budget": 5500}),
        ("Sub. Dpt 1 200 Sub. Région 900", {"budget": 2100}),
        ("caf 1500 subvention région 2000 centre 300", {"budget": 3800}),
        ("Mairie 2500 Contrat de ville 3000 Caf 1500", {"budget": 7000}),
        ("FONJEP 7164 COMMUNE 9000 AUTRES 500", {"budget": 16664}),
        ("participation usagers 400 subvention CAF 1600 total 2000", {"budget": 2000}),
    ],
)
def test_run_together(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Budget sorties 2015 :\nPlage 12 juillet : 640 €\nParc 26 juillet : 910 "
            "€\nFerme 9 août : 430 €",
            {"budget": 1980},
        ),
        (
            "Coût des actions :\nFête de quartier : 1 200 €\nRepas de Noël : 800 €\nChasse "
            "aux œufs : 150 €",
            {"budget": 2150},
        ),
        ("Budget :\n- Caf : 3 000 €\n- Ville : 2 000 €", {"budget": 5000}),
        ("Budget prévisionnel :\nachats 400 €\nintervenants 1 600 €", {"budget": 2000}),
        ("Budget : \n5 000 €", {"budget": 5000}),
        ("Coûts :\n- salle : 300 €\n- DJ : 400 €\n- buffet : 500 €", {"budget": 1200}),
        ("Montants :\nCarnaval 700 €\nFête de la musique 1 300 €", {"budget": 2000}),
        ("Budget 2016 :\nTotal : 9 000 €\nCaf : 4 000 €\nVille : 5 000 €", {"budget": 9000}),
        ("Dépenses 2014 :\nzoo : 560 €\ncinéma : 240 €", {"budget": 800}),
        ("Budget de l'action : 4 000 €\nCaf : 2 000 €\nVille : 1 000 €", {"budget": 4000}),
    ],
)
def test_a_heading_of_a_list(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted
