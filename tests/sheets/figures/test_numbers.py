"""Numbers in a French text: groupings, words, ranges, and what only looks like a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.sheets.figures.numbers import Number, find_numbers

Value = float | tuple[float, float]


def values(text: str) -> list[Value]:
    """Return the values found, ranges as pairs."""
    return [
        float(one.value) if one.high is None else (float(one.value), float(one.high))
        for one in find_numbers(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18 000", [18_000]),
        ("18\u00a0000", [18_000]),
        ("18\u202f000", [18_000]),
        ("18\u2009000", [18_000]),
        ("18.000", [18_000]),
        ("18000", [18_000]),
        ("18,000", [18_000]),
        ("18'000", [18_000]),
        ("18 000,00", [18_000]),
        ("7.350,50", [7_350.5]),
        ("7 350,5", [7_350.5]),
        ("7350.50", [7_350.5]),
        ("1,5", [1.5]),
        ("1 250 000", [1_250_000]),
        ("1.250.000", [1_250_000]),
        ("2015 300 familles", [2_015, 300]),
        ("3 000 2 500", [3_000, 2_500]),
        ("3K€", [3_000]),
        ("3 k€", [3_000]),
        ("3 ke", [3_000]),
        ("2,5 keuros", [2_500]),
        ("12k", [12_000]),
        ("12 km", [12]),
        ("12 kg", [12]),
        ("1,2 million", [1_200_000]),
        ("2 M€", [2_000_000]),
        ("200 m2", [200]),
        ("15 mille", [15_000]),
        ("2€50", [2.5]),
        ("12 euros50", [12.5]),
        ("3x150€", [3, 150]),
        ("0,5", [0.5]),
        ("0", [0]),
        ("Caf3000", [3_000]),
    ],
)
def test_digits(text: str, expected: list[Value]) -> None:
    assert values(text) == expected
    assert {one.written for one in find_numbers(text)} == {"digits"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("six", [6]),
        ("quinze mille", [15_000]),
        ("dix huit mille", [18_000]),
        ("dix-huit mille cinq cents", [18_500]),
        ("deux cents", [200]),
        ("mille", [1_000]),
        ("deux milles", [2_000]),
        ("vingt et une", [21]),
        ("soixante et onze", [71]),
        ("quatre-vingt-dix", [90]),
        ("un million deux cent mille", [1_200_000]),
        ("Zéro", [0]),
        ("mille et deux mille", [1_000, 2_000]),
        ("deux et trois", [2, 3]),
        ("vingt, deux", [20, 2]),
        ("vingt\ndeux", [20, 2]),
        ("quatre lettres", [4]),
        ("cent pour cent", [100]),
        ("un matériel neuf", [1]),
        ("l'un des neuf", [9]),
        ("mille et une nuits", []),
    ],
)
def test_words(text: str, expected: list[Value]) -> None:
    assert values(text) == expected
    assert {one.written for one in find_numbers(text)} <= {"words"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("entre 4 000 et 5 000", [(4_000, 5_000)]),
        ("4 000 et 5 000", [4_000, 5_000]),
        ("5 à 8", [(5, 8)]),
        ("5-8", [(5, 8)]),
        ("5 – 8", [(5, 8)]),
        ("5/8 personnes", [(5, 8)]),
        ("le 5/8", [5, 8]),
        ("8 à 5", [8, 5]),
        ("deux ou trois", [(2, 3)]),
        ("un à deux", [(1, 2)]),
        ("4 à 5 000 €", [(4_000, 5_000)]),
        ("3 à 4 K€", [(3_000, 4_000)]),
        ("50 000€-60 000€", [(50_000, 60_000)]),
        ("entre mille et deux mille", [(1_000, 2_000)]),
        ("quinze à vingt mille", [(15_000, 20_000)]),
        ("2013 - 4 000 €", [2_013, 4_000]),
        ("2014-2016", [(2_014, 2_016)]),
        ("de 6 à 12 ans", [(6, 12)]),
    ],
)
def test_ranges(text: str, expected: list[Value]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("une vingtaine", 20),
        ("une bonne trentaine", 30),
        ("30aine", 30),
        ("une 30 aine", 30),
        ("deux dizaines", 20),
        ("2 centaines", 200),
        ("une demi-douzaine", 6),
        ("un millier", 1_000),
        ("environ 10", 10),
        ("10 environ", 10),
        ("3 000 € environ", 3_000),
        ("plus de 20", 20),
        ("près de 20", 20),
        ("~ 20", 20),
        ("au moins 20", 20),
    ],
)
def test_about(text: str, expected: float) -> None:
    *_, one = find_numbers(text)
    assert float(one.value) == expected
    assert one.approximate


@pytest.mark.parametrize(
    "text",
    [
        *("1er", "2ème", "3e", "2nd", "1ère", "la 5e fois", "12/03/2015", "12.03.15", "12-03-2015"),
        *("le 12 mars 2015", "le 1er mai", "du 3 au 8 juin", "14h30", "de 9h à 16 h", "10h-12h"),
        *("04 77 12 34 56", "0477123456", "+33 6 12 34 56 78", "04.77.12.34.56", "CM2", "T4"),
        *("123 456 789 00012", "n° 12", "article 64", "BP 400", "1/2 poste", "https://a.fr/2015"),
        *("des dizaines", "des centaines", "par quinzaine", "cmd@12", "1" * 20),
    ],
)
def test_what_counts_nothing(text: str) -> None:
    assert find_numbers(text) == ()


def test_articles_are_told_from_numbers() -> None:
    found = find_numbers(
        "Un animateur, une stagiaire, vingt et un jeunes, 1 élu, un à deux parents"
    )
    assert [one.is_article for one in found] == [True, True, False, False, False]


def test_places_are_those_of_the_text() -> None:
    text = "e\u0301te\u0301 2015 : 18\u202f000 € et « quinze mille »"
    found = find_numbers(text)
    assert [text[one.start : one.end] for one in found] == ["2015", "18\u202f000", "quinze mille"]


@given(st.text(alphabet="0123456789 .,/-'KkMhàeu€aine\n%x\u0301é", max_size=60))
def test_any_text_has_its_numbers_in_order(text: str) -> None:
    last = 0
    for one in find_numbers(text):
        assert isinstance(one, Number)
        assert last <= one.start < one.end <= len(text)
        assert one.value >= 0
        assert one.high is None or one.high > one.value
        last = one.end


@pytest.mark.parametrize(
    "piece", ["1 ", "1.000.", "1", "1-", "un ", "cent mille ", "30aine ", "1 a "]
)
@pytest.mark.timeout(20)
def test_a_pile_is_read_in_one_go(piece: str) -> None:
    assert len(find_numbers(piece * (100_000 // len(piece)))) <= 6_000
