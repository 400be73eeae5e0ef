"""The words somebody wrote in a mail, without what mail programs add: quotation, signature."""

import re
from email.message import EmailMessage, MIMEPart
from html.parser import HTMLParser
from typing import Final

# Our letters say it above what one answers to (templates `letters/message`).
MARK: Final = "Répondez au-dessus de cette ligne"

_LONGEST_READ: Final = 200_000
_SIGNATURE: Final = re.compile(r"--[ \u00a0]?$")
# Each is tried at the beginning of a line, on the line alone or joined to the two that follow.
_DIVIDER: Final = re.compile(
    r"-{2,}\s*(?:message d['’]origine|message original|message transféré|original message"
    r"|forwarded message|réponse)\b",
    re.IGNORECASE,
)
_WROTE: Final = re.compile(
    r"(?:le|on|am|el|il)\s.{4,200}?(?:a écrit|wrote|schrieb|escribió|ha scritto)[ \u00a0\u202f]?:"
    r"\s*$",
    re.IGNORECASE,
)
_LE: Final = frozenset({"le ", "on ", "am ", "el ", "il "})
_FROM: Final = re.compile(r"\*?(?:de|from|expéditeur)[ \u00a0]?:\*?\s", re.IGNORECASE)
_SENT: Final = re.compile(
    r"\*?(?:envoyé|date|à|objet|sent|to|subject|envoyé le)[ \u00a0]?:", re.IGNORECASE
)
_RULE: Final = re.compile(r"[_-]{5,}\s*$")
_ADVERT: Final = re.compile(
    r"(?:envoyé (?:de mon|depuis)|sent from my|télécharge[rz] outlook|obtene[rz] outlook"
    r"|obtenir outlook|get outlook for|provenance : courrier)\b.{0,120}$",
    re.IGNORECASE,
)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def answer(message: EmailMessage) -> str:
    """Return what was written above, in and under the quotation; "" when nothing.

    A file that came along is not kept, and the answer says so: nobody believes it arrived.
    """
    text = _strip(_body(message)[:_LONGEST_READ])
    left = _files(message)
    if not left:
        return text
    are = "Un fichier joint à ce courriel n’a" if left == 1 else f"{left} fichiers joints n’ont"
    return f"{text}\n\n({are} pas été repris.)".strip() if text else ""


def _body(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    text = _decoded(part)
    if part.get_content_type() == "text/html":
        return _from_html(text)
    return _unflowed(text) if part.get_param("format") == "flowed" else text


def _decoded(part: MIMEPart) -> str:
    """Return a part's text, in the character set it declares or else the likeliest."""
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    for charset in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return raw.decode(charset)
        except (LookupError, UnicodeDecodeError):
            continue
    return raw.decode("cp1252", errors="replace")


def _files(message: EmailMessage) -> int:
    """Return how many files came along; a picture in a signature is not one."""
    return sum(part.get_content_disposition() == "attachment" for part in message.walk())


def _unflowed(text: str) -> str:
    """Join the lines that a program cut at a space (RFC 3676)."""
    out: list[str] = []
    for line in text.splitlines():
        if out and out[-1].endswith(" ") and out[-1] != "-- " and not line.startswith(">"):
            out[-1] += line
        else:
            out.append(line)
    return "\n".join(out)


# --- Plain text ---------------------------------------------------------------------------


def _strip(text: str) -> str:
    """Return the answer alone."""
    lines = [_CONTROLS.sub("", line.rstrip()) for line in text.splitlines()]
    end = next((place for place in range(len(lines)) if _begins(lines, place)), len(lines))
    parts = (_without_tail(lines[:end]), _without_tail(_between(lines[end:])))
    return "\n\n".join(part for part in parts if part)


def _begins(lines: list[str], place: int) -> bool:
    """Whether the quotation of what one answers to begins at that line."""
    line = lines[place].lstrip("> ")
    if MARK in line or _DIVIDER.match(line):
        return True
    if line[:3].casefold() in _LE:
        # « Le lundi 3 mars 2025 à 10:12, Essaim <…> a écrit : » is cut anywhere.
        joined = (" ".join((line, *lines[place + 1 : place + more])) for more in (1, 2, 3))
        return any(_WROTE.match(words[:400]) for words in joined)
    return _is_heading(lines, place + 1 if _RULE.match(line) else place)


def _is_heading(lines: list[str], place: int) -> bool:
    """Whether « De : », then « Envoyé : », « À : » or « Objet : » begin at that line."""
    if place >= len(lines) or not _FROM.match(lines[place]):
        return False
    return any(_SENT.match(line) for line in lines[place + 1 : place + 5])


def _between(quoted: list[str]) -> list[str]:
    """Return what was written in and under a quotation, when its signs tell one from the other."""
    marked = [place for place, line in enumerate(quoted) if line.startswith(">")]
    return [line for line in quoted[marked[0] :] if not line.startswith(">")] if marked else []


def _without_tail(lines: list[str]) -> str:
    """Return the lines without a quotation at the end, a signature, a program's own praise."""
    cut = next((place for place, line in enumerate(lines) if _SIGNATURE.match(line)), len(lines))
    kept = lines[:cut]
    while kept and (not kept[-1].strip() or kept[-1].startswith(">") or _ADVERT.match(kept[-1])):
        kept.pop()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


# --- HTML ---------------------------------------------------------------------------------

_SILENT: Final = frozenset({"style", "script", "head", "title", "blockquote"})
_BREAKS: Final = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "ul", "ol", "table"})
_VOID: Final = frozenset({"br", "img", "hr", "meta", "link", "input", "wbr", "col", "area", "base"})
# What programs wrap the quotation in; all that follows the last two is quotation as well.
_QUOTING: Final = ("gmail_quote", "moz-cite-prefix", "yahoo_quoted", "protonmail_quote")
_REST: Final = frozenset(
    {"divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container"}
)


class _Words(HTMLParser):
    """Gathers what is read on an HTML mail, outside of its quotation."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent: list[str] = []  # elements open since one that is not read
        self._done = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Break the line, or begin to say nothing."""
        given = {name: value or "" for name, value in attrs}
        self._done = self._done or given.get("id", "").casefold() in _REST
        quoting = tag in _SILENT or any(name in given.get("class", "") for name in _QUOTING)
        if self._silent or quoting:
            if tag not in _VOID:
                self._silent.append(tag)
        elif tag in _BREAKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End what was begun; a stray end ends nothing."""
        if self._silent:
            if tag in self._silent:
                del self._silent[len(self._silent) - 1 - self._silent[::-1].index(tag) :]
        elif tag in ("p", "h1", "h2", "h3", "table"):
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep the words, on one line as a browser would."""
        if not self._silent and not self._done:
            self.pieces.append(re.sub(r"[ \t\r\n]+", " ", data))


def _from_html(text: str) -> str:
    words = _Words()
    words.feed(text[: 4 * _LONGEST_READ])
    words.close()
    lines = "".join(words.pieces).split("\n")
    return "\n".join(line.strip() for line in lines)
