"""How relevant the search is: `make relevance`, or `python -m tests.relevance [--unseen]`.

docs/relevance.md says what is judged, how, and what it gave. The queries kept unseen are counted
and never shown, unless `--unseen` asks for them: whoever tunes the search does not.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import tests.environment  # noqa: F401 (chooses the base, before anything else reads it)
from tests.own_base import Bases
from tests.relevance import measuring
from tests.relevance.features import FEATURES
from tests.relevance.forms import FORMS
from tests.relevance.judgements import KINDS, PARTS, SEEN
from tests.relevance.measuring import Laboratory, Outcome

_WORST: Final = 10
_SHOWN: Final = 5  # ranks shown of what was found


def say(line: str = "") -> None:
    """Write one line at once: the whole takes a minute."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and tell."""
    asked = argparse.ArgumentParser(prog="python -m tests.relevance")
    asked.add_argument("--unseen", action="store_true", help="show the unseen queries too")
    asked.add_argument("--brief", action="store_true", help="leave out the features, one by one")
    options = asked.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.config.settings")
    with tempfile.TemporaryDirectory(prefix="essaim-relevance-") as folder:
        bases = Bases(Path(folder))
        try:
            shown = PARTS if options.unseen else (SEEN,)
            _report(Laboratory(bases), shown=shown, brief=options.brief)
        finally:
            bases.remove()


def _report(laboratory: Laboratory, *, shown: Sequence[str], brief: bool) -> None:
    corpora = measuring.at_hand()
    by_corpus = {corpus: laboratory.measure(corpus) for corpus in corpora}
    everything = [outcome for outcomes in by_corpus.values() for outcome in outcomes]
    say(f"{len(everything)} queries judged: {', '.join(corpora)}")
    say()
    _tell_parts(by_corpus, everything)
    _tell_losses(everything)
    if not brief:
        _tell_features(laboratory, corpora, everything)
    _tell_kinds(everything)
    for part in shown:
        outcomes = measuring.of_part(everything, part)
        say(f"The {part} queries that do worst: nDCG@10, query; what was found; what should be")
        for outcome in measuring.worst(outcomes, _WORST):
            _tell_query(outcome)
        say()
        say(f"The other forms of {part} queries that lose most: nDCG@10 lost, form, query")
        for lost, form, outcome in measuring.worst_forms(outcomes, _WORST):
            say(f"{lost:.3f}  {form.kind}: {form.text}  (for: {_asked(outcome)})")
        say()


def _tell_parts(by_corpus: dict[str, list[Outcome]], everything: list[Outcome]) -> None:
    say(f"{'':<22}{'queries':>8}{'nDCG@10':>9}{'MRR':>8}{'recall@20':>11}{'success@1':>11}")
    sets = {**by_corpus, measuring.TOGETHER: everything} if len(by_corpus) > 1 else by_corpus
    for name, outcomes in sets.items():
        for part in PARTS:
            kept = measuring.of_part(outcomes, part)
            found = measuring.means(kept)
            say(
                f"{name + ', ' + part:<22}{len(kept):>8}{found.ndcg:>9.3f}"
                f"{found.reciprocal_rank:>8.3f}{found.recall:>11.3f}{found.success:>11.3f}"
            )
    say()


def _tell_losses(everything: list[Outcome]) -> None:
    say("nDCG@10 lost by the other forms of a query (and by how many queries that have one)")
    say(f"{'':<22}" + "".join(f"{kind:>18}" for kind in FORMS))
    for part in PARTS:
        lost = measuring.losses(measuring.of_part(everything, part))
        say(
            f"{part:<22}"
            + "".join(f"{lost[kind][0]:>12.3f} ({lost[kind][1]:>3})" for kind in FORMS)
        )
    say()


def _tell_features(
    laboratory: Laboratory, corpora: Sequence[str], everything: list[Outcome]
) -> None:
    say("Each feature taken away: nDCG@10, success@1, and nDCG@10 of the other forms")
    head = [f"{measure} {part}" for measure in ("nDCG", "succ.") for part in PARTS]
    say(f"{'':<22}" + "".join(f"{name:>13}" for name in (*head, *FORMS)))
    _tell_feature("all on", everything)
    for feature in FEATURES:
        outcomes = [
            outcome for corpus in corpora for outcome in laboratory.measure(corpus, without=feature)
        ]
        _tell_feature(f"no {feature}", outcomes)
    say()


def _tell_feature(name: str, outcomes: list[Outcome]) -> None:
    parts = [measuring.means(measuring.of_part(outcomes, part)) for part in PARTS]
    forms = measuring.of_forms(outcomes)
    figures = [
        *(part.ndcg for part in parts),
        *(part.success for part in parts),
        *(forms[kind] for kind in FORMS),
    ]
    say(f"{name:<22}" + "".join(f"{figure:>13.3f}" for figure in figures))


def _tell_kinds(everything: list[Outcome]) -> None:
    say("nDCG@10 of each kind of query (and how many)")
    for kind in KINDS:
        figures = []
        for part in PARTS:
            kept = [one for one in measuring.of_part(everything, part) if one.judged.kind == kind]
            figures.append(f"{part} {measuring.means(kept).ndcg:.3f} ({len(kept):>2})")
        say(f"{kind:<22}{'   '.join(figures)}")
    say()


def _asked(outcome: Outcome) -> str:
    judged = outcome.judged
    return f"{judged.text} [{judged.more}]" if judged.more else judged.text


def _tell_query(outcome: Outcome) -> None:
    """Write a query, the ranks of the sheets first found and those of the best, with grades."""
    grades = outcome.judged.grades
    found = [f"{rank}({grades.get(rank, 0)})" for rank in outcome.ranked[:_SHOWN]]
    best = sorted(grades.items(), key=lambda graded: (-graded[1], graded[0]))
    wanted = [f"{rank}({grade})" for rank, grade in best[:_SHOWN]]
    say(f"{outcome.measures.ndcg:.3f}  {_asked(outcome)}  ({outcome.judged.corpus})")
    say(f"       found {' '.join(found) or 'nothing'}; wanted {' '.join(wanted)}")


if __name__ == "__main__":
    main()
