"""Making the base that is measured: written, imported and indexed by Essaim's own commands."""

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Final

from bench import measures, processes, synthetic
from bench.measures import Run

ESSAIM: Final = (sys.executable, "-m", "essaim")
# A new base is read for the observatory before it is served: minutes, for a million sheets.
_PATIENCE: Final = 1_200.0  # seconds


@dataclass(frozen=True, slots=True)
class Made:
    """How the base was made. Importing includes indexing on the way, as it always does.

    A base made by something else than this has no `importing`.
    """

    sheets: int
    file_mb: float
    importing: Run | None
    indexing: Run


def environment(data: Path) -> dict[str, str]:
    """Return the environment of Essaim's commands on that data folder, and of nothing else."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("ESSAIM_")}
    kept.pop("DATABASE_URL", None)
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return {**kept, "ESSAIM_DATA": str(data), "PYTHONPATH": str(measures.REPOSITORY)}


def make(sheets: int, folder: Path) -> Made:
    """Make a base of that many sheets under `folder`/data, in the place of the one there."""
    data = folder / "data"
    shutil.rmtree(data, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "fiches.json"
    synthetic.write(sheets, source)
    env = environment(data)
    measures.run([*ESSAIM, "migrate", "--verbosity", "0"], env)
    importing = measures.run([*ESSAIM, "import", source], env)
    indexing = measures.run([*ESSAIM, "index", "rebuild"], env)
    size = source.stat().st_size / 1e6
    source.unlink()
    return Made(sheets, size, importing, indexing)


def adopt(sheets: int, folder: Path) -> Made | None:
    """Bring an earlier base under `folder`/data up to date; return its making, None if no base.

    What is not known of how it was made is not said. Its index is rebuilt, and that measured,
    when it is another version's. A base that was left unfinished is none.
    """
    kept, data = folder / "made.json", folder / "data"
    if _published(data / "essaim.sqlite3") < sheets:
        return None
    known = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    importing, indexing = (
        Run(**known[name]) if known.get(name) else None for name in ("importing", "indexing")
    )
    env = environment(data)
    measures.run([*ESSAIM, "migrate", "--verbosity", "0"], env)
    status = [*ESSAIM, "index", "status", "--json"]
    is_current = not subprocess.run(
        status, env=env, cwd=measures.REPOSITORY, stdout=DEVNULL, check=False
    ).returncode
    if not is_current or indexing is None:
        indexing = measures.run([*ESSAIM, "index", "rebuild"], env)
    return Made(sheets, known.get("file_mb", 0), importing, indexing)


def _published(path: Path) -> int:
    """Return how many sheets a base holds, 0 when there is none."""
    if not path.exists():
        return 0
    with contextlib.closing(sqlite3.connect(path)) as db:
        try:
            row = db.execute("SELECT count(*) FROM sheets_sheet WHERE state = 'published'")
            return int(row.fetchone()[0])
        except sqlite3.OperationalError:  # begun, and nothing more
            return 0


@contextlib.contextmanager
def serving(env: Mapping[str, str], workers: int = 0) -> Iterator[tuple[int, Popen[bytes]]]:
    """Serve the base with `essaim serve`; yield the port and the process, once it has settled.

    It is stopped at the end.
    """
    port = measures.free_port()
    command = [*ESSAIM, "serve", "--port", str(port)]
    if workers:
        command += ["--workers", str(workers)]
    process = Popen(command, env=env, stdout=DEVNULL, cwd=measures.REPOSITORY)
    try:
        client = measures.Client(port, patience=30)
        client.wait("/actions/", process, _PATIENCE)
        client.close()
        processes.settle(process.pid)
        yield port, process
    finally:
        process.terminate()
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
