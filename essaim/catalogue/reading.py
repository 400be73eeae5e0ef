"""Sheets that the index ranked, read from the database in the same order."""

from collections.abc import Sequence

from essaim.sheets.models import Sheet


def in_order(identifiers: Sequence[int]) -> list[Sheet]:
    """Return the published sheets with these ids, in this order; three queries at most.

    A sheet withdrawn since the index last moved is left out.
    """
    if not identifiers:
        return []
    found = {
        sheet.pk: sheet
        for sheet in Sheet.objects.published().for_reading().filter(pk__in=identifiers)
    }
    return [found[identifier] for identifier in identifiers if identifier in found]
