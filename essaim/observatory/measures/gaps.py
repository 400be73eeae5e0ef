"""Themes against territories, and what is to be found nowhere in a territory."""

from typing import Final

import numpy as np

from essaim.observatory.measures import counting
from essaim.observatory.measures.links import narrowed
from essaim.observatory.measures.mapping import scope
from essaim.observatory.measures.places import known_structures, publishing
from essaim.observatory.ragged import Ints
from essaim.observatory.results import Cell, Measure, Result, Row, Shape
from essaim.observatory.selection import Selection
from essaim.search import labels, phrases, places
from essaim.search.query import Query

_MOST_ROWS: Final = 20
_MOST_THEMES: Final = 16  # in the grid
_THEMES_LOOKED_FOR: Final = 60  # rarer ones are missing nearly everywhere
_MOST_GAPS: Final = 24
_MOST_EMPTY: Final = 12


def _axis(selection: Selection) -> tuple[str, list[str], tuple[str, ...]]:
    """Return the territories to compare: the query's key, their codes, and all codes in order.

    The départements of what was asked for; the regions when that is too many, or everything.
    """
    where, inside = selection.territories, scope(selection)
    if len(inside) <= _MOST_ROWS:
        return "departement", sorted(inside), where.codes
    parents = labels.current().region_of
    return "region", sorted({parents[code] for code in inside}), where.regions


def _themes(selection: Selection, most: int) -> list[tuple[int, str]]:
    """Return the themes to compare, most first: those chosen, or else those met."""
    known = counting.known_labels("keywords")
    chosen = selection.query.values("mot-cle")
    counts = selection.counts("keywords")
    met = [
        (rank, known[rank])
        for rank in np.flatnonzero(counts).tolist()
        if rank in known and (not chosen or known[rank] in chosen)
    ]
    met.sort(key=lambda one: (-int(counts[one[0]]), one[1]))
    return met[:most]


Crossed = tuple[Ints, Ints, Ints]


def _crossed(selection: Selection) -> Crossed:
    """Return, of each département: sheets by rank of theme, all sheets, those that state a theme.

    Computed once for the grid and the gaps.
    """
    return selection.once("themes by département", lambda: _cross(selection))


def _cross(selection: Selection) -> Crossed:
    return (
        selection.by_department("keywords").T,
        selection.in_departments(selection.bits),
        selection.in_departments(selection.columns.saying("keywords")),
    )


def _by_region(selection: Selection, crossed: Crossed) -> Crossed:
    """Return the same of each region: the sum of its départements."""
    summed, (table, sheets, stating) = selection.territories.by_region, crossed
    return summed(table.T).T, summed(sheets), summed(stating)


def _grid(selection: Selection) -> Result:
    key, shown, codes = _axis(selection)
    crossed = _crossed(selection)
    table, sheets, stating = _by_region(selection, crossed) if key == "region" else crossed
    themes = _themes(selection, _MOST_THEMES)
    known = labels.current()
    names = (known.regions if key == "region" else known.departments).names
    query = selection.query
    order = {code: place for place, code in enumerate(codes)}
    # A territory without a sheet has no gaps to show: it has everything to tell yet.
    rows = tuple(
        Row(
            code,
            names[code],
            float(sheets[order[code]]),
            int(stating[order[code]]),
            narrowed(query, key, code),
        )
        for code in shown
        if sheets[order[code]]
    )
    columns = tuple(
        Row(label, label, total, int(total), narrowed(query, "mot-cle", label))
        for rank, label in themes
        if (total := float(table[:, rank].sum()))
    )
    ranks = {label: rank for rank, label in themes}
    cells = tuple(
        _cell(row, column, int(table[order[row.key], ranks[column.key]]))
        for row in rows
        for column in columns
    )
    return Result(int(stating.sum()), selection.size, rows, columns, cells, too_few=not cells)


def _cell(row: Row, column: Row, count: int) -> Cell:
    """Return a cell; where a territory says no theme at all, nothing can be told."""
    here = row.behind if count else None
    value = float(count) if row.rests_on else None
    behind = narrowed(here, "mot-cle", column.key) if here else None
    return Cell(row.key, column.key, value, row.rests_on, behind)


def _gaps(selection: Selection) -> Result:
    """Return the themes no sheet of a département has, the least expected absence first."""
    where = selection.territories
    table, _, stating = _crossed(selection)
    saying = int(stating.sum())
    themes = _themes(selection, _THEMES_LOOKED_FOR)
    table = table[:, [rank for rank, _ in themes]]
    usual = table.sum(axis=0) / max(1, saying)
    # Every pair of a département and a theme that is missing there, and what was to be expected.
    missing, which = np.nonzero((table == 0) & (stating > 0)[:, None] & (usual > 0))
    expected = usual[which] * stating[missing]
    kept = np.arange(len(expected))
    if len(kept) > _MOST_GAPS:
        kept = np.flatnonzero(expected >= np.partition(expected, -_MOST_GAPS)[-_MOST_GAPS])
    pairs = zip(expected[kept].tolist(), missing[kept].tolist(), which[kept].tolist(), strict=True)
    found = sorted(
        (-often, where.codes[place], themes[rank][1], place) for often, place, rank in pairs
    )
    rows = [
        _gap(selection.query, code, label, int(stating[place]), -less)
        for less, code, label, place in found[:_MOST_GAPS]
    ]
    empty = _without_a_sheet(selection)
    count = len(expected)
    note = (
        f"Les {_MOST_GAPS} absences les plus marquées, sur {count}." if count > _MOST_GAPS else ""
    )
    return Result(saying, selection.size, tuple(rows + empty), note=note)


def _gap(query: Query, code: str, label: str, stating: int, expected: float) -> Row:
    where = places.in_department(code, labels.current().departments.names[code])
    theme = phrases.WORDINGS["keywords"]([label])
    place = narrowed(query, "departement", code)
    them = "fiche y dit son thème" if stating == 1 else "fiches y disent leur thème"
    note = f"{stating} {them}"
    if expected >= 1:
        note += f" ; à la fréquence d’ailleurs, on en attendrait {round(expected)}"
    return Row(
        f"{code}:{label}",
        f"Aucune fiche {theme} {where}",
        None,
        stating,
        # It finds nothing, and says how to look further.
        narrowed(place, "mot-cle", label) if place else None,
        note=f"{note}.",
    )


def _without_a_sheet(selection: Selection) -> list[Row]:
    """Return the départements that have structures and no published sheet at all."""
    publish, inside = publishing(selection), scope(selection)
    silent = [
        (count, code)
        for code, count in known_structures().items()
        if code in inside and not publish.get(code)
    ]
    names = labels.current().departments.names
    rows = []
    for count, code in sorted(silent, key=lambda one: (-one[0], one[1]))[:_MOST_EMPTY]:
        them = "1 structure y est connue" if count == 1 else f"{count} structures y sont connues"
        rows.append(
            Row(
                code,
                f"Aucune fiche {places.in_department(code, names[code])}",
                None,
                0,
                href=f"/structures/?departement={code}",
                note=f"{them}.",
            )
        )
    return rows


MEASURES: Final = (
    Measure(
        key="themes-territoires",
        theme="territoires",
        title="Les thèmes selon les territoires",
        question="Qui parle de quoi, et où ?",
        definition="Pour chaque territoire et chaque thème, le nombre de fiches. Les départements "
        f"de ce qui est choisi ; les régions au-delà de {_MOST_ROWS} départements. Une fiche qui "
        "a plusieurs thèmes compte une fois pour chacun.",
        unit="fiches",
        numerator="Les fiches du territoire qui ont ce thème.",
        denominator="Les fiches du territoire qui disent au moins un thème.",
        missing="Une fiche sans thème n’est dans aucune case ; un territoire sans fiche n’est pas "
        "montré, et un territoire dont aucune fiche ne dit de thème a des cases vides, pas des 0.",
        shape=Shape.GRID,
        compute=_grid,
        row_heading="Territoire",
        column_heading="Thème",
    ),
    Measure(
        key="absences",
        theme="territoires",
        title="Ce que personne n’a encore raconté",
        question="Quels thèmes manquent, et où ?",
        definition="Les thèmes dont aucune fiche d’un département ne parle, alors que ses fiches "
        "disent leurs thèmes et que d’autres départements en parlent "
        f"(les {_THEMES_LOOKED_FOR} thèmes les plus courants). Les plus inattendues d’abord : le "
        "nombre de fiches qu’on attendrait si le thème y était aussi fréquent que dans toute la "
        "sélection. Puis les départements où des structures sont connues et où "
        "aucune fiche n’est publiée. Une absence de fiche n’est pas une absence d’action.",
        unit="",
        numerator="Les paires d’un département et d’un thème sans aucune fiche.",
        denominator="Les fiches qui disent au moins un thème et dont la structure a un "
        "département.",
        missing="Une fiche sans thème ne comble ni ne creuse aucune absence ; un département dont "
        "aucune fiche ne dit de thème n’est pas cité.",
        shape=Shape.LIST,
        compute=_gaps,
        row_heading="Absence",
    ),
)
