"""Numbers as a French reader expects them."""

from essaim.search.phrases import NARROW as NARROW_SPACE
from essaim.search.phrases import NBSP as NO_BREAK_SPACE
from essaim.search.phrases import number

__all__ = ["NARROW_SPACE", "NO_BREAK_SPACE", "counted", "number"]


def counted(value: int, singular: str, plural: str = "") -> str:
    """Return `1 fiche`, `12 345 fiches`: in French zero is singular. `plural` adds an s."""
    word = singular if value < 2 else plural or f"{singular}s"
    return f"{number(value)}{NO_BREAK_SPACE}{word}"
