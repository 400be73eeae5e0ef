"""How the figures of the base have moved, from its daily snapshots."""

from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup

from essaim.observatory import charts, measures, snapshots
from essaim.observatory.charts import findings, wording
from essaim.observatory.charts import table as tables
from essaim.observatory.presenting.asking import Asked
from essaim.observatory.results import Shape

# Title, measure, row, unit.
_FOLLOWED: Final = (
    ("Les fiches publiées", "chiffres", "fiches", "fiches"),
    ("Les structures qui publient", "chiffres", "structures", "structures"),
)


@dataclass(frozen=True, slots=True)
class Evolution:
    """One figure, day after day. `key` names it in the page."""

    key: str
    title: str
    drawing: Markup
    table: Markup
    finding: str


def of(asked: Asked) -> list[Evolution]:
    """Return what the snapshots tell of what is asked: nothing before there are two days.

    Only a whole territory, or the whole base, has snapshots. At most four queries.
    """
    scope = snapshots.scope_of(asked.query)
    if scope is None:
        return []
    found = []
    for name, key, row, unit in _FOLLOWED:
        result = snapshots.evolution_result(snapshots.evolution(scope, key, row))
        if result.too_few:
            continue
        title = f"{name} depuis le {result.rows[0].label}"
        measure = replace(
            measures.BY_KEY[key],
            key=f"evolution-{row}",
            title=title,
            unit=unit,
            shape=Shape.YEARS,
            row_heading="Jour",
        )
        drawing = charts.draw(measure, result, standalone=False)
        found.append(
            Evolution(
                key=measure.key,
                title=title,
                drawing=Markup(drawing),  # noqa: S704 (each word of it is escaped)
                table=tables.table(measure, result),
                finding=wording.plain(findings.main_finding(measure, result)),
            )
        )
    return found
