"""Budgets: those the author states, else those read in the text without a doubt."""

from collections.abc import Callable
from typing import Final

import numpy as np

from essaim.observatory.columns import MONTHLY, STATED_BUDGET
from essaim.observatory.measures import counting
from essaim.observatory.measures.links import narrowed, within
from essaim.observatory.measures.mapping import ByDepartment, Summary
from essaim.observatory.measures.spreads import Linked, by_value
from essaim.observatory.narrowing import Narrowed
from essaim.observatory.results import Behind, Measure, Result, Row, Shape
from essaim.observatory.selection import Selection
from essaim.search import bitsets
from essaim.search.phrases import NBSP, number
from essaim.search.query import Query

_MIN: Final = "budget-min"
_MAX: Final = "budget-max"
_CENTS: Final = 100
# Whole euros: each band goes up to its bound, that one included.
BANDS: Final = (0, 1_000, 5_000, 10_000, 20_000, 50_000, 100_000)

_HOW: Final = (
    "Le budget est celui que la structure a confirmé ; sinon, celui lu dans le texte, quand la "
    "lecture n’est pas douteuse. « Néant » compte pour 0 €."
)
_UNKNOWN: Final = (
    "Une fiche sans budget connu n’est pas comptée : ce n’est jamais un budget de 0 €."
)


def euros(selection: Selection) -> counting.Floats:
    """Return the budget of each sheet in euros, NaN where it is not known."""
    cents = selection.number("budget")
    return np.where(cents >= 0, cents / _CENTS, np.nan)


def _between(query: Query, low: int, high: int | None) -> Narrowed | None:
    return within(query, _MIN, _MAX, low, high)


def _figures(selection: Selection) -> Result:
    cents, counts = selection.figures("budget")
    count = int(counts.sum())
    spread = counting.quartiles(cents, counts, _CENTS)
    few = "" if spread else counting.few(count)
    low, middle, high = spread or (None, None, None)
    said = _between(selection.query, 0, None)
    rows = (
        Row("mediane", "Budget médian", middle, count, said, spread=spread, note=few),
        Row("premier-quartile", "Un quart des budgets ne dépasse pas", low, count, note=few),
        Row("dernier-quartile", "Un quart des budgets atteint ou dépasse", high, count, note=few),
        _monthly(selection),
        Row(
            "somme",
            "Somme des budgets connus",
            int(cents @ counts) / _CENTS if count else None,
            count,
            said,
            note="Sur des durées différentes : un ordre de grandeur.",
        ),
        *_among_known(selection, count, int(counts[cents == 0].sum())),
    )
    return Result(count, selection.size, rows, too_few=not spread, note=few)


def _monthly(selection: Selection) -> Row:
    cents, counts = selection.figures(MONTHLY)
    spread, count = counting.quartiles(cents, counts, _CENTS), int(counts.sum())
    middle = spread[1] if spread else None
    few = "" if spread else counting.few(count)
    return Row("par-mois", "Budget médian par mois", middle, count, note=few, unit="€ par mois")


def _among_known(selection: Selection, known: int, nothing: int) -> tuple[Row, Row]:
    """Return how many of the `known` budgets their author gave, and how many are `nothing`."""
    columns = selection.columns
    stated = selection.bits & columns.stating(STATED_BUDGET) & columns.saying("budget")
    confirmed = counting.share(bitsets.count(stated), known)
    return (
        Row("confirmes", "Budgets confirmés par la structure", confirmed, known, unit="%"),
        Row(
            "sans-argent",
            "Actions menées sans argent",
            float(nothing) if known else None,
            known,
            _between(selection.query, 0, 0) if nothing else None,
            unit="fiches",
        ),
    )


def _bands(selection: Selection) -> Result:
    cents, said = selection.figures("budget")
    # How many sheets are in all bands up to each, then in each alone.
    ends = np.searchsorted(cents, np.array(BANDS) * _CENTS, "right")
    upto = np.concatenate([[0], np.cumsum(said)])[np.append(ends, len(said))]
    rows = []
    for place, count in enumerate(np.diff(upto, prepend=0).tolist()):
        low = BANDS[place - 1] + 1 if place else 0
        high = BANDS[place] if place < len(BANDS) else None
        query = _between(selection.query, low, high) if count else None
        rows.append(Row(_key(low, high), _band(low, high), float(count), count, query))
    return Result(int(upto[-1]), selection.size, tuple(rows) if upto[-1] else ())


def _key(low: int, high: int | None) -> str:
    return f"{low}-{high}" if high is not None else f"{low}-"


def _band(low: int, high: int | None) -> str:
    if high == 0:
        return f"0{NBSP}€"
    if high is None:
        return f"Plus de {_amount(low - 1)}"
    return f"De {_amount(low)[:-2]} à {_amount(high)}"


def _amount(whole: int) -> str:
    return f"{number(whole)}{NBSP}€"


def _by_dimension(selection: Selection) -> Result:
    behind = _linked(selection, "dimension")
    return by_value(selection, "budget", "dimension", behind, scale=_CENTS)


def _by_theme(selection: Selection) -> Result:
    return by_value(selection, "budget", "keywords", _linked(selection, "mot-cle"), scale=_CENTS)


def _linked(selection: Selection, key: str) -> Linked:
    """Return the query of the sheets of a group that tell their budget."""
    said = _between(selection.query, 0, None)

    def behind(label: str) -> Behind:
        return narrowed(said, key, label) if said else None

    return behind


def _spread(
    key: str, title: str, question: str, *, group: str, compute: Callable[[Selection], Result]
) -> Measure:
    return Measure(
        key=key,
        theme="argent",
        title=title,
        question=question,
        definition="Pour chaque groupe, le premier quartile, la médiane et le troisième quartile "
        f"des budgets. {_HOW}",
        unit="€",
        numerator=f"Les budgets connus des fiches {group}.",
        denominator=f"Les fiches {group} dont le budget est connu.",
        missing=f"{_UNKNOWN} Un groupe de moins de {counting.LEAST} budgets n’a pas de médiane.",
        shape=Shape.SPREAD,
        compute=compute,
        row_heading=title,
    )


MEASURES: Final = (
    Measure(
        key="budget",
        theme="argent",
        title="Le budget des actions",
        question="Combien coûte une action ?",
        definition=f"La médiane et les quartiles des budgets connus. {_HOW} Par mois : le budget "
        "divisé par les mois qu’il couvre, quand la durée est dite. La somme ajoute des budgets "
        "de durées différentes.",
        unit="€",
        numerator="Les budgets connus.",
        denominator="Les fiches dont le budget est connu.",
        missing=f"{_UNKNOWN} Pas de médiane à moins de {counting.LEAST} budgets.",
        shape=Shape.VALUES,
        compute=_figures,
        per_department=ByDepartment(euros, Summary.MEDIAN),
        row_heading="Chiffre",
    ),
    Measure(
        key="budget-tranches",
        theme="argent",
        title="Les budgets par tranche",
        question="Petites actions ou grands projets ?",
        definition=f"Le nombre de fiches dans chaque tranche de budget. {_HOW}",
        unit="fiches",
        numerator="Les fiches dont le budget est dans la tranche, bornes comprises.",
        denominator="Les fiches dont le budget est connu.",
        missing=_UNKNOWN,
        shape=Shape.BARS,
        compute=_bands,
        row_heading="Tranche",
    ),
    _spread(
        "budget-dimension",
        "Le budget selon la dimension",
        "Quelle famille d’action coûte le plus ?",
        group="de la dimension",
        compute=_by_dimension,
    ),
    _spread(
        "budget-themes",
        "Le budget selon le thème",
        "Quel thème demande le plus d’argent ?",
        group="du thème (une fiche compte une fois pour chacun des siens)",
        compute=_by_theme,
    ),
)
