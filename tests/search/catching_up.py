"""Processes that write sheets and keep the index up to date in small commits, for tests to kill.

    python -m tests.search.catching_up follow
    python -m tests.search.catching_up every SECONDS    publish a sheet, catch up, say its title
    python -m tests.search.catching_up forks            a process for each line read: see `forks`

Imports nothing of the tests that chooses an environment: it would lead to another base.
"""

import json
import os
import random
import sys
import threading
import time
from collections.abc import Callable


def main() -> None:
    """Do what the arguments say; none of it ends but `forks`, with its input."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "essaim.config.settings"
    import django

    django.setup()
    from essaim.search import following

    # Many small commits: a kill falls between them as often as within.
    following.EVENTS_AT_ONCE = 5  # type: ignore[misc]
    following.EVENTS_PER_COMMIT = 10  # type: ignore[misc]
    following.SHEETS_AT_ONCE = 5  # type: ignore[misc]
    # All that the code reads before it begins; nothing of the base, which forks must not share.
    import tests.search.sheets  # noqa: F401
    from essaim.search import checking, state  # noqa: F401

    _say("prêt")
    match sys.argv[1:]:
        case ["follow"]:
            following.follow(threading.Event(), every=0.01)
        case ["every", seconds]:
            _every(float(seconds))
        case ["forks"]:
            _forks()


def _say(what: str) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def _every(seconds: float) -> None:
    """Publish a sheet of a title of its own every so many seconds, and make it findable."""
    from essaim.search import engine
    from tests.factories import some_sheets

    while True:
        due = time.monotonic() + seconds
        (sheet,) = some_sheets(1, title="Lampion jalon")
        engine.catch_up()
        _say(f"publiée {sheet.number}")
        time.sleep(max(0.0, due - time.monotonic()))


def _forks() -> None:
    """Fork a process for each line; say its id, wait until it has ended, however it does."""
    for line in sys.stdin:
        turn, what, seed = line.split()
        child = os.fork()
        if child == 0:
            try:
                _say(f"{turn} dit {json.dumps(_TASKS[what](int(seed)))}")
            finally:
                os._exit(0)
        _say(f"{turn} né {child}")
        os.waitpid(child, 0)
        _say(f"{turn} fini")


def _publish(seed: int) -> None:
    """Publish new sheets, change old ones, withdraw some."""
    from essaim.sheets.models import Sheet
    from essaim.workflow import writer
    from essaim.workflow.writer import Draft, publish
    from tests.search.sheets import a_random_sheet, publish_random

    draw = random.Random(seed)
    new = publish_random(10, seed=seed)
    known = draw.sample(list(Sheet.objects.published()), len(new) // 2)
    publish([Draft(a_random_sheet(draw), sheet.pk, sheet.digest) for sheet in known], actor="x")
    writer.withdraw([sheet.pk for sheet in draw.sample(new, 2)], actor="x")


def _write(seed: int) -> None:
    """Publish and catch up again and again, as whoever publishes does."""
    from essaim.search import engine

    while True:
        _publish(seed)
        engine.catch_up()
        seed += 1


def _follow(_: int) -> None:
    from essaim.search import following

    following.follow(threading.Event(), every=0.01)


def _rebuild(_: int) -> None:
    from essaim.search import following

    while True:
        following.rebuild()


def _check(_: int) -> dict[str, object]:
    """Return what `essaim check` finds wrong with the index, and what there is."""
    from essaim.search import checking, state

    problems = checking.problems()
    now = state.read()
    return {"problems": problems, "generation": now.generation, "events": now.head}


_TASKS: dict[str, Callable[[int], object]] = {
    "publish": _publish,
    "write": _write,
    "follow": _follow,
    "rebuild": _rebuild,
    "check": _check,
}

if __name__ == "__main__":
    main()
