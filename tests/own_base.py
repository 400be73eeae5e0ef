"""A base of a test's own, for commands that run in their own process (and may be killed).

On SQLite a data folder copied from a migrated one; on PostgreSQL a database made from a migrated
template, beside a data folder.
"""

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.environment import REPOSITORY

# Seconds: longer than anything takes, shorter than a test may last.
_PATIENCE = 60.0
_LONGEST_COMMAND = 240.0


class Started(subprocess.Popen[str]):
    """A process that nobody waits for without end, in a group of its own.

    What it says goes to a file, unless `stdout` is given: a pipe that nobody reads fills, and then
    the process stops for ever.
    """

    def __init__(self, command: list[str], log: Path, **options: Any) -> None:
        """Start the command; `options` are those of `subprocess.Popen`."""
        self.log = log
        with log.open("w") as out:
            super().__init__(
                command,
                **{
                    "stdout": out,
                    "stderr": subprocess.STDOUT,
                    "text": True,
                    "start_new_session": True,
                    "cwd": REPOSITORY,
                    **options,
                },
            )

    def said(self) -> str:
        """Return all it has said so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def line(self, part: str, seconds: float = _PATIENCE) -> str:
        """Wait for a line that holds `part`, and return it."""
        deadline = time.monotonic() + seconds
        while True:
            ended = self.poll() is not None  # asked first: what it said last is read below
            for line in self.said().splitlines(keepends=True):
                if part in line and line.endswith("\n"):
                    return line
            assert not ended, f"ended without a word of {part!r}:\n{self.said()}"
            assert time.monotonic() < deadline, f"waited for {part!r} in vain:\n{self.said()}"
            time.sleep(0.02)

    def wait(self, timeout: float | None = _PATIENCE) -> int:
        """Wait for its end, a minute at most."""
        return super().wait(timeout)

    def kill_all(self) -> None:
        """Kill it and all it has started, and wait until it is gone."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.wait()
        for pipe in (self.stdin, self.stdout, self.stderr):
            if pipe:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()


@dataclass
class OwnBase:
    """A data folder, the environment that points to it, and the `essaim` command there."""

    data: Path
    env: dict[str, str] = field(default_factory=dict)
    started: list[Started] = field(default_factory=list)

    def essaim(
        self, *arguments: str | Path, check: bool = True, **options: Any
    ) -> subprocess.CompletedProcess[str]:
        """Run `essaim …` to its end; with `check`, a failure shows what it said."""
        given = {"env": self.env, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        process = Started(self._command(arguments), self._log(), **given)
        try:
            out, err = process.communicate(timeout=_LONGEST_COMMAND)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # what it started holds its pipes, too
            out, err = process.communicate(timeout=_PATIENCE)
            err = f"{err}\nkilled after {_LONGEST_COMMAND} seconds"
        finally:
            process.kill_all()
        done = subprocess.CompletedProcess(process.args, process.returncode, out, err)
        if check:
            said = f"{done.args}\n{done.stdout}\n{done.stderr}"
            assert done.returncode == 0, said
        return done

    def start(self, *arguments: str | Path, **options: Any) -> Started:
        """Start `essaim …` in its own process group; killed with the test at the latest."""
        return self.run(self._command(arguments), **options)

    def run(self, command: list[str], **options: Any) -> Started:
        """Start any command on this base."""
        process = Started(command, self._log(), **{"env": self.env, **options})
        self.started.append(process)
        return process

    def kill_all(self) -> None:
        """Kill what was started here and still runs, with its children."""
        for process in self.started:
            process.kill_all()

    def _log(self) -> Path:
        """Return a file for what a process says, beside the data folder, which may not be yet."""
        return self.data.with_name(f"{self.data.name}.{secrets.token_hex(4)}.log")

    @staticmethod
    def _command(arguments: tuple[str | Path, ...]) -> list[str]:
        return [sys.executable, "-m", "essaim", *map(str, arguments)]


@dataclass
class Bases:
    """Makes bases, and removes them: `fresh()` is migrated and otherwise empty."""

    home: Path
    _template: OwnBase | None = None
    _databases: list[str] = field(default_factory=list)

    def unborn(self, name: str = "") -> OwnBase:
        """Return a base that does not exist yet: no file, no table."""
        data = self.home / (name or secrets.token_hex(4))
        env = {**os.environ, "ESSAIM_DATA": str(data)}
        env.pop("DJANGO_SETTINGS_MODULE", None)
        if "TEST_DATABASE_URL" in os.environ:
            env["DATABASE_URL"] = self._create_database()
        return OwnBase(data, env)

    def fresh(self, name: str = "") -> OwnBase:
        """Return a migrated base with the known territories and terms, and no sheet."""
        if self._template is None:
            self._template = self.unborn("template")
            self._template.essaim("migrate", "--verbosity", "0")
        data = self.home / (name or secrets.token_hex(4))
        shutil.copytree(self._template.data, data)
        env = {**self._template.env, "ESSAIM_DATA": str(data)}
        if "DATABASE_URL" in env:
            template = urlsplit(self._template.env["DATABASE_URL"]).path.lstrip("/")
            env["DATABASE_URL"] = self._create_database(template)
        return OwnBase(data, env)

    def _create_database(self, template: str = "template1") -> str:
        name = f"essaim_{secrets.token_hex(6)}"
        _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        self._databases.append(name)
        return urlunsplit(urlsplit(os.environ["TEST_DATABASE_URL"])._replace(path=f"/{name}"))

    def remove(self) -> None:
        """Drop the databases; the folders go with the temporary folder they stand in."""
        for name in self._databases:
            _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_server(statement: str) -> None:
    """Run a statement outside any transaction, on the server's own base."""
    with psycopg.connect(
        os.environ["TEST_DATABASE_URL"],
        autocommit=True,
        connect_timeout=30,
        options="-c statement_timeout=60s",
    ) as connection:
        connection.execute(statement.encode())
