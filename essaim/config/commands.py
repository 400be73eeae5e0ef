"""What every command of ours does first: make sure there is a database to speak to."""

import sys
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor


class EssaimCommand(BaseCommand):
    """A command that needs the database.

    An empty database is prepared on the spot, so that the first command on a fresh folder just
    works; one of another version is refused with what to do.
    """

    requires_system_checks = ()

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Prepare or refuse the database, then run the command; exit 2 when refused."""
        problem = prepare_database()
        if problem:
            self.stderr.write(problem)
            sys.exit(2)
        return super().execute(*args, **options)


def prepare_database() -> str:
    """Create the tables of an empty database; return what is wrong, in French, or ""."""
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        return f"La base de données ne répond pas : {error}".strip()
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return ""
    if executor.loader.applied_migrations:
        return "La base est d’une autre version d’Essaim : lancez « essaim migrate »."
    make_tables()
    return ""


def make_tables() -> None:
    """Bring the tables up to this version, those of the cache included."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
