"""Counting when vocabularies are wilder than anyone would make them by hand."""

import dataclasses
import random
from typing import Any, cast

import pytest
import tantivy

from essaim.search import document, engine, following, held, reader
from essaim.search.query import Query
from essaim.sheets import fields, vocabulary
from essaim.sheets.models import Sheet, SheetTerm, Term
from tests.factories import a_validated_sheet, publish_all
from tests.search.oracle import Oracle
from tests.search.sheets import publish_random

pytestmark = pytest.mark.django_db


def counts(query: Query, key: str) -> dict[str, int]:
    return {value.value: value.count for value in engine.search(query).facets[key]}


def test_terms_past_the_masks_are_counted_exactly() -> None:
    """More terms than the 48 ranks that bit-masks hold: the rest is counted in its own column."""
    publish_random(250, strangers=60)
    assert Term.objects.filter(vocabulary="keywords").count() > document.MASKED_RANKS
    oracle = Oracle.read()
    for query in (Query(), Query.parse("q=jardin&exact=synonymes"), Query.parse("statut=En+cours")):
        expected = oracle.answer(query).counts
        for key in ("mot-cle", "partenaire", "initiative"):
            assert counts(query, key) == expected[key]


def test_filtering_on_a_term_past_the_masks() -> None:
    publish_random(250, strangers=60)
    term = Term.objects.filter(vocabulary="keywords").order_by("-id")[0]
    assert term.rank >= document.MASKED_RANKS
    query = Query().adding("mot-cle", term.label)
    expected = set(Sheet.objects.filter(terms=term).values_list("pk", flat=True))
    assert {hit.sheet_id for hit in engine.search(query, limit=300).hits} == expected


@pytest.mark.slow
def test_ten_thousand_unknown_terms_in_each_vocabulary() -> None:
    """A hostile import: counts stay exact, the answer comes."""
    sheets = publish_all(*(a_validated_sheet(title=f"Fiche {n}") for n in range(500)))
    many, draw = 10_000, random.Random(2)
    for field in fields.VOCABULARIES:
        first = Term.objects.filter(vocabulary=field.name).count()
        Term.objects.bulk_create(
            Term(
                id=vocabulary.term_id(field.name, first + n),
                vocabulary=field.name,
                label=f"{field.name} {n}",
                key=f"{field.name} {n}",
            )
            for n in range(many)
        )
    for sheet in sheets:
        for field in fields.CHOICES:
            rank = draw.randrange(many)
            setattr(sheet, f"{field.name}_id", vocabulary.term_id(field.name, rank))
        SheetTerm.objects.bulk_create(
            SheetTerm(
                sheet=sheet,
                term_id=vocabulary.term_id(field.name, draw.randrange(many)),
                position=place,
            )
            for place, field in enumerate(fields.MULTIPLE_CHOICES)
        )
    Sheet.objects.bulk_update(sheets, [f"{field.name}" for field in fields.CHOICES])
    following.rebuild()
    expected = Oracle.read().answer(Query()).counts
    results = engine.search(Query())
    assert results.total == 500
    for key, values in results.facets.items():
        assert {value.value: value.count for value in values} == expected[key], key


class Limited:
    """A searcher that gives up as Tantivy does when a request has too many buckets."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self.searcher = searcher
        self.asked: list[int] = []

    def aggregate(self, query: tantivy.Query, wanted: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(len(wanted))
        if len(wanted) > 1:
            raise ValueError("Aborting aggregation because bucket limit was exceeded.")
        answer: dict[str, Any] = self.searcher.aggregate(query, wanted)
        return answer


def test_too_many_buckets_are_asked_for_one_facet_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(held, "of", lambda snapshot: None)
    publish_random(30)
    expected = engine.search(Query())
    limited = Limited(reader.snapshot().searcher)
    snapshot = dataclasses.replace(reader.snapshot(), searcher=cast("Any", limited))
    assert engine._count_anew(snapshot, Query()).facets == expected.facets
    assert limited.asked[0] > 1
    assert set(limited.asked[1:]) == {1}


def test_a_sheet_without_a_departement_is_in_no_territory() -> None:
    publish_all(a_validated_sheet(title="Sans lieu", department=""))
    results = engine.search(Query())
    assert results.total == 1
    assert results.facets["departement"] == results.facets["region"] == []


def test_the_total_is_exact_when_every_single_facet_is_chosen() -> None:
    publish_random(120)
    oracle = Oracle.read()
    query = Query()
    for field in fields.CHOICES:
        for term in vocabulary.KNOWN[field.name]:
            query = query.adding(str(field.facet), term.label)
    assert engine.search(query).total == len(oracle.answer(query).ids) > 0
