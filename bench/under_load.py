"""The site with several visitors at once, while somebody writes, and while its index is rebuilt."""

import itertools
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bench import base, clients, processes, queries
from bench.clients import Crowd, Served
from bench.measures import REPOSITORY, Client
from bench.writing import Writer, writer
from essaim.search.query import Query

CLIENTS: Final = (1, 4, 16)
WEB_PROCESSES: Final = 4
# Each of the four visitors asks ten pages a second: two thirds of two cores stay free for the rest.
PACE: Final = 0.1
COMMITS_EVERY: Final = 1.0
_LONGEST: Final = 60.0  # seconds a sheet may take to be found
_FLOOR: Final = {"DJANGO_SETTINGS_MODULE": "bench.floor.settings"}


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to measure: pages for each crowd, slices and their seconds, sheets written."""

    pages: int = 400
    slices: int = 4
    seconds: float = 15
    writes: int = 20
    rebuilding: float = 120  # seconds at most of reading while the index is rebuilt


@dataclass(slots=True)
class Throughput:
    """What a crowd of so many clients had, each with its own connection."""

    clients: int
    a_second: float
    taken: list[float]
    cpu_ms: float  # processor time of all the server's processes, for one page


@dataclass(slots=True)
class Loaded:
    """All of it. Milliseconds; slices of reading in the order they were taken."""

    workers: int = 0
    page: list[Throughput] = field(default_factory=list)
    floor: list[Throughput] = field(default_factory=list)
    memory: list[dict[str, Any]] = field(default_factory=list)
    seen_caught_up: list[float] = field(default_factory=list)
    seen_followed: list[float] = field(default_factory=list)
    quiet: list[list[float]] = field(default_factory=list)
    writing: list[list[float]] = field(default_factory=list)
    commits: int = 0
    rebuilding: list[float] = field(default_factory=list)
    rebuilt: bool = False


class Load:
    """Measures all of that on one base, with servers of its own."""

    def __init__(self, effort: Effort) -> None:
        """Prepare questions that have not been asked, each for one time only."""
        self.effort = effort
        self.env = dict(os.environ)
        self.loaded = Loaded()
        self._fresh = _addresses()

    def run(self) -> Loaded:
        """Measure everything; the base holds the same published sheets in the end."""
        _say("Plusieurs visiteurs à la fois…")
        for env, into in ((self.env, self.loaded.page), (self.env | _FLOOR, self.loaded.floor)):
            self._crowds(env, into)
        if self.effort.slices or self.effort.writes:
            _say("Lire pendant qu’on écrit…")
            self._with_writer()
        if self.effort.rebuilding:
            _say("Lire pendant que l’index se reconstruit…")
            self._rebuilding()
        return self.loaded

    def _take(self, count: int) -> list[str]:
        return list(itertools.islice(self._fresh, count))

    def _crowds(self, env: Mapping[str, str], into: list[Throughput]) -> None:
        """Have crowds of growing size served as fast as can be, by a server as it starts."""
        with base.serving(env) as (port, server):
            clients.ask(Crowd(port, 4, self._take(queries.WARM_UP)))
            for count in CLIENTS:
                crowd = Crowd(port, count, self._take(max(self.effort.pages, count)))
                before = processes.cpu_seconds(server.pid)
                served = clients.ask(crowd)
                spent = processes.cpu_seconds(server.pid) - before
                pages = len(served.taken)
                into.append(Throughput(count, served.a_second, served.taken, spent / pages * 1000))
            held = processes.memory(server.pid)
            self.loaded.workers = sum(one.name.startswith("web") for one in held)
            if env is self.env:
                self.loaded.memory = [
                    {"name": one.name, "pss_mb": one.pss_mb, "own_mb": one.own_mb} for one in held
                ]

    def _with_writer(self) -> None:
        """Read with four web processes, in turns with and without a writer beside them."""
        with (
            base.serving(self.env, WEB_PROCESSES) as (port, _server),
            writer(self.env) as beside,
        ):
            self._read(port, seconds=2)
            for number in range(self.effort.slices):
                # Quiet first, then last: a slow drift falls on both.
                for is_quiet in (True, False) if number % 2 == 0 else (False, True):
                    if is_quiet:
                        self.loaded.quiet.append(self._read(port).taken)
                    else:
                        beside.begin(COMMITS_EVERY, self.effort.seconds)
                        self.loaded.writing.append(self._read(port).taken)
                        self.loaded.commits += beside.end()
            client = Client(port, patience=_LONGEST)
            for caught_up, into in (
                (True, self.loaded.seen_caught_up),
                (False, self.loaded.seen_followed),
            ):
                for number in range(self.effort.writes):
                    into.append(_seen_after(client, beside, number, caught_up=caught_up))
            client.close()

    def _read(self, port: int, seconds: float = 0) -> Served:
        seconds = seconds or self.effort.seconds
        pages = int(WEB_PROCESSES * (seconds / PACE + 1))
        return clients.ask(Crowd(port, WEB_PROCESSES, self._take(pages), PACE, seconds))

    def _rebuilding(self) -> None:
        """Read at the same pace while `essaim index rebuild` runs, to its end if that is near."""
        with base.serving(self.env, WEB_PROCESSES) as (port, _server):
            self._read(port, seconds=2)
            command = [*base.ESSAIM, "index", "rebuild"]
            rebuild = subprocess.Popen(command, env=self.env, stdout=sys.stderr, cwd=REPOSITORY)
            deadline = time.monotonic() + self.effort.rebuilding
            try:
                while rebuild.poll() is None and time.monotonic() < deadline:
                    self.loaded.rebuilding += self._read(port, seconds=5).taken
            finally:
                self.loaded.rebuilt = rebuild.poll() == 0
                if rebuild.poll() is None:
                    rebuild.terminate()
                rebuild.wait()
            self._read(port, seconds=2)  # the new index serves


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _addresses() -> Iterator[str]:
    """Yield addresses without end, in the usual mix, first pages only; none twice."""
    for written in queries.others():
        query = Query.parse(written).with_page(1).encode()
        yield f"/actions/?{query}" if query else "/actions/"


def _seen_after(client: Client, beside: Writer, number: int, *, caught_up: bool) -> float:
    """Return how long after its commit a sheet is found by the page, in milliseconds."""
    # Made of letters that stand together in no word, so that no spelling comes near.
    token = f"zqx{'ck'[caught_up]}{number}wj"
    begun = time.monotonic()
    committed = beside.one(token, caught_up=caught_up)
    # Its title also says the token backwards, which the page's search box does not.
    while token[::-1] not in client.text(f"/actions/?q={token}"):
        if time.monotonic() - begun > _LONGEST:
            raise RuntimeError(f"a sheet was not found after {_LONGEST:g} s")
        time.sleep(0.005)
    return (time.monotonic() - committed) * 1000
