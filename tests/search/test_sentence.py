"""The query says itself in French, whatever it is."""

import itertools

import pytest

from essaim.network.territories import shipped
from essaim.search import phrases, places
from essaim.search.query import Query
from essaim.sheets import fields, vocabulary

pytestmark = pytest.mark.django_db

NBSP = "\u00a0"
NARROW = "\u202f"


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "Toutes les actions"),
        ("page=3&tri=titre", "Toutes les actions"),
        (
            "statut=En cours&mot-cle=Parentalité&departement=69",
            "Actions en cours sur la parentalité dans le Rhône",
        ),
        ("statut=Terminée&departement=69&departement=42", None),
        ("departement=33&departement=40&departement=75", None),
        ("region=11", "Actions en Île-de-France"),
        ("departement=974", "Actions à La Réunion"),
        ("statut=En cours&statut=Terminée", "Actions en cours ou terminées"),
        ("dimension=Services", "Actions de services"),
        ("dimension=Accompagnement de projets", "Actions d’accompagnement de projets"),
        ("mot-cle=Santé&mot-cle=Logement", "Actions sur le logement ou la santé"),
        ("public=familles", "Actions pour les familles"),
        ("initiative=Un habitant", "Actions à l’initiative d’un habitant"),
        ("territoire=Plusieurs communes", "Actions à l’échelle de plusieurs communes"),
        ("partenaire=Caf&partenaire=Etat", "Actions avec la Caf ou l’État"),
        ("partenaire=Caf&partenaire-aussi=Commune", "Actions avec la Caf et aussi la commune"),
        ("partenaire-aussi=Commune", "Actions avec la commune"),
        ("annee=2022&annee=2023", "Actions en 2022 ou 2023"),
        (
            "budget-min=1000&budget-max=5000",
            f"Actions d’un budget de 1{NARROW}000 à 5{NARROW}000{NBSP}€",
        ),
        ("budget-min=500&budget-max=500", f"Actions d’un budget de 500{NBSP}€"),
        ("budget-min=1000", f"Actions d’un budget d’au moins 1{NARROW}000{NBSP}€"),
        (
            "budget-max=900&mot-cle=Santé&departement=69",
            f"Actions sur la santé, d’un budget d’au plus 900{NBSP}€, dans le Rhône",
        ),
        ("personnes-min=5&personnes-max=10", f"Actions portées par 5 à 10{NBSP}personnes"),
        ("personnes-max=1", f"Actions portées par au plus 1{NBSP}personne"),
        ("q=jardin partagé", f"Actions qui parlent de «{NBSP}jardin partagé{NBSP}»"),
        (
            "q=eau bruit&dans=limites&dans=titre",
            f"Actions qui parlent de «{NBSP}eau bruit{NBSP}» dans le titre ou ce qui a coincé",
        ),
        (
            'q="jardin partagé" vélo -"fête de quartier" -bal',
            f"Actions qui parlent de «{NBSP}jardin partagé{NBSP}» et «{NBSP}vélo{NBSP}» "
            f"sans «{NBSP}fête de quartier{NBSP}» ni «{NBSP}bal{NBSP}»",
        ),
        ("q=-bal", f"Actions sans «{NBSP}bal{NBSP}»"),
        ("milieu=rural&proches=oui", "Actions dans des centres en milieu rural"),
        (
            "q=jardin&milieu=urbain&qpv=oui",
            f"Actions qui parlent de «{NBSP}jardin{NBSP}» "
            "d’abord dans des centres en ville, en quartier prioritaire",
        ),
        (
            "q=jardin&statut=Terminée&public=familles&departement=69",
            f"Actions terminées qui parlent de «{NBSP}jardin{NBSP}», pour les familles, "
            "dans le Rhône",
        ),
    ],
)
def test_the_sentence(address: str, sentence: str | None) -> None:
    expected = {
        "statut=Terminée&departement=69&departement=42": (
            "Actions terminées dans la Loire et dans le Rhône"
        ),
        "departement=33&departement=40&departement=75": (
            "Actions en Gironde, dans les Landes et à Paris"
        ),
    }.get(address, sentence)
    assert Query.parse(address).sentence() == expected


def test_every_territory_of_the_cog_has_its_preposition() -> None:
    departments = {row["code"]: row["name"] for row in shipped()["departments"]}
    regions = {row["code"]: row["name"] for row in shipped()["regions"]}
    said = [places.in_department(code, name) for code, name in departments.items()]
    said += [places.in_region(code, name) for code, name in regions.items()]
    assert len(said) == 109 + 26
    assert [phrase for phrase in said if "territoire «" in phrase or "'" in phrase] == []


@pytest.mark.parametrize(
    ("code", "name", "phrase"),
    [
        ("01", "Ain", "dans l’Ain"),
        ("2A", "Corse-du-Sud", "en Corse-du-Sud"),
        ("21", "Côte-d'Or", "en Côte-d’Or"),
        ("22", "Côtes-d'Armor", "dans les Côtes-d’Armor"),
        ("31", "Haute-Garonne", "en Haute-Garonne"),
        ("90", "Territoire de Belfort", "dans le Territoire de Belfort"),
        ("95", "Val-d'Oise", "dans le Val-d’Oise"),
        ("971", "Guadeloupe", "en Guadeloupe"),
        ("976", "Mayotte", "à Mayotte"),
        ("989", "Île de Clipperton", "sur l’île de Clipperton"),
        ("999", "Atlantide", f"dans le territoire «{NBSP}Atlantide{NBSP}»"),
    ],
)
def test_where(code: str, name: str, phrase: str) -> None:
    assert places.in_department(code, name) == phrase


def test_every_known_term_is_said_without_quotation_marks() -> None:
    for field in fields.VOCABULARIES:
        for term in vocabulary.KNOWN[field.name]:
            assert "«" not in phrases.WORDINGS[field.name]([term.label]), term.label


def test_an_unknown_term_is_quoted() -> None:
    said = {name: wording(["Zèbre"]) for name, wording in phrases.WORDINGS.items()}
    assert said["keywords"] == f"sur «{NBSP}Zèbre{NBSP}»"
    assert said["initiative"] == f"à l’initiative de «{NBSP}Zèbre{NBSP}»"
    assert said["audience"] == f"pour le public «{NBSP}Zèbre{NBSP}»"


def test_any_combination_makes_one_clean_line() -> None:
    parts = [
        "q=jardin",
        "statut=Terminée",
        "dimension=Citoyenneté",
        "mot-cle=Santé",
        "public=Adultes",
        "initiative=Autre",
        "partenaire=Caf",
        "territoire=Un quartier",
        "departement=69",
        "region=84",
        "annee=2020",
        "milieu=rural",
    ]
    for size in range(1, len(parts) + 1):
        for chosen in itertools.combinations(parts, size):
            sentence = Query.parse("&".join(chosen)).sentence()
            assert sentence.startswith("Actions ")
            assert "  " not in sentence
            assert " ," not in sentence
            assert sentence == sentence.strip()
