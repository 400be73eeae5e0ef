"""A text as the guard reads it: without accents or capitals, each sign in its place."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a passage may reveal."""

    TELEPHONE = "telephone"
    EMAIL = "courriel"
    PERSON = "personne"
    OFFICE = "fonction"
    HEALTH = "sante"
    ADDRESS = "adresse"
    BIRTH = "naissance"


@dataclass(frozen=True, slots=True)
class Finding:
    """A passage, by its first sign and the one after its last, in a `Reading`."""

    kind: Kind
    start: int
    end: int


def _table() -> dict[int, str]:
    """Return what each Latin letter is without accent or capital, when that is one letter."""
    plain = {}
    for code in range(ord("A"), 0x250):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if base.isascii() and base.isalpha():
            plain[code] = base
    return plain | {ord(sign): "'" for sign in "’‘ʼ`"} | {ord(sign): " " for sign in "\u00a0\u202f"}


_PLAIN: Final = _table()
SENTENCE_ENDS: Final = ".!?;\n\r"


@dataclass(frozen=True, slots=True)
class Reading:
    """`source` as written, its accents composed; `plain` is as long: no accent, no capital.

    `offsets` gives each sign's place in the text as it was given; empty when that is its own.
    """

    source: str
    plain: str
    offsets: Sequence[int] = ()

    @classmethod
    def of(cls, text: str) -> "Reading":
        """Read a text, in one pass."""
        if unicodedata.is_normalized("NFC", text):
            return cls(text, text.translate(_PLAIN))
        signs: list[str] = []
        offsets: list[int] = []
        for place, sign in enumerate(text):
            if unicodedata.combining(sign) and signs:
                composed = unicodedata.normalize("NFC", signs[-1] + sign)
                if len(composed) == 1:
                    signs[-1] = composed
                    continue
            signs.append(sign)
            offsets.append(place)
        source = "".join(signs)
        return cls(source, source.translate(_PLAIN), [*offsets, len(text)])

    def place(self, index: int) -> int:
        """Return where that sign stands in the text as it was given."""
        return self.offsets[index] if self.offsets else index

    def before(self, index: int, most: int) -> str:
        """Return the plain text that comes before, within the sentence."""
        return self.plain[self._sentence_start(index, most) : index]

    def after(self, index: int, most: int) -> str:
        """Return the plain text that comes after, within the sentence."""
        window = self.plain[index : index + most]
        ends = [place for sign in SENTENCE_ENDS if (place := window.find(sign)) >= 0]
        return window[: min(ends)] if ends else window

    def _sentence_start(self, index: int, most: int) -> int:
        start = max(0, index - most)
        window = self.plain[start:index]
        return start + 1 + max(window.rfind(sign) for sign in SENTENCE_ENDS)

    def sentence_start(self, index: int, most: int) -> int:
        """Return where the sentence begins, looking back that far at most."""
        return self._sentence_start(index, most)
