"""How a word for people finds its role: in the singular, through slips, by its ending."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from essaim.sheets.figures.roles_words import (
    BY_ROLE,
    NO_SLIPS,
    NO_TRADES,
    SLIPPERY,
    TRADE_ENDS,
    TRADES,
    Role,
)

_ROLES: Final[dict[str, Role]] = dict.fromkeys(TRADES, Role.PROFESSIONAL) | {
    word: role for role, line in BY_ROLE.items() for word in line
}
# Nobody slips on the first letter.
_SLIPPERY: Final = {
    letter: tuple(sorted(one for one in SLIPPERY if one[0] == letter))
    for letter in {one[0] for one in SLIPPERY}
}
_SHORTEST: Final = 6  # letters; below, a slip makes another word
_LONG: Final = 9  # letters from which two slips are forgiven
_LONGEST: Final = 20
_FEMININE: Final = (
    ("trice", "teur"),
    ("euse", "eur"),
    ("ienne", "ien"),
    ("iere", "ier"),
    ("llere", "ller"),
    ("elle", "el"),
    ("ante", "ant"),
    ("ente", "ent"),
    ("ale", "al"),
    ("ee", "e"),
    ("lue", "lu"),
)


@lru_cache(maxsize=4096)
def singular(word: str) -> str:
    """Return the plain word in the masculine singular, as far as its ending tells."""
    if word.endswith(("s", "x")) and len(word) > 3:  # "as", "bus"
        word = word[:-1]
    for feminine, masculine in _FEMININE:
        if word.endswith(feminine) and len(word) > len(feminine):
            return word[: -len(feminine)] + masculine
    return word


@lru_cache(maxsize=4096)
def role_of(word: str) -> Role | None:
    """Return the role a plain word names, slips and compounds included; None: not of this kind."""
    for form in _forms(word):
        if form in _ROLES:
            return _ROLES[form]
    form = singular(word)
    likely = _SLIPPERY.get(form[:1], ())
    if not likely or not _SHORTEST <= len(form) <= _LONGEST or "-" in word:
        return None
    if form in NO_SLIPS or word in NO_SLIPS:
        return None
    slips = 2 if len(form) >= _LONG else 1
    near = process.extractOne(form, likely, scorer=OSA.distance, score_cutoff=slips)
    return _ROLES[near[0]] if near else None


def is_trade(word: str) -> bool:
    """Whether a plain word that has no role ends as the names of trades do: "fleuriste"."""
    form = word.removesuffix("s")
    return len(form) > _SHORTEST and form.endswith(TRADE_ENDS) and form not in NO_TRADES


def _forms(word: str) -> Iterable[str]:
    """Yield the word as it may stand in the table: whole, in the singular, by its parts."""
    yield word
    yield word.removesuffix("s")
    form = singular(word)
    yield form
    if len(form) > _SHORTEST and form not in NO_SLIPS:
        yield form.removesuffix("e")
    if "-" in word:
        parts = [singular(part) for part in word.split("-") if part]
        yield "-".join(parts)
        yield from (*parts[-1:], *parts[:1])
