"""Names of files, for display and for the download's name only: never a path of ours."""

import mimetypes
import re
import unicodedata
from typing import Final

from essaim.sheets.file_types import FileType

NAMELESS: Final = "fichier"
# File systems take 255 bytes; « (2) » and a browser's own « (1) » must fit.
_LONGEST: Final = 100
_MOST_BYTES: Final = 200
_JOINER: Final = "\u200d"  # holds 👩‍👧 together
# Control, format (bidirectional marks among them), half characters, private and unassigned.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_RESERVED_SIGNS: Final = re.compile(r'[<>:"|?*]+')
# Devices of Windows, which no file there may be named after, whatever the extension.
_RESERVED_NAMES: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)", re.I)


def clean(name: str, file_type: FileType) -> str:
    """Return the name to show for a file sent under `name`: one line, its true extension.

    At most 100 characters and 200 bytes; never empty, nor a path, nor misleading.
    """
    plain = _plain(name)
    extension = _own_extension(plain, file_type)
    stem = _shorten(_without_extension(plain, file_type), extension)
    if not stem:
        stem = NAMELESS
    elif _RESERVED_NAMES.match(f"{stem}."):
        stem = f"{NAMELESS} {stem}"
    return stem + extension


def _plain(name: str) -> str:
    """Return the last part of a path, without what cannot be seen."""
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    spaced = "".join(" " if sign.isspace() else sign for sign in last)
    seen = "".join(
        sign for sign in spaced if sign == _JOINER or unicodedata.category(sign) not in _UNSEEN
    )
    return " ".join(_RESERVED_SIGNS.sub("-", seen).split()).rstrip(f". {_JOINER}")


def _without_extension(name: str, file_type: FileType) -> str:
    """Return the stem; `facture.pdf.html` loses both, `rapport v1.2` loses nothing."""
    while "." in name:
        stem, _, extension = name.rpartition(".")
        known = mimetypes.guess_type(f"x.{extension}")[0]
        if known is None and f".{extension.casefold()}" not in file_type.extensions:
            break
        name = stem.rstrip(". ")
    return name


def _own_extension(name: str, file_type: FileType) -> str:
    """Return the extension the file came with when it says its type, else the usual one."""
    own = f".{name.rpartition('.')[2].casefold()}"
    return own if own in file_type.extensions else file_type.extension


def _shorten(stem: str, extension: str) -> str:
    kept = stem[: _LONGEST - len(extension)]
    room = _MOST_BYTES - len(extension)
    return kept.encode()[:room].decode(errors="ignore").strip(f". {_JOINER}")
