"""Crowds ask all they are given, wait as long as answers take, and fail aloud."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bench import clients, processes
from bench.clients import Crowd


class _Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        time.sleep(0.05 if self.path.startswith("/slow") else 0)
        self.send_response(500 if self.path == "/broken" else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[ThreadingHTTPServer]:
    _Site.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_every_address_is_asked_once_by_all_together(site: ThreadingHTTPServer) -> None:
    addresses = [f"/{rank}" for rank in range(10)]
    served = clients.ask(Crowd(site.server_port, 4, addresses))
    assert sorted(_Site.asked) == sorted(addresses)
    assert len(served.taken) == 10
    assert served.a_second > 0


def test_clients_wait_side_by_side(site: ThreadingHTTPServer) -> None:
    served = clients.ask(Crowd(site.server_port, 4, ["/slow"] * 8))
    assert all(taken >= 50 for taken in served.taken)
    assert served.seconds < sum(served.taken) / 1000


def test_a_page_counts_from_when_it_was_due(site: ThreadingHTTPServer) -> None:
    # Due every 10 ms, had every 50: the fifth has waited for those before it.
    served = clients.ask(Crowd(site.server_port, 1, ["/slow"], every=0.01, seconds=0.05))
    assert len(served.taken) == 5
    assert max(served.taken) >= 5 * 50 - 4 * 10


def test_a_page_that_is_not_had_stops_the_crowd(site: ThreadingHTTPServer) -> None:
    with pytest.raises(RuntimeError):
        clients.ask(Crowd(site.server_port, 2, ["/fine", "/broken", "/fine"]))


def test_processor_time_and_memory_are_those_of_all_the_processes() -> None:
    child = "held = b'x' * 50_000_000\nwhile True: pass"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    process = subprocess.Popen([sys.executable, "-c", parent], env=os.environ, process_group=0)
    try:
        while len(processes.tree(process.pid)) < 2 or processes.cpu_seconds(process.pid) < 0.3:
            time.sleep(0.02)
        held = processes.memory(process.pid)
        assert [one.name for one in held] == ["principal", "web 1"]
        assert held[1].own_mb > 45 > held[0].own_mb
    finally:
        os.killpg(process.pid, 9)
        process.wait()


def test_a_process_is_settled_once_it_does_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "_CALM", 0.5)
    enough = tmp_path / "enough"
    works = f"import os, time\nwhile not os.path.exists({str(enough)!r}): pass\ntime.sleep(99)"
    process = subprocess.Popen([sys.executable, "-c", works])
    try:
        while processes.cpu_seconds(process.pid) < 0.3:
            time.sleep(0.02)
        with pytest.raises(RuntimeError, match="still busy"):
            processes.settle(process.pid, patience=0.1)
        enough.touch()
        processes.settle(process.pid, patience=50)
    finally:
        process.kill()
        process.wait()
