"""Formats without a base: bytes to records, records to bytes."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from essaim import exports
from essaim.intake import formats
from essaim.sheets.record import RawRecord, SheetRecord
from tests.listing_strategies import DEPARTMENTS


def read(
    name: str, data: bytes, *, encoding: str | None = None, warnings: list[str] | None = None
) -> list[RawRecord]:
    """Return the records that a format reads in these bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fichier"
        path.write_bytes(data)
        heard: list[str] = [] if warnings is None else warnings
        return list(
            formats.FORMATS[name].read(
                path, departments=DEPARTMENTS, encoding=encoding, warn=heard.append
            )
        )


def detect(data: bytes, *, encoding: str | None = None) -> str:
    """Return the format detected in these bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fichier"
        path.write_bytes(data)
        return formats.detect(path, encoding=encoding)


def written(name: str, records: Iterable[SheetRecord]) -> bytes:
    """Return the file that a format makes of the records."""
    return b"".join(exports.FORMATS[name].chunks(records))


def rejects(name: str, records: Sequence[RawRecord]) -> bytes:
    """Return the rejects file that a format makes of the records."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rejets"
        formats.FORMATS[name].write_rejects(iter(records), path)
        assert [file.name for file in path.parent.iterdir()] == ["rejets"]
        return path.read_bytes()
