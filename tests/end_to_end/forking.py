"""A site that is killed and back within a moment: a process ready to serve, forked each time.

`essaim serve` takes seconds to start, most of them spent reading code: here it is read once. The
application, the base and how they write are the site's own; only the listening loop is not.
"""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from tests.environment import REPOSITORY
from tests.own_base import OwnBase


@dataclass
class Forks:
    """Starts servers on one port, one after the other."""

    process: "subprocess.Popen[str]"

    def start(self) -> int:
        """Start a server that listens already; return its process id."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@contextlib.contextmanager
def forks(base: OwnBase, port: int) -> Iterator[Forks]:
    """Make a process ready to serve that base on that port."""
    base.essaim("collectstatic", "--noinput", "--verbosity", "0")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.end_to_end.forking_child", str(port)],
        env={**base.env, "DJANGO_SETTINGS_MODULE": "essaim.config.settings"},
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield Forks(process)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
