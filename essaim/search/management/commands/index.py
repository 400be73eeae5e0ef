"""`essaim index status|catch-up|rebuild`: look after the search index."""

import argparse
import json
import sys
import time
from typing import Any

from tqdm import tqdm

from essaim.config.commands import EssaimCommand
from essaim.search import following, state
from essaim.search.state import State
from essaim.sheets.models import Sheet


class Command(EssaimCommand):
    """Exit 0 when the index is up to date at the end, 1 when it is not."""

    help = "Dit où en est l’index de recherche, le met à jour ou le reconstruit."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the contract's options."""
        parser.add_argument(
            "action",
            choices=["status", "catch-up", "rebuild"],
            help="dire l’état ; mettre à jour ; reconstruire à partir de la base",
        )
        parser.add_argument("--json", action="store_true", help="répond en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, then say how the index is."""
        started = time.perf_counter()
        done = 0
        if options["action"] == "catch-up":
            done = following.catch_up()
        elif options["action"] == "rebuild":
            done = _rebuild()
        now = state.read()
        if options["json"]:
            self.stdout.write(json.dumps(now.as_json(), ensure_ascii=False))
        else:
            seconds = time.perf_counter() - started
            self.tell(options["action"], now, done, seconds)
        if not now.is_up_to_date:
            sys.exit(1)

    def tell(self, action: str, now: State, done: int, seconds: float) -> None:
        """Print for a person."""
        if action == "catch-up":
            self.stdout.write(f"{done} événement(s) pris en compte en {seconds:.1f} s.")
        elif action == "rebuild":
            self.stdout.write(f"{done} fiche(s) indexée(s) en {seconds:.1f} s.")
        for label, value in now.lines():
            self.stdout.write(f"{label + ' :':<24} {value}")


def _rebuild() -> int:
    """Rebuild with a progress bar on a terminal."""
    with tqdm(
        total=Sheet.objects.published().count(),
        desc="Indexation",
        unit=" fiches",
        file=sys.stderr,
        disable=None,
        leave=False,
    ) as bar:
        return following.rebuild(progress=bar.update)
