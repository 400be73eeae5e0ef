"""The labelled texts, read from `labelled/`: what people write, and what is to be read in it.

`funding` and `people` have two files each, `seen` and `unseen`, a JSON object a line; `real.jsonl`
has the answers for the 25 sheets of the real listing, without their texts:

    {"texte": "6 000 € sur 2 ans", "attendu": {"budget": 6000, "mois": 24}}
    {"rang": 4, "champ": "people", "attendu": {"total": 8}, "ambigu": ["autres"], "note": "…"}

"attendu" leaves out what the text does not say; "ambigu" names the kinds that two careful readers
may fill differently, which are not judged. Lines that begin with `#` are notes. Which file a text
stands in is not chosen: see `is_unseen`. docs/figures.md has the rules of labelling.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.environment import REPOSITORY

FOLDER: Final = Path(__file__).with_name("labelled")

# Not part of the project: see `listing_path` in tests/conftest.py.
LISTING: Final = REPOSITORY.parent / "shared" / "data" / "actions-listing.txt"

FUNDING: Final = "funding"
PEOPLE: Final = "people"
FIELDS: Final = (FUNDING, PEOPLE)
# Key of the field in the records of a listing.
KEYS: Final = {FUNDING: "ressources_financieres", PEOPLE: "personnes_mobilisees"}

SEEN: Final = "seen"
UNSEEN: Final = "unseen"
REAL: Final = "real"
PARTS: Final = (SEEN, UNSEEN, REAL)

Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text of one field, and what a careful reader takes out of it.

    `answer` has the JSON keys of a reading, without those that the text does not fill; `rank` is
    that of the sheet in the listing, 0 for a text of our own.
    """

    field: str
    part: str
    text: str
    answer: Answer
    ambiguous: frozenset[str]
    note: str
    rank: int = 0


def is_unseen(text: str) -> bool:
    """Return whether a text is kept out of sight of whoever writes the readers: one in three.

    Decided by the text itself, so that nobody chooses.
    """
    digest = hashlib.sha256(text.encode()).digest()
    return int.from_bytes(digest) % 3 == 0


def load(field: str, part: str) -> list[Labelled]:
    """Return the labelled texts of our own for one field: those seen, or those unseen."""
    lines = _lines(FOLDER / f"{field}_{part}.jsonl")
    return [_labelled(field, part, line["texte"], line) for line in lines]


def load_real() -> list[Labelled]:
    """Return the labelled texts of the real listing, for both fields, in its order."""
    from tests.intake.formats import files

    records = files.read("listing", LISTING.read_bytes())
    return [
        _labelled(field, REAL, str(records[line["rang"] - 1].values.get(KEYS[field], "")), line)
        for line in _lines(FOLDER / "real.jsonl")
        for field in [line["champ"]]
    ]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    known = {"texte", "rang", "champ", "attendu", "ambigu", "note"}
    for written in path.read_text(encoding="utf-8").splitlines():
        if written.startswith("#"):
            continue
        line = json.loads(written)
        if not line.keys() <= known or "attendu" not in line:
            raise ValueError(f"{path.name}: {written!r} is not a labelled text")
        yield line


def _labelled(field: str, part: str, text: str, line: dict[str, Any]) -> Labelled:
    ambiguous = frozenset(line.get("ambigu", ()))
    rank = line.get("rang", 0)
    return Labelled(field, part, text, line["attendu"], ambiguous, line.get("note", ""), rank)
