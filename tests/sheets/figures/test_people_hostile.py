"""The reader of people answers to any text, at once, with places that are in it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from essaim.sheets.figures.people import read_people
from essaim.sheets.figures.readings import People

_WORDS = (
    "3 12 0 1,5 2015 5-8 06.12.34.56.78 une un la l' le des les aucun sans bénévoles salarié"
    " animatrice(s) élus habitants personnes enfants familles ETP équipe dont soit total environ"
    " vingtaine de du par pour et ou plus + : ( ) , . ; / = - « ’ \u0301 \u202f \x00 é œ ² ½ ٣"
)
PIECES = (*_WORDS.split(" "), "\n")
PILES = {
    "chiffres": "1" * 100_000,
    "nombres": "1 " * 50_000,
    "points": "1.000." * 17_000,
    "personnes": "12 personnes " * 8_000,
    "dont": "3 salariés dont " * 6_000,
    "parenthèses": "5 (" * 30_000,
    "articles": "la référente famille " * 5_000,
    "mêmes": "les 5 animateurs " * 6_000,
    "lignes": "\n" * 100_000,
    "titres": "bénévoles :\n\n" * 8_000,
    "totaux": "total : " * 12_000,
    "tirets": "a-" * 50_000,
    "inclusif": "salarié" + "(e)" * 30_000,
    "lieux": "caf 1, " * 15_000,
    "lettres": "2 p + " * 15_000,
    "binômes": "un binôme salarié/" * 6_000,
    "un mot": "é" * 300_000,
    "mots": " ".join(f"{'abcdefghij'[place % 10]}{place:x}eur" for place in range(15_000)),
}


def check(text: str, people: People) -> None:
    """Hold what is true of the reading of any text."""
    for passage in people.passages:
        assert 0 <= passage.start < passage.end <= len(text)
        assert passage.text == text[passage.start : passage.end]
    counts = (people.professionals, people.volunteers, people.others, people.total)
    for count in (*counts, people.beneficiaries):
        assert count is None or 0 <= count.low <= count.high
    anything = any(count is not None for count in (*counts, people.beneficiaries))
    assert (people.certainty is not None) is (anything or people.fte is not None)
    assert bool(people.passages) is (people.certainty is not None)
    if any(count is not None for count in counts[:3]):
        assert people.total is not None


@given(st.text())
@example("\ud800 3 salariés")
@example("I\u0307 3 salarie\u0301s")
@example("cs : ², cs : ٣")
def test_any_text_has_an_answer(text: str) -> None:
    check(text, read_people(text))


@given(st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_any_disorder_of_usual_words_has_an_answer(text: str) -> None:
    check(text, read_people(text))


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_words_may_run_together(text: str) -> None:
    check(text, read_people(text))


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", PILES)
def test_a_huge_text_ends(name: str) -> None:
    text = PILES[name]
    check(text, read_people(text))
