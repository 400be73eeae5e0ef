"""Making the base that is measured: written, imported and indexed by Essaim's own commands."""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Final

from bench import measures, synthetic
from bench.measures import Run

ESSAIM: Final = (sys.executable, "-m", "essaim")


@dataclass(frozen=True, slots=True)
class Made:
    """How the base was made. Importing includes indexing on the way, as it always does."""

    sheets: int
    file_mb: float
    importing: Run
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


@contextmanager
def serving(env: Mapping[str, str]) -> Iterator[tuple[int, Popen[bytes]]]:
    """Serve the base with `essaim serve`; yield the port and the process; stop it at the end."""
    port = measures.free_port()
    process = Popen(
        [*ESSAIM, "serve", "--port", str(port)], env=env, stdout=DEVNULL, cwd=measures.REPOSITORY
    )
    try:
        client = measures.Client(port, patience=30)
        client.wait("/actions/", process)
        client.close()
        yield port, process
    finally:
        process.terminate()
        process.wait()
