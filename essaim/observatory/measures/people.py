"""Who carries the actions and whom they reach: persons, stated or read without a doubt."""

from typing import Final

import numpy as np

from essaim.observatory.measures import counting
from essaim.observatory.measures.links import narrowed, within
from essaim.observatory.measures.mapping import ByDepartment, Summary, percents
from essaim.observatory.measures.spreads import by_value
from essaim.observatory.narrowing import Narrowed
from essaim.observatory.results import Behind, Measure, Result, Row, Shape
from essaim.observatory.selection import Selection
from essaim.search.query import Query

_HOW: Final = (
    "Les nombres sont ceux que la structure a confirmés ; sinon, ceux lus dans le texte, quand la "
    "lecture n’est pas douteuse. Pour une fourchette (« 5 à 8 »), son milieu."
)
_UNKNOWN: Final = "Une fiche qui ne le dit pas n’est pas comptée : ce n’est jamais 0 personne."
_SAID: Final = (
    ("professionals", "professionnels", "Professionnels"),
    ("volunteers", "benevoles", "Bénévoles"),
    ("others", "autres", "Autres (élus, volontaires, stagiaires, habitants…)"),
)


def persons(selection: Selection, name: str) -> counting.Floats:
    """Return one count of each sheet, NaN where it is not known."""
    column = selection.number(name)
    return np.where(column >= 0, column, np.nan)


def _median_row(selection: Selection, name: str, key: str, label: str, query: Behind) -> Row:
    values, counts = selection.figures(name)
    spread, known = counting.quartiles(values, counts), int(counts.sum())
    return Row(
        key,
        label,
        spread[1] if spread else None,
        known,
        query,
        spread=spread,
        note="" if spread else counting.few(known),
    )


def _said_people(query: Query) -> Narrowed | None:
    return within(query, "personnes-min", "personnes-max", 0, None)


def _carrying(selection: Selection) -> Result:
    query = _said_people(selection.query)
    rows = (
        _median_row(selection, "people", "ensemble", "Personnes qui portent une action", query),
        *(
            _median_row(selection, name, key, f"{label}, quand la fiche en parle", None)
            for name, key, label in _SAID
        ),
    )
    few = rows[0].value is None
    return Result(rows[0].rests_on, selection.size, rows, too_few=few, note=rows[0].note)


def _with_volunteers(selection: Selection) -> tuple[counting.Flags, counting.Flags]:
    """Return of each sheet whether volunteers carry it, and whether it says who does.

    A total alone does not: nothing is known of its volunteers.
    """
    says = np.zeros(selection.size, bool)
    for name, _, _ in _SAID:
        says |= selection.number(name) >= 0
    return selection.number("volunteers") > 0, says


def _volunteers(selection: Selection) -> Result:
    yes, says = _with_volunteers(selection)
    count, saying = int(np.count_nonzero(yes)), int(np.count_nonzero(says))
    row = Row(
        "part",
        "Actions portées avec des bénévoles",
        counting.share(count, saying),
        saying,
        note=f"{count} sur {saying}" if saying else "Aucune fiche ne détaille qui porte l’action.",
    )
    return Result(saying, selection.size, (row,), too_few=not saying)


def _reached(selection: Selection) -> Result:
    row = _median_row(selection, "beneficiaries", "mediane", "Personnes touchées", None)
    few = row.value is None
    return Result(row.rests_on, selection.size, (row,), too_few=few, note=row.note)


def _by_theme(selection: Selection) -> Result:
    said = _said_people(selection.query)
    return by_value(
        selection,
        "people",
        "keywords",
        lambda label: narrowed(said, "mot-cle", label) if said else None,
    )


MEASURES: Final = (
    Measure(
        key="personnes",
        theme="personnes",
        title="Les personnes qui portent une action",
        question="À combien mène-t-on une action ?",
        definition="La médiane des personnes mobilisées : professionnels, bénévoles et autres. "
        f"Les participants et bénéficiaires n’en sont jamais. {_HOW} Chaque ligne a ses propres "
        "fiches : celles qui disent ce nombre-là ; les médianes ne s’additionnent donc pas.",
        unit="personnes",
        numerator="Les nombres de personnes connus.",
        denominator="Les fiches qui disent ce nombre.",
        missing=f"{_UNKNOWN} Pas de médiane à moins de {counting.LEAST} fiches.",
        shape=Shape.VALUES,
        compute=_carrying,
        per_department=ByDepartment(lambda chosen: persons(chosen, "people"), Summary.MEDIAN),
        row_heading="Personnes",
    ),
    Measure(
        key="benevoles",
        theme="personnes",
        title="La part des actions avec des bénévoles",
        question="Les bénévoles sont-ils de la partie ?",
        definition=f"La part des fiches qui comptent au moins un bénévole. {_HOW}",
        unit="%",
        numerator="Les fiches où au moins un bénévole est compté.",
        denominator="Les fiches qui comptent des professionnels, des bénévoles ou d’autres.",
        missing="Une fiche qui ne dit rien des personnes, ou un total sans détail, n’est pas "
        "comptée. Une fiche qui compte ses professionnels sans parler de bénévoles est au "
        "dénominateur seulement.",
        shape=Shape.VALUES,
        compute=_volunteers,
        per_department=ByDepartment(
            lambda chosen: percents(*_with_volunteers(chosen)), Summary.MEAN
        ),
        row_heading="Part",
    ),
    Measure(
        key="beneficiaires",
        theme="personnes",
        title="Les personnes touchées",
        question="Combien de personnes une action touche-t-elle ?",
        definition=f"La médiane des participants ou bénéficiaires cités. {_HOW}",
        unit="personnes",
        numerator="Les nombres de bénéficiaires connus.",
        denominator="Les fiches qui disent ce nombre.",
        missing=f"{_UNKNOWN} Pas de médiane à moins de {counting.LEAST} fiches.",
        shape=Shape.VALUES,
        compute=_reached,
        per_department=ByDepartment(
            lambda chosen: persons(chosen, "beneficiaries"), Summary.MEDIAN
        ),
        row_heading="Personnes",
    ),
    Measure(
        key="personnes-themes",
        theme="personnes",
        title="Les personnes mobilisées selon le thème",
        question="Quel thème demande le plus de monde ?",
        definition="Pour chaque thème, le premier quartile, la médiane et le troisième quartile "
        f"des personnes mobilisées. {_HOW} Une fiche compte une fois pour chacun de ses thèmes.",
        unit="personnes",
        numerator="Les nombres de personnes connus des fiches du thème.",
        denominator="Les fiches du thème qui disent ce nombre.",
        missing=f"{_UNKNOWN} Un thème de moins de {counting.LEAST} fiches n’a pas de médiane.",
        shape=Shape.SPREAD,
        compute=_by_theme,
        row_heading="Thème",
    ),
)
