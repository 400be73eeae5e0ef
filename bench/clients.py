"""Several visitors at once, each a process with a connection of its own.

Run apart from what is measured, so that neither waits for the other's interpreter:
`start` a crowd, `finish` to have its times. The crowd's own work is on the same machine.
"""

import json
import multiprocessing
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from typing import Final

from bench.measures import REPOSITORY, Client

_PATIENCE: Final = 60  # seconds; a page that takes longer is a failure
_FORK: Final = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who asks what, and how fast.

    With `seconds`, each client asks one page every `every` seconds for that long, and its wait
    counts from when the page was due: a server that stalls does not slow the questions down.
    Without, all addresses are asked once, as fast as the answers come.
    """

    port: int
    clients: int
    addresses: Sequence[str]
    every: float = 0
    seconds: float = 0


@dataclass(frozen=True, slots=True)
class Served:
    """What a crowd had: milliseconds of each page, in no order, and seconds on the clock."""

    taken: list[float]
    seconds: float

    @property
    def a_second(self) -> float:
        """Pages a second."""
        return len(self.taken) / self.seconds


def start(crowd: Crowd) -> subprocess.Popen[str]:
    """Start asking, in another process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.clients"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(asdict(crowd)))
    process.stdin.close()
    return process


def finish(process: subprocess.Popen[str]) -> Served:
    """Wait for the crowd to end. Raises RuntimeError when a page was not had."""
    assert process.stdout is not None
    told = process.stdout.read()
    process.stdout.close()
    if process.wait():
        raise RuntimeError("a client had no page; it said which above")
    return Served(**json.loads(told))


def ask(crowd: Crowd) -> Served:
    """Have a crowd ask, and wait for it."""
    return finish(start(crowd))


def _one(crowd: Crowd, rank: int, together: Barrier, out: SimpleQueue[list[float]]) -> None:
    """Be one client: its share of the addresses, its own connection."""
    mine = crowd.addresses[rank :: crowd.clients]
    client = Client(crowd.port, patience=_PATIENCE)
    together.wait()
    out.put(_paced(crowd, rank, client, mine) if crowd.seconds else _all(client, mine))


def _all(client: Client, addresses: Sequence[str]) -> list[float]:
    taken = []
    for address in addresses:
        asked = time.perf_counter()
        client.get(address)
        taken.append((time.perf_counter() - asked) * 1000)
    return taken


def _paced(crowd: Crowd, rank: int, client: Client, addresses: Sequence[str]) -> list[float]:
    taken: list[float] = []
    # Clients do not ask all at the same moment.
    begun = time.perf_counter() + crowd.every * rank / crowd.clients
    for number in range(round(crowd.seconds / crowd.every)):
        due = begun + number * crowd.every
        time.sleep(max(0, due - time.perf_counter()))
        client.get(addresses[number % len(addresses)])
        taken.append((time.perf_counter() - due) * 1000)
    return taken


def _run(crowd: Crowd) -> Served:
    together = _FORK.Barrier(crowd.clients + 1)
    out: SimpleQueue[list[float]] = _FORK.SimpleQueue()
    clients = [
        _FORK.Process(target=_one, args=(crowd, rank, together, out), daemon=True)
        for rank in range(crowd.clients)
    ]
    for client in clients:
        client.start()
    together.wait()
    begun = time.perf_counter()
    taken: list[float] = []
    for _ in clients:
        while out.empty():
            if any(client.exitcode for client in clients):
                raise SystemExit(1)  # its traceback has been told
            time.sleep(0.002)
        taken += out.get()
    return Served(taken, time.perf_counter() - begun)


if __name__ == "__main__":
    json.dump(asdict(_run(Crowd(**json.load(sys.stdin)))), sys.stdout)
