"""The files of a sheet as a page shows them, and which of them the public may have."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from essaim.catalogue import addresses
from essaim.sheets.file_types import BY_MEDIA_TYPE, weight
from essaim.sheets.models import Attachment, Sheet

# Makes the address of a file, or of its thumbnail.
AddressOf = Callable[[Attachment, bool], str]


@dataclass(frozen=True, slots=True)
class Attached:
    """One file: `what` is its type and weight (`PDF, 1,2 Mo`); sizes in pixels, 0 if unknown.

    A name without a file (the national base gives names only) has neither address nor `what`.
    """

    name: str
    address: str = ""
    what: str = ""
    thumbnail: str = ""
    width: int = 0
    height: int = 0


def of_names(
    sheet: Sheet, names: Iterable[str], address_of: AddressOf = addresses.of_file
) -> tuple[Attached, ...]:
    """Return the files that go by these names on that sheet, in their order; one query at most."""
    wanted = list(names)
    if not wanted:
        return ()
    # Through the sheet, so that each row knows it without asking.
    found = {row.name: row for row in sheet.attachments.filter(name__in=wanted)}
    return tuple(
        _attached(found[name], address_of) if name in found else Attached(name) for name in wanted
    )


def is_public(row: Attachment) -> bool:
    """Whether anybody may have that file: its sheet is published and names it."""
    named = getattr(row.sheet, "files", None) or ()
    return row.sheet.state == Sheet.State.PUBLISHED and row.name in named


def _attached(row: Attachment, address_of: AddressOf) -> Attached:
    known = BY_MEDIA_TYPE.get(row.media_type)
    label = known.label if known else "Fichier"
    return Attached(
        name=row.name,
        address=address_of(row, False),
        what=f"{label}, {weight(row.size)}",
        thumbnail=address_of(row, True) if row.thumbnail else "",
        width=row.width or 0,
        height=row.height or 0,
    )
