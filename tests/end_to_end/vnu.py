"""The Nu Html Checker, from npm's package `vnu-jar`, kept in build/vnu/ and checked by its hash.

`python -m tests.end_to_end.vnu FILE…` checks files by hand.
"""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from tests.environment import REPOSITORY

VERSION: Final = "26.9.27"
SHA512: Final = (
    "TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA=="
)
FOLDER: Final = REPOSITORY / "build" / "vnu"
PACKAGE: Final = FOLDER / f"vnu-jar-{VERSION}.tgz"
JAR: Final = FOLDER / f"vnu-{VERSION}.jar"


class NotAvailableError(Exception):
    """Java, npm or the network is missing on this machine."""


def jar() -> Path:
    """Return the path of the checker, fetched at the first call."""
    if shutil.which("java") is None:
        raise NotAvailableError("java n’est pas installé : la validité du HTML n’est pas vérifiée")
    if not JAR.exists():
        _fetch()
    return JAR


def _fetch() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not PACKAGE.exists():
        npm = shutil.which("npm")
        if npm is None:
            raise NotAvailableError("npm n’est pas installé : vnu ne peut pas être pris")
        command = [npm, "pack", f"vnu-jar@{VERSION}", "--pack-destination", str(FOLDER)]
        done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True)
        if done.returncode:
            raise NotAvailableError(f"npm n’a pas pu prendre vnu : {done.stderr.strip()[-300:]}")
    found = base64.b64encode(hashlib.sha512(PACKAGE.read_bytes()).digest()).decode()
    if found != SHA512:
        PACKAGE.unlink()
        raise ValueError(f"{PACKAGE.name} is not the package expected: {found}")
    with tarfile.open(PACKAGE) as archive:
        member = next(one for one in archive if one.name.endswith("/vnu.jar"))
        source = archive.extractfile(member)
        assert source is not None
        # Several test processes may do this at once: the last to finish wins, all are the same.
        part = JAR.with_suffix(f".{hash(source)}.part")
        with source, part.open("wb") as target:
            shutil.copyfileobj(source, target)
        part.replace(JAR)


def complaints(files: Sequence[Path]) -> list[str]:
    """Return what the checker finds in the files, warnings included."""
    options = ("--format", "json", "--stdout", "--exit-zero-always")
    done = subprocess.run(
        ["java", "-Xss4m", "-jar", str(jar()), *options, *map(str, files)],
        capture_output=True,
        check=True,
        text=True,
    )
    messages: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return [
        f"{message.get('url', '').rpartition('/')[2]}:{message.get('lastLine', 0)} "
        f"{message.get('subType') or message['type']}: {message['message']} "
        f"[{message.get('extract', '').strip()[:120]}]"
        for message in messages
    ]


def main() -> int:
    """Check the files named on the command line."""
    found = complaints([Path(name) for name in sys.argv[1:]])
    sys.stdout.writelines(f"{one}\n" for one in found)
    return min(len(found), 1)


if __name__ == "__main__":
    sys.exit(main())
