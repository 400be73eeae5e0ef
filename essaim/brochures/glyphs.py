"""Characters that our fonts can draw: a PDF that all can read may hold no other."""

import re
import unicodedata
from typing import Any, Final

# What French texts are made of: drawn for sure, not worth asking about.
_SURE: Final = re.compile(
    "[\x20-\x7e\u00a0-\u017f\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u202f\u20ac]"
)
# Longer runs without a space would stand out of their column: they may break every so often.
_RUN: Final = re.compile(r"\S{24,}")
_STRETCH: Final = 12
_BREAK: Final = "\u200b"
_UNKNOWN_LETTER: Final = "□"
_SPACES: Final = re.compile(r"  +")
# Values that are no text to print, and drawings, which lose what cannot be drawn and keep their
# shape.
_APART: Final = frozenset({"address", "file", "kind", "style", "detail", "day"})
_DRAWING: Final = "svg"


def doubtful(value: Any) -> set[str]:
    """Return the characters of all the texts in there that a font may lack."""
    found: set[str] = set()
    if isinstance(value, str):
        return {char for char in value if not _SURE.match(char)}
    if isinstance(value, dict):
        for inside in value.values():
            found |= doubtful(inside)
    elif isinstance(value, list):
        for inside in value:
            found |= doubtful(inside)
    return found


def printable(value: Any, lacking: frozenset[str]) -> Any:
    """Return the same values, every text of them such as it can be printed.

    A letter that no font has becomes a square, a picture (emoji) goes; long runs may break.
    """
    if isinstance(value, str):
        return _printable(value, lacking)
    if isinstance(value, dict):
        return {key: _of_key(key, inside, lacking) for key, inside in value.items()}
    if isinstance(value, list):
        return [printable(inside, lacking) for inside in value]
    return value


def _of_key(key: str, value: Any, lacking: frozenset[str]) -> Any:
    if key == _DRAWING and isinstance(value, str):
        return _drawable(value, lacking)
    if key in _APART and isinstance(value, str):
        return value
    return printable(value, lacking)


def _printable(text: str, lacking: frozenset[str]) -> str:
    if any(char in lacking for char in text):
        text = _SPACES.sub(" ", _drawable(text, lacking)).strip()
    return _RUN.sub(_breakable, text)


def _drawable(text: str, lacking: frozenset[str]) -> str:
    return "".join(_stand_in(char) if char in lacking else char for char in text)


def _stand_in(char: str) -> str:
    return _UNKNOWN_LETTER if unicodedata.category(char)[0] in "LN" else ""


def _breakable(found: re.Match[str]) -> str:
    run = found[0]
    # French words hyphenate by themselves; addresses and what is no word do not.
    return _BREAK.join(run[at : at + _STRETCH] for at in range(0, len(run), _STRETCH))
