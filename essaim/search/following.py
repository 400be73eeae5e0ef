"""The index follows the event log: catching up, rebuilding, and the thread that does both.

The log's position is a document of the index, replaced in the very commit that covers the
events: whatever moment a process dies at, the index says exactly what it holds.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Final

import tantivy
from django.db import connections
from django.db.models import Max

from essaim.search import document, reader, store
from essaim.search.reader import Position, position_of
from essaim.search.store import Opened, OtherVersion, Unusable
from essaim.sheets.models import Event, Sheet

logger = logging.getLogger(__name__)

EVENTS_AT_ONCE: Final = 2_000
SHEETS_AT_ONCE: Final = 500  # loaded at once: bounds memory, not speed
EVENTS_PER_COMMIT: Final = 10_000
_SMALL_HEAP: Final = 15_000_000  # Tantivy's least, in bytes per thread
_LARGE_HEAP: Final = 32_000_000
_LONGEST_PAUSE: Final = 30.0

Progress = Callable[[int], object]  # told how many more sheets have been done


class AnotherLog(Exception):
    """The index follows an event log that is not this database's."""


def head() -> int:
    """Return the last sequence of the event log, 0 when it is empty."""
    return Event.objects.aggregate(last=Max("sequence"))["last"] or 0


def _mark(sequence: int) -> int:
    at = Event.objects.filter(sequence=sequence).values_list("at", flat=True).first()
    return int(at.timestamp() * 1_000_000) if at else 0


def catch_up() -> int:
    """Bring the index up to the event log; return the number of events it took in.

    Returns 0 at once when another process is writing to it: that one, or the follower, will
    see these events too. Call it after the transaction, never within. An index that is absent,
    damaged, of another schema or of another database is built anew, which takes a while.
    """
    opened: Opened | None = None
    try:
        opened = store.open_current()
        return _catch_up(opened)
    except OtherVersion as problem:
        if reader.has_served():
            return 0  # the next version is being installed: its own processes look after it
        reason = problem.reason
    except Unusable as problem:
        reason = problem.reason
    except AnotherLog:
        reason = "l’index suivait une autre base"
    except BaseException as error:
        if not store.is_damage(error):
            raise
        if opened is not None and store.current_path() not in (None, opened.path):
            return catch_up()  # nothing is wrong: another one has taken its place meanwhile
        reason = f"l’index est abîmé ({error})"
    logger.info("Construction de l’index : %s.", reason)
    return rebuild(wait=False)


def _catch_up(opened: Opened) -> int:
    """Catch up one index. Raises `Unusable`, `AnotherLog`, or what `store.is_damage` knows."""
    taken = 0
    while (more := _catch_up_once(opened)) is not None:
        taken += more
        # Who found the writer busy a moment ago has left its events to us.
        if _behind(opened) <= 0:
            break
    return taken


def _behind(opened: Opened) -> int:
    """Return how far the log is ahead of an index."""
    opened.index.reload()
    return head() - position_of(opened.index.searcher(), opened.schema).sequence


def _catch_up_once(opened: Opened) -> int | None:
    """Take in what is in the log; return the number of events, None when another is writing."""
    behind = _behind(opened)
    try:
        heap = _LARGE_HEAP if behind > EVENTS_AT_ONCE else _SMALL_HEAP
        writer = opened.index.writer(heap, 1)
    except ValueError as error:
        if "LockBusy" in str(error):
            return None
        raise
    try:
        opened.index.reload()  # another writer may have just committed
        position = position_of(opened.index.searcher(), opened.schema)
        if position.sequence and _mark(position.sequence) != position.mark:
            raise AnotherLog
        # What a killed writer was about to commit: this one would give a file the same name.
        writer.garbage_collect_files()
        return _take_in(writer, opened.schema, position.sequence)
    finally:
        # Lets the merges end: dropped at once, a writer abandons them and segments pile up.
        writer.wait_merging_threads()


def _take_in(writer: tantivy.IndexWriter, schema: tantivy.Schema, position: int) -> int:
    """Write what every event after `position` concerns; return how many there were."""
    taken = uncommitted = 0
    while True:
        events = list(
            Event.objects.filter(sequence__gt=position)
            .order_by("sequence")
            .values_list("sequence", "sheet_id")[:EVENTS_AT_ONCE]
        )
        if events:
            position = events[-1][0]
            taken += len(events)
            uncommitted += len(events)
            _replace(writer, schema, {sheet for _, sheet in events if sheet is not None})
        is_last = len(events) < EVENTS_AT_ONCE
        if uncommitted and (is_last or uncommitted >= EVENTS_PER_COMMIT):
            _commit_at(writer, schema, Position(position, _mark(position)))
            uncommitted = 0
        if is_last:
            return taken


def _replace(writer: tantivy.IndexWriter, schema: tantivy.Schema, sheet_ids: Iterable[int]) -> None:
    """Put the sheets as they now are in the place of what the index held of them."""
    ordered = sorted(sheet_ids)
    for identifier in ordered:
        writer.delete_documents_by_term(document.ID, identifier)
    for start in range(0, len(ordered), SHEETS_AT_ONCE):
        chunk = ordered[start : start + SHEETS_AT_ONCE]
        for sheet in Sheet.objects.published().for_reading().filter(pk__in=chunk):
            writer.add_document(document.of_sheet(sheet, schema))


def _commit_at(writer: tantivy.IndexWriter, schema: tantivy.Schema, position: Position) -> None:
    """Commit what was written together with the position it leads to."""
    writer.delete_documents_by_term(document.ID, 0)
    writer.add_document(document.of_position(position.sequence, position.mark, schema))
    writer.commit()


def _published() -> Iterator[Sheet]:
    """Yield every published sheet in creation order; no long transaction, flat memory."""
    last = 0
    while True:
        chunk = list(
            Sheet.objects.published()
            .for_reading()
            .filter(pk__gt=last)
            .order_by("pk")[:SHEETS_AT_ONCE]
        )
        yield from chunk
        if len(chunk) < SHEETS_AT_ONCE:
            return
        last = chunk[-1].pk


def _silent(_: int) -> None:
    pass


def rebuild(*, wait: bool = True, progress: Progress = _silent) -> int:
    """Build a new index from the database, put it in use; return the number of sheets in it.

    One process does; another that asks meanwhile waits and takes that one's work for its own,
    or returns 0 at once with `wait=False` when there is an index to serve meanwhile.
    """
    before = store.current_path()
    with store.rebuild_lock(wait=wait or before is None) as mine:
        if not mine:
            return 0
        after = store.current_path()
        if after is not None and after != before:
            return 0
        return _build(progress)


def ensure() -> None:
    """Have an index that can be read: build it, or wait for who is building it."""
    with store.rebuild_lock(wait=True):
        try:
            reader.snapshot()
        except Unusable as problem:
            logger.info("Construction de l’index : %s.", problem.reason)
            _build(_silent)


def _build(progress: Progress) -> int:
    opened = store.create()
    try:
        count = _fill(opened, progress)
        while _catch_up(opened):  # what was published meanwhile
            pass
        store.switch_to(opened.path)
        _catch_up(opened)  # what the old one has taken in since
    except BaseException:
        store.remove_others(store.current_path() or store.folder() / store.CURRENT)
        raise
    return count


def _fill(opened: Opened, progress: Progress) -> int:
    # Read first: a sheet published from here on is in the log after this position.
    start = head()
    writer = opened.index.writer(2 * _LARGE_HEAP, 2)
    count = 0
    for sheet in _published():
        writer.add_document(document.of_sheet(sheet, opened.schema))
        count += 1
        if count % SHEETS_AT_ONCE == 0:
            progress(SHEETS_AT_ONCE)
    _commit_at(writer, opened.schema, Position(start, _mark(start)))
    writer.wait_merging_threads()
    return count


def follow(stop: threading.Event, every: float = 0.5) -> None:
    """Keep the index up to date until `stop` is set, looking every so many seconds.

    Never raises: whatever goes wrong is logged, and tried again after longer and longer pauses.
    """
    pause = 0.0
    while not stop.wait(pause):
        try:
            if _is_behind():
                catch_up()
            pause = every
        except BaseException as error:
            if not (isinstance(error, Exception) or store.is_damage(error)):
                raise
            logger.exception("L’index n’a pas pu être mis à jour ; nouvel essai dans un instant.")
            pause = min(max(pause, every) * 2, _LONGEST_PAUSE)
            connections.close_all()
    connections.close_all()


def mend() -> None:
    """Catch up, or build the index anew, from a thread of its own: logs what goes wrong."""
    try:
        catch_up()
    except BaseException as error:
        if not (isinstance(error, Exception) or store.is_damage(error)):
            raise
        logger.exception("L’index n’a pas pu être reconstruit.")
    finally:
        connections.close_all()


def _is_behind() -> bool:
    """Return whether there is something to take in, or no index to take it in to."""
    if store.signature() is None:
        return True
    try:
        return reader.snapshot().position.sequence != head()
    except Unusable:
        return True
