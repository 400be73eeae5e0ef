"""Queries of the sheets behind a figure, by their address: made whole only when asked for."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote_plus

from essaim.search.criteria import CRITERIA
from essaim.search.query import Filters, Query

_ORDER: Final = {criterion.key: rank for rank, criterion in enumerate(CRITERIA)}
_quoted: Final = functools.lru_cache(maxsize=4_096)(quote_plus)


@dataclass(frozen=True, slots=True)
class _Frame:
    """A query but for one of its keys: what stands before and after it, also as an address."""

    query: Query
    key: str
    before: Filters
    after: Filters
    encoded_before: str
    encoded_after: str


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A query with these values under a key. A page has hundreds: their addresses are enough."""

    frame: _Frame
    values: tuple[str, ...]

    @classmethod
    def of(cls, query: Query, key: str, values: Iterable[str]) -> "Narrowed":
        """Return that query with these values under a key, in the place of those it has."""
        return cls(_frame(query, key), tuple(sorted(set(values))))

    @property
    def query(self) -> Query:
        """The query itself."""
        here = ((self.frame.key, self.values),)
        return replace(self.frame.query, filters=self.frame.before + here + self.frame.after)

    def encode(self) -> str:
        """Return what the query would encode as."""
        key = self.frame.key
        return "".join(
            (
                self.frame.encoded_before,
                "&".join([f"{key}={_quoted(value)}" for value in self.values]),
                self.frame.encoded_after,
            )
        )


@functools.lru_cache(maxsize=256)
def _frame(query: Query, key: str) -> _Frame:
    others = query.clearing(key)
    rank = _ORDER[key]
    before = tuple(one for one in others.filters if _ORDER[one[0]] < rank)
    whole, start = others.encode(page=False), Query(query.text, before).encode()
    after = whole[len(start) :].removeprefix("&")
    return _Frame(
        others,
        key,
        before,
        others.filters[len(before) :],
        f"{start}&" if start else "",
        f"&{after}" if after else "",
    )
