"""`essaim letters`: the letters that wait, and those the post has refused."""

import argparse
from typing import Any

from django.utils import timezone

from essaim.config.commands import EssaimCommand
from essaim.letters import queue


class Command(EssaimCommand):
    """Tell what waits and what has failed; try again, or let go."""

    help = "Montre les courriels qui attendent ou n’ont pas pu partir."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument(
            "--retry", action="store_true", help="réessaie ceux qui n’ont pas pu partir"
        )
        choice.add_argument(
            "--forget", action="store_true", help="renonce à ceux qui n’ont pas pu partir"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["retry"]:
            self.stdout.write(f"Courriels remis en attente : {queue.retry()}.")
            return
        if options["forget"]:
            self.stdout.write(f"Courriels abandonnés : {queue.forget()}.")
            return
        for row in queue.waiting().order_by("enqueued_at"):
            asked = timezone.localtime(row.enqueued_at)
            self.stdout.write(
                f"En attente : {', '.join(queue.recipients(row))}, le {asked:%d/%m à %H:%M}"
            )
        for row in queue.failed().order_by("enqueued_at"):
            # The last line says what the server answered.
            why = row.traceback.strip().rpartition("\n")[2].partition("Undelivered: ")[2]
            self.stdout.write(f"Refusé : {', '.join(queue.recipients(row))} ({why})")
        self.stdout.write(
            f"En attente : {queue.waiting().count()}. Refusés : {queue.failed().count()}."
        )
