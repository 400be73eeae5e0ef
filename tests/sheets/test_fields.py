"""The declared fields, the columns and the vocabularies say the same."""

import pytest

from essaim.sheets import fields, vocabulary
from essaim.sheets.fields import Kind
from essaim.sheets.models import Sheet, Term
from essaim.sheets.terms import Terms, listing_spellings

pytestmark = pytest.mark.django_db


def test_names_keys_and_facets_are_unique() -> None:
    assert len(fields.BY_NAME) == len(fields.BY_KEY) == len(fields.FIELDS)
    facets = [field.facet for field in fields.FIELDS if field.facet]
    assert len(set(facets)) == len(facets)


def test_every_field_has_its_column() -> None:
    columns = {column.name for column in Sheet._meta.get_fields()}
    own = {field.name for field in fields.FIELDS if field.kind is not Kind.CHOICES}
    assert own <= columns


def test_every_known_term_is_in_the_database_under_its_own_id() -> None:
    for name, known in vocabulary.KNOWN.items():
        stored = Term.objects.filter(vocabulary=name).order_by("id")
        assert [term.label for term in stored] == [term.label for term in known]
        assert [term.rank for term in stored] == list(range(len(known)))
        assert not any(term.to_review for term in stored)


def test_the_base_s_misspelling_is_an_alias_and_comes_back_in_the_listing() -> None:
    assert Terms.load().canonical("keywords", "Viellissement") == "Vieillissement"
    assert listing_spellings()["keywords"] == {"Vieillissement": "Viellissement"}


@pytest.mark.parametrize("written", ["parentalité", "PARENTALITE", " Parentalité ", "Parentalité"])
def test_case_accents_and_blanks_do_not_make_another_term(written: str) -> None:
    assert Terms.load().canonical("keywords", written) == "Parentalité"


def test_an_unknown_value_keeps_its_first_spelling() -> None:
    terms = Terms.load()
    assert terms.canonical("keywords", "Numérique") == "Numérique"
    assert terms.canonical("keywords", "NUMERIQUE") == "Numérique"
    assert terms.unknown() == [("keywords", "Numérique")]
    created = terms.ids([("keywords", "Numérique")])["keywords", "Numérique"]
    term = Term.objects.get(id=created)
    assert (term.rank, term.to_review) == (len(vocabulary.KNOWN["keywords"]), True)
    assert Terms.load().canonical("keywords", "numerique") == "Numérique"


def test_a_value_made_of_marks_alone_still_has_a_key() -> None:
    terms = Terms.load()
    lone = "\u0301"
    assert terms.canonical("keywords", lone) == lone
    assert terms.ids([("keywords", lone)])
