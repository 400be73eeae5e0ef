"""Sheets worth reading after one: the same subject told elsewhere, and why it is proposed.

The index gives candidates by the words and keywords that tell most of the sheet; the database,
in one query, what they say. Chosen in order: the closest and the fullest first, each structure
once, the sheet's own after the others, and nothing that is likely the same action entered twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import tantivy
from tantivy import Occur

from essaim.search import analysis, document, doubles_judging, doubles_titles, subject, synonyms
from essaim.search.doubles_judging import Profile
from essaim.search.doubles_titles import Title
from essaim.search.reader import Snapshot
from essaim.search.subject import Said, Word
from essaim.sheets import content as contents
from essaim.sheets import fields
from essaim.sheets.fields import Channel, Part
from essaim.sheets.models import Sheet
from essaim.sheets.vocabulary import rank_of

Clause = tuple[Occur, tantivy.Query]

# How much a word of each part tells of the subject; the means tell nothing of it.
_WEIGHTS: Final[Mapping[Part, float]] = {
    Part.TITLE: 6.0,
    Part.SUMMARY: 2.5,
    Part.STORY: 1.0,
    Part.RESULTS: 0.3,
    Part.LIMITS: 0.3,
    Part.PROSPECTS: 0.3,
}
_VARIANT: Final = 0.5
# Where the other sheet says it.
_PLACES: Final = ((document.ALL, 0.5), (Channel.LEAD, 0.4), (Channel.TITLE, 0.6))
# A vocabulary's value in common, as a multiple of how rare it is.
_VALUES: Final = (("keywords", 2.0), ("audience", 0.7))


@dataclass(frozen=True, slots=True)
class Similar:
    """A sheet worth reading after another; `words` are what both talk about, most telling first.

    As the other writes them, without names of people and places.
    """

    sheet_id: int
    words: tuple[str, ...]


# A candidate must have that part of what the sheet's words could give; with less than the second,
# and another title, it cannot be the same action.
_LEAST: Final = 0.15
_MAYBE_DOUBLE: Final = 0.35
_CANDIDATES: Final = 16
_SHOWN: Final = 3
# The same structure tells the same things again; a sheet that tells little, little.
_OWN: Final = 0.5
_EMPTY: Final = 0.6
_FULL: Final = 6  # texts
_TOLD: Final = 40  # signs: less is no text
# What was learnt, results or limits, is what one reads a sheet for.
_LEARNT: Final = 1.1
_LEARNT_PARTS: Final = (Part.RESULTS, Part.LIMITS)
_TEXTS: Final = tuple(field.name for field in fields.TEXTS)
_LESSONS: Final = tuple(field.name for field in fields.TEXTS if field.part in _LEARNT_PARTS)


def find(snapshot: Snapshot, sheet: Sheet, limit: int) -> list[Similar]:
    """Return the published sheets worth reading after one loaded with `for_reading`.

    One query, whatever the size of the base.
    """
    words = _telling(snapshot, sheet)
    if limit < 1 or not words:
        return []
    whole = sum(word.weight for word in words)
    words = _with_variants(snapshot, words)
    scored = _candidates(snapshot, sheet, words, whole)
    return list(_chosen(sheet, words, _read(scored), limit))


def _telling(snapshot: Snapshot, sheet: Sheet) -> list[Word]:
    """Return the words that tell most of a sheet: said often in it, seldom elsewhere."""
    said = Said()
    for field in fields.FIELDS:
        weight = _WEIGHTS.get(field.part, 0.0) if field.part else 0.0
        if weight:
            said.add(getattr(sheet, field.name), weight)
    structure = sheet.structure
    said.forget(f"{structure.name} {structure.town}")
    return said.rarest(snapshot)


def _with_variants(snapshot: Snapshot, words: Sequence[Word]) -> list[Word]:
    """Return the words to look for: these, and those that mean the same, which weigh less."""
    wanted = {word.stem: word for word in words}
    thesaurus = synonyms.current()
    _, most = subject.sizes(snapshot)
    for word in words:
        match = thesaurus.variants([word.stem], 0)
        for variant in match.variants if match else ():
            if len(variant.words) > 1 or variant.weight < synonyms.SYNONYM:
                continue  # what is only near leads too far away
            stem = variant.words[0][1]
            if snapshot.searcher.doc_freq(document.ALL, stem) <= most:
                other = Word(stem, variant.written, word.weight * _VARIANT, telling=True)
                wanted.setdefault(stem, other)
    return list(wanted.values())


def _candidates(
    snapshot: Snapshot, sheet: Sheet, words: Sequence[Word], whole: float
) -> list[tuple[float, int]]:
    """Return scores, from 0 to about 1, and ids of the sheets most like it, the best first.

    `whole`: what a sheet with all the telling words would weigh.
    """
    schema = snapshot.schema
    clauses = [
        _worth(tantivy.Query.term_query(schema, column, word.stem, "basic"), score)
        for word in words
        for column, part in _PLACES
        for score in [word.weight * part / whole]
    ]
    clauses += _values(snapshot, sheet, whole)
    itself = tantivy.Query.term_query(schema, document.ID, sheet.pk, "basic")
    query = tantivy.Query.boolean_query([*clauses, (Occur.MustNot, itself)])
    hits = snapshot.searcher.search(query, _CANDIDATES, count=False).hits
    near = [(score, address) for score, address in hits if score >= _LEAST]
    ids = snapshot.ids([address for _, address in near])
    return [(score, identifier) for (score, _), identifier in zip(near, ids, strict=True)]


def _worth(query: tantivy.Query, score: float) -> Clause:
    return Occur.Should, tantivy.Query.const_score_query(query, score)


def _values(snapshot: Snapshot, sheet: Sheet, whole: float) -> list[Clause]:
    """Return the clauses of the keywords and the audience that a sheet has."""
    total, _ = subject.sizes(snapshot)
    clauses = []
    for name, worth in _VALUES:
        field = fields.BY_NAME[name]
        for term in _terms(sheet, name):
            code = rank_of(term) + 1
            held = snapshot.searcher.doc_freq(str(field.facet), code)
            query = tantivy.Query.term_query(snapshot.schema, str(field.facet), code, "basic")
            clauses.append(_worth(query, worth * subject.rarity(held, total) / whole))
    return clauses


def _terms(sheet: Sheet, name: str) -> list[int]:
    single = getattr(sheet, f"{name}_id", None)
    several = [row.term_id for row in sheet.ordered_terms if row.term.vocabulary == name]
    return [single] if single else several


class _Candidate:
    """A sheet that may be proposed: how well it would do, and what it says."""

    def __init__(self, score: float, row: Sequence[Any]) -> None:
        self.pk, self.structure, self.department, title, year, *texts = row
        self.near = score
        self.content = contents.empty()
        self.content.update(zip(_TEXTS, texts, strict=True), title=title, year=year)
        told = {name for name in _TEXTS if len(str(self.content[name]).strip()) >= _TOLD}
        full = _EMPTY + (1 - _EMPTY) * min(1.0, len(told) / _FULL)
        self.score = score * full * (_LEARNT if told.intersection(_LESSONS) else 1.0)

    @property
    def title(self) -> Title:
        """The title, ready to be compared."""
        return doubles_titles.read(str(self.content["title"]))

    def says(self) -> set[str]:
        """Return its words as indexed."""
        texts = (str(self.content[name]) for name in ("title", *_TEXTS))
        return {analysis.stems[word] for text in texts for word in subject.words(text)}


class _Doubles:
    """Tells the sheets that are likely the one being read, entered twice."""

    def __init__(self, sheet: Sheet) -> None:
        self.house = sheet.structure
        self.content = contents.of_sheet(sheet)
        self.title = doubles_titles.read(str(self.content["title"]))

    @cached_property
    def profile(self) -> Profile:
        return doubles_judging.profile(self.content)

    def has(self, one: _Candidate) -> bool:
        """Whether a candidate is one of them. Judging takes longer than all the rest."""
        titled = bool(one.title and self.title)
        apart = titled and doubles_titles.alike(one.title, self.title) < doubles_titles.ALIKE
        if apart and one.near < _MAYBE_DOUBLE:
            return False
        judgement = doubles_judging.judge(
            self.profile,
            doubles_judging.profile(one.content),
            same_structure=one.structure == self.house.pk,
            same_department=one.department is not None
            and one.department == self.house.department_id,
        )
        return judgement.score >= doubles_judging.THRESHOLD


def _read(scored: Sequence[tuple[float, int]]) -> list[_Candidate]:
    """Return the candidates that are published still, in their order: one query."""
    if not scored:
        return []
    rows = {
        row[0]: row
        for row in Sheet.objects.published()
        .filter(pk__in=[identifier for _, identifier in scored])
        .order_by()
        .values_list("pk", "structure_id", "structure__department_id", "title", "year", *_TEXTS)
    }
    return [_Candidate(score, rows[pk]) for score, pk in scored if pk in rows]


def _chosen(
    sheet: Sheet, words: Sequence[Word], candidates: Sequence[_Candidate], limit: int
) -> Iterator[Similar]:
    doubles = _Doubles(sheet)
    for one in candidates:
        if one.structure == sheet.structure_id:
            one.score *= _OWN
    seen: set[int] = set()
    for one in sorted(candidates, key=lambda one: (-one.score, -one.pk)):
        if one.structure in seen or doubles.has(one):
            continue
        seen.add(one.structure)
        said = one.says()
        shared = [word.written for word in words if word.telling and word.stem in said]
        yield Similar(one.pk, tuple(shared[:_SHOWN]))
        if len(seen) == limit:
            return
