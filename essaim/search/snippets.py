"""The passage of a text that shows why it was found. Plain text in pieces, never HTML."""

from collections.abc import Collection
from typing import Final

from essaim.search.analysis import stems
from essaim.search.spellings import candidates

Pieces = list[tuple[str, bool]]
_ELLIPSIS: Final = "…"
_CONTEXT: Final = 40  # characters kept before the first word found
_LONGEST_CUT: Final = 30  # a cut may move that far to fall between words


def cut(text: str, words: Collection[str], width: int) -> Pieces:
    """Return at most about `width` characters around most of the words, True = found.

    Without a word of the text found, its beginning. White space is made plain.
    """
    return around(text, words, width) or _pieces(text, 0, _end(text, width, 0), [])


def around(text: str, words: Collection[str], width: int) -> Pieces:
    """Return what `cut` does, nothing when the text has none of the words."""
    wanted = frozenset(words)
    context = min(_CONTEXT, width // 4)
    found = _occurrences(text, wanted, width) if wanted else []
    if not found:
        return []
    start, least = _best_start(found, width - context)
    # Near the end of the text, what comes before fills the passage.
    room = max(context, start + width - context - len(text.rstrip()))
    begin = _begin(text, start, min(room, width - context))
    # A word longer than the passage is shown whole all the same.
    end = _end(text, max(begin + width, least), least)
    return _pieces(text, begin, end, [(a, b) for a, b, _ in found if a >= begin and b <= end])


def _occurrences(text: str, wanted: frozenset[str], width: int) -> list[tuple[int, int, str]]:
    """Return where the words are. Once all have been seen, one window more is enough."""
    found: list[tuple[int, int, str]] = []
    missing = set(wanted)
    limit = len(text)
    for match in candidates(wanted, text):
        if match.start() > limit:
            break
        stem = stems[match[0]]
        if stem in wanted:
            found.append((match.start(), match.end(), stem))
            if missing:
                missing.discard(stem)
                if not missing:
                    limit = match.start() + width
    return found


def _best_start(found: list[tuple[int, int, str]], width: int) -> tuple[int, int]:
    """Return where the first word stands of the window with most distinct words.

    Between equals, most words; then the first.
    """
    best, best_score, last = found[0][:2], (0, 0), 0
    counts: dict[str, int] = {}
    for first, (start, stop, stem) in enumerate(found):
        while last < len(found) and found[last][1] <= start + width:
            counts[found[last][2]] = counts.get(found[last][2], 0) + 1
            last += 1
        score = (len(counts), last - first)
        if score > best_score:
            best, best_score = (start, stop), score
        if last == first:  # one word wider than the window
            last = first + 1
            continue
        counts[stem] -= 1
        if not counts[stem]:
            del counts[stem]
    return best


def _begin(text: str, start: int, context: int) -> int:
    """Return where to begin so that the word at `start` has some words before it."""
    if start <= context:
        return 0
    for place in range(start - context, start):
        if text[place].isspace():
            return place + 1
    return start


def _end(text: str, end: int, least: int) -> int:
    """Return where to end, between words when one ends near, and not before `least`."""
    if end >= len(text):
        return len(text)
    for place in range(end, max(end - _LONGEST_CUT, least - 1, 0), -1):
        if text[place].isspace():
            return place
    return end


def _pieces(text: str, begin: int, end: int, marks: list[tuple[int, int]]) -> Pieces:
    pieces: Pieces = [(_ELLIPSIS, False)] if begin else []
    place = begin
    for start, stop in marks:
        pieces += [(_plain(text[place:start]), False), (text[start:stop], True)]
        place = stop
    pieces.append((_plain(text[place:end]).rstrip(), False))
    if end < len(text.rstrip()):
        pieces.append((" " + _ELLIPSIS, False))
    return [piece for piece in pieces if piece[0]]


def _plain(text: str) -> str:
    """Return the text with each run of blanks as one space, kept at both ends."""
    squeezed = " ".join(text.split())
    if not squeezed:
        return " " if text else ""
    lead = " " if text[0].isspace() else ""
    tail = " " if text[-1].isspace() else ""
    return f"{lead}{squeezed}{tail}"
