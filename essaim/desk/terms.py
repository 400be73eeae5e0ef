"""The terms to review: where each is used, and the known terms it may be a spelling of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q
from rapidfuzz import fuzz, process

from essaim.catalogue import addresses
from essaim.sheets import fields, vocabulary
from essaim.sheets.fields import Kind
from essaim.sheets.models import Sheet, SheetTerm, Term

NEAREST: Final = 3
# Below this likeness (out of 100) two labels have nothing to do with each other.
_LEAST: Final = 55


@dataclass(frozen=True, slots=True)
class Choice:
    """A term one may merge into."""

    id: int
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """One term of the page, with what may be done about it."""

    id: int
    label: str
    vocabulary: str
    sheets: int
    address: str
    to_review: bool
    nearest: tuple[Choice, ...]
    others: tuple[Choice, ...]


def to_review() -> "list[Term]":
    """Return the terms nobody has looked at yet, by vocabulary then label."""
    return list(Term.objects.to_review().order_by("vocabulary", "label"))


def added() -> "list[Term]":
    """Return the accepted terms that are not the national base's own."""
    beyond = Q()
    for name, known in vocabulary.KNOWN.items():
        beyond |= Q(vocabulary=name, id__gte=vocabulary.term_id(name, len(known)))
    return list(Term.objects.filter(beyond, to_review=False).order_by("vocabulary", "label"))


def rows(terms: Sequence[Term]) -> list[Row]:
    """Return the lines of these terms: six queries whatever their number."""
    used = _used(terms)
    known: dict[str, list[Term]] = {}
    for term in Term.objects.all():
        known.setdefault(term.vocabulary, []).append(term)
    return [_row(term, used.get(term.pk, 0), known[term.vocabulary]) for term in terms]


def _row(term: Term, sheets: int, known: Sequence[Term]) -> Row:
    field = fields.BY_NAME[term.vocabulary]
    others = [one for one in known if one.pk != term.pk]
    nearest = nearest_of(term, others)
    return Row(
        id=term.pk,
        label=term.label,
        vocabulary=field.heading,
        sheets=sheets,
        address=addresses.of_search(**{field.facet: term.label}) if field.facet else "",
        to_review=term.to_review,
        nearest=tuple(Choice(one.pk, one.label) for one in nearest),
        others=tuple(Choice(one.pk, one.label) for one in others),
    )


def nearest_of(term: Term, others: Sequence[Term]) -> list[Term]:
    """Return the terms whose spelling is nearest, those already looked at before the others."""
    keys = {one.pk: one.key for one in others}
    by_id = {one.pk: one for one in others}
    found = process.extract(
        term.key, keys, scorer=fuzz.WRatio, score_cutoff=_LEAST, limit=4 * NEAREST
    )
    ranked = sorted(found, key=lambda hit: (by_id[hit[2]].to_review, -hit[1]))
    return [by_id[identifier] for _, _, identifier in ranked[:NEAREST]]


def _used(terms: Sequence[Term]) -> dict[int, int]:
    """Return how many sheets hold each term: one query for each kind of column."""
    ids = [term.pk for term in terms]
    found = dict(
        SheetTerm.objects.filter(term__in=ids)
        .order_by()
        .values_list("term_id")
        .annotate(Count("pk"))
    )
    for field in fields.VOCABULARIES:
        if field.kind is Kind.CHOICE:
            column = f"{field.name}_id"
            counted = (
                Sheet.objects.filter(**{f"{field.name}__in": ids})
                .order_by()
                .values_list(column)
                .annotate(Count("pk"))
            )
            found.update(counted)
    return found
