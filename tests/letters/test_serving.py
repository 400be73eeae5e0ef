"""The whole way: a site served with a mail server, letters that leave, two nodes, a death."""

import os
import signal
import time
from collections.abc import Callable

import pytest

from tests.letters.mail_server import free_port, mail_server
from tests.own_base import OwnBase
from tests.workflow.test_serve import ready

pytestmark = pytest.mark.slow

# What a command of the site would do: queue that many letters.
_QUEUE = """
from django.core.mail import EmailMessage
from essaim.letters import sending
for rank in range({count}):
    sending.post(EmailMessage(f"Lettre {{rank}}", "Bonjour.", to=["aline@exemple.fr"]))
"""


def wait(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


@pytest.fixture
def post_port(own_base: OwnBase) -> int:
    """A port where a mail server may be, and a site that counts on it."""
    port = free_port()
    own_base.env = {**own_base.env, "ESSAIM_EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    return port


def test_letters_leave_from_the_server_and_once_from_two(own_base: OwnBase, post_port: int) -> None:
    with mail_server(post_port) as mail:
        own_base.essaim("shell", "-v", "0", "-c", _QUEUE.format(count=20))
        assert mail.letters == []
        nodes = [
            own_base.start("serve", "--port", str(free_port()), "--workers", "1") for _ in "ab"
        ]
        for node in nodes:
            ready(node)
        wait(lambda: len(mail.letters) >= 20)
        time.sleep(1)
        assert sorted(mail.subjects()) == sorted(f"Lettre {rank}" for rank in range(20))
        for node in nodes:
            node.send_signal(signal.SIGTERM)
            node.wait(timeout=30)
    assert own_base.essaim("letters").stdout == "En attente : 0. Refusés : 0.\n"


def test_what_is_queued_outlives_a_killed_server(own_base: OwnBase, post_port: int) -> None:
    server = own_base.start("serve", "--port", str(free_port()), "--workers", "1")
    ready(server)
    own_base.essaim("shell", "-v", "0", "-c", _QUEUE.format(count=1))
    # The mail server is down: the letter is tried, and put off.
    wait(lambda: "aline@exemple.fr" in own_base.essaim("letters").stdout)
    os.kill(server.pid, signal.SIGKILL)
    server.wait()
    with mail_server(post_port) as mail:
        hurry = "from essaim.letters import queue; from django.utils import timezone as t;"
        wait(lambda: "En attente : 1." in own_base.essaim("letters").stdout)
        hurry += "queue.waiting().update(run_after=t.now())"
        own_base.essaim("shell", "-v", "0", "-c", hurry)
        ready(own_base.start("serve", "--port", str(free_port()), "--workers", "1"))
        wait(lambda: mail.subjects() == ["Lettre 0"])


def test_check_tells_what_the_post_refused(own_base: OwnBase, post_port: int) -> None:
    with mail_server(post_port) as mail:
        mail.refused["aline@exemple.fr"] = "550 unknown"
        own_base.essaim("shell", "-v", "0", "-c", _QUEUE.format(count=1))
        ready(own_base.start("serve", "--port", str(free_port()), "--workers", "1"))
        wait(lambda: "Refusés : 1." in own_base.essaim("letters").stdout)
    checked = own_base.essaim("check", check=False)
    assert checked.returncode == 1
    assert "1 courriel n’a pas pu partir" in checked.stderr
    own_base.essaim("letters", "--forget")
    own_base.essaim("check")
