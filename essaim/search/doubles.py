"""Likely doubles: sheets with nearly the title being typed, and pairs entered twice.

It proposes, people decide. How it judges and what it misses: docs/doubles.md.
"""

import functools
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

import tantivy
from django.db.models import Q, QuerySet
from tantivy import Occur

from essaim.search import analysis, document, doubles_candidates, doubles_titles, engine
from essaim.search.doubles_candidates import Entry
from essaim.search.doubles_judging import THRESHOLD, Judgement, Profile, judge, profile, score
from essaim.search.doubles_titles import Title
from essaim.search.reader import Snapshot
from essaim.sheets import content as contents
from essaim.sheets import fields
from essaim.sheets.content import Content
from essaim.sheets.fields import Channel
from essaim.sheets.models import Sheet
from essaim.sheets.vocabulary import fold

# How alike a title must be to be told of: a neighbour's more than one's own, a stranger's more.
OWN_TITLE: Final = 0.7
NEIGHBOUR_TITLE: Final = 0.8
STRANGER_TITLE: Final = 0.92

_MOST_OWN: Final = 2_000
_HITS: Final = 40
_MOST_WORDS: Final = 8
_LEAST_FOR_TYPO: Final = 5
_LEAST_PART: Final = 3
_LONGEST_SPLIT: Final = 24
_DEPARTMENT: Final = re.compile("[0-9AB]{2,3}")
_PROFILES_KEPT: Final = 2_000


@dataclass(frozen=True, slots=True)
class Likely:
    """A published sheet whose title is nearly the one being typed; `score` from 0 to 1."""

    sheet_id: int
    number: int
    title: str
    structure: str
    score: float
    same_structure: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sheets that may be one, the lower id first; the reasons are in French."""

    first_id: int
    second_id: int
    score: float
    reasons: tuple[str, ...]


def near_title(
    title: str,
    *,
    structure_id: int | None,
    department: str = "",
    limit: int = 5,
    exclude_sheet: int | None = None,
) -> list[Likely]:
    """Return the published sheets with nearly this title: the structure's own first.

    Then those of the département of that code, then those of elsewhere if almost identical.
    Two queries at most, whatever the number of sheets.
    """
    wanted = doubles_titles.read(title[: fields.LINE_LIMIT])
    if not wanted or limit < 1:
        return []
    rows = list(_own_rows(structure_id)) if structure_id is not None else []
    found = engine.answering(lambda snapshot: _titled(snapshot, wanted, department, structure_id))
    if found:
        rows += _rows(Q(pk__in=found))
    ranked: dict[int, tuple[int, float, Likely]] = {}
    for identifier, number, written, owner, name, place in rows:
        likeness = doubles_titles.alike(wanted, doubles_titles.read(written))
        same = structure_id is not None and owner == structure_id
        near = bool(department) and place == department
        rank, least = _rank(same, near)
        if likeness >= least and identifier != exclude_sheet:
            likely = Likely(identifier, number, written, name, round(likeness, 4), same)
            ranked[identifier] = (rank, -likeness, likely)
    return [one for *_, one in sorted(ranked.values(), key=lambda r: (*r[:2], -r[2].sheet_id))][
        :limit
    ]


def _rank(same_structure: bool, same_department: bool) -> tuple[int, float]:
    if same_structure:
        return 0, OWN_TITLE
    return (1, NEIGHBOUR_TITLE) if same_department else (2, STRANGER_TITLE)


def _rows(condition: Q) -> "QuerySet[Sheet, tuple[Any, ...]]":
    return (
        Sheet.objects.published()
        .filter(condition)
        .values_list(
            "pk", "number", "title", "structure_id", "structure__name", "structure__department_id"
        )
    )


def _own_rows(structure_id: int) -> "QuerySet[Sheet, tuple[Any, ...]]":
    return _rows(Q(structure_id=structure_id) & ~Q(title=""))[:_MOST_OWN]


def _titled(
    snapshot: Snapshot, wanted: Title, department: str, structure_id: int | None
) -> list[int]:
    """Return the ids of the other structures' sheets that may have this title."""
    query = _title_query(snapshot.schema, wanted)
    if query is None:
        return []
    clauses = [(Occur.Must, query)]
    if structure_id is not None:
        own = tantivy.Query.term_query(snapshot.schema, document.STRUCTURE, structure_id)
        clauses.append((Occur.MustNot, own))
    searches = [clauses]
    if _DEPARTMENT.fullmatch(department):
        code = document.department_code(department)
        place = tantivy.Query.term_query(snapshot.schema, document.DEPARTMENT, code)
        searches.append([*clauses, (Occur.Must, tantivy.Query.const_score_query(place, 0.0))])
    found: dict[int, None] = {}
    for search in searches:
        hits = snapshot.searcher.search(
            tantivy.Query.boolean_query(search), _HITS, count=False
        ).hits
        addresses = [address for _, address in hits]
        if addresses:
            ids = snapshot.searcher.fast_field_values(document.ID, addresses)
            found.update(dict.fromkeys(int(one) for one in ids if one))
    return list(found)


def _title_query(schema: tantivy.Schema, wanted: Title) -> tantivy.Query | None:
    """Return the query for titles with most of these words, joined, split or misspelt."""
    words = list(dict.fromkeys(wanted.stems))[:_MOST_WORDS]
    term = functools.partial(tantivy.Query.term_query, schema, Channel.TITLE)
    ways = []
    for word in words:
        spellings = [(Occur.Should, term(word))]
        if len(word) >= _LEAST_FOR_TYPO:
            near = tantivy.Query.fuzzy_term_query(schema, Channel.TITLE, word)
            spellings.append((Occur.Should, tantivy.Query.boost_query(near, 0.5)))
        ways.append((Occur.Should, tantivy.Query.boolean_query(spellings)))
    if not ways:
        return None
    most = tantivy.Query.boolean_query(ways, minimum_number_should_match=(len(ways) * 2 + 2) // 3)
    either = [(Occur.Should, most)]
    either += [(Occur.Should, term(joined)) for joined in _joined(wanted)]
    for left, right in _split(wanted):
        both = [(Occur.Must, term(left)), (Occur.Must, term(right))]
        either.append((Occur.Should, tantivy.Query.boolean_query(both)))
    return tantivy.Query.boolean_query(either)


def _joined(wanted: Title) -> list[str]:
    """Return « ludoparc » for « Ludo Parc »."""
    return [analysis.stems[wanted.joined]] if 1 < len(wanted.stems) <= _LEAST_PART else []


def _split(wanted: Title) -> list[tuple[str, str]]:
    """Return every way to cut a title of one word in two, « ludo parc » among them."""
    whole = wanted.joined
    if len(wanted.stems) != 1 or len(whole) > _LONGEST_SPLIT:
        return []
    cuts = range(_LEAST_PART, len(whole) - _LEAST_PART + 1)
    ways = ((analysis.stems[whole[:cut]], analysis.stems[whole[cut:]]) for cut in cuts)
    return [(left, right) for left, right in ways if left and right]


_TEXTS: Final = tuple(field.name for field in fields.TEXTS)


def pairs(
    *, departments: Collection[str] | None = None, threshold: float = THRESHOLD
) -> list[Pair]:
    """Return the likely doubles among the published sheets, the likeliest first.

    `departments`: only the sheets of the structures of these départements (Insee codes, "" for
    structures without one); None for all. One query, whatever the number of sheets.
    """
    sheets = _load(departments)
    places = doubles_candidates.candidates([sheet.entry for sheet in sheets])

    @functools.lru_cache(maxsize=_PROFILES_KEPT)
    def kept(place: int) -> Profile:
        return sheets[place].profile or profile(sheets[place].content)

    found = []
    for one, other in places:
        first, second = sheets[one].entry, sheets[other].entry
        judgement = judge(
            kept(one),
            kept(other),
            same_structure=first.house == second.house,
            same_department=bool(first.department) and first.department == second.department,
        )
        if judgement.score >= threshold:
            ids = sorted((sheets[one].pk, sheets[other].pk))
            found.append(Pair(ids[0], ids[1], judgement.score, judgement.reasons))
    return sorted(found, key=lambda pair: (-pair.score, pair.first_id, pair.second_id))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet to compare. Profiles weigh ten times their text: the first ones only are kept."""

    pk: int
    entry: Entry
    content: Content
    profile: Profile | None


def _house_order(row: tuple[Any, ...]) -> tuple[str, str, int]:
    identifier, name, department, *_ = row
    return department or "", name, identifier


def _load(departments: Collection[str] | None) -> list[_Sheet]:
    published = Sheet.objects.published().order_by()
    if departments is not None:
        place = Q(structure__department__in=[code for code in departments if code])
        if "" in departments:
            place |= Q(structure__department__isnull=True)
        published = published.filter(place)
    rows = published.values_list(
        "pk", "structure__name", "structure__department_id", "title", "year", *_TEXTS
    )
    found: list[_Sheet] = []
    # House by house, so that the sheets judged one after the other lie close together.
    for identifier, name, department, title, year, *texts in sorted(rows, key=_house_order):
        content = contents.empty()
        content.update(zip(_TEXTS, texts, strict=True), title=title, year=year)
        seen = profile(content)
        # A structure written twice, « EVS L’Étape » and « E.V.S. l'étape », is one house.
        house = ("".join(analysis.WORD.findall(analysis.composed(fold(name)))) or name, department)
        sketch = doubles_candidates.sketch(seen.couples)
        entry = Entry(house, department or "", seen.title, sketch)
        is_kept = len(found) < _PROFILES_KEPT
        found.append(_Sheet(identifier, entry, content, seen if is_kept else None))
    return found


__all__ = [
    "THRESHOLD",
    "Judgement",
    "Likely",
    "Pair",
    "near_title",
    "pairs",
    "score",
]
