"""Finding the term a written value means, and making terms for values nobody knew."""

from collections.abc import Iterable
from typing import Self

from django.db.models import Max

from essaim.sheets import fields
from essaim.sheets.content import Content
from essaim.sheets.models import Term, TermAlias
from essaim.sheets.vocabulary import fold, id_range, term_id


def key_of(written: str) -> str:
    """Return the key by which a written value is matched; never empty for a visible value."""
    return fold(written) or written.strip()


class Terms:
    """The terms of the database, held in memory for one run or one transaction.

    A value nobody knows takes the spelling it was first met with, here as in the database, so
    that reading one file twice gives the same content twice.
    """

    def __init__(self, labels: dict[tuple[str, str], str], ids: dict[tuple[str, str], int]) -> None:
        self._labels = labels
        self._ids = ids

    @classmethod
    def load(cls) -> Self:
        """Read every term and alias: two queries."""
        labels: dict[tuple[str, str], str] = {}
        ids: dict[tuple[str, str], int] = {}
        for term in Term.objects.all():
            labels[term.vocabulary, term.key] = term.label
            ids[term.vocabulary, term.label] = term.id
        for vocabulary, key, label in TermAlias.objects.values_list(
            "vocabulary", "key", "term__label"
        ):
            labels.setdefault((vocabulary, key), label)
        return cls(labels, ids)

    def canonical(self, vocabulary: str, written: str) -> str:
        """Return the label of the term that `written` means, or `written`, stripped."""
        return self._labels.setdefault((vocabulary, key_of(written)), written.strip())

    def spelt(self, content: Content) -> Content:
        """Return the content with each label as its term is spelt today, once each.

        A content keeps the labels it was written with; its terms may have been renamed or merged
        since.
        """
        known = dict(content)
        for field in fields.VOCABULARIES:
            value = content[field.name]
            if isinstance(value, tuple):
                labels = (self._today(field.name, str(one)) for one in value)
                known[field.name] = tuple(dict.fromkeys(labels))
            elif value:
                known[field.name] = self._today(field.name, str(value))
        return known

    def _today(self, vocabulary: str, label: str) -> str:
        return label if (vocabulary, label) in self._ids else self.canonical(vocabulary, label)

    def unknown(self) -> list[tuple[str, str]]:
        """Return the (vocabulary, label) pairs met that are not in the database yet."""
        found = {(vocabulary, label) for (vocabulary, _), label in self._labels.items()}
        return sorted(found - self._ids.keys())

    def ids(self, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """Return the id of each (vocabulary, label), creating those that are missing.

        To be called by the one writer, inside its transaction: ranks are given in turn.
        """
        pairs = list(dict.fromkeys(wanted))
        missing = [pair for pair in pairs if pair not in self._ids]
        for vocabulary, label in missing:
            key = key_of(label)
            known = self._labels.get((vocabulary, key))
            if known is not None and (vocabulary, known) in self._ids:
                self._ids[vocabulary, label] = self._ids[vocabulary, known]
                continue
            term = Term.objects.create(
                id=_next_id(vocabulary),
                vocabulary=vocabulary,
                label=label,
                key=key,
            )
            self._labels[vocabulary, key] = label
            self._ids[vocabulary, label] = term.id
        return {pair: self._ids[pair] for pair in pairs}


def _next_id(vocabulary: str) -> int:
    """Return the first id above all that a term of the vocabulary has, or has ever had."""
    within = id_range(vocabulary)
    newest = Term.objects.filter(id__range=within).aggregate(newest=Max("id"))["newest"]
    gone = TermAlias.objects.filter(former_id__range=within).aggregate(newest=Max("former_id"))
    return max(term_id(vocabulary, 0) - 1, newest or 0, gone["newest"] or 0) + 1


def listing_spellings() -> dict[str, dict[str, str]]:
    """Return {vocabulary: {label: the national listing's own spelling}} where they differ."""
    found: dict[str, dict[str, str]] = {field.name: {} for field in fields.VOCABULARIES}
    for vocabulary, label, listed in Term.objects.exclude(listing_label="").values_list(
        "vocabulary", "label", "listing_label"
    ):
        found[vocabulary][label] = listed
    return found
