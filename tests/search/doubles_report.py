"""Precision and recall of the judgement on doubles, on the labelled pairs of each part.

    python -m tests.search.doubles_report [--missed]

"reglage" served to choose the weights; "epreuve" did not.
"""

import itertools
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LABELLED = Path(__file__).with_name("doubles_labelled.json")
PARTS = ("reglage", "epreuve")


@dataclass(frozen=True)
class Labelled:
    """Two sheets (French keys), where they stand, and whether they are doubles."""

    part: str
    names: tuple[str, str]
    first: dict[str, Any]
    second: dict[str, Any]
    is_double: bool
    same_structure: bool
    same_department: bool


@dataclass
class Tally:
    """What a judgement got right and wrong."""

    right: int = 0
    false_alarms: int = 0
    missed: int = 0
    pairs: int = 0

    @property
    def precision(self) -> float:
        found = self.right + self.false_alarms
        return self.right / found if found else 0.0

    @property
    def recall(self) -> float:
        there = self.right + self.missed
        return self.right / there if there else 0.0


def labelled() -> Iterator[Labelled]:
    """Yield every labelled pair."""
    written = json.loads(LABELLED.read_text(encoding="utf-8"))
    by_name = {structure["nom"]: structure for structure in written["structures"]}
    for name, structure in by_name.items():
        doubles = {frozenset(pair) for pair in structure["doubles"]}
        for (a, first), (b, second) in itertools.combinations(structure["fiches"].items(), 2):
            names = (f"{name}/{a}", f"{name}/{b}")
            is_double = frozenset((a, b)) in doubles
            yield Labelled(structure["partie"], names, first, second, is_double, True, True)
    for pair in written["ailleurs"]:
        names = (pair["premiere"], pair["seconde"])
        sides = [name.rsplit("/", 1) for name in names]
        first, second = (by_name[name]["fiches"][sheet] for name, sheet in sides)
        departments = {by_name[name]["departement"] for name, _ in sides}
        near = len(departments) == 1
        yield Labelled(pair["partie"], names, first, second, pair["double"], False, near)


def tallies(*, told: bool = False) -> dict[str, Tally]:
    """Return the tally of each part; `told` prints each mistake."""
    from essaim.search import doubles
    from essaim.sheets import content as contents

    found = {part: Tally() for part in PARTS}
    for pair in labelled():
        judgement = doubles.score(
            contents.from_json(pair.first),
            contents.from_json(pair.second),
            same_structure=pair.same_structure,
            same_department=pair.same_department,
        )
        tally = found[pair.part]
        is_proposed = judgement.score >= doubles.THRESHOLD
        tally.pairs += 1
        tally.right += is_proposed and pair.is_double
        tally.false_alarms += is_proposed and not pair.is_double
        tally.missed += pair.is_double and not is_proposed
        if told and is_proposed != pair.is_double:
            kind = "missed" if pair.is_double else "false alarm"
            told_as = f"{pair.part} {kind} {judgement.score:.2f} {pair.names} {judgement.reasons}"
            sys.stdout.write(f"{told_as}\n")
    return found


def main() -> None:
    import django

    django.setup()
    for part, tally in tallies(told="--missed" in sys.argv).items():
        sys.stdout.write(
            f"{part}: {tally.pairs} pairs, {tally.right + tally.missed} doubles;"
            f" precision {tally.precision:.3f}, recall {tally.recall:.3f}"
            f" ({tally.false_alarms} false alarms, {tally.missed} missed)\n"
        )


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.config.settings")
    main()
