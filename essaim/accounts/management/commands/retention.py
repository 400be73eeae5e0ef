"""`essaim retention`: let go of what need not be kept any longer."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from essaim.accounts import retention as rules
from essaim.config.commands import EssaimCommand
from essaim.network import retention


class Command(EssaimCommand):
    """To be run every day; run twice, it does nothing more."""

    help = "Efface ce qui n’a plus à être conservé : la durée de chaque chose est publiée."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="dire ce qui serait fait, sans rien effacer"
        )
        parser.add_argument(
            "--rules",
            action="store_true",
            help="dire seulement ce qui est gardé, et combien de temps",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Apply the rules and say what was done."""
        if options["rules"]:
            for kept in retention.KEPT:
                self.stdout.write(f"- {kept.what} : {kept.how_long}")
            return
        dry_run = options["dry_run"]
        done = rules.apply(timezone.now(), dry_run=dry_run)
        if dry_run:
            self.stdout.write(
                "À blanc : rien n’a été effacé, personne n’a été prévenu. Il y aurait :"
            )
        for outcome in done:
            self.stdout.write(f"- {outcome}")
        if not done:
            self.stdout.write("- rien" if dry_run else "Rien à effacer.")
        if dry_run:
            self.stdout.write("Les pièces jointes ne se comptent pas à blanc.")
