"""Who gives what: shares, by every order, sign and spelling."""

import pytest

from essaim.sheets.figures.money import read_funding
from essaim.sheets.figures.readings import number


@pytest.mark.parametrize(
    ("text", "budget", "shares"),
    [
        ("Caf : 3 000 €, Ville : 1 500 €", 4500, [(3000, "Caf"), (1500, "Commune")]),
        ("3 000 € de la Caf et 1 500 € de la ville", 4500, [(3000, "Caf"), (1500, "Commune")]),
        ("3000 caf 1500 ville", 4500, [(3000, "Caf"), (1500, "Commune")]),
        ("caf 3000 ville 1500", 4500, [(3000, "Caf"), (1500, "Commune")]),
        ("Caf\n3000\nVille\n1500", 4500, [(3000, "Caf"), (1500, "Commune")]),
        (
            "- Caf 3 000\n- Mairie 1 500\n- Fonds propres 800",
            5300,
            [(3000, "Caf"), (1500, "Commune"), (800, "Fonds propres")],
        ),
        (
            "C.A.F. : 2 000€ / Conseil Général : 1 000€",
            3000,
            [(2000, "Caf"), (1000, "Conseil départemental")],
        ),
        (
            "CAF (REAAP) 1500 €\nMSA 500 €\nCCAS 300 €",
            2300,
            [(1500, "Caf"), (500, "MSA"), (300, "CCAS")],
        ),
        (
            "Agglo : 5000 ; Région : 3000 ; Département : 2000",
            10_000,
            [
                (5000, "Regroupement de communes"),
                (3000, "Conseil régional"),
                (2000, "Conseil départemental"),
            ],
        ),
        ("Financement Caf (2 500 €) et Etat (3 000 €)", 5500, [(2500, "Caf"), (3000, "Etat")]),
        (
            "Budget : 8 000 € (Caf : 3 000 €, Ville : 5 000 €)",
            8000,
            [(3000, "Caf"), (5000, "Commune")],
        ),
        (
            "Coût 8000€ financé par la CAF à hauteur de 3000€ et la ville pour 5000€",
            8000,
            [(3000, "Caf"), (5000, "Commune")],
        ),
        ("8 000 € dont 3 000 € de la Caf", 8000, [(3000, "Caf")]),
        ("8000 dont caf 3000 et ville 2000", 8000, [(3000, "Caf"), (2000, "Commune")]),
        (
            "Budget total 6000 € : 3000 € Caf, 3000 € Ville",
            6000,
            [(3000, "Caf"), (3000, "Commune")],
        ),
        ("Budget 6000 € Caf 3000 Ville 3000", 6000, [(3000, "Caf"), (3000, "Commune")]),
        (
            "Caf 3000€ + ville 2000€ + participation des familles 450€ = 5450€",
            5450,
            [(3000, "Caf"), (2000, "Commune"), (450, "participation des familles")],
        ),
        (
            "la caf a donné 1 200 euros, la mairie 800 et le département 500",
            2500,
            [(1200, "Caf"), (800, "Commune"), (500, "Conseil départemental")],
        ),
        (
            "Conseil departemental 4000, conseil regional 2000",
            6000,
            [(4000, "Conseil départemental"), (2000, "Conseil régional")],
        ),
        ("conseil départementale : 4000€", 4000, [(4000, "Conseil départemental")]),
        ("Conseil départementla 1000 €", 1000, [(1000, "Conseil départemental")]),
        ("Fondation de France 6 000 €", 6000, [(6000, "Fondations")]),
        (
            "Subvention de la préfecture : 3000 €\nSubvention CAF : 2000 €",
            5000,
            [(3000, "Préfecture"), (2000, "Caf")],
        ),
        ("Ville : 4500\nEtat : 4500\nTOTAL : 9000", 9000, [(4500, "Commune"), (4500, "Etat")]),
        ("Ville : 4500\nEtat : 4500\n9000", 9000, [(4500, "Commune"), (4500, "Etat")]),
        ("4500 (ville) + 4500 (état) ", 9000, [(4500, "Commune"), (4500, "Etat")]),
        (
            "Bailleur social 800€, autofinancement 350€",
            1150,
            [(800, "Bailleur social"), (350, "autofinancement")],
        ),
        (
            "2000 € du conseil général, 500 € de dons",
            2500,
            [(2000, "Conseil départemental"), (500, "dons")],
        ),
        (
            "La Caf nous verse 2400 euros, la commune met la salle à disposition",
            2400,
            [(2400, "Caf")],
        ),
        ("12 000 € financés à 80 % par la Caf", 12_000, []),
        (
            "Emplois aidés : 12 000\nCaf : 3 000\nTotal : 15 000",
            15_000,
            [(12000, "Emplois aidés"), (3000, "Caf")],
        ),
        ("Matériel 300 €, intervenant 700 €", 1000, []),
        ("Intervenants 1200\nAlimentation 300\nTransport 500", 2000, []),
        (
            "Dépenses : intervenant 1200, alimentation 300. Recettes : Caf 1000, ville 500",
            1500,
            [(1000, "Caf"), (500, "Commune")],
        ),
        ("Le projet coûte 3400 €, la ville donne 2000", 3400, [(2000, "Commune")]),
        ("500 € de participation des familles", 500, [(500, "participation des familles")]),
        (
            "Le budget de cette action se compose d'une subvention de la Caf de 2 "
            "000 €, d'une aide de la mairie de 1 000 € et de nos fonds propres pour 500 €.",
            3500,
            [(2000, "Caf"), (1000, "Commune"), (500, "fonds propres")],
        ),
        (
            "Nous avons bénéficié d'une subvention de 4 500 € de la Région dans le "
            "cadre de l'appel à projets jeunesse",
            4500,
            [(4500, "Conseil régional")],
        ),
        (
            "Financé par le Conseil Général pour 3 200 euros et le reste par la structure",
            3200,
            [(3200, "Conseil départemental")],
        ),
        (
            "la commune a financé les repas (800€), la caf a financé l'intervenant (1200€)",
            2000,
            [(800, "Commune"), (1200, "Caf")],
        ),
        (
            "fournitures 200 euros\nintervenants 800 euros\ntotal 1000 "
            "euros\n\nfinancement :\ncaf 600 euros\nmairie 400 euros",
            1000,
            [(600, "Caf"), (400, "Commune")],
        ),
        (
            "nous avons eu 1 000 € de la caf, 500 € de la msa puis 300 € de la mairie",
            1800,
            [(1000, "Caf"), (500, "MSA"), (300, "Commune")],
        ),
        ("Caf - 3000 €\nVille - 2000 €", 5000, [(3000, "Caf"), (2000, "Commune")]),
        ("Caf, 3000 €", 3000, [(3000, "Caf")]),
        ("3 000 € (Caf)", 3000, [(3000, "Caf")]),
        ("3000€ de la CAF de la Loire", 3000, [(3000, "Caf")]),
        ("ville de Saint-Etienne 3000€", 3000, [(3000, "Commune")]),
        ("CD42 3000€", 3000, [(3000, "Conseil départemental")]),
        (
            "Conseil départemental de la Loire (42) : 3000 €",
            3000,
            [(3000, "Conseil départemental")],
        ),
        ("facture de 1 430 euros réglée par la mairie", 1430, [(1430, "Commune")]),
        ("20 000€ de la Fondation de France sur 3 ans", 20_000, [(20000, "Fondations")]),
        (
            "Le budget annuel alloué à cette action est de 6 800 € dont 4 000 € de la Caf",
            6800,
            [(4000, "Caf")],
        ),
        ("location salle 150, traiteur 900, animation 300 : total 1350", 1350, []),
        ("pour un budget global de 6500€, la CAF apporte 2000€", 6500, [(2000, "Caf")]),
        (
            "ANCV : 2 400 € / CAF : VFS 1 800 € / familles : 1 350 €",
            5550,
            [(2400, "ANCV"), (1800, "Caf"), (1350, "familles")],
        ),
        (
            "Cofinancement : Caf 35 %, ville 40 %, autofinancement 25 % pour un total de 12 800 €",
            12_800,
            [],
        ),
        (
            "Prise en charge du spectacle par la ville (1200 €). Le goûter est "
            "offert par les parents.",
            1200,
            [(1200, "Commune")],
        ),
        (
            "Le centre social finance l'action sur ses fonds propres : 1 800 €",
            1800,
            [(1800, "fonds propres")],
        ),
        ("1 800 € sur nos fonds propres", 1800, [(1800, "fonds propres")]),
        ("Subvention Conseil Régional Rhône Alpes 8 000 Euros", 8000, [(8000, "Conseil régional")]),
        ("Région Ile de France 8000", 8000, [(8000, "Conseil régional")]),
        (
            "Vingt mille euros de la CAF et cinq mille de la mairie",
            25_000,
            [(20000, "Caf"), (5000, "Commune")],
        ),
        (
            "5000 (Caf), 3000 (mairie), 500 (dons)",
            8500,
            [(5000, "Caf"), (3000, "Commune"), (500, "dons")],
        ),
        ("Mairie de St. Priest : 3 000 €", 3000, [(3000, "Commune")]),
        ("5 000 euros / Caf", 5000, [(5000, "Caf")]),
        (
            "Coût du séjour : 4 500 €, participation des familles : 900 €, Caf : 2 000 €",
            4500,
            [(900, "participation des familles"), (2000, "Caf")],
        ),
    ],
)
def test_shares(text: str, budget: float | None, shares: list[tuple[int, str]]) -> None:
    reading = read_funding(text)
    assert [(number(one.amount), one.funder) for one in reading.shares] == shares
    assert number(reading.budget) == budget
