"""Filters applied to columns: what a query without words finds, without asking the index.

The same codes as the index (`search.criteria`), in columns that stand in memory: ten times faster
than having the index list most of the base. A test holds it to the catalogue.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from essaim.observatory.columns import Columns
from essaim.observatory.ragged import Ints
from essaim.search import document
from essaim.search.criteria import BY_KEY, Criterion
from essaim.search.query import Query
from essaim.search.ranges import End
from essaim.sheets.fields import Kind

Flags = npt.NDArray[np.bool_]

# By column of the index, where it is not a vocabulary's.
_COLUMNS: Final = {
    document.DEPARTMENT: "department",
    document.STRUCTURE: "structure",
    document.YEAR: "year",
}
_FIGURES: Final = {"budget": "budget", "personnes": "people"}  # by `Range.key`


def is_enough(query: Query) -> bool:
    """Whether columns tell by themselves which sheets a query finds."""
    return not query.text and query.place is None


def places(columns: Columns, query: Query) -> Ints | None:
    """Return where the sheets stand that pass all the filters of a query; None for every sheet."""
    kept: Flags | None = None
    for key, values in query.filters:
        passing = _passing(columns, BY_KEY[key], values)
        kept = passing if kept is None else kept & passing
    return None if kept is None else np.flatnonzero(kept)


def _passing(columns: Columns, criterion: Criterion, values: tuple[str, ...]) -> Flags:
    """Return which sheets have one of these values."""
    codes = np.unique([code for value in values for code in criterion.codes(value)]).astype(int)
    if criterion.bounds is not None:
        column = columns.numbers[_FIGURES[criterion.bounds.key]]
        if criterion.end is End.LOW:
            return np.asarray(column >= max(0, int(codes[0])))
        return np.asarray((column >= 0) & (column <= codes[0]))
    if criterion.vocabulary is None:
        return np.isin(columns.numbers[_COLUMNS[criterion.column]], codes)
    name, ranks = criterion.vocabulary.name, codes - 1
    if criterion.vocabulary.kind is Kind.CHOICE:
        return np.isin(columns.numbers[name], ranks)
    passing = np.zeros(len(columns), bool)
    lists = columns.lists[name]
    passing[lists.rows[np.isin(lists.values, ranks)]] = True
    return passing
