"""What stands under a text in which figures are read, from readings made by hand."""

from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.http import QueryDict

from essaim.editor import reading, sheet_form
from essaim.editor.published_figures import PublishedFigures
from essaim.sheets import content as contents
from essaim.sheets import fields
from essaim.sheets.content import Content
from essaim.sheets.figures.readings import (
    Certainty,
    Count,
    Funding,
    Passage,
    People,
    Share,
)

TEXT = "18 000 euros sur 2 ans, Caf 3000"
BUDGET = Funding(
    Decimal(18_000),
    24,
    (Share(Decimal(3_000), "Caf"),),
    certainty=Certainty.SURE,
    passages=(
        Passage(0, 22, "budget", "18 000 euros sur 2 ans"),
        Passage(17, 22, "mois", "2 ans"),
        Passage(24, 32, "parts", "Caf 3000"),
    ),
)


def written(**changes: Any) -> Content:
    return contents.empty() | {"funding": TEXT, "people": "Du monde"} | changes


def answers(one: reading.Reading) -> dict[str, dict[str, str]]:
    """Return what each button states, by its words."""
    return {
        gesture.words: dict(parse_qsl(gesture.answer, keep_blank_values=True))
        for gesture in one.gestures
    }


def test_a_budget_is_said_quoted_and_asked_about() -> None:
    one = reading.of_money(BUDGET, written())
    assert one.told == "Nous lisons : 18 000 € sur 24 mois, dont Caf 3 000 €."
    assert one.question == "C’est bien cela ?"
    assert one.source == (TEXT,)  # side by side: quoted as one
    assert one.sureness == "Le texte le dit clairement."
    assert one.opening == "Corriger"
    assert answers(one) == {
        "Oui, c’est cela": {"budget_confirme": "18000", "mois_confirmes": "24"},
        "Ce n’est pas un budget": {"budget_confirme": "non", "mois_confirmes": "non"},
    }


def test_shares_that_make_the_whole_are_said_so() -> None:
    shares = (Share(Decimal(200), "Caf"), Share(Decimal("50.50"), None))
    one = reading.of_money(Funding(Decimal("250.50"), shares=shares), written())
    assert one.told == "Nous lisons : 250,50 €, soit Caf 200 € et 50,50 €."
    agreed = answers(one)["Oui, c’est cela"]
    assert agreed == {"budget_confirme": "251", "mois_confirmes": ""}


def test_nothing_at_all_is_a_budget_of_zero() -> None:
    one = reading.of_money(Funding(Decimal(0), certainty=Certainty.SURE), written())
    assert one.told == "Nous lisons : aucune dépense, 0 €."
    assert answers(one)["Oui, c’est cela"]["budget_confirme"] == "0"


def test_a_range_cannot_be_agreed_to_in_one_figure() -> None:
    read = Funding(range=(Decimal(4_000), Decimal(5_000)), certainty=Certainty.SURE)
    one = reading.of_money(read, written())
    assert one.told == "Nous lisons : entre 4 000 € et 5 000 €."
    assert list(answers(one)) == ["Ce n’est pas un budget"]
    assert "Nous ne compterons pas de budget" in one.question


def test_what_no_sheet_would_take_is_not_proposed() -> None:
    one = reading.of_money(Funding(Decimal(10) ** 12), written())
    assert list(answers(one)) == ["Ce n’est pas un budget"]
    for months in (0, 10_000):
        one = reading.of_money(Funding(Decimal(5), months), written())
        assert answers(one)["Oui, c’est cela"]["mois_confirmes"] == ""
    many = reading.of_people(People(count(3), count(10**9)), written())
    assert answers(many)["Oui, c’est cela"] == {"professionnels_confirmes": "3"}


def test_unit_prices_are_no_budget() -> None:
    read = Funding(unit_prices=(Decimal(2), Decimal(5), Decimal(2)))
    one = reading.of_money(read, written())
    assert "prix à l’unité (2 € et 5 €), et pas de budget" in one.told
    assert one.gestures == ()
    beside = reading.of_money(Funding(Decimal(900), unit_prices=(Decimal(2),)), written()).beside
    assert beside == "Prix à l’unité, comptés à part : 2 €."


def test_a_doubtful_reading_says_that_it_counts_for_nothing() -> None:
    one = reading.of_money(Funding(Decimal(15), certainty=Certainty.DOUBTFUL), written())
    assert "sans votre accord" in one.sureness


def test_no_text_no_words() -> None:
    assert reading.of_money(Funding(), written(funding=" \n")).told == ""
    assert reading.of_people(People(), written(people="")).told == ""
    one = reading.of_money(Funding(), written(funding="Des dons"))
    assert "Nous ne lisons pas de budget" in one.told
    assert not one.gestures


# --- Stated by the author -------------------------------------------------------------------------


def test_what_the_author_states_is_said_and_can_be_taken_back() -> None:
    one = reading.of_money(BUDGET, written(stated_budget=18_000, stated_months=24))
    assert one.told == "Vous avez confirmé : 18 000 € sur 24 mois."
    assert (one.beside, one.is_stated, one.opening) == ("", True, "Modifier")
    assert answers(one) == {
        "Revenir à la lecture du texte": {"budget_confirme": "", "mois_confirmes": ""}
    }


def test_a_text_that_says_otherwise_is_told_gently() -> None:
    one = reading.of_money(BUDGET, written(stated_budget=20_000))
    assert one.told == "Vous avez confirmé : 20 000 €."
    assert "Le texte, lui, se lit : 18 000 € sur 24 mois" in one.beside
    assert "C’est votre réponse qui compte." in one.beside


def test_what_the_author_left_open_is_read() -> None:
    one = reading.of_money(BUDGET, written(stated_budget=18_000))
    assert one.beside == "Lu dans le texte, en plus : 24 mois."
    one = reading.of_money(BUDGET, written(stated_months=12))
    assert one.told == "Vous avez confirmé la durée : sur 12 mois."
    assert "18 000 €" in one.beside


def test_no_budget_is_an_answer() -> None:
    stated = written(stated_budget=fields.NO_FIGURE, stated_months=fields.NO_FIGURE)
    one = reading.of_money(BUDGET, stated)
    assert one.told == "Vous avez dit : pas de budget à compter."
    assert "18 000 €" in one.beside
    assert reading.of_money(Funding(), stated).beside == ""


# --- People ---------------------------------------------------------------------------------------


def count(low: int, high: int | None = None, *, about: bool = False) -> Count:
    return Count(low, low if high is None else high, about)


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (People(count(3), count(10), total=count(13)), "3 professionnels et 10 bénévoles"),
        (People(count(1), total=count(1)), "1 professionnel."),
        (People(volunteers=count(20, about=True)), "environ 20 bénévoles."),
        (People(volunteers=count(5, 8)), "de 5 à 8 bénévoles."),
        (People(count(3), total=count(15)), "15 personnes, dont 3 professionnels."),
        (People(count(2), count(0), others=count(1)), "aucun bénévole et 1 autre personne."),
        (People(total=count(12)), "12 personnes."),
        (People(count(2), beneficiaries=count(30)), "2 professionnels ; à part, 30 bénéficiaires"),
        (People(count(2), fte=Decimal("1.50")), "1,5 équivalent temps plein"),
        (People(fte=Decimal("0.5")), "0,5 équivalent temps plein, sans nombre de personnes."),
    ],
)
def test_persons_are_said_as_one_says_them(read: People, told: str) -> None:
    assert told in reading.of_people(read, written()).told


def test_persons_are_agreed_to_kind_by_kind() -> None:
    read = People(count(3), count(5, 8), beneficiaries=count(20, about=True))
    one = reading.of_people(read, written())
    assert answers(one)["Oui, c’est cela"] == {
        "professionnels_confirmes": "3",
        "benevoles_confirmes": "7",
        "beneficiaires_confirmes": "20",
    }
    assert one.beside == "Nous compterons 7 bénévoles, au milieu."
    assert answers(one)["Ce n’est pas cela"] == {
        "professionnels_confirmes": "non",
        "benevoles_confirmes": "non",
        "beneficiaires_confirmes": "non",
    }


def test_a_total_alone_has_nothing_to_agree_to() -> None:
    one = reading.of_people(People(total=count(12)), written())
    assert list(answers(one)) == ["Ce n’est pas cela"]
    assert "Qui sont ces personnes" in one.question
    refused = answers(one)["Ce n’est pas cela"]
    assert set(refused.values()) == {"non"}
    assert "beneficiaires_confirmes" not in refused


def test_a_doubtful_total_keeps_all_its_persons_once_agreed_to() -> None:
    sure = People(count(3), total=count(15), certainty=Certainty.SURE)
    doubtful = People(count(3), total=count(15), certainty=Certainty.DOUBTFUL)
    agreed = "Oui, c’est cela"
    assert "autres_personnes_confirmees" not in answers(reading.of_people(sure, written()))[agreed]
    answer = answers(reading.of_people(doubtful, written()))[agreed]
    assert answer["autres_personnes_confirmees"] == "12"


def test_stated_persons() -> None:
    read = People(count(3), count(5, 8))
    same = reading.of_people(read, written(stated_volunteers=6))
    assert same.told == "Vous avez confirmé : 6 bénévoles."
    assert same.beside == "Lu dans le texte, en plus : 3 professionnels."
    other = reading.of_people(read, written(stated_volunteers=9, stated_others=fields.NO_FIGURE))
    assert other.told == "Vous avez confirmé : 9 bénévoles ; pas d’autres personnes à compter."
    none = written(stated_volunteers=fields.NO_FIGURE, stated_professionals=fields.NO_FIGURE)
    refused = "Vous avez dit : pas de professionnels ni de bénévoles à compter."
    assert reading.of_people(read, none).told == refused
    assert "se lit : 3 professionnels et de 5 à 8 bénévoles" in other.beside


# --- Hostile texts --------------------------------------------------------------------------------


def test_passages_are_quoted_once_short_and_few() -> None:
    text = "mille mots et plus " * 100
    passages = tuple(
        Passage(at, at + 150, "parts", text[at : at + 150]) for at in range(0, 1800, 190)
    )
    read = Funding(Decimal(5), passages=(*passages, passages[0]))
    one = reading.of_money(read, written(funding=text))
    assert len(one.source) == 1  # all alike
    text = " ".join(str(number) * 40 for number in range(10, 30))
    passages = tuple(Passage(at, at + 81, "parts", "") for at in range(0, 1500, 81))
    one = reading.of_money(Funding(Decimal(5), passages=passages), written(funding=text))
    assert len(one.source) == 4
    assert all(len(quoted) <= 90 for quoted in one.source)


def test_what_stands_on_another_line_is_quoted_apart() -> None:
    passages = (Passage(0, 5, "budget", "900 €"), Passage(6, 11, "mois", "2 ans"))
    read = Funding(Decimal(900), 24, passages=passages)
    assert reading.of_money(read, written(funding="900 €\n2 ans")).source == ("900 €", "2 ans")


# --- The form -------------------------------------------------------------------------------------


def test_the_button_that_was_pressed_is_typed_into_the_form() -> None:
    post = QueryDict("champs=titre&titre=Le+bal&budget_confirme=5", mutable=True)
    post["chiffres"] = "budget_confirme=18000&mois_confirmes=&titre=Autre&inconnu=3"
    typed = reading.answered(post)
    assert (typed["budget_confirme"], typed["mois_confirmes"]) == ("18000", "")
    assert typed["titre"] == "Le bal"  # only figures are stated so
    assert "inconnu" not in typed
    sent = typed.getlist(sheet_form.SENT)
    assert sent == ["titre", "budget_confirme", "mois_confirmes"]
    assert reading.place_of(post) == "#lecture-ressources_financieres"
    assert reading.place_of(QueryDict("chiffres=titre%3D1%26%3D%26x")) == ""
    assert reading.answered(QueryDict("titre=x")) == QueryDict("titre=x")


# --- Before submitting ----------------------------------------------------------------------------


def test_published_figures_say_who_says_them() -> None:
    stated = written(
        funding="", people="", stated_budget=1_500, stated_months=12, stated_volunteers=4
    )
    told = PublishedFigures.of(stated)
    assert [(line.heading, line.words, line.origin) for line in told.lines] == [
        ("Budget", "1 500 € sur 12 mois", "confirmé par vous"),
        ("Personnes qui portent l’action", "4 bénévoles", "confirmé par vous"),
    ]
    assert PublishedFigures.of(contents.empty()).lines == ()
