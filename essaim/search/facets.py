"""Counting: what to ask Tantivy to aggregate, and how to read its buckets.

Disjunctive facets: each value's count is what one would get by choosing it, so a facet that is
narrowed is counted without its own filter, in an aggregation of its own.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from essaim.search import document, labels
from essaim.search.criteria import BY_KEY, FACETS
from essaim.search.document import MASK_BITS, MASK_COLUMNS, MASKED_RANKS, TOGETHER, TOO_LARGE
from essaim.sheets.fields import Kind

Counts = dict[str, dict[int | str, int]]  # facet key -> rank or territory code -> sheets

_ABSENT: Final = 0
_BITS: Final = tuple(
    tuple(bit for bit in range(MASK_BITS) if mask >> bit & 1) for mask in range(1 << MASK_BITS)
)
# More distinct values than this in one request and Tantivy gives up (65,000 in all).
_BUCKETS: Final = 20_000
_FEW: Final = 256


@dataclass(slots=True)
class FacetValue:
    """One value of a facet: how many sheets choosing it would give."""

    value: str
    label: str
    count: int
    active: bool


def _terms(column: str, size: int) -> dict[str, Any]:
    return {"terms": {"field": column, "size": size, "segment_size": size}}


def _is_territory(facet: str) -> bool:
    return BY_KEY[facet].vocabulary is None


def _ranks(facet: str) -> int:
    """Return how many ranks the facet's vocabulary reaches."""
    field = BY_KEY[facet].vocabulary
    known = labels.current().vocabularies.get(field.name) if field else None
    return max(known.labels) + 1 if known and known.labels else 0


def _is_multiple(facet: str) -> bool:
    field = BY_KEY[facet].vocabulary
    return field is not None and field.kind is Kind.CHOICES


# Where each single vocabulary stands in the column that has them all.
_PLACES: Final = {str(field.facet): place for place, field in enumerate(document.SINGLE)}


def _packed(facets: Iterable[str]) -> tuple[str, ...]:
    """Return those of the facets that the common column counts: small vocabularies, if several."""
    small = tuple(facet for facet in facets if facet in _PLACES and _ranks(facet) < TOO_LARGE)
    return small if len(small) > 1 and _combinations() <= _BUCKETS else ()


def _combinations() -> int:
    """Return how many distinct codes the common column may have."""
    return math.prod(min(_ranks(facet), TOO_LARGE) + 1 for facet in _PLACES)


def request(facets: Iterable[str]) -> dict[str, Any]:
    """Return the aggregation that counts these facets: column -> what to do with it."""
    wanted: dict[str, Any] = {}
    facets = tuple(facets)
    packed = _packed(facets)
    if packed:
        wanted[TOGETHER] = _terms(TOGETHER, _BUCKETS)
    for facet in facets:
        if facet in packed:
            continue
        if _is_territory(facet):
            wanted[document.DEPARTMENT] = _terms(document.DEPARTMENT, _FEW)
        elif _is_multiple(facet):
            ranks = _ranks(facet)
            groups = min(MASK_COLUMNS, -(-ranks // MASK_BITS))
            for group in range(groups):
                column = document.mask_column(facet, group)
                wanted[column] = _terms(column, 1 << MASK_BITS)
            if ranks > MASKED_RANKS:
                column = document.overflow_column(facet)
                wanted[column] = _terms(column, _BUCKETS)
        else:
            size = _FEW if _ranks(facet) < _FEW // 2 else _BUCKETS
            wanted[facet] = _terms(facet, size)
    return wanted


def mask_groups() -> dict[str, int]:
    """Return how many mask columns each multiple vocabulary needs, were there enough of them."""
    return {
        str(field.facet): -(-_ranks(str(field.facet)) // MASK_BITS) for field in document.MULTIPLE
    }


def of_codes(facet: str, codes: Mapping[int, int]) -> dict[int | str, int]:
    """Return a facet's counts from those of the codes in its column."""
    if not _is_territory(facet):
        return {code - 1: count for code, count in codes.items()}
    return _territory(facet, codes.items())


def read(facets: Iterable[str], answer: dict[str, Any]) -> Counts:
    """Return the counts of these facets from Tantivy's answer to `request`."""
    return {facet: _read_one(facet, answer) for facet in facets}


def _read_one(facet: str, answer: dict[str, Any]) -> dict[int | str, int]:
    if _is_territory(facet):
        return _read_territory(facet, answer[document.DEPARTMENT]["buckets"])
    if _is_multiple(facet):
        return _read_masks(facet, answer)
    if facet not in answer:
        return _read_packed(_PLACES[facet], answer[TOGETHER]["buckets"])
    return {
        int(bucket["key"]) - 1: bucket["doc_count"]
        for bucket in answer[facet]["buckets"]
        if bucket["key"] > _ABSENT
    }


def _read_packed(place: int, buckets: list[dict[str, Any]]) -> dict[int | str, int]:
    counts: dict[int | str, int] = {}
    for bucket in buckets:
        key = int(bucket["key"])
        code = document.apart(key, place)
        if key != document.RESERVED_CODE and code > _ABSENT:
            counts[code - 1] = counts.get(code - 1, 0) + bucket["doc_count"]
    return counts


def _read_territory(facet: str, buckets: list[dict[str, Any]]) -> dict[int | str, int]:
    return _territory(facet, ((int(one["key"]), one["doc_count"]) for one in buckets))


def _territory(facet: str, counted: Iterable[tuple[int, int]]) -> dict[int | str, int]:
    """Count by département, or by region: a region's count is the sum of its départements'."""
    known = labels.current()
    of = known.department_of if facet == "departement" else known.region_of_number
    counts: dict[int | str, int] = {}
    for number, count in counted:
        place = of.get(number)
        if place is not None:
            counts[place] = counts.get(place, 0) + count
    return counts


def _read_masks(facet: str, answer: dict[str, Any]) -> dict[int | str, int]:
    counts: dict[int | str, int] = {}
    for group in range(MASK_COLUMNS):
        column = answer.get(document.mask_column(facet, group))
        if column is None:
            break
        held = [0] * MASK_BITS
        for bucket in column["buckets"]:
            for bit in _BITS[int(bucket["key"])]:
                held[bit] += bucket["doc_count"]
        for bit, count in enumerate(held):
            if count:
                counts[group * MASK_BITS + bit] = count
    overflow = answer.get(document.overflow_column(facet), {"buckets": []})
    for bucket in overflow["buckets"]:
        counts[int(bucket["key"])] = bucket["doc_count"]
    return counts


def total(answer: dict[str, Any], *, everything: bool) -> int | None:
    """Return the exact number of sheets counted, None when no column of the answer tells.

    Every document has exactly one code of a single vocabulary. The position document is among
    them only when nothing at all was asked for (`everything`), under a code of its own.
    """
    for name in (TOGETHER, *_PLACES):
        column = answer.get(name)
        if column is not None and not column["sum_other_doc_count"]:
            found: int = sum(
                bucket["doc_count"]
                for bucket in column["buckets"]
                if not (everything and bucket["key"] == document.RESERVED_CODE)
            )
            return found
    return None


def values(facet: str, counts: dict[int | str, int], chosen: tuple[str, ...]) -> list[FacetValue]:
    """Return the facet's values as shown: those found and those chosen, in their order."""
    if _is_territory(facet):
        return _territory_values(facet, counts, chosen)
    field = BY_KEY[facet].vocabulary
    assert field is not None
    vocabulary = labels.current().vocabularies.get(field.name)
    if vocabulary is None:
        return []
    ranks = {vocabulary.ranks[label] for label in chosen if label in vocabulary.ranks}
    return [
        FacetValue(label, label, counts.get(rank, 0), rank in ranks)
        for rank in sorted(ranks.union(map(int, counts)))
        if (label := vocabulary.labels.get(rank)) is not None
    ]


def _territory_values(
    facet: str, counts: dict[int | str, int], chosen: tuple[str, ...]
) -> list[FacetValue]:
    known = labels.current().regions if facet == "region" else labels.current().departments
    found: dict[int | str, int] = {**dict.fromkeys(chosen, 0), **counts}
    codes = [code for code in known.by_name if code in found]
    if len(codes) < len(found):  # some that no name is known of
        codes += sorted(str(code) for code in found.keys() - known.names.keys())
    codes.sort(key=found.__getitem__, reverse=True)  # equals stay in the order of their names
    return [
        FacetValue(code, known.names.get(code, code), found[code], code in chosen) for code in codes
    ]


__all__ = [
    "FACETS",
    "Counts",
    "FacetValue",
    "mask_groups",
    "of_codes",
    "read",
    "request",
    "total",
    "values",
]
