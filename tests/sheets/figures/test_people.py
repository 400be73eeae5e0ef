"""Whom a text says to carry an action: one line of what people type, one reading of it."""

from decimal import Decimal
from typing import Any

import pytest

from essaim.sheets.figures.people import read_people
from essaim.sheets.figures.readings import Certainty

KEYS = ("professionnels", "benevoles", "autres", "total", "beneficiaires")


def read(text: str) -> dict[str, Any]:
    """Return what is read, under its keys, without what is not said; "~" marks what is rounded."""
    answer = read_people(text).as_json()
    rounded = answer["approximatifs"]
    found = {key: answer[key] for key in KEYS if answer[key] is not None}
    return {key: f"~{value}" if key in rounded else value for key, value in found.items()}


def a_reading(line: str) -> dict[str, Any]:
    """Return a reading from its short form: "p2 b[3,4] t~5" (pro, bénévoles, autres, total, reçus).

    Without "t", the total is the sum of the parts, as exact as they are.
    """
    short = {"p": "professionnels", "b": "benevoles", "a": "autres", "t": "total"}
    short["r"] = "beneficiaires"
    found: dict[str, Any] = {}
    for word in line.split():
        value = word[1:]
        low, _, high = value.strip("[]").partition(",")
        if value.startswith("~"):
            found[short[word[0]]] = value
        else:
            found[short[word[0]]] = [int(low), int(high)] if high else int(low)
    parts = [found[key] for key in KEYS[:3] if key in found]
    if parts and "total" not in found:
        assert all(isinstance(part, int) for part in parts), "say the total"
        found["total"] = sum(parts)
    return found


EXPLICIT = [
    ("6 salariés", "p6"),
    ("1 Salariée", "p1"),
    ("5 professionnels et deux bénévoles", "p5 b2"),
    ("12 animateurs\n4 élues", "p12 a4"),
    ("1 coordo, 2 anims, 9 bénév.", "p3 b9"),
    ("1animatrice et 7bénévoles", "p1 b7"),
    ("7 bénévoles - 1 salarié - 2 stagiaires", "b7 p1 a2"),
    ("1 psy 1 éduc 2 TISF", "p4"),
    ("1 ASS et 1 EJE", "p2"),
    ("3 salarié(e)s, 4 bénévole·s, 2 animateurs/trices", "p5 b4"),
    ("trois salarié.e.s, six élu-e-s", "p3 a6"),
    ("4 salariers, 3 bénevoles, 2 stagières", "p4 b3 a2"),
    ("2 annimatrices, 1 profesionnel", "p3"),
    ("5 vaillantes bénévoles", "b5"),
    ("3 autres jeunes bénévoles", "b3"),
    ("2 agents d'entretien, 1 chargée de mission, 1 travailleuse sociale", "p4"),
    ("2 contrats aidés et 3 postes d'animation", "p5"),
    ("1 adulte-relais, 2 adultes relais", "p3"),
    ("2 veilleurs de nuit, 1 fleuriste et 1 accordéoniste", "p4"),
    ("3 jardiniers amateurs", "a3"),
    ("6 assistantes maternelles", "p6"),
    ("4 services civiques, 1 volontaire en service civique", "a5"),
    ("2 animatrices stagiaires, 1 éducatrice en formation", "a3"),
    ("2 conseillères municipales, 1 adjoint d'animation", "a2 p1"),
    ("5 membres du bureau, 3 membres de l'équipe", "b5 p3"),
    ("la présidente, le trésorier et 9 administrateurs", "b11"),
    ("10 retraités bénévoles, 2 infirmières bénévoles", "b12"),
    ("une prof de dessin retraitée bénévole", "b1"),
    ("1 animatrice pour soutenir les bénévoles", "p1"),
    ("8 mamies, 3 papas, 5 grands-parents", "a16"),
    ("4 parents relais", "a4"),
    ("20 bénévoles et 6 partenaires", "b20"),
    ("5 béné et 2 pros", "b5 p2"),
    ("8 personnes bénévoles, 2 personnes salariées", "b8 p2"),
    ("2 volontaires européens", "a2"),
    ("4 médiateurs sociaux et 1 moniteur éducateur", "p5"),
    ("15 bénévoles accompagnateurs à la scolarité, 1 coordinatrice", "b15 p1"),
    ("1 art-thérapeute, 1 psychologue du centre médical", "p2"),
    ("1 temps plein et 2 mi-temps", "p3"),
    ("5 familles organisatrices, 2 animateurs", "a5 p2"),
    ("1 salariée à 80 % et 1 salarié à mi-temps", "p2"),
    ("1 animateur le lundi, 1 animateur le mercredi", "p2"),
    ("1er groupe : 6 bénévoles, 2ème groupe : 4 bénévoles", "b10"),
    ("9 associations, 2 écoles, 11 bénévoles", "b11"),
]

ARTICLES = [
    ("La directrice", "p1"),
    ("Le référent jeunesse, un agent d'accueil et une apprentie", "p2 a1"),
    ("L'animatrice adultes et la conseillère ESF", "p2"),
    ("l’animateur et notre stagiaire", "p1 a1"),
    ("Deux éducateurs et une intervenante", "p3"),
    ("La référente famille et la référente jeunesse", "p2"),
    ("Le directeur et le directeur adjoint", "p2"),
    ("un chargé de mission, un poste de secrétaire", "p2"),
    ("avec l'aide du directeur et d'une stagiaire", "p1 a1"),
    ("un binôme d'animatrices", "p2"),
    ("une voisine et un parent", "a2"),
    ("Une référente famille et une stagiaire", "p1 a1"),
    ("l'animatrice (10 h), l'animateur (5 h)", "p2"),
    ("une personne du centre et une personne du quartier", "p1 a1"),
    ("4 ados de 14 à 17 ans et leur animateur", "a4 p1"),
    ("Le directeur coordonne. Deux animatrices préparent. Le directeur évalue.", "p3"),
    ("Les 4 animatrices du soir. Les 4 animatrices tournent.", "p4"),
    # Nothing that counts: things, places, roles without article or number.
    ("le secteur jeunes, l'atelier, un ordinateur, la valeur", ""),
    ("un cadre convivial, la charge de travail, un poste informatique", ""),
    ("le bureau du directeur", ""),
    ("Référente famille, animateur, bénévoles", ""),
    ("Caf, mairie, école", ""),
]

ROUNDED = [
    ("une quinzaine de mamans", "a~15 t~15"),
    ("Une vingtaine de femme se retrouvent\n3 salariers", "a~20 p3 t~23"),
    ("40aine de bénévoles", "b~40 t~40"),
    ("environ 12 bénévoles", "b~12 t~12"),
    ("près de 60 bénévoles, 4 salariés", "b~60 p4 t~64"),
    ("+ de 20 bénévoles", "b~20 t~20"),
    ("25 bénévoles environ", "b~25 t~25"),
    ("20+ bénévoles", "b~20 t~20"),
    ("2 à 4 animateurs", "p[2,4] t[2,4]"),
    ("Entre 3 et 5 salariés", "p[3,5] t[3,5]"),
    ("2 ou 3 bénévoles, un animateur", "b[2,3] p1 t[3,4]"),
    ("5/6 bénévoles", "b[5,6] t[5,6]"),
    ("3 salariés, des bénévoles", "p3 t~3"),
    ("La médiatrice, quelques habitants, plusieurs bénévoles", "p1 t~1"),
    ("une poignée de bénévoles et deux salariées", "p2 t~2"),
    ("L'équipe du centre et 6 bénévoles", "b6 t~6"),
    ("4 toute l'année et plus selon les saisons", "t~4"),
    ("2 en continu et plusieurs lors des fêtes", "t~2"),
    ("des bénévoles", ""),
    ("6 bénévoles de 60 ans et plus", "b6"),
    ("10 bénévoles + parents", "b10 t~10"),
    ("une cinquantaine d'élèves, leurs enseignants, 2 animateurs", "r~50 p2 t~2"),
    ("12 visiteurs en moyenne", "r~12"),
]

TOTALS = [
    ("8", "t8"),
    ("sept", "t7"),
    ("14 personnes", "t14"),
    ("11 pers.", "t11"),
    ("une dizaine", "t~10"),
    ("entre 20 et 30", "t[20,30]"),
    ("environ 15", "t~15"),
    ("on est trois", "t3"),
    ("équipe de 9", "t9"),
    ("l'équipe, composée de 6 personnes", "t6"),
    ("Nombre de personnes : 21", "t21"),
    ("au total 13 personnes", "t13"),
    ("2 salariés, 5 bénévoles, soit 7 personnes au total", "p2 b5 t7"),
    ("3 animateurs, 9 bénévoles = 12", "p3 b9 t12"),
    ("12 personnes : 3 salariés, 9 bénévoles", "p3 b9 t12"),
    ("12 personnes (3 salariés + 9 bénévoles)", "p3 b9 t12"),
    ("12 personnes, 3 salariés, 9 bénévoles", "p3 b9 t12"),
    ("Total : 12 personnes (salariés : 3, bénévoles : 9)", "p3 b9 t12"),
    ("9 (2 salariés, 7 bénévoles)", "p2 b7 t9"),
    ("3 personnes pour la cuisine, 4 personnes pour le service", "t7"),
    ("2 personnes à temps plein et 1 à mi-temps", "t3"),
    ("2 salariés et 6 personnes", "p2 a6"),
    ("Environ 25 personnes (élus, habitants)", "t~25"),
    ("6 salariés et bénévoles", "t6"),
    ("ils sont 12", "t12"),
    ("10/15", "t[10,15]"),
    ("le conseil citoyen (12 membres)", "t12"),
    ("matin : 2 ; soir : 3", "t5"),
    ("La mairie : 1 personne. Le centre : 2 personnes", "t3"),
    ("2 bénévoles et 2 personnes", "b2 a2"),
]

INSIDE = [
    ("4 animateurs de la maison, dont le référent jeunesse,", "p4"),
    ("6 salariés dont la directrice, 3 bénévoles", "p6 b3"),
    ("5 animatrices dont 1 stagiaire et 4 bénévoles", "p5 b4"),
    ("5 animatrices, dont une à mi-temps, et 4 bénévoles", "p5 b4"),
    ("2 salariés : la directrice et l'animatrice", "p2"),
    ("2 salariées (l'animatrice et la secrétaire) et 8 bénévoles", "p2 b8"),
    ("3 salariés : 1 directeur, 2 animateurs\n6 bénévoles", "p3 b6"),
    ("1 animateur : les sorties\n1 directrice : le lien avec les familles", "p2"),
    ("4 animateurs (2 du centre, 2 de la commune)", "p4"),
    ("15 personnes dont 4 salariés", "p4 t15"),
    ("15 personnes dont 4 salariés. 3 élus", "p4 a3 t18"),
    ("30 personnes mobilisées, dont 20 habitants et 10 salariés", "a20 p10 t30"),
    ("14 bénévoles dont 6 retraités", "b14"),
    ("15 habitants dont 5 bénévoles", "a10 b5 t15"),
    ("1 animateur (+ 1 stagiaire)", "p1 a1"),
    ("secteur jeunes (2 animateurs) secteur famille (1 référente)", "p3"),
    ("l'équipe d'animation (6 animateurs), la directrice", "p7"),
    ("une équipe de bénévoles (une quinzaine)", "b~15 t~15"),
    ("3 bénévoles par soir, soit 12 bénévoles", "b12"),
    ("2 salariés dont 1 en contrat aidé + 3 en insertion", "p2"),
    ("12 enfants (encadrés par 2 animateurs)", "r12 p2"),
]

REACHED = [
    ("80 bénéficiaires", "r80"),
    ("30 participants, 2 animateurs", "r30 p2"),
    ("25 familles", "r25"),
    ("50 enfants accueillis par 4 animatrices", "r50 p4"),
    ("une trentaine d'adhérents", "r~30"),
    ("une trentaine d'adhérents bénévoles", "b~30 t~30"),
    ("un animateur accueille 15 ados", "p1 r15"),
    ("2 salariés pour 20 jeunes", "p2 r20"),
    ("100 personnes ont participé à la fête, 12 bénévoles l'ont tenue", "r100 b12"),
    ("10 habitants ont participé à l'organisation", "a10"),
    ("40 personnes touchées", "r40"),
    ("18 femmes inscrites, 1 formatrice", "r18 p1"),
    ("20 familles, soit 70 personnes", "r70"),
    ("2 groupes de 6 enfants", "r12"),
    ("3 équipes de 4 bénévoles", "b12"),
    ("4 ateliers de 10 personnes", "r10"),
    ("1 animatrice, 12 seniors et 10 enfants", "p1 r22"),
    ("une intervenante, 10 personnes par séance", "p1 r10"),
    ("Public : 20 femmes et 5 hommes. Équipe : 2 animatrices", "r25 p2"),
    ("15 parents et enfants", "r15"),
    ("4 salariés, 300 habitants", "p4 r300"),
    ("12 jeunes de 16 à 25 ans ont participé, 2 éducateurs", "r12 p2"),
    ("200 habitants dont 20 bénévoles, 3 salariés", "a180 b20 p3 t203"),
    ("Jeunes : 12, animateurs : 2", "a12 p2"),
]

HEADINGS = [
    ("Bénévoles : 7", "b7"),
    ("Salariés : 3 Bénévoles : 5", "p3 b5"),
    ("Salariés 3 Bénévoles 5", "p3 b5"),
    ("Salariés (3) bénévoles (5)", "p3 b5"),
    ("Salariés = 3 / bénévoles = 5", "p3 b5"),
    ("animateur x 2, bénévole x 6", "p2 b6"),
    ("Salariés\n3\nBénévoles\n5", "p3 b5"),
    (
        "Salariés :\n- 1 directrice\n- 2 animatrices\nBénévoles :\n- 4 habitants\n- 2 jeunes",
        "p3 b6",
    ),
    ("Nombre de bénévoles mobilisés : une douzaine", "b~12 t~12"),
    ("bénévoles : néant, salariés : 2", "b0 p2"),
    ("Personnel : 3\nBénévoles : 12\nPartenaires : 5", "p3 b12"),
    ("Bénéficiaires : 30 habitants\nAutres : 2", "r30 a2"),
]

ELSEWHERE = [
    ("2 personnes du centre, 1 service civique", "p2 a1"),
    ("4 pour le centre social", "p4"),
    ("3 professionnels de la Caf, 2 de la mairie et 4 du centre social", "p9"),
    ("8 bénévoles réguliers et une dizaine occasionnels", "b~18 t~18"),
]

NOBODY = [
    ("Néant", "t0"),
    ("aucune", "t0"),
    ("Aucun bénévole, un salarié", "b0 p1"),
    ("0 salarié, 4 bénévoles", "p0 b4"),
    ("pas de bénévoles", "b0"),
    ("sans salarié", "p0"),
    ("Aucune personne", "t0"),
]

NOT_PERSONS = [
    ("", ""),
    ("voir le bilan", ""),
    ("?", ""),
    ("2015", ""),
    ("2014-2016", ""),
    ("enfants de 6-12 ans", ""),
    ("06 12 34 56 78", ""),
    ("le 12 mars de 14h à 17h", ""),
    ("3 h par semaine, 2 séances, 4 demi-journées", ""),
    ("30 % des salariés", ""),
    ("1 500 € et 200 euros", ""),
    ("3 ordinateurs, 2 quartiers, 5 cahiers", ""),
    ("2 fois par mois, 6 ateliers", ""),
    ("2017 : 4 salariés", "p4"),
    ("2 coordinatrices depuis 2012", "p2"),
    ("1 intervenant 2h par semaine pendant 30 semaines", "p1"),
    ("35 bénévoles pour un total de 1200 heures", "b35"),
]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        *EXPLICIT,
        *ARTICLES,
        *ROUNDED,
        *TOTALS,
        *INSIDE,
        *REACHED,
        *HEADINGS,
        *ELSEWHERE,
        *NOBODY,
        *NOT_PERSONS,
    ],
)
def test_persons_are_read(text: str, wanted: str) -> None:
    assert read(text) == a_reading(wanted)


@pytest.mark.parametrize(
    "text", ["6 SALARIÉS", "6 salarie\u0301s", "6\u00a0salariés", "6\tsalaries"]
)
def test_writing_matters_little(text: str) -> None:
    assert read(text) == a_reading("p6")


@pytest.mark.parametrize(
    ("text", "wanted", "fte"),
    [
        ("1,5 ETP", "", "1.5"),
        ("3 salariés soit 1,2 ETP", "p3", "1.2"),
        ("2 animateurs (0.6 etp), 4 bénévoles", "p2 b4", "0.6"),
        ("1 secrétaire (0,2 ETP) et 1 animatrice (0,3 ETP) soit 0,5 ETP", "p2", "0.5"),
        ("1 animatrice : 0,5 ETP, 1 agent d'accueil 0,2 ETP", "p2", "0.7"),
        ("ETP : 2,5", "", "2.5"),
        ("0,5 équivalent temps plein", "", "0.5"),
        ("1,5 poste", "", "1.5"),
        # Somebody paid is there, and nobody says how many: the total is at least that.
        ("1,5 etp et 3 bénévoles", "b3 t~3", "1.5"),
    ],
)
def test_full_time_equivalents_are_no_persons(text: str, wanted: str, fte: str) -> None:
    assert read(text) == a_reading(wanted)
    assert read_people(text).fte == Decimal(fte)


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("3 salariés et 2 bénévoles", Certainty.SURE),
        ("au total 12 personnes", Certainty.SURE),
        ("Néant", Certainty.SURE),
        ("5", Certainty.LIKELY),
        ("la référente famille", Certainty.LIKELY),
        ("12 habitants", Certainty.LIKELY),
        ("4 salariés, 9 bénévoles, soit 10 personnes", Certainty.DOUBTFUL),
        ("5000 bénévoles", Certainty.DOUBTFUL),
        ("9 000 000 de bénéficiaires", Certainty.DOUBTFUL),
        ("voir le bilan", None),
    ],
)
def test_a_reading_says_how_sure_it_is(text: str, certainty: Certainty | None) -> None:
    assert read_people(text).certainty is certainty


def test_several_sentences_are_read_together() -> None:
    text = (
        "L'équipe famille, composée d'une référente et de deux animatrices, et une dizaine de"
        " bénévoles ont tenu le jardin. La référente coordonne. En juin, 120 personnes sont venues"
        " le visiter (30 enfants de 6 à 11 ans) ; 3 h par semaine, 12 bénévoles en plus."
    )
    assert read(text) == a_reading("p3 b~22 t~25 r120")


def test_each_figure_says_which_words_it_stands_on() -> None:
    text = "Équipe : l’animatrice, environ 12 bénévoles.\n40 familles ; 0,5 ETP."
    passages = read_people(text).passages
    assert [(one.kind, one.text) for one in passages] == [
        ("professionnels", "l’animatrice"),
        ("benevoles", "environ 12 bénévoles"),
        ("beneficiaires", "40 familles"),
        ("etp", "0,5 ETP"),
    ]
    assert all(text[one.start : one.end] == one.text for one in passages)


def test_a_stated_total_says_where_it_stands() -> None:
    passages = read_people("2 salariés et 4 bénévoles, soit 6 personnes").passages
    assert [(one.kind, one.text) for one in passages][-1] == ("total", "6 personnes")
