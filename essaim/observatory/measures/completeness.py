"""How much the sheets tell."""

from typing import Final

import numpy as np

from essaim.observatory.columns import ASKED
from essaim.observatory.measures import counting
from essaim.observatory.measures.mapping import ByDepartment, Summary
from essaim.observatory.results import Measure, Result, Row, Shape
from essaim.observatory.selection import Selection

_HALF: Final = 16
# How many bits are set in each number of 16 bits.
_BITS: Final = np.array([number.bit_count() for number in range(1 << _HALF)], np.uint8)


def shares(selection: Selection) -> counting.Floats:
    """Return of each sheet the percent of the fields asked that it answers."""
    filled = selection.number("filled")
    count = _BITS[filled & (1 << _HALF) - 1].astype(np.int64) + _BITS[filled >> _HALF]
    percents: counting.Floats = count * (100 / len(ASKED))
    return percents


def _completeness(selection: Selection) -> Result:
    size, filled = selection.size, int(selection.counts("filled").sum())
    row = Row(
        "moyenne",
        "Part des rubriques remplies, en moyenne",
        100 * filled / (len(ASKED) * size) if size else None,
        size,
        selection.query,
    )
    return Result(size, size, (row,), too_few=not size)


def _by_field(selection: Selection) -> Result:
    counts, size = selection.counts("filled").tolist(), selection.size
    rows = [
        Row(one.key, one.heading, counting.share(count, size), size, note=f"{count} sur {size}")
        for one, count in zip(ASKED, counts, strict=True)
    ]
    rows.sort(key=lambda row: -(row.value or 0))
    return Result(size, size, tuple(rows) if size else ())


_RUBRICS: Final = ", ".join(f"« {one.heading} »" for one in ASKED)

MEASURES: Final = (
    Measure(
        key="completude",
        theme="fiches",
        title="Des fiches plus ou moins remplies",
        question="Les fiches disent-elles l’essentiel ?",
        definition=f"La part des {len(ASKED)} rubriques qu’une fiche peut toujours remplir et qui "
        f"le sont, en moyenne : {_RUBRICS}.",
        unit="%",
        numerator="Les rubriques qui disent quelque chose.",
        denominator=f"Les {len(ASKED)} rubriques de chaque fiche de la sélection.",
        missing="Une rubrique vide est justement ce qui est compté ici. Les rubriques qui n’ont de "
        "sens que pour certaines fiches (raisons de l’arrêt, précision) ne comptent pas.",
        shape=Shape.VALUES,
        compute=_completeness,
        per_department=ByDepartment(shares, Summary.MEAN),
        row_heading="Part",
    ),
    Measure(
        key="rubriques",
        theme="fiches",
        title="Ce que les fiches disent, rubrique par rubrique",
        question="Que raconte-t-on, que laisse-t-on de côté ?",
        definition="Pour chaque rubrique, la part des fiches qui la remplissent.",
        unit="%",
        numerator="Les fiches où la rubrique dit quelque chose.",
        denominator="Toutes les fiches de la sélection.",
        missing="Une rubrique vide est justement ce qui est compté ici.",
        shape=Shape.BARS,
        compute=_by_field,
        row_heading="Rubrique",
    ),
)
