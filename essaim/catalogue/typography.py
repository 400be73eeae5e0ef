"""Free text as its author typed it, set as HTML with French typography: display only.

Stored text, search and exports never pass through here. Everything is linear in the length of
the text: people paste whole reports, and nothing says they mean well.
"""

import functools
import itertools
import re
from collections.abc import Callable, Iterable
from typing import Final
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from essaim.catalogue import text_blocks
from essaim.catalogue.text_blocks import Block, Paragraph

NARROW: Final = "\u202f"  # narrow no-break space, before ; ! ? and between thousands
NO_BREAK: Final = "\u00a0"  # no-break space, before : and units, inside « »

# Stands for a web address or a file name while the words around it are set. A noncharacter:
# `text_blocks.clean` removes it from what people write, so it can only be ours.
_SLOT: Final = "\ufdd0"

_FILE_TYPES: Final = r"\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|csv|txt|jpe?g|png|zip|mp[34])(?!\w)"
_WEB: Final = r"(?<![\w@./-])(?:https?://|www\.)[^\s<>\"«»“”]+"
_MAIL: Final = r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_FILE: Final = rf"(?<![^\s(\[\"«])[^\s(\[\"«»)\]/\\:*?<>|]+{_FILE_TYPES}"
_SMILEY: Final = r"(?<!\S)(?:[:;]-?[)DPp]|:-\()(?!\w)"
_KEPT: Final = re.compile(f"{_WEB}|{_MAIL}|{_FILE}|{_SMILEY}", re.IGNORECASE)
# Without one of these a line has nothing to set, nor to keep.
_SIGNS: Final = re.compile(r"[.'«»;!?:€%‰°\"@0-9]")
# Most lines hold nothing to keep: seen here at a tenth of the cost of `_KEPT`.
_MAY_KEEP: Final = re.compile(rf"@|://|www\.|{_FILE_TYPES}|[:;]-?[()DPp]", re.IGNORECASE)
_LINKED: Final = ("http://", "https://", "www.")
_LONGEST_LINK: Final = 2_000

_UNITS: Final = (
    "€|%|‰|°C|k€|euros?|ans?|mois|jours?|semaines?|heures?|minutes?|min|h|km|m²|m2|m|cm|kg|g|ha"
)
# The signs a rule is about (a line without them is left alone, at once), the rule, what it
# puts instead. Each begins with a literal, then looks behind: some ten times faster than the
# other way round. Each looks at one blank at most: blanks are collapsed before.
_RULES: Final[tuple[tuple[str, re.Pattern[str], str], ...]] = tuple(
    (signs, re.compile(pattern), replacement)
    for signs, pattern, replacement in (
        (".", r"\.\.\.+", "…"),
        # An apostrophe between letters; also before a quotation or a figure (« l'"école" »).
        ("'", r"'(?<=[^\W\d_]')(?=[\w\"«(])", "’"),
        ("«", r"« ?(?=\S)", f"«{NO_BREAK}"),
        ("»", r" ?»(?<=\S»)|(?<=\S) »", f"{NO_BREAK}»"),
        (";!?", r" (?<=[^\s(\[«¡¿] )(?=[;!?]+(?:\W|$))", NARROW),
        (";!?", r"[;!?](?<=[^\s(\[«…¡¿;!?].)(?=[;!?]*(?:\W|$))", rf"{NARROW}\g<0>"),
        (":", r" :(?<=[^\s(\[:] :)(?!:)", f"{NO_BREAK}:"),
        (":", r":(?<=[^\s(\[:]:)(?=\s|$)", f"{NO_BREAK}:"),
        ("€%‰", r"[€%‰](?<=\d.)(?!\w)", rf"{NO_BREAK}\g<0>"),
        ("°", r"°C(?<=\d°C)(?!\w)", f"{NO_BREAK}°C"),
        ("°", r"\b([nN]°) (?=\d)", rf"\1{NO_BREAK}"),
    )
)
# The same for lines with figures. A first look finds out which those are.
_FIGURE: Final = re.compile(r"[0-9]")
_FIGURE_RULES: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(rf" (?<=\d )(?=(?:{_UNITS})(?!\w))"), NO_BREAK),
    (re.compile(r" (?<=\d\u00a0h )(?=\d)"), NO_BREAK),
)
# 18 000, 1 250 000: one to three figures, then threes. « 2015 200 familles » is two numbers.
_THOUSANDS: Final = re.compile(r"(?<![\d.,/])\d{1,3}(?: \d{3})+(?!\d)")
_THREE: Final = re.compile(r" \d{3}")  # seen at a fifth of the cost
_QUOTE: Final = re.compile(r' ?" ?')
_BREAKABLE: Final = re.compile(r"(?<=[^/:][/?&=])(?=\w)")
# All but single spaces, which need no replacing: they are most of what a text has.
_BLANKS: Final = re.compile(r"[^\S\n\r]{2,}|[^\S\n\r ]")


def typeset(text: str) -> Markup:
    """Return `text` as HTML blocks: `<p>`, `<ul>`, `<ol>`; web addresses become links.

    Empty when the text holds nothing but blanks. Always well-formed, whatever the text.
    """
    return Markup("\n").join(_block_html(block) for block in text_blocks.parse(text))


@functools.lru_cache(maxsize=8192)
def inline(text: str) -> Markup:
    """Return `text` as one line of escaped HTML, without links: it may stand inside one."""
    return escape(line(text))


def line(text: str) -> str:
    """Return `text` as one line of plain characters, set and not escaped."""
    return _one_line(text_blocks.clean(text))


def lead(text: str, limit: int = 220) -> str:
    """Return the beginning of `text` as plain characters, at most `limit` of them.

    It stops at the end of a sentence where one ends late enough, else after a whole word and
    with an ellipsis. List markers are dropped; lines that are not sentences are parted by « · ».
    """
    # One and a half times the limit is enough to choose the cut, however long the text is.
    enough = limit + limit // 2
    start = _BLANKS.sub(" ", text[: 2 * limit])[:enough]
    if len(start) < enough and len(text) > 2 * limit:  # mostly blanks
        start = _BLANKS.sub(" ", text[: 20 * limit])[:enough]
    more = len(start) == enough or len(text) > 20 * limit
    lines = (line for block in text_blocks.parse(start) for line in block.lines)
    flat = _one_line(_run_on(lines)[:enough])
    return _cut(flat, limit) if more or len(flat) > limit else flat


# --- Lines and blocks -------------------------------------------------------------------


def _block_html(block: Block) -> Markup:
    if isinstance(block, Paragraph):
        return Markup("<p>%s</p>") % _lines_html(block.lines)
    items = Markup("\n").join(
        Markup("<li>%s</li>") % _lines_html(item.split("\n")) for item in block.lines
    )
    if not block.style:
        return Markup("<ul>\n%s\n</ul>") % items
    style = Markup(' type="%s"') % block.style if block.style != "1" else ""
    start = Markup(' start="%d"') % block.start if block.start != 1 else ""
    return Markup("<ol%s%s>\n%s\n</ol>") % (style, start, items)


def _lines_html(lines: Iterable[str]) -> Markup:
    return Markup("<br>\n").join(_line_html(line) for line in lines)


def _line_html(line: str) -> Markup:
    """Return one line as HTML: words set, web addresses linked."""
    words, kept = _set(line)
    pieces = [escape(piece) for piece in words.split(_SLOT)]
    html = [pieces[0]]
    for token, piece in zip(kept, pieces[1:], strict=True):
        html += (_link(token), piece)
    return Markup("").join(html)


def _one_line(text: str) -> str:
    words, kept = _set(text)
    pieces = words.split(_SLOT)
    return "".join(itertools.chain(pieces[:1], *zip(kept, pieces[1:], strict=True)))


def _set(line: str) -> tuple[str, list[str]]:
    """Return the line with its typography, and the tokens that its slots stand for."""
    kept: list[str] = []
    flat = " ".join(line.split())
    if not _SIGNS.search(flat):
        return flat, kept
    words = _KEPT.sub(_put_aside(kept), flat) if _MAY_KEEP.search(flat) else flat
    words = _guillemets(words) if '"' in words else words
    for signs, pattern, replacement in _RULES:
        for sign in signs:  # `any` would take longer than the rules
            if sign in words:
                words = pattern.sub(replacement, words)
                break
    if _FIGURE.search(words):
        for pattern, replacement in _FIGURE_RULES:
            words = pattern.sub(replacement, words)
        if _THREE.search(words):
            words = _THOUSANDS.sub(lambda found: found[0].replace(" ", NARROW), words)
    return words, kept


def _put_aside(kept: list[str]) -> Callable[[re.Match[str]], str]:
    def replace(found: re.Match[str]) -> str:
        token = found[0]
        end = _end_of_address(token) if token.casefold().startswith(_LINKED) else len(token)
        kept.append(token[:end])
        return _SLOT + token[end:]

    return replace


def _guillemets(words: str) -> str:
    """Turn straight quotes into « », pair by pair; leave alone what is not clearly a pair."""
    pieces: list[str] = []
    done, opening = 0, None
    for mark in _QUOTE.finditer(words):
        before = words[mark.start() - 1] if mark.start() else ""
        after = words[mark.end()] if mark.end() < len(words) else ""
        if opening and (mark[0].endswith(" ") or after in ("", *")]}.,;:!?…»")):
            inside = words[opening.end() : mark.start()]
            lead_in = " " if opening[0].startswith(" ") else ""
            lead_out = " " if mark[0].endswith(" ") else ""
            pieces += (words[done : opening.start()], lead_in)
            pieces += ("«", NO_BREAK, inside, NO_BREAK, "»", lead_out)
            done, opening = mark.end(), None
        else:
            opens = mark[0].startswith(" ") or before in ("", *" ([{'’«")
            opening = mark if opens and after else None
    pieces.append(words[done:])
    return "".join(pieces)


# --- Web addresses ----------------------------------------------------------------------


def _end_of_address(token: str) -> int:
    """Return where the address ends: before the sentence's punctuation, brackets balanced."""
    surplus = {
        close: token.count(close) - token.count(start) for start, close in ("()", "[]", "{}")
    }
    end = len(token)
    while end:
        last = token[end - 1]
        if last in ".,;:!?'’…*_~|":
            end -= 1
        elif surplus.get(last, 0) > 0:
            surplus[last] -= 1
            end -= 1
        else:
            break
    return end


def _link(token: str) -> Markup:
    """Return a link when the token is a web address worth one, else its own characters."""
    if not token.casefold().startswith(_LINKED):
        return escape(token)
    href = token if "://" in token[:8] else f"http://{token}"
    if not is_web_address(href):
        return escape(token)
    shown = Markup("<wbr>").join(_BREAKABLE.split(token))
    return Markup('<a href="%s" rel="nofollow noopener ugc">%s</a>') % (href, shown)


def is_web_address(href: str) -> bool:
    """Whether `href` is an http(s) address that may be made a link."""
    if len(href) > _LONGEST_LINK:
        return False
    try:
        parts = urlsplit(href)
        host = parts.hostname or ""
    except ValueError:
        return False
    # `http://une-banque.fr@ailleurs` reads as one site and leads to another: no link.
    named = "." in host.strip(".") and not host.startswith(".")
    return parts.scheme in ("http", "https") and named and "@" not in parts.netloc


# --- The beginning of a text ------------------------------------------------------------


def _run_on(lines: Iterable[str]) -> str:
    """Return the lines end to end, parted by « · » where one does not end as a sentence."""
    flat = [line if line[-1:] in ".!?…:;,»" else f"{line} ·" for line in lines]
    return " ".join(flat).removesuffix(" ·")


def _cut(flat: str, limit: int) -> str:
    ends = [found.end() for found in re.finditer(r"[.!?…](?=\s)", flat[: limit + 1])]
    if ends and ends[-1] >= 0.6 * limit:
        return flat[: ends[-1]]
    space = flat.rfind(" ", 0, limit)
    stop = space if space > 0 else min(limit - 1, len(flat))
    kept = flat[:stop].rstrip(" ,;:.!?·-–—\u00a0\u202f")
    return f"{kept}…" if kept else ""
