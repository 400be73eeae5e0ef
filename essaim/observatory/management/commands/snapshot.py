"""`essaim snapshot`: keep today's figures."""

import datetime
import sys
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from essaim.config.commands import EssaimCommand
from essaim.observatory import snapshots


class Command(EssaimCommand):
    """Once a day is enough; run twice, it does nothing more."""

    help = "Garde les chiffres du jour, pour en montrer l’évolution ; un relevé ne change plus."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--date",
            metavar="AAAA-MM-JJ",
            help="le jour du relevé : aujourd’hui, ou hier quand il se prend après minuit",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the snapshot and say so; exit 2 for a day whose figures nobody knows any more."""
        today = timezone.localdate()
        try:
            day = datetime.date.fromisoformat(options["date"]) if options["date"] else today
        except ValueError:
            self.stderr.write(f"« {options['date']} » n’est pas une date : AAAA-MM-JJ.")
            sys.exit(2)
        if day not in (today, today - datetime.timedelta(days=1)):
            self.stderr.write(
                f"Les chiffres du {day:%d/%m/%Y} ne sont pas ceux d’aujourd’hui : un relevé se "
                "prend le jour même, ou le lendemain."
            )
            sys.exit(2)
        if snapshots.take(day):
            self.stdout.write(f"Relevé du {day:%d/%m/%Y} : fait.")
        else:
            self.stdout.write(f"Le {day:%d/%m/%Y} a déjà son relevé, ou un plus récent existe.")
