"""How right the readers of figures are: `make figures`, or `python -m tests.figures`.

docs/figures.md says what is judged, how, and what it gave. The unseen texts are counted and never
shown: whoever tunes the readers does not look at them.
"""

import os
import sys
from typing import Final

import tests.environment  # noqa: F401 (chooses the base, before anything else reads it)
from tests.figures import measuring
from tests.figures.labelled import FIELDS, UNSEEN
from tests.figures.measuring import Outcome, Score

_WORST: Final = 15


def say(line: str = "") -> None:
    """Write one line."""
    sys.stdout.write(f"{line}\n")


def main() -> None:
    """Read all the labelled texts, and tell."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.config.settings")
    import django

    django.setup()
    outcomes = measuring.everything()
    for field in FIELDS:
        _tell_field(field, [one for one in outcomes if one.labelled.field == field])


def _tell_field(field: str, outcomes: list[Outcome]) -> None:
    parts = {
        part: [one for one in outcomes if one.labelled.part == part] for part in measuring.at_hand()
    }
    say(f"{field}: precision and recall of each figure (right / given, right / labelled)")
    _tell_row("", [f"{part}, {len(of)} texts" for part, of in parts.items()])
    first = measuring.FIRST[field]
    for kind in measuring.KINDS[field]:
        of_kind = measuring.counted if kind == first else measuring.together
        _tell_row(kind, [_told(of_kind(of, kind)) for of in parts.values()])
    asked = [_told(measuring.together(of, first)) for of in parts.values()]
    _tell_row("with doubtful", asked)
    for part, of in parts.items():
        wrong, strays = sum(bool(one.wrong) for one in of), sum(len(one.strays) for one in of)
        say(
            f"{part}: {wrong} texts not wholly right, {strays} figures taken for money that are not"
        )
    say()
    shown = [one for part, of in parts.items() if part != UNSEEN for one in of]
    for outcome in measuring.worst(shown, _WORST):
        _tell_text(outcome)
    say()


def _tell_row(name: str, cells: list[str]) -> None:
    say(f"{name:<16}" + "".join(f"{cell:>34}" for cell in cells))


def _told(score: Score) -> str:
    right = score.right
    precision = f"{score.precision:.3f} ({right}/{score.given})"
    return f"{precision} {score.recall:.3f} ({right}/{score.labelled})"


def _tell_text(outcome: Outcome) -> None:
    """Write a text, and of what is wrong in it what was given and what was to be."""
    one = outcome.labelled
    say(f"- {f'sheet {one.rank} of the listing' if one.rank else repr(one.text)}")
    for kind in outcome.wrong:
        say(f"    {kind}: {outcome.answer.get(kind)} and not {one.answer.get(kind)}")
    if outcome.strays:
        say(f"    taken for money: {', '.join(map(str, outcome.strays))}")


if __name__ == "__main__":
    main()
