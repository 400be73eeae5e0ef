"""What each worker of `essaim serve` loads: the site, bound to end with its server."""

import ctypes
import gc
import multiprocessing
import os
import signal
import sys

from django.conf import settings

from essaim.config.wsgi import application
from essaim.search import engine
from essaim.workflow.by_path import call_each

_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


def _end_with_server() -> None:
    """Have the kernel kill this worker when the server dies, however it dies.

    Otherwise workers of a killed server would hold its port, and the next one could not start.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    server = multiprocessing.parent_process()
    if server is not None and os.getppid() != server.pid:  # it died before we asked
        os.kill(os.getpid(), signal.SIGKILL)


def _collect_rarely() -> None:
    """Have the garbage collector leave alone what was loaded, and look at the rest seldom.

    A page makes thousands of objects and few cycles: by default its reader waits for several
    collections, some of them of all the process holds.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


_end_with_server()
engine.warm_up()
call_each(settings.BEFORE_ANSWERING, "les premières pages seront lentes")
_collect_rarely()

__all__ = ["application"]
