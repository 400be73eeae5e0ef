"""The `essaim` command: Django's command line, with the project's settings."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Run one command; the exit code is the command's own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.config.settings")
    from django.core.management import ManagementUtility

    ManagementUtility([Path(sys.argv[0]).name or "essaim", *sys.argv[1:]]).execute()


if __name__ == "__main__":
    main()
