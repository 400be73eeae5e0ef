"""The worker that `essaim serve` keeps: it carries out the tasks that wait, letters above all.

Several nodes may each have one: a task is claimed under a lock, so one of them carries it out.
"""

import logging
import threading
from typing import Final

from django.db import connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from essaim.letters import queue

logger = logging.getLogger(__name__)

_LONGEST_PAUSE: Final = 60.0
_TIDY_EVERY: Final = 60.0


class Postman(threading.Thread):
    """A thread that carries out tasks until it is told to stop, after the one in hand."""

    def __init__(self, every: float = 1.0) -> None:
        super().__init__(name="essaim-postman", daemon=True)
        self._every = every
        self._told = threading.Event()
        self._worker = _worker()

    def run(self) -> None:
        """Look for tasks every so many seconds; whatever goes wrong is logged and tried again.

        The pauses grow while the database does not answer.
        """
        pause, since_tidy = 0.0, _TIDY_EVERY
        while not self._told.wait(pause):
            try:
                if since_tidy >= _TIDY_EVERY:
                    queue.tidy()
                    since_tidy = 0.0
                if DBTaskResult.objects.ready().exists():  # a plain read: no lock for nothing
                    self._worker.run()
                    since_tidy = _TIDY_EVERY
                pause = self._every
            except Exception:
                logger.exception("Les courriels attendent ; nouvel essai dans un instant.")
                pause = min(max(pause, self._every) * 2, _LONGEST_PAUSE)
                connections.close_all()
            since_tidy += pause
        connections.close_all()

    def stop(self, timeout: float = 15.0) -> None:
        """Let the letter in hand leave, and end. What waits stays in the database."""
        self._worker.running = False
        self._told.set()
        self.join(timeout)


def carry_all() -> None:
    """Carry out, here and now, all that is ready."""
    queue.tidy()
    _worker().run()
    queue.tidy()


def _worker() -> Worker:
    """Return the library's worker, which runs what is ready and returns."""
    return Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )
