"""Who a text about people mentions, in order, in one pass from left to right.

What is inside what, and what adds up, is told by `people_sums`.
"""

import re
from typing import Final

from essaim.sheets.figures.people_articles import take_unnumbered
from essaim.sheets.figures.people_headings import take_heading
from essaim.sheets.figures.people_mentions import NOTHING, Mention, Mentions
from essaim.sheets.figures.people_numbers import FULL_TIME, take_fraction, take_number
from essaim.sheets.figures.people_words import Tokens
from essaim.sheets.figures.readings import Count
from essaim.sheets.figures.roles_words import LETTERS, Role, words

_LETTERED: Final = re.compile(
    rf" {{0,9}}(?:[0-9]{{1,4}} ?[{''.join(LETTERS)}]\.?"
    r"(?: {0,3}[-+/,;&] {0,3}| {0,3}$| )){2,5}"
)
_SO_FAR: Final = words(
    "a ce jour pour l instant le moment actuellement encore en plus du tout cette annee n est ne"
    " mobilise mobilisee de particulier specifique"
)


def scanned(tokens: Tokens) -> Mentions:
    """Return whom a text mentions."""
    mentions = Mentions(tokens)
    if _says_nobody(tokens):
        mentions.add(Mention(Role.PERSON, Count.of(0), 0, tokens.size, total=True))
        return mentions
    mentions.letters = _has_letters(tokens.plain)
    mentions.has_full_time = any(word in tokens.plain for word in FULL_TIME)
    while mentions.at < tokens.size:
        if not _take(mentions):
            mentions.at += 1
    return mentions


def _take(mentions: Mentions) -> bool:
    """Take what begins at the token at hand and go on behind it; False where nothing does."""
    token = mentions.tokens[mentions.at]
    if token.is_number:
        return take_number(mentions)
    if token.is_word:
        return (mentions.starts() and take_heading(mentions)) or take_unnumbered(mentions)
    if token.number:
        return take_unnumbered(mentions)
    return mentions.take_end() or take_fraction(mentions)


def _has_letters(plain: str) -> bool:
    """Whether the text is "2 P + 6 B" and the like, and nothing else."""
    return _LETTERED.fullmatch(plain) is not None and "b" in plain and bool({"p", "s"} & {*plain})


def _says_nobody(tokens: Tokens) -> bool:
    """Whether the text is "Néant" or the like: "Personne à ce jour"."""
    said = (token.word for token in tokens[: tokens.size] if token.is_word or token.number)
    return next(said, "") in NOTHING and all(word in _SO_FAR for word in said)
