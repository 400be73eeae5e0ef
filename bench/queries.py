"""A fixed mix of catalogue queries, written as the address bar writes them.

No two queries have the same words and filters, in one round or another: every system is asked
each of them once, so that nobody's cache of results answers for it. Words come from the
demonstration set, by how many of its sheets hold them; place names are the synthetic base's own
long tail.
"""

import functools
import itertools
import random
import unicodedata
from collections import Counter
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
_WORDS: Final = (0,) * 30 + (1,) * 80 + (2,) * 60 + (3,) * 30
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
def _lexicon() -> tuple[list[list[str]], dict[str, list[str]]]:
    """Return the words of each sheet, in their order, and all words by how common they are."""
    sheets = [
        [
            word.lower()
            for key in ("titre", *synthetic.TEXTS)
            for word in analysis.WORD.findall(sheet.get(key) or "")
            if len(word) > 2 and word.isalpha() and analysis.stems[word]
        ]
        for sheet in synthetic.demonstration()
    ]
    held = Counter(itertools.chain.from_iterable(sorted(set(words)) for words in sheets))
    bands: dict[str, list[str]] = {"common": [], "middle": [], "rare": []}
    for word in sorted(held):
        share = held[word] / len(sheets)
        bands["common" if share >= 0.1 else "middle" if share >= 0.03 else "rare"].append(word)
    return sheets, bands


def _word(draw: random.Random) -> str:
    """Return one word: common, less common, rare, or a place name."""
    lot = draw.random()
    if lot > 0.95:
        return synthetic.name(int(synthetic.NAMES ** draw.random()) - 1).lower()
    _, bands = _lexicon()
    return draw.choice(bands["common" if lot < 0.4 else "middle" if lot < 0.75 else "rare"])


def _words(count: int, draw: random.Random) -> str:
    """Return `count` words, mostly ones that stand together in some sheet."""
    if count > 1 and draw.random() < 0.75:
        sheets, _ = _lexicon()
        sheet = draw.choice([words for words in sheets if len(words) >= 20])
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
        held = draw.choice(synthetic.demonstration()).get(_FACETS[facet]) or []
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
