"""A process that keeps the index up to date in small commits, for tests to kill.

    python -m tests.search.catching_up follow|rebuild
    python -m tests.search.catching_up write COUNT SEED

`write` publishes random sheets and withdraws some, through the one writer.
"""

import os
import random
import sys
import threading


def main() -> None:
    """Do what the arguments say; `follow` and `rebuild` never end."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "essaim.config.settings"
    import django

    django.setup()
    from essaim.search import following

    # Many small commits: a kill falls between them as often as within.
    following.EVENTS_AT_ONCE = 5  # type: ignore[misc]
    following.EVENTS_PER_COMMIT = 10  # type: ignore[misc]
    following.SHEETS_AT_ONCE = 5  # type: ignore[misc]
    print("prêt", flush=True)  # noqa: T201
    if sys.argv[1] == "write":
        _write(int(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1] == "rebuild":
        while True:
            following.rebuild()
    else:
        following.follow(threading.Event(), every=0.01)


def _write(count: int, seed: int) -> None:
    from essaim.sheets.models import Sheet
    from essaim.workflow import writer
    from essaim.workflow.writer import Draft, publish
    from tests.search.sheets import a_random_sheet, publish_random

    draw = random.Random(seed)
    new = publish_random(count, seed=seed)
    known = draw.sample(list(Sheet.objects.published()), len(new) // 2)
    publish([Draft(a_random_sheet(draw), sheet.pk, sheet.digest) for sheet in known], actor="x")
    writer.withdraw([sheet.pk for sheet in draw.sample(new, 2)], actor="x")


if __name__ == "__main__":
    main()
