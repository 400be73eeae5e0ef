"""`essaim serve`, as its own processes: it says when it is ready, and leaves nothing behind."""

import http.client
import os
import signal
import socket
import time

import pytest

from tests.own_base import OwnBase, Started


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ready(process: Started) -> str:
    """Wait for the line that says where the site is, and return it."""
    return process.line("prêt")


def status(port: int, path: str = "/actions/") -> int:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        client.request("GET", path)
        return client.getresponse().status
    finally:
        client.close()


def test_it_answers_as_soon_as_it_says_so_and_stops_when_asked(own_base: OwnBase) -> None:
    port = free_port()
    server = own_base.start("serve", "--port", str(port), "--workers", "2")
    assert f"http://127.0.0.1:{port}" in ready(server)
    assert [status(port), status(port, "/readyz"), status(port, "/rien")] == [200, 200, 404]
    again = own_base.essaim("serve", "--port", str(port), check=False)
    assert (again.returncode, "n’est pas libre" in again.stderr) == (2, True)
    server.send_signal(signal.SIGTERM)
    server.wait(timeout=30)
    with pytest.raises(ConnectionRefusedError):
        status(port)


def test_a_killed_server_takes_its_workers_along_and_can_start_again(own_base: OwnBase) -> None:
    port = free_port()
    for _ in range(3):
        server = own_base.start("serve", "--port", str(port), "--workers", "2")
        ready(server)
        assert status(port) == 200
        os.kill(server.pid, signal.SIGKILL)
        server.wait()
        for _ in range(100):
            try:
                status(port)
            except OSError:
                break
            time.sleep(0.1)
        else:
            pytest.fail("workers outlive their server")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ESSAIM_HOSTS", "*", "ESSAIM_HOSTS"),
        ("ESSAIM_SECRET_KEY", "court", "ESSAIM_SECRET_KEY"),
    ],
)
def test_an_unsafe_setting_is_named_and_refused(
    own_base: OwnBase, name: str, value: str, said: str
) -> None:
    own_base.env = {**own_base.env, name: value}
    refused = own_base.essaim("serve", "--port", str(free_port()), check=False)
    assert refused.returncode == 2
    assert said in refused.stderr


def test_debug_is_refused_on_a_public_site(own_base: OwnBase) -> None:
    own_base.env = {**own_base.env, "ESSAIM_HOSTS": "essaim.example", "ESSAIM_DEBUG": "1"}
    refused = own_base.essaim("serve", "--port", str(free_port()), check=False)
    assert (refused.returncode, "ESSAIM_DEBUG" in refused.stderr) == (2, True)
