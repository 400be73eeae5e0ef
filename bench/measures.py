"""Timing, percentiles, memory, processes, HTTP: what every measurement here is taken with."""

import http.client
import math
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

REPOSITORY: Final = Path(__file__).resolve().parent.parent
_EVERY: Final = 0.02  # seconds between two looks at a command's memory
_BROWSER: Final = {
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br",
    "Accept-Language": "fr",
}

T = TypeVar("T")


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` (0 to 1) of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


def milliseconds(ask: Callable[[T], object], asked: Iterable[T]) -> list[float]:
    """Return how long each call took, in milliseconds."""
    taken = []
    for one in asked:
        start = time.perf_counter()
        ask(one)
        taken.append((time.perf_counter() - start) * 1000)
    return taken


@dataclass(frozen=True, slots=True)
class Run:
    """How a command went: seconds on the clock, and its memory at most, in MB.

    `peak_mb` is all that was resident; `own_mb` leaves out mapped files, which the system takes
    back when it needs room.
    """

    seconds: float
    peak_mb: float
    own_mb: float


def run(command: Sequence[str | Path], environment: Mapping[str, str]) -> Run:
    """Run a command to its end, its own words on stderr. Raises CalledProcessError."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=sys.stderr, cwd=REPOSITORY)
    # Asked for again and again: what the system tells afterwards (ru_maxrss) begins with the
    # memory of the process that started the command.
    peak = own = 0.0
    while process.poll() is None:
        held = _held_kb(process.pid)
        peak, own = max(peak, held.get("VmHWM", 0)), max(own, held.get("RssAnon", 0))
        time.sleep(_EVERY)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(map(str, command)))
    return Run(seconds, peak / 1024, own / 1024)


def _held_kb(pid: int) -> dict[str, int]:
    """Return the memory figures of a process, in kB; none once it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return {}
    pairs = (line.split(":", 1) for line in lines if line.endswith(" kB"))
    return {name: int(value.split()[0]) for name, value in pairs}


def free_port() -> int:
    """Return a port of the loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Client:
    """One browser tab: a kept-alive connection, compressed answers, whole bodies read."""

    def __init__(self, port: int, patience: float = 600) -> None:
        """Point to a server of the loopback; the connection is made when first needed.

        An answer may take `patience` seconds: the slowest peers need them at a million sheets.
        """
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)

    def get(self, address: str, headers: Mapping[str, str] = _BROWSER) -> bytes:
        """Return the page as it came over the wire. Raises RuntimeError unless 200."""
        try:
            answer = self._answer(address, headers)
        except http.client.RemoteDisconnected:  # idle too long for the server's taste
            self._connection.close()
            answer = self._answer(address, headers)
        body = answer.read()
        if answer.status != http.HTTPStatus.OK:
            raise RuntimeError(f"{address}: {answer.status} {answer.headers.get('Location', '')}")
        return body

    def text(self, address: str) -> str:
        """Return the page as text, not compressed. Raises RuntimeError unless 200."""
        return self.get(address, {"Accept-Encoding": "identity"}).decode()

    def _answer(self, address: str, headers: Mapping[str, str]) -> http.client.HTTPResponse:
        self._connection.request("GET", address, headers=dict(headers))
        return self._connection.getresponse()

    def wait(self, address: str, process: subprocess.Popen[bytes], seconds: float = 120) -> None:
        """Wait until the server answers. Raises RuntimeError when it does not."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and process.poll() is None:
            try:
                self.get(address)
            except OSError:
                self._connection.close()
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"no answer at {address}: {process.args!r}")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
