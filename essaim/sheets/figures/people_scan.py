"""Who a text about people mentions, in order, in one pass from left to right.

What is inside what, and what adds up, is told by `people_sums`.
"""

from essaim.sheets.figures.people_articles import take_unnumbered
from essaim.sheets.figures.people_headings import take_heading
from essaim.sheets.figures.people_mentions import NOTHING, Mention, Mentions
from essaim.sheets.figures.people_numbers import take_number
from essaim.sheets.figures.people_words import Tokens
from essaim.sheets.figures.readings import Count
from essaim.sheets.figures.roles_words import Role


def scanned(tokens: Tokens) -> Mentions:
    """Return whom a text mentions."""
    mentions = Mentions(tokens)
    if _says_nobody(tokens):
        mentions.add(Mention(Role.PERSON, Count.of(0), 0, len(tokens), total=True))
        return mentions
    while mentions.at < len(tokens):
        if not _take(mentions):
            mentions.at += 1
    return mentions


def _take(mentions: Mentions) -> bool:
    """Take what begins at the token at hand and go on behind it; False where nothing does."""
    token = mentions.tokens[mentions.at]
    if token.is_number:
        return take_number(mentions)
    if token.is_word:
        return take_heading(mentions) or take_unnumbered(mentions)
    return mentions.take_end() or (token.number is not None and take_unnumbered(mentions))


def _says_nobody(tokens: Tokens) -> bool:
    """Whether the text is "Néant" or the like, and nothing else."""
    words = [token.word for token in tokens.all if token.is_word or token.number]
    return len(words) == 1 and words[0] in NOTHING
