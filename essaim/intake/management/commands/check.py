"""`essaim check`: do the database, the index, the files and the settings agree?

Django's own system checks run first, as they always do under this name.
"""

import sys
from typing import Any

from django.conf import settings
from django.core.management.commands.check import Command as DjangoCheck

from essaim.config.commands import prepare_database
from essaim.config.safety import unsafe_settings
from essaim.intake.attachments import keeping
from essaim.letters import queue
from essaim.workflow import checking


class Command(DjangoCheck):
    """Exit 0 when all agrees; 1 with what is wrong and how to mend it."""

    help = "Vérifie que la base, l’index, les fichiers et les réglages sont d’accord."

    def handle(self, *app_labels: Any, **options: Any) -> None:
        """Run Django's checks, then ours."""
        super().handle(*app_labels, **options)
        if app_labels or options["list_tags"]:
            return
        unready = prepare_database()
        problems = [unready] if unready else _problems()
        problems += unsafe_settings(settings)
        if problems:
            for problem in problems:
                self.stderr.write(f"- {problem}")
            sys.exit(1)
        self.stdout.write("Tout est d’accord : base, index, fichiers, courriels, réglages.")


def _problems() -> list[str]:
    return [*checking.problems(), *keeping.problems(), *queue.problems()]
