"""`essaim demo`: load the demonstration set."""

import argparse
from typing import Any

from django.conf import settings

from essaim.config.commands import EssaimCommand
from essaim.intake import demonstrating, demonstrating_people
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
        people = demonstrating_people.load()
        self.stdout.write(
            f"Personnes inventées : {people} ajoutées. Pour entrer, donnez leur adresse à la page "
            f"« Contribuer » ; le code arrive dans {settings.OUTBOX_DIR}."
        )
        for row in demonstrating_people.shipped()["personnes"]:
            self.stdout.write(f"  {row['courriel']:<32} {row['presentation']}")
