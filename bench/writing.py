"""A writer in a process of its own, as an import or another machine is: `python -m bench.writing`.

Reads orders on its input, one to a line, and answers each on its output when it is done:

    one TOKEN alone       publish a sheet whose title holds TOKEN, also written backwards; the
                          server's own follower brings the index up to date
    one TOKEN caught-up   the same, then bring the index up to date, as the site's own pages do
    every SECONDS FOR     publish a sheet and catch up every so many seconds, for so long

The answer is when the (last) sheet was committed, on the machine's monotonic clock, and for
`every` how many there were. When its input ends, the writer withdraws all it published.
"""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from bench.measures import REPOSITORY

_ACTOR: Final = "mesures"
_FAR: Final = 50_000_000  # synthetic sheets no base has


@contextmanager
def writer(environment: Mapping[str, str]) -> Iterator["Writer"]:
    """Start a writer on that base; have it withdraw what it wrote at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.writing"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=REPOSITORY,
    )
    try:
        yield Writer(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait()


class Writer:
    """The other end of a writer."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Wait until it is ready."""
        self._process = process
        self._read()

    def one(self, token: str, *, caught_up: bool) -> float:
        """Have one sheet published; return when it was committed, as `time.monotonic` tells."""
        self._order(f"one {token} {'caught-up' if caught_up else 'alone'}")
        return float(self._read())

    def begin(self, every: float, seconds: float) -> None:
        """Have sheets published every so often; `end` waits for the last."""
        self._order(f"every {every} {seconds}")

    def end(self) -> int:
        """Wait for what was begun; return how many sheets were published."""
        return int(self._read())

    def _order(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def _read(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the writer has ended; it said why above")
        return line


def _main() -> None:
    """Do as told until the input ends."""
    import django

    django.setup()

    from bench import synthetic
    from essaim.intake import form
    from essaim.search import engine
    from essaim.workflow import writer as sheets

    sheet = synthetic.Recombiner().sheet
    written: list[int] = []

    def publish(token: str) -> float:
        record = sheet(_FAR + len(written)) | {"titre": f"Mesure {token} {token[::-1]}"}
        done = sheets.publish([sheets.Draft(form.validate(record))], actor=_ACTOR)
        at = time.monotonic()
        written.extend(done.ids.values())
        return at

    def answer(what: object) -> None:
        sys.stdout.write(f"{what}\n")
        sys.stdout.flush()

    answer("prêt")
    for line in sys.stdin:
        match line.split():
            case ["one", token, how]:
                # Said at once: catching up is part of what is waited for.
                answer(publish(token))
                if how == "caught-up":
                    engine.catch_up()
            case ["every", every, seconds]:
                begun = time.monotonic()
                count = 0
                while (due := begun + count * float(every)) < begun + float(seconds):
                    time.sleep(max(0, due - time.monotonic()))
                    publish(f"zk{len(written)}")
                    engine.catch_up()
                    count += 1
                answer(count)
    sheets.withdraw(written, actor=_ACTOR)
    engine.catch_up()


if __name__ == "__main__":
    _main()
