"""The reader of money answers to any text, at once, with places that are in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.sheets.figures.money import read_funding
from essaim.sheets.figures.readings import Certainty, Funding

_WORDS = (
    "3 000 2015 1,5 0 00 12/03 € euros K M€ Caf ville la de du par pour enfant séance an mois sur"
    " dont soit total budget coût entre et à ou hors néant aucun pas mille un vingtaine aine % x ="
    " + ( ) , . ; : / - é œ ﬁ ß İ ² ½ ٣ \u0301 \u202f \u00a0 \x00"
)
PIECES = (*_WORDS.split(" "), "\n", "\r", "\t")
PILES = (
    *("1 ", "1.000.", "1", "1.", "1,", "1-", "0 1 ", "3000 ", "3000 € ", "Caf 3000 ", "dont 3000"),
    *(
        "3000(",
        "par ",
        "total ",
        "aucun ",
        "pas de ",
        "1000\n",
        "1000 de la ",
        "2 ans 3000 € ",
        "\n",
    ),
    *(
        "3000 € de la caf, ",
        "10 € par atelier ",
        "de la ville ( ",
        "soit ",
        "nombre de ",
        "tarif a ",
    ),
    *("750 € caf autant ", "3000\t", "Achats\t100\tCaf\t200\n", "entre 300 € (petite) et ", "   a"),
    *("10 x 75 = 750 ", "2014 2015\n", "budget du centre ", "3000 € (", "60 : 100 ; ", "/ a 100 "),
    *("cent mille ", "un ", "1 a ", "aine ", "environ 1 ", "04 77 ", "12 mars ", "rue ", "e\u0301"),
)


def check(text: str, funding: Funding) -> None:
    """Hold what is true of the reading of any text."""
    for passage in funding.passages:
        assert 0 <= passage.start < passage.end <= len(text)
        assert passage.text == text[passage.start : passage.end]
    assert funding.budget is None or funding.budget >= 0
    assert not (funding.budget and funding.range)
    given_something = funding.budget is not None or funding.unit_prices or funding.range
    assert (funding.certainty is not None) == bool(given_something or funding.shares)
    assert bool(funding.passages) == bool(funding.certainty)


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
    | st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)
)
def test_any_text_is_read(text: str) -> None:
    check(text, read_funding(text))


@pytest.mark.parametrize("piece", PILES)
@pytest.mark.timeout(20)
def test_a_pile_is_read_in_one_go(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    check(text, read_funding(text))


def test_accents_may_be_signs_of_their_own() -> None:
    text = "De\u0301partement : 3 000 \u20ac"
    reading = read_funding(text)
    assert [one.funder for one in reading.shares] == ["Conseil départemental"]
    # One amount that serves twice: what a funder gives, and the budget.
    assert [text[one.start : one.end] for one in reading.passages] == ["3 000 €", "3 000 €"]
    assert {one.kind for one in reading.passages} == {"budget", "parts"}


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Budget total : 3 000 €", Certainty.SURE),
        ("Caf 2000 €, ville 1000 €", Certainty.SURE),
        ("3k", Certainty.SURE),
        ("Néant", Certainty.SURE),
        ("5 € par enfant", Certainty.SURE),
        ("entre 2000 et 3000 €", Certainty.SURE),
        ("15000", Certainty.LIKELY),
        ("Caf 2000, ville 1000", Certainty.LIKELY),
        ("graines 60 €, outils 40 €", Certainty.LIKELY),
        ("2014 : 3 000 €, 2015 : 3 500 €", Certainty.DOUBTFUL),
        ("bailleurs 3 x 500 €, ville 2 500 €", Certainty.DOUBTFUL),
        ("coût total 3 000 €, puis coût total 5 000 €", Certainty.DOUBTFUL),
        ("voir bilan", None),
    ],
)
def test_how_sure_it_is(text: str, certainty: Certainty | None) -> None:
    assert read_funding(text).certainty is certainty


def test_each_figure_has_its_place() -> None:
    text = "Total 6 000 € sur 2 ans : Caf 4 000 €, ville 2 000 €. Entrée : 2 € par enfant."
    assert [(one.kind, one.text) for one in read_funding(text).passages] == [
        ("budget", "6 000 €"),
        ("mois", "2 ans"),
        ("parts", "4 000 €"),
        ("parts", "2 000 €"),
        ("prix_unitaires", "2 €"),
    ]
    text = "entre 2 000 et 3 000 € par an"
    assert [(one.kind, one.text) for one in read_funding(text).passages] == [
        ("fourchette", "2 000 et 3 000 €"),
        ("mois", "par an"),
    ]
    text = "matériel 300 €, goûters 80 €"
    assert [(one.kind, one.text) for one in read_funding(text).passages] == [
        ("budget", "300 €"),
        ("budget", "80 €"),
    ]
