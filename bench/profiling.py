"""Where the time goes: the page and the engine in this process, on the clock of the processor.

    ESSAIM_DATA=build/bench/10000/data python -m bench.profiling [--rows 40]

Processor time, unlike the clock on the wall, means something on a busy machine. The page is
asked of the WSGI application itself: no network, no server.
"""

import argparse
import cProfile
import os
import pstats
import time
from collections.abc import Callable, Iterable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.config.settings")
django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402 -- after the set-up
from django.core.management import call_command  # noqa: E402

from bench import engine, in_process, measures, queries  # noqa: E402
from essaim.search import engine as search_engine  # noqa: E402
from essaim.search.query import Query  # noqa: E402


def _page(application: WSGIHandler) -> Callable[[Query], None]:
    return lambda query: in_process.page(application, "/actions/", query.encode())


def _processor(ask: Callable[[Query], object], asked: Iterable[Query]) -> list[float]:
    """Return the processor time of each query, in milliseconds, all threads together."""
    taken = []
    for query in asked:
        start = time.process_time()
        ask(query)
        taken.append((time.process_time() - start) * 1000)
    return taken


def main() -> None:
    """Measure, then profile, the page and the engine; each on queries of its own."""
    options = argparse.ArgumentParser(description="Dit où passe le temps.")
    options.add_argument("--rows", type=int, default=30, help="lignes de chaque profil")
    rows = options.parse_args().rows
    search_engine.warm_up()
    warm_up, rounds = queries.rounds(4)
    asked = [engine.on_existing_pages(map(Query.parse, one)) for one in (warm_up, *rounds)]
    call_command("collectstatic", verbosity=0, interactive=False)
    page = _page(WSGIHandler())
    for query in asked[0]:
        page(query)
    for name, ask, plain, profiled in (
        ("Page", page, asked[1], asked[2]),
        ("Moteur", engine.ask, asked[3], asked[4]),
    ):
        taken = _processor(ask, plain)
        print(
            f"{name} : processeur p50 {measures.percentile(taken, 0.5):.2f} ms, "
            f"p95 {measures.percentile(taken, 0.95):.2f} ms"
        )
        profile = cProfile.Profile(time.process_time)
        for query in profiled:
            profile.runcall(ask, query)
        for order in ("tottime", "cumulative"):
            pstats.Stats(profile).strip_dirs().sort_stats(order).print_stats(rows)


if __name__ == "__main__":
    main()
