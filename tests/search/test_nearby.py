"""What comes near when little is found: less of what was asked for, a word of the family."""

import pytest

from essaim.search import engine, lexicon
from essaim.search.lexicon import Lexicon
from essaim.search.query import Exact, Query
from tests.factories import a_bare_sheet

pytestmark = pytest.mark.django_db


def near(text: str) -> list[int]:
    results = engine.search(Query().with_text(text).exactly(Exact.SYNONYMS))
    assert results.total == len(results.hits)
    return [hit.sheet_id for hit in results.nearby]


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("jardinage", "jardin"),
        ("bénévolat", "bénévole"),
        ("solidarité", "solidaire"),
        ("citoyen", "citoyenneté"),
    ],
)
def test_a_word_of_the_family_comes_near(typed: str, other: str) -> None:
    itself = a_bare_sheet(title=typed, description="premier texte")
    family = a_bare_sheet(title=other, description="second récit")
    a_bare_sheet(title="Cuisine", description="troisième chose")
    results = engine.search(Query().with_text(typed).exactly(Exact.SYNONYMS))
    assert [hit.sheet_id for hit in results.hits] == [itself.pk]
    assert [hit.sheet_id for hit in results.nearby] == [family.pk]


def test_a_family_begins_alike_the_commonest_first() -> None:
    words = Lexicon(
        [("jardin", 9), ("jardinier", 3), ("jardins", 4), ("jarre", 7), ("jargon", 5), ("art", 2)]
    )
    family = [word.written for word in words.family("jardinage")]
    assert family == ["jardin", "jardins", "jardinier"]
    assert words.family("jard") == []
    assert words.family("arts") == []
    assert "jardin" not in [word.written for word in words.family("Jardin")]


def test_what_is_in_quotes_has_no_family() -> None:
    a_bare_sheet(title="Jardinage", description="premier texte")
    a_bare_sheet(title="Jardin", description="second récit")
    assert near('"jardinage"') == []


def test_of_those_that_lack_a_word_the_closest_to_what_was_found_comes_first() -> None:
    shared = "compost broyat lombrics verdure paillage"
    both = a_bare_sheet(title="Balcon fleuri", description=shared)
    far = a_bare_sheet(title="Balcon", description="théâtre opéra chorale solfège piano")
    close = a_bare_sheet(title="Balcon", description=shared)
    farther = a_bare_sheet(title="Balcon", description="ballet danse valse tango musette")
    results = engine.search(Query().with_text("balcon fleuri").exactly(Exact.SYNONYMS))
    assert [hit.sheet_id for hit in results.hits] == [both.pk]
    first, *others = [hit.sheet_id for hit in results.nearby]
    assert (first, set(others)) == (close.pk, {far.pk, farther.pk})


def test_the_lexicon_of_the_index_has_the_family() -> None:
    a_bare_sheet(title="Bénévole")
    engine.search(Query())
    snapshot = engine.answering(lambda one: one)
    assert [word.written for word in lexicon.of(snapshot).family("bénévolat")] == ["bénévole"]


def test_an_expression_that_no_sheet_has_is_looked_for_by_its_words() -> None:
    """The synonyms make one need of it: nothing would be found, and nothing would come near."""
    one = a_bare_sheet(title="Épicerie", description="ouverte le mardi")
    results = engine.search(Query().with_text("épicerie solidaire"))
    assert len(results.meaning.needs) == 1
    assert ([hit.sheet_id for hit in results.hits], results.softened) == ([one.pk], True)
    a_bare_sheet(title="Jardin")
    assert engine.search(Query().with_text("épicerie solidaire")).total == 1
