"""A base of a test's own, for commands that run in their own process (and may be killed).

On SQLite a data folder copied from a migrated one; on PostgreSQL a database made from a migrated
template, beside a data folder.
"""

import os
import secrets
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.environment import REPOSITORY


@dataclass
class OwnBase:
    """A data folder, the environment that points to it, and the `essaim` command there."""

    data: Path
    env: dict[str, str] = field(default_factory=dict)
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def essaim(
        self, *arguments: str | Path, check: bool = True, **options: Any
    ) -> subprocess.CompletedProcess[str]:
        """Run `essaim …` to its end; with `check`, a failure shows what it said."""
        done: subprocess.CompletedProcess[str] = subprocess.run(
            self._command(arguments),
            **{
                "env": self.env,
                "cwd": REPOSITORY,
                "capture_output": True,
                "text": True,
                "timeout": 300,
                **options,
            },
        )
        if check:
            said = f"{done.args}\n{done.stdout}\n{done.stderr}"
            assert done.returncode == 0, said
        return done

    def start(self, *arguments: str | Path, **options: Any) -> subprocess.Popen[str]:
        """Start `essaim …` in its own process group; killed with the test at the latest."""
        process: subprocess.Popen[str] = subprocess.Popen(
            self._command(arguments),
            **{
                "env": self.env,
                "cwd": REPOSITORY,
                "stdout": subprocess.PIPE,
                "stderr": subprocess.STDOUT,
                "text": True,
                "start_new_session": True,
                **options,
            },
        )
        self.started.append(process)
        return process

    def kill_all(self) -> None:
        """Kill what was started here and still runs, with its children."""
        for process in self.started:
            try:
                os.killpg(process.pid, 9)
            except ProcessLookupError:
                pass
            finally:
                process.wait()
                if process.stdout:
                    process.stdout.close()

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
    with psycopg.connect(os.environ["TEST_DATABASE_URL"], autocommit=True) as connection:
        connection.execute(statement.encode())
