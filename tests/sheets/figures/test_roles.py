"""Words for people: each under one role, found through slips, never through likeness alone."""

import itertools

import pytest

from essaim.sheets import vocabulary
from essaim.sheets.figures.roles import is_trade, role_of, singular
from essaim.sheets.figures.roles_words import BY_ROLE, SLIPPERY, Role


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("salaries", Role.PROFESSIONAL),
        ("salarier", Role.PROFESSIONAL),
        ("animatrices", Role.PROFESSIONAL),
        ("annimateur", Role.PROFESSIONAL),
        ("animatrices-coordinatrices", Role.PROFESSIONAL),
        ("benevolle", Role.VOLUNTEER),
        ("administratrice", Role.VOLUNTEER),
        ("vice-presidente", Role.VOLUNTEER),
        ("elues", Role.OTHER),
        ("stagieres", Role.OTHER),
        ("grands-parents", Role.RESIDENT),
        ("habitantes", Role.RESIDENT),
        ("benificiaires", Role.BENEFICIARY),
        ("persones", Role.PERSON),
        ("demi-journees", Role.THING),
    ],
)
def test_a_word_finds_its_role(word: str, role: Role) -> None:
    assert role_of(word) is role


LIKE_ROLES = (
    "salaire salaires habitat habitent participent benevolat animation direction education"
    " formation intervention mediation coordination reference different enseignement parentalite"
    " stages familial adhesion permanences association chose abc"
)


@pytest.mark.parametrize("word", LIKE_ROLES.split(" "))
def test_a_word_that_looks_like_one_does_not(word: str) -> None:
    assert role_of(word) in (None, Role.THING)


def test_no_word_has_two_roles() -> None:
    for one, other in itertools.combinations(BY_ROLE.values(), 2):
        assert not one & other


def test_each_word_of_the_tables_is_found_in_the_plural_too() -> None:
    for role, words in BY_ROLE.items():
        for word in words:
            assert word == vocabulary.fold(word)
            assert role_of(word) is role, word
            assert role_of(word if word.endswith("s") else f"{word}s") is role, word


def test_words_that_are_slipped_in_have_a_role() -> None:
    assert frozenset().union(*BY_ROLE.values()) >= SLIPPERY


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("animatrices", "animateur"),
        ("intervenantes", "intervenant"),
        ("infirmieres", "infirmier"),
        ("travailleuses", "travailleur"),
        ("musiciennes", "musicien"),
        ("professionnelles", "professionnel"),
        ("salariees", "salarie"),
        ("elues", "elu"),
        ("civiques", "civique"),
        ("as", "as"),
    ],
)
def test_words_are_brought_to_the_masculine_singular(word: str, wanted: str) -> None:
    assert singular(word) == wanted


def test_trades_are_told_by_their_ending() -> None:
    for trade in ("fleuristes", "mosaiste", "graphologues", "mathematicienne", "restauratrices"):
        assert is_trade(trade)
    for thing in ("ordinateurs", "quartiers", "fleurs", "listes", "consiste", "cicatrices"):
        assert not is_trade(thing)
