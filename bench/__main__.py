"""The benchmark: `make bench`, or `python -m bench --sizes 10000 --peers sqlite --rounds 1`.

docs/performance.md says what is measured, how, and what it gave.
"""

import argparse
import json
import os
import platform
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bench import base, documenting, measures, promises, report, synthetic
from bench.figures import Size

PEERS: Final = ("tantivy", "sqlite", "postgres", "datasette", "wagtail", "wordpress")
SIZES: Final = (10_000, 100_000, 1_000_000)
# Importing so many takes half an hour or more: such a base is kept from one run to the next.
KEPT_FROM: Final = 1_000_000
_LARGE: Final = 100_000
_RESULTS: Final = measures.REPOSITORY / "bench" / "results"
_WORK: Final = measures.REPOSITORY / "build" / "bench"


def _sizes(written: str) -> list[int]:
    sizes = [int(part.replace("_", "")) for part in written.split(",")]
    if not all(100 <= size <= 10_000_000 for size in sizes):
        raise ValueError(written)
    return sizes


def _peers(written: str) -> list[str]:
    if written in ("all", "none"):
        return list(PEERS) if written == "all" else []
    asked = written.split(",")
    if not set(asked) <= set(PEERS):
        raise ValueError(written)
    return asked


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    asked = argparse.ArgumentParser(
        prog="python -m bench", description="Mesure Essaim et d’autres."
    )
    option = asked.add_argument
    option("--sizes", type=_sizes, default=list(SIZES), help="10000,100000,1000000")
    option("--peers", type=_peers, default=list(PEERS), help="all, none ou une liste")
    option("--rounds", type=int, default=3, help="tours de 200 requêtes")
    option("--peer-rounds", type=int, default=1, help="tours où les autres répondent")
    option("--peer-queries", type=int, default=0, help="par taille ; 200, et 50 au-delà de 100000")
    option("--peer-seconds", type=float, default=300, help="temps de chacun, par taille")
    option("--no-load", action="store_true", help="sans plusieurs visiteurs ni écritures")
    option("--load-pages", type=int, default=400, help="pages pour chaque nombre de visiteurs")
    option("--slices", type=int, default=4, help="tranches avec, et sans, quelqu’un qui écrit")
    option("--slice-seconds", type=float, default=15, help="durée d’une tranche")
    option("--writes", type=int, default=20, help="fiches écrites, puis attendues, deux fois")
    option("--rebuilding", type=float, default=120, help="secondes de lecture en reconstruisant")
    option("--reuse", action="store_true", help="reprend les bases déjà faites")
    option("--anew", action="store_true", help="refait aussi la base d’un million")
    option("--bases", action="store_true", help="fait les bases qui manquent, ne mesure rien")
    option("--model", type=Path, help="fiches à recombiner, en JSON ; celles de la démonstration")
    option("--work", type=Path, default=_WORK, help="où faire les bases")
    option("--out", type=Path, default=_RESULTS, help="où écrire les résultats")
    option("--write-docs", action="store_true", help="écrit les derniers résultats dans docs/")
    return asked.parse_args(arguments)


def _base(sheets: int, options: argparse.Namespace) -> base.Made:
    """Return how the base of that size was made, making it unless it may be reused."""
    folder = (options.work / str(sheets)).absolute()
    may_reuse = not options.anew and (options.reuse or sheets >= KEPT_FROM)
    made = base.adopt(sheets, folder) if may_reuse else None
    kept = folder / "made.json"
    if made is None:
        kept.unlink(missing_ok=True)
        made = base.make(sheets, folder)
    kept.write_text(json.dumps(asdict(made)), encoding="utf-8")
    return made


def _measure(sheets: int, options: argparse.Namespace) -> Size:
    """Make the base of that size, unless it may be reused, and measure it."""
    made = _base(sheets, options)
    folder = (options.work / str(sheets)).absolute()
    asked = {
        "sheets": sheets,
        **{name: getattr(options, name) for name in ("rounds", "peer_rounds", "peers")},
        "peer_queries": options.peer_queries or (50 if sheets > _LARGE else 200),
        "peer_seconds": options.peer_seconds,
        "load": None if options.no_load else _effort(options),
    }
    command = [sys.executable, "-m", "bench.one_size", folder, json.dumps(asked)]
    env = base.environment(folder / "data") | {"DJANGO_SETTINGS_MODULE": "essaim.config.settings"}
    subprocess.run(command, env=env, cwd=measures.REPOSITORY, check=True)
    return {
        "sheets": sheets,
        "made": asdict(made),
        "measured": json.loads((folder / "measured.json").read_text(encoding="utf-8")),
    }


def _effort(options: argparse.Namespace) -> dict[str, Any]:
    return {
        "pages": options.load_pages,
        "slices": options.slices,
        "seconds": options.slice_seconds,
        "writes": options.writes,
        "rebuilding": options.rebuilding,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every size asked for, print the tables, write them and the figures."""
    options = _options(arguments)
    if options.model:  # other processes read it too
        os.environ[synthetic.MODEL] = str(options.model.absolute())
    if options.write_docs:
        known = documenting.newest(options.out)
        documenting.write(known)
        print(report.whole(known))
        return 0
    if options.bases:
        for sheets in options.sizes:
            _base(sheets, options)
        return 0
    options.out.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    stem = options.out / f"{now:%Y%m%d-%H%M%S}"
    results: dict[str, Any] = {
        "forme": documenting.FORM,
        "date": now.isoformat(),
        "coeurs": os.cpu_count(),
        "versions": f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}",
        "modele": options.model.name if options.model else "",
        "tailles": [],
    }
    for sheets in options.sizes:
        begun = time.monotonic()
        size = _measure(sheets, options)
        results["tailles"].append(size | {"minutes": (time.monotonic() - begun) / 60})
        # Written before anything is made of it: an hour's measuring is not lost to a slip there.
        stem.with_suffix(".json").write_text(json.dumps(results), encoding="utf-8")
        print(f"\n{report.table(results['tailles'][-1])}", flush=True)
        stem.with_suffix(".txt").write_text(report.whole(results) + "\n", encoding="utf-8")
    for promise in promises.across(results["tailles"]):
        print(promise.line())
    is_whole = options.sizes == list(SIZES) and options.peers == list(PEERS)
    if is_whole and not (options.no_load or options.model):
        documenting.write(results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
