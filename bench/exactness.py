"""Whether counts are exact: `python -m bench.exactness DATA_FOLDER --queries 1000`.

Asks the engine random queries (words, phrases, exclusions, parts, places, filters) and holds
totals, sheets and facets to a plain reading of the whole database (`tests.search.oracle`): each
query with its words exactly as typed, then with all that the engine says it took them for. Ends
with 1 at the first disagreement. A hundred thousand sheets take some 500 MB and a few minutes.
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench import base

if TYPE_CHECKING:
    from essaim.search.query import Query
    from tests.search.oracle import Oracle

_SAMPLE: Final = 2_000  # sheets whose words are asked for
_LONGEST: Final = 4  # words of a phrase


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    asked = argparse.ArgumentParser(
        prog="python -m bench.exactness", description="Compare les comptes à la base."
    )
    asked.add_argument("data", type=Path, help="un dossier de données, index à jour")
    asked.add_argument("--queries", type=int, default=1_000, help="nombre de requêtes")
    asked.add_argument("--seed", type=int, default=1, help="d’autres requêtes pour un autre nombre")
    return asked.parse_args(arguments)


def _written(draw: random.Random, ids: Sequence[int]) -> Iterator[list[str]]:
    """Yield the words of some texts as they are written."""
    from essaim.search.analysis import WORD
    from essaim.sheets import fields
    from essaim.sheets.models import Sheet

    names = ["title", *(field.name for field in fields.TEXTS)]
    chosen = draw.sample(ids, min(_SAMPLE, len(ids)))
    for start in range(0, len(chosen), 500):
        rows = Sheet.objects.filter(pk__in=chosen[start : start + 500]).order_by("pk")
        for texts in rows.values_list(*names):
            for text in texts:
                if words := WORD.findall(text):
                    yield words


def _queries(count: int, seed: int, ids: Sequence[int]) -> "Iterator[Query]":
    """Yield queries made of what the sheets say: any words, and passages that stand in some."""
    from tests.search.sheets import a_random_query

    draw = random.Random(f"{seed}:exactness")
    words: list[str] = []
    passages: list[str] = []
    for text in _written(draw, ids):
        start, size = draw.randrange(len(text)), draw.randint(2, _LONGEST)
        words.append(draw.choice(text))
        passages.append(" ".join(text[start : start + size]))
    for _ in range(count):
        yield a_random_query(draw, words, passages)


def _disagreement(query: "Query", oracle: "Oracle", *, widened: bool) -> str:
    """Return what the engine says otherwise than the database, "" when they agree."""
    from essaim.search import engine

    results = engine.search(query)
    expected = oracle.answer(query, results.meaning if widened else None)
    found = {identifier for batch in engine.matching_ids(query) for identifier in batch}
    if results.total != len(expected.ids):
        return f"total {results.total}, plain count {len(expected.ids)}"
    if found != expected.ids or not {hit.sheet_id for hit in results.hits} <= expected.ids:
        return f"other sheets: {sorted(found ^ expected.ids)[:5]}"
    for key, values in results.facets.items():
        counts = {value.value: value.count for value in values if value.count}
        if counts != expected.counts[key]:
            return f"facet {key}: {counts}, plain count {dict(expected.counts[key])}"
    return ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, and tell; 1 when a query disagrees."""
    options = _options(arguments)
    environment = base.environment(options.data.absolute())
    os.environ.clear()
    os.environ.update(environment, DJANGO_SETTINGS_MODULE="essaim.config.settings")
    import django

    django.setup()
    from essaim.search import engine
    from tests.search.oracle import Oracle

    engine.warm_up()  # a worker answers from bits: those are to agree
    begun = time.monotonic()
    oracle = Oracle.read()
    print(f"{len(oracle.ids)} sheets read in {time.monotonic() - begun:.0f} s", flush=True)
    agreed = 0
    for query in _queries(options.queries, options.seed, oracle.ids):
        for asked, widened in ((query, False), (query.exactly(), True)):
            problem = _disagreement(asked, oracle, widened=widened)
            if problem:
                print(f"{agreed}/{options.queries}, then ?{asked.encode()}\n{problem}")
                return 1
        agreed += 1
    took = time.monotonic() - begun
    print(f"{agreed}/{options.queries} queries agree, as typed and widened, in {took:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
