"""Turns of phrase that say what an amount is: left out, spent, taken from more, given by."""

from typing import Any

import pytest

from tests.sheets.figures.saying import said


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Valorisation bénévolat : 2 000 €. Budget hors valorisation : 4 300 €", {"budget": 4300}),
        ("Budget hors salaires : 1 850 €", {"budget": 1850}),
        ("Coût hors personnel : 640 € (personnel : 5 200 €)", {"budget": 640}),
        ("3 200 € hors valorisation du bénévolat (1 500 €)", {"budget": 3200}),
        ("Budget de l'action, hors mise à disposition : 2 750 €", {"budget": 2750}),
        ("Budget : 6 000 € + 1 200 € de bénévolat valorisé", {"budget": 6000}),
        (
            "Total hors contributions volontaires : 7 400 €, contributions volontaires : 2 600 €",
            {"budget": 7400},
        ),
        ("Dépenses hors investissement : 3 100 euros", {"budget": 3100}),
        ("Valorisation des locaux : 900 €\nCaf : 1 500 €\nVille : 1 500 €", {"budget": 3000}),
        ("bénévolat valorisé 1 800 €, dépenses réelles 950 €", {"budget": 950}),
        ("4 500 € sans compter les salaires", {"budget": 4500}),
    ],
)
def test_left_out(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Une subvention de 2 000 € de la Caf a permis d'acheter des vélos (1 400 €) et "
            "des casques.",
            {"budget": 2000},
        ),
        (
            "La Fondation de France nous a donné 5 000 € qui ont servi à financer le four "
            "(3 200 €).",
            {"budget": 5000},
        ),
        (
            "Grâce aux 1 500 € du REAAP nous avons pu payer l'intervenante (1 100 €) et le goûter.",
            {"budget": 1500},
        ),
        (
            "Aide de la ville : 3 000 €, utilisée pour le matériel (1 800 €) et la communication",
            {"budget": 3000},
        ),
        ("Avec les 800 € de la mairie on a acheté une sono (650 €)", {"budget": 800}),
        ("Caf : 4 000 € (dont 2 500 € pour le matériel)", {"budget": 4000}),
        (
            "Une enveloppe de 6 000 € nous permet de payer les transports (2 000 €) et les "
            "intervenants (3 000 €)",
            {"budget": 6000},
        ),
        (
            "Les 2 500 € du département ont permis l'achat d'un vidéoprojecteur à 600 € et de jeux",
            {"budget": 2500},
        ),
        ("Une dotation de 900 € a servi à acheter 3 tablettes (750 €)", {"budget": 900}),
        (
            "subvention de 1 200 € de la CAF ayant permis l'achat d'un barnum (480 €)",
            {"budget": 1200},
        ),
    ],
)
def test_spent_out_of_what_is_given(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Le car revient à 850 €, les entrées au zoo à 420 €.", {"budget": 1270}),
        ("Le bus coûte 600 €, le repas 250 €, l'animation 300 €", {"budget": 1150}),
        ("Le matériel s'élève à 430 € et l'intervenant à 900 €", {"budget": 1330}),
        (
            "La location du gîte coûte 1 200 € et le transport 700 €. Les familles donnent 300 €.",
            {"budget": 1900},
        ),
        (
            "Le salaire de l'animatrice représente 8 000 € et les fournitures 500 €",
            {"budget": 8500},
        ),
        ("Le séjour coûte 4 200 €, le transport est compris.", {"budget": 4200}),
        ("L'action coûte 3 000 € : transport 1 000 €, repas 2 000 €", {"budget": 3000}),
        ("L'intervenant coûte 1 500 € et la salle 300 €", {"budget": 1800}),
        ("Les repas reviennent à 320 €, le car à 540 €, les visites à 96 €", {"budget": 956}),
        (
            "Le transport revient à 1 100 €. Les entrées coûtent 540 €. Caf : 1 000 €, "
            "familles : 640 €.",
            {"budget": 1640},
        ),
    ],
)
def test_each_thing_costs(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "sur le budget famille de 15 000 €, nous prenons 1 200 € pour cette action",
            {"budget": 1200},
        ),
        (
            "Sur l'enveloppe annuelle de 8 000 €, 1 500 € sont consacrés à ce projet",
            {"budget": 1500},
        ),
        ("Budget ACF 20 000 € dont 3 000 € pour cette action", {"budget": 3000}),
        ("Nous consacrons 900 € à l'action, sur le budget du secteur (12 000 €)", {"budget": 900}),
        ("sur un budget global de 45 000 €, l'action représente 4 500 €", {"budget": 4500}),
        (
            "le budget du secteur jeunes est de 30 000 € ; 2 000 € vont à l'atelier",
            {"budget": 2000},
        ),
        (
            "Sur les 10 000 € du contrat de ville, 2 500 € sont affectés à cette action",
            {"budget": 2500},
        ),
        (
            "Budget de fonctionnement du centre : 410 000 €, budget de l'action : 5 000 €",
            {"budget": 5000},
        ),
        ("sur la ligne famille (6 000 €) on met 700 € pour les sorties", {"budget": 700}),
        ("Budget total de la fête : 5 000 € dont 3 000 € de la ville", {"budget": 5000}),
    ],
)
def test_taken_on_the_budget_of_more(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "La Caf nous a donné 800 €, le collège 300 € et le centre a mis 400 €.",
            {
                "budget": 1500,
                "parts": [[800, "Caf"], [300, "Éducation Nationale"], [400, "centre"]],
            },
        ),
        ("L'inspection a versé 500 €, la coopérative 200 €", {"budget": 700}),
        (
            "Le comité des fêtes offre 250 €, l'association des parents d'élèves 150 € et "
            "la mairie 600 €",
            {"budget": 1000},
        ),
        ("La commune met 2 000 €, le centre 500 €", {"budget": 2500}),
        ("Les parents d'élèves ont apporté 340 €, l'école 260 €", {"budget": 600}),
        (
            "Le Rotary nous a offert 1 000 €, la Caf a complété par 500 € et chaque "
            "famille a payé 20 €",
            {"budget": 1500, "prix_unitaires": [20]},
        ),
        (
            "Deux kermesses ont rapporté 920 € et une tombola, 310 €. La ville a complété "
            "avec 700 €.",
            {"budget": 1930},
        ),
        ("La vente de gâteaux a rapporté 180 €, le loto 640 €.", {"budget": 820}),
        (
            "Un commerçant du quartier a donné 100 €, la mairie 300 €, la Caf 600 €",
            {"budget": 1000},
        ),
        (
            "Les jeunes ont gagné 540 € en lavant des voitures et la Caf a donné 1 000 €",
            {"budget": 1540},
        ),
    ],
)
def test_verbs_of_giving(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("5 000 € par an sur 3 ans, soit 15 000 €", {"budget": 15000, "mois": 36}),
        ("4 000 € par an pendant 2 ans = 8 000 €", {"budget": 8000, "mois": 24}),
        ("500 € par mois pendant 10 mois, soit 5 000 €", {"budget": 5000, "mois": 10}),
        ("12 000 € sur 3 ans soit 4 000 € par an", {"budget": 12000, "mois": 36}),
        ("9 000 € pour 3 ans (3 000 € par an)", {"budget": 9000, "mois": 36}),
        ("1 500 € par trimestre, soit 6 000 € par an", {"budget": 6000, "mois": 12}),
        ("30 000 € (10 000 € par an)", {"budget": 30000}),
    ],
)
def test_by_the_year_in_all(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Le minibus (Renault Trafic 18 500 €) a été payé par la Région pour 10 000 € "
            "et le département pour 5 000 €",
            {"budget": 18500},
        ),
        (
            "Le four à pain (4 200 €) a été financé par la fondation Total, 2 500 €, et la "
            "ville, 1 700 €",
            {"budget": 4200},
        ),
        (
            "La sono (1 150 €) a été offerte par le Crédit Mutuel pour 800 € et la Caf pour 350 €",
            {"budget": 1150},
        ),
        ("Vidéoprojecteur 620 € : Caf 400 €, centre 220 €", {"budget": 620}),
        ("Fondation Total 3 000 €, Fondation SNCF 2 000 €", {"budget": 5000}),
        (
            "Financé par la fondation Total : 6 000 €",
            {"budget": 6000, "parts": [[6000, "Fondations"]]},
        ),
        (
            "Achat du camion 12 000 €, aidé par la Région (6 000 €) et l'Europe (4 000 €)",
            {"budget": 12000},
        ),
        ("Une caravane à 3 000 €, financée pour 1 500 € par le bailleur", {"budget": 3000}),
        (
            "Les ordinateurs (8 400 €) sont financés à hauteur de 5 000 € par la Région",
            {"budget": 8400},
        ),
        (
            "Le séjour (5 600 €) est financé par la Caf (2 600 €), l'ANCV (1 500 €) et les "
            "familles (1 500 €)",
            {"budget": 5600},
        ),
    ],
)
def test_things_and_those_who_pay_for_them(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Budget 8 000 € : Caf 4 000 €, Ville 3 000 €, reste à charge du centre 1 000 €",
            {
                "budget": 8000,
                "parts": [[4000, "Caf"], [3000, "Commune"], [1000, "reste à charge du centre"]],
            },
        ),
        ("Coût 1 500 €, subvention 1 000 €, reste à charge 500 €", {"budget": 1500}),
        ("Dépenses : 3 000 €\nRecettes : 2 400 €\nReste à charge : 600 €", {"budget": 3000}),
        ("Caf 2 000 €, reste à charge pour le centre 800 €", {"budget": 2800}),
        (
            "Séjour 4 000 €, participation Caf 2 500 €, reste à la charge des familles 1 500 €",
            {"budget": 4000},
        ),
        ("reste à charge des familles : 40 € par enfant", {"prix_unitaires": [40]}),
        ("Budget 2 000 €, le reste est à la charge du centre", {"budget": 2000}),
        ("Ville 1 000 € ; Caf 1 000 € ; solde centre social 450 €", {"budget": 2450}),
        ("Coût total 6 300 €, aides 5 000 €, solde 1 300 €", {"budget": 6300}),
    ],
)
def test_what_is_left_to_pay(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Budget prévisionnel 5 000 €, réalisé 4 600 €", {"budget": 4600}),
        ("demandé 3 000 € à la Caf, obtenu 2 000 €", {"budget": 2000, "parts": [[2000, "Caf"]]}),
        ("Caf : 2 000 € (demande en cours), ville : 1 500 € acquis", {"budget": 3500}),
        ("Région : 2 000 € refusés, Caf : 1 000 € accordés", {"budget": 1000}),
        ("On avait demandé 4 000 € au contrat de ville, on a eu 2 500 €", {"budget": 2500}),
    ],
)
def test_planned_asked_got(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "La Caf finance le projet à hauteur de 3 200 € et la ville à hauteur de 1 800 €.",
            {"budget": 5000},
        ),
        (
            "Nous avons un budget de 2 400 € pour les 12 séances, soit 200 € la séance.",
            {"budget": 2400, "prix_unitaires": [200]},
        ),
        (
            "Le projet a été financé à 80 % par la Caf (4 000 €) et le reste par nos fonds "
            "propres (1 000 €).",
            {"budget": 5000},
        ),
        (
            "Le coût est de 30 € par enfant et par jour, pour un budget total de 7 200 €.",
            {"budget": 7200, "prix_unitaires": [30]},
        ),
        ("Environ 15 familles pour 1 800 euros de budget", {"budget": 1800}),
        ("Ce projet mobilise 3 salariés, 12 bénévoles et 2 800 euros.", {"budget": 2800}),
        (
            "Nous dépensons 160 euros en matériel, 90 en goûters et 60 en photocopies",
            {"budget": 310},
        ),
        (
            "Le loyer du local (450 € par mois) est payé par le bailleur.",
            {"budget": 450, "mois": 1},
        ),
        (
            "La région (15 000), le département (10 000) et la ville (8 000) soutiennent l'action.",
            {"budget": 33000},
        ),
        (
            "500 € de la Caf pour les sorties et 300 € de la mairie pour le matériel",
            {"budget": 800},
        ),
        (
            "Subvention CAF de 2 500 € sur un budget de 4 000 €",
            {"budget": 4000, "parts": [[2500, "Caf"]]},
        ),
        (
            "Cette action entre dans le budget global du secteur familles : 18 000 €.",
            {"budget": 18000},
        ),
        ("budget de 600 euros alloué par le conseil de quartier", {"budget": 600}),
        (
            "Le conseil de quartier nous a alloué 600 euros, complétés par 200 euros de la "
            "caisse des jeunes",
            {"budget": 800},
        ),
        (
            "Financement : Conseil Général 1 500 €, CAF 1 500 €. Dépenses : 3 000 €",
            {"budget": 3000},
        ),
    ],
)
def test_sentences(text: str, wanted: dict[str, Any]) -> None:
    assert said(text, wanted) == wanted
