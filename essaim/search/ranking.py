"""What a query is to Tantivy: the queries that match, rank and order, and their hits.

User text never reaches Tantivy's query parser: queries are built from analysed words. Words are
matched and counted on the one column that holds all text, and ranked on the weighted channels.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import tantivy
from tantivy import Occur, Order

from essaim.search import alike, document, lexicon, scoring
from essaim.search.criteria import BY_KEY
from essaim.search.likeness import Place
from essaim.search.query import Filters, Sort
from essaim.search.ranges import End
from essaim.search.reader import Snapshot
from essaim.search.understanding import Meaning, Need, Sense
from essaim.sheets.fields import CHANNEL_WEIGHTS, Channel, Part

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
    Sort.BUDGET: (document.BUDGET_ORDER, Order.Desc),
    Sort.PEOPLE: (document.PEOPLE_ORDER, Order.Desc),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A query, understood; `missing` needs of it may go unmet.

    `loose`: its expressions are met by any of their words.
    """

    meaning: Meaning
    filters: Filters = ()
    parts: tuple[Part, ...] = ()
    place: Place | None = None
    missing: int = 0
    loose: bool = False

    @property
    def is_everything(self) -> bool:
        """Whether every sheet matches."""
        return not (self.meaning.needs or self.meaning.excluded or self.filters or self.restricts)

    @property
    def restricts(self) -> bool:
        """Whether the place asked for decides which sheets are found."""
        return self.place is not None and (self.place.only or self.place.structure > 0)

    def without(self, keys: Iterable[str]) -> "Plan":
        """Return this plan without the filters of those keys."""
        left_out = set(keys)
        kept = tuple(one for one in self.filters if one[0] not in left_out)
        return replace(self, filters=kept)

    @property
    def softened(self) -> bool:
        """Whether what is found may lack something that was asked for."""
        return self.missing > 0 or self.loose or bool(self.meaning.unknown)

    def softer(self) -> Iterator["Plan"]:
        """Yield this plan, then with one need unmet, then all that may be; then any word of each.

        An expression that the synonyms know is one need, even when no sheet has all its words.
        """
        for missing in sorted({0, min(1, self.most_missing), self.most_missing}):
            yield replace(self, missing=missing)
        meaning = self.meaning.loosened()
        if meaning != self.meaning:
            yield replace(self, meaning=meaning, missing=self.most_missing, loose=True)

    @property
    def most_missing(self) -> int:
        """How many needs may go unmet, so that one is met still; a phrase in quotes always is."""
        firm = sum(need.firm for need in self.meaning.needs)
        return len(self.meaning.needs) - (firm or 1) if self.meaning.needs else 0

    def almost(self, snapshot: Snapshot) -> tantivy.Query | None:
        """Return the query that scores what lacks a little more than this plan lets go unmet.

        One need more, or a word of an expression, or a word of the same family; None when there is
        nothing to do without.
        """
        missing = min(self.missing + 1, self.most_missing)
        meaning = self.meaning.loosened(lexicon.of(snapshot))
        more = replace(self, meaning=meaning, missing=missing)
        if more == self:
            return None
        return tantivy.Query.boolean_query(
            [
                (Occur.Must, more.ranking(snapshot)),
                (Occur.MustNot, self.matching(snapshot)),
            ]
        )

    def besides(self, snapshot: Snapshot, query: tantivy.Query) -> tantivy.Query:
        """Return the query of what this plan does not find, for its words only."""
        wordless = replace(self, meaning=replace(self.meaning, needs=()), missing=0)
        return tantivy.Query.boolean_query(
            [
                (Occur.Must, query),
                (Occur.Must, tantivy.Query.const_score_query(wordless.matching(snapshot), 0.0)),
                (Occur.MustNot, self.matching(snapshot)),
            ]
        )

    def matching(self, snapshot: Snapshot, without: str = "") -> tantivy.Query:
        """Return the query that counts, leaving out one filter."""
        if self.is_everything:
            return tantivy.Query.all_query()  # counted fastest; the position document is taken off
        schema = snapshot.schema
        columns = self._columns(document.ALL)
        needed = [_met(schema, columns, need) for need in self.meaning.needs]
        return self._with(schema, needed, _filters(schema, self.filters, without))

    def ranking(self, snapshot: Snapshot) -> tantivy.Query:
        """Return the query that scores: the same sheets, by where their words stand."""
        schema = snapshot.schema
        weights = self._weights()
        needed = [scoring.scored(snapshot, weights, need) for need in self.meaning.needs]
        filters = [
            (occur, tantivy.Query.const_score_query(query, 0.0))
            for occur, query in _filters(schema, self.filters)
        ]
        by_words = self._with(schema, needed, filters)
        if not (self.place and needed):
            return by_words
        hits = snapshot.searcher.search(by_words, 1, count=False).hits
        nearness = alike.nearness(schema, self.place, hits[0][0] if hits else 0.0)
        return self._with(schema, needed, filters + nearness)

    def _columns(self, default: str) -> tuple[str, ...]:
        return tuple(document.PART_COLUMNS[part] for part in self.parts) or (default,)

    def _weights(self) -> dict[str, float]:
        """Return the columns that rank, and how much a word counts in each."""
        if self.parts:
            return dict.fromkeys(self._columns(""), 1.0)
        return {str(channel): CHANNEL_WEIGHTS[channel] for channel in Channel}

    def _with(
        self, schema: tantivy.Schema, needed: list[tantivy.Query], others: list[Clause]
    ) -> tantivy.Query:
        clauses = self._required(needed) + others
        if self.place:
            clauses += alike.required(schema, self.place)
        columns = self._columns(document.ALL)
        excluded = [(Occur.MustNot, _in(schema, columns, sense)) for sense in self.meaning.excluded]
        if (clauses or excluded) and not any(occur is Occur.Must for occur, _ in clauses):
            clauses.append((Occur.Must, _sheets(schema)))
        return (
            tantivy.Query.boolean_query(clauses + excluded)
            if clauses
            else tantivy.Query.all_query()
        )

    def _required(self, found: list[tantivy.Query]) -> list[Clause]:
        if not self.missing:
            return [(Occur.Must, query) for query in found]
        needs = self.meaning.needs
        firm = [query for query, need in zip(found, needs, strict=True) if need.firm]
        loose = [query for query, need in zip(found, needs, strict=True) if not need.firm]
        enough = tantivy.Query.boolean_query(
            [(Occur.Should, query) for query in loose],
            minimum_number_should_match=len(loose) - self.missing,
        )
        least = Occur.Must if len(loose) > self.missing else Occur.Should
        return [*((Occur.Must, query) for query in firm), (least, enough)]


def _sheets(schema: tantivy.Schema) -> tantivy.Query:
    """Return the query that every sheet matches, and the position document does not."""
    position = tantivy.Query.term_query(schema, document.ID, 0, "basic")
    return tantivy.Query.boolean_query(
        [(Occur.Must, tantivy.Query.all_query()), (Occur.MustNot, position)]
    )


def _met(schema: tantivy.Schema, columns: Sequence[str], need: Need) -> tantivy.Query:
    """Return the query of the sheets where a need is met."""
    return having(schema, columns, need.senses)


def having(
    schema: tantivy.Schema, columns: Sequence[str], senses: Iterable[Sense]
) -> tantivy.Query:
    """Return the query of the sheets where one of the senses stands, in any of the columns."""
    return _any([_in(schema, columns, sense) for sense in senses])


def _any(queries: list[tantivy.Query]) -> tantivy.Query:
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(Occur.Should, query) for query in queries])


def _in(schema: tantivy.Schema, columns: Sequence[str], sense: Sense) -> tantivy.Query:
    """Return the query of the sheets where a sense stands, in any of the columns."""
    if sense.apart:
        every = [
            (Occur.Must, _any([scoring.term(schema, column, stem, "basic") for column in columns]))
            for _, stem in sense.words
        ]
        return tantivy.Query.boolean_query(every)
    return _any([scoring.one(schema, column, sense, "basic") for column in columns])


def _filters(schema: tantivy.Schema, filters: Filters, without: str = "") -> list[Clause]:
    clauses = []
    for key, values in filters:
        if key == without:
            continue
        criterion = BY_KEY[key]
        if criterion.bounds:
            continue
        codes = sorted({code for value in values for code in criterion.codes(value)})
        if not codes:
            query = tantivy.Query.empty_query()
        elif len(codes) == 1:
            query = tantivy.Query.term_query(schema, criterion.column, codes[0], "basic")
        else:
            query = tantivy.Query.term_set_query(schema, criterion.column, codes)
        clauses.append((Occur.Must, query))
    return clauses + _bounds(schema, filters)


def _bounds(schema: tantivy.Schema, filters: Filters) -> list[Clause]:
    """Return one clause for each range: sheets without the figure are in none."""
    ends: dict[str, dict[End, int]] = {}
    for key, values in filters:
        criterion = BY_KEY[key]
        if criterion.end is not None:
            ends.setdefault(criterion.column, {})[criterion.end] = criterion.codes(values[0])[0]
    return [
        (
            Occur.Must,
            tantivy.Query.range_query(
                schema,
                column,
                tantivy.FieldType.Integer,
                lower_bound=asked.get(End.LOW),
                upper_bound=asked.get(End.HIGH),
            ),
        )
        for column, asked in ends.items()
    ]


def count(snapshot: Snapshot, plan: Plan) -> int:
    """Return the exact number of sheets that match."""
    # Less the position document.
    return snapshot.count(plan.matching(snapshot)) - int(plan.is_everything)


def column(order: Sort) -> str:
    """Return the column of an order other than by relevance."""
    return _ORDERS[order][0]


def by_column(snapshot: Snapshot, plan: Plan, order: Sort, offset: int, limit: int) -> Scored:
    """Return one page in the order of a column, which has no ties."""
    by, direction = _ORDERS[order]
    hits = snapshot.searcher.search(
        plan.matching(snapshot),
        limit,
        count=False,
        order_by_field=by,
        offset=offset,
        order=direction,
    ).hits
    identifiers = snapshot.ids([address for _, address in hits])
    return [(identifier, 0.0) for identifier in identifiers if identifier]


def by_relevance(snapshot: Snapshot, plan: Plan, offset: int, limit: int) -> Scored:
    """Return one page by score; equal scores, the newest sheet first.

    Tantivy breaks ties by where documents happen to lie, which a merge changes: equal scores
    are put in order here, so that two pages never overlap. More than a thousand in a row
    (one-word sheets, all alike) stay as they lie.
    """
    if plan.place and not plan.meaning.needs:
        return alike.by_likeness(snapshot, plan.matching(snapshot), plan.place, offset, limit)
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
    identifiers = snapshot.ids([address for _, address in hits[begin:end]])
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


def ids_after(snapshot: Snapshot, plan: Plan, last: int, limit: int) -> list[int]:
    """Return the next matching ids after `last`, in order."""
    hits = next(snapshot.in_order(limit, plan.matching(snapshot), after=last), [])
    return [int(identifier) for identifier, _ in hits]


def stamps(snapshot: Snapshot) -> Iterator[tuple[int, int]]:
    """Yield id and stamp of every sheet's document, in the order of ids; doubles come twice."""
    for hits in snapshot.in_order(_STAMPS_AT_ONCE):
        values = snapshot.searcher.fast_field_values(
            document.STAMP, [address for _, address in hits]
        )
        for (identifier, _), stamp in zip(hits, values, strict=True):
            yield int(identifier), int(stamp or 0)
