"""Tables, whatever file they come from: which column is which, and what a row says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from essaim.intake.formats.reading import Unreadable, Warn
from essaim.sheets import cells
from essaim.sheets.vocabulary import fold

_SHOWN: Final = 40
_MOST_SHOWN: Final = 30


def _fold(header: str) -> str:
    return fold(re.sub(r"[_\W]+", " ", header))


def _known() -> dict[str, str]:
    """Return the column key by folded header: the key itself, the label, the page's heading."""
    found: dict[str, str] = {}
    for column in cells.COLUMNS:
        heading = column.field.heading if column.field else column.label
        for name in (column.key, column.label, heading):
            found.setdefault(_fold(name), column.key)
    return found


_KNOWN: Final = _known()


def recognised(header: Sequence[str]) -> int:
    """Return how many of these cells name a column."""
    return sum(_fold(cell) in _KNOWN for cell in header)


@dataclass(frozen=True, slots=True)
class Header:
    """Which column each cell of a row stands in: None for a column that is not ours."""

    keys: tuple[str | None, ...]

    @classmethod
    def of(cls, header: Sequence[str], warn: Warn) -> "Header":
        """Return the header; warns of columns left out.

        Raises Unreadable without a structure column, or when two columns are the same.
        """
        keys = [_KNOWN.get(_fold(cell)) for cell in header]
        named = [cell for cell in header if cell.strip()]
        if cells.STRUCTURE_KEY not in keys:
            none = (
                ""
                if any(keys)
                else ", et aucune autre n’est connue : est-ce bien un fichier d’actions ?"
            )
            raise Unreadable(
                f"il manque la colonne « structure »{none} ; colonnes trouvées : {_listed(named)}"
            )
        for place, key in enumerate(keys):
            if key and key in keys[:place]:
                raise Unreadable(f"deux colonnes pour « {key} » : gardez-en une")
        unknown = [cell for cell, key in zip(header, keys, strict=True) if cell.strip() and not key]
        if unknown:
            warn(f"colonnes ignorées : {_listed(unknown)}")
        return cls(tuple(keys))

    def misfit(self, row: Sequence[str]) -> str:
        """Return why the row does not stand under the header, "" when it does."""
        wanted = len(self.keys)
        if len(row) < wanted or any(row[wanted:]):
            return f"{len(row)} cases au lieu de {wanted}"
        return ""

    def values(self, row: Sequence[str]) -> dict[str, Any]:
        """Return the values of a row that fits, by French key."""
        return cells.values(
            {key: cell for key, cell in zip(self.keys, row, strict=False) if key is not None}
        )


def _listed(names: Sequence[str]) -> str:
    """Return names as a message lists them: short ones, and not too many."""
    if not names:
        return "aucune"
    shown = [
        "".join(char if char.isprintable() else " " for char in name[:_SHOWN])
        for name in names[:_MOST_SHOWN]
    ]
    more = f" et {len(names) - _MOST_SHOWN} autres" if len(names) > _MOST_SHOWN else ""
    return ", ".join(f"« {name} »" for name in shown) + more
