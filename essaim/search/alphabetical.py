"""The orders by words (title, département), read out of the index once and kept up with it.

Tantivy finds the words of each sheet it puts in order anew, some twenty microseconds each, and a
page far down needs all those before it.
"""

import bisect
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import tantivy

from essaim.search import bitmaps, document, orders
from essaim.search.orders import Order
from essaim.search.reader import Snapshot

COLUMNS: Final = (document.TITLE_ORDER, document.DEPARTMENT_ORDER)
# Beyond, the words would take too much while they are put in order.
_MOST_SHEETS: Final = 400_000
# Each that has changed takes about a millisecond.
_MOST_CHANGES: Final = 200
_AT_ONCE: Final = 1 << 14  # ids read at once, so that other threads never wait for long


def read(snapshot: Snapshot, column: str, places: int) -> Order | None:
    """Return the sheets in the order of a column of words, None when they are too many.

    Takes seconds. Ids are below `places`.
    """
    if snapshot.searcher.num_docs > _MOST_SHEETS:
        return None
    found = [
        pair
        for start in range(0, places, _AT_ONCE)
        for pair in _keyed(snapshot, column, snapshot.ids_from(max(1, start), start + _AT_ONCE))
    ]
    found.sort()
    return orders.standing(np.array([one for _, one in found], np.int32), places)


def renewed(
    order: Order, snapshot: Snapshot, column: str, changed: Sequence[int], places: int
) -> Order | None:
    """Return the order of a later state, where these have changed; None when they are too many."""
    if len(changed) > _MOST_CHANGES:
        return None
    kept = order.without(changed)
    coming = sorted(_keyed(snapshot, column, bitmaps.among(snapshot, changed)))

    def words(identifier: int) -> str:
        ((found, _),) = _keyed(snapshot, column, bitmaps.among(snapshot, [int(identifier)]))
        return found

    where = [bisect.bisect_left(kept, key, key=words) for key, _ in coming]
    added = np.array([one for _, one in coming], np.int32)
    return orders.standing(np.insert(kept, where, added), places)


def _keyed(snapshot: Snapshot, column: str, matching: tantivy.Query) -> Iterator[tuple[str, int]]:
    """Yield the words and the id of the sheets that match."""
    hits = snapshot.searcher.search(
        matching, _AT_ONCE, count=False, order_by_field=column, order=tantivy.Order.Asc
    ).hits
    identifiers = snapshot.ids([address for _, address in hits])
    yield from zip((str(key) for key, _ in hits), identifiers, strict=True)
