"""Tantivy itself, ranking only: the least that any page on this index must spend.

The same index, opened the same way. The words as analysed, all required, boosted by channel; the
filters; the twenty best of the page. No total, no facets, no passages, no thought for what the
words may mean. Asked only of queries with words, in order of relevance: the others rank nothing.
"""

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

import tantivy
from tantivy import Occur

from bench.peers.interface import PER_PAGE, Answer, Asked, Row
from bench.processes import folder_mb
from essaim.search import analysis, document, store
from essaim.search.criteria import BY_KEY
from essaim.sheets.fields import CHANNEL_WEIGHTS, Channel


class RawTantivy:
    """The peer."""

    name = "Tantivy seul, le tri"
    only_ranked = True

    def __init__(self) -> None:
        """Open the index in use."""
        self._path: Path = store.folder() / store.CURRENT
        opened = store.open_current()
        self._schema = opened.schema
        self._searcher = opened.index.searcher()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        pass

    def load(self, rows: Iterable[Row]) -> None:
        """Do nothing: the index is there."""

    def ask(self, asked: Asked) -> Answer:
        """Rank, and return the sheets of the page."""
        clauses = [self._word(word) for word in analysis.words(" ".join(asked.words))]
        clauses += [self._filter(key, values) for key, values in asked.filters.items()]
        query = tantivy.Query.boolean_query([(Occur.Must, clause) for clause in clauses])
        found = self._searcher.search(query, PER_PAGE, count=False, offset=asked.offset).hits
        ids = self._searcher.fast_field_values(document.ID, [address for _, address in found])
        return Answer(total=-1, hits=[int(identifier or 0) for identifier in ids])

    def _word(self, word: str) -> tantivy.Query:
        return tantivy.Query.boolean_query(
            [
                (
                    Occur.Should,
                    tantivy.Query.boost_query(
                        tantivy.Query.term_query(self._schema, channel, word, "freq"),
                        CHANNEL_WEIGHTS[channel],
                    ),
                )
                for channel in Channel
            ]
        )

    def _filter(self, key: str, values: Iterable[str]) -> tantivy.Query:
        criterion = BY_KEY[key]
        codes = sorted({code for value in values for code in criterion.codes(value)})
        if len(codes) == 1:
            held = tantivy.Query.term_query(self._schema, criterion.column, codes[0], "basic")
        else:
            held = tantivy.Query.term_set_query(self._schema, criterion.column, codes)
        return tantivy.Query.const_score_query(held, 0.0)

    def size_mb(self) -> float:
        """Return what the index takes on disk."""
        return folder_mb(self._path.resolve())
