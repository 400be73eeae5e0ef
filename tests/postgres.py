"""Run a command beside a PostgreSQL of its own: `python -m tests.postgres COMMAND…`.

The command finds the address in TEST_DATABASE_URL. The server lives in a temporary folder, hears
only a socket in it that no other user can reach, and is stopped and removed whatever happens.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import quote

# Speed over safety: nothing here outlives the run.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # A plan compiled for a handful of rows costs more than it saves.
    "jit": "off",
    "listen_addresses": "",
    "max_connections": "60",
    "timezone": "UTC",
    # Statistics gathered while a test has half written its rows gave it, now and then, a plan that
    # took hours.
    "autovacuum": "off",
    "statement_timeout": "180s",
    # A lock that nobody gives back becomes an error that names the statement.
    "lock_timeout": "120s",
    "idle_in_transaction_session_timeout": "240s",
    "log_lock_waits": "on",
}


class NotInstalledError(Exception):
    """PostgreSQL's server programs are not on this machine."""


def programs() -> Path:
    """Return the folder of the newest `initdb` and `pg_ctl` of this machine."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = [
        folder
        for folder in Path("/usr/lib/postgresql").glob("*/bin")
        if (folder / "initdb").exists() and folder.parent.name.isdigit()
    ]
    if not versions:
        raise NotInstalledError("PostgreSQL is not installed (initdb is nowhere to be found)")
    return max(versions, key=lambda folder: int(folder.parent.name))


def _unprivileged() -> dict[str, Any]:
    """Return the arguments of `subprocess` that leave root: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise NotInstalledError("no unprivileged user to run PostgreSQL as")


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Start a server, yield the address of its empty base, stop and remove it."""
    folder = programs()
    as_user = _unprivileged()
    home = Path(tempfile.mkdtemp(prefix="essaim-pg-"))
    if as_user:
        os.chown(home, as_user["user"], as_user["group"])
    data, log = home / "data", home / "log"

    def run(*command: str | Path) -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=home, **as_user)

    try:
        run(
            *(folder / "initdb", "--pgdata", data, "--username", "essaim", "--auth", "trust"),
            *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        )
        options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        options += f" -c unix_socket_directories='{home}'"
        run(folder / "pg_ctl", "start", "-w", "-D", data, "-l", log, "-o", options)
        try:
            yield f"postgresql://essaim@{quote(str(home), safe='')}/postgres"
        finally:
            run(folder / "pg_ctl", "stop", "-w", "-D", data, "-m", "immediate")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _stop(number: int, frame: FrameType | None) -> None:
    """Turn a signal into an exit, so that the server is stopped on the way out."""
    raise SystemExit(128 + number)


def main(command: Sequence[str]) -> int:
    """Run the command beside a server; return the command's exit code."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        with server() as address:
            environment = {**os.environ, "TEST_DATABASE_URL": address}
            return subprocess.run(command, env=environment).returncode
    except NotInstalledError as error:
        sys.stderr.write(f"make test-postgres: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
