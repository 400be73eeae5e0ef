"""Files written whole or not at all."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


@contextlib.contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """Give a file that takes `path`'s place when the block ends well, and vanishes otherwise.

    A link is followed; what is not a regular file (`/dev/null`, a named pipe) is written to
    directly. Raises OSError as `open` does.
    """
    target = path.resolve()
    if target.exists() and not target.is_file() and not target.is_dir():
        with target.open("wb") as out:
            yield out
        return
    if target.is_dir():
        raise IsADirectoryError(21, "C’est un dossier", str(path))
    beside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
