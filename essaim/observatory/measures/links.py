"""The query of the sheets behind a figure: the same selection, narrowed."""

from collections.abc import Callable
from typing import Final

from essaim.observatory.narrowing import Narrowed
from essaim.search.query import Query

# A sheet has one value of these at most: another than those chosen is not in the selection.
_AGAIN: Final = {"partenaire": "partenaire-aussi"}


def narrowed(query: Query | Narrowed, key: str, *values: str) -> Narrowed | None:
    """Return the query of the selected sheets that also have one of these values.

    None when no query says it: a key's values are alternatives, so that what was asked for under
    a key can only be reduced, not added to (but for partners, which have a second key).
    """
    chosen = query.values(key)
    if chosen and not set(values) <= set(chosen):
        second = _AGAIN.get(key)
        if second is None or len(values) > 1 or query.values(second):
            return None
        key = second
    return Narrowed.of(query, key, values)


def narrowing(query: Query, key: str) -> Callable[[str], Narrowed | None]:
    """Return what gives the same for each value of a key: quicker, for many."""
    if not query.values(key):
        return Narrowed.each(query, key)
    return lambda value: narrowed(query, key, value)


def both(query: Query, one: str, other: str) -> Narrowed | None:
    """Return the query of the selected sheets that have both these partners."""
    first = narrowed(query, "partenaire", one)
    return narrowed(first, "partenaire", other) if first else None


def within(query: Query, lowest: str, highest: str, low: int, high: int | None) -> Narrowed | None:
    """Return the query of the selected sheets whose figure is from `low` to `high`.

    `lowest` and `highest` are the query's keys; `high` is None for no limit.
    """
    floor = max([low, *map(int, query.values(lowest))])
    ceilings = [*([] if high is None else [high]), *map(int, query.values(highest))]
    if ceilings and floor > min(ceilings):
        return None
    found = Narrowed.of(query, lowest, [str(floor)])
    return Narrowed.of(found, highest, [str(min(ceilings))]) if ceilings else found
