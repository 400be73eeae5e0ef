"""`kill -9` during the yearly round: in the end everybody has been asked, and nobody twice."""

import email
import email.policy
import os
import signal
import time
from collections import Counter

import pytest

from tests.own_base import OwnBase

ROUNDS = 6
LATER = """
import datetime
from django.db.models import F
from django_tasks_db.models import DBTaskResult
from essaim.letters.queue import LONGEST_SENDING
DBTaskResult.objects.filter(status="RUNNING").update(
    started_at=F("started_at") - LONGEST_SENDING - datetime.timedelta(seconds=1)
)
"""


@pytest.mark.slow
def test_killed_again_and_again(own_base: OwnBase) -> None:
    own_base.essaim("demo")
    planned = own_base.essaim("round", "--dry-run").stdout.count(" → ")
    assert planned > 30
    outbox = own_base.data / "outbox"
    killed = 0
    for turn in range(ROUNDS):
        before = len(list(outbox.glob("*.eml"))) if outbox.exists() else 0
        process = own_base.start("round", "--limit", "12")
        deadline = time.monotonic() + 60
        while process.poll() is None and killed <= turn:
            assert time.monotonic() < deadline, process.said()
            # From the first letters queued to the first files written.
            written = len(list(outbox.glob("*.eml"))) if outbox.exists() else 0
            if written - before > turn:
                os.kill(process.pid, signal.SIGKILL)
                killed += 1
            time.sleep(0.001)
        process.wait()
    assert killed >= 2
    # What a killed process had taken up is taken up again by the next, a quarter of an hour later.
    own_base.essaim("shell", "-v", "0", "-c", LATER)
    own_base.essaim("round")
    assert own_base.essaim("round").stdout.splitlines()[0].endswith(": 0.")
    read = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in outbox.glob("*.eml")
    ]
    asked = Counter(str(message["To"]) for message in read)
    assert len(asked) == planned
    assert set(asked.values()) == {1}
