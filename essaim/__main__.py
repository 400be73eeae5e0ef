"""The `essaim` command: Django's command line, with the project's settings."""

import os
import signal
import sys
from pathlib import Path


def main() -> None:
    """Run one command; the exit code is the command's own, or a shell's when it is cut short."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.config.settings")
    from django.core.management import ManagementUtility

    try:
        ManagementUtility([Path(sys.argv[0]).name or "essaim", *sys.argv[1:]]).execute()
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has had enough (`| head`). Python would complain again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(128 + signal.SIGPIPE)
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


if __name__ == "__main__":
    main()
