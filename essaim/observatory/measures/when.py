"""When the actions took place, when their sheets came online, how fresh they are."""

import datetime
from typing import Final

import numpy as np

from essaim.observatory.measures import counting
from essaim.observatory.measures.links import narrowed
from essaim.observatory.ragged import Ints
from essaim.observatory.results import Measure, Result, Row, Shape
from essaim.observatory.selection import Selection

_LONGEST: Final = 40  # years in a row shown one by one, empty ones too
_MONTHS_SHOWN: Final = 36
_QUARTERS_SHOWN: Final = 36
_MONTHS: Final = (
    *("janv.", "févr.", "mars", "avril", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)
# Age in days: each class goes up to its bound, not included.
AGES: Final = (
    (183, "Moins de six mois"),
    (365, "De six mois à un an"),
    (730, "De un à deux ans"),
    (1_826, "De deux à cinq ans"),
    (None, "Cinq ans et plus"),
)


def _years(selection: Selection) -> Result:
    found, (years, _) = counting.tally(selection, "year"), selection.figures("year")
    if not found.saying:
        return Result(0, selection.size)
    # Of each year met: how many sheets, of how many structures.
    met = {
        int(years[rank]): (int(found.sheets[rank]), int(found.structures[rank]))
        for rank in np.flatnonzero(found.sheets).tolist()
    }
    first, last = min(met), max(met)
    shown = range(first, last + 1) if last - first < _LONGEST else list(met)
    chosen = selection.query.values("annee")
    return Result(
        found.saying,
        selection.size,
        tuple(
            _year(selection, str(year), *met.get(year, (0, 0)))
            for year in shown
            if not chosen or str(year) in chosen
        ),
    )


def _year(selection: Selection, year: str, sheets: int, structures: int) -> Row:
    query = narrowed(selection.query, "annee", year) if sheets else None
    return Row(year, year, float(sheets), sheets, query, structures=structures)


def _growth(selection: Selection) -> Result:
    """Return how many sheets were online at the end of each month, quarter or year."""
    days, counts = selection.figures("published")
    met = np.flatnonzero(counts)
    if not len(met):
        return Result(0, selection.size)
    months = _months(days[met])
    first, last = int(months[0]), int(months[-1])
    last = max(last, selection.today.year * 12 + selection.today.month - 1)
    step = _step(last - first + 1)
    places = months // step - first // step
    periods = np.zeros(last // step - first // step + 1, np.int64)
    np.add.at(periods, places, counts[met])
    total, rows = 0, []
    for place, count in enumerate(periods.tolist()):
        total += count
        key, label = _period((first // step + place) * step, step)
        rows.append(Row(key, label, float(total), total, note=f"{count} de plus"))
    return Result(total, selection.size, tuple(rows))


def _months(days: Ints) -> Ints:
    """Return the months, counted from year 0, of days (`date.toordinal`)."""
    since = (days.astype(np.int64) - datetime.date(1970, 1, 1).toordinal()).astype("datetime64[D]")
    return since.astype("datetime64[M]").astype(np.int64) + 1970 * 12


def _step(months: int) -> int:
    if months <= _MONTHS_SHOWN:
        return 1
    return 3 if months <= 3 * _QUARTERS_SHOWN else 12


def _period(month: int, step: int) -> tuple[str, str]:
    year, rank = divmod(month, 12)
    if step == 12:
        return str(year), str(year)
    if step == 3:
        return f"{year}-T{rank // 3 + 1}", f"{rank // 3 + 1}ᵉ trim. {year}".replace("1ᵉ", "1ᵉʳ")
    return f"{year}-{rank + 1:02d}", f"{_MONTHS[rank]} {year}"


def _freshness(selection: Selection) -> Result:
    days, said = selection.figures("renewed")
    known = np.maximum(selection.today.toordinal() - days, 0)
    bounds = [bound for bound, _ in AGES if bound is not None]
    counts = np.zeros(len(AGES), np.int64)
    np.add.at(counts, np.searchsorted(bounds, known, side="right"), said)
    rows = tuple(
        Row(str(bound or "plus"), label, float(count), int(count))
        for (bound, label), count in zip(AGES, counts.tolist(), strict=True)
    )
    return Result(int(said.sum()), selection.size, rows if said.any() else ())


MEASURES: Final = (
    Measure(
        key="annees",
        theme="temps",
        title="Les actions par année",
        question="De quand datent les actions ?",
        definition="Le nombre de fiches pour chaque année d’action, telle que la structure la dit. "
        "Ce n’est pas l’année de publication.",
        unit="fiches",
        numerator="Les fiches de l’année.",
        denominator="Les fiches qui disent leur année.",
        missing="Une fiche sans année n’est dans aucune barre.",
        shape=Shape.YEARS,
        compute=_years,
        row_heading="Année",
    ),
    Measure(
        key="croissance",
        theme="temps",
        title="Les fiches en ligne, au fil du temps",
        question="La base grandit-elle ?",
        definition="Le nombre de fiches de la sélection déjà publiées à la fin de chaque mois "
        "(trimestre au-delà de trois ans, année au-delà de neuf), parmi celles qui sont en ligne "
        "aujourd’hui. Une fiche retirée depuis n’y est plus : pour les chiffres tels qu’ils "
        "étaient, voyez les relevés quotidiens.",
        unit="fiches",
        numerator="Les fiches publiées pour la première fois avant la fin de la période.",
        denominator="Les fiches en ligne aujourd’hui.",
        missing="Toutes les fiches en ligne ont une date de publication.",
        shape=Shape.YEARS,
        compute=_growth,
        row_heading="Période",
    ),
    Measure(
        key="fraicheur",
        theme="temps",
        title="La fraîcheur des fiches",
        question="Depuis quand les fiches n’ont-elles pas bougé ?",
        definition="Le nombre de fiches selon le temps écoulé depuis la dernière publication, ou "
        "depuis que la structure a dit l’action toujours en cours.",
        unit="fiches",
        numerator="Les fiches de cette ancienneté.",
        denominator="Les fiches dont la date est connue.",
        missing="Une fiche sans date n’est dans aucune barre.",
        shape=Shape.BARS,
        compute=_freshness,
        row_heading="Ancienneté",
    ),
)
