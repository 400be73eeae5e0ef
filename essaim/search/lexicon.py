"""The words of the sheets as they are written: what a typing error, or half a word, may stand for.

Read from the index's `mots` column, and kept: a lexicon hardly changes from one minute to the
next, so it may be older than the index.
"""

import bisect
import functools
import os
import threading
import time
import unicodedata
from dataclasses import dataclass
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA, Prefix

from essaim.search import analysis, background, document
from essaim.search.reader import Snapshot

# Words shorter than this are not repaired: half of the language is one letter away.
_SHORTEST: Final = 4
# From this length on, two errors are one word still.
_LONG: Final = 8
_MOST: Final = 8  # candidates returned
# Words of one family begin with the same letters, so many at least; the last letters of the
# shorter may differ: « solidaire », « solidarité ».
_ROOT: Final = 5
_ENDING: Final = 3
_FRESH: Final = 300.0  # seconds
# A base of fewer sheets costs nothing to read, and every word of it counts at once.
_SMALL: Final = 5_000


@dataclass(frozen=True, slots=True)
class Word:
    """A written word: lower case, with its accents; and how many sheets have it."""

    written: str
    sheets: int


@functools.lru_cache(maxsize=4096)
def folded(word: str) -> str:
    """Return a word in lower case without accents, as errors are measured on."""
    plain = unicodedata.normalize("NFD", word.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(char for char in plain if not unicodedata.combining(char))


def _unlikeliness(typed: str, meant: str) -> tuple[bool, bool, int]:
    """Return how unlikely it is that who typed this meant that; less is likelier.

    The first letter is rarely the wrong one. Letters are swapped, left out or doubled more often
    than taken for others. And the beginning is what is typed best.
    """
    is_slip = len(meant) > len(typed) or sorted(meant) == sorted(typed)
    is_doubled = len(meant) < len(typed) and set(meant) == set(typed)
    same = Prefix.similarity(typed, meant)
    return typed[0] != meant[0], not (is_slip or is_doubled), -same if len(typed) >= _LONG else 0


class Lexicon:
    """Words by their folded spelling; of spellings that fold alike, the most frequent is shown."""

    def __init__(self, counted: list[tuple[str, int]]) -> None:
        """Take (written word, sheets), in any order; common words and figures are left out."""
        best: dict[str, Word] = {}
        totals: dict[str, int] = {}
        for written, sheets in counted:
            if not written.isalpha() or not analysis.stems[written]:
                continue
            plain = folded(written)
            totals[plain] = totals.get(plain, 0) + sheets
            if plain not in best or sheets > best[plain].sheets:
                best[plain] = Word(written, sheets)
        self._words = {plain: Word(word.written, totals[plain]) for plain, word in best.items()}
        self._ordered = sorted(self._words)
        self._by_length: dict[int, list[str]] = {}
        for plain in self._ordered:
            self._by_length.setdefault(len(plain), []).append(plain)
        self._commonest = sorted(self._words, key=lambda plain: -self._words[plain].sheets)

    def __len__(self) -> int:
        return len(self._words)

    def get(self, written: str) -> Word | None:
        """Return the word written so, accents and case apart."""
        return self._words.get(folded(written))

    def near(self, written: str) -> list[Word]:
        """Return the words a slip of the keyboard away, the nearest first, then the commonest.

        One slip: a letter missing, doubled, added, replaced, or two swapped; two in long words.
        """
        plain = folded(written)
        if len(plain) < _SHORTEST or not plain.isalpha():
            return []
        for slips in (1, 2) if len(plain) >= _LONG else (1,):
            found = self._within(plain, slips)
            if found:
                found.sort(
                    key=lambda near: (*_unlikeliness(plain, near), -self._words[near].sheets)
                )
                return [self._words[near] for near in found[:_MOST]]
        return []

    def far_commoner(self, written: str, least: int) -> list[Word]:
        """Return the first of `near` if so many sheets have it: at most one.

        Nearly always none of the words so common is near: they are few, and looked at first.
        """
        plain = folded(written)
        common = bisect.bisect_right(
            self._commonest, -least, key=lambda word: -self._words[word].sheets
        )
        slips = 2 if len(plain) >= _LONG else 1
        likely = process.extractOne(
            plain, self._commonest[:common], scorer=OSA.distance, score_cutoff=slips
        )
        if likely is None:
            return []
        return [word for word in self.near(written)[:1] if word.sheets >= least]

    def _within(self, plain: str, slips: int) -> list[str]:
        lengths = range(len(plain) - slips, len(plain) + slips + 1)
        return [
            near
            for length in lengths
            for near, _, _ in process.extract(
                plain,
                self._by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=slips,
                limit=None,
            )
            if near != plain
        ]

    def shortened(self, written: str) -> list[Word]:
        """Return the longest word, of 5 letters or more, that this one begins with: at most one."""
        plain = folded(written)
        for length in range(len(plain) - 1, 4, -1):
            if plain[:length] in self._words:
                return [self._words[plain[:length]]]
        return []

    def completions(self, start: str, limit: int = _MOST) -> list[Word]:
        """Return the words that begin so, the commonest first; none for fewer than 3 letters."""
        plain = folded(start)
        if len(plain) < 3:
            return []
        found = [self._words[word] for word in self._beginning(plain)]
        return sorted(found, key=lambda word: -word.sheets)[:limit]

    def family(self, written: str) -> list[Word]:
        """Return the words that begin as this one and end otherwise, the commonest first.

        « jardin » for « jardinage », « bénévole » for « bénévolat »: no synonym, but not far.
        """
        plain = folded(written)
        if len(plain) < _ROOT or not plain.isalpha():
            return []
        found = [
            self._words[word]
            for word in self._beginning(plain[:_ROOT])
            if word != plain
            and word.startswith(plain[: max(_ROOT, min(len(plain), len(word)) - _ENDING)])
        ]
        return sorted(found, key=lambda word: -word.sheets)[:_MOST]

    def _beginning(self, start: str) -> list[str]:
        begin = bisect.bisect_left(self._ordered, start)
        end = bisect.bisect_right(self._ordered, start + "\U0010ffff")
        return self._ordered[begin:end]


class _Kept:
    """The process's lexicon. A large one is made anew in the background, minutes apart."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Hold nothing; the lock is new too, as a child process may inherit it taken."""
        self.lock = threading.Lock()
        self.lexicon = Lexicon([])
        self.number = 0
        self.docs = 0
        self.made = 0.0

    def of(self, snapshot: Snapshot) -> Lexicon:
        """Return a lexicon of this index, or of a state of it that was in force minutes ago."""
        if self.number == snapshot.number:
            return self.lexicon
        docs = snapshot.searcher.num_docs
        grown = abs(docs - self.docs)
        if not self.number or docs < _SMALL or grown * 2 > docs:
            with self.lock:
                if self.number != snapshot.number:
                    self.make(snapshot)
        elif grown * 20 > docs or time.monotonic() - self.made > _FRESH:
            self.make_in_background(snapshot)
        return self.lexicon

    def make(self, snapshot: Snapshot) -> None:
        """Read the words of this index."""
        self.lexicon = Lexicon(snapshot.searcher.terms_with_prefix(document.WRITTEN, ""))
        self.number, self.docs = snapshot.number, snapshot.searcher.num_docs
        self.made = time.monotonic()

    def make_in_background(self, snapshot: Snapshot) -> None:
        """Read the words of this index while the old ones serve on; once at a time."""
        if not self.lock.acquire(blocking=False):
            return

        def make() -> None:
            try:
                self.make(snapshot)
            finally:
                self.lock.release()

        if not background.start("essaim-lexicon", make):
            self.lock.release()


_kept = _Kept()
os.register_at_fork(after_in_child=_kept.clear)


def of(snapshot: Snapshot) -> Lexicon:
    """Return the words of the index, or of what it was some minutes ago."""
    return _kept.of(snapshot)
