"""The words of the vocabularies and territories, kept in the process: codes to labels and back.

Read from the database when first needed and again once the index has moved, since new terms
arrive with new sheets. An unknown value is looked up in the database before it is given up.
"""

import functools
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Q

from essaim.network.models import Department, Region, Structure
from essaim.search import document
from essaim.search.kept import Kept
from essaim.sheets.fields import LINE_LIMIT
from essaim.sheets.models import Term, TermAlias
from essaim.sheets.vocabulary import fold, rank_of


def loose(text: str) -> str:
    """Return `text` folded, with all that is no letter or digit as one space."""
    return re.sub(r"[\W_]+", " ", fold(text)).strip()


@dataclass(slots=True)
class Vocabulary:
    """One open vocabulary: `labels` by rank, and the rank of every known spelling."""

    labels: dict[int, str] = field(default_factory=dict)
    ranks: dict[str, int] = field(default_factory=dict)
    spellings: dict[str, int] = field(default_factory=dict)

    def find(self, written: str) -> str | None:
        """Return the label of the term written so: exactly, folded, by alias, or loosely."""
        rank = self.ranks.get(written)
        if rank is None:
            rank = self.spellings.get(fold(written), self.spellings.get(loose(written)))
        return None if rank is None else self.labels[rank]

    def learn(self, written: str, rank: int) -> None:
        """Take in a spelling; the strict one wins over another term's loose one."""
        self.spellings[fold(written)] = rank
        self.spellings.setdefault(loose(written), rank)


@dataclass(slots=True)
class Territories:
    """Names by Insee code, codes by folded name; and all codes, by their names."""

    names: dict[str, str]
    codes: dict[str, str]
    by_name: tuple[str, ...]

    def find(self, written: str) -> str | None:
        """Return the code of the territory with that code or that name."""
        code = written.strip().upper()
        if code.isdigit() and len(code) == 1:
            code = f"0{code}"
        return code if code in self.names else self.codes.get(loose(written))


@dataclass(slots=True)
class Labels:
    """Everything at once: vocabularies by field name, territories, départements of a region.

    The last two: the département, and the region, of each number of the index's column.
    """

    vocabularies: dict[str, Vocabulary]
    departments: Territories
    regions: Territories
    region_of: dict[str, str]
    department_of: dict[int, str]
    region_of_number: dict[int, str]


def _territories(rows: list[tuple[str, str]]) -> Territories:
    return Territories(
        names=dict(rows),
        codes={loose(name): code for code, name in rows},
        by_name=tuple(code for code, _ in sorted(rows, key=lambda row: (row[1], row[0]))),
    )


def _load() -> Labels:
    vocabularies: defaultdict[str, Vocabulary] = defaultdict(Vocabulary)
    for identifier, name, label in Term.objects.order_by("id").values_list(
        "id", "vocabulary", "label"
    ):
        vocabulary, rank = vocabularies[name], rank_of(identifier)
        vocabulary.labels[rank] = label
        vocabulary.ranks[label] = rank
        vocabulary.learn(label, rank)
    for identifier, name, label in TermAlias.objects.order_by("id").values_list(
        "term_id", "vocabulary", "label"
    ):
        vocabularies[name].learn(label, rank_of(identifier))
    departments = list(Department.objects.order_by("code").values_list("code", "name", "region_id"))
    return Labels(
        vocabularies=vocabularies,
        departments=_territories([(code, name) for code, name, _ in departments]),
        regions=_territories(list(Region.objects.order_by("code").values_list("code", "name"))),
        region_of={code: region for code, _, region in departments},
        department_of={document.department_code(code): code for code, _, _ in departments},
        region_of_number={
            document.department_code(code): region for code, _, region in departments
        },
    )


_STRUCTURES_KEPT: Final = 2_000


_kept = Kept(_load)


def current() -> Labels:
    """Return the labels as last read; read-only. Four queries when they must be read again."""
    return _kept.current()


def expire() -> None:
    """Have the labels read again at their next use."""
    _kept.expire()
    structure_name.cache_clear()


def find_term(name: str, written: str) -> str | None:
    """Return the label of the term of the vocabulary `name` (a field's name) written so.

    A spelling not known yet is looked up: someone may have just added the term.
    """
    vocabulary = current().vocabularies.get(name)
    found = vocabulary.find(written) if vocabulary else None
    key = fold(written)
    if found or not key or len(key) > LINE_LIMIT:
        return found
    wanted = Q(vocabulary=name, key=key)
    if Term.objects.filter(wanted).exists() or TermAlias.objects.filter(wanted).exists():
        expire()
        return current().vocabularies[name].find(written)
    return None


def term(name: str, identifier: int) -> str:
    """Return the label of a term of the vocabulary `name` (a field's name), by its id.

    A term not known yet is looked up: its sheet may be newer than what is kept. "" for none.
    """
    rank = rank_of(identifier)
    label = current().vocabularies[name].labels.get(rank)
    if label is None:
        expire()
        label = current().vocabularies[name].labels.get(rank, "")
    return label


@functools.lru_cache(maxsize=_STRUCTURES_KEPT)
def structure_name(identifier: int) -> str:
    """Return the name of a structure, "" when there is none with that id."""
    return Structure.objects.filter(pk=identifier).values_list("name", flat=True).first() or ""
