"""Where the index lives on disk, and how a new one takes the place of the old.

    INDEX_DIR/
      current -> 20250102T030405-1234/    switched atomically
      20250102T030405-1234/               one generation: Tantivy's files and `essaim.json`
      rebuild.lock                        held by the one process that makes a new generation

The index is a cache of the database: anything wrong with it is mended by making a new
generation. A process that serves an older one keeps its files alive by having them mapped.
"""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import tantivy
from django.conf import settings

from essaim.search import analysis, document

CURRENT: Final = "current"
CARD: Final = "essaim.json"
_LOCK: Final = "rebuild.lock"
_META: Final = "meta.json"  # Tantivy's own: replaced by every commit and every merge


class Unusable(Exception):
    """There is no index that can be opened: `reason` says why, in French."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class OtherVersion(Unusable):
    """The index is sound, and made by another version of the software."""


def is_damage(error: BaseException) -> bool:
    """Return whether the error is Tantivy's way to say that the index's files are not right.

    A panic of its Rust code arrives as a `BaseException` that cannot be imported.
    """
    if isinstance(error, OSError | ValueError | RuntimeError):
        return True
    return type(error).__name__ == "PanicException"


@dataclass(frozen=True, slots=True)
class Opened:
    """An index opened from its generation's folder."""

    path: Path
    index: tantivy.Index

    @property
    def schema(self) -> tantivy.Schema:
        """The schema it was made with, which is ours."""
        return self.index.schema


def folder() -> Path:
    """Return the folder of all generations."""
    return Path(settings.INDEX_DIR)


def current_path() -> Path | None:
    """Return the folder of the generation in use, None when there is none."""
    try:
        path = folder() / (folder() / CURRENT).readlink()
    except OSError:
        return None
    return path if path.is_dir() else None


def signature() -> tuple[int, int, int] | None:
    """Return what changes whenever the index does: one `stat`. None when there is no index."""
    try:  # at each request: four times faster than through `pathlib`
        seen = os.stat(f"{settings.INDEX_DIR}/{CURRENT}/{_META}")  # noqa: PTH116
    except OSError:
        return None
    return seen.st_ino, seen.st_mtime_ns, seen.st_size


def open_at(path: Path) -> Opened:
    """Open the generation in that folder, raising `Unusable`."""
    try:
        card = json.loads((path / CARD).read_text(encoding="utf-8"))
        if card["empreinte"] != document.fingerprint():
            raise OtherVersion("l’index a été construit par une autre version d’Essaim")
        index = tantivy.Index.open(str(path))
    except Unusable:
        raise
    except BaseException as error:
        if is_damage(error) or isinstance(error, KeyError | TypeError):
            raise Unusable(f"l’index est illisible ({error})") from error
        raise
    _register(index)
    return Opened(path, index)


def _register(index: tantivy.Index) -> None:
    for name, analyzer in analysis.analyzers().items():
        index.register_tokenizer(name, analyzer)


def open_current() -> Opened:
    """Open the generation in use, raising `Unusable`."""
    for _ in range(3):  # it may be replaced and removed between the look and the opening
        path = current_path()
        if path is None:
            raise Unusable("l’index n’existe pas encore")
        try:
            return open_at(path)
        except Unusable:
            if current_path() == path:
                raise
    raise Unusable("l’index change sans cesse")


def create() -> Opened:
    """Make the folder of a new generation, with an empty index in it. Nobody sees it yet."""
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}-{secrets.token_hex(2)}"
    path = folder() / name
    path.mkdir(parents=True)
    index = tantivy.Index(document.schema(), str(path))
    _register(index)
    card = {"empreinte": document.fingerprint(), "tantivy": document.ENGINE_VERSION}
    (path / CARD).write_text(json.dumps(card), encoding="utf-8")
    return Opened(path, index)


def switch_to(path: Path) -> None:
    """Put the generation in use, at once for everyone, and remove the others."""
    link = folder() / f"{CURRENT}.{secrets.token_hex(4)}"
    link.symlink_to(path.name)
    link.replace(folder() / CURRENT)
    _sync(folder())
    remove_others(path)


def remove_others(kept: Path) -> None:
    """Remove the generations not in use, and what an interrupted rebuild left behind."""
    for entry in folder().iterdir():
        if entry.is_dir() and not entry.is_symlink() and entry.name != kept.name:
            shutil.rmtree(entry, ignore_errors=True)
        elif entry.is_symlink() and entry.name != CURRENT:
            entry.unlink(missing_ok=True)


@contextlib.contextmanager
def rebuild_lock(*, wait: bool) -> Iterator[bool]:
    """Hold the right to make a new generation; yields False when another process has it.

    The system frees the lock with its holder, however that one ends.
    """
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / _LOCK).open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def size(path: Path) -> int:
    """Return the bytes a generation takes on disk."""
    return sum(entry.stat().st_size for entry in path.iterdir() if entry.is_file())


def _sync(path: Path) -> None:
    """Have the folder's own entries written to disk: a rename is not, by itself."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
