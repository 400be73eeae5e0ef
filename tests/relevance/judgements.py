"""The judged queries, read from `judgements/`: what people look for, and the sheets that answer.

A corpus has two files, `seen` and `unseen`, in blocks set apart by an empty line:

    repas partagé                       the query, as typed
    kind: theme                         one of KINDS
    with: dans=limites                  more of the address, when there is more
    3: 22 La table ronde du vendredi    grade: rank of the sheet in its corpus, and its title
    plural: repas partagés              the same query in another form, one of FORMS

Grades: 3 exactly what is looked for, 2 answers well, 1 touches on it; a sheet not named answers
nothing. Sheets of the real listing are named by their rank alone: none of its text is copied.
Which file a query stands in is not chosen: see `is_unseen`.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from tests.relevance import forms

FOLDER: Final = Path(__file__).with_name("judgements")

DEMONSTRATION: Final = "demonstration"
LISTING: Final = "listing"
CORPORA: Final = (DEMONSTRATION, LISTING)

SEEN: Final = "seen"
UNSEEN: Final = "unseen"
PARTS: Final = (SEEN, UNSEEN)

KINDS: Final = (
    "acronym",  # FLE, CLAS, Reaap
    "audience",  # who it is for
    "colloquial",  # said as people talk
    "exclusion",  # with a -word
    "half",  # a word being typed
    "means",  # money, funds, partners
    "memory",  # what is remembered of a sheet
    "need",  # several words, a question to solve
    "obstacle",  # what went wrong
    "part",  # asked of one part of the sheet
    "phrase",  # in quotes
    "place",  # a town, a département, a structure
    "theme",  # one word, one expression of the field
)

_GRADED: Final = re.compile(r"(\d+)(?: (.*))?")


@dataclass(frozen=True, slots=True)
class Form:
    """The same query said in another way: `kind` is one of `forms.FORMS`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A query and the grades (1 to 3) of the sheets that answer it, by rank in the corpus.

    `titles` has the title written beside each rank, "" when there is none.
    """

    corpus: str
    part: str
    text: str
    kind: str
    more: str
    grades: dict[int, int]
    titles: dict[int, str]
    written_forms: tuple[Form, ...]

    @property
    def forms(self) -> tuple[Form, ...]:
        """The forms written by hand and those made by rule; none is the query itself."""
        made = [
            Form(kind, text) for kind, text in forms.made(self.text, is_whole=self.kind != "half")
        ]
        return tuple(dict.fromkeys((*self.written_forms, *made)))

    def address(self, text: str = "") -> str:
        """Return the query string that asks this, or the same of another text."""
        asked = urlencode({"q": text or self.text})
        return f"{asked}&{self.more}" if self.more else asked


def is_unseen(text: str) -> bool:
    """Return whether a query is kept out of sight while the search is tuned: one in three.

    Decided by the query's own words, so that nobody chooses.
    """
    digest = hashlib.sha256(text.encode()).digest()
    return int.from_bytes(digest) % 3 == 0


def load(corpus: str, part: str) -> list[Judged]:
    """Return the judged queries of one part of a corpus, in the order of the file."""
    written = (FOLDER / f"{corpus}_{part}.txt").read_text(encoding="utf-8")
    blocks = [block for block in written.split("\n\n") if block.strip()]
    return [_judged(corpus, part, block) for block in blocks]


def everything(corpus: str) -> list[Judged]:
    """Return all judged queries of a corpus."""
    return [judged for part in PARTS for judged in load(corpus, part)]


def _judged(corpus: str, part: str, block: str) -> Judged:
    text, *lines = block.strip("\n").split("\n")
    said: dict[str, str] = {}
    grades: dict[int, int] = {}
    titles: dict[int, str] = {}
    written = []
    for key, value in _pairs(text, lines):
        if key in ("1", "2", "3"):
            found = _GRADED.fullmatch(value)
            if not found or int(found[1]) in grades:
                raise ValueError(f"{text!r}: {value!r} names no sheet, or one twice")
            grades[int(found[1])] = int(key)
            titles[int(found[1])] = found[2] or ""
        elif key in forms.FORMS:
            written.append(Form(key, value))
        elif key in ("kind", "with") and key not in said:
            said[key] = value
        else:
            raise ValueError(f"{text!r}: the line {key!r} is unknown, or comes twice")
    return Judged(
        corpus, part, text, said["kind"], said.get("with", ""), grades, titles, tuple(written)
    )


def _pairs(text: str, lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        key, separator, value = line.partition(": ")
        if not separator or not value.strip():
            raise ValueError(f"{text!r}: {line!r} is not “key: value”")
        yield key, value.strip()
