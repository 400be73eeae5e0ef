"""`essaim serve`: the production server."""

import argparse
import http.client
import multiprocessing
import os
import socket
import sys
import threading
from typing import Any, Final

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string
from granian import Granian
from granian.constants import Interfaces

from essaim.config.commands import make_tables
from essaim.config.safety import unsafe_settings
from essaim.letters.postman import Postman
from essaim.search import engine, following
from essaim.workflow import locks, rereading
from essaim.workflow.daily import Daily

_LONGEST_STOP: Final = 30  # seconds a worker has to end what it does


class Command(BaseCommand):
    """Prepare the data folder, bring the index up to date, and serve."""

    help = "Lance le site."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the contract's options."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--workers", type=int, default=min(4, os.cpu_count() or 1), help="nombre de processus"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until stopped; exit 2 when it cannot start, saying why."""
        host, port, workers = options["host"], options["port"], options["workers"]
        problems = unsafe_settings(settings)
        if workers < 1:
            problems.append("--workers : au moins 1.")
        problems += _port_problems(host, port)
        if problems:
            for problem in problems:
                self.stderr.write(f"Essaim ne démarre pas : {problem}")
            sys.exit(2)
        self._prepare()
        # A worker forked from a process that has threads may inherit a lock nobody will free.
        multiprocessing.set_start_method("spawn", force=True)
        stop = threading.Event()
        # Follows what other processes write (imports, other nodes), for all workers at once.
        follower = threading.Thread(target=following.follow, args=(stop,), daemon=True)
        follower.start()
        postman = Postman()
        postman.start()
        daily = Daily()
        daily.start()
        threading.Thread(target=self._announce, args=(host, port, stop), daemon=True).start()
        _serve(host, port, workers)
        stop.set()
        daily.stop()
        postman.stop()
        self._end(follower, daily)

    def _end(self, *beside: threading.Thread) -> None:
        """Let what goes on beside serving come to its end; after some seconds, end without it."""
        for thread in beside:
            thread.join(timeout=5)
        if any(thread.is_alive() for thread in beside):
            # Cut off by the interpreter's own end, they could abort inside numpy or Tantivy.
            self.stdout.flush()
            self.stderr.flush()
            os._exit(0)

    def _prepare(self) -> None:
        """Bring the tables, the files and what is made from the sheets up to date."""
        with locks.preparing():
            make_tables()
            call_command("collectstatic", verbosity=0, interactive=False)
            rereading.read_again(self._tell_reading)
        engine.catch_up()
        for path in settings.BEFORE_SERVING:
            import_string(path)()

    def _tell_reading(self, done: int) -> None:
        self.stdout.write(f"Lecture des chiffres dans les textes : {done} fiches")
        self.stdout.flush()

    def _announce(self, host: str, port: int, stop: threading.Event) -> None:
        """Say where the site is, once it answers there."""
        asked = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
        while not stop.wait(0.05):
            client = http.client.HTTPConnection(asked, port, timeout=30)
            try:
                client.request("GET", "/healthz")
                client.getresponse().read()
            except OSError:
                continue
            finally:
                client.close()
            shown = f"[{host}]" if ":" in host else host
            self.stdout.write(f"Essaim est prêt : http://{shown}:{port} (Ctrl+C pour arrêter)")
            self.stdout.flush()
            return


def _serve(host: str, port: int, workers: int) -> None:
    Granian(
        "essaim.workflow.worker:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=2,
        # A thread that ends closes its connection to the database, and what that holds.
        blocking_threads_idle_timeout=600,
        workers_kill_timeout=_LONGEST_STOP,
        log_access=False,
        log_level="warning",  # type: ignore[arg-type]
        respawn_failed_workers=True,
        backpressure=256,
    ).serve()


def _port_problems(host: str, port: int) -> list[str]:
    """Say why the address cannot be had. The server itself would share a taken port silently."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            return [f"l’adresse {host}, port {port}, n’est pas libre ({error})."]
    return []
