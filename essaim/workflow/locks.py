"""Locks that hold across processes and nodes."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings
from django.db import connection

# Any two numbers no other program of the database uses.
_WRITING: Final = 7_377_241_001
_IMPORTING: Final = 7_377_241_002


class Busy(RuntimeError):
    """Somebody else holds the lock."""


def lock_event_log() -> None:
    """Let one writer at a time number its events, until its transaction ends.

    Without it PostgreSQL could commit event 8 before event 7, and a reader that had seen 8
    would never look for 7. SQLite has one writer at a time already (BEGIN IMMEDIATE).
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WRITING])


@contextmanager
def preparing() -> Iterator[None]:
    """Wait for one's turn to prepare the data folder: tables, static files.

    Two servers started at once would each remove files that the other is writing.
    """
    with (settings.DATA_DIR / "preparing.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def only_import() -> Iterator[None]:
    """Hold the right to import; raises Busy when another import has it.

    Two imports of one file at once would each create what the other has planned to create.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_IMPORTING])
            if not cursor.fetchone()[0]:
                raise Busy
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_IMPORTING])
        return
    with (settings.DATA_DIR / "import.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy from error
        yield
