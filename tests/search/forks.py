"""Processes on one base, each born within a moment: for tests that kill dozens of them.

Starting Python and Django takes a second: here they are read once, by a process that forks.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.own_base import OwnBase, Started

COMMAND = [sys.executable, "-m", "tests.search.catching_up"]


def run(base: OwnBase, *arguments: str, **options: Any) -> Started:
    """Start `tests.search.catching_up` on that base and wait until it is about to begin."""
    process = base.run([*COMMAND, *arguments], **options)
    process.line("prêt")
    return process


class Forks:
    """Has tasks of `catching_up` done one after the other; killed with the base's processes."""

    def __init__(self, base: OwnBase) -> None:
        """Start the process that forks."""
        self._process = run(base, "forks", stdin=subprocess.PIPE)
        self._turn = 0

    def begin(self, task: str, seed: int = 0) -> int:
        """Begin a task; return its process id."""
        assert self._process.stdin is not None
        self._turn += 1
        self._process.stdin.write(f"{self._turn} {task} {seed}\n")
        self._process.stdin.flush()
        return int(self._wait("né"))

    def kill(self, pid: int) -> None:
        """Kill the task, and wait until it is gone."""
        os.kill(pid, signal.SIGKILL)
        self._wait("fini")

    def do(self, task: str, seed: int = 0) -> Any:
        """Have a task done to its end; return what it answers."""
        self.begin(task, seed)
        self._wait("fini")
        return json.loads(self._wait("dit"))

    def _wait(self, what: str) -> str:
        return self._process.line(f"{self._turn} {what}").partition(what)[2].strip()


def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait for something that another thread or process does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
