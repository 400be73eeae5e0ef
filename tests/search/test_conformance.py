"""What any engine behind `essaim.search.engine` must do. Nothing here knows which one it is."""

import random
from pathlib import Path

import pytest
from django.core.management import call_command

from essaim.search import engine
from essaim.search.analysis import WORD
from essaim.search.criteria import FACETS
from essaim.search.engine import Results
from essaim.search.query import Exact, Query, Sort
from essaim.sheets.fields import Part
from essaim.sheets.models import Sheet
from essaim.sheets.vocabulary import fold
from essaim.workflow import writer
from essaim.workflow.writer import Draft, publish
from tests.factories import a_bare_sheet, a_sheet, a_validated_sheet, publish_all
from tests.search.oracle import Oracle
from tests.search.sheets import VOCABULARY, a_random_query, describe_structures, publish_random

pytestmark = pytest.mark.django_db


def find(address: str, limit: int = 20) -> Results:
    return engine.search(Query.parse(address), limit=limit)


def ids(results: Results) -> list[int]:
    return [hit.sheet_id for hit in results.hits]


def agrees(query: Query, oracle: Oracle, *, widened: bool = False) -> Results:
    """Hold the engine's answer to the database's; `widened`: to what it says it understood."""
    results = engine.search(query, limit=1000)
    expected = oracle.answer(query, results.meaning if widened else None)
    assert set(ids(results)) == expected.ids, query
    assert len(results.hits) == results.total == len(expected.ids), query
    assert [pk for batch in engine.matching_ids(query) for pk in batch] == sorted(expected.ids)
    # That an expression was met by one of its words, only the engine can tell.
    looser = any(sense.apart for need in results.meaning.needs for sense in need.senses)
    assert results.softened in (expected.softened, looser or expected.softened), query
    assert list(results.facets) == list(FACETS)
    for key, values in results.facets.items():
        shown = {value.value: value.count for value in values if value.count}
        assert shown == expected.counts[key], (key, query)
        active = {value.value for value in values if value.active}
        assert active == set(query.values(key))
        assert all(value.count or value.active for value in values)
    return results


def publish_and_withdraw() -> None:
    """Publish what random queries find, and withdraw a part of it."""
    publish_random(300)
    describe_structures()
    withdrawn = Sheet.objects.order_by("pk").values_list("pk", flat=True)[5:280:13]
    writer.withdraw(withdrawn, actor="essais")


def test_counts_are_those_of_the_database_on_1000_random_queries() -> None:
    publish_and_withdraw()
    oracle, draw = Oracle.read(), random.Random(4)
    queries = [a_random_query(draw) for _ in range(1000)]
    found = [agrees(query, oracle) for query in queries]
    # Each kind of query has found something, and has left something out.
    for kind in (
        [bool(query.parts) for query in queries],
        [query.place is not None and query.place.only for query in queries],
        [any(term.quoted for term in query.terms.wanted) for query in queries],
        [any(term.quoted for term in query.terms.excluded) for query in queries],
        [results.softened for results in found],
    ):
        totals = [results.total for results, is_one in zip(found, kind, strict=True) if is_one]
        assert len([total for total in totals if 0 < total < len(oracle.ids)]) > 20


def test_counts_agree_with_what_the_words_were_taken_for() -> None:
    publish_and_withdraw()
    oracle, draw = Oracle.read(), random.Random(6)
    typed = ["jardn", "numerrique", "quar", "enf", "zzzz", "fête de quartier", "gosses"]
    done = {"widened": 0, "repairs": 0, "unknown": 0}
    for _ in range(400):
        query = a_random_query(draw, typed * 3 + VOCABULARY)
        query = query.exactly(*draw.choice([(), (), (), *[(one,) for one in Exact]]))
        meaning = agrees(query, oracle, widened=True).meaning
        for what in done:
            done[what] += bool(getattr(meaning, what))
    assert min(done.values()) > 5, done


def test_counts_are_those_of_the_database_on_the_real_listing(listing_path: Path) -> None:
    call_command("import", str(listing_path), verbosity=0)
    oracle, draw = Oracle.read(), random.Random(5)
    texts = Sheet.objects.values_list("summary", "description")
    written = sorted({word for row in texts for text in row for word in WORD.findall(text)})
    for _ in range(200):
        query = a_random_query(draw, written)
        agrees(query, oracle)
        agrees(query.exactly(), oracle, widened=True)


def test_a_phrase_stands_in_one_text() -> None:
    """Texts follow each other in the index: no phrase runs from one into the next."""
    a_bare_sheet(title="Le jardin", summary="parents d’élèves", limits="la cuisine de la")

    def total(text: str, *parts: Part) -> int:
        return engine.search(Query().with_text(text).exactly(*Exact).within(parts)).total

    for text in ('"jardin parents"', '"jardin de parents"', '"jardin pour les parents"'):
        assert total(text) == 0, text
    assert total('"élèves avec la cuisine"') == 0
    assert total('"parents de l’élève"') == 0
    assert total('"parents et élèves"') == total('"Le jardin"') == 1
    assert total('"parents d’élèves"', Part.SUMMARY, Part.TITLE) == 1
    assert total('"parents d’élèves"', Part.TITLE) == 0


def test_a_page_holds_what_is_counted_when_a_phrase_stands_elsewhere() -> None:
    """The phrase is in the limits of one sheet, in the title of another, which says more of eau."""
    publish_all(*(a_validated_sheet(limits="jardin partagé") for _ in range(30)))
    right = a_bare_sheet(limits=f"jardin partagé, eau. {'Une autre histoire. ' * 200}")
    a_bare_sheet(title="Jardin partagé", limits="eau eau eau")
    results = find('q=eau+"jardin partagé"&dans=limites&exact=synonymes')
    assert (ids(results), results.total) == ([right.pk], 1)


def test_words_are_cut_at_underscores() -> None:
    sheet = a_bare_sheet(summary="photos_velos_2023 jeux_lois_entrées")
    for text in ("vélos", "vélo", "photo", "lois", "entrée", '"vélos 2023"', '"jeux lois"'):
        assert ids(engine.search(Query().with_text(text).exactly(*Exact))) == [sheet.pk], text


def test_whatever_is_written_is_found_as_it_is_written() -> None:
    """Two words copied from a sheet and put in quotes find it: words are cut alike everywhere."""
    draw = random.Random(3)
    pools = [
        "aeéisx",
        "abs_-’.",
        "nosuxi\u0301\u0308",
        "தமிழ்",
        "हिन्दी",
        "مُدَرِّس",
        "日本語",
        "éœßİŁ1²Ⓐ🐝",
    ]

    def a_word() -> str:
        return "".join(draw.choices(draw.choice(pools), k=draw.randint(1, 8)))

    publish_all(
        *(a_validated_sheet(summary=" ".join(a_word() for _ in range(6))) for _ in range(150))
    )
    searched = 0
    for pk, summary in Sheet.objects.values_list("pk", "summary"):
        words = summary.split()
        place = draw.randrange(len(words) - 1)
        query = Query().with_text(f'"{" ".join(words[place : place + 2])}"').exactly(*Exact)
        if query.words:
            found = engine.search(query, limit=200)
            assert not found.softened
            assert pk in ids(found), ascii(query.text)
            searched += 1
    assert searched > 100


def test_the_searches_of_the_contract(listing_path: Path) -> None:
    call_command("import", str(listing_path), verbosity=0)

    def titles(text: str) -> list[str]:
        results = engine.search(Query().with_text(text))
        sheets = Sheet.objects.in_bulk(ids(results))
        return [fold(sheets[pk].display_title) for pk in ids(results)]

    assert len([title for title in titles("reveillon") if "reveillon" in title]) == 2
    assert "cuisines collectives" in titles("cuisine pas cher")[0]
    assert "informatique" in titles("FRACTURE NUMERIQUE")[0]
    assert titles("bulgare") == ["sans titre - 893"]


def test_an_empty_base_answers() -> None:
    results = find("q=jardin")
    assert (results.total, results.hits) == (0, [])
    assert all(values == [] for values in results.facets.values())
    assert list(engine.matching_ids(Query())) == []
    assert find("").total == 0
    assert find("tri=titre").hits == []


def test_accents_case_and_plurals_do_not_matter() -> None:
    sheet = a_bare_sheet(title="Les Réveillons du quartier")
    for text in ("reveillon", "RÉVEILLON", "réveillons", "Reveillons quartiers"):
        assert ids(engine.search(Query().with_text(text))) == [sheet.pk]


def test_a_word_is_found_wherever_it_stands() -> None:
    sheet = a_sheet(
        title="Titre", structure="Maison Bleue", department="33", summary="lampion",
        limits="rhubarbe", keywords=("Santé",), dimension="Services", audience="Adultes",
        partners=("Mutuelle",),
    )  # fmt: skip
    a_sheet(department="69")
    for text in (
        "titre", "maison bleue", "gironde", "nouvelle aquitaine", "lampion", "rhubarbe", "sante",
        "mutuelle", "adultes services",
    ):  # fmt: skip
        assert ids(engine.search(Query().with_text(text))) == [sheet.pk], text


def test_the_title_counts_more_than_the_body() -> None:
    body = a_bare_sheet(title="Atelier", description="un potager, encore un potager")
    title = a_bare_sheet(title="Potager", description="rien de plus")
    lead = a_bare_sheet(title="Autre", summary="Le potager d’à côté en quelques mots choisis")
    found = ids(find("q=potager"))
    assert found[0] == title.pk
    assert set(found) == {title.pk, lead.pk, body.pk}


def test_every_word_is_required_then_fewer() -> None:
    both = a_bare_sheet(title="Jardin partagé")
    two = a_bare_sheet(title="Vélo jardin")
    one = a_bare_sheet(title="Vélo seul")
    strict = find("q=jardin+partage")
    assert (ids(strict), strict.softened) == ([both.pk], False)
    almost = find("q=jardin+velo+introuvable")
    assert (ids(almost), almost.softened, almost.total) == ([two.pk], True, 1)
    any_of = find("q=introuvable+velo+invisible+impossible")
    assert (set(ids(any_of)), any_of.softened) == ({two.pk, one.pk}, True)
    nothing = find("q=introuvable+invisible")
    assert (nothing.total, nothing.softened) == (0, False)
    assert find("q=introuvable").total == 0
    query = Query.parse("q=jardin+velo+introuvable")
    assert list(engine.matching_ids(query)) == [[two.pk]]


def test_softening_keeps_the_filters_and_counts_what_it_shows() -> None:
    a_sheet(title="Vélo", department="69")
    kept = a_sheet(title="Vélo", department="33")
    results = find("q=velo+introuvable&departement=33")
    assert ids(results) == [kept.pk]
    counts = {value.value: value.count for value in results.facets["departement"]}
    assert counts == {"69": 1, "33": 1}


def test_common_words_alone_do_not_narrow() -> None:
    a_bare_sheet(title="Jardin")
    results = find("q=de+la+avec")
    assert (results.total, results.meaning.needs) == (1, ())


def test_a_choice_without_a_sheet_is_shown_at_zero() -> None:
    a_sheet(status="En cours")
    results = find("statut=Terminée")
    assert results.total == 0
    shown = [(value.label, value.count, value.active) for value in results.facets["statut"]]
    assert shown == [("En cours", 1, False), ("Terminée", 0, True)]


def test_facets_come_in_their_order() -> None:
    for status, keywords, department in (
        ("Terminée", ("Culture", "Parentalité"), "69"),
        ("En cours", ("Santé",), "33"),
        ("En cours", ("Santé",), "69"),
    ):
        a_sheet(status=status, keywords=keywords, department=department)
    facets = find("").facets
    assert [value.label for value in facets["statut"]] == ["En cours", "Terminée"]
    assert [value.label for value in facets["mot-cle"]] == ["Parentalité", "Santé", "Culture"]
    assert [(value.value, value.label) for value in facets["departement"]] == [
        ("69", "Rhône"),
        ("33", "Gironde"),
    ]
    assert [value.label for value in facets["region"]] == [
        "Auvergne-Rhône-Alpes",
        "Nouvelle-Aquitaine",
    ]


def test_orders() -> None:
    ten, two, untitled, accented = publish_all(
        a_validated_sheet(title="atelier 10", department="69"),
        a_validated_sheet(title="Atelier 2", department="01"),
        a_validated_sheet(title="", department="69"),
        a_validated_sheet(title="« Écrire »", department=""),
    )
    assert ids(find("")) == [accented.pk, untitled.pk, two.pk, ten.pk]
    assert ids(find("tri=titre")) == [two.pk, ten.pk, accented.pk, untitled.pk]
    assert ids(find("tri=departement")) == [two.pk, ten.pk, untitled.pk, accented.pk]
    assert ids(find("q=atelier&tri=recent")) == [two.pk, ten.pk]
    assert ids(find("q=atelier&tri=titre")) == [two.pk, ten.pk]


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("text", ["", "jardin", "jardin velo"])
def test_pages_neither_overlap_nor_forget(sort: Sort, text: str) -> None:
    """Alike sheets tie on every order: the worst case for pages."""
    publish_all(*(a_validated_sheet(title="Jardin vélo") for _ in range(40)))
    publish_random(25, seed=8)
    query = Query().with_text(text).with_sort(sort)
    whole = engine.search(query, limit=1000)
    pages = []
    for page in range(1, 30):
        results = engine.search(query.with_page(page), limit=7)
        assert results.total == whole.total
        pages += ids(results)
    assert pages == ids(whole)
    assert len(set(pages)) == whole.total >= 40


def test_a_page_past_the_end_is_empty_and_the_total_right() -> None:
    publish_random(5)
    for address in ("page=2", "page=10000", "q=&tri=titre&page=900"):
        results = find(address)
        assert (results.total, results.hits) == (5, [])


def test_the_last_page_holds_sheets_only() -> None:
    """Whatever an engine keeps for itself in its index must not come out, at either end."""
    publish_random(5)
    known = set(Sheet.objects.values_list("pk", flat=True))
    for sort in Sort:
        assert set(ids(engine.search(Query(sort=sort), limit=100))) == known
        last = engine.search(Query(sort=sort, page=2), limit=3)
        assert len(last.hits) == 2


def test_a_change_is_found_after_catching_up() -> None:
    sheet = a_sheet(title="Lampion")
    assert find("q=lampion").total == 1
    draft = Draft(a_validated_sheet(title="Guirlande", department="33"), sheet.pk, sheet.digest)
    publish([draft], actor="essais")
    assert engine.catch_up() == 1
    assert find("q=lampion").total == 0
    assert ids(find("q=guirlandes")) == [sheet.pk]
    assert find("departement=33").total == 1
    writer.withdraw([sheet.pk], actor="essais")
    assert engine.catch_up() == 1
    assert find("").total == 0
    assert engine.catch_up() == 0


def test_similar_sheets_are_the_closest_and_never_itself() -> None:
    publish_random(60, seed=3)
    subject = "Les habitants fabriquent des marionnettes en papier mâché, un castelet, un rideau"
    first = a_sheet(title="Marionnettes du quartier", summary=f"{subject} pour la fête.")
    second = a_sheet(
        title="Un castelet roulant",
        structure="Maison Bleue",
        department="33",
        summary=f"{subject}, puis jouent dans les villages voisins pendant tout l’été.",
        description="Le minibus porte le castelet d’un village à l’autre.",
    )
    engine.catch_up()
    first = Sheet.objects.for_reading().get(pk=first.pk)
    found = [one.sheet_id for one in engine.similar(first)]
    assert found[0] == second.pk
    assert first.pk not in found
    assert len(found) <= 4
    assert engine.similar(first, limit=0) == []


def test_a_sheet_that_says_nothing_is_like_no_other() -> None:
    publish_random(5)
    empty = a_bare_sheet(title="")
    engine.catch_up()
    assert engine.similar(Sheet.objects.for_reading().get(pk=empty.pk)) == []


def test_matching_ids_see_one_state_whatever_happens_meanwhile() -> None:
    publish_random(4)
    walk = engine.matching_ids(Query())
    first = next(walk)
    publish_random(3, seed=9)
    engine.catch_up()
    assert [*first, *(pk for batch in walk for pk in batch)] == first
    assert len(first) == 4


def test_a_limit_of_nothing_counts_only() -> None:
    publish_random(5)
    results = engine.search(Query(), limit=0)
    assert (results.total, results.hits) == (5, [])
    assert results.facets["statut"]
