"""What a file is, by its content. Its name and the type the browser says count for nothing."""

import io
from typing import BinaryIO, Final

import puremagic

from essaim.intake.attachments import limits, office, pdf
from essaim.sheets import file_types
from essaim.sheets.file_types import FileType
from essaim.sheets.validators import Refused

_HEAD: Final = 2_048
_IMAGES: Final = (
    (b"\xff\xd8\xff", file_types.JPEG),
    (b"\x89PNG\r\n\x1a\n", file_types.PNG),
    (b"GIF87a", file_types.GIF),
    (b"GIF89a", file_types.GIF),
)
_MARKUP: Final = (b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<iframe", b"<!--")
_DRAWING: Final = b"<svg"
_HEIF: Final = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc")

_EMPTY: Final = "Ce fichier est vide."
_PAGE: Final = "Ceci est une page web, pas un document. Enregistrez-la en PDF, puis envoyez le PDF."
_SVG: Final = (
    "Ceci est un dessin SVG, qui peut contenir des programmes. Enregistrez-le en PNG ou en PDF."
)
_PHONE: Final = (
    "Ceci est une photo au format HEIC, que beaucoup d’ordinateurs ne lisent pas. Sur l’iPhone : "
    "Réglages, Appareil photo, Formats, « Le plus compatible » ; ou envoyez-en une copie en JPEG."
)
# Nothing here can tell whether such a file runs programs, and every suite since 2007 writes
# the newer formats.
_OLD: Final = (
    "Ceci est un document d’un ancien format (.doc, .xls, .ppt), ou protégé par un mot de passe. "
    "Enregistrez-le au format actuel (.docx, .xlsx, .pptx), sans mot de passe, ou en PDF."
)
_PREFIXED: Final = (
    "Ce fichier se dit PDF, mais autre chose vient avant. Ouvrez-le, enregistrez-en une nouvelle "
    "copie, puis envoyez-la."
)
# What people may well send, by what puremagic calls it.
_KNOWN: Final = (
    ("un programme", ".exe .dll .ocx .scr .com .msi .appimage .sh .bat .jar .apk .class .cab"),
    ("une vidéo", ".mp4 .m4v .mov .avi .mkv .webm .3gp .mpg .mpeg .wmv .flv"),
    ("un son", ".mp3 .wav .ogg .flac .m4a .wma .aac .mid .koz"),
    ("un dossier compressé", ".zip .rar .7z .gz .tar .bz2 .xz .cbr .cb7"),
    ("une image d’un format peu courant", ".tif .tiff .bmp .dib .psd .ico .avif .jp2 .xcf"),
    ("un texte au format RTF", ".rtf"),
)


def kind_of(file: BinaryIO) -> FileType:
    """Return the type of the file; raises Refused, with the reason in French.

    A document is inspected to the end. An image is known by its signature only: decoding and
    re-encoding it (`images.prepare`) is what makes it harmless.
    """
    weight = file.seek(0, io.SEEK_END)
    if weight == 0:
        raise Refused(_EMPTY)
    if weight > limits.LARGEST:
        raise Refused(too_heavy())
    file.seek(0)
    head = file.read(_HEAD)
    image = _image(head)
    if image is not None:
        return image
    if head.lstrip(pdf.BLANKS).startswith(pdf.HEADER):
        file.seek(0)
        pdf.inspect(file.read())
        return file_types.PDF
    if head.startswith(office.SIGNATURE):
        return office.inspect(file)
    raise Refused(_reason(head))


def too_heavy() -> str:
    """Return the sentence for a file beyond the limit."""
    return (
        f"Ce fichier est trop lourd : {file_types.weight(limits.LARGEST)} au plus. Réduisez-le "
        "(moins de pages, des images plus petites), puis envoyez-le à nouveau."
    )


def _image(head: bytes) -> FileType | None:
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return file_types.WEBP
    return next((found for signature, found in _IMAGES if head.startswith(signature)), None)


def _reason(head: bytes) -> str:
    """Return why a file of another type is not taken, said for what it is."""
    start = head.lstrip(pdf.BLANKS).lower()
    if start.startswith(b"<") and _DRAWING in start:
        return _SVG
    if start.startswith((*_MARKUP, b"<?xml")):
        return _PAGE
    if pdf.HEADER in head:
        return _PREFIXED
    if head.startswith(office.OLE):
        return _OLD
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF:
        return _PHONE
    what = _known(head)
    said = f"Ceci est {what}. " if what else "Nous ne reconnaissons pas ce type de fichier. "
    return f"{said}Vous pouvez joindre {file_types.IN_WORDS}."


def _known(head: bytes) -> str:
    """Return what puremagic sees, in French; "" when nothing we have a word for."""
    try:
        guesses = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return ""
    for guess in guesses:
        for what, extensions in _KNOWN:
            if guess.extension.casefold() in extensions.split():
                return what
    return ""
