"""Queries put into SQL once, or once for each number of ids.

Putting them together costs more than running them, and every page runs the same few.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet


class Prepared:
    """The rows of a query, by ids or not, as plain tuples in the order of its `values_list`."""

    def __init__(self, make: Callable[[Sequence[int]], "QuerySet[Any, Any]"]) -> None:
        self._make = make
        self._statements: dict[tuple[str, int], tuple[str, tuple[Any, ...]]] = {}

    def rows(self, identifiers: Sequence[int] = ()) -> list[tuple[Any, ...]]:
        """Run the query for these ids (at least one, if it is by ids): one query."""
        key = (connection.vendor, len(identifiers))
        if key not in self._statements:
            # Each id's place is held by a negative number, which no other value of ours is.
            held = range(-len(identifiers), 0)
            self._statements[key] = self._make(held).query.sql_with_params()
        statement, values = self._statements[key]
        given = [
            identifiers[value] if isinstance(value, int) and value < 0 else value
            for value in values
        ]
        with connection.cursor() as cursor:
            cursor.execute(statement, given)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
