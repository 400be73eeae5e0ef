"""What a server's processes take: memory of each, processor time of all."""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_TICK: Final = os.sysconf("SC_CLK_TCK")
_CALM: Final = 3.0  # seconds
_IDLE: Final = 0.1  # of one core


@dataclass(frozen=True, slots=True)
class Held:
    """The memory of one process, in MB.

    `pss_mb` counts shared pages by share, mapped files among them; `own_mb` is what it would
    give back if it alone ended and no file were mapped.
    """

    name: str
    pss_mb: float
    own_mb: float


def tree(pid: int) -> list[int]:
    """Return a process and all its descendants, parents first."""
    pids = [pid]
    for found in pids:  # grows as it goes
        for task in Path(f"/proc/{found}/task").glob("*/children"):
            pids += map(int, task.read_text().split())
    return pids


def cpu_seconds(pid: int) -> float:
    """Return the processor time a process and its living descendants have taken so far."""
    ticks = 0
    for one in tree(pid):
        # The name, in brackets, may hold anything; user and system time are the 14th and 15th.
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / _TICK


def settle(pid: int, patience: float = 900) -> None:
    """Wait until a process and its descendants have done nothing for some seconds.

    Workers of a large base make their bitmaps and words ready in the background, for a minute or
    two, beside those who ask. Raises RuntimeError when they never end.
    """
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        before = cpu_seconds(pid)
        time.sleep(_CALM)
        if cpu_seconds(pid) - before < _IDLE * _CALM:
            return
    raise RuntimeError(f"process {pid} is still busy after {patience:g} s")


def memory(pid: int) -> list[Held]:
    """Return what each process of a server holds: itself, then its workers."""
    held = []
    workers = 0
    for one in tree(pid):
        command = Path(f"/proc/{one}/cmdline").read_bytes().decode(errors="replace")
        if one == pid:
            name = "principal"
        elif "resource_tracker" in command:
            name = "auxiliaire"
        else:
            workers += 1
            name = f"web {workers}"
        sizes = _rollup_kb(one)
        held.append(Held(name, sizes["Pss"] / 1024, sizes["Anonymous"] / 1024))
    return held


def _rollup_kb(pid: int) -> dict[str, int]:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    pairs = (line.split(":", 1) for line in lines)
    return {name: int(value.split()[0]) for name, value in pairs}


def folder_mb(*paths: Path) -> float:
    """Return what files and folders take on disk, in MB; those that are not there, nothing."""
    files = (file for path in paths for file in (path, *path.rglob("*")))
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6
