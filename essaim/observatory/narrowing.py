"""Queries of the sheets behind a figure, by their address: made whole only when asked for."""

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final, NamedTuple
from urllib.parse import quote_plus

from essaim.search.criteria import CRITERIA
from essaim.search.query import Filters, Query

_ORDER: Final = {criterion.key: rank for rank, criterion in enumerate(CRITERIA)}
_quoted: Final = functools.lru_cache(maxsize=4_096)(quote_plus)


@dataclass(frozen=True, slots=True)
class _Frame:
    """A query but for some of its keys: what stands around them, also as an address.

    `filters` and `encoded` have one piece more than there are keys.
    """

    query: Query
    keys: tuple[str, ...]
    filters: tuple[Filters, ...]
    encoded: tuple[str, ...]


# A tuple, as `results.Row` is.
class Narrowed(NamedTuple):
    """A query with these values under some keys. A page has hundreds: their addresses are enough.

    `chosen` are the values under each of `frame.keys`.
    """

    frame: _Frame
    chosen: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, query: "Query | Narrowed", key: str, values: Iterable[str]) -> "Narrowed":
        """Return that query with these values under a key, in the place of those it has."""
        wanted = tuple(sorted(set(values)))
        if isinstance(query, Query):
            return cls(_frame(query, (key,)), (wanted,))
        held = dict(zip(query.frame.keys, query.chosen, strict=True)) | {key: wanted}
        keys = tuple(sorted(held, key=_ORDER.__getitem__))
        return cls(_frame(query.frame.query, keys), tuple(held[one] for one in keys))

    @classmethod
    def each(cls, query: Query, key: str) -> "Callable[[str], Narrowed]":
        """Return what gives that query with one value under a key."""
        frame = _frame(query, (key,))
        return lambda value: cls(frame, ((value,),))

    def values(self, key: str) -> tuple[str, ...]:
        """Return the values under a key, as `Query.values` does."""
        if key in self.frame.keys:
            return self.chosen[self.frame.keys.index(key)]
        return self.frame.query.values(key)

    @property
    def query(self) -> Query:
        """The query itself."""
        found = self.frame.filters[0]
        for key, values, after in zip(
            self.frame.keys, self.chosen, self.frame.filters[1:], strict=True
        ):
            found = (*found, (key, values), *after)
        return replace(self.frame.query, filters=found)

    def encode(self) -> str:
        """Return what the query would encode as."""
        frame, chosen = self
        if len(chosen) == 1 == len(chosen[0]):  # nearly all of them
            return f"{frame.encoded[0]}{frame.keys[0]}={_quoted(chosen[0][0])}{frame.encoded[1]}"
        found = frame.encoded[0]
        for key, values, after in zip(frame.keys, chosen, frame.encoded[1:], strict=True):
            found += "&".join([f"{key}={_quoted(value)}" for value in values]) + after
        return found


@functools.lru_cache(maxsize=256)
def _frame(query: Query, keys: tuple[str, ...]) -> _Frame:
    if query.page > 1 or query.notices or any(map(query.values, keys)):
        for key in keys:
            query = query.clearing(key)
    places = [_ORDER[key] for key in keys]
    pieces: list[Filters] = [
        tuple(one for one in query.filters if low < _ORDER[one[0]] < high)
        for low, high in zip([-1, *places], [*places, len(_ORDER)], strict=True)
    ]
    start = Query(query.text, pieces[0]).encode()
    before = Query(query.text, query.filters[: len(query.filters) - len(pieces[-1])]).encode()
    end = query.encode(page=False)[len(before) :].removeprefix("&")
    between = [Query("", piece).encode() for piece in pieces[1:-1]]
    encoded = (
        f"{start}&" if start else "",
        *(f"&{piece}&" if piece else "&" for piece in between),
        f"&{end}" if end else "",
    )
    return _Frame(query, keys, tuple(pieces), encoded)
