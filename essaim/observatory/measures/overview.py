"""A selection at a glance: the figures one says aloud."""

from typing import Final

import numpy as np

from essaim.observatory.measures import completeness, counting, money, people, what
from essaim.observatory.results import Measure, Result, Row, Shape
from essaim.observatory.selection import Selection


def _glance(selection: Selection) -> Result:
    size = selection.size
    places = int(np.count_nonzero(selection.in_departments(selection.bits)))
    rows = (
        Row("fiches", "Fiches publiées", float(size), size, selection.query, unit="fiches"),
        Row(
            "structures",
            "Structures qui publient",
            float(selection.structures),
            size,
            unit="structures",
            structures=selection.structures,
        ),
        Row("departements", "Départements", float(places), size, unit="départements"),
        _taken("initiative-habitants", what.MEASURES, selection, "part"),
        _taken("budget", money.MEASURES, selection, "mediane"),
        _taken("personnes", people.MEASURES, selection, "ensemble"),
        _taken("completude", completeness.MEASURES, selection, "moyenne"),
    )
    note = "" if size >= counting.LEAST else _FEW[min(size, 1)].format(size)
    return Result(size, size, rows, too_few=size < counting.LEAST, note=note)


_FEW: Final = (
    "Aucune fiche ne répond à cette demande.",
    "{} fiche(s) seulement : chacune se lit mieux qu’une statistique.",
)


def _taken(key: str, measures: tuple[Measure, ...], selection: Selection, row: str) -> Row:
    """Return one figure of another measure, under that one's key and with its unit."""
    measure = next(one for one in measures if one.key == key)
    found = next(one for one in counting.computed(measure, selection).rows if one.key == row)
    return Row(
        key,
        found.label,
        found.value,
        found.rests_on,
        found.behind,
        spread=found.spread,
        note=found.note,
        unit=found.unit or measure.unit,
        structures=found.structures,
    )


MEASURES: Final = (
    Measure(
        key="chiffres",
        theme="ensemble",
        title="En un coup d’œil",
        question="De quoi parle-t-on ?",
        definition="Les chiffres d’une sélection, chacun tel que sa propre mesure le définit.",
        unit="",
        numerator="Celui de chaque mesure.",
        denominator="Celui de chaque mesure ; chaque chiffre dit sur combien de fiches il repose.",
        missing="Ce qui n’est pas dit n’est compté dans aucun chiffre.",
        shape=Shape.VALUES,
        compute=_glance,
        row_heading="Chiffre",
    ),
)
