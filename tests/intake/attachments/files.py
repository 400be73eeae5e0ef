"""Files to send, made here: quiet ones, and those that mean harm."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

from essaim.sheets.file_types import ODT

_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def an_upload(data: bytes, name: str) -> SimpleUploadedFile:
    """Return the file as a form brings it, with a type that lies."""
    return SimpleUploadedFile(name, data, content_type="text/html")


# --- PDF --------------------------------------------------------------------------------


def a_pdf(extra: bytes = b"", trailer: bytes = b"") -> bytes:
    """Return a PDF of one blank page; `extra` objects and `trailer` entries are put in it."""
    objects = (
        b"1 0 obj\n<</Type/Catalog/Pages 2 0 R/OpenAction[3 0 R/Fit]>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>\nendobj\n"
    )
    body = b"%PDF-1.7\n" + objects + extra
    return (
        body
        + b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 5/Root 1 0 R"
        + trailer
        + b">>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    )


def an_object_stream(text: bytes, entries: bytes = b"/Type/ObjStm/N 1/First 4") -> bytes:
    """Return an object that holds `text` deflated, as PDF 1.5 stores most objects."""
    packed = zlib.compress(text)
    return b"4 0 obj\n<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        entries,
        len(packed),
        packed,
    )


# --- Office documents -------------------------------------------------------------------


def a_zip(entries: Mapping[str, bytes], stored: tuple[str, ...] = ("mimetype",)) -> bytes:
    """Return a zip of these entries, in this order."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            method = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(name, data, compress_type=method)
    return made.getvalue()


def content_types(*types: str) -> bytes:
    """Return an Office Open XML list of contents."""
    parts = "".join(f'<Override PartName="/p{n}" ContentType="{t}"/>' for n, t in enumerate(types))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Types xmlns='
        f'"http://schemas.openxmlformats.org/package/2006/content-types">{parts}</Types>'
    ).encode()


def relations(kind: str, target: str, mode: str = "External") -> bytes:
    """Return the relationships of a part."""
    return (
        '<?xml version="1.0"?><Relationships xmlns='
        '"http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{_RELATION}/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    ).encode()


def a_docx(**others: Any) -> bytes:
    """Return a Word document with these entries besides, `__` standing for `/`."""
    entries = {
        "[Content_Types].xml": content_types(_CONTENT),
        "_rels/.rels": relations("officeDocument", "word/document.xml", "Internal"),
        "word/document.xml": b"<w:document/>",
    }
    return a_zip({**entries, **{name.replace("__", "/"): data for name, data in others.items()}})


def an_odt(media_type: str = ODT.media_type, **others: bytes) -> bytes:
    """Return a LibreOffice document with these entries besides, `__` standing for `/`."""
    entries = {
        "mimetype": media_type.encode(),
        "content.xml": b"<office:document-content/>",
        "META-INF/manifest.xml": b'<?xml version="1.0"?><manifest><file-entry/></manifest>',
    }
    return a_zip({**entries, **{name.replace("__", "/"): data for name, data in others.items()}})


def a_workbook() -> bytes:
    """Return a workbook as another program writes it."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(200):
            sheet.write_row(row, 0, [f"atelier {row}", row, row * 1.5])
    return made.getvalue()


def a_bomb(size: int) -> bytes:
    """Return a Word document of a few kilobytes that inflates to `size` bytes of nothing."""
    return a_docx(word__media=bytes(size))


def a_lying_bomb(size: int) -> bytes:
    """Return the same, which says in its directory that it is small."""
    honest = a_bomb(size)
    packed = struct.pack("<L", size)
    assert honest.count(packed) >= 2  # the local header and the directory
    return honest.replace(packed, struct.pack("<L", 1_000))


def locked(archive: bytes) -> bytes:
    """Return the zip with its first entry marked as encrypted."""
    changed = bytearray(archive)
    changed[6] |= 1
    changed[archive.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


# --- Images -----------------------------------------------------------------------------


def an_image(
    mode: str = "RGB", size: tuple[int, int] = (60, 40), form: str = "PNG", **options: Any
) -> bytes:
    """Return an image: its left half dark, its right half light."""
    image = Image.new("RGB", size, (20, 40, 60))
    image.paste((250, 200, 100), (size[0] // 2, 0, *size))
    made = io.BytesIO()
    image.convert(mode).save(made, form, **options)
    return made.getvalue()


def a_photo(size: tuple[int, int] = (60, 40), orientation: int = 1, **options: Any) -> bytes:
    """Return a JPEG that says where it was taken, by whom and on what, in every known place."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "MarqueSecrete"
    exif[ExifTags.Base.Artist] = "Prenom Nom"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = b"ASCII\0\0\0Un commentaire"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: (45.0, 45.0, 12.5),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: (4.0, 50.0, 2.5),
        }
    )
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>45,45N</exif:GPSLatitude>'
    made = an_image(
        form="JPEG",
        size=size,
        exif=exif.tobytes(),
        comment=b"<script>alert(1)</script>",
        xmp=xmp,
        quality=90,
        **options,
    )
    # IPTC (APP13), which Pillow does not write.
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x10\x1c\x02\x5a\0\x0bVilleSecrete"
    segment = b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc
    return made[:2] + segment + made[2:]


def noise(size: tuple[int, int], form: str = "PNG", mode: str = "RGB") -> bytes:
    """Return an image that no format makes small, always the same."""
    pixels = random.Random(7).randbytes(size[0] * size[1] * len(mode))
    made = io.BytesIO()
    Image.frombytes(mode, size, pixels).save(made, form)
    return made.getvalue()


def a_png_header(width: int, height: int) -> bytes:
    """Return a PNG that claims those sizes and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">L", zlib.crc32(kind + data))
        return struct.pack(">L", len(data)) + kind + data + check

    header = struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1_000)))
        + chunk(b"IEND", b"")
    )


def a_wide_png(side: int) -> bytes:
    """Return a true PNG of `side` × `side` black pixels, row by row: some 200 kB for 40,000."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">L", zlib.crc32(kind + data))
        return struct.pack(">L", len(data)) + kind + data + check

    packer = zlib.compressobj(9)
    row = bytes(1 + side // 8)
    data = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">LLBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )
