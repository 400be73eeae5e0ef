"""What is typed in the search box: words, phrases, and what is not wanted. Nothing fails."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from essaim.search import grammar
from essaim.search.analysis import stems
from essaim.search.grammar import Term
from essaim.search.query import TEXT_LIMIT, WORD_LIMIT, Query


def said(terms: tuple[Term, ...]) -> list[str]:
    """Return the terms as typed, phrases between quotes."""
    return [f'"{term.written}"' if term.quoted else term.written for term in terms]


def wanted(text: str) -> list[str]:
    return said(grammar.read(text).wanted)


def excluded(text: str) -> list[str]:
    return said(grammar.read(text).excluded)


@pytest.mark.parametrize(
    "text",
    [
        '"jardin partagé"',
        "«jardin partagé»",
        "« jardin partagé »",
        "«\u00a0jardin partagé\u202f»",
        "“jardin partagé”",
        '  " jardin   partagé "  ',
    ],
)
def test_quotes_of_all_kinds_make_a_phrase(text: str) -> None:
    assert wanted(text) == ['"jardin partagé"']
    assert excluded(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"jardin partagé', ["jardin", "partagé"]),
        ('jardin" partagé', ["jardin", "partagé"]),
        ("«jardin partagé", ["jardin", "partagé"]),
        ("jardin» partagé", ["jardin", "partagé"]),
        ("“jardin", ["jardin"]),
        ('"jardin partagé" "vélo', ['"jardin partagé"', "vélo"]),
        ('"" jardin', ["jardin"]),
        ('"de la" jardin', ["jardin"]),
        ("« » jardin", ["jardin"]),
        ('"', []),
        ('-"', []),
        ("«»", []),
    ],
)
def test_quotes_that_hold_nothing_or_have_no_end_are_no_quotes(text: str, words: list[str]) -> None:
    assert wanted(text) == words


def test_a_phrase_keeps_the_places_of_common_words() -> None:
    (phrase,) = grammar.read('"le jardin de la rue, des voisins"').wanted
    assert phrase.words == ((0, stems["jardin"]), (3, stems["rue"]), (5, stems["voisins"]))
    assert phrase.written == "le jardin de la rue, des voisins"


def test_a_phrase_of_one_word_is_still_meant_as_typed() -> None:
    (phrase,) = grammar.read('"jardin"').wanted
    assert (phrase.quoted, phrase.words) == (True, ((0, stems["jardin"]),))


@pytest.mark.parametrize(
    ("text", "kept", "dropped"),
    [
        ("jardin -vélo", ["jardin"], ["vélo"]),
        ("-vélo jardin", ["jardin"], ["vélo"]),
        ("-vélo", [], ["vélo"]),
        ('jardin -"fête de quartier"', ["jardin"], ['"fête de quartier"']),
        ("jardin -«fête de quartier»", ["jardin"], ['"fête de quartier"']),
        ("-l’été", [], ["été"]),
        ("-après-midi", [], ["midi"]),
        ("-vélo -vélos", [], ["vélo"]),
        # None of these takes anything away.
        ("jardin - vélo", ["jardin", "vélo"], []),
        ("jardin – vélo", ["jardin", "vélo"], []),
        ("jardin -- vélo", ["jardin", "vélo"], []),
        ("jardin-vélo", ["jardin", "vélo"], []),
        ("porte-à-porte", ["porte"], []),
        ("jardin-", ["jardin"], []),
        ("-", [], []),
        ("-de", [], []),
    ],
)
def test_what_a_minus_takes_away(text: str, kept: list[str], dropped: list[str]) -> None:
    assert (wanted(text), excluded(text)) == (kept, dropped)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("l'été", ["été"]),
        ("l’été d’en bas", ["été", "bas"]),
        ("jardin,vélo/cuisine", ["jardin", "vélo", "cuisine"]),
        ("jardin jardins JARDIN", ["jardin"]),
        ("18-25 ans", ["18", "25", "ans"]),
        ("🐝 jardin 🐝🐝", ["jardin"]),
        ("🐝", []),
        ("de la avec", []),
        ("e\u0301te\u0301", ["été"]),
        ("", []),
        ("   ", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert wanted(text) == words


def test_the_same_thing_is_asked_for_once() -> None:
    assert wanted('"jardin partagé" «jardins partagés» jardin') == ['"jardin partagé"', "jardin"]


@pytest.mark.parametrize(
    "piece", ["jardin ", '"', "-", '-"', "« ", "a", "🐝", "é\u0301", "(", "\\"]
)
def test_three_hundred_characters_of_anything(piece: str) -> None:
    query = Query().with_text(piece * TEXT_LIMIT)
    assert len(query.text) <= TEXT_LIMIT
    assert len(query.terms.wanted) <= WORD_LIMIT
    assert len(query.terms.excluded) <= WORD_LIMIT


def test_many_words_are_cut_and_exclusions_have_a_count_of_their_own() -> None:
    text = " ".join(f"mot{rank} -pas{rank}" for rank in range(40))
    terms = Query().with_text(text).terms
    assert len(terms.wanted) == len(terms.excluded) == WORD_LIMIT
    assert terms.wanted[0].written == "mot0"


# Halves of characters never come here: `Query` has replaced them.
anything = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]), st.sampled_from(" -\"«»“”'’éa_\u0301\u200d\u202e")
    ),
    max_size=60,
)


@given(anything)
@example('-"-"-"a')
@example('«“»”"')
@example("\u2011-\u2011a")
def test_whatever_is_typed_is_read(text: str) -> None:
    terms = grammar.read(text)
    for term in (*terms.wanted, *terms.excluded):
        assert term.written
        assert term.words[0][0] == 0
        assert all(stem for stem in term.stems)
        places = [place for place, _ in term.words]
        assert places == sorted(set(places))
        assert term.quoted or len(term.words) == 1
    for kept in (terms.wanted, terms.excluded):
        assert len({term.words for term in kept}) == len(kept)
