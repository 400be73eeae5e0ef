"""Words: accents, case and plurals do not matter; common words do not count."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.search.analysis import STOP_WORDS, WORD, analyzer, prepare, stems, words

SAME = """
réveillon reveillon RÉVEILLONS Reveillons
vélo vélos velo VÉLOS
photo photos
emploi emplois EMPLOIS
ami amis
menu menus
jeu jeux JEUX
lieu lieux
vœu vœux voeux
journal journaux
gâteau gâteaux
local locaux
français française françaises FRANÇAIS
heureux heureuse heureuses
numérique numeriques
éducation education
élu élus
média médias
cœur coeur
aidant aidants aidante aidantes AIDANT
mère mères mere MÈRES
répit repit répits
collecte collectes
environnement environnements
CLAS C.L.A.S. c.l.a.s C.L.A.S
délai délais delais
""".strip().splitlines()

SAMPLE = ["Éducation", "jeux", "l’été", "12e", "vélos", "œuvre", "d'art", "à", "C.L.A.S."]
DIFFERENT = [
    ("été", "est"),
    ("jardin", "jardinier"),
    ("bien", "bain"),
    ("santé", "sans"),
    ("aidant", "aide"),
    ("français", "France"),
    ("mère", "mer"),
    ("répit", "repas"),
    ("environnement", "environ"),
    ("pétition", "petit"),
    ("collecte", "collectif"),
    ("concertation", "concert"),
    ("papi", "papa"),
]


@pytest.mark.parametrize("line", SAME)
def test_spellings_of_one_word_are_one_word(line: str) -> None:
    assert len({words(spelling) for spelling in line.split()}) == 1
    assert words(line.split(maxsplit=1)[0])


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert words(one) != words(other)


def test_common_words_do_not_count_whatever_their_accents() -> None:
    assert words("pas à la où ou avec nous sous très tres même meme") == ()
    assert words("cuisine pas cher") == words("Cuisine, cher")
    assert words("jamais assez de bénévoles") == words("jamais bénévoles")
    assert words("l’école d'été") == (*words("école"), *words("été"))


def test_a_word_is_searched_once_and_words_keep_their_order() -> None:
    assert words("jardin vélo jardins JARDIN") == (*words("jardin"), *words("vélo"))


def test_decomposed_text_is_the_same_text() -> None:
    assert words(unicodedata.normalize("NFD", "éducation à la santé")) == words(
        "éducation à la santé"
    )


def test_a_word_too_long_to_be_one_is_left_out() -> None:
    assert words("a" * 41) == ()
    assert words("é" * 19) != ()


def test_stop_words_are_as_the_analyzer_sees_them() -> None:
    """A stop word must be in the very form it has when the filter meets it."""
    assert all(not analyzer().analyze(word) for word in STOP_WORDS)


@given(st.text(max_size=200))
def test_no_text_breaks_the_analysis(text: str) -> None:
    found = words(text)
    assert len(set(found)) == len(found)
    assert prepare(prepare(text)) is not None


@given(st.lists(st.sampled_from(SAMPLE), max_size=20))
def test_words_read_one_by_one_are_those_of_the_whole(parts: list[str]) -> None:
    """Passages are highlighted word by word: they must see what the index saw."""
    text = " ".join(parts)
    one_by_one = [stems[word] for word in WORD.findall(text) if stems[word]]
    assert tuple(dict.fromkeys(one_by_one)) == words(text)


def test_words_read_one_by_one_on_the_real_listing(listing_path: Path) -> None:
    text = unicodedata.normalize("NFC", listing_path.read_text(encoding="utf-8"))
    one_by_one = [stems[word] for word in WORD.findall(text) if stems[word]]
    assert one_by_one == analyzer().analyze(prepare(text))
