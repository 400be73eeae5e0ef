"""Where columns are kept, and how they follow the event log.

A file beside the index, `INDEX_DIR/observatoire.npz`: like the index, a cache of the database that
says how far in the event log it is. One process makes it, others wait and read it. It is replaced
whole, by a rename: killed at any time, what was there stays, or is made again. What has changed
since is read from the database sheet by sheet; the file is written again now and then only.
"""

import contextlib
import fcntl
import hashlib
import logging
import os
import secrets
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
from django.conf import settings

from essaim.observatory import columns as layout
from essaim.observatory import gathering
from essaim.observatory.columns import Columns, Words
from essaim.observatory.gathering import Gatherer
from essaim.observatory.ragged import Ragged
from essaim.search import analysis, following
from essaim.search.reader import Position
from essaim.sheets.figures.readings import READER_VERSION
from essaim.sheets.models import Event

logger = logging.getLogger(__name__)

# Raised by hand when what stands in a column changes while its name does not.
LAYOUT_VERSION: Final = 1
FILE: Final = "observatoire.npz"
_LOCK: Final = "observatoire.lock"
# Events after which the file is written again, and those it is quicker to start anew from.
_WORTH_SAVING: Final = 1_000
_TOO_MANY: Final = 20_000


class Unreadable(Exception):
    """The file is absent, damaged, of another version or of another database."""


class _Keeper:
    """The process's columns. Thread-safe."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Hold nothing; the lock is new too, as a child process may inherit it taken."""
        self.lock = threading.Lock()
        self.folder: Path | None = None
        self.held: Columns | None = None
        self.saved = 0  # the position of the file, as far as this process knows

    def at(self, wanted: Position) -> Columns:
        """Return columns that have all that was in the log up to `wanted`."""
        held = self.held
        if held is not None and self.folder == folder() and held.position == wanted:
            return held
        with self.lock:
            if self.folder != folder():
                self.folder, self.held, self.saved = folder(), None, 0
            if self.held is None or not _is_current(self.held, wanted):
                self.held = self._renewed(wanted)
            return self.held

    def _renewed(self, wanted: Position) -> Columns:
        """Return newer columns: those held or filed, caught up; or else made anew."""
        held = self.held
        if held is not None and _follows(held.position):
            with contextlib.suppress(Unreadable):
                columns = _caught_up(held, wanted)
                if columns.position.sequence - self.saved > _WORTH_SAVING:
                    with _lock():
                        self._save(columns)
                return columns
        with _lock():  # who waits here reads what the one before has made
            try:
                filed = load()
                self.saved = filed.position.sequence
                return _caught_up(filed, wanted)
            except Unreadable:
                logger.info("Observatoire : lecture de toutes les fiches.")
                columns = build()
                self._save(columns)
                return columns

    def _save(self, columns: Columns) -> None:
        save(columns)
        self.saved = columns.position.sequence


def _caught_up(held: Columns, wanted: Position) -> Columns:
    """Take in what the log says from where `held` is. Raises Unreadable: too far behind."""
    first, last = held.position.sequence, wanted.sequence
    if first >= last:
        return held
    if last - first > _TOO_MANY:
        raise Unreadable
    events = Event.objects.filter(
        sequence__gt=first, sequence__lte=last, sheet_id__isnull=False
    ).values_list("sheet_id", flat=True)
    changed = sorted({int(one) for one in events if one})
    gatherer = Gatherer(held.words)
    gatherer.take_all(gathering.published(changed))
    return held.replacing(changed, gatherer.columns(wanted))


_keeper = _Keeper()
os.register_at_fork(after_in_child=_keeper.clear)


def columns_at(position: Position) -> Columns:
    """Return the columns of the published sheets, not older than that state of the index.

    Nothing is read when nothing has changed; the sheets that have changed, otherwise. Without a
    file that can be used, all sheets are read: some seconds for ten thousand.
    """
    return _keeper.at(position)


def build() -> Columns:
    """Read all published sheets."""
    # Read first: what is published from here on is in the log after this position.
    head = following.head()
    gatherer = Gatherer()
    gatherer.take_all(gathering.published())
    return gatherer.columns(Position(head, _mark(head)))


def folder() -> Path:
    """Return the folder the file is kept in."""
    return Path(settings.INDEX_DIR)


def fingerprint() -> str:
    """Return the hash of all that decides what the columns hold: another one, another file."""
    whole = (
        LAYOUT_VERSION,
        READER_VERSION,
        tuple(layout.NUMBERS),
        layout.LISTS,
        tuple(one.name for one in layout.ASKED),
        analysis.description(),
    )
    return hashlib.sha256(repr(whole).encode()).hexdigest()


def _is_current(held: Columns, wanted: Position) -> bool:
    if held.position.sequence > wanted.sequence:  # another process's index was ahead of ours
        return _follows(held.position)
    return held.position == wanted


def _follows(position: Position) -> bool:
    """Whether a position is one of this database's log."""
    return _mark(position.sequence) == position.mark


def _mark(sequence: int) -> int:
    """Return the time of an event in microseconds, 0 when there is none (as the index does)."""
    at = Event.objects.filter(sequence=sequence).values_list("at", flat=True).first()
    return int(at.timestamp() * 1_000_000) if at else 0


def save(columns: Columns) -> None:
    """Put the columns in the place of the file's."""
    arrays: dict[str, Any] = {
        "empreinte": np.frombuffer(fingerprint().encode(), np.uint8),
        "position": np.array([columns.position.sequence, columns.position.mark], np.int64),
        "ids": columns.ids,
        "stems": _packed(columns.words.codes),
        "written": _packed(columns.words.written),
        **{f"number_{name}": column for name, column in columns.numbers.items()},
        **{f"offsets_{name}": lists.offsets for name, lists in columns.lists.items()},
        **{f"values_{name}": lists.values for name, lists in columns.lists.items()},
    }
    path = folder() / f"{FILE}.{secrets.token_hex(4)}"
    try:
        with path.open("xb") as file:
            np.savez(file, **arrays)
            file.flush()
            os.fsync(file.fileno())
        path.replace(folder() / FILE)
    finally:
        path.unlink(missing_ok=True)


def load() -> Columns:
    """Return the columns of the file. Raises Unreadable."""
    try:
        with (folder() / FILE).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            if arrays["empreinte"].tobytes().decode() != fingerprint():
                raise Unreadable
            columns = _read(arrays)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise Unreadable from error
    if not _follows(columns.position):
        raise Unreadable
    return columns


def _read(arrays: Any) -> Columns:
    sequence, mark = map(int, arrays["position"])
    stems = _unpacked(arrays["stems"])
    return Columns(
        arrays["ids"],
        {name: arrays[f"number_{name}"] for name in layout.NUMBERS},
        {
            name: Ragged(arrays[f"offsets_{name}"], arrays[f"values_{name}"])
            for name in layout.LISTS
        },
        Words({stem: code for code, stem in enumerate(stems)}, _unpacked(arrays["written"])),
        Position(sequence, mark),
    )


def _packed(words: Any) -> Any:
    """Return words, none of which has a line break, as bytes."""
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def _unpacked(packed: Any) -> list[str]:
    text = packed.tobytes().decode()
    return text.split("\n") if text else []


@contextlib.contextmanager
def _lock() -> Iterator[None]:
    """Hold the right to read or write the file; the system frees it with its holder."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / _LOCK).open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
