"""Work done while others are answered, in processes that last.

A thread that the interpreter cuts off at its end takes the process with it: unwound inside the
C++ of numpy or the Rust of Tantivy, it aborts. So a process waits for its threads, and one that
answers once and ends (`essaim search`, `essaim export`) begins none.
"""

import threading
from collections.abc import Callable

_lasts = threading.Event()


def allow() -> None:
    """Say that this process lasts: from now on it may work behind its answers."""
    _lasts.set()


def start(name: str, work: Callable[[], None]) -> bool:
    """Have `work` done by a thread that the process waits for; False where none may begin."""
    if not _lasts.is_set():
        return False
    threading.Thread(target=work, name=name).start()
    return True
