"""The shape of a free text: its paragraphs, and the lists people make by hand.

In this field each line is usually a paragraph of its own, and lists are typed in every manner:
« - x », « -x », « • x », « . x », « 1) x », « a. x », a dash alone on its line before each item,
or lines that end with a semicolon.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Final

# Consecutive lines no longer than this stay together in one paragraph, a break between them.
SHORT_LINE: Final = 90
# An item at least this long, without its final punctuation, may go on on the next line.
WRAPPED_LINE: Final = 60

# What HTML forbids or what would disorder the page: control characters, lone surrogates,
# noncharacters (`typography` borrows one of them) and bidirectional overrides.
_REMOVED: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069"
    "\ufdd0-\ufdef\ufffe\uffff]"
)
_DASHES: Final = "\\-–—−‐‑"
_ROUNDS: Final = "•·●▪■◦‣⁃∙➢➤►\uf0a7\uf0b7\uf0d8\uf0fc"  # used for nothing else
_OTHERS: Final = "*.>→✓✔§_"
_STRONG: Final = re.compile(
    rf"[{_DASHES}{_OTHERS}]\s+(?=\S)|[{_ROUNDS}]\s*(?=\S)|[{_DASHES}](?=[^\W\d_]|[«\"(’'])"
    r"|o\t\s*(?=\S)"  # a round bullet of a word processor
)
# A mark stuck to its text: an item only beside another item.
_WEAK: Final = re.compile(rf"[{_DASHES}](?=\d)|[*.](?=\w)")
_LONE: Final = re.compile(rf"[{_DASHES}{_ROUNDS}{_OTHERS}]")
_RULER: Final = re.compile(rf"[{_DASHES}_*=~#]{{3,}}")
_NUMBERED: Final = re.compile(
    r"(?:(?P<number>[0-9]{1,2})(?:\)\s*|\.(?=[^\W\d_])|(?:[./°]|°\))\s+| ?[-–] )"
    r"|(?P<letter>[a-zA-Z])[.)]\s+)(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of one paragraph, a break between them."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its items without their marks; a line feed where an item breaks its line.

    `style` is "" for bullets, "1", "a" or "A" for numbers, which begin at `start`.
    """

    lines: tuple[str, ...]
    style: str = ""
    start: int = 1


Block = Paragraph | Listing


class _Kind(Enum):
    PLAIN = auto()
    BLANK = auto()
    LONE = auto()  # a mark alone on its line
    ITEM = auto()
    WEAK = auto()
    NUMBERED = auto()


@dataclass(frozen=True, slots=True)
class _Line:
    """A line and what it may be; `body` is its text without the mark."""

    text: str
    kind: _Kind
    body: str = ""
    style: str = ""
    number: int = 0

    def as_plain(self) -> "_Line":
        return _Line(self.text, _Kind.PLAIN)

    def follows(self, other: "_Line") -> bool:
        """Whether this numbered line is the one after `other`."""
        return (self.kind, self.style, self.number) == (other.kind, other.style, other.number + 1)


def clean(text: str) -> str:
    """Return `text` without the characters that HTML forbids or that would disorder the page."""
    return _REMOVED.sub("", text)


def parse(text: str) -> list[Block]:
    """Return the blocks of a text, in order; none when it holds nothing but blanks."""
    lines = [_classify(line.strip()) for line in clean(text).splitlines()]
    if len(lines) == 1 and lines[0].kind is _Kind.PLAIN:  # most often: nothing to settle
        return [Paragraph((lines[0].text,))]
    for settle in (_settle_weak, _settle_numbers, _settle_semicolons):
        lines = settle(lines)
    blocks = _Builder().build(lines)
    if not blocks:  # nothing but marks: shown as typed rather than as nothing
        rest = " ".join(line.text for line in lines if line.text)
        return [Paragraph((rest,))] if rest else []
    first = blocks[0]
    if len(blocks) == 1 and isinstance(first, Listing) and len(first.lines) == 1:
        return [Paragraph(tuple(first.lines[0].split("\n")))]  # one mark makes no list
    return blocks


def _classify(text: str) -> _Line:
    if not text or _RULER.fullmatch(text):
        return _Line(text, _Kind.BLANK)
    if _LONE.fullmatch(text):
        return _Line(text, _Kind.LONE)
    if mark := _STRONG.match(text):
        return _Line(text, _Kind.ITEM, body=text[mark.end() :])
    if mark := _NUMBERED.match(text):
        body = text[mark.end() :]
        if letter := mark["letter"]:
            style = "a" if letter.islower() else "A"
            return _Line(text, _Kind.NUMBERED, body, style, ord(letter) - ord(style) + 1)
        return _Line(text, _Kind.NUMBERED, body, "1", int(mark["number"]))
    if mark := _WEAK.match(text):
        return _Line(text, _Kind.WEAK, body=text[mark.end() :])
    return _Line(text, _Kind.PLAIN)


def _written(lines: Sequence[_Line]) -> Iterator[tuple[int, _Line]]:
    return ((at, line) for at, line in enumerate(lines) if line.kind is not _Kind.BLANK)


def _settle_weak(lines: list[_Line]) -> list[_Line]:
    """Make items of the weak lines that stand beside another item, plain lines of the rest."""
    settled = list(lines)
    written = list(_written(lines))
    items = (_Kind.ITEM, _Kind.WEAK, _Kind.LONE)
    for place, (at, line) in enumerate(written):
        if line.kind is not _Kind.WEAK:
            continue
        around = [*written[max(place - 1, 0) : place], *written[place + 1 : place + 2]]
        beside = any(other.kind in items for _, other in around)
        settled[at] = replace(line, kind=_Kind.ITEM) if beside else line.as_plain()
    return settled


def _settle_numbers(lines: list[_Line]) -> list[_Line]:
    """Keep as numbered the lines that count up, at least two by two."""
    settled = list(lines)
    written = list(_written(lines))
    for place, (at, line) in enumerate(written):
        if line.kind is not _Kind.NUMBERED:
            continue
        before = place > 0 and line.follows(written[place - 1][1])
        after = place + 1 < len(written) and written[place + 1][1].follows(line)
        if not (before or after):
            settled[at] = line.as_plain()
    return settled


def _settle_semicolons(lines: list[_Line]) -> list[_Line]:
    """Make items of plain lines that end with a semicolon, two or more, and of the one after."""
    settled = list(lines)
    run = 0
    for at, line in enumerate(lines):
        if line.kind is _Kind.PLAIN and line.text.endswith(";"):
            run += 1
            continue
        end = at + 1 if line.kind is _Kind.PLAIN else at
        if run >= 2:
            for place in range(at - run, end):
                settled[place] = replace(lines[place], kind=_Kind.ITEM, body=lines[place].text)
        run = 0
    if run >= 2:
        for place in range(len(lines) - run, len(lines)):
            settled[place] = replace(lines[place], kind=_Kind.ITEM, body=lines[place].text)
    return settled


@dataclass(slots=True)
class _Builder:
    """Puts settled lines together, one after the other."""

    blocks: list[Block] = field(default_factory=list)
    short: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    first: _Line | None = None  # of the open list
    last: _Line | None = None  # line read, blanks included

    def build(self, lines: Sequence[_Line]) -> list[Block]:
        at = 0
        while at < len(lines):
            line = lines[at]
            at += 1
            if line.kind is _Kind.LONE:
                taken = _text_of_lone(lines, at)
                if taken:
                    body = "\n".join(each.text for each in lines[at : at + taken])
                    self._item(replace(line, kind=_Kind.ITEM, body=body))
                    at += taken
            elif line.kind in (_Kind.ITEM, _Kind.NUMBERED):
                self._item(line)
            elif line.kind is _Kind.BLANK:
                self._end_paragraph()
            elif self._goes_on(line):
                self.items[-1] = f"{self.items[-1]} {line.text}"
            else:
                self._plain(line)
            self.last = line
        self._end_paragraph()
        self._end_list()
        return self.blocks

    def _item(self, line: _Line) -> None:
        self._end_paragraph()
        number = len(self.items) + self.first.number if self.first else 0
        if (
            self.first is None
            or self.first.style != line.style
            or (line.style and line.number != number)
        ):
            self._end_list()
            self.first = line
        self.items.append(line.body)

    def _goes_on(self, line: _Line) -> bool:
        """Whether a plain line is the rest of the item before it, wrapped by a mailer."""
        if not self.items or self.last is None or self.last.kind is _Kind.BLANK:
            return False
        return (
            len(self.last.text) >= WRAPPED_LINE
            and self.last.text[-1] not in ".;:!?…"
            and line.text[0].islower()
        )

    def _plain(self, line: _Line) -> None:
        self._end_list()
        if len(line.text) <= SHORT_LINE:
            self.short.append(line.text)
        else:
            self._end_paragraph()
            self.blocks.append(Paragraph((line.text,)))

    def _end_paragraph(self) -> None:
        if self.short:
            self.blocks.append(Paragraph(tuple(self.short)))
            self.short = []

    def _end_list(self) -> None:
        if self.first is not None:
            style = self.first.style
            start = self.first.number if style else 1
            self.blocks.append(Listing(tuple(self.items), style, start))
            self.items, self.first = [], None


def _text_of_lone(lines: Sequence[_Line], at: int) -> int:
    """Return how many plain lines belong to the lone mark before `at`.

    All of them up to another lone mark; only one when something else ends them, since nothing
    says that the lines after the last item are still its own.
    """
    end = at
    while end < len(lines) and lines[end].kind is _Kind.PLAIN:
        end += 1
    more = end < len(lines) and lines[end].kind is _Kind.LONE
    return end - at if more else min(end - at, 1)
