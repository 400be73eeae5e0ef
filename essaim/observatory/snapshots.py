"""Daily snapshots of the measures: what was said on a day stays said.

For the country, each region and each département, the figures of every measure that has some to
follow. Taken once a day (`take`), by the worker of `essaim serve` or `essaim snapshot`. A territory
whose figures have not moved since its last snapshot takes no room.
"""

import bisect
import datetime
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from essaim.config.prepared import Prepared
from essaim.observatory import observing
from essaim.observatory.measures import BY_KEY, MEASURES
from essaim.observatory.models import Snapshot, SnapshotFigures
from essaim.observatory.results import Result, Row, Shape
from essaim.observatory.selection import asked, select
from essaim.observatory.tables import plain
from essaim.search import labels
from essaim.search.query import Query
from essaim.sheets.figures.readings import READER_VERSION

logger = logging.getLogger(__name__)

Json = dict[str, Any]

COUNTRY: Final = "france"
_REGION: Final = "region"
_DEPARTMENT: Final = "departement"
# What moves by itself, tells its own past, or has no number to follow.
_FOLLOWED: Final = tuple(
    measure.key
    for measure in MEASURES
    if measure.shape in (Shape.VALUES, Shape.BARS, Shape.SPREAD) and measure.key != "fraicheur"
)
_CHANGED_READER: Final = "Lu autrement depuis : une nouvelle version lit les chiffres des textes."


@dataclass(frozen=True, slots=True)
class Point:
    """A figure as it was on a day; `reader_version` tells what read the texts then."""

    day: datetime.date
    value: float | None
    rests_on: int
    out_of: int
    reader_version: int


def take(day: datetime.date) -> bool:
    """Keep today's figures under that day; return False when that day has its own already.

    All or nothing, whoever else is doing the same.
    """
    if Snapshot.objects.filter(day__gte=day).exists():
        return False
    scopes = {scope: figures_of(scope) for scope in _scopes()}
    sequence = select(Query()).columns.position.sequence
    try:
        with transaction.atomic():
            snapshot = Snapshot.objects.create(
                day=day,
                taken_at=timezone.now(),
                sequence=sequence,
                reader_version=READER_VERSION,
            )
            SnapshotFigures.objects.bulk_create(
                SnapshotFigures(snapshot=snapshot, scope=scope, figures=figures)
                for scope, figures in scopes.items()
                if figures != _last(scope)
            )
    except IntegrityError:  # another process was quicker
        return False
    logger.info("Observatoire : relevé du %s.", day)
    return True


def take_if_due() -> None:
    """Take today's snapshot unless it is taken: what `settings.EVERY_DAY` calls."""
    take(timezone.localdate())


def figures_of(scope: str) -> Json:
    """Return the present figures of a territory: measure -> what it rests on, and each row's.

    `{"budget": {"sur": [152, 410], "lignes": [["mediane", 1800, 152], …]}, …}`
    """
    observed = observing.observe(query_of(scope), _FOLLOWED)
    return {
        key: {
            "sur": [result.rests_on, result.out_of],
            "lignes": [[row.key, plain(row.value), row.rests_on] for row in result.rows],
        }
        for key, result in observed.results.items()
    }


def evolution(scope: str, key: str, row: str = "") -> tuple[Point, ...]:
    """Return one figure of a measure on each day that has a snapshot, the oldest first.

    `row` is the key of a row (the measure's first when ""). Days on which it was not measured yet
    are left out. Two queries.
    """
    (points,) = evolutions(scope, key, (row,))
    return points


def evolutions(scope: str, key: str, rows: Sequence[str]) -> list[tuple[Point, ...]]:
    """Return the same of several rows, in their order: two queries all the same."""
    days = list(Snapshot.objects.order_by("day").values_list("pk", "day", "reader_version"))
    kept = list(
        SnapshotFigures.objects.filter(scope=scope)
        .order_by("snapshot__day")
        .values_list("snapshot__day", f"figures__{key}")
    )
    since = [day for day, _ in kept]
    points: list[list[Point]] = [[] for _ in rows]
    for _, day, reader_version in days:
        place = bisect.bisect_right(since, day) - 1
        figures = kept[place][1] if place >= 0 else None
        lines = figures["lignes"] if figures else ()
        for row, found in zip(rows, points, strict=True):
            line = next((one for one in lines if row in ("", one[0])), None)
            if figures and line:
                found.append(Point(day, line[1], line[2], figures["sur"][1], reader_version))
    return [tuple(found) for found in points]


def newest() -> object:
    """Return what tells the newest snapshot from any other, None when there is none: one query.

    Snapshots are added and never rewritten: while it is the newest, what they tell is the same.
    """
    return next(iter(_NEWEST.rows()), None)


_NEWEST: Final = Prepared(
    lambda _: Snapshot.objects.order_by("-day").values_list("pk", "taken_at")[:1]
)


def evolution_result(points: tuple[Point, ...]) -> Result:
    """Return an evolution as a result of shape YEARS: one row a day, breaks of reading noted."""
    rows = []
    before = points[0].reader_version if points else 0
    for point in points:
        note = "" if point.reader_version == before else _CHANGED_READER
        before = point.reader_version
        label = f"{point.day:%d/%m/%Y}"
        rows.append(Row(str(point.day), label, point.value, point.rests_on, note=note))
    last = points[-1] if points else None
    return Result(
        last.rests_on if last else 0,
        last.out_of if last else 0,
        tuple(rows),
        too_few=len(rows) < 2,
        note="" if len(rows) > 1 else "Il faut au moins deux relevés pour voir une évolution.",
    )


def scope_of(query: Query) -> str | None:
    """Return the territory whose snapshots tell of a query; None when it asks for more."""
    wanted = asked(query)
    if wanted == Query():
        return COUNTRY
    for key in (_REGION, _DEPARTMENT):
        values = query.values(key)
        if len(values) == 1 and wanted == Query().adding(key, values[0]):
            return f"{key}:{values[0]}"
    return None


def query_of(scope: str) -> Query:
    """Return the query of a territory."""
    key, _, code = scope.partition(":")
    return Query().adding(key, code) if code else Query()


def is_followed(key: str) -> bool:
    """Whether snapshots keep that measure. Raises KeyError for an unknown one."""
    return BY_KEY[key].key in _FOLLOWED


def _scopes() -> list[str]:
    known = labels.current()
    return [
        COUNTRY,
        *(f"{_REGION}:{code}" for code in sorted(known.regions.names)),
        *(f"{_DEPARTMENT}:{code}" for code in sorted(known.departments.names)),
    ]


def _last(scope: str) -> Json | None:
    """Return the figures last kept of a territory."""
    found: Json | None = (
        SnapshotFigures.objects.filter(scope=scope)
        .order_by("-snapshot__day")
        .values_list("figures", flat=True)
        .first()
    )
    return found
