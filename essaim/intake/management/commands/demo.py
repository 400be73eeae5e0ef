"""`essaim demo`: load the demonstration set."""

import argparse
from typing import Any

from essaim.config.commands import EssaimCommand
from essaim.intake import demonstrating
from essaim.sheets.models import Sheet


class Command(EssaimCommand):
    """Load what is missing of the demonstration set; safe to repeat."""

    help = "Charge les fiches de démonstration (inventées)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare `--if-empty`, which `make run` uses."""
        parser.add_argument(
            "--if-empty", action="store_true", help="ne fait rien si la base a déjà des fiches"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say what was done."""
        if options["if_empty"] and Sheet.objects.exists():
            self.stdout.write("La base a déjà des fiches : la démonstration n’est pas chargée.")
            return
        loaded = demonstrating.load()
        self.stdout.write(
            f"Démonstration : {loaded.sheets} fiches et {loaded.structures} structures inventées "
            f"ajoutées, {loaded.known_sheets} fiches déjà là."
        )
