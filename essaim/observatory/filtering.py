"""Filters applied to columns: what a query without words finds, without asking the index.

The same codes as the index (`search.criteria`), in columns that stand in memory: much
faster than having the index list most of the base. A test holds it to the catalogue.
"""

from typing import Final

import numpy as np

from essaim.observatory.columns import Columns
from essaim.search import document
from essaim.search.bitsets import Bits
from essaim.search.criteria import BY_KEY, Criterion
from essaim.search.query import Query
from essaim.search.ranges import End

_FIGURES: Final = {"budget": "budget", "personnes": "people"}  # by `Range.key`


def is_enough(query: Query) -> bool:
    """Whether columns tell by themselves which sheets a query finds."""
    return not query.text and query.place is None


def found(columns: Columns, query: Query) -> Bits:
    """Return the sheets that pass all the filters of a query."""
    kept = columns.order.everything
    for key, values in query.filters:
        kept = kept & _passing(columns, BY_KEY[key], values)
    return kept


def _passing(columns: Columns, criterion: Criterion, values: tuple[str, ...]) -> Bits:
    """Return which sheets have one of these values."""
    codes = np.unique([code for value in values for code in criterion.codes(value)]).astype(int)
    if criterion.vocabulary is not None:
        return columns.planes(criterion.vocabulary.name).having((codes - 1).tolist())
    if criterion.bounds is not None:
        column = columns.numbers[_FIGURES[criterion.bounds.key]]
        if criterion.end is End.LOW:
            return columns.order.having(np.asarray(column >= max(0, int(codes[0]))))
        return columns.order.having(np.asarray((column >= 0) & (column <= codes[0])))
    if criterion.column == document.DEPARTMENT:
        return columns.order.within(codes.tolist())
    if criterion.column == document.YEAR:
        ranks = np.flatnonzero(np.isin(columns.figures("year").values, codes))
        return columns.planes("year").having(ranks.tolist())
    return columns.order.having(np.isin(columns.numbers["structure"], codes))
