"""A content put into the columns of the live sheet. Used by the writers of this room only."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Final

from essaim.sheets import content as contents
from essaim.sheets import fields
from essaim.sheets.content import Content
from essaim.sheets.fields import Kind
from essaim.sheets.figure_columns import FigureColumns
from essaim.sheets.figures.settled import SOURCES, settle
from essaim.sheets.models import Sheet, SheetTerm

TermIds = Mapping[tuple[str, str], int]

FIGURES: Final = [column.name for column in FigureColumns._meta.local_fields]
COLUMNS: Final = [
    "structure",
    "state",
    "digest",
    "updated_at",
    *(column.name for column in contents.CONTENT_FIELDS if column.kind is not Kind.CHOICES),
    *FIGURES,
]


def fill(sheet: Sheet, content: Content, terms: TermIds, at: datetime.datetime) -> None:
    """Set every column of the live sheet, its multiple choices aside; saves nothing."""
    sheet.state = Sheet.State.PUBLISHED
    sheet.updated_at = at
    sheet.digest = contents.digest(content)
    for column in contents.CONTENT_FIELDS:
        value = content[column.name]
        if column.kind is Kind.CHOICES:
            continue
        if column.kind is Kind.CHOICE:
            identifier = terms[column.name, str(value)] if value else None
            setattr(sheet, f"{column.name}_id", identifier)
        else:
            setattr(sheet, column.name, list(value) if isinstance(value, tuple) else value)
    fill_figures(sheet)


def fill_figures(sheet: Sheet) -> None:
    """Set the columns of the sheet's figures from those of its content; saves nothing."""
    for column, value in settle({name: getattr(sheet, name) for name in SOURCES}).columns().items():
        setattr(sheet, column, value)


def term_rows(sheet: Sheet, content: Content, terms: TermIds) -> list[SheetTerm]:
    """Return the rows of the sheet's multiple choices, unsaved."""
    return [
        SheetTerm(sheet=sheet, term_id=terms[column.name, label], position=position)
        for column in fields.MULTIPLE_CHOICES
        for position, label in enumerate(contents.many(content[column.name]))
    ]


def labels(content: Content) -> Iterator[tuple[str, str]]:
    """Yield the (vocabulary, label) pairs of a content."""
    for column in fields.CHOICES:
        if content[column.name]:
            yield column.name, str(content[column.name])
    for column in fields.MULTIPLE_CHOICES:
        for label in contents.many(content[column.name]):
            yield column.name, label
