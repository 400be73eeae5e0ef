"""Whom a text says to carry an action, in turns that are less usual: see `test_people`."""

from decimal import Decimal

import pytest

from essaim.sheets.figures.people import read_people
from essaim.sheets.figures.readings import Count
from tests.sheets.figures.test_people import a_reading, read

COLLECTIVES = [
    ("Un collectif d'une dizaine d'habitants accompagné par la référente famille", "p1 a~10 t~11"),
    ("Un collectif de 12 habitants soutenu par l'animatrice", "p1 a12"),
    ("Un groupe de 8 parents accompagné par la référente famille", "p1 a8"),
    ("un comité de 6 habitantes suivi par une médiatrice", "p1 a6"),
    ("un noyau de 7 mamans et deux animatrices", "p2 a7"),
    ("un groupe de 15 enfants accompagné par un animateur", "p1 r15"),
    ("20 jeunes accompagnés par 2 éducateurs", "p2 r20"),
    ("un collectif de 9 bénévoles accompagné par le directeur", "p1 b9"),
    ("un groupe de 12 femmes accompagnées par la CESF", "p1 r12"),
    ("une commission de 5 parents animée par la référente", "p1 a5"),
    ("collectif de 14 voisins, aidé par 1 animateur", "p1 a14"),
]

CUT_SHORT = [
    ("11 ben. + 2 sal.", "b11 p2"),
    ("11 bén. et 3 pro.", "b11 p3"),
    ("4 anim., 6 hab.", "p4 a6"),
    ("2 anim. 3 pers. du quartier", "p2 a3"),
    ("12 pers. dont 4 ben.", "b4 t12"),
    ("15 pers. : 3 sal., 12 bén.", "p3 b12 t15"),
    ("2 sal. 8 ben. 1 stag.", "p2 b8 a1"),
    ("1 réf. famille, 2 anim. jeunesse, 10 ben.", "p3 b10"),
    ("1 resp. de secteur et 3 bénév.", "p1 b3"),
    ("Sal. : 3 / Bén. : 6", "p3 b6"),
    ("ben : 7", "b7"),
    ("1 coord. + 1 dir. + 4 hab.", "p2 a4"),
    ("5 ben. Les 2 sal. préparent.", "b5 p2"),
    ("30 enf. et 2 anim.", "r30 p2"),
    ("20 p.", "t20"),
    ("20 p", "t20"),
    ("2 P + 6 B", "p2 b6"),
    ("3S / 9B", "p3 b9"),
]

SHARES = [
    ("1 animateur à 80 % et 1 à 50 %", "p2"),
    ("2 animatrices à 80% et 1 à mi-temps", "p3"),
    ("un animateur à 80 % et un à mi-temps", "p2"),
    ("un animateur à 80% et un autre à 50 %", "p2"),
    ("une animatrice à temps plein et une à mi-temps, 3 bénévoles", "p2 b3"),
    ("1 salarié à 100 %, 2 à 50 % et 5 bénévoles", "p3 b5"),
    ("3 salariés dont un à 80 %", "p3"),
    ("2 salariés à 20 % de leur temps", "p2"),
    ("une secrétaire à 10 %, un directeur à 5 %", "p2"),
]

UNKNOWN_NOUNS = [
    ("2 gramounes conteurs, 1 animatrice, 3 dalons bénévoles", "p1 b3 a2"),
    ("4 tantines conteuses bénévoles", "b4"),
    ("3 zamis musiciens et 2 animateurs", "a3 p2"),
    ("5 minots volontaires, 1 éducatrice", "a5 p1"),
    ("3 marmottes, 2 animateurs", "p2"),
    ("2 zoreilles salariés, 1 bénévole", "p2 b1"),
    ("6 dalons", "a6"),
    ("2 super animatrices", "p2"),
    ("5 vaillants jardiniers bénévoles", "b5"),
    ("3 ordinateurs, 5 cahiers", ""),
    ("2 tontons, 3 tatas bénévoles", "a2 b3"),
    ("2 directrices adjointes", "p2"),
    ("1 directrice adjointe et 2 responsables adjoints", "p3"),
    ("2 adjointes d'animation, 1 adjointe au maire", "p2 a1"),
]

PAIRS = [
    ("un couple de retraités bénévoles et leur voisine, bénévole aussi", "b3"),
    ("un couple de bénévoles", "b2"),
    ("un couple de retraités et une animatrice", "a2 p1"),
    ("deux couples de bénévoles", "b4"),
    ("un binôme", "t2"),
    ("un binôme salarié/bénévole", "p1 b1"),
    ("un binôme bénévole-animatrice", "b1 p1"),
    ("un trio de bénévoles", "b3"),
    ("un trio d'animatrices et 4 habitants", "p3 a4"),
    ("un duo de comédiens", "p2"),
    ("3 binômes de bénévoles", "b6"),
    ("une retraitée, bénévole, et l'animatrice", "b1 p1"),
    ("la référente et notre voisine", "p1 a1"),
]

GENDERS = [
    ("9 (4 femmes, 5 hommes)", "t9"),
    ("12 personnes (7 femmes et 5 hommes)", "t12"),
    ("15 personnes dont 10 femmes", "t15"),
    ("8 bénévoles (5 femmes, 3 hommes)", "b8"),
    ("équipe de 6 : 4 femmes, 2 hommes", "t6"),
    ("20 personnes dont 12 habitants et 8 salariés", "a12 p8 t20"),
    ("4 femmes, 5 hommes", "a9"),
]

NOBODY_YET = [
    ("Personne à ce jour", "t0"),
    ("Personne pour l'instant", "t0"),
    ("aucune pour le moment", "t0"),
    ("Néant à ce jour", "t0"),
    ("Rien de particulier", "t0"),
]

PLACES = [
    ("CAF 1, Mairie 2", "t3"),
    ("Caf : 1, mairie : 2", "t3"),
    ("centre social 3, mairie 1, école 2", "t6"),
    ("Mairie 2", ""),
    ("école 1, école 2", ""),
    ("CAF 2014, Mairie 2015", ""),
]

INCLUSIVE = [
    ("un(e) animateur(trice)", "p1"),
    ("un/une animateur/trice et 2 bénévoles", "p1 b2"),
    ("un.e salarié.e", "p1"),
    ("un·e stagiaire", "a1"),
]

AGAIN = [
    ("8 salariés et autant de bénévoles", "p8 b8"),
    ("une dizaine de parents et autant de bénévoles", "a~10 b~10 t~20"),
    ("3 animateurs, autant d'habitants", "p3 a3"),
    ("12 habitants dont 4 sont bénévoles", "a8 b4 t12"),
    ("12 personnes dont 4 sont bénévoles", "b4 t12"),
]

OTHERS = [
    ("10 personnes, 3 sont salariées", "p3 t10"),
]

CENTRE = [
    ("Equipe du CS : 5 salariés", "p5"),
    ("CS : 3 animateurs, mairie : 1 agent", "p4"),
    ("CS 59000", ""),
]

CROWDS = [
    ("4 pro, 2 services civiques, 60 bénévoles, 1 200 personnes le soir", "p4 a2 b60 r1200"),
    ("2 salariés, 30 bénévoles, 400 personnes le jour J", "p2 b30 r400"),
    ("150 personnes mobilisées, 10 salariés", "p10 a150 t160"),
    ("100 personnes, 20 salariés et 80 bénévoles", "p20 b80 t100"),
    ("3 salariés, 120 habitants mobilisés", "p3 a120"),
]

ALL_TOGETHER = [
    ("3 permanents (dont 1 directrice) + 14 bénévoles réguliers et 6 ponctuels", "p3 b20"),
    ("1 salariée (coordinatrice), 1 service civique, 12 bénévoles accompagnateurs", "p1 a1 b12"),
    ("Deux animatrices du secteur jeunes, le directeur, 4 ados du conseil de jeunes", "p3 a4"),
    ("2 référentes familles (une par site)", "p2"),
    ("L'ensemble de l'équipe (9 salariés) + 20 bénévoles", "p9 b20"),
    (
        "une animatrice référente + 1 agent de développement social + 5 à 6 mamans",
        "p2 a[5,6] t[7,8]",
    ),
    ("4 animateurs BAFA et 1 directeur BAFD", "p5"),
    ("2 animateurs/animatrices et 1 coordinateur/trice", "p3"),
    ("4 salariés du centre, 2 assistantes sociales du Département, 1 puéricultrice de PMI", "p7"),
    ("équipe de bénévoles : 12", "b12"),
    ("environ une dizaine de bénévoles", "b~10 t~10"),
    ("10aine de bénévoles", "b~10 t~10"),
    ("6-8 bénévoles", "b[6,8] t[6,8]"),
    ("1 à 3 pers.", "t[1,3]"),
    ("minimum 2 animateurs", "p~2 t~2"),
    ("Au minimum 4 bénévoles par soirée", "b~4 t~4"),
    ("plus d'une trentaine de bénévoles", "b~30 t~30"),
    ("une bonne vingtaine d'habitants", "a~20 t~20"),
    ("15-20 habitants et 2 professionnelles", "a[15,20] p2 t[17,22]"),
    ("3 professionnelles petite enfance", "p3"),
    ("2 auxiliaires de puériculture et 1 EJE", "p3"),
    ("4 membres du CA, 1 salarié", "b4 p1"),
    ("5 administrateurs, 3 salariés, 2 élus municipaux", "b5 p3 a2"),
    ("3 membres de l'association", "t3"),
    ("le président et deux administratrices", "b3"),
    ("La coordinatrice famille, 3 mamans bénévoles", "p1 b3"),
    ("Animatrice : 1. Bénévoles : 4. Stagiaire : 1", "p1 b4 a1"),
    ("- 1 animateur multimédia\n- 6 bénévoles\n- 2 jeunes en service civique", "p1 b6 a2"),
    ("1 animatrice, des bénévoles, 40 enfants", "p1 t~1 r40"),
    ("Tous les salariés (12) et 30 bénévoles", "p12 b30"),
    ("toute l'équipe du centre soit 8 personnes", "t8"),
    ("8 personnes dont 2 élus", "a2 t8"),
    ("1 professionnel à mi-temps, 2 bénévoles par séance", "p1 b2"),
    ("1 intervenant extérieur, 1 animatrice du centre, 10 à 15 participants", "p2 r[10,15] t2"),
    ("6 parents volontaires, 1 animatrice", "a6 p1"),
    ("une quinzaine de jeunes bénévoles encadrés par 2 animateurs", "b~15 p2 t~17"),
    ("12 jeunes, 3 animateurs, 1 chauffeur", "a12 p4"),
    ("2 ETP", ""),
    ("nous sommes 6 bénévoles et 1 salarié", "b6 p1"),
    ("18 bénévoles (12 femmes et 6 hommes) et une salariée", "b18 p1"),
    ("trois mamans, un papa, la référente famille", "a4 p1"),
    ("25 habitants-relais", "a25"),
    ("4 volontaires (services civiques), 2 animateurs", "a4 p2"),
    ("2 services civiques, 1 stagiaire CESF, 1 apprentie BPJEPS", "a4"),
    ("Mobilisation de 15 bénévoles", "b15"),
    ("les bénévoles (une dizaine), l'animatrice", "b~10 p1 t~11"),
    ("les 3 animatrices et les 12 bénévoles", "p3 b12"),
    ("30 personnes environ", "t~30"),
    ("une équipe pluridisciplinaire de 7 personnes", "t7"),
    ("1 chargée de projet, 1 graphiste, 2 techniciens son", "p4"),
    ("2 animateurs de la ville + 1 animatrice du centre social", "p3"),
    ("le directeur du centre et la directrice de l'école", "p2"),
    ("2 enseignants, 1 directrice d'école, 14 élèves", "p3 r14"),
    ("1 professionnel du centre, 1 de la Caf et 1 de la mairie", "p3"),
    ("une professionnelle de la PMI et une du centre", "p2"),
    ("5 bénévoles dont 1 élue", "b5"),
    ("Salariés 2,5 ETP, bénévoles 12", "b12 t~12"),
    ("1 salarié 2 bénévoles 3 stagiaires", "p1 b2 a3"),
    ("Au quotidien : 3 salariés. Pour les fêtes : 25 bénévoles", "p3 b25"),
    ('5 bénévoles "bricoleurs" et 1 animateur technique', "b5 p1"),
    ("2 salariés et 1 élue référente", "p2 a1"),
    ("1 psychologue, un médecin généraliste, des infirmières", "p2 t~2"),
    ("4 bénévoles (2h par semaine)", "b4"),
    ("13 personnes (professionnels et bénévoles)", "t13"),
    ("13 personnes (bénévoles)", "b13"),
    ("13 bénévoles et professionnels", "t13"),
    ("le conseil d'administration (15 personnes)", "t15"),
    ("quatre salarié.es et une dizaine d’habitant.es", "p4 a~10 t~14"),
    ("3 agents de la collectivité", "p3"),
    ("2 ASVP, 1 policier municipal", "p1"),
    ("1 AS, 1 CESF", "p2"),
    ("1 assist. sociale, 2 anim.", "p3"),
    ("1 animatrice + stagiaires", "p1 t~1"),
    ("0", "t0"),
    ("0 bénévole", "b0"),
    ("aucun salarié, 8 bénévoles", "p0 b8"),
    ("8 personnes (toutes bénévoles), 1 animatrice", "b8 p1"),
    ("8 personnes (bénévoles et salariés)", "t8"),
    ("2 animatrices du centre et une de la mairie", "p3"),
    ("2 animatrices et une de ces mamans", "p2"),
]

BESIDE = [
    ("atelier pour 3 couples, 1 animatrice", "r6 p1"),
    ("2 animatrices pour 4 binômes", "p2 r8"),
    ("une sortie au parc, 1 animatrice", "p1"),
    ("2 salariés, 3 fédérations, 4 comités de quartier", "p2"),
    ("5 quartiers mobilisés, 2 agents", "p2"),
    ("3 communes impliquées", ""),
    ("2 séances p. 12", ""),
    ("l'équipe travaille en binôme, 2 animatrices", "p2 t~2"),
    ("un groupe de 10 jeunes accueilli par la référente jeunesse", "r10 p1"),
    ("3 salariés dont 1 à mi-temps", "p3"),
    ("le directeur à 10 %, 2 animatrices de 20 à 50 %", "p3"),
    ("2 salariés de 9 à 12 h", "p2"),
    ("1 couple de gardiens, 5 bénévoles", "p2 b5"),
    ("6 bénévoles et leurs conjoints", "b6 t~6"),
    ("Non renseigné", ""),
    ("Personne référente : la directrice", "p1"),
    ("aucune pour les bénévoles", ""),
    ("Rien à signaler", ""),
    ("2 conseils de quartier et 3 élus", "a3"),
    ("150 personnes ont préparé le carnaval, 3 salariés", "p3 a150"),
    ("une centaine de personnes et 5 salariés", "p5 r~100"),
]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        *COLLECTIVES,
        *CUT_SHORT,
        *SHARES,
        *UNKNOWN_NOUNS,
        *PAIRS,
        *GENDERS,
        *NOBODY_YET,
        *PLACES,
        *INCLUSIVE,
        *AGAIN,
        *OTHERS,
        *CENTRE,
        *CROWDS,
        *ALL_TOGETHER,
        *BESIDE,
    ],
)
def test_persons_are_read(text: str, wanted: str) -> None:
    assert read(text) == a_reading(wanted)


@pytest.mark.parametrize(
    ("text", "fte"),
    [
        ("1/2 poste", "0.5"),
        ("1/2 poste d'animateur, 3 bénévoles", "0.5"),
        ("1 secrétaire (1/4 de poste)", "0.25"),
        ("3/4 temps", "0.75"),
    ],
)
def test_a_fraction_of_a_post_is_no_person(text: str, fte: str) -> None:
    assert read_people(text).fte == Decimal(fte)
    assert read_people(text).professionals in (None, Count.of(1))
