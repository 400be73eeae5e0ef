"""Where the sheets come from, what each territory lacks, and who has not published yet."""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Final

import numpy as np
from django.db.models import Count

from essaim.config.prepared import Prepared
from essaim.network.models import Structure
from essaim.observatory.measures import counting
from essaim.observatory.measures.links import narrowing
from essaim.observatory.measures.mapping import (
    ByDepartment,
    Sheets,
    Structures,
    Summary,
    percents,
    scope,
)
from essaim.observatory.ragged import Ints
from essaim.observatory.results import Measure, Result, Row, Shape
from essaim.observatory.selection import Selection
from essaim.search import document, labels

# What one page has read of the directory, for all its measures.
_read: Final[ContextVar[dict[str, int] | None]] = ContextVar("directory", default=None)


@contextlib.contextmanager
def directory(known: dict[str, int]) -> Iterator[None]:
    """Have `known_structures` return this in here, rather than ask the database again."""
    token = _read.set(known)
    try:
        yield
    finally:
        _read.reset(token)


def known_structures() -> dict[str, int]:
    """Return how many structures the base knows in each département: one query."""
    known = _read.get()
    if known is not None:
        return known
    return dict(_COUNTED.rows())


_COUNTED: Final = Prepared(
    lambda _: (
        Structure.objects.filter(department__isnull=False)
        .order_by()
        .values_list("department_id")
        .annotate(Count("pk"))
    )
)


def _territory(
    selection: Selection, sheets: Ints, structures: Ints, codes: tuple[str, ...], key: str
) -> Result:
    """Return how many sheets each territory has, most first; all of them are shown."""
    found = counting.Tally(sheets, structures, int(sheets.sum()))
    known = labels.current()
    names = (known.regions if key == "region" else known.departments).names
    return counting.bars(
        selection,
        found,
        [(place, code, names[code]) for place, code in enumerate(codes)],
        narrowing(selection.query, key),
        most=len(codes),
    )


def _departments(selection: Selection) -> Result:
    sheets, structures = selection.in_departments(selection.bits), selection.publishing
    return _territory(selection, sheets, structures, selection.territories.codes, "departement")


def _regions(selection: Selection) -> Result:
    where = selection.territories
    sheets = where.by_region(selection.in_departments(selection.bits))
    groups = selection.groups
    places = where.place[groups.departments]
    here, size = places >= 0, len(selection.columns.structure_ids)
    regions = where.region_of[places[here]].astype(np.int64)
    if not groups.is_once:  # a structure that has moved within a region counts once
        regions = np.unique(regions * size + groups.structures[here]) // max(1, size)
    structures = np.bincount(regions, minlength=len(where.regions))
    return _territory(selection, sheets, structures, where.regions, "region")


def _priority(selection: Selection) -> tuple[counting.Flags, counting.Flags]:
    column = selection.number("priority")
    return column == 1, column >= 0


def _in_priority_areas(selection: Selection) -> Result:
    yes, says = _priority(selection)
    count, saying = int(np.count_nonzero(yes)), int(np.count_nonzero(says))
    row = Row(
        "part",
        "Fiches de structures en quartier prioritaire",
        counting.share(count, saying),
        saying,
        note=f"{count} sur {saying}" if saying else "Aucune structure ne le dit.",
        structures=counting.distinct(selection, yes),
    )
    return Result(saying, selection.size, (row,), too_few=not saying)


def _per_structure(selection: Selection) -> Result:
    structures = selection.structures
    row = Row(
        "moyenne",
        "Fiches par structure qui publie",
        selection.size / structures if structures else None,
        selection.size,
        selection.query,
        structures=structures,
    )
    return Result(selection.size, selection.size, (row,), too_few=not structures)


def publishing(selection: Selection) -> dict[str, int]:
    """Return how many structures of each département have a published sheet, of any kind."""
    found = selection.columns.publishing
    return {
        code: found.get(document.department_code(code), 0) for code in selection.territories.codes
    }


def _silent(selection: Selection) -> Result:
    """Return the structures without a sheet, by département, most first. Counts structures."""
    known, publish, inside = known_structures(), publishing(selection), scope(selection)
    names = labels.current().departments.names
    rows = [
        Row(
            code,
            names[code],
            float(known[code] - publish[code]),
            known[code],
            href=f"/structures/?departement={code}",
            note=f"sur {known[code]} structures connues",
        )
        for code in sorted(inside & known.keys())
        if known[code] > publish[code]
    ]
    rows.sort(key=lambda row: (-(row.value or 0), row.label))
    total = sum(known[code] for code in inside & known.keys())
    silent = int(sum(row.value or 0 for row in rows))
    note = f"{silent} structures sur {total} n’ont encore aucune fiche en ligne."
    return Result(total, total, tuple(rows), note=note)


_ONCE: Final = "Une fiche compte une fois, dans le territoire de sa structure."
_NO_PLACE: Final = "Une fiche dont la structure n’a pas de département n’est comptée nulle part."

MEASURES: Final = (
    Measure(
        key="departements",
        theme="territoires",
        title="Les fiches par département",
        question="D’où viennent les fiches ?",
        definition=f"Le nombre de fiches publiées dans chaque département. {_ONCE} Sur la carte "
        "par structure : le nombre de fiches pour une structure qui publie.",
        unit="fiches",
        numerator="Les fiches des structures du département.",
        denominator="Les fiches dont la structure a un département.",
        missing=f"{_NO_PLACE} Un département sans fiche n’est pas un département sans action : ce "
        "qui est compté est ce qui a été publié.",
        shape=Shape.BARS,
        compute=_departments,
        per_department=Sheets(),
        row_heading="Département",
    ),
    Measure(
        key="regions",
        theme="territoires",
        title="Les fiches par région",
        question="Quelles régions publient ?",
        definition=f"Le nombre de fiches publiées dans chaque région. {_ONCE}",
        unit="fiches",
        numerator="Les fiches des structures de la région.",
        denominator="Les fiches dont la structure a un département.",
        missing=_NO_PLACE,
        shape=Shape.BARS,
        compute=_regions,
        row_heading="Région",
    ),
    Measure(
        key="structures",
        theme="territoires",
        title="Les structures qui publient",
        question="Combien de fiches par structure ?",
        definition="Le nombre moyen de fiches des structures qui en ont au moins une dans la "
        "sélection. Sur la carte : le nombre de ces structures.",
        unit="fiches",
        numerator="Les fiches de la sélection.",
        denominator="Les structures qui ont au moins une de ces fiches.",
        missing="Une structure sans fiche dans la sélection n’est pas dans la moyenne.",
        shape=Shape.VALUES,
        compute=_per_structure,
        per_department=Structures(),
        row_heading="Chiffre",
    ),
    Measure(
        key="quartiers-prioritaires",
        theme="territoires",
        title="La part des quartiers prioritaires",
        question="Quelle part des fiches vient des quartiers prioritaires ?",
        definition="La part des fiches dont la structure se dit en géographie prioritaire (QPV).",
        unit="%",
        numerator="Les fiches des structures en géographie prioritaire.",
        denominator="Les fiches des structures qui disent si elles y sont ou non.",
        missing="Une structure qui ne le dit pas n’est pas comptée.",
        shape=Shape.VALUES,
        compute=_in_priority_areas,
        per_department=ByDepartment(lambda chosen: percents(*_priority(chosen)), Summary.MEAN),
        row_heading="Part",
    ),
    Measure(
        key="sans-fiche",
        theme="territoires",
        title="Les structures qui n’ont encore rien publié",
        question="Qui reste à accompagner ?",
        definition="Pour chaque département, les structures connues de l’annuaire d’Essaim qui "
        "n’ont aucune fiche en ligne. Seuls la région et le département choisis comptent ici, pas "
        "les autres critères.",
        unit="structures",
        numerator="Les structures connues sans aucune fiche publiée.",
        denominator="Les structures connues. Ici, « sur N » compte des structures, pas des fiches.",
        missing="Une structure que l’annuaire ne connaît pas encore n’est pas comptée.",
        shape=Shape.BARS,
        compute=_silent,
        row_heading="Département",
    ),
)
