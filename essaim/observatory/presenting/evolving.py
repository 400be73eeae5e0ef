"""How the figures of the base have moved, from its daily snapshots."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup

from essaim.observatory import charts, measures, snapshots
from essaim.observatory.charts import findings, wording
from essaim.observatory.charts import table as tables
from essaim.observatory.presenting import unfolding
from essaim.observatory.presenting.asking import Asked
from essaim.observatory.results import Shape

_MEASURE: Final = "chiffres"
# Title, row of the measure, unit.
_FOLLOWED: Final = (
    ("Les fiches publiées", "fiches", "fiches"),
    ("Les structures qui publient", "structures", "structures"),
)


@dataclass(frozen=True, slots=True)
class Evolution:
    """One figure, day after day. `key` names it in the page."""

    key: str
    title: str
    drawing: Markup
    table: Markup
    finding: str

    @property
    def unfolded(self) -> Markup:
        """Its table, to unfold."""
        return unfolding.behind(self.title, self.table, [])


def of(asked: Asked) -> Sequence[Evolution]:
    """Return what the snapshots tell of what is asked: nothing before there are two days.

    Only a whole territory, or the whole base, has snapshots. One query, three at most.
    """
    scope = snapshots.scope_of(asked.query)
    newest = snapshots.newest() if scope else None
    return _of(scope, newest) if scope and newest else ()


# A year of days takes longer to read and to draw than all the rest of the page.
@functools.lru_cache(maxsize=32)
def _of(scope: str, _newest: object) -> tuple[Evolution, ...]:
    rows = [row for _, row, _ in _FOLLOWED]
    found = []
    for (name, row, unit), points in zip(
        _FOLLOWED, snapshots.evolutions(scope, _MEASURE, rows), strict=True
    ):
        result = snapshots.evolution_result(points)
        if result.too_few:
            continue
        title = f"{name} depuis le {result.rows[0].label}"
        measure = replace(
            measures.BY_KEY[_MEASURE],
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
    return tuple(found)
