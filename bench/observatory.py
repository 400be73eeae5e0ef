"""How long the observatory takes beside the catalogue, on a base that is there:

    python -m bench.observatory build/bench/100000/data [--count 100] [--rounds 5] [--doors]

Each query of the benchmark's mix is asked of `/actions/` and of `/observatoire/`, in this process,
as a worker would have it: middleware, database, index, templates, compression; no network. With
`--doors` it is asked what people press first instead: the whole base, then each value of each
filter by itself.

What is promised holds for every query: its lowest processor time of several rounds, all threads
together, against the catalogue's own on that query. The lowest spares what else the machine does;
answers that either page keeps are forgotten each time. Waits on the clock, the shares of the base
found, and what the worst queries cost in parts are told beside. Whatever a process has not made
yet shows in the first pages, told apart.
"""

import argparse
import gc
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote_plus, urlencode

PROMISED: Final = 5.0  # times the catalogue page, for every query
CATALOGUE: Final = "/actions/"
OBSERVATORY: Final = "/observatoire/"
PAGES: Final = (CATALOGUE, OBSERVATORY)
_TOLD: Final = 10  # of the worst queries
_FIRST: Final = 10  # pages after the process has made itself ready
# The filters of which each value is a door, by vocabulary: those people press on the first pages.
_DOORS: Final = ("dimension", "keywords", "status", "audience", "initiative", "territory")


@dataclass(slots=True)
class Timed:
    """What a query took of each page, one a round, in milliseconds; `share` of the base found."""

    query: str
    share: float
    processor: dict[str, list[float]] = field(default_factory=lambda: {one: [] for one in PAGES})
    clock: dict[str, list[float]] = field(default_factory=lambda: {one: [] for one in PAGES})

    def lowest(self, page: str) -> float:
        """Return the processor time of a page."""
        return min(self.processor[page])

    @property
    def ratio(self) -> float:
        """How many times the catalogue's processor time the observatory takes."""
        return self.lowest(OBSERVATORY) / self.lowest(CATALOGUE)


def over(asked: Sequence[Timed], bound: float = PROMISED) -> list[Timed]:
    """Return the queries that take more than `bound` times the catalogue, the worst first."""
    return sorted((one for one in asked if one.ratio > bound), key=lambda one: -one.ratio)


def timed(ask: Callable[[], object]) -> tuple[float, float]:
    """Return how long something took, in milliseconds: of processor, and on the clock."""
    clock, processor = time.perf_counter(), time.process_time()
    ask()
    used = time.process_time() - processor
    return used * 1000, (time.perf_counter() - clock) * 1000


def forget() -> None:
    """Forget what either page keeps of its answers."""
    from essaim.observatory import narrowing, observing, selection
    from essaim.search import engine

    # The one thing here that reaches inside: no page is to answer for another round's.
    engine._cache.kept.clear()
    selection._kept.found.clear()
    observing._kept.results.clear()
    narrowing._frame.cache_clear()


def doors() -> Iterator[str]:
    """Yield the whole base, then each value of each filter by itself."""
    from essaim.observatory.selection import select
    from essaim.search import labels
    from essaim.search.query import Query
    from essaim.sheets import fields

    known = labels.current()
    yield ""
    for name in _DOORS:
        key = str(fields.BY_NAME[name].facet)
        yield from (urlencode({key: one}) for one in known.vocabularies[name].labels.values())
    yield from (urlencode({"region": code}) for code in sorted(known.regions.names))
    yield from (urlencode({"departement": code}) for code in sorted(known.departments.names))
    years = select(Query()).columns.figures("year").values.tolist()
    yield from (urlencode({"annee": year}) for year in years)


def mixed(count: int) -> Iterator[str]:
    """Yield so many queries of the benchmark's mix, none twice."""
    from bench import engine, queries
    from essaim.search.query import Query

    stream = queries.others()
    for _ in range(count):
        yield engine.on_existing_pages([Query.parse(next(stream))])[0].encode()


def ask_all(application: object, asked: Sequence[Timed], rounds: int) -> None:
    """Ask both pages for each query, so many times, the one first as often as the other."""
    from bench import in_process

    for turn in range(rounds):
        for rank, one in enumerate(asked):
            for page in PAGES if (turn + rank) % 2 else reversed(PAGES):
                forget()
                used, waited = timed(lambda: in_process.page(application, page, one.query))  # noqa: B023
                one.processor[page].append(used)
                one.clock[page].append(waited)


def _spread(taken: Sequence[float]) -> str:
    from bench.measures import percentile

    p50, p95 = percentile(taken, 0.5), percentile(taken, 0.95)
    return f"p50 {p50:6.1f}, p95 {p95:6.1f}, au plus {max(taken):6.1f}"


def _tell_pages(asked: Sequence[Timed]) -> None:
    for page in PAGES:
        used = [one.lowest(page) for one in asked]
        waits = [wait for one in asked for wait in one.clock[page]]
        print(f"  {page:<15} processeur : {_spread(used)} ms ; à l’horloge : {_spread(waits)} ms")
    print(f"  fois le catalogue, requête par requête : {_spread([one.ratio for one in asked])}")


# Shares of the base found: each up to its bound.
_SHARES: Final = (0.001, 0.01, 0.1, 0.2, 0.5, 1.0)


def _tell_by_share(asked: Sequence[Timed]) -> None:
    """Tell both pages' medians for the queries that find each share of the base."""
    from bench.measures import percentile

    low = -1.0
    for high in _SHARES:
        here = [one for one in asked if low < one.share <= high]
        if here:
            theirs, ours = (percentile([one.lowest(page) for one in here], 0.5) for page in PAGES)
            print(
                f"  jusqu’à {high:6.1%} de la base ({len(here)} requêtes) : {theirs:.1f} et "
                f"{ours:.1f} ms, {ours / theirs:.1f} fois, au pire "
                f"{max(one.ratio for one in here):.2f} fois"
            )
        low = high


def _tell_worst(asked: Sequence[Timed], rounds: int) -> None:
    """Tell the worst queries: both times, the share found, and the observatory's time in parts."""
    from essaim.observatory.observing import map_of, observe
    from essaim.observatory.presenting.asking import FIRST_MAP
    from essaim.observatory.presenting.pages import MAIN
    from essaim.observatory.selection import select
    from essaim.search.query import Query

    for one in sorted(asked, key=lambda one: -one.ratio)[:_TOLD]:
        query = Query.parse(one.query)
        parts = []
        for _ in range(rounds):
            forget()
            finding, _ = timed(lambda: select(query))  # noqa: B023
            adding, _ = timed(lambda: (observe(query, MAIN), map_of(query, FIRST_MAP)))  # noqa: B023
            parts.append((finding, adding))
        finding, adding = (min(part) for part in zip(*parts, strict=True))
        theirs, ours = (one.lowest(page) for page in PAGES)
        print(
            f"  {one.ratio:5.2f} fois : {theirs:.1f} et {ours:.1f} ms (trouver {finding:.1f}, "
            f"additionner {adding:.1f}, écrire {ours - finding - adding:.1f}), "
            f"{one.share:.2%} de la base : {unquote_plus(one.query) or 'toutes les fiches'}"
        )


def _tell_first(application: object, asked: Sequence[str]) -> None:
    """Tell what the first pages of the process take, each asked once, the catalogue first."""
    from bench import in_process

    for page in PAGES:
        taken = [timed(lambda: in_process.page(application, page, one))[0] for one in asked]  # noqa: B023
        print(f"  {page:<15} les premières : {', '.join(f'{one:.0f}' for one in taken)} ms")


def measure(count: int, rounds: int, *, by_doors: bool) -> bool:
    """Measure and tell; return whether the promise holds for every query."""
    from django.core.handlers.wsgi import WSGIHandler

    from bench import processes
    from essaim.observatory import warming
    from essaim.observatory.selection import select
    from essaim.search import engine
    from essaim.search.query import Query

    application = WSGIHandler()
    engine.warm_up()
    columns, _ = timed(lambda: select(Query()))
    rest, _ = timed(warming.make_ready)
    whole = select(Query()).size
    # As each worker does (`workflow.worker`).
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    print(
        f"{whole} fiches ; les colonnes, lues ou faites : {columns:.0f} ms, le reste {rest:.0f} ms"
    )
    written = list(doors() if by_doors else mixed(count))
    _tell_first(application, list(mixed(count + _FIRST))[-_FIRST:])
    asked = [Timed(one, select(Query.parse(one)).size / whole) for one in written]
    # Threads that make bitmaps would be taken for the first pages' own time.
    processes.settle(os.getpid())
    ask_all(application, asked, rounds)
    _tell_pages(asked)
    _tell_by_share(asked)
    print("Les pires :")
    _tell_worst(asked, rounds)
    slow = over(asked)
    print(f"{len(slow)} requêtes sur {len(asked)} passent {PROMISED:.0f} fois le catalogue")
    return not slow


def main() -> None:
    """Measure the base asked for on the command line; exit 1 when slower than promised."""
    asked = argparse.ArgumentParser(description="Mesure l’observatoire à côté du catalogue.")
    asked.add_argument("data", type=Path, metavar="DOSSIER")
    asked.add_argument("--count", type=int, default=100, metavar="NOMBRE", help="de requêtes")
    asked.add_argument("--rounds", type=int, default=5, metavar="NOMBRE", help="fois chacune")
    asked.add_argument("--doors", action="store_true", help="chaque valeur de chaque filtre")
    options = asked.parse_args()
    os.environ["ESSAIM_DATA"] = str(options.data.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
    sys.exit(0 if measure(options.count, options.rounds, by_doors=options.doors) else 1)


if __name__ == "__main__":
    main()
