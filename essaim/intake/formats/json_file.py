"""JSON: an object with a list `actions`, or the list alone; read as a stream."""

import codecs
import contextlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, TextIO

import ijson
import ijson.backends.python
from ijson.common import ObjectBuilder

from essaim.intake.formats import reading
from essaim.intake.formats.reading import Unreadable, Warn
from essaim.network.territories import DepartmentNames
from essaim.sheets import cells
from essaim.sheets.record import RawRecord
from essaim.sheets.whole_file import written_whole

EXTENSION: Final = "json"
LIST_KEY: Final = "actions"
_KEYS: Final = frozenset(column.key for column in cells.COLUMNS)
_DEEPEST: Final = 50
_PIECE: Final = 1 << 20
_HALF_CHARACTER: Final = re.compile(rb"\\u[dD][89a-fA-F]")

Events = Iterator[tuple[str, Any]]


def read(
    path: Path,
    *,
    departments: DepartmentNames,
    encoding: str | None = None,
    warn: Warn = reading.silent,
) -> Iterator[RawRecord]:
    """Yield the list's items in order; `raw` is the item, `line` its rank from 1.

    Values are left as they come, whatever their type. Raises Unreadable, at the first record
    or later, when the file as a whole is at fault.
    """
    reading.require_file(path)
    codec = reading.codec(path, encoding)
    rank = 0
    unknown: set[str] = set()
    try:
        with _in_utf8(path, codec) as source:
            for item in _items(_events(path, source)):
                rank += 1
                yield _record(rank, item, unknown)
    except UnicodeError:
        reading.refuse_encoding(path, encoding)
    except (ijson.JSONError, ValueError) as error:
        if _is_badly_encoded(path, codec):
            reading.refuse_encoding(path, encoding)
        where = f"après la fiche {rank}" if rank else "dès le début"
        raise Unreadable(f"ce JSON est coupé ou mal formé ({where})") from error
    if unknown:
        warn("clés ignorées : " + ", ".join(f"« {key} »" for key in sorted(unknown)[:30]))


def write_rejects(records: Iterable[RawRecord], path: Path) -> None:
    """Write the items as they were read, under the same key."""
    with written_whole(path) as out:
        before = f'{{"{LIST_KEY}": [\n'
        for record in records:
            try:
                text = json.dumps(record.raw, ensure_ascii=False).encode()
            except UnicodeEncodeError:  # half a character: as an escape it comes back the same
                text = json.dumps(record.raw).encode()
            out.write(before.encode() + text)
            before = ",\n"
        out.write(b"\n]}\n" if before == ",\n" else b"[]\n")


def _record(rank: int, item: Any, unknown: set[str]) -> RawRecord:
    if not isinstance(item, dict):
        problem = f"fiche {rank} : on attend un objet {{…}}, on lit autre chose"
        return RawRecord(line=rank, raw=item, problem=problem)
    if len(unknown) < 1_000:
        unknown.update(key[:40] for key in item.keys() - _KEYS)
    values = {
        key: value for key, value in item.items() if key in _KEYS and key != cells.UPDATED_KEY
    }
    return RawRecord(line=rank, values=values, raw=item)


@contextlib.contextmanager
def _in_utf8(path: Path, codec: str) -> Iterator[Any]:
    """Open the file for the parser, which reads nothing but UTF-8 without a mark."""
    if codec in ("utf-8", "utf-8-sig"):
        with path.open("rb") as file:
            file.seek(len(codecs.BOM_UTF8) if codec == "utf-8-sig" else 0)
            yield file
    else:
        with path.open(encoding=codec, newline="") as text:
            yield _Recoded(text)


class _Recoded:
    """A text as bytes. `codecs.EncodedFile` is not used: its `readinto` recodes nothing."""

    def __init__(self, text: TextIO) -> None:
        self._text = text

    def read(self, size: int = -1) -> bytes:
        return self._text.read(size).encode()


def _events(path: Path, source: Any) -> Events:
    """Return the parser's events."""
    # The fast parser reads half a character as "?", silently; the other one keeps it, for the
    # validator to refuse.
    backend = ijson.backends.python if _has_halves(path) else ijson
    events: Events = backend.basic_parse(source, use_float=True)
    return events


def _has_halves(path: Path) -> bool:
    """Whether the file escapes characters by halves (surrogates), in pairs or not."""
    before = b""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            if _HALF_CHARACTER.search(before + piece):
                return True
            before = piece[-3:]
    return False


def _items(events: Events) -> Iterator[Any]:
    """Yield the items of the list, wherever it stands."""
    first, _ = next(events, ("", None))
    if first == "start_array":
        yield from _list_items(events)
    elif first == "start_map":
        yield from _items_of_object(events)
    else:
        raise Unreadable("on attend une liste de fiches, ou un objet avec la clé « actions »")
    if next(events, None) is not None:
        raise Unreadable("il y a encore quelque chose après la liste des fiches")


def _items_of_object(events: Events) -> Iterator[Any]:
    found = False
    for event, value in events:
        if event == "end_map":
            break
        # Within the outer object: a key, then the whole of its value.
        opening, scalar = next(events)
        if value == LIST_KEY:
            if opening != "start_array":
                raise Unreadable("la clé « actions » ne contient pas une liste")
            found = True
            yield from _list_items(events)
        else:
            _build(events, opening, scalar)
    if not found:
        raise Unreadable("il manque la clé « actions », qui contient la liste des fiches")


def _list_items(events: Events) -> Iterator[Any]:
    for event, value in events:
        if event == "end_array":
            return
        yield _build(events, event, value)


def _build(events: Events, event: str, value: Any) -> Any:
    """Return one whole value that begins with this event; a repeated key's last value wins."""
    builder = ObjectBuilder()
    builder.event(event, value)
    depth = int(event.startswith("start_"))
    while depth:
        event, value = next(events)
        builder.event(event, value)
        depth += event.startswith("start_") - event.startswith("end_")
        if depth > _DEEPEST:
            raise Unreadable(f"ce JSON est imbriqué sur plus de {_DEEPEST} niveaux")
    return builder.value


def _is_badly_encoded(path: Path, codec: str) -> bool:
    """Whether the file does not decode: the parser calls that malformed too."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeError:
        return True
    return False
