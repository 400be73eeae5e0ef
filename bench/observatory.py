"""How long the observatory takes beside the catalogue, on a base that is there:

    python -m bench.observatory build/bench/100000/data [--count 100]

Each query of the benchmark's mix is asked of `/actions/` and of `/observatoire/`, in this process,
as the server would have it: middleware, database, index, templates, compression; no network. No
query comes twice, so that no cache of answers helps either page. Then the parts: finding all the
sheets, and adding them up. What is promised is a ratio of medians, which a busy machine spares;
it is told for each share of the base found too, as what is added up grows with it.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

PROMISED: Final = 5.0  # times the catalogue page
PAGES: Final = ("/actions/", "/observatoire/")


def timed(ask: Callable[[], object]) -> float:
    """Return how long something took, in milliseconds."""
    start = time.perf_counter()
    ask()
    return (time.perf_counter() - start) * 1000


def ratio(ours: Sequence[float], theirs: Sequence[float], share: float) -> float:
    """Return how many times longer ours take than theirs, at that percentile (0 to 1)."""
    from bench.measures import percentile

    return percentile(ours, share) / percentile(theirs, share)


def _told(name: str, taken: Sequence[float]) -> str:
    from bench.measures import percentile

    p50, p95 = percentile(taken, 0.5), percentile(taken, 0.95)
    return f"  {name:<34} p50 {p50:6.1f} ms, p95 {p95:6.1f} ms, au plus {max(taken):6.1f} ms"


# Shares of the base found: each up to its bound.
_SHARES: Final = (0.001, 0.01, 0.1, 0.2, 0.5, 1.0)


def _told_by_share(theirs: Sequence[float], ours: Sequence[float], shares: Sequence[float]) -> None:
    """Tell both pages' medians for the queries that find each share of the base."""
    from bench.measures import percentile

    low = -1.0
    for high in _SHARES:
        here = [rank for rank, share in enumerate(shares) if low < share <= high]
        if here:
            one, other = (
                percentile([taken[rank] for rank in here], 0.5) for taken in (theirs, ours)
            )
            print(
                f"  jusqu’à {high:6.1%} de la base ({len(here)} requêtes) : "
                f"{one:.1f} et {other:.1f} ms, {other / one:.1f} fois"
            )
        low = high


def measure(count: int) -> bool:
    """Measure and tell; return whether the promise holds, at the median and at the 95th."""
    from django.core.handlers.wsgi import WSGIHandler

    from bench import engine, in_process, queries
    from essaim.observatory import warming
    from essaim.observatory.observing import observe
    from essaim.observatory.selection import select
    from essaim.search.query import Query

    first = timed(lambda: select(Query()))
    rest = timed(warming.make_ready)
    whole = select(Query()).size
    print(f"{whole} fiches ; les colonnes, lues ou faites : {first:.0f} ms, le reste {rest:.0f} ms")
    application = WSGIHandler()
    stream = queries.others()
    for page in PAGES:
        in_process.page(application, page, "")
    pages: dict[str, list[float]] = {page: [] for page in PAGES}
    asked = [engine.on_existing_pages([Query.parse(next(stream))])[0] for _ in range(count)]
    for turn, query in enumerate(asked):
        # Each is first half of the time: labels, words and files are warm for the second.
        for page in PAGES if turn % 2 else reversed(PAGES):
            pages[page].append(timed(partial(in_process.page, application, page, query.encode())))
    for page, taken in pages.items():
        print(_told(page, taken))
    theirs, ours = pages.values()
    _told_by_share(theirs, ours, [select(one).size / whole for one in asked])
    asked = [Query.parse(next(stream)) for _ in range(count)]
    print(_told("trouver toutes les fiches", [timed(partial(select, one)) for one in asked]))
    asked = [Query.parse(next(stream)) for _ in range(count)]
    print(
        _told("les trouver, et toutes les mesures", [timed(partial(observe, one)) for one in asked])
    )
    at = {share: ratio(ours, theirs, share) for share in (0.5, 0.95)}
    print(f"  soit {at[0.5]:.1f} fois le catalogue à la médiane, {at[0.95]:.1f} fois à p95")
    return max(at.values()) <= PROMISED


def main() -> None:
    """Measure the base asked for on the command line; exit 1 when slower than promised."""
    asked = argparse.ArgumentParser(description="Mesure l’observatoire à côté du catalogue.")
    asked.add_argument("data", type=Path, metavar="DOSSIER")
    asked.add_argument("--count", type=int, default=100, metavar="NOMBRE")
    options = asked.parse_args()
    os.environ["ESSAIM_DATA"] = str(options.data.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
    sys.exit(0 if measure(options.count) else 1)


if __name__ == "__main__":
    main()
