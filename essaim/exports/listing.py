"""The national base's printed listing, byte for byte. The grammar is `sheets.listing_grammar`."""

from collections.abc import Iterable, Iterator

from essaim.sheets import listing_grammar as grammar
from essaim.sheets.fields import STATUS_ENDED, Kind
from essaim.sheets.listing_grammar import Slot
from essaim.sheets.record import SheetRecord, Spellings


def chunks(records: Iterable[SheetRecord], spellings: Spellings) -> Iterator[bytes]:
    """Yield the file in pieces: the preamble, then one piece a sheet, no last line break.

    Raises ValueError on a line break in a one-line value or a lone surrogate: neither passes
    the validator.
    """
    yield grammar.PREAMBLE.encode()
    for record in records:
        yield ("\n" + "\n".join(_lines(record, spellings))).encode()


def _lines(record: SheetRecord, spellings: Spellings) -> list[str]:
    """Return one record's lines."""
    lines = [
        grammar.HEAD,
        _one_line(str(record.content["title"] or grammar.untitled(record.number))),
        grammar.STRUCTURE_LINE,
        grammar.BULLET + _one_line(record.listed_structure),
    ]
    for slot in grammar.SLOTS:
        if not slot.optional or _is_printed(slot, record):
            lines += [slot.line, *slot.marks]
            lines += map(slot.escape, _content_lines(slot, record, spellings))
    grammar.escape_heads(lines)
    return lines


def _is_printed(slot: Slot, record: SheetRecord) -> bool:
    """Whether an optional slot's label stands in this record."""
    value = record.content[slot.field.name]
    if slot.field.kind is Kind.FILES:
        return value is not None
    if slot.field.only_if == ("status", STATUS_ENDED) and record.content["status"] == STATUS_ENDED:
        return True  # the national base then prints the label, filled or not
    return bool(value)


def _content_lines(slot: Slot, record: SheetRecord, spellings: Spellings) -> list[str]:
    """Return the lines under a label, not escaped. An empty text has none."""
    value = record.content[slot.field.name]
    if slot.field.kind is Kind.TEXT:
        return str(value).split("\n") if value else []
    values = value if isinstance(value, tuple) else (value,) if value else ()
    spelt = spellings.get(slot.field.name, {})
    return [grammar.BULLET + _one_line(spelt.get(str(one), str(one))) for one in values]


def _one_line(value: str) -> str:
    if "\n" in value:
        raise ValueError(f"line break in a one-line value: {value!r}")
    return value
