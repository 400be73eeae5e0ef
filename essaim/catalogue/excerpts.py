"""The passage of a sheet that shows why it was found, and where in the sheet it stands."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from essaim.catalogue import cards, typography
from essaim.catalogue.cards import Chooser, Excerpt, Texts
from essaim.search import analysis, engine
from essaim.search.query import Query
from essaim.search.understanding import Meaning, Sense
from essaim.sheets import fields
from essaim.sheets.fields import PART_NAMES

# A longer heading would take the place of the passage it announces: its part is named instead.
_HEADING: Final = 40


def chooser(query: Query, meaning: Meaning) -> Chooser:
    """Return how a card's excerpt is chosen: where the words are, else the opening words.

    What was typed goes before what was looked for besides. Only the parts searched are looked
    at, when some are; what is not from the summary says where it stands.
    """
    if not meaning.needs:
        return cards.opening_words
    tried = list(_tried(meaning))
    names = {field.name for field in fields.TEXTS if field.part in query.parts or not query.parts}

    def excerpt(texts: Texts) -> Excerpt:
        for marks, whole in tried:
            for name, text in texts.items():
                pieces = engine.passage(marks, text) if text and name in names else []
                if pieces and (not whole or _stems(pieces) >= marks):
                    return pieces if name == "summary" else [(_standing(name), False), *pieces]
        return cards.opening_words(texts)

    return excerpt


def _tried(meaning: Meaning) -> Iterator[tuple[frozenset[str], bool]]:
    """Yield the words to look for, one set after the other, and whether all must be there."""
    typed = _words(sense for need in meaning.needs for sense in need.senses if sense.weight == 1)
    words = typed | _words(
        sense for need in meaning.needs for sense in need.senses if len(sense.words) == 1
    )
    if typed:
        yield typed, False
    if words != typed:
        yield words, False
    # One word of « fin d’année » says nothing of why a sheet was found.
    for need in meaning.needs:
        for sense in need.senses:
            if len(sense.words) > 1 and sense.weight < 1:
                yield _words(iter((sense,))), True


def _words(senses: Iterator[Sense]) -> frozenset[str]:
    return frozenset(stem for sense in senses for _, stem in sense.words)


def _stems(pieces: Excerpt) -> frozenset[str]:
    return frozenset(analysis.stems[word] for word, is_found in pieces if is_found)


@lru_cache(maxsize=64)
def _standing(name: str) -> Markup:
    """Return the words that say in which field a passage stands."""
    field = fields.BY_NAME[name]
    heading = field.heading
    if field.part and len(heading) > _HEADING:
        part = PART_NAMES[field.part]
        heading = part[0].upper() + part[1:]
    colon = "" if heading.endswith("?") else f"{typography.NO_BREAK}:"
    return Markup('<span class="card-where">%s%s</span> ') % (typography.inline(heading), colon)
