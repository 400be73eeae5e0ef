"""What all readers share: what cannot be read, and text decoded with care."""

import codecs
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, NoReturn, TextIO

Warn = Callable[[str], None]

DEFAULT_ENCODING: Final = "utf-8"
_HEAD_BYTES: Final = 1 << 16
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENCODING_NAMES: Final = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252",
    "mac_roman": "Mac OS Roman",
    "cp850": "DOS (page 850)",
}
# The letters by which one tells the old encodings of French text apart.
_FRENCH: Final = re.compile("[éèêëàâçîïôùûœÉÈÀÇ’«»°]")


class Unreadable(Exception):
    """A file no record can be told from. The message says why and what to do, in French."""


def silent(_message: str) -> None:
    """Ignore a warning."""


def require_file(path: Path) -> None:
    """Raise Unreadable unless `path` is a file one may read, and not an empty one."""
    try:
        if path.is_dir():
            raise Unreadable("c’est un dossier, pas un fichier")
        if not path.exists():
            raise Unreadable("ce fichier n’existe pas")
        if not path.is_file():
            raise Unreadable("ce n’est pas un fichier ordinaire ; enregistrez-le d’abord")
        if not path.stat().st_size:
            raise Unreadable("le fichier est vide")
        with path.open("rb"):
            pass
    except PermissionError as error:
        raise Unreadable("vous n’avez pas le droit de lire ce fichier") from error
    except (OSError, ValueError) as error:
        raise Unreadable(f"impossible de lire ce fichier ({error})") from error


def head(path: Path) -> bytes:
    """Return the first bytes of the file."""
    with path.open("rb") as file:
        return file.read(_HEAD_BYTES)


def codec(path: Path, encoding: str | None) -> str:
    """Return the codec to decode the file with; a UTF-8 mark at its head settles the matter.

    Raises Unreadable when the encoding is unknown, or plainly not the file's.
    """
    start = head(path)
    marked = next((name for bom, name in _BOMS if start.startswith(bom)), "")
    if marked == "utf-8":
        return "utf-8-sig"
    if encoding is None:
        wide = marked or _unmarked_wide(start)
        if wide:
            raise Unreadable(
                f"le fichier est écrit en {_ENCODING_NAMES[wide]} (ligne 1), pas en UTF-8 ; "
                f"relancez avec --encoding {wide}"
            )
        return DEFAULT_ENCODING
    try:
        name = codecs.lookup(encoding).name
        "a".encode(name)  # refused by what is no encoding of text: rot13, base64
    except (LookupError, ValueError) as error:
        raise Unreadable(
            f"encodage inconnu : « {encoding} » (essayez utf-8, cp1252 ou utf-16)"
        ) from error
    if not name.startswith("utf") and _is_utf8(start):
        # French in an old encoding is never valid UTF-8: it would come in as "Ã©".
        raise Unreadable(f"le fichier est en UTF-8 : relancez sans --encoding {encoding}")
    return marked if marked and name.startswith(marked) else name


def _is_utf8(start: bytes) -> bool:
    """Whether these first bytes are UTF-8 beyond ASCII."""
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeError:
        return False
    return not text.isascii()


def open_text(path: Path, encoding: str | None, *, newline: str) -> TextIO:
    """Open the file as text, decoded strictly; see `codec` for what is refused."""
    return path.open(encoding=codec(path, encoding), newline=newline)


def _unmarked_wide(start: bytes) -> str:
    """Return the codec of a text whose every other byte is NUL, "" for anything else."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    pairs = len(start) // 2
    if odd > 0.7 * pairs and even < 0.05 * pairs:
        return "utf-16-le"
    if even > 0.7 * pairs and odd < 0.05 * pairs:
        return "utf-16-be"
    return ""


def refuse_encoding(path: Path, encoding: str | None) -> NoReturn:
    """Raise Unreadable naming the line that does not decode, and the likely encoding."""
    used = codec(path, encoding)
    if b"\x00" in head(path):
        raise Unreadable("ce n’est pas un fichier de texte (il contient des octets nuls)")
    line, bad = _first_bad_line(path, used)
    where = f" (ligne {line})" if line else ""
    shown = _ENCODING_NAMES.get(used.removesuffix("-sig"), used)
    if used.startswith("utf-8"):
        likely = _likely(bad)
        if likely:
            raise Unreadable(
                f"le fichier n’est pas en UTF-8{where} : il semble écrit en "
                f"{_ENCODING_NAMES[likely]} ; relancez avec --encoding {likely}"
            )
    raise Unreadable(
        f"le fichier n’est pas en {shown}{where}, et son encodage n’est pas reconnu ; "
        "s’il vient de Windows, essayez --encoding cp1252"
    )


def _first_bad_line(path: Path, used: str) -> tuple[int, bytes]:
    """Return the first line that does not decode and its bytes; 0 where lines are not bytes."""
    if used.startswith(("utf-16", "utf-32")):
        return 0, b""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode(used)
            except ValueError:
                return number, line
    return 0, b""


def _likely(bad: bytes) -> str:
    """Return which old encoding makes best French of those bytes, "" when none makes any."""
    scores: dict[str, int] = {}
    for name in ("cp1252", "mac_roman", "cp850"):
        try:
            text = bad.decode(name)
        except ValueError:
            continue
        odd = sum(not char.isascii() for char in text)
        french = len(_FRENCH.findall(text))
        scores[name] = 2 * french - odd
    best = max(scores, key=lambda name: scores[name], default="")
    return best if best and scores[best] > 0 else ""
