"""Keeping the vocabularies: a term that came from outside is accepted, renamed or merged.

Revisions keep the labels they were written with: an old spelling stays an alias for ever, and
`Terms.spelt` reads it. The live sheets, their digests and the index follow at once, so that a
file imported again is still found unchanged.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from essaim.network.standing import Standing
from essaim.search import labels
from essaim.sheets import content as contents
from essaim.sheets import fields, validators, vocabulary
from essaim.sheets.fields import Kind
from essaim.sheets.models import Event, Sheet, SheetTerm, Term, TermAlias
from essaim.sheets.terms import key_of
from essaim.workflow import rules
from essaim.workflow.locks import lock_event_log
from essaim.workflow.opening import afterwards
from essaim.workflow.rules import Right

_AT_ONCE: Final = 500


class NoSuchTerm(LookupError):
    """The term is not there: somebody has just merged it, perhaps."""

    def __init__(self) -> None:
        super().__init__("Ce terme n’est plus là : quelqu’un vient sans doute de le réunir.")


class Taken(ValueError):
    """Another term already goes by that name. `term` is the one to merge into."""

    def __init__(self, term: Term) -> None:
        super().__init__(f"« {term.label} » existe déjà : réunissez plutôt les deux.")
        self.term = term


def is_national(term: Term) -> bool:
    """Whether the term is one of the national base's own, which nobody renames or removes."""
    return term.rank < len(vocabulary.KNOWN[term.vocabulary])


def accept(who: Standing, term_id: int) -> Term:
    """Say that a term is good as it is. Raises NoSuchTerm, PermissionDenied."""
    with _taking(who, term_id) as term:
        term.to_review = False
        term.save(update_fields=["to_review"])
        transaction.on_commit(labels.expire)
    return term


def rename(who: Standing, term_id: int, label: str) -> Term:
    """Give a term a better name; the old one stays as another spelling of it.

    Raises Taken when another term has that name, ValueError (in French) for no name or one that
    cannot be kept, NoSuchTerm, PermissionDenied.
    """
    written = _label(label)
    with _taking(who, term_id) as term:
        _refuse_national(term)
        key = key_of(written)
        _refuse_taken(term, key)
        if key != term.key:
            term.aliases.filter(key=key).delete()
            _remember(term, term.key, term.label)
        changed = term.label != written
        term.label, term.key, term.to_review = written, key, False
        term.save(update_fields=["label", "key", "to_review"])
        if changed:
            _follow(who, _sheets_with(term))
    return term


def merge_into(who: Standing, term_id: int, into_id: int) -> int:
    """Make a term another spelling of a second one of its vocabulary.

    Return how many sheets changed. Raises ValueError (in French) when that cannot be, NoSuchTerm,
    PermissionDenied.
    """
    with _taking(who, term_id) as term:
        _refuse_national(term)
        into = Term.objects.select_for_update().filter(pk=into_id).first()
        if into is None:
            raise NoSuchTerm
        if into.pk == term.pk or into.vocabulary != term.vocabulary:
            raise ValueError("Choisissez un autre terme du même vocabulaire.")
        concerned = _sheets_with(term)
        _move(term, into)
        term.aliases.update(term=into)
        gone = term.pk
        term.delete()
        _remember(into, term.key, term.label, former_id=gone)
        if into.to_review:
            into.to_review = False
            into.save(update_fields=["to_review"])
        _follow(who, concerned)
    return len(concerned)


@contextmanager
def _taking(who: Standing, term_id: int) -> Iterator[Term]:
    """Lock a term, and every writer out, for one transaction."""
    rules.require_right(who, Right.REVIEW_TERMS)
    with transaction.atomic():
        lock_event_log()
        term = Term.objects.select_for_update().filter(pk=term_id).first()
        if term is None:
            raise NoSuchTerm
        yield term


def _label(written: str) -> str:
    label = validators.one_line(written.strip())
    if not key_of(label):
        raise ValueError("Écrivez le nouveau nom.")
    return label


def _refuse_national(term: Term) -> None:
    if is_national(term):
        raise ValueError(f"« {term.label} » est un terme de la base nationale : il reste tel quel.")


def _refuse_taken(term: Term, key: str) -> None:
    """Raise Taken when the key is another term's, or another spelling of one."""
    others = Term.objects.filter(vocabulary=term.vocabulary).exclude(pk=term.pk)
    other = others.filter(Q(key=key) | Q(aliases__key=key)).first()
    if other is not None:
        raise Taken(other)


def _remember(term: Term, key: str, label: str, former_id: int | None = None) -> None:
    """Keep a spelling as another one of the term."""
    TermAlias.objects.update_or_create(
        vocabulary=term.vocabulary,
        key=key,
        defaults={"label": label, "term": term, "former_id": former_id},
    )


def _sheets_with(term: Term) -> list[int]:
    """Return the ids of the sheets that hold a term, whatever their state."""
    if fields.BY_NAME[term.vocabulary].kind is Kind.CHOICES:
        found = SheetTerm.objects.filter(term=term).order_by("sheet_id")
        return list(found.values_list("sheet_id", flat=True))
    chosen = Sheet.objects.filter(**{term.vocabulary: term}).order_by("pk")
    return list(chosen.values_list("pk", flat=True))


def _move(term: Term, into: Term) -> None:
    """Give every sheet of a term the other one, once, at the first of their two places."""
    if fields.BY_NAME[term.vocabulary].kind is Kind.CHOICE:
        Sheet.objects.filter(**{term.vocabulary: term}).update(**{term.vocabulary: into})
        return
    held = SheetTerm.objects.filter(term=term)
    of_both = SheetTerm.objects.filter(term=into, sheet__in=held.values("sheet"))
    first = held.filter(sheet=OuterRef("sheet")).values("position")[:1]
    rows = list(of_both.annotate(other=Subquery(first)))
    for row in rows:
        row.position = min(row.position, row.other)
    SheetTerm.objects.bulk_update(rows, ["position"], batch_size=_AT_ONCE)
    both = SheetTerm.objects.filter(term=into).values("sheet")
    held.filter(sheet__in=both).delete()
    held.update(term=into)


def _follow(who: Standing, sheet_ids: list[int]) -> None:
    """Take the digests of sheets whose labels changed again, and have the index read them."""
    now = timezone.now()
    for start in range(0, len(sheet_ids), _AT_ONCE):
        batch = sheet_ids[start : start + _AT_ONCE]
        sheets = list(Sheet.objects.for_reading().filter(pk__in=batch).order_by("pk"))
        for sheet in sheets:
            sheet.digest = contents.digest(contents.of_sheet(sheet))
        Sheet.objects.bulk_update(sheets, ["digest"])
        Event.objects.bulk_create(
            Event(
                at=now,
                actor=who.actor,
                verb=Event.Verb.REINDEXED,
                sheet_id=sheet.pk,
                sheet_number=sheet.number,
            )
            for sheet in sheets
        )
    afterwards(labels.expire)
