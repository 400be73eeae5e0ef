"""The types of file a sheet takes, how they are called, and how a weight is said.

Media types and extensions: RFC 8118 (PDF), RFC 2046 and 9649 (images), IANA's registrations of
Office Open XML (ECMA-376) and OpenDocument (ISO/IEC 26300).
"""

from collections.abc import Container
from dataclasses import dataclass
from typing import Final

_NO_BREAK: Final = "\u00a0"
_OOXML: Final = "application/vnd.openxmlformats-officedocument"
_ODF: Final = "application/vnd.oasis.opendocument"


@dataclass(frozen=True, slots=True)
class FileType:
    """One accepted type. `extensions` are in small letters with their dot, the usual one first."""

    media_type: str
    label: str
    extensions: tuple[str, ...]

    @property
    def extension(self) -> str:
        """The extension a name of ours ends with."""
        return self.extensions[0]

    @property
    def is_image(self) -> bool:
        """Whether it is shown in the page."""
        return self.media_type.startswith("image/")


PDF: Final = FileType("application/pdf", "PDF", (".pdf",))
JPEG: Final = FileType("image/jpeg", "Image JPEG", (".jpg", ".jpeg"))
PNG: Final = FileType("image/png", "Image PNG", (".png",))
WEBP: Final = FileType("image/webp", "Image WebP", (".webp",))
# Taken, and kept as one of the three above.
GIF: Final = FileType("image/gif", "Image GIF", (".gif",))
DOCX: Final = FileType(f"{_OOXML}.wordprocessingml.document", "Document Word", (".docx",))
XLSX: Final = FileType(f"{_OOXML}.spreadsheetml.sheet", "Tableau Excel", (".xlsx",))
PPTX: Final = FileType(
    f"{_OOXML}.presentationml.presentation", "Présentation PowerPoint", (".pptx", ".ppsx")
)
ODT: Final = FileType(f"{_ODF}.text", "Document LibreOffice", (".odt",))
ODS: Final = FileType(f"{_ODF}.spreadsheet", "Tableau LibreOffice", (".ods",))
ODP: Final = FileType(f"{_ODF}.presentation", "Présentation LibreOffice", (".odp",))

TYPES: Final = (PDF, JPEG, PNG, WEBP, GIF, DOCX, XLSX, PPTX, ODT, ODS, ODP)
BY_MEDIA_TYPE: Final = {one.media_type: one for one in TYPES}
# For the `accept` of a file field: a hint to the browser, never a check.
ACCEPT: Final = ",".join(extension for one in TYPES for extension in one.extensions)
IN_WORDS: Final = (
    "une photo ou une image (JPEG, PNG, WebP, GIF), un PDF, ou un document Word, Excel, "
    "PowerPoint ou LibreOffice"
)


def weight(size: int) -> str:
    """Return a size in bytes as a reader expects it: `512 octets`, `84 Ko`, `1,2 Mo`."""
    if size < 1_000:
        return f"{size}{_NO_BREAK}octet{'s' if size > 1 else ''}"
    if size < 999_500:
        return f"{round(size / 1_000)}{_NO_BREAK}Ko"
    if size < 999_500_000:
        return f"{_figures(size / 1_000_000)}{_NO_BREAK}Mo"
    return f"{_figures(size / 1_000_000_000)}{_NO_BREAK}Go"


def _figures(value: float) -> str:
    """Return one decimal below ten, none above, never `,0`."""
    shown = f"{value:.1f}" if value < 9.95 else f"{value:.0f}"
    return shown.removesuffix(".0").replace(".", ",")


def free_name(name: str, taken: Container[str]) -> str:
    """Return the name, or `photo (2).jpg` when `photo.jpg` is taken, and so on.

    `taken` holds casefolded names: Windows and macOS do not tell `Photo.jpg` from `photo.jpg`.
    """
    stem, dot, extension = name.rpartition(".") if "." in name else (name, "", "")
    found, rank = name, 1
    while found.casefold() in taken:
        rank += 1
        found = f"{stem} ({rank}){dot}{extension}"
    return found
