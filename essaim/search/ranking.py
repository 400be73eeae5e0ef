"""What a query is to Tantivy: the queries that match, rank and order, and their hits.

User text never reaches Tantivy's query parser: queries are built from analysed words. Words are
matched and counted on the one column that holds all text, and ranked on the weighted channels.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import tantivy
from tantivy import Occur, Order

from essaim.search import document
from essaim.search.criteria import BY_KEY
from essaim.search.query import Filters, Sort
from essaim.search.reader import Snapshot
from essaim.sheets.fields import CHANNEL_WEIGHTS, Channel
from essaim.sheets.models import Sheet

Clause = tuple[Occur, tantivy.Query]
Scored = list[tuple[int, float]]  # sheet id, score

# Hits of equal score are put in order as long as no more of them stand in a row.
_TIES: Final = 1_000
_TIE_WINDOW: Final = 30
_STAMPS_AT_ONCE: Final = 20_000
_ORDERS: Final = {
    Sort.RECENT: (document.RECENT, Order.Desc),
    Sort.TITLE: (document.TITLE_ORDER, Order.Asc),
    Sort.DEPARTMENT: (document.DEPARTMENT_ORDER, Order.Asc),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """The words and filters of a query; `missing` words of it may be absent."""

    words: tuple[str, ...]
    filters: Filters
    missing: int = 0

    @property
    def is_everything(self) -> bool:
        """Whether every sheet matches."""
        return not self.words and not self.filters

    def softer(self) -> Iterator[int]:
        """Yield how many words may be missing: none, then one, then all but one."""
        yield from sorted({0, 1, len(self.words) - 1} if len(self.words) > 1 else {0})

    def matching(self, snapshot: Snapshot, without: str = "") -> tantivy.Query:
        """Return the query that counts, leaving out one filter."""
        schema = snapshot.schema
        found = [
            tantivy.Query.term_query(schema, document.ALL, word, "basic") for word in self.words
        ]
        clauses = self._required(found) + _filters(schema, self.filters, without)
        return tantivy.Query.boolean_query(clauses) if clauses else tantivy.Query.all_query()

    def ranking(self, snapshot: Snapshot) -> tantivy.Query:
        """Return the query that scores: the same sheets, by where their words stand."""
        schema = snapshot.schema
        found = [_anywhere(schema, word) for word in self.words]
        filters = [
            (occur, tantivy.Query.const_score_query(query, 0.0))
            for occur, query in _filters(schema, self.filters)
        ]
        return tantivy.Query.boolean_query(self._required(found) + filters)

    def _required(self, found: list[tantivy.Query]) -> list[Clause]:
        if not self.missing:
            return [(Occur.Must, query) for query in found]
        enough = tantivy.Query.boolean_query(
            [(Occur.Should, query) for query in found],
            minimum_number_should_match=len(found) - self.missing,
        )
        return [(Occur.Must, enough)]


def _anywhere(schema: tantivy.Schema, word: str) -> tantivy.Query:
    """Return the query that scores one word by the channels it stands in."""
    return tantivy.Query.boolean_query(
        [
            (
                Occur.Should,
                tantivy.Query.boost_query(
                    tantivy.Query.term_query(schema, channel, word, "freq"),
                    CHANNEL_WEIGHTS[channel],
                ),
            )
            for channel in Channel
        ]
    )


def _filters(schema: tantivy.Schema, filters: Filters, without: str = "") -> list[Clause]:
    clauses = []
    for key, values in filters:
        if key == without:
            continue
        criterion = BY_KEY[key]
        codes = sorted({code for value in values for code in criterion.codes(value)})
        if not codes:
            query = tantivy.Query.empty_query()
        elif len(codes) == 1:
            query = tantivy.Query.term_query(schema, criterion.column, codes[0], "basic")
        else:
            query = tantivy.Query.term_set_query(schema, criterion.column, codes)
        clauses.append((Occur.Must, query))
    return clauses


def count(snapshot: Snapshot, plan: Plan) -> int:
    """Return the exact number of sheets that match."""
    answer = snapshot.searcher.aggregate(
        plan.matching(snapshot), {"sheets": {"value_count": {"field": document.ID}}}
    )
    return int(answer["sheets"]["value"]) - int(plan.is_everything)  # less the position document


def by_column(snapshot: Snapshot, plan: Plan, order: Sort, offset: int, limit: int) -> Scored:
    """Return one page in the order of a column, which has no ties."""
    column, direction = _ORDERS[order]
    hits = snapshot.searcher.search(
        plan.matching(snapshot),
        limit,
        count=False,
        order_by_field=column,
        offset=offset,
        order=direction,
    ).hits
    identifiers = _ids(snapshot, [address for _, address in hits])
    return [(identifier, 0.0) for identifier in identifiers if identifier]


def by_relevance(snapshot: Snapshot, plan: Plan, offset: int, limit: int) -> Scored:
    """Return one page by score; equal scores, the newest sheet first.

    Tantivy breaks ties by where documents happen to lie, which a merge changes: equal scores
    are put in order here, so that two pages never overlap. More than a thousand in a row
    (one-word sheets, all alike) stay as they lie.
    """
    hits, tie = _closed(snapshot, plan.ranking(snapshot), offset + limit)
    if offset >= len(hits):
        return []
    scores = [score for score, _ in hits]
    # The page, and on both sides the hits that share the score it begins and ends with.
    begin = scores.index(scores[offset])
    last = scores[min(offset + limit, len(scores)) - 1]
    end = begin
    while end < len(scores) and scores[end] >= last:
        end += 1
    identifiers = _ids(snapshot, [address for _, address in hits[begin:end]])
    scored = list(zip(identifiers, scores[begin:end], strict=True))
    ordered = sorted(
        (pair for pair in scored if pair[1] != tie), key=lambda pair: (-pair[1], -pair[0])
    )
    ordered += [pair for pair in scored if pair[1] == tie]
    return ordered[offset - begin : offset - begin + limit]


def _closed(
    snapshot: Snapshot, query: tantivy.Query, end: int
) -> tuple[Sequence[tuple[float, tantivy.DocAddress]], float | None]:
    """Return the best hits up to `end` and all those that tie with the last of them.

    With them, the score of a tie too long to be all there; it is always the last one.
    """
    wanted = end + _TIE_WINDOW
    hits = snapshot.searcher.search(query, wanted, count=False).hits
    if len(hits) < wanted or hits[-1][0] < hits[end - 1][0]:
        return hits, None
    tie = hits[end - 1][0]
    start = next(place for place, (score, _) in enumerate(hits) if score == tie)
    wanted = max(end, start + _TIES) + 1
    hits = snapshot.searcher.search(query, wanted, count=False).hits
    is_long = len(hits) > start + _TIES and hits[start + _TIES][0] == tie
    return hits, tie if is_long else None


def _ids(snapshot: Snapshot, addresses: list[tantivy.DocAddress]) -> list[int]:
    if not addresses:
        return []
    values = snapshot.searcher.fast_field_values(document.ID, addresses)
    return [int(value or 0) for value in values]


def ids_after(snapshot: Snapshot, plan: Plan, last: int, limit: int) -> list[int]:
    """Return the next matching ids after `last`, in order."""
    query = tantivy.Query.boolean_query(
        [(Occur.Must, plan.matching(snapshot)), (Occur.Must, _after(snapshot, last))]
    )
    hits = snapshot.searcher.search(
        query, limit, count=False, order_by_field=document.ID, order=Order.Asc
    ).hits
    return [int(identifier) for identifier, _ in hits]


def stamps(snapshot: Snapshot) -> Iterator[tuple[int, int]]:
    """Yield id and stamp of every sheet's document, in the order of ids; doubles come twice."""
    last = 0
    while True:
        hits = snapshot.searcher.search(
            _after(snapshot, last),
            _STAMPS_AT_ONCE,
            count=False,
            order_by_field=document.ID,
            order=Order.Asc,
        ).hits
        if not hits:
            return
        values = snapshot.searcher.fast_field_values(
            document.STAMP, [address for _, address in hits]
        )
        for (identifier, _), stamp in zip(hits, values, strict=True):
            yield int(identifier), int(stamp or 0)
        last = int(hits[-1][0])


def _after(snapshot: Snapshot, last: int) -> tantivy.Query:
    return tantivy.Query.range_query(
        snapshot.schema,
        document.ID,
        tantivy.FieldType.Integer,
        lower_bound=last,
        include_lower=False,
    )


def similar(snapshot: Snapshot, sheet: Sheet, limit: int) -> list[int]:
    """Return the ids of the sheets that share the most telling words with this one."""
    texts = {str(channel): [text] for channel, text in document.said(sheet).items() if text}
    if not texts or limit < 1:
        return []
    alike = tantivy.Query.more_like_this_document_fields_query(
        snapshot.schema,
        texts,
        min_doc_frequency=2,
        # A word that one sheet in five has tells nothing.
        max_doc_frequency=max(5, snapshot.searcher.num_docs // 5),
        min_term_frequency=1,
        max_query_terms=25,
    )
    itself = tantivy.Query.term_query(snapshot.schema, document.ID, sheet.pk)
    query = tantivy.Query.boolean_query([(Occur.Must, alike), (Occur.MustNot, itself)])
    hits = snapshot.searcher.search(query, limit, count=False).hits
    identifiers = _ids(snapshot, [address for _, address in hits])
    # As in `by_relevance`: equal scores, the newest first.
    ranked = zip((score for score, _ in hits), identifiers, strict=True)
    return [identifier for _, identifier in sorted(ranked, reverse=True)]
