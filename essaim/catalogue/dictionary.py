"""The data dictionary: every column of the open data, as the fields declare it."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from essaim.sheets import cells, fields
from essaim.sheets.cells import Column
from essaim.sheets.fields import Field, Kind
from essaim.sheets.models import Term

_KINDS: Final[dict[Kind, str]] = {
    Kind.TITLE: "Une ligne de texte, parfois vide",
    Kind.STRUCTURE: "Le nom de la structure",
    Kind.FILES: "Des noms de fichiers",
    Kind.CHOICE: "Une valeur d’une liste ouverte",
    Kind.CHOICES: "Une ou plusieurs valeurs d’une liste ouverte",
    Kind.TEXT: "Texte libre, plusieurs lignes",
    Kind.YEAR: "Une année, en quatre chiffres",
    Kind.NUMBER: "Un nombre entier, ou « non »",
}
# The columns that are no field of the sheet: what they hold, and what they are for.
_OTHERS: Final[dict[str, tuple[str, str]]] = {
    fields.NUMBER_KEY: (
        "Un nombre entier",
        "L’identité de la fiche : il ne change jamais et ne sert jamais deux fois.",
    ),
    fields.DEPARTMENT_KEY: (
        "Le code de l’Insee, sur deux ou trois caractères",
        "Le département de la structure : « 01 », « 2A », « 971 ».",
    ),
    cells.UPDATED_KEY: (
        "Une date et une heure, à la norme ISO 8601",
        "La dernière publication de la fiche.",
    ),
}


@dataclass(frozen=True, slots=True)
class Word:
    """One value of an open vocabulary."""

    label: str
    to_review: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One column; "" and () where there is nothing to say.

    `is_unlisted`: the printed listing of the national base does not carry it.
    """

    key: str
    label: str
    kind: str
    help: str
    condition: str
    is_unlisted: bool
    words: tuple[Word, ...]


def entries() -> list[Entry]:
    """Return the columns in their order: one query, for the words of the vocabularies."""
    words: defaultdict[str, list[Word]] = defaultdict(list)
    for term in Term.objects.all():
        words[term.vocabulary].append(Word(term.label, term.to_review))
    return [
        _entry(column, tuple(words[column.field.name] if column.field else ()))
        for column in cells.COLUMNS
        if column.field is None or column.field.public
    ]


def _entry(column: Column, words: tuple[Word, ...]) -> Entry:
    field = column.field
    kind, use = (_KINDS[field.kind], field.help) if field else _OTHERS[column.key]
    return Entry(
        key=column.key,
        label=column.label,
        kind=kind,
        help=use,
        condition=_condition(field) if field else "",
        is_unlisted=field is not None and not field.listed,
        words=words,
    )


def _condition(field: Field) -> str:
    if field.only_if is None:
        return ""
    name, value = field.only_if
    return f"Rempli seulement quand « {fields.BY_NAME[name].key} » vaut « {value} »."
