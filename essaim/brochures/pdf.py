"""The brochure as a PDF that everybody can read (PDF/UA-1), made by typst.

Texts travel as data: nothing anybody has written is ever read as markup. The same content gives
the same bytes: fonts are ours, the date is the content's, nothing is asked of the machine.
"""

import datetime
import functools
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any, Final

import font_source_sans_pro  # type: ignore[import-untyped]
import typst

from essaim.brochures import glyphs
from essaim.brochures.logos import Ready

Json = dict[str, Any]

_FACES: Final = ("Regular", "It", "Semibold", "Bold")
_STANDARD: Final = "ua-1"
_MAIN: Final = "main.typ"
_FONTS: Final = "fonts"
_EXTENSIONS: Final = {"image/png": "png", "image/jpeg": "jpg"}
_LACKING: Final = re.compile(r'the text `"([^`]*)"` could not be displayed')
_ESCAPED: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
_PROBE: Final = """#set document(title: "x")
#set text(lang: "fr", font: "Source Sans Pro")
#for char in json("/data.json") { par(char) }
"""
_PICTURES: Final = """#set page(width: auto, height: auto, margin: 0pt, fill: white)
#for (svg, width) in json("/data.json") {
  page(image(bytes(svg), format: "svg", width: width * 1mm))
}
"""
# Millimetres, as in `brochure.typ`.
_LINE: Final = 166.0
_GAP: Final = 8.0
_LOGO_WIDTH: Final = 60.0
_LOGO_HEIGHT: Final = 24.0
# Of the charts, for the editable document.
_DOTS_PER_INCH: Final = 200


def make(content: Json, logos: Sequence[Ready]) -> bytes:
    """Return the PDF. Raises typst.TypstError when it cannot be made."""
    with _folder() as folder:
        named = []
        for rank, logo in enumerate(logos):
            name = f"/logo-{rank}.{_EXTENSIONS[logo.media_type]}"
            (folder / name[1:]).write_bytes(logo.data)
            alt = f"Logo : {logo.name}"
            named.append({"file": name, "alt": alt, "width": _width(logo, len(logos))})
        data = {**content, "logos": named}
        data = glyphs.printable(data, _lacking(data, folder))
        source = resources.files("essaim.brochures") / "brochure.typ"
        _write(folder, data, source.read_text(encoding="utf-8"))
        return _compiled(folder, content["day"])


def _width(logo: Ready, count: int) -> float:
    """Return how wide to print a logo, in millimetres: all of them stand on one line."""
    room = min(_LOGO_WIDTH, (_LINE + _GAP) / count - _GAP)
    return round(min(room, _LOGO_HEIGHT * logo.width / logo.height), 2)


def pictures(content: Json) -> list[bytes]:
    """Return each chart as a PNG, the map first, in the content's order."""
    drawn = [one for one in (content["map"], *content["charts"]) if one and one["svg"]]
    if not drawn:
        return []
    with _folder() as folder:
        _write(folder, [[one["svg"], one["width"]] for one in drawn], _PICTURES)
        made: bytes | list[bytes] = typst.compile(
            folder / _MAIN,
            root=folder,
            font_paths=[folder / _FONTS],
            ignore_system_fonts=True,
            format="png",
            ppi=_DOTS_PER_INCH,
        )
    return [made] if isinstance(made, bytes) else made


def _compiled(folder: Path, day: str) -> bytes:
    at = datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.UTC)
    return typst.compile(
        folder / _MAIN,
        root=folder,
        font_paths=[folder / _FONTS],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=[_STANDARD],
        timestamp=int(at.timestamp()),
    )


def _lacking(data: Json, folder: Path) -> frozenset[str]:
    """Return the characters of a content that no font draws: asked of typst, which knows."""
    asked = sorted(glyphs.doubtful(data))
    if not asked:
        return frozenset()
    _write(folder, asked, _PROBE)
    try:
        _compiled(folder, data["day"])
    except typst.TypstError as error:
        found = _LACKING.findall(error.diagnostic or str(error))
        return frozenset(char for text in found for char in _unescaped(text))
    return frozenset()


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _write(folder: Path, data: Any, source: str) -> None:
    (folder / _MAIN).write_text(source, encoding="utf-8")
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


@contextmanager
def _folder() -> Iterator[Path]:
    """Give a folder that holds the fonts, and goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="essaim-plaquette-") as made:
        folder = Path(made)
        (folder / _FONTS).mkdir()
        for face in _faces():
            (folder / _FONTS / face.name).symlink_to(face)
        yield folder


@functools.cache
def _faces() -> list[Path]:
    files = Path(font_source_sans_pro.font_directory)
    return [files / f"SourceSansPro-{face}.ttf" for face in _FACES]
