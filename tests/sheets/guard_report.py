"""Precision and recall of the guard, kind by kind, on the labelled lines of each part.

    python -m tests.sheets.guard_report [--missed]

"reglage" served to write the rules; "epreuve" did not.
"""

import json
import os
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

LABELLED = Path(__file__).with_name("guard_labelled.json")
PARTS = ("reglage", "epreuve")


@dataclass
class Tally:
    """What the guard got right and wrong."""

    right: int = 0
    false_alarms: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        found = self.right + self.false_alarms
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        there = self.right + self.missed
        return self.right / there if there else 1.0

    def add(self, other: "Tally") -> None:
        self.right += other.right
        self.false_alarms += other.false_alarms
        self.missed += other.missed


def lines() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the lines: part, text, and the (kind, passage) pairs expected."""
    written = json.loads(LABELLED.read_text(encoding="utf-8"))["lignes"]
    return [
        (line["partie"], line["texte"], [(kind, passage) for kind, passage in line["attendu"]])
        for line in written
    ]


def tallies(*, told: bool = False) -> dict[str, dict[str, Tally]]:
    """Return the tallies by part and kind, with "tout" for all kinds; `told` prints mistakes.

    A warning is right when it is of the expected kind and overlaps the expected passage.
    """
    from essaim.sheets import guard

    found: dict[str, dict[str, Tally]] = {part: defaultdict(Tally) for part in PARTS}
    for part, text, expected in lines():
        left = [(kind, text.index(passage), len(passage)) for kind, passage in expected]
        for warning in guard.look_at(text, "summary"):
            match = next(
                (
                    one
                    for one in left
                    if one[0] == warning.kind
                    and warning.start < one[1] + one[2]
                    and one[1] < warning.end
                ),
                None,
            )
            if match:
                left.remove(match)
                found[part][warning.kind].right += 1
            else:
                found[part][warning.kind].false_alarms += 1
                _tell(told, part, "false alarm", warning.kind, warning.excerpt, text)
        for kind, start, length in left:
            found[part][kind].missed += 1
            _tell(told, part, "missed", kind, text[start : start + length], text)
    for kinds in found.values():
        whole = Tally()
        for tally in kinds.values():
            whole.add(tally)
        kinds["tout"] = whole
    return found


def _tell(told: bool, *words: str) -> None:
    if told:
        sys.stdout.write(" | ".join(words) + "\n")


def main() -> None:
    import django

    django.setup()
    for part, kinds in tallies(told="--missed" in sys.argv).items():
        count = sum(line[0] == part for line in lines())
        sys.stdout.write(f"{part}: {count} lines\n")
        for kind, tally in sorted(kinds.items()):
            sys.stdout.write(
                f"  {kind:<10} precision {tally.precision:.2f} recall {tally.recall:.2f}"
                f" ({tally.right} right, {tally.false_alarms} false, {tally.missed} missed)\n"
            )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.config.settings")
    main()
