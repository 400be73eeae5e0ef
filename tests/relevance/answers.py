"""What the search answers to the judged queries, asked in a process and a base apart."""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Final

from tests.environment import REPOSITORY
from tests.own_base import OwnBase
from tests.relevance import features
from tests.relevance.answering import Ranked
from tests.relevance.judgements import DEMONSTRATION, LISTING

PATHS: Final = {
    DEMONSTRATION: REPOSITORY / "essaim" / "intake" / "demonstration" / "actions.json",
    # Not part of the project: see `listing_path` in tests/conftest.py.
    LISTING: REPOSITORY.parent / "shared" / "data" / "actions-listing.txt",
}


def ask(base: OwnBase, corpus: str, addresses: Sequence[str], *, without: str = "") -> list[Ranked]:
    """Return the ranks of the sheets each address finds, in a base kept for that corpus.

    The first call on a base, migrated and empty, loads the corpus.
    """
    command = [sys.executable, "-m", "tests.relevance.answering", corpus, str(PATHS[corpus])]
    done = subprocess.run(
        [*command, *(["--without", without] if without else [])],
        env=base.env,
        cwd=REPOSITORY,
        input=json.dumps([features.address_without(without, one) for one in addresses]),
        capture_output=True,
        text=True,
        timeout=300,
    )
    if done.returncode:
        raise RuntimeError(f"{corpus}, without {without or 'nothing'}: {done.stderr[-2000:]}")
    found: list[Ranked] = json.loads(done.stdout)
    return found
