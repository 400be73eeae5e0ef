"""Likeness, as queries: sheets like one, and places like one's own (the rule: `likeness`)."""

from collections.abc import Iterator, Sequence
from typing import Final

import tantivy
from tantivy import Occur

from essaim.search import document, likeness
from essaim.search.likeness import Place
from essaim.search.reader import Snapshot

Clause = tuple[Occur, tantivy.Query]
Scored = list[tuple[int, float]]  # sheet id, score

# What sharing every trait adds, as a part of the best score that words alone get.
_TRAITS_WEIGHT: Final = 0.3
_COUNTED: Final = {"field": likeness.COLUMN, "size": 2_000, "segment_size": 2_000}


def nearness(schema: tantivy.Schema, place: Place, best: float) -> list[Clause]:
    """Return the clauses that raise sheets of places like this one.

    `best`: the score of the best sheet by its words alone.
    """
    unit = best * _TRAITS_WEIGHT / max(1, place.most)
    return [
        (Occur.Should, tantivy.Query.const_score_query(_of(schema, codes), unit * points))
        for points, codes in likeness.levels(place).items()
    ]


def required(schema: tantivy.Schema, place: Place) -> list[Clause]:
    """Return the clauses that decide which sheets a place keeps, whatever their order.

    A structure's own sheets are left out; `only` keeps those of places with enough points.
    """
    clauses = []
    if place.only:
        kept = [
            code
            for points, codes in likeness.levels(place).items()
            if points >= place.enough
            for code in codes
        ]
        clauses.append((Occur.Must, tantivy.Query.const_score_query(_of(schema, kept), 0.0)))
    if place.structure:
        own = tantivy.Query.term_query(schema, document.STRUCTURE, place.structure, "basic")
        clauses.append((Occur.MustNot, own))
    return clauses


def by_likeness(
    snapshot: Snapshot, matching: tantivy.Query, place: Place, offset: int, limit: int
) -> Scored:
    """Return one page of what matches: the most points first, then the newest; no ties.

    A base has thousands of sheets with the same points: they are counted by profile, and each
    level is read in the order of dates, from where the page begins.
    """
    page: Scored = []
    for points, codes, held in _levels(snapshot, matching, place):
        if offset >= held:
            offset -= held
            continue
        level = [(Occur.Must, matching), (Occur.Must, _of(snapshot.schema, codes))]
        hits = snapshot.searcher.search(
            tantivy.Query.boolean_query(level),
            limit - len(page),
            count=False,
            order_by_field=document.RECENT,
            offset=offset,
        ).hits
        page += [(one, float(points)) for one in snapshot.ids([place for _, place in hits])]
        if len(page) >= limit:
            break
        offset = 0
    return page


def _levels(
    snapshot: Snapshot, matching: tantivy.Query, place: Place
) -> Iterator[tuple[int, Sequence[int], int]]:
    """Yield points, profiles and number of sheets of each level found, the most points first."""
    answer = snapshot.searcher.aggregate(matching, {"profiles": {"terms": _COUNTED}})
    counts = {int(one["key"]): int(one["doc_count"]) for one in answer["profiles"]["buckets"]}
    counts.pop(document.RESERVED_CODE, None)  # the position document
    for points, codes in likeness.levels(place).items():
        present = [code for code in codes if code in counts]
        if present:
            yield points, present, sum(counts.pop(code) for code in present)
    if counts:
        yield 0, list(counts), sum(counts.values())


def _of(schema: tantivy.Schema, codes: Sequence[int]) -> tantivy.Query:
    return tantivy.Query.term_set_query(schema, likeness.COLUMN, codes)
