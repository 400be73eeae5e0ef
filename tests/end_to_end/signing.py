"""People, drafts and open sessions in the base of a served site, made by the site's own code.

One process of its own speaks to that base for the whole file: starting one for each question
would take longer than the tests.
"""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from playwright.sync_api import BrowserContext

from tests.environment import REPOSITORY
from tests.own_base import OwnBase

Row = tuple[int, str, str, dict[str, Any]]


@dataclass(frozen=True)
class Writer:
    """Somebody who has signed in: their id, their structure's, and their session."""

    person: int
    structure: int
    session: str

    def enter(self, context: BrowserContext, address: str) -> None:
        """Give a browser their session."""
        context.add_cookies([{"name": "essaim", "value": self.session, "url": address}])


@dataclass
class Backstage:
    """Asks the process that knows the base; see `signing_child` for what it can do."""

    process: "subprocess.Popen[str]"

    def writers(self, *names: str, structure: str = "Centre social Les Essais") -> list[Writer]:
        """Return people of these names who belong to one structure, each signed in anew."""
        return [Writer(*row) for row in self._ask("writers", names=names, structure=structure)]

    def draft(self, writer: Writer, **values: Any) -> int:
        """Begin a sheet that holds these values (by French key); return its number."""
        place = {"person": writer.person, "structure": writer.structure}
        return cast(int, self._ask("draft", **place, values=values))

    def versions(self, number: int) -> list[Row]:
        """Return (version, state, author, content by French key) of each revision."""
        return [cast(Row, tuple(row)) for row in self._ask("versions", number=number)]

    def _ask(self, what: str, **given: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([what, given]) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the process that knows the base has ended"
        return json.loads(line)


@contextlib.contextmanager
def backstage(base: OwnBase) -> Iterator[Backstage]:
    """Start the process that knows a base; end it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.end_to_end.signing_child"],
        env={**base.env, "DJANGO_SETTINGS_MODULE": "essaim.config.settings"},
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Backstage(process)
    finally:
        process.communicate()
