"""Whether a PDF only shows pages. Structure: ISO 32000-1, 7.5 (files) and 12.6 (actions).

A PDF that runs scripts, starts programs or carries other files is refused. Where the objects
stand in compressed object streams these are inflated and read too. This is a sieve, not a proof:
PDFs are served for download only, so nothing depends on it on our own site.
"""

import re
import zipfile
import zlib
from io import BytesIO
from typing import Final

from essaim.intake.attachments import limits
from essaim.sheets.validators import Refused

HEADER: Final = b"%PDF-"
# Some generators write a blank line or a byte order mark first; nothing else may stand there.
BLANKS: Final = b"\xef\xbb\xbf\0\t\n\f\r "
_TAIL: Final = 1_024
_LONGEST_DICTIONARY: Final = 8_192
_CHUNK: Final = 65_536
# Each holds a hundred objects or so.
_MOST_STREAMS: Final = 10_000

_END: Final = rb"(?=[\0\t\n\f\r ()<>\[\]{}/%]|\Z)"
_ENCRYPTED: Final = re.compile(rb"/Encrypt" + _END)
# /JS alone would be found by chance in compressed pictures; its action is always /JavaScript.
_SCRIPT: Final = re.compile(rb"/(?:JavaScript|XFA)" + _END)
_CARRIES: Final = re.compile(rb"/(?:EmbeddedFiles?|RichMedia)" + _END)
# Not in the middle of a word: an address may well end with « /Launch ».
_LAUNCH: Final = re.compile(rb"(?:/S|[\0\t\n\f\r ()<>\[\]{}%])/Launch" + _END)
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
# A link's address names what it likes: …/wiki/JavaScript. Strings cannot nest without brackets.
_ADDRESS: Final = re.compile(rb"\((?:https?|ftp)://[!-'*-~]*\)")
_STREAM: Final = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
_OBJECT_STREAM: Final = re.compile(rb"/(?:ObjStm|First)" + _END)
_FILTER: Final = re.compile(rb"/(?:Filter|F)" + _END)

_RUNS: Final = (
    "Ce PDF contient un programme (script ou formulaire animé). Imprimez-le « au format PDF » "
    "pour en garder les pages seules, puis envoyez cette copie."
)
_HOLDS: Final = (
    "Ce PDF contient d’autres fichiers. Imprimez-le « au format PDF » pour en garder les pages "
    "seules, et joignez les autres fichiers à part."
)
_LOCKED: Final = (
    "Ce PDF est protégé (mot de passe ou restrictions), nous ne pouvons pas le vérifier. "
    "Enregistrez-en une copie sans protection."
)
_DAMAGED: Final = (
    "Ce PDF est incomplet ou abîmé. Ouvrez-le, enregistrez-en une nouvelle copie, puis envoyez-la."
)
_OPAQUE: Final = (
    "Ce PDF est construit d’une façon que nous ne savons pas vérifier. Imprimez-le « au format "
    "PDF », puis envoyez cette copie."
)


def inspect(data: bytes) -> None:
    """Raise Refused, with the reason in French, unless `data` is a whole and quiet PDF."""
    if not data[:_TAIL].lstrip(BLANKS).startswith(HEADER):
        raise Refused(_DAMAGED)
    if b"%%EOF" not in data[-_TAIL:] or b"startxref" not in data[-2 * _TAIL :]:
        raise Refused(_DAMAGED)
    if zipfile.is_zipfile(BytesIO(data)):
        raise Refused("Ce PDF cache une archive : il ne peut pas être joint.")
    words = _words(data)
    if _ENCRYPTED.search(words):
        raise Refused(_LOCKED)
    _quiet(words)
    _read_object_streams(data)


def _words(data: bytes) -> bytes:
    """Return the bytes with names spelt out (`/J#61vaScript`), and addresses left out."""
    spelt = _ESCAPED.sub(lambda found: bytes((int(found[1], 16),)), data)
    return _ADDRESS.sub(b"()", spelt)


def _quiet(words: bytes) -> None:
    if _SCRIPT.search(words) or _LAUNCH.search(words):
        raise Refused(_RUNS)
    if _CARRIES.search(words):
        raise Refused(_HOLDS)


def _read_object_streams(data: bytes) -> None:
    """Inflate the streams that hold objects, and look into them too."""
    left, before, count = limits.MOST_PDF_OBJECTS, 0, 0
    for found in _STREAM.finditer(data):
        first = max(before, found.start() - _LONGEST_DICTIONARY)
        first = max(first, data.rfind(b"obj", first, found.start()))
        before = found.end()
        dictionary = _ESCAPED.sub(
            lambda one: bytes((int(one[1], 16),)), data[first : found.start()]
        )
        if not _OBJECT_STREAM.search(dictionary) or not _FILTER.search(dictionary):
            continue  # unfiltered, it was read with the rest
        count += 1
        if count > _MOST_STREAMS:
            raise Refused(_OPAQUE)
        objects = _inflate(data, found.end(), left)
        left -= len(objects)
        _quiet(_words(objects))


def _inflate(data: bytes, start: int, most: int) -> bytes:
    """Return what the deflated stream at `start` holds; Refused beyond `most` bytes."""
    inflater = zlib.decompressobj()
    found = bytearray()
    while not inflater.eof:
        piece = data[start : start + _CHUNK]
        if not piece:
            raise Refused(_DAMAGED)
        try:
            found += inflater.decompress(piece, most + 1 - len(found))
        except zlib.error as error:
            raise Refused(_OPAQUE) from error
        if len(found) > most:
            raise Refused(_OPAQUE)
        start += _CHUNK
    return bytes(found)
