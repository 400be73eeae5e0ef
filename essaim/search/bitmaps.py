"""Which sheets have each value of a facet, one bit a sheet: counting is then counting bits.

A state of the index, read once; the next states take in only what has changed. Bit number n of a
row is the sheet of id n. Nothing here is ever changed once made: who counts on one state goes on
with it. A base with thousands of terms, or of few sheets with very high ids, has none: Tantivy
counts there (`facets`), with the same result.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import tantivy

from essaim.search import bitsets, document, orders
from essaim.search.bitsets import Bits
from essaim.search.document import MASK_BITS, MASK_COLUMNS
from essaim.search.orders import Numbers, Order
from essaim.search.reader import Snapshot

_SINGLE: Final = (*(str(field.facet) for field in document.SINGLE), document.DEPARTMENT)
_MULTIPLE: Final = tuple(str(field.facet) for field in document.MULTIPLE)
COLUMNS: Final = frozenset((*_SINGLE, *_MULTIPLE))
_MOST_VALUES: Final = 1_024
_AT_ONCE: Final = 20_000  # documents read at once: bounds memory, and the wait of other threads
_ROOM: Final = 16  # words of 64 ids kept free for sheets to come, at least
# Ids may be so many times the sheets, and some more, before bits are a waste.
_SPARSEST: Final = 8
_FEW_IDS: Final = 65_536
_Part = tuple[Numbers, dict[str, Numbers]]  # ids, in order; by column, the code of each
_BLOCK: Final = 131_072  # words counted at once, of whole rows: what the processor's caches hold


@dataclass(frozen=True, slots=True)
class Bitmaps:
    """One state of the index. `matrix`: a row for each value, column after column.

    `rows` says where each value of a column stands: column -> code -> row. `groups`: how many
    columns of masks each multiple vocabulary was read from. `newest`: the sheets by date.
    """

    alive: Bits
    matrix: npt.NDArray[np.uint64]
    rows: Mapping[str, Mapping[int, int]]
    groups: Mapping[str, int]
    newest: Order

    @property
    def words(self) -> int:
        """How many words of 64 sheets each row has."""
        return len(self.alive)

    def nothing(self) -> Bits:
        """Return a row without any sheet."""
        return np.zeros_like(self.alive)

    def of_ids(self, identifiers: Sequence[int]) -> Bits:
        """Return the row of these sheets."""
        return bitsets.flagged(np.array(identifiers, np.int64), self.words)

    def any_of(self, column: str, codes: Iterable[int]) -> Bits:
        """Return the row of the sheets that have one of these codes."""
        known = self.rows[column]
        held = [known[code] for code in codes if code in known]
        if len(held) == 1:
            found: Bits = self.matrix[held[0]]
            return found
        return np.bitwise_or.reduce(self.matrix[held], axis=0) if held else self.nothing()

    def counts(self, sheets: Bits, columns: Iterable[str]) -> dict[str, dict[int, int]]:
        """Return how many of these sheets have each code of the columns: column -> code -> sheets.

        Codes that none has are left out.
        """
        answer = {}
        wanted = tuple(columns)
        spans = [_span(self.rows[column]) for column in wanted]
        first, last = min(start for start, _ in spans), max(stop for _, stop in spans)
        counted = _count_each(self.matrix[first:last], sheets)
        for column, (start, stop) in zip(wanted, spans, strict=True):
            held = counted[start - first : stop - first].tolist()
            answer[column] = {
                code: count for code, count in zip(self.rows[column], held, strict=True) if count
            }
        return answer

    def renewed(self, snapshot: Snapshot, changed: Sequence[int]) -> "Bitmaps | None":
        """Return the bitmaps of a later state, where these sheets have changed.

        None when what they now have needs more room: new terms, or many new sheets.
        """
        if not changed:
            return self
        if changed[-1] >> 6 >= self.words:
            return None
        alive, matrix = self.alive.copy(), self.matrix.copy()
        erase(alive, changed)
        erase(matrix, changed)
        parts = list(_read(snapshot, self.groups, among(snapshot, changed)))
        for identifiers, columns in parts:
            put(alive, identifiers)
            for column in COLUMNS:
                codes = columns[column]
                for code, held in _by_code(column, codes):
                    row = self.rows[column].get(code)
                    if row is None:
                        return None
                    put(matrix[row], identifiers[held])
        order = self.newest.renewed(changed, _ids(parts), _all(parts, document.RECENT))
        return Bitmaps(alive, matrix, self.rows, self.groups, order)


def erase(rows: npt.NDArray[np.uint64], identifiers: Iterable[int]) -> None:
    """Take these sheets out of a row, or of all the rows of a matrix."""
    octets = rows.view(np.uint8)
    for identifier in identifiers:
        octets[..., identifier >> 3] &= ~(1 << (identifier & 7)) & 0xFF


def put(row: Bits, identifiers: Iterable[int]) -> None:
    """Put these sheets into a row."""
    octets = row.view(np.uint8)
    for identifier in map(int, identifiers):
        octets[identifier >> 3] |= 1 << (identifier & 7)


def among(snapshot: Snapshot, identifiers: Sequence[int]) -> tantivy.Query:
    """Return the query of the documents with these ids."""
    return tantivy.Query.term_set_query(snapshot.schema, document.ID, list(identifiers))


def build(snapshot: Snapshot, groups: Mapping[str, int]) -> Bitmaps | None:
    """Read a whole state of the index; None for a base that bits are not made for.

    `groups`: how many mask columns each multiple vocabulary has something in.
    """
    if any(count > MASK_COLUMNS for count in groups.values()):
        return None
    parts = list(_read(snapshot, groups, tantivy.Query.all_query()))
    identifiers = _ids(parts)
    last = int(identifiers[-1]) if len(identifiers) else 0
    if last > _SPARSEST * len(identifiers) + _FEW_IDS:
        return None
    words = (last >> 6) + 1 + max(_ROOM, last >> 10)
    rows: dict[str, dict[int, int]] = {column: {} for column in (*_SINGLE, *_MULTIPLE)}
    found: list[Bits] = []
    for column, known in rows.items():
        for code, held in _by_code(column, _all(parts, column)):
            known[code] = len(found)
            found.append(bitsets.flagged(identifiers[held], words))
            if len(found) > _MOST_VALUES:
                return None
    matrix = np.array(found, np.uint64).reshape(len(found), words)
    order = orders.build(identifiers, _all(parts, document.RECENT), words * 64)
    return Bitmaps(bitsets.flagged(identifiers, words), matrix, rows, dict(groups), order)


def _ids(parts: Iterable[_Part]) -> Numbers:
    return np.concatenate([np.zeros(0, np.int64), *(ids for ids, _ in parts)])


def _all(parts: Iterable[_Part], column: str) -> Numbers:
    return np.concatenate([np.zeros(0, np.int64), *(read[column] for _, read in parts)])


def _span(rows: Mapping[int, int]) -> tuple[int, int]:
    """Return the first row of a column and the one past its last."""
    first = next(iter(rows.values()), 0)
    return first, first + len(rows)


def _count_each(matrix: npt.NDArray[np.uint64], sheets: Bits) -> npt.NDArray[np.int64]:
    """Return how many of these sheets each row of the matrix has."""
    words = np.flatnonzero(sheets)
    if len(words) * 4 < len(sheets):  # few, and far between
        matrix, sheets = matrix[:, words], sheets[words]
    counted = np.zeros(len(matrix), np.int64)
    rows = max(1, _BLOCK // max(1, len(sheets)))
    for start in range(0, len(matrix), rows):
        block = slice(start, start + rows)
        counted[block] = np.bitwise_count(matrix[block] & sheets).sum(axis=1, dtype=np.uint32)
    return counted


def _by_code(column: str, codes: Numbers) -> Iterator[tuple[int, npt.NDArray[np.bool_]]]:
    """Yield each code there is, in order, and which of the documents have it."""
    if column in _SINGLE:
        for code in np.unique(codes).tolist():
            if code > 0:
                yield code, codes == code
        return
    for rank in range(MASK_BITS * MASK_COLUMNS):
        held = codes & (1 << rank) != 0
        if held.any():
            yield rank + 1, held


def _read(
    snapshot: Snapshot, groups: Mapping[str, int], matching: tantivy.Query
) -> Iterator[_Part]:
    """Yield ids and codes: masks, for multiple vocabularies; and how recent each sheet is."""
    for hits in snapshot.in_order(_AT_ONCE, matching):
        addresses = [address for _, address in hits]

        def values(column: str, addresses: list[tantivy.DocAddress] = addresses) -> Numbers:
            return np.array(snapshot.searcher.fast_field_values(column, addresses), np.int64)

        columns = {column: values(column) for column in (*_SINGLE, document.RECENT)}
        for facet in _MULTIPLE:
            columns[facet] = np.zeros(len(hits), np.int64)
            for group in range(groups[facet]):
                columns[facet] |= values(document.mask_column(facet, group)) << group * MASK_BITS
        yield np.fromiter((identifier for identifier, _ in hits), np.int64, len(hits)), columns
