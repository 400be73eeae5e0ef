"""Documents of Word, Excel, PowerPoint and LibreOffice: zips, believed only once unfolded.

Structure: ECMA-376 part 2 (Open Packaging: `[Content_Types].xml`, relationships) and ISO/IEC
26300 part 3 (`mimetype` first, stored). Macros, programs in disguise, contents fetched from
elsewhere, encryption and bombs are refused. What a document says of its author is kept: it is
the author's to tell.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO, Final
from xml.parsers import expat

from essaim.intake.attachments import limits
from essaim.sheets import file_types
from essaim.sheets.file_types import FileType
from essaim.sheets.validators import Refused

SIGNATURE: Final = b"PK\x03\x04"
OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")

_CONTENT_TYPES: Final = "[content_types].xml"
_MAIN: Final = "application/vnd.openxmlformats-officedocument."
_OOXML: Final = {
    f"{_MAIN}wordprocessingml.document.main+xml": ("word/", file_types.DOCX),
    f"{_MAIN}spreadsheetml.sheet.main+xml": ("xl/", file_types.XLSX),
    f"{_MAIN}presentationml.presentation.main+xml": ("ppt/", file_types.PPTX),
    f"{_MAIN}presentationml.slideshow.main+xml": ("ppt/", file_types.PPTX),
}
_ODF: Final = {
    one.media_type.encode(): one for one in (file_types.ODT, file_types.ODS, file_types.ODP)
}
_MANIFEST: Final = "meta-inf/manifest.xml"
_MACRO_FOLDERS: Final = ("basic/", "scripts/")
_MACRO_WORDS: Final = ("vbaproject", "vbadata", "macroenabled", "activex", "macrosheet")
_FETCHED: Final = ("/attachedtemplate", "/oleobject", "/frame", "/subdocument", "/externallink")
_READ: Final = 65_536
_LARGEST_LIST: Final = 4 * limits.MEGABYTE
_END_RECORD: Final = 22
# The stream in which Windows hides any file at all inside a document (a « package »).
_PACKAGE: Final = "Ole10Native".encode("utf-16-le")
_PROGRAMS: Final = (b"MZ", b"\x7fELF", b"#!")
_ARCHIVES: Final = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")

_MACROS: Final = (
    "Ce document contient des macros (de petits programmes). Enregistrez-le sans macros, ou en "
    "PDF, puis envoyez cette copie."
)
_LOCKED: Final = (
    "Ce document est protégé par un mot de passe : personne ne pourrait le lire. Enregistrez-en "
    "une copie sans mot de passe."
)
_DAMAGED: Final = (
    "Ce document est incomplet ou abîmé. Ouvrez-le, enregistrez-en une nouvelle copie, puis "
    "envoyez-la."
)
_HUGE: Final = "Ce document, une fois déplié, est démesuré : il ne peut pas être joint."
_HOLDS: Final = (
    "Ce document contient un autre fichier que nous ne savons pas vérifier. Retirez-le, ou "
    "enregistrez le document en PDF."
)
_ELSEWHERE: Final = (
    "Ce document va chercher une partie de son contenu sur un autre site. Enregistrez-le en PDF, "
    "puis envoyez cette copie."
)
_ARCHIVE: Final = (
    "Ceci est un dossier compressé (zip), pas un document. Envoyez les fichiers un par un."
)


def inspect(file: BinaryIO) -> FileType:
    """Return which document the zip is; raises Refused, with the reason in French."""
    try:
        return _inspect(file, _Budget(), 0)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, expat.ExpatError) as error:
        raise Refused(_DAMAGED) from error
    except (NotImplementedError, RuntimeError, ValueError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(_DAMAGED) from error


class _Budget:
    """What all the entries together may still take once inflated, nested ones included."""

    def __init__(self) -> None:
        self.left, self.entries = limits.MOST_INFLATED, limits.MOST_ENTRIES

    def spend(self, size: int, entries: int = 0) -> None:
        self.left -= size
        self.entries -= entries
        if self.left < 0 or self.entries < 0:
            raise Refused(_HUGE)


def _inspect(file: BinaryIO, budget: _Budget, depth: int) -> FileType:
    """Look at the directory, then unfold every entry."""
    weight = file.seek(0, io.SEEK_END)
    file.seek(max(0, weight - _END_RECORD))
    if not file.read(4) == b"PK\x05\x06":
        raise Refused(_DAMAGED)  # something hides after the archive
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        _plausible(entries, weight)
        budget.spend(0, len(entries))
        if sum(entry.file_size for entry in entries) > budget.left:
            raise Refused(_HUGE)
        names = {entry.filename.casefold(): entry for entry in entries}
        for entry in entries:
            _unfold(archive, entry, budget, depth)
        found = _open_document(archive, entries) or _office_open(archive, names)
    if found is None:
        raise Refused(_ARCHIVE if depth == 0 else _HOLDS)
    return found


def _plausible(entries: list[zipfile.ZipInfo], weight: int) -> None:
    """Refuse what no word processor writes: hidden beginnings, double names, paths, ratios."""
    if not entries or min(entry.header_offset for entry in entries) != 0:
        raise Refused(_DAMAGED)
    if len({entry.filename.casefold() for entry in entries}) != len(entries):
        raise Refused(_DAMAGED)
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise Refused(_LOCKED)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(_DAMAGED)
        parts = entry.filename.replace("\\", "/").split("/")
        if ".." in parts or not parts[0] or ":" in parts[0]:
            raise Refused(_DAMAGED)
    unfolded = sum(entry.file_size for entry in entries)
    if unfolded > limits.RATIO_MATTERS_FROM and unfolded > limits.MOST_RATIO * weight:
        raise Refused(_HUGE)


def _unfold(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: _Budget, depth: int) -> None:
    """Inflate one entry really, and look at what it is."""
    with archive.open(entry) as opened:
        start = opened.read(_READ)
        if entry.filename.casefold().endswith(".bin") or start.startswith(OLE):
            start += _rest(opened, budget)
            _no_package(start)
        budget.spend(len(start))
        if start.startswith((*_PROGRAMS, *_ARCHIVES)):
            raise Refused(_HOLDS)
        if start.startswith(SIGNATURE):
            if depth >= limits.DEEPEST:
                raise Refused(_HOLDS)
            _inspect(io.BytesIO(start + _rest(opened, budget)), budget, depth + 1)
        while piece := opened.read(_READ):
            budget.spend(len(piece))


def _rest(opened: IO[bytes], budget: _Budget) -> bytes:
    """Return what is left of an entry that must be looked at whole."""
    found = opened.read(limits.LARGEST + 1)
    budget.spend(len(found))
    if len(found) > limits.LARGEST:
        raise Refused(_HUGE)
    return found


def _no_package(data: bytes) -> None:
    if _PACKAGE in data:
        raise Refused(_HOLDS)


def _open_document(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> FileType | None:
    """Return the OpenDocument type its first entry tells, None when it is none."""
    first = entries[0]
    if first.filename != "mimetype" or first.file_size > 200:
        return None
    found = _ODF.get(archive.read(first).strip())
    if found is None:
        return None
    names = {entry.filename.casefold(): entry for entry in entries}
    if "content.xml" not in names or _MANIFEST not in names:
        raise Refused(_DAMAGED)
    if any(name.startswith(_MACRO_FOLDERS) for name in names):
        raise Refused(_MACROS)
    for tag, _ in _elements(archive, names[_MANIFEST]):
        if tag.endswith("encryption-data"):
            raise Refused(_LOCKED)
    return found


def _office_open(archive: zipfile.ZipFile, names: dict[str, zipfile.ZipInfo]) -> FileType | None:
    """Return the Office Open XML type its list of contents tells, None when it is none."""
    if _CONTENT_TYPES not in names:
        return None
    told = [
        attributes.get("ContentType", "").casefold()
        for _, attributes in _elements(archive, names[_CONTENT_TYPES])
    ]
    if any(word in text for text in (*told, *names) for word in _MACRO_WORDS):
        raise Refused(_MACROS)
    for name, entry in names.items():
        if name.endswith(".rels"):
            _stays_here(archive, entry)
    for media_type, (folder, found) in _OOXML.items():
        if media_type in told:
            if not any(name.startswith(folder) for name in names):
                raise Refused(_DAMAGED)
            return found
    return None


def _stays_here(archive: zipfile.ZipFile, relations: zipfile.ZipInfo) -> None:
    """Refuse macros under another name, and parts that come from the network."""
    for _, attributes in _elements(archive, relations):
        kind = attributes.get("Type", "").casefold()
        if any(word in kind for word in _MACRO_WORDS):
            raise Refused(_MACROS)
        target = attributes.get("Target", "").strip().casefold()
        # A template on the author's own disk (file:///C:/…) is common, and found by no one else.
        away = target.startswith(("http:", "https:", "ftp:", "mhtml:", "\\\\", "//"))
        away = away or (target.startswith("file://") and not target.startswith("file:///"))
        if away and kind.endswith(_FETCHED):
            raise Refused(_ELSEWHERE)


def _elements(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the elements of a small XML part; one that declares entities is refused."""
    if entry.file_size > _LARGEST_LIST:
        raise Refused(_HUGE)
    found: list[tuple[str, dict[str, str]]] = []

    def begin(tag: str, attributes: dict[str, str]) -> None:
        found.append((tag, attributes))

    def refuse(*_: object) -> None:
        raise Refused(_DAMAGED)

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(archive.read(entry), True)
    yield from found
