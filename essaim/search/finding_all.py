"""All that a query finds, at once: for what adds sheets up rather than show some of them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tantivy import Order

from essaim.search import bitsets, counting, document, engine, understanding
from essaim.search.query import Query
from essaim.search.ranking import Plan
from essaim.search.reader import Position, Snapshot

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of the sheets found, in order; None for every published sheet.

    `number` tells the state of the index they come from (see `Snapshot`), `position` how far in
    the event log that state is.
    """

    ids: Ids | None
    number: int
    position: Position


def found(query: Query) -> Found:
    """Return exactly the sheets that `engine.search` counts for the query, whatever its page."""
    return engine.answering(lambda snapshot: _find(snapshot, query))


def state() -> tuple[int, Position]:
    """Return which state of the index `found` would answer from, and how far in the log it is."""
    return engine.answering(lambda snapshot: (snapshot.number, snapshot.position))


def _find(snapshot: Snapshot, query: Query) -> Found:
    asked = Plan(understanding.understand(snapshot, query), query.filters, query.parts, query.place)
    if asked.is_everything:
        return Found(None, snapshot.number, snapshot.position)
    for plan in asked.softer():  # as the engine does: less of what is asked for, if need be
        ids = _ids(snapshot, plan)
        if len(ids):
            break
    return Found(ids, snapshot.number, snapshot.position)


def _ids(snapshot: Snapshot, plan: Plan) -> Ids:
    # Listing most of a base out of the index takes a hundred times longer.
    sheets = counting.sheets(snapshot, plan)
    if sheets is not None:
        return np.flatnonzero(bitsets.unpacked(sheets))
    hits = snapshot.searcher.search(
        plan.matching(snapshot),
        max(1, snapshot.searcher.num_docs),
        count=False,
        order_by_field=document.ID,
        order=Order.Asc,
    ).hits
    return np.fromiter((identifier for identifier, _ in hits), np.int64, len(hits))
