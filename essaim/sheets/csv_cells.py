"""CSV cells that a spreadsheet will not take for formulas, and back."""

import re
from typing import Final

_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_NEUTRALISED: Final = re.compile(r"'+[=+\-@\t\r]")


def neutralise(cell: str) -> str:
    """Return the cell with one more apostrophe when it begins like a formula."""
    return "'" + cell if _FORMULA.match(cell) else cell


def restore(cell: str) -> str:
    """Undo `neutralise`."""
    return cell[1:] if _NEUTRALISED.match(cell) else cell
