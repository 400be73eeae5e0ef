"""What `essaim serve` does once a day by itself, beside serving.

`settings.EVERY_DAY` names the functions, by their dotted path, as rooms may not know each other.
Each looks for itself whether it is due, and may be called as often as one likes, by several nodes.
"""

import threading
from typing import Final

from django.conf import settings
from django.db import connections

from essaim.workflow.by_path import call_each

EVERY: Final = 600.0  # seconds between two looks
_FIRST: Final = 60.0  # the start of the site is for its visitors


class Daily(threading.Thread):
    """A thread that does what is due until it is told to stop."""

    def __init__(self, first: float = _FIRST, every: float = EVERY) -> None:
        super().__init__(name="essaim-daily", daemon=True)
        self._pauses = first, every
        self._told = threading.Event()

    def run(self) -> None:
        """Look every so many seconds; whatever goes wrong is logged and tried again."""
        pause, every = self._pauses
        while not self._told.wait(pause):
            do_what_is_due()
            connections.close_all()
            pause = every

    def stop(self) -> None:
        """Look no more. What is being done is left to end with the process: it is done whole."""
        self._told.set()


def do_what_is_due() -> None:
    """Call each function of `settings.EVERY_DAY`; one that fails does not stop the others."""
    call_each(settings.EVERY_DAY, "nouvel essai plus tard")
