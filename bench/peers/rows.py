"""The base's published sheets as peers store them, and codes for the values of facets."""

from collections.abc import Iterator
from typing import Final

from bench.peers.interface import Row
from essaim.search import document
from essaim.sheets import content, fields
from essaim.sheets.fields import Channel
from essaim.sheets.models import Sheet
from essaim.sheets.vocabulary import fold

_AT_ONCE: Final = 1_000
_BODY: Final = tuple(field.name for field in fields.TEXTS if field.channel is Channel.BODY)


def read() -> Iterator[Row]:
    """Yield every published sheet, in creation order; memory stays flat."""
    last = 0
    while True:
        chunk = list(
            Sheet.objects.published().for_reading().filter(pk__gt=last).order_by("pk")[:_AT_ONCE]
        )
        yield from map(_row, chunk)
        if len(chunk) < _AT_ONCE:
            return
        last = chunk[-1].pk


def _row(sheet: Sheet) -> Row:
    told = content.of_sheet(sheet)
    structure, department = sheet.structure, sheet.structure.department
    facets = {
        str(field.facet): _several(told[field.name]) for field in fields.VOCABULARIES if field.facet
    }
    meta = [structure.name, structure.town]
    if department:
        facets |= {"departement": (department.code,), "region": (department.region.code,)}
        meta += [department.name, department.region.name]
    for field in fields.VOCABULARIES:
        if field.channel is Channel.META:
            meta += _several(told[field.name])
    title_order = document.title_key(str(told["title"]), sheet.number)
    return Row(
        id=sheet.pk,
        number=sheet.number,
        title=str(told["title"]),
        structure=structure.name,
        meta="\n".join(filter(None, meta)),
        lead=str(told["summary"]),
        body="\n".join(str(told[name]) for name in _BODY if told[name]),
        facets=facets,
        recent=document.recency(document.microseconds(sheet), sheet.pk),
        title_order=title_order,
        department_order=f"{fold(department.name) if department else '~'} {title_order}",
    )


def _several(value: content.Value) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (str(value),) if value else ()


class Codes:
    """Small integers for the values of each facet, given as values come; 0 is no value."""

    def __init__(self) -> None:
        """Start without any."""
        self._codes: dict[str, dict[str, int]] = {}
        self._values: dict[str, list[str]] = {}

    def of(self, facet: str, value: str) -> int:
        """Return the value's code, a new one when it has none yet."""
        known = self._codes.setdefault(facet, {})
        if value not in known:
            known[value] = len(known) + 1
            self._values.setdefault(facet, [""]).append(value)
        return known[value]

    def value(self, facet: str, code: int) -> str:
        """Return the value of a code."""
        return self._values[facet][code]
