"""A query reads any address without failing, writes one canonical address, and changes cleanly."""

import dataclasses
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import DjangoAssertNumQueries

from essaim.search import criteria, likeness
from essaim.search.likeness import Place
from essaim.search.query import PAGE_LIMIT, TEXT_LIMIT, Exact, Query, Sort
from essaim.sheets import vocabulary
from essaim.sheets.fields import Part
from essaim.sheets.models import Term, TermAlias
from tests.factories import a_structure

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("key", "written", "canonical"),
    [
        ("statut", "terminee", "Terminée"),
        ("statut", "EN  COURS", "En cours"),
        ("mot-cle", "sante", "Santé"),
        ("mot-cle", "Viellissement", "Vieillissement"),
        ("mot-cle", "education-scolarite", "éducation / scolarité"),
        ("initiative", "un groupe d’habitants", "Un groupe d'habitants"),
        ("partenaire", "education nationale", "Éducation Nationale"),
        ("public", "Familles", "familles"),
        ("departement", "69", "69"),
        ("departement", "1", "01"),
        ("departement", "2a", "2A"),
        ("departement", "côtes d'armor", "22"),
        ("region", "ile de france", "11"),
        ("annee", "2023", "2023"),
        ("budget-min", "18 000 €", "18000"),
        ("budget-max", "007", "7"),
        ("personnes-min", "12 000", "12000"),
        ("partenaire-aussi", "caf", "Caf"),
    ],
)
def test_values_are_understood_as_people_write_them(key: str, written: str, canonical: str) -> None:
    query = Query.parse({key: [written]})
    assert query.values(key) == (canonical,)
    assert query.notices == ()


@pytest.mark.parametrize(
    "address",
    [
        "statut=Peut-%C3%AAtre",
        "departement=999",
        "departement=00",
        "region=69000",
        "structure=12",
        "structure=0x1",
        "structure=" + "9" * 40,
        "annee=20000",
        "annee=abcd",
        "annee=%D9%A2%D9%A0%D9%A2%D9%A3",
        "budget-min=abc",
        "budget-min=-5",
        "budget-max=1e9",
        "budget-max=" + "9" * 4000,
        "personnes-max=%D9%A2",
        "personnes-min=1000001",
        "partenaire-aussi=Personne",
        "page=abc",
        "page=0",
        "page=-1",
        "page=%C2%B2",
        "tri=au-hasard",
        "dans=la-cave",
        "exact=tout",
        "comme=1",
        "comme=x",
        "milieu=mer",
        "population=beaucoup",
        "couleur=bleu",
        "q=de+la",
    ],
)
def test_what_is_not_understood_is_said_in_french_and_left_out(address: str) -> None:
    query = Query.parse(address)
    assert len(query.notices) == 1
    assert query.notices[0].endswith(".")
    assert dataclasses.replace(query, text="", notices=()) == Query()


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("abc", "n’est pas un nombre entier"),
        ("12,5", "n’est pas un nombre entier"),
        ("-3", "est un nombre négatif"),
        ("500000001", "est trop grand (au plus 500\u202f000\u202f000\u00a0€)"),
    ],
)
def test_a_bound_that_is_none_says_why(written: str, why: str) -> None:
    (notice,) = Query.parse({"budget-min": [written]}).notices
    assert notice == f"Budget : «\u00a0{written}\u00a0» {why}, ce choix n’est pas pris en compte."


def test_bounds_the_wrong_way_round_are_turned_and_it_is_said() -> None:
    query = Query.parse("budget-min=5000&budget-max=1000")
    assert query.encode() == "budget-min=1000&budget-max=5000"
    (notice,) = query.notices
    assert "l’autre sens" in notice


def test_a_bound_has_one_value_the_last_given() -> None:
    assert Query.parse("budget-min=1&budget-min=2").encode() == "budget-min=2"
    query = Query().adding("budget-min", "9").adding("budget-min", "10")
    assert query.values("budget-min") == ("10",)
    assert query.adding("budget-min", "2").encode() == "budget-min=2"
    assert query.removing("budget-min", "10") == Query()
    assert Query.parse("budget-min=&budget-max=") == Query()


def test_unknown_keys_of_mailings_are_none_of_ours() -> None:
    assert Query.parse("utm_source=lettre&utm_medium=courriel") == Query()


def test_notices_stay_few_whatever_comes() -> None:
    hostile = urlencode([(f"k{n}", "v") for n in range(2000)])
    assert len(Query.parse(hostile).notices) <= 5


def test_a_scanner_costs_few_look_ups(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    Query.parse("statut=x")
    with django_assert_max_num_queries(45):
        Query.parse(urlencode([("mot-cle", f"inconnu {n}") for n in range(5000)]))


def test_known_values_cost_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    Query.parse("statut=En+cours")
    with django_assert_num_queries(0):
        Query.parse("q=jardin&statut=terminee&mot-cle=sante&departement=69&region=84&annee=2023")


def test_a_term_added_by_another_process_is_known_at_once() -> None:
    Query.parse("mot-cle=Santé")  # the labels are now in memory
    identifier = vocabulary.term_id("keywords", 900)
    term = Term.objects.create(
        id=identifier, vocabulary="keywords", label="Jardinage", key="jardinage"
    )
    TermAlias.objects.create(vocabulary="keywords", key="potager", label="Potager", term=term)
    assert Query.parse("mot-cle=potager").values("mot-cle") == ("Jardinage",)


def test_a_structure_is_known_by_its_id() -> None:
    structure = a_structure("Centre social Les Capucines")
    query = Query.parse(f"structure=00{structure.pk}")
    assert query.values("structure") == (str(structure.pk),)
    assert query.sentence() == "Actions de «\u00a0Centre social Les Capucines\u00a0»"


def test_every_kind_of_mapping_reads_alike() -> None:
    address = "q=jardin&statut=En+cours&mot-cle=Sant%C3%A9&mot-cle=Culture&tri=titre&page=3"
    mapping = {
        "q": ["jardin"],
        "statut": ["En cours"],
        "mot-cle": ["Santé", "Culture"],
        "tri": ["titre"],
        "page": ["3"],
    }
    expected = Query(
        "jardin",
        (("statut", ("En cours",)), ("mot-cle", ("Culture", "Santé"))),
        sort=Sort.TITLE,
        page=3,
    )
    assert Query.parse(address) == Query.parse("?" + address) == expected
    assert Query.parse(QueryDict(address)) == Query.parse(mapping) == expected


def test_the_address_is_one_whatever_the_order() -> None:
    one = Query.parse("page=2&mot-cle=Culture&q=+jardin+&mot-cle=Sant%C3%A9&statut=en+cours")
    other = Query.parse("mot-cle=sante&statut=En+cours&q=jardin&mot-cle=culture&page=2&q=")
    assert one.encode() == other.encode()
    assert one.encode() == "q=jardin&statut=En+cours&mot-cle=Culture&mot-cle=Sant%C3%A9&page=2"
    assert one.encode(page=False).endswith("mot-cle=Sant%C3%A9")
    assert Query().encode() == ""


def test_where_words_must_stand_and_how_they_are_read() -> None:
    query = Query.parse("exact=orthographe&dans=Limites&q=eau&dans=titre&exact=synonymes")
    assert query.parts == (Part.TITLE, Part.LIMITS)
    assert query.exact == (Exact.SYNONYMS, Exact.SPELLING)
    written = "q=eau&dans=titre&dans=limites&exact=synonymes&exact=orthographe"
    assert (query.encode(), query.notices) == (written, ())
    assert query.within([]).exactly().encode() == "q=eau"
    assert query.clearing("dans").parts == ()


def test_a_place_is_described_or_taken_from_a_structure() -> None:
    query = Query.parse("milieu=rural&population=3500&proches=oui")
    assert query.place == Place(milieu="rural", population="1", only=True)
    assert query.encode() == "milieu=rural&population=1&proches=oui"
    structure = a_structure(setting="urbain", priority_area=True)
    query = Query.parse(f"comme={structure.pk}&milieu=rural")
    assert query.place == Place(milieu="urbain", qpv="oui", structure=structure.pk)
    assert query.encode() == f"comme={structure.pk}"
    assert Query.parse("proches=oui").place is None
    assert query.like(None) == Query()


def test_changing_a_query_goes_back_to_the_first_page() -> None:
    query = Query.parse("q=jardin&statut=En+cours&page=4&foo=1")
    assert query.notices
    for changed in (
        query.adding("mot-cle", "Culture"),
        query.removing("statut", "En cours"),
        query.clearing("statut"),
        query.clearing("q"),
        query.with_text("vélo"),
        query.with_sort(Sort.TITLE),
        query.within([Part.TITLE]),
        query.exactly(Exact.SYNONYMS),
        query.like(Place(milieu="rural")),
    ):
        assert changed.page == 1
        assert changed.notices == ()
        assert changed != query
    assert query.with_page(9).page == 9
    assert query.with_page(10**9).page == PAGE_LIMIT
    assert query.with_page(-3).page == 1


def test_adding_twice_and_removing_what_is_not_there_change_nothing() -> None:
    query = Query().adding("mot-cle", "Santé").adding("mot-cle", "Santé")
    assert query.filters == (("mot-cle", ("Santé",)),)
    assert query.removing("mot-cle", "Culture").filters == query.filters
    assert query.removing("mot-cle", "Santé").filters == ()
    assert query.clearing("statut").filters == query.filters


def test_the_order_in_force_depends_on_there_being_words() -> None:
    assert Query().order is Sort.RECENT
    assert Query.parse("q=jardin").order is Sort.RELEVANCE
    assert Query.parse("q=de+la").order is Sort.RECENT
    assert Query.parse("tri=pertinence").order is Sort.RECENT
    assert Query.parse("q=jardin&tri=titre").order is Sort.TITLE
    assert Query.parse("q=-jardin").order is Sort.RECENT
    assert Query.parse("milieu=rural").order is Sort.RELEVANCE
    assert Query.parse("milieu=rural&tri=recent").order is Sort.RECENT


def test_a_very_long_text_is_cut_with_a_notice() -> None:
    query = Query.parse({"q": ["jardin partagé " * 1000]})
    assert len(query.text) <= TEXT_LIMIT
    assert len(query.notices) == 1
    many = Query.parse({"q": [" ".join(f"mot{n}" for n in range(40))]})
    assert len(many.words) == 12
    assert len(many.notices) == 1


def test_control_characters_and_halves_of_characters_are_harmless() -> None:
    assert Query.parse({"q": ["jardin\x00\r\n\tpartagé\ud800"]}).text == "jardin partagé?"


anything = st.text(st.one_of(st.characters(), st.sampled_from("&=?#%+ \x00\ud800é’«")), max_size=40)
traits = ["comme", "proches", *likeness.Trait]
keys = st.sampled_from(
    ["q", "tri", "page", "dans", "exact", *traits, *criteria.BY_KEY, "autre", ""]
)
values = st.one_of(anything, st.sampled_from(["titre", "synonymes", "oui", "rural", "1", "12000"]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(keys, values), max_size=12))
def test_nothing_breaks_the_reading(pairs: list[tuple[str, str]]) -> None:
    mapping: dict[str, list[str]] = {}
    for key, value in pairs:
        mapping.setdefault(key, []).append(value)
    query = Query.parse(mapping)
    again = Query.parse(query.encode())
    assert dataclasses.replace(again, notices=()) == dataclasses.replace(query, notices=())
    assert query.sentence()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(anything)
def test_no_address_breaks_the_reading(address: str) -> None:
    assert Query.parse(address).encode() == Query.parse(Query.parse(address).encode()).encode()
