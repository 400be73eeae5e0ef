"""A fixed mix of catalogue queries, written as the address bar writes them.

No two queries have the same words and filters, in one round or another: every system is asked
each of them once, so that nobody's cache of results answers for it. A word is asked for as often
as the demonstration set writes it: mostly the common words of the field, with a long tail. Place
names are the synthetic base's own tail. One query in four has no words: people come in by the
doors of the home page, themes and territories. The report tells the medians by number of sheets
found, so that the mix hides nothing.
"""

import functools
import itertools
import random
import unicodedata
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlencode

from bench import synthetic
from essaim.search import analysis

SEED: Final = 7
PER_ROUND: Final = 200
WARM_UP: Final = 40

Pairs = list[tuple[str, str]]

# How many queries of a round have that many words, that many filters, that order, that page.
_WORDS: Final = (0,) * 50 + (1,) * 90 + (2,) * 45 + (3,) * 15
_FILTERS: Final = (0,) * 90 + (1,) * 60 + (2,) * 35 + (3,) * 15
_SORTS: Final = ("",) * 170 + ("recent",) * 10 + ("titre",) * 10 + ("departement",) * 10
_PAGES: Final = (1,) * 170 + (2,) * 10 + (3,) * 5 + (5,) * 5 + (20,) * 5 + (50,) * 5

_FACETS: Final = {
    "statut": "statut",
    "dimension": "dimension",
    "mot-cle": "mots_cles",
    "initiative": "initiative",
    "territoire": "territoire",
    "public": "public",
    "partenaire": "partenaires",
    "departement": "departement",
}


@functools.cache
def _lexicon() -> list[list[str]]:
    """Return the words of each sheet, in their order, as often as they are written."""
    return [
        [
            word.lower()
            for key in ("titre", *synthetic.TEXTS)
            for word in analysis.WORD.findall(sheet.get(key) or "")
            if len(word) > 2 and word.isalpha() and analysis.stems[word]
        ]
        for sheet in synthetic.models()
    ]


@functools.cache
def _written() -> list[str]:
    """Return every word of every sheet, repeated as often as it is written."""
    return [word for words in _lexicon() for word in words]


def _word(draw: random.Random) -> str:
    """Return one word of the sheets, sometimes a place name."""
    if draw.random() > 0.95:
        return synthetic.name(int(synthetic.NAMES ** draw.random()) - 1).lower()
    return draw.choice(_written())


def _words(count: int, draw: random.Random) -> str:
    """Return `count` words, mostly ones that stand together in some sheet."""
    if count > 1 and draw.random() < 0.75:
        sheet = draw.choice([words for words in _lexicon() if len(words) >= 20])
        # People search by what an action is about: neighbours, or words of the same sheet.
        start = draw.randrange(len(sheet) - count)
        near = sheet[start : start + count]
        words = near if draw.random() < 0.5 else draw.sample(sheet, count)
    else:
        words = [_word(draw) for _ in range(count)]
    text = " ".join(words)
    return _unaccented(text) if draw.random() < 0.3 else text


def _unaccented(text: str) -> str:
    plain = unicodedata.normalize("NFD", text)
    return "".join(char for char in plain if not unicodedata.combining(char))


def _values(facet: str, draw: random.Random) -> list[str]:
    """Return one value of the facet, as often as sheets have it; sometimes two."""
    wanted = 2 if draw.random() < 0.15 else 1
    if facet == "region":
        return draw.sample(sorted(set(synthetic.departments().values())), wanted)
    if facet == "departement":
        return draw.sample(list(synthetic.departments()), wanted)
    found: list[str] = []
    while len(found) < wanted:
        held = draw.choice(synthetic.models()).get(_FACETS[facet]) or []
        value = draw.choice(held) if isinstance(held, list) and held else held
        if value and value not in found:
            found.append(str(value))
    return found


def _query(words: int, filters: int, sort: str, page: int, draw: random.Random) -> Pairs:
    """Return a query of that shape; without words, it has at least one filter."""
    pairs = [("q", _words(words, draw))] if words else []
    for facet in draw.sample([*_FACETS, "region"], filters if words else max(filters, 1)):
        pairs += [(facet, value) for value in _values(facet, draw)]
    if sort:
        pairs.append(("tri", sort))
    if page > 1:
        pairs.append(("page", str(page)))
    return pairs


def _matched(query: Pairs) -> frozenset[tuple[str, str]]:
    """Return what decides which sheets match, whatever the order and the page."""
    text = dict(query).get("q", "")
    filters = {pair for pair in query if pair[0] not in ("q", "tri", "page")}
    return frozenset(filters | {("q", word) for word in analysis.words(text)})


def _stream(seed: int) -> Iterator[str]:
    """Yield distinct queries without end, each round of PER_ROUND in the proportions above."""
    draw = random.Random(f"{seed}:queries")
    yield ""  # the whole catalogue
    seen: set[frozenset[tuple[str, str]]] = {frozenset()}
    while True:
        parts = [draw.sample(part, PER_ROUND) for part in (_WORDS, _FILTERS, _SORTS, _PAGES)]
        for words, filters, sort, page in zip(*parts, strict=True):
            # Short queries run out: one filter more, then.
            for attempt in itertools.count():
                query = _query(words, min(filters + attempt // 20, 4), sort, page, draw)
                if _matched(query) not in seen:
                    break
            seen.add(_matched(query))
            yield urlencode(query)


def rounds(count: int, seed: int = SEED) -> tuple[list[str], list[list[str]]]:
    """Return the queries to warm up with, then `count` rounds of PER_ROUND; none twice."""
    stream = _stream(seed)
    made = [list(itertools.islice(stream, PER_ROUND)) for _ in range(count)]
    return list(itertools.islice(stream, WARM_UP)), made


def others(seed: int = SEED) -> Iterator[str]:
    """Yield queries of another draw than the rounds', without end; none twice among them."""
    stream = _stream(seed + 1)
    next(stream)  # the whole catalogue, which the rounds ask too
    return stream
