"""Asks the search many queries at once, in a process of its own, that `answers` starts.

    python -m tests.relevance.answering CORPUS PATH [--without FEATURE]

The environment says which base (so nothing here may import tests.environment, which chooses
another); the first run loads the corpus from PATH into it. Addresses come as JSON on the standard
input; answers go out as JSON: for each address the ranks in the corpus of the first 20 sheets
found, best first.
"""

import argparse
import json
import os
import sys
from pathlib import Path

from tests.relevance import features
from tests.relevance.judgements import CORPORA, DEMONSTRATION
from tests.relevance.measures import REACH

Ranked = list[int]


def main() -> None:
    """Answer, once the process is as asked."""
    asked = argparse.ArgumentParser()
    asked.add_argument("corpus", choices=CORPORA)
    asked.add_argument("path", type=Path)
    asked.add_argument("--without", choices=features.FEATURES, default="")
    options = asked.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.config.settings")
    features.switch_off(options.without)
    import django

    django.setup()
    features.switch_off_when_ready(options.without)
    _keep_apart(options.without)
    json.dump(_answers(options.corpus, options.path, json.load(sys.stdin)), sys.stdout)


def _keep_apart(without: str) -> None:
    """Give an index made otherwise a folder of its own."""
    from django.conf import settings

    if without:
        settings.INDEX_DIR = settings.INDEX_DIR.with_name(f"index-{without}")


def _answers(corpus: str, path: Path, addresses: list[str]) -> list[Ranked]:
    from essaim.search import engine
    from essaim.search.query import Query

    ranks = _ranks(corpus, path)
    found = [engine.search(Query.parse(address), limit=REACH) for address in addresses]
    # As the page shows them: what comes near stands below what was found.
    return [[ranks[hit.sheet_id] for hit in (*one.hits, *one.nearby)] for one in found]


def _ranks(corpus: str, path: Path) -> dict[int, int]:
    """Return the rank in the corpus of each sheet's id, loading the corpus when it is missing."""
    from essaim.sheets.models import Sheet

    if not Sheet.objects.exists():
        _load(corpus, path)
    ids = Sheet.objects.order_by("pk").values_list("pk", flat=True)
    return {identifier: rank for rank, identifier in enumerate(ids, start=1)}


def _load(corpus: str, path: Path) -> None:
    """Load the corpus; its sheets must be created in the order of the file, that ranks rest on."""
    from essaim.intake import demonstrating, importing
    from essaim.sheets.models import Sheet

    prepared = importing.prepare(path)
    titles = [line.title for line in prepared.plan.lines()]
    if corpus == DEMONSTRATION:
        demonstrating.load()
    else:
        importing.apply(prepared, actor="pertinence")
    written = list(Sheet.objects.order_by("pk").values_list("title", flat=True))
    if written != titles:
        raise RuntimeError(f"{corpus}: the sheets are not in the order of their file")


if __name__ == "__main__":
    main()
