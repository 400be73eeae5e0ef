"""The index's columns and the document of a sheet, derived from `sheets.fields.FIELDS`.

Columns of a document (all always present, so that counting never looks for what is absent):

- `id`: the sheet's primary key, a *signed* integer: deletion by term on an unsigned one deletes
  nothing, silently (tantivy 0.27). 0 is the reserved position document.
- one text column per channel, ranked by; and `tout`, all their text, matched and counted on.
- one more text column for each part that is no channel, searched alone (`dans=limites`).
- `mots` and `titre_mots`: words as they are written, to repair typing errors and to suggest.
- facets: one integer per single vocabulary (0 absent, else rank + 1) and per département, and one
  for all single vocabularies together; nine ranks to a bit-mask column for multiple vocabularies,
  ranks from 54 in one sparse column. What counting costs is columns times sheets.
- filters: the same codes, searchable; `structure`, `annee`; `profil`, the structure's traits.
- figures: `budget` in cents, `personnes`; absent where nothing tells, so never taken for 0.
- order: `recent`, `ordre_titre`, `ordre_departement`, `ordre_budget`, `ordre_personnes`, each
  without ties.
- `empreinte`: 63 bits of what the document was made from, by which `essaim check` compares.
"""

import hashlib
import re
from collections.abc import Iterable
from importlib import metadata
from typing import Any, Final

import tantivy

from essaim.search import analysis, likeness
from essaim.sheets import fields
from essaim.sheets.fields import Channel, Field, Kind, Part
from essaim.sheets.models import Sheet
from essaim.sheets.vocabulary import fold, rank_of

# Raised by hand when documents change while the schema does not.
LAYOUT_VERSION: Final = 6
ENGINE_VERSION: Final = metadata.version("tantivy")

ID: Final = "id"
ALL: Final = "tout"
WRITTEN: Final = "mots"
WRITTEN_TITLE: Final = "titre_mots"
POSITION: Final = "position"
STAMP: Final = "empreinte"
RECENT: Final = "recent"
TITLE_ORDER: Final = "ordre_titre"
DEPARTMENT_ORDER: Final = "ordre_departement"
DEPARTMENT: Final = "departement"
STRUCTURE: Final = "structure"
YEAR: Final = "annee"
BUDGET: Final = "budget"
PEOPLE: Final = "personnes"
BUDGET_ORDER: Final = "ordre_budget"
PEOPLE_ORDER: Final = "ordre_personnes"

# The columns of a sheet that the figures come from: its column, then that of the order.
FIGURES: Final = {
    "budget": (BUDGET, BUDGET_ORDER),
    "people_total": (PEOPLE, PEOPLE_ORDER),
}

MASK_BITS: Final = 9
MASK_COLUMNS: Final = 6
MASKED_RANKS: Final = MASK_BITS * MASK_COLUMNS

# All single vocabularies in one column, four bits each.
TOGETHER: Final = "ensemble"
PACKED_BITS: Final = 4
TOO_LARGE: Final = (1 << PACKED_BITS) - 1

# The position document's code in single columns: no sheet has it, nobody can filter on it.
RESERVED_CODE: Final = -1
_LAST: Final = "\U0010ffff"  # sorts after any text

SINGLE: Final = tuple(field for field in fields.CHOICES if field.facet)
MULTIPLE: Final = tuple(field for field in fields.MULTIPLE_CHOICES if field.facet)


# Two parts are channels already.
PART_COLUMNS: Final[dict[Part, str]] = {
    part: {Part.TITLE: str(Channel.TITLE), Part.SUMMARY: str(Channel.LEAD)}.get(
        part, f"dans_{part}"
    )
    for part in Part
}
_OWN_PARTS: Final = tuple(
    part for part, column in PART_COLUMNS.items() if column.startswith("dans_")
)


def mask_column(facet: str, group: int) -> str:
    """Return the name of the bit-mask column of ranks 9*group to 9*group + 8."""
    return f"masque_{facet}_{group}"


def overflow_column(facet: str) -> str:
    """Return the name of the sparse column of ranks from 54."""
    return f"reste_{facet}"


def together(codes: Iterable[int]) -> int:
    """Return one integer for the codes of all single vocabularies, in their order.

    A code that is too large for its place is `TOO_LARGE` there: its own column knows it.
    """
    packed = 0
    for place, code in enumerate(codes):
        packed |= min(code, TOO_LARGE) << (place * PACKED_BITS)
    return packed


def apart(packed: int, place: int) -> int:
    """Return the code at that place of what `together` made."""
    return packed >> (place * PACKED_BITS) & TOO_LARGE


def department_code(code: str) -> int:
    """Return the integer that stands for a département's Insee code; 0 for none."""
    return int(code, 36) if code else 0


def schema() -> tantivy.Schema:
    """Return the index's schema."""
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field(ID, indexed=True, fast=True)
    phrased = {ALL, *PART_COLUMNS.values()}  # where phrases are looked for
    for name in dict.fromkeys((*Channel, ALL, *PART_COLUMNS.values())):
        builder.add_text_field(
            name,
            tokenizer_name=analysis.TOKENIZER,
            index_option="position" if name in phrased else "freq",
        )
    builder.add_text_field(WRITTEN, tokenizer_name=analysis.AS_WRITTEN, index_option="basic")
    builder.add_text_field(WRITTEN_TITLE, tokenizer_name=analysis.FOLDED, index_option="position")
    for field in SINGLE:
        builder.add_integer_field(str(field.facet), indexed=True, fast=True)
    for field in MULTIPLE:
        builder.add_integer_field(str(field.facet), indexed=True)
        for group in range(MASK_COLUMNS):
            builder.add_integer_field(mask_column(str(field.facet), group), fast=True)
        builder.add_integer_field(overflow_column(str(field.facet)), fast=True)
    for name in (DEPARTMENT, STRUCTURE, YEAR, likeness.COLUMN):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name, _ in FIGURES.values():
        builder.add_integer_field(name, indexed=True, fast=True)
    orders = (order for _, order in FIGURES.values())
    for name in (RECENT, STAMP, POSITION, TOGETHER, *orders):
        builder.add_integer_field(name, fast=True)
    for name in (TITLE_ORDER, DEPARTMENT_ORDER):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


def fingerprint() -> str:
    """Return the hash of all that decides what an index holds: another one, another index."""
    layout = [
        (field.name, field.kind, field.channel, field.part, field.facet)
        for field in fields.FIELDS
        if field.channel or field.facet
    ]
    whole = (
        LAYOUT_VERSION,
        ENGINE_VERSION,
        layout,
        MASK_BITS,
        MASK_COLUMNS,
        analysis.description(),
    )
    return hashlib.sha256(repr(whole).encode()).hexdigest()


def stamp_of(sheet: Sheet) -> int:
    """Return 63 bits of what the sheet's document is made from.

    Reads the digest, the date, the figures, the structure, its traits and its département's code,
    nothing else.
    """
    structure = sheet.structure
    source = "\x1f".join(
        (
            sheet.digest,
            str(microseconds(sheet)),
            *(str(getattr(sheet, name)) for name in FIGURES),
            str(structure.pk),
            structure.name,
            structure.town,
            structure.department_id or "",
            *map(str, likeness.columns(structure).values()),
        )
    )
    return int.from_bytes(hashlib.blake2b(source.encode(), digest_size=8).digest()) >> 1


def microseconds(sheet: Sheet) -> int:
    """Return when the sheet was first published, in microseconds since 1970; 0 when unknown."""
    return int(sheet.published_at.timestamp() * 1_000_000) if sheet.published_at else 0


def _natural(text: str) -> str:
    """Return a key by which "Atelier 2" comes before "Atelier 10"."""
    return re.sub(r"\d+", lambda digits: digits[0].lstrip("0").zfill(12), text)


def title_key(title: str, number: int) -> str:
    """Return the key that orders titles: folded, numbers by value, untitled last, no ties."""
    key = re.sub(r"^[\W_]+", "", _natural(fold(title)))
    return f"{key or _LAST}\x1f{number:012d}"


def _labels(sheet: Sheet, field: Field) -> list[str]:
    if field.kind is Kind.CHOICE:
        term = getattr(sheet, field.name)
        return [term.label] if term else []
    return [row.term.label for row in sheet.ordered_terms if row.term.vocabulary == field.name]


def _texts(sheet: Sheet) -> dict[Channel, list[str]]:
    said: dict[Channel, list[str]] = {channel: [] for channel in Channel}
    for field in fields.FIELDS:
        if field.channel is None:
            continue
        if field.is_vocabulary:
            said[field.channel].extend(_labels(sheet, field))
        elif field.kind is Kind.STRUCTURE:
            structure = sheet.structure
            said[field.channel] += [structure.name, structure.town]
            if structure.department:
                said[field.channel] += [
                    structure.department.name,
                    structure.department.region.name,
                ]
        else:
            said[field.channel].append(getattr(sheet, field.name))
    return said


def said(sheet: Sheet) -> dict[str, str]:
    """Return what each channel says of a sheet loaded with `for_reading`, ready to analyse."""
    return {
        str(channel): analysis.prepare("\n".join(text for text in texts if text))
        for channel, texts in _texts(sheet).items()
    }


# Between two texts, common words: they have a place, and no phrase runs from one into the next.
_GAP: Final = "\n" + "de " * 30 + "\n"


def _parts(sheet: Sheet) -> dict[str, str]:
    """Return the texts of each part that has a column of its own."""
    return {
        PART_COLUMNS[part]: _GAP.join(
            analysis.prepare(text)
            for field in fields.FIELDS
            if field.part is part and (text := getattr(sheet, field.name))
        )
        for part in _OWN_PARTS
    }


def _masks(facet: str, ranks: Iterable[int]) -> dict[str, Any]:
    """Return the columns of one multiple vocabulary for a document with these ranks."""
    masks = [0] * MASK_COLUMNS
    overflow = []
    for rank in ranks:
        if rank < MASKED_RANKS:
            masks[rank // MASK_BITS] |= 1 << (rank % MASK_BITS)
        else:
            overflow.append(rank)
    columns: dict[str, Any] = {mask_column(facet, group): mask for group, mask in enumerate(masks)}
    if overflow:
        columns[overflow_column(facet)] = overflow
    return columns


def _facets(sheet: Sheet) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for field in SINGLE:
        identifier = getattr(sheet, f"{field.name}_id")
        columns[str(field.facet)] = rank_of(identifier) + 1 if identifier else 0
    columns[TOGETHER] = together(columns[str(field.facet)] for field in SINGLE)
    for field in MULTIPLE:
        facet = str(field.facet)
        ranks = [
            rank_of(row.term_id) for row in sheet.ordered_terms if row.term.vocabulary == field.name
        ]
        columns[facet] = [rank + 1 for rank in ranks]
        columns |= _masks(facet, ranks)
    return columns


def _figures(sheet: Sheet) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name, (column, order) in FIGURES.items():
        value = getattr(sheet, name)
        if value is not None:
            columns[column] = value
        columns[order] = largest_first(value, sheet.pk)
    return columns


def largest_first(value: int | None, sheet_id: int) -> int:
    """Return the column that orders by a figure, downwards: those without last; no ties.

    The figure plus one takes the high 36 bits (above `fields.MOST_EUROS` in cents), the id the low
    27: of equal figures, the newest sheet comes first.
    """
    figure = 0 if value is None else min(value + 1, (1 << 36) - 1)
    return figure << 27 | sheet_id & (1 << 27) - 1


def of_sheet(sheet: Sheet, index_schema: tantivy.Schema) -> tantivy.Document:
    """Return the document of a sheet loaded with `for_reading`."""
    structure = sheet.structure
    department = structure.department
    code = department.code if department else ""
    title = title_key(getattr(sheet, "title", ""), sheet.number)
    place = fold(department.name) if department else _LAST
    texts = {channel: [text for text in found if text] for channel, found in _texts(sheet).items()}
    written = [text for found in texts.values() for text in found]
    prepared = {
        str(channel): list(map(analysis.prepare, found)) for channel, found in texts.items()
    }
    columns: dict[str, Any] = {
        ID: sheet.pk,
        **{channel: _GAP.join(found) for channel, found in prepared.items()},
        ALL: _GAP.join(text for found in prepared.values() for text in found),
        **_parts(sheet),
        WRITTEN: [analysis.composed("\n".join(written))],
        WRITTEN_TITLE: [analysis.composed(text) for text in texts[Channel.TITLE]],
        **_facets(sheet),
        **likeness.columns(structure),
        DEPARTMENT: department_code(code),
        STRUCTURE: structure.pk,
        YEAR: getattr(sheet, "year", None) or 0,
        **_figures(sheet),
        RECENT: recency(microseconds(sheet), sheet.pk),
        TITLE_ORDER: title,
        DEPARTMENT_ORDER: f"{place}\x1f{title}",
        STAMP: stamp_of(sheet),
        POSITION: 0,
    }
    return tantivy.Document.from_dict(columns, index_schema)


def recency(published: int, sheet_id: int) -> int:
    """Return the column that orders by date: whole seconds, then the sheet's id; no ties.

    Seconds take the high 33 bits (until 2242), ids the low 30; both fit a signed 64-bit integer.
    """
    return max(0, published // 1_000_000) << 30 | sheet_id & (1 << 30) - 1


def of_position(position: int, mark: int, index_schema: tantivy.Schema) -> tantivy.Document:
    """Return the reserved document: the index covers the event log up to `position`.

    `mark` tells that log from another one: the time of that event, in microseconds.
    It has no words and no facet, and comes last in every order.
    """
    columns: dict[str, Any] = {
        ID: 0,
        **{str(field.facet): RESERVED_CODE for field in SINGLE},
        TOGETHER: RESERVED_CODE,
        **{
            mask_column(str(field.facet), group): 0
            for field in MULTIPLE
            for group in range(MASK_COLUMNS)
        },
        likeness.COLUMN: RESERVED_CODE,
        DEPARTMENT: 0,
        STRUCTURE: 0,
        YEAR: 0,
        **dict.fromkeys((order for _, order in FIGURES.values()), -1),
        RECENT: -1,
        TITLE_ORDER: _LAST * 4,
        DEPARTMENT_ORDER: _LAST * 4,
        STAMP: mark,
        POSITION: position,
    }
    return tantivy.Document.from_dict(columns, index_schema)
