"""Which of two sheets that have all the words comes first."""

import pytest

from essaim.search import engine
from essaim.search.query import Exact, Query
from tests.factories import a_bare_sheet

pytestmark = pytest.mark.django_db


def found(text: str, *exact: Exact) -> list[int]:
    results = engine.search(Query().with_text(text).exactly(*exact))
    return [hit.sheet_id for hit in results.hits]


def test_a_word_that_all_tell_of_is_no_rarer_for_being_in_few_titles() -> None:
    """Both words are in one title: the one that few sheets have at all decides."""
    telling = a_bare_sheet(title="Poterie", description="un samedi en deux mots")
    common = a_bare_sheet(title="Samedi", description="la poterie en deux mots")
    for number in range(12):
        a_bare_sheet(title=f"Autre {number}", description="le samedi en deux mots")
    assert found("samedi poterie", Exact.SYNONYMS) == [telling.pk, common.pk]


def test_a_sheet_that_says_it_in_several_ways_is_more_about_it() -> None:
    """« FLE » and « alphabétisation » stand for each other; each sheet says as much of it."""
    once = a_bare_sheet(title="Un", description="alphabétisation au calme chaque lundi matin")
    several = a_bare_sheet(title="Deux", description="alphabétisation et FLE chaque lundi matin")
    other = a_bare_sheet(title="Trois", description="alphabétisation au calme chaque lundi matin")
    assert found("alphabétisation")[0] == several.pk
    assert set(found("alphabétisation")) == {once.pk, several.pk, other.pk}


def test_a_word_that_a_column_has_not_costs_nothing_there() -> None:
    """In a part, and in a phrase: the scores come from where the words are."""
    sheet = a_bare_sheet(title="Vélo", description="réparer un vélo sans se presser")
    for address in ("q=velo", 'q="sans se presser"', "q=reparer+velo", "q=velo&dans=titre"):
        (hit,) = engine.search(Query.parse(address)).hits
        assert (hit.sheet_id, hit.score > 0) == (sheet.pk, True), address
