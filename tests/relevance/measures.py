"""How good a ranked answer is: nDCG@10, reciprocal rank, recall@20, success@1.

Ranked: the sheets found, best first, each once. Grades: sheet -> 1 to 3; others are worth 0.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

DEPTH: Final = 10
REACH: Final = 20


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of one answer, or their means over several: each from 0 to 1."""

    ndcg: float
    reciprocal_rank: float
    recall: float
    success: float


def ndcg(ranked: Sequence[int], grades: Mapping[int, int], depth: int = DEPTH) -> float:
    """Return the gains (2^grade - 1) discounted by rank, over those of the best order there is."""
    ideal = sorted(grades.values(), reverse=True)
    best = _discounted(ideal[:depth])
    return _discounted([grades.get(sheet, 0) for sheet in ranked[:depth]]) / best if best else 0.0


def _discounted(grades: Iterable[int]) -> float:
    return sum(
        float(2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, start=1)
    )


def good_grade(grades: Mapping[int, int]) -> int:
    """Return the grade from which a sheet is an answer: 2, or 1 where nothing is better."""
    return min(2, max(grades.values(), default=1))


def reciprocal_rank(ranked: Sequence[int], grades: Mapping[int, int]) -> float:
    """Return 1 / the place of the first answer, 0 when there is none."""
    enough = good_grade(grades)
    for place, sheet in enumerate(ranked, start=1):
        if grades.get(sheet, 0) >= enough:
            return 1 / place
    return 0.0


def recall(ranked: Sequence[int], grades: Mapping[int, int], reach: int = REACH) -> float:
    """Return the share of the judged sheets found, or of the 20 there is room for."""
    found = sum(sheet in grades for sheet in ranked[:reach])
    return found / min(len(grades), reach) if grades else 0.0


def success(ranked: Sequence[int], grades: Mapping[int, int]) -> float:
    """Return 1 when the first sheet is an answer, 0 otherwise."""
    return float(bool(ranked) and grades.get(ranked[0], 0) >= good_grade(grades))


def of(ranked: Sequence[int], grades: Mapping[int, int]) -> Measures:
    """Return all the measures of one answer."""
    return Measures(
        ndcg(ranked, grades),
        reciprocal_rank(ranked, grades),
        recall(ranked, grades),
        success(ranked, grades),
    )


def mean(values: Sequence[float]) -> float:
    """Return the mean, NaN of nothing."""
    return sum(values) / len(values) if values else math.nan


def means(measured: Sequence[Measures]) -> Measures:
    """Return the mean of each measure."""
    return Measures(
        mean([one.ndcg for one in measured]),
        mean([one.reciprocal_rank for one in measured]),
        mean([one.recall for one in measured]),
        mean([one.success for one in measured]),
    )
