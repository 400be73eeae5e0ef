"""The brochure as an OpenDocument text, to be changed by hand: real headings, lists and tables.

The same content gives the same bytes: the archive's dates and order are fixed, and so are its
metadata. Our words are put in as text; nothing anybody has written is read as markup.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any, Final

from odfdo import (
    TOC,
    Cell,
    Document,
    Element,
    Frame,
    Header,
    HeaderRows,
    LineBreak,
    Link,
    List,
    ListItem,
    Paragraph,
    Row,
    Table,
)

from essaim.brochures.logos import Ready
from essaim.brochures.odt_styles import OF_TABLES, STYLES

Json = dict[str, Any]

_GENERATOR: Final = "Essaim"
# The oldest date a zip archive can hold.
_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
_NOT_OURS: Final = ("Thumbnails/", "Configurations2/")
# What the library puts before each line of the contents: our headings have no number.
_NUMBER: Final = re.compile(r"^(?:[0-9]+\.)+ ")
_LOGO_HEIGHT: Final = 20.0  # millimetres
_LOGO_WIDTH: Final = 50.0


def make(content: Json, logos: Sequence[Ready], pictures: Sequence[bytes]) -> bytes:
    """Return the document. `pictures` are the PNG of the charts, the map first."""
    writer = _Writer(content, iter(pictures))
    writer.cover(logos)
    writer.contents()
    writer.opening()
    writer.figures()
    writer.sheets()
    writer.method()
    return writer.saved()


class _Writer:
    """Puts the parts of a document one after the other."""

    def __init__(self, content: Json, pictures: Iterable[bytes]) -> None:
        self.content = content
        self.pictures = iter(pictures)
        self.document = Document("text")
        self.body = self.document.body
        self.body.clear()
        self.images = 0
        self.tables = 0
        for style in STYLES:
            self.document.insert_style(style)
        # Writer takes the styles of cells from the document itself only.
        for style in OF_TABLES:
            self.document.insert_style(style, automatic=True)
        for level in self.document.styles.get_elements("//text:outline-level-style"):
            for name in ("style:num-format", "style:num-suffix", "loext:num-list-format"):
                level.set_attribute(name, "")

    # ---- Pieces ----

    def paragraph(self, text: str, style: str = "Text_20_body") -> None:
        """Write a paragraph, unless there is nothing in it."""
        if text:
            self.body.append(_paragraph([text], style))

    def heading(self, level: int, text: str) -> None:
        """Write a heading."""
        self.body.append(Header(level, text, style=f"Heading_20_{level}", formatted=False))

    def blocks(self, blocks: Iterable[Json], style: str = "Text_20_body") -> None:
        """Write paragraphs and lists."""
        for block in blocks:
            if block["kind"] == "p":
                self.body.append(_paragraph(block["lines"], style))
                continue
            listing = List(style="EssaimNumbers" if block["style"] else "EssaimBullets")
            for item in block["items"]:
                element = ListItem()
                element.append(_paragraph(item, "Text_20_body"))
                listing.append(element)
            self.body.append(listing)

    def facts(self, facts: Iterable[Sequence[str]]) -> None:
        """Write « Public : familles », one to a line."""
        for heading, value in facts:
            self.paragraph(f"{heading}\u00a0: {value}", "EssaimFact")

    def image(self, data: bytes, kind: str, size: tuple[float, float], alt: str) -> Frame:
        """Return a picture, its size in millimetres, with what it says."""
        self.images += 1
        name = f"image-{self.images:03}"
        path = f"Pictures/{name}.{'jpg' if kind == 'image/jpeg' else 'png'}"
        self.document.set_part(path, data)
        self.document.manifest.add_full_path(path, kind)
        width, height = size
        frame = Frame.image_frame(
            path, name=name, size=(f"{width:.2f}mm", f"{height:.2f}mm"), anchor_type="as-char"
        )
        frame.svg_title = alt[:120]
        frame.svg_description = alt
        return frame

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Write a table with its heading row."""
        if not rows:
            return
        self.tables += 1
        table = Table(f"Tableau {self.tables}", style="EssaimTable")
        header = HeaderRows()
        header.append(_row(head, "EssaimTableHead"))
        table.append(header)
        for row in rows:
            table.append(_row(row, "EssaimTableText"))
        self.body.append(table)

    # ---- Parts ----

    def cover(self, logos: Sequence[Ready]) -> None:
        """Write the first page."""
        said = self.content
        if logos:
            strip = Paragraph(style="EssaimLogos")
            for logo in logos:
                scale = min(_LOGO_WIDTH / logo.width, _LOGO_HEIGHT / logo.height)
                size = (logo.width * scale, logo.height * scale)
                strip.append(self.image(logo.data, logo.media_type, size, f"Logo : {logo.name}"))
                strip.append("\u2003")
            self.body.append(strip)
        self.paragraph(said["scope"], "EssaimScope")
        self.paragraph(said["title"], "Title")
        self.paragraph(said["subtitle"], "Subtitle")
        self.paragraph(said["period"], "EssaimScope")
        self.paragraph(said["stated"], "EssaimSmall")

    def contents(self) -> None:
        """Leave room for the contents, filled at the end."""
        self.toc = TOC(title="Sommaire", name="Sommaire", outline_level=2, protected=False)
        self.body.append(self.toc)

    def opening(self) -> None:
        """Write the foreword and the structure's identity."""
        if self.content["foreword"]:
            self.heading(1, "Avant-propos")
            self.blocks(self.content["foreword"])
        if identity := self.content["identity"]:
            self.heading(1, identity["name"])
            self.facts(identity["facts"])
            if identity["axes"]:
                self.heading(2, "Les axes du projet social")
                items = [[axis] for axis in identity["axes"]]
                self.blocks([{"kind": "list", "style": "1", "items": items}])
            if identity["history"]:
                self.heading(2, "Son histoire")
                self.blocks(identity["history"])

    def figures(self) -> None:
        """Write the key figures, the map and the charts."""
        said = self.content
        self.heading(1, "En quelques chiffres")
        self.paragraph(said["about"])
        rows = [[one["label"], one["value"], one["note"]] for one in said["key_figures"]]
        self.table(["Ce que l’on compte", "Chiffre", "Sur quoi il repose"], rows)
        if said["map"]:
            self._chart(said["map"])
        if said["charts"]:
            self.heading(1, "Ce que disent les fiches, ensemble")
            for one in said["charts"]:
                self._chart(one)

    def _chart(self, one: Json) -> None:
        self.heading(2, one["title"])
        self.paragraph(one["question"], "EssaimQuestion")
        if one["svg"]:
            holder = Paragraph(style="EssaimPicture")
            size = (one["width"], one["height"])
            holder.append(self.image(next(self.pictures), "image/png", size, one["alt"]))
            self.body.append(holder)
        self.paragraph(one["sentence"], "EssaimSmall")
        self.table(one["head"], one["rows"])
        self.paragraph(one["more"], "EssaimSmall")

    def sheets(self) -> None:
        """Write the sheets, in full or in short."""
        if not self.content["sheets"]:
            return
        self.heading(1, "Les actions")
        self.paragraph(self.content["sheets_about"])
        for one in self.content["sheets"]:
            self.heading(2, one["title"])
            self.paragraph(", ".join(filter(None, [one["structure"], one["place"]])), "EssaimBy")
            self.paragraph(" · ".join(one["marks"]), "EssaimSmall")
            if self.content["detail"] == "entier":
                self.blocks(one["lead"])
                self.facts(one["facts"])
                for passage in one["passages"]:
                    self.heading(3, passage["heading"])
                    self.blocks(passage["blocks"])
            else:
                self.paragraph(one["beginning"])
            self._link(one["address"], f"Fiche n° {one['number']} en ligne")

    def method(self) -> None:
        """Write what the figures mean and where they come from."""
        said = self.content
        self.heading(1, "Méthode et sources")
        for text in said["method"]:
            self.paragraph(text)
        if said["definitions"]:
            self.heading(2, "Ce que veut dire chaque chiffre")
            for one in said["definitions"]:
                self.heading(3, one["title"])
                self.paragraph(one["definition"])
                self.paragraph(one["missing"], "EssaimSmall")
        self.heading(2, "Licence")
        for text in said["licence"]:
            self.paragraph(text)
        self._link(said["address"], said["address"])

    def _link(self, address: str, text: str) -> None:
        paragraph = Paragraph(style="EssaimSmall")
        paragraph.append(Link(address, text=text))
        self.body.append(paragraph)

    def saved(self) -> bytes:
        """Return the whole archive."""
        self._fill_contents()
        self._describe()
        manifest = self.document.manifest
        for path in manifest.get_paths():
            if str(path).startswith(_NOT_OURS):
                manifest.del_full_path(str(path))
        made = io.BytesIO()
        self.document.save(made, pretty=False)
        return _settled(made.getvalue())

    def _fill_contents(self) -> None:
        """Write the contents; page numbers come when the reader has them updated."""
        self.toc.fill(self.document, use_default_styles=False)
        for entry in self.toc.get_paragraphs():
            written = str(entry.text or "")
            number = _NUMBER.match(written)
            style = f"Contents_20_{number[0].count('.')}" if number else "Contents_20_Heading"
            entry.clear()
            entry.text = written[number.end() :] if number else written
            entry.style = style

    def _describe(self) -> None:
        meta = self.document.meta
        at = datetime.datetime.fromisoformat(self.content["day"])
        meta.title = self.content["title"]
        meta.language = "fr-FR"
        meta.creation_date = at
        meta.date = at
        meta.initial_creator = meta.creator = _GENERATOR
        meta.generator = _GENERATOR
        meta.keyword = ", ".join(self.content["keywords"])
        meta.editing_cycles = 1
        meta.editing_duration = datetime.timedelta(0)


def _paragraph(lines: Sequence[str], style: str) -> Paragraph:
    paragraph = Paragraph(style=style)
    for rank, line in enumerate(lines):
        if rank:
            paragraph.append(LineBreak())
        paragraph.append(line)
    return paragraph


def _row(words: Sequence[str], style: str) -> Element:
    row = Row()
    for word in words:
        cell = Cell(style="EssaimCell")
        cell.append(_paragraph([word], style))
        row.append(cell)
    return row


def _settled(archive: bytes) -> bytes:
    """Return the archive with fixed dates, in a fixed order, and without its model's leftovers.

    OpenDocument wants `mimetype` first, and stored as it is.
    """
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as read,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as written,
    ):
        names = {name for name in read.namelist() if not name.startswith(_NOT_OURS)}
        for name in ["mimetype", *sorted(names - {"mimetype"})]:
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            plain = name == "mimetype" or name.endswith((".png", ".jpg"))
            entry.compress_type = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
            written.writestr(entry, read.read(name))
    return made.getvalue()
