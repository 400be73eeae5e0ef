"""What a sheet scores for a need: where its words stand, and how rare they are.

BM25 of each sense in each column, weighted. Its rarity (idf) is that of the column of all texts,
whatever the column it stands in: a word that many sheets tell of is no rarer for being in few
titles, and would outweigh all others there.
"""

import math
from collections.abc import Mapping
from typing import Final

import tantivy
from tantivy import Occur

from essaim.search import document
from essaim.search.reader import Snapshot
from essaim.search.understanding import Need, Sense

# How much the other ways of saying a word add to the best one: a sheet that says it in several
# ways is more about it.
_TIE_BREAKER: Final = 0.15
_PHRASED: Final = frozenset((document.ALL, *document.PART_COLUMNS.values()))


def scored(snapshot: Snapshot, weights: Mapping[str, float], need: Need) -> tantivy.Query:
    """Return the query that scores a need as its best sense, and a little of the others.

    `weights`: the columns that rank, and how much a word counts in each.
    """
    queries = [_sense(snapshot, weights, sense) for sense in need.senses]
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.disjunction_max_query(queries, tie_breaker=_TIE_BREAKER)


def _sense(snapshot: Snapshot, weights: Mapping[str, float], sense: Sense) -> tantivy.Query:
    if sense.apart:
        parts = [Sense((word,), sense.weight) for word in sense.words]
        return tantivy.Query.boolean_query(
            [(Occur.Must, _sense(snapshot, weights, part)) for part in parts]
        )
    if len(sense.words) > 1:
        # Phrases need places: a channel that keeps none is stood for by the column of all texts.
        kept = {column: weight for column, weight in weights.items() if column in _PHRASED}
        weights = kept if len(kept) == len(weights) else {**kept, document.ALL: 1.0}
    everywhere = _rarity(snapshot, document.ALL, sense)
    found: list[tuple[Occur, tantivy.Query]] = []
    for column, weight in weights.items():
        here = _rarity(snapshot, column, sense)
        if here:
            query = one(snapshot.schema, column, sense, "freq")
            boost = weight * sense.weight * everywhere / here
            found.append((Occur.Should, tantivy.Query.boost_query(query, boost)))
    return tantivy.Query.boolean_query(found)


def _rarity(snapshot: Snapshot, column: str, sense: Sense) -> float:
    """Return the rarity (idf) that BM25 gives a sense in a column; 0 when it is not there."""
    searcher = snapshot.searcher
    rarity = 0.0
    for _, stem in sense.words:
        sheets = searcher.doc_freq(column, stem)
        if not sheets:
            return 0.0
        # Deleted documents count in `doc_freq` until a merge.
        others = max(0, searcher.num_docs - sheets)
        rarity += math.log(1 + (others + 0.5) / (sheets + 0.5))
    return rarity


def one(schema: tantivy.Schema, column: str, sense: Sense, option: str) -> tantivy.Query:
    """Return the query of a word, or of words in a row, in a column; `option`: basic or freq."""
    if len(sense.words) == 1:
        return term(schema, column, sense.words[0][1], option)
    return tantivy.Query.phrase_query(schema, column, list(sense.words))


def term(schema: tantivy.Schema, column: str, stem: str, option: str) -> tantivy.Query:
    """Return the query of an indexed word in a column."""
    return tantivy.Query.term_query(schema, column, stem, option)
