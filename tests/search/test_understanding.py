"""What words are taken for: repaired, completed, widened, and all of it told."""

import random

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from essaim.search import engine, reader, synonyms, telling
from essaim.search.analysis import stems, words
from essaim.search.query import Exact, Query
from essaim.search.understanding import Meaning, Need, understand
from tests.factories import a_bare_sheet, a_validated_sheet, publish_all
from tests.search.sheets import VOCABULARY, publish_random
from tests.search.thesaurus import in_force

pytestmark = pytest.mark.django_db

SPELLING = Exact.SPELLING
SYNONYMS = Exact.SYNONYMS


def meaning(text: str, *exact: Exact) -> Meaning:
    return engine.search(Query().with_text(text).exactly(*exact)).meaning


def found(text: str, *exact: Exact) -> set[int]:
    results = engine.search(Query().with_text(text).exactly(*exact), limit=100)
    return {hit.sheet_id for hit in results.hits}


def repairs(text: str) -> dict[str, str]:
    return {one.written: one.read for one in meaning(text, SYNONYMS).repairs}


def widened(text: str, *exact: Exact) -> dict[str, set[str]]:
    return {one.written: set(one.others) for one in meaning(text, *exact).widened}


@pytest.mark.parametrize(
    "typed", ["jardn", "jarrdin", "jradin", "jarbin", "jardinn", "JARDN", "numeriqeu", "nmérique"]
)
def test_a_slip_is_repaired(typed: str) -> None:
    right = a_bare_sheet(title="Jardin numérique")
    a_bare_sheet(title="Vélo")
    assert found(typed) == {right.pk}
    (read,) = repairs(typed).values()
    assert words(read) in (words("jardin"), words("numérique"))
    assert meaning(typed).unknown == ()


def test_two_slips_are_repaired_in_long_words_only() -> None:
    a_bare_sheet(title="Intergénérationnel, bricolage")
    assert repairs("intergenerasionel") == {"intergenerasionel": "intergénérationnel"}
    assert repairs("brycolaje") == {"brycolaje": "bricolage"}
    assert repairs("bicolag") == {}


@pytest.mark.parametrize("typed", ["vel", "ado", "abc", "12", "r2d2"])
def test_short_words_and_figures_are_not_repaired(typed: str) -> None:
    a_bare_sheet(title="Bal du sel, 13 r2d3")
    assert meaning(typed, SYNONYMS).repairs == ()


def test_the_nearest_then_the_commonest_is_taken() -> None:
    publish_all(
        *(a_validated_sheet(title="Fanfare") for _ in range(3)),
        a_validated_sheet(title="Fanfane"),
    )
    assert repairs("fanfaze") == {"fanfaze": "fanfare"}


def test_the_likeliest_by_the_other_words_is_taken() -> None:
    """Alone, the commonest; with another word, the one that stands with it."""
    alone = publish_all(*(a_validated_sheet(title="Le parc") for _ in range(5)))
    with_it = a_bare_sheet(title="Une barque sur la rivière")
    a_bare_sheet(title="Un banque")
    publish_all(*(a_validated_sheet(title="La banque") for _ in range(4)))
    assert len(alone) == 5
    assert repairs("barqe") == {"barqe": "barque"}
    assert repairs("bazque") == {"bazque": "banque"}
    assert repairs("bazque rivière") == {"bazque": "barque"}
    assert with_it.pk in found("bazque rivière")


def test_a_word_of_an_expression_that_no_sheet_has_stands_for_its_family(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Spelt right, it is not repaired; and it must not find nothing for that."""
    in_force(monkeypatch, "activité sportive = sport\natelier de brassage = bière")
    right = a_bare_sheet(title="Le sport du samedi, des brassards")
    assert found("sportive") == {right.pk}
    assert widened("sportive") == {"sportive": {"sport"}}
    assert found("sportive", SPELLING) == found("brassage") == set()


def test_a_marked_acronym_is_known_in_small_letters_when_no_sheet_has_the_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    in_force(monkeypatch, "TAD! = transport à la demande\nSEL! = système d’échange local")
    bus = a_bare_sheet(title="Le transport à la demande")
    swap = a_bare_sheet(title="Un système d’échange local")
    assert (found("tad"), found("sel")) == ({bus.pk}, {swap.pk})
    query = Query().with_text("tad")
    (told,) = telling.remarks(query, engine.search(query))
    assert told.text == "Cherché aussi\N{NO-BREAK SPACE}: transport à la demande."
    assert told.undone is not None
    assert engine.search(told.undone).meaning.widened == ()
    salt = a_bare_sheet(title="Du sel dans la soupe")
    engine.catch_up()
    assert (found("sel"), found("SEL")) == ({salt.pk}, {swap.pk, salt.pk})


def test_half_a_word_is_completed() -> None:
    one = a_bare_sheet(title="Marionnettes")
    other = a_bare_sheet(title="Le marionnettiste")
    a_bare_sheet(title="La mare")
    assert found("marionn") == {one.pk, other.pk}
    assert widened("marionn") == {"marionn": {"marionnettes", "marionnettiste"}}
    assert meaning("marionn").repairs == ()
    assert meaning("ma").widened == ()


def test_a_word_far_more_frequent_is_looked_for_beside() -> None:
    slip = a_bare_sheet(title="Jardim")
    many = publish_all(*(a_validated_sheet(title="Jardin") for _ in range(40)))
    assert found("jardim", SYNONYMS) == {slip.pk, *(sheet.pk for sheet in many)}
    assert widened("jardim", SYNONYMS) == {"jardim": {"jardin"}}
    results = engine.search(Query().with_text("jardim").exactly(SYNONYMS), limit=100)
    assert results.hits[0].sheet_id == slip.pk
    assert found("jardin", SYNONYMS) == {sheet.pk for sheet in many}
    assert meaning("jardin", SYNONYMS).widened == ()


def test_a_word_no_sheet_has_is_told_and_left_out() -> None:
    sheet = a_bare_sheet(title="Jardin")
    told = meaning("jardin xyzzyx")
    assert told.unknown == ("xyzzyx",)
    assert [need.written for need in told.needs] == ["jardin"]
    results = engine.search(Query().with_text("jardin xyzzyx"))
    assert ([hit.sheet_id for hit in results.hits], results.softened) == ([sheet.pk], True)


def test_when_no_word_is_known_nothing_is_found() -> None:
    a_bare_sheet(title="Jardin")
    for text in ("xyzzyx", "xyzzyx wwwwww"):
        results = engine.search(Query().with_text(text))
        assert results.total == 0
        assert results.meaning.unknown == tuple(text.split())
        assert results.meaning.needs


def test_spelling_may_be_switched_off() -> None:
    a_bare_sheet(title="Jardin")
    for typed in ("jardn", "jard", "xyzzyx"):
        told = meaning(typed, SPELLING, SYNONYMS)
        assert (told.repairs, told.widened, told.unknown) == ((), (), ())
        assert found(typed, SPELLING, SYNONYMS) == set()


def test_synonyms_may_be_switched_off() -> None:
    typed, other = a_pair()
    one, also = a_bare_sheet(title=f"Un {typed}"), a_bare_sheet(title=f"Un {other}")
    assert found(typed) == {one.pk, also.pk}
    assert other in widened(typed)[typed]
    assert found(typed, SYNONYMS) == {one.pk}
    assert meaning(typed, SYNONYMS).widened == ()
    # Spelling is another matter.
    assert found(typed, SPELLING) == {one.pk, also.pk}


def a_pair() -> tuple[str, str]:
    """Return two words of the thesaurus, one of which stands for the other."""
    for group in synonyms.current().groups:
        for term in group.terms:
            if not term.written.isalpha() or not term.written.islower():
                continue
            match = synonyms.current().variants([stems[term.written]], 0, [term.written])
            for variant in match.variants if match else ():
                is_other = variant.written.isalpha() and len(variant.words) == 1
                if is_other and variant.words[0][1] != stems[term.written]:
                    return term.written, variant.written
    raise AssertionError("no pair of words in the thesaurus")


def test_what_was_typed_comes_before_what_stands_for_it() -> None:
    typed, other = a_pair()
    one = a_bare_sheet(title=f"Un {typed}")
    a_bare_sheet(title=f"Un {other}")
    results = engine.search(Query().with_text(typed))
    assert results.hits[0].sheet_id == one.pk


def ranked(text: str) -> list[int]:
    return [hit.sheet_id for hit in engine.search(Query().with_text(text)).hits]


def test_an_acronym_and_its_full_name_find_the_same_sheets() -> None:
    names = ["CLAS", "Contrat local d’accompagnement à la scolarité", "Accompagnement scolaire"]
    apart = "Un contrat, le local, un accompagnement vers la scolarité"
    sheets = publish_all(*(a_validated_sheet(title=title) for title in (*names, apart)))
    in_order = ranked("CLAS")
    assert set(in_order) == {sheet.pk for sheet in sheets}
    assert set(in_order[:2]) == {sheets[0].pk, sheets[1].pk}
    assert ranked("clas") == ranked("C.L.A.S.") == in_order
    for typed in (
        "contrat local d'accompagnement à la scolarité",
        "CONTRATS LOCAUX ACCOMPAGNEMENT SCOLARITES",
    ):
        assert set(ranked(typed)) == set(in_order), typed
    assert "contrat local d’accompagnement à la scolarité" in widened("CLAS")["CLAS"]


def test_initials_that_no_sheet_has_are_guessed() -> None:
    visit = a_bare_sheet(title="Visites à domicile")
    assert found("VAD") == {visit.pk}
    assert "visite à domicile" in widened("VAD")["VAD"]
    assert meaning("VAD", SYNONYMS).unknown == ("VAD",)


def test_initials_of_what_no_sheet_has_are_left_out() -> None:
    garden = a_bare_sheet(title="Jardin")
    assert meaning("jardin VAD").unknown == ("VAD",)
    assert found("jardin VAD") == {garden.pk}


def test_a_slip_in_a_word_with_common_words() -> None:
    a_bare_sheet(title="Les petits pas")
    childhood = a_bare_sheet(title="Petite enfance")
    assert found("tout-petits") == found("tout-peitts") >= {childhood.pk}
    assert ranked("tout-petits")[0] == childhood.pk


def test_initials_that_sheets_have_are_a_word() -> None:
    a_bare_sheet(title="Visites à domicile")
    known = a_bare_sheet(title="Le vad du quartier")
    assert found("VAD") == {known.pk}


def test_a_repaired_word_is_widened_like_any_other() -> None:
    a_bare_sheet(title="Jardin")
    told = meaning("jardn")
    assert [one.read for one in told.repairs] == ["jardin"]
    as_typed = {sense.words for need in meaning("jardin").needs for sense in need.senses}
    assert as_typed <= {sense.words for need in told.needs for sense in need.senses}


def test_what_stands_in_quotes_is_taken_as_it_is() -> None:
    a_bare_sheet(title="Jardin partagé")
    for text in ('"jardn partagé"', '"jard"', '"xyzzyx"'):
        told = meaning(text)
        assert (told.repairs, told.widened, told.unknown) == ((), (), ())
        assert [len(need.senses) for need in told.needs] == [1]
        assert found(text) == set()


def test_what_is_excluded_is_taken_as_it_is() -> None:
    kept = a_bare_sheet(title="Jardin")
    assert found("-jardn") == {kept.pk}
    assert found("-jard") == {kept.pk}
    assert found("-jardin") == set()
    assert meaning("-jardn").repairs == ()


def test_marks_are_all_that_was_looked_for() -> None:
    a_bare_sheet(title="Jardin de la rue")
    assert {stems["jardin"], stems["rue"]} <= meaning('jardn "la rue"').marks
    assert meaning("rue -jardin", SYNONYMS).marks == {stems["rue"]}


def told_stems(told: Meaning) -> set[str]:
    """Return every word that the page says has been looked for."""
    written = [one.read for one in told.repairs]
    written += [other for one in told.widened for other in one.others]
    return {stem for text in written for stem in words(text)}


def typed_stems(need: Need, text: str) -> set[str]:
    return {*words(need.written), *words(text)}


def test_nothing_is_looked_for_that_is_not_told() -> None:
    """Every sense beyond the typed one shows among what was repaired or widened."""
    publish_random(120)
    draw = random.Random(9)
    typed = [*VOCABULARY, "jardn", "vel", "enf", "quartie", "musiqu", "zzzz", "parants", "gosses"]
    beyond = 0
    for _ in range(250):
        text = " ".join(draw.sample(typed, draw.randint(1, 4)))
        told = meaning(text, *draw.choice([(), (), (SPELLING,), (SYNONYMS,)]))
        for need in told.needs:
            looked_for = {stem for sense in need.senses for _, stem in sense.words}
            assert looked_for <= typed_stems(need, text) | told_stems(told), (text, need)
            beyond += not looked_for <= set(words(text))
            assert all(0 < sense.weight <= 1 for sense in need.senses)
        assert set(told.unknown) <= set(text.split())
    assert beyond > 50


def test_reading_a_text_costs_no_query_of_the_database(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    publish_random(10)
    meaning("jardn vélo")  # the thesaurus and the labels are now in memory
    with django_assert_num_queries(0):
        told = understand(reader.snapshot(), Query().with_text("quartie musiqu enf"))
    assert told.widened
