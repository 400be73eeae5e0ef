"""The benchmark: `make bench`, or `python -m bench --sizes 10000 --peers sqlite --rounds 1`.

docs/performance.md says what is measured, how, and what it gave.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bench import base, measures, report

_PEERS: Final = ("sqlite", "postgres", "datasette")
_RESULTS: Final = measures.REPOSITORY / "bench" / "results"
_WORK: Final = measures.REPOSITORY / "build" / "bench"


def _sizes(written: str) -> list[int]:
    sizes = [int(part.replace("_", "")) for part in written.split(",")]
    if not all(100 <= size <= 10_000_000 for size in sizes):
        raise ValueError(written)
    return sizes


def _peers(written: str) -> list[str]:
    if written in ("all", "none"):
        return list(_PEERS) if written == "all" else []
    asked = written.split(",")
    if not set(asked) <= set(_PEERS):
        raise ValueError(written)
    return asked


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    asked = argparse.ArgumentParser(
        prog="python -m bench", description="Mesure Essaim et d’autres."
    )
    asked.add_argument("--sizes", type=_sizes, default=[10_000, 100_000], help="10000,100000")
    asked.add_argument("--peers", type=_peers, default=list(_PEERS), help="all, none ou une liste")
    asked.add_argument("--rounds", type=int, default=3, help="tours de 200 requêtes")
    asked.add_argument("--peer-rounds", type=int, default=1, help="tours où les autres répondent")
    asked.add_argument("--reuse", action="store_true", help="reprend les bases déjà faites")
    asked.add_argument("--work", type=Path, default=_WORK, help="où faire les bases")
    asked.add_argument("--out", type=Path, default=_RESULTS, help="où écrire les résultats")
    return asked.parse_args(arguments)


def _measure(sheets: int, options: argparse.Namespace) -> dict[str, Any]:
    """Make the base of that size, unless it may be reused, and measure it."""
    folder = (options.work / str(sheets)).absolute()
    kept = folder / "made.json"
    if not (options.reuse and kept.exists()):
        kept.unlink(missing_ok=True)
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(asdict(base.make(sheets, folder))), encoding="utf-8")
    asked = {name: getattr(options, name) for name in ("rounds", "peer_rounds", "peers")}
    command = [sys.executable, "-m", "bench.one_size", folder, json.dumps(asked)]
    env = base.environment(folder / "data") | {"DJANGO_SETTINGS_MODULE": "essaim.config.settings"}
    subprocess.run(command, env=env, cwd=measures.REPOSITORY, check=True)
    return {
        "sheets": sheets,
        "made": json.loads(kept.read_text(encoding="utf-8")),
        "measured": json.loads((folder / "measured.json").read_text(encoding="utf-8")),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every size asked for, print the tables, write them and the figures."""
    options = _options(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    head = (
        f"Essaim, mesures du {now:%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cœurs, "
        f"Python {platform.python_version()}"
    )
    print(head, flush=True)
    sizes, tables = [], [head]
    for sheets in options.sizes:
        sizes.append(_measure(sheets, options))
        tables.append(report.table(sizes[-1]))
        print(f"\n{tables[-1]}", flush=True)
        written = {"date": now.isoformat(), "coeurs": os.cpu_count(), "tailles": sizes}
        stem = options.out / f"{now:%Y%m%d-%H%M%S}"
        stem.with_suffix(".json").write_text(json.dumps(written), encoding="utf-8")
        stem.with_suffix(".txt").write_text("\n\n".join(tables) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
