"""What someone who is typing may be after: sheets, terms, structures, places, whole words.

Everything is found by the words typed, folded, the last of which may go on. Sheets come from the
index, the rest from what the process keeps (`names`, `lexicon`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import tantivy
from tantivy import Occur, Order

from essaim.search import analysis, document, engine, labels, lexicon, names
from essaim.search.criteria import BY_KEY
from essaim.search.names import Counted, House, Town, Typed
from essaim.search.query import WORD_LIMIT, Query
from essaim.search.reader import Snapshot
from essaim.sheets.fields import Channel
from essaim.sheets.models import Sheet

LIMIT: Final = 10
_EACH: Final = 4  # of one kind
# Sheets looked at to choose those few: the newest, and the first by title that begin so.
_NEWEST: Final = 40
_FIRST: Final = 12


class Kind(StrEnum):
    """What can be suggested, in the order it is shown."""

    SHEET = "fiche"
    TERM = "critere"
    STRUCTURE = "structure"
    TOWN = "commune"
    TERRITORY = "territoire"
    WORDS = "mots"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing suggested; all texts are plain.

    `detail` says where or what it is; `sheets` and `structures` how many it has, None when that
    is not told. What it leads to is `number` (a sheet's number, a structure's id) or `query`.
    """

    kind: Kind
    label: str
    detail: str = ""
    sheets: int | None = None
    structures: int | None = None
    number: int = 0
    query: Query | None = None


def suggest(text: str, *, limit: int = LIMIT) -> list[Suggestion]:
    """Return at most `limit` suggestions, kind by kind, at most four of each.

    None for a text without words, or longer than anyone types. Never fails for what is typed.
    """
    typed = _typed(text)
    if typed is None or limit < 1:
        return []
    return engine.answering(lambda snapshot: _suggest(snapshot, typed, text, limit))


def _typed(text: str) -> Typed | None:
    cleaned = analysis.composed(Query().with_text(text).text)
    found = names.words(cleaned)
    # A word too long for the index is left out of it: nothing can have it.
    if not found or len(found) > WORD_LIMIT or len(found) != len(analysis.WORD.findall(cleaned)):
        return None
    return Typed.of(found)


def _suggest(snapshot: Snapshot, typed: Typed, text: str, limit: int) -> list[Suggestion]:
    groups = _groups(snapshot, typed)
    if not any(groups):
        mended = _mended(snapshot, typed)
        if mended != typed:
            typed, text = mended, " ".join(mended.words)
            groups = _groups(snapshot, mended)
    shared = _share(groups, limit)
    room = min(_EACH, limit - len(shared))
    return shared + (_completed(snapshot, text, room) if room else [])


def _groups(snapshot: Snapshot, typed: Typed) -> list[list[Suggestion]]:
    values = names.of_facets(engine.search(Query(), limit=0).facets)
    places = names.of(snapshot)
    return [
        _sheets(snapshot, typed),
        [_term(one) for one in values.terms.find(typed, _EACH)],
        [_structure(one) for one in places.structures.find(typed, _EACH)],
        [_town(one) for one in places.towns.find(typed, _EACH)],
        [_territory(one) for one in values.territories.find(typed, _EACH)],
    ]


def _share(groups: Sequence[Sequence[Suggestion]], limit: int) -> list[Suggestion]:
    """Return the first ones of each group: every group gets one before any gets two."""
    taken = [0] * len(groups)
    left = limit
    for rank in range(_EACH):
        for place, group in enumerate(groups):
            if left and rank < len(group):
                taken[place] += 1
                left -= 1
    return [one for group, count in zip(groups, taken, strict=True) for one in group[:count]]


# --- Sheets ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    pk: int
    state: str
    number: int
    title: str
    structure: str
    town: str
    department: str | None


_COLUMNS: Final = (
    *("pk", "state", "number", "title"),
    *("structure__name", "structure__town", "structure__department_id"),
)


def _sheets(snapshot: Snapshot, typed: Typed) -> list[Suggestion]:
    """Return the sheets whose title has these words: one query when there are any."""
    rows = _rows(_candidates(snapshot, typed))
    written = {row.pk: names.words(row.title) for row in rows}
    rows.sort(key=lambda row: _title_rank(typed, written[row.pk]))  # stable: the newest first
    seen: set[tuple[str, ...]] = set()
    first: list[_Row] = []
    again: list[_Row] = []
    # Many centres give the same name to what they do: each title once, as far as it goes.
    for row in rows:
        (again if written[row.pk] in seen else first).append(row)
        seen.add(written[row.pk])
    return [_sheet(row) for row in (first + again)[:_EACH]]


def _candidates(snapshot: Snapshot, typed: Typed) -> list[int]:
    """Return the ids of sheets with these words in their title, the best of which are wanted."""
    schema = snapshot.schema
    clauses = [(Occur.Must, _whole(schema, word)) for word in typed.whole]
    clauses.append((Occur.Must, _beginning(schema, typed.start)))
    matching = tantivy.Query.boolean_query(clauses)
    newest = _ids(snapshot, matching, document.RECENT, Order.Desc, _NEWEST)
    if len(newest) < _NEWEST:
        return newest
    # Too many to be all there: those that begin with the text must be, the shortest first.
    key = document.title_key(" ".join(typed.words), 0).partition("\x1f")[0]
    begin = tantivy.Query.regex_query(
        schema, document.TITLE_ORDER, re.sub(r"[\W_]", ".", key) + ".*"
    )
    first = _ids(snapshot, begin, document.TITLE_ORDER, Order.Asc, _FIRST)
    return list(dict.fromkeys((*newest, *first)))


def _whole(schema: tantivy.Schema, word: str) -> tantivy.Query:
    """Return the query of the titles that have a word, or another form of it."""
    written = tantivy.Query.term_query(schema, document.WRITTEN_TITLE, word, "basic")
    stem = analysis.stems[word]
    if not stem:
        return written
    stemmed = tantivy.Query.term_query(schema, str(Channel.TITLE), stem, "basic")
    return tantivy.Query.boolean_query([(Occur.Should, written), (Occur.Should, stemmed)])


def _beginning(schema: tantivy.Schema, start: str) -> tantivy.Query:
    """Return the query of the titles that have a word that begins so, or another form of it."""
    # A word of the index has letters and figures only: nothing in it means more to a pattern.
    begun = tantivy.Query.regex_query(schema, document.WRITTEN_TITLE, f"{start}.*")
    return tantivy.Query.boolean_query(
        [(Occur.Should, begun), (Occur.Should, _whole(schema, start))]
    )


def _ids(
    snapshot: Snapshot, query: tantivy.Query, column: str, order: Order, limit: int
) -> list[int]:
    hits = snapshot.searcher.search(
        query, limit, count=False, order_by_field=column, order=order
    ).hits
    return [one for one in snapshot.ids([address for _, address in hits]) if one]


def _rows(identifiers: Sequence[int]) -> list[_Row]:
    """Return the published sheets among these, in their order."""
    if not identifiers:
        return []
    # By ids alone: asked for the state too, SQLite would go through an index that holds both.
    found = Sheet.objects.filter(pk__in=identifiers).order_by().values_list(*_COLUMNS)
    rows = {row[0]: _Row(*row) for row in found}
    return [
        rows[pk]
        for pk in identifiers
        if pk in rows and rows[pk].state == Sheet.State.PUBLISHED and rows[pk].title
    ]


def _title_rank(typed: Typed, written: tuple[str, ...]) -> int:
    """Return 0 for the title typed, 1 for one that begins so, 2 when it is in a row, 3 else."""
    if written == typed.words:
        return 0
    if typed.begins(written):
        return 1
    return 2 if any(typed.stands_at(place, written) for place in range(1, len(written))) else 3


def _sheet(row: _Row) -> Suggestion:
    place = row.town or _department(row.department or "")
    detail = ", ".join(filter(None, (row.structure, place)))
    return Suggestion(Kind.SHEET, row.title, detail, number=row.number)


# --- Terms, structures, places ---------------------------------------------------------------


def _term(one: Counted) -> Suggestion:
    query = Query().adding(one.key, one.value)
    return Suggestion(Kind.TERM, one.label, BY_KEY[one.key].name, one.sheets, query=query)


def _structure(one: House) -> Suggestion:
    place = ", ".join(dict.fromkeys(filter(None, (one.town, _department(one.department)))))
    return Suggestion(Kind.STRUCTURE, one.name, place, one.sheets, number=one.pk)


def _town(one: Town) -> Suggestion:
    """A commune is no criterion: its name is looked for, in its département."""
    name = " ".join(one.name.replace('"', " ").split())
    query = Query().with_text(f'"{name}"' if len(names.words(name)) > 1 else name)
    if one.department:
        query = query.adding("departement", one.department)
    place = _department(one.department)
    place = "" if place == name else place
    return Suggestion(Kind.TOWN, name, place, one.sheets, one.structures, query=query)


def _territory(one: Counted) -> Suggestion:
    is_region = one.key == "region"
    label = one.label if is_region else f"{one.label} ({one.value})"
    detail = "Région" if is_region else "Département"
    query = Query().adding(one.key, one.value)
    return Suggestion(Kind.TERRITORY, label, detail, one.sheets, query=query)


def _department(code: str) -> str:
    return labels.current().departments.names.get(code, "")


# --- Words -----------------------------------------------------------------------------------


def _completed(snapshot: Snapshot, text: str, limit: int) -> list[Suggestion]:
    """Return the text with its last word completed: the commonest words that begin so."""
    cleaned = analysis.composed(Query().with_text(text).text)
    *_, last = analysis.WORD.finditer(cleaned)
    if last.end() < len(cleaned):  # a word followed by something is finished
        return []
    found: dict[str, str] = {}
    for word in lexicon.of(snapshot).completions(last[0]):
        # One form of each word: they find the same sheets.
        found.setdefault(analysis.stems[word.written], word.written)
    found.pop(analysis.stems[last[0]], None)
    texts = [cleaned[: last.start()] + word for word in found.values()]
    return [
        Suggestion(Kind.WORDS, completed, query=Query().with_text(completed))
        for completed in texts[:limit]
    ]


def _mended(snapshot: Snapshot, typed: Typed) -> Typed:
    """Return the same text with its slips of the keyboard repaired, as far as one can tell."""
    known = lexicon.of(snapshot)

    def read(word: str) -> str:
        near = [] if known.get(word) else known.near(word)
        return lexicon.folded(near[0].written) if near else word

    def words() -> Iterable[str]:
        yield from map(read, typed.words[:-1])
        yield typed.start if known.completions(typed.start, 1) else read(typed.start)

    return Typed.of(tuple(words()))
