"""Whether the index holds exactly what is published."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from essaim.search import document, following, likeness, ranking, reader, state
from essaim.search.reader import Snapshot
from essaim.search.store import Unusable
from essaim.sheets.models import Sheet

_PATIENCE: Final = 10.0  # seconds left to another process that is writing to the index
_TRIES: Final = 3
_SHOWN: Final = 5
_MEND: Final = "Pour réparer : essaim index rebuild"

Stamped = tuple[int, int]  # sheet id, stamp


@dataclass(slots=True)
class _Differences:
    missing: list[int] = field(default_factory=list)
    left_over: list[int] = field(default_factory=list)
    outdated: list[int] = field(default_factory=list)

    def sentences(self) -> list[str]:
        said = (
            ("absentes de l’index", self.missing),
            ("dans l’index sans être publiées", self.left_over),
            ("périmées dans l’index", self.outdated),
        )
        return [
            f"Fiches {what} : {len(ids)} (identifiants {_some(ids)}). {_MEND}"
            for what, ids in said
            if ids
        ]


def problems() -> list[str]:
    """Return in French what is wrong with the index, and how to mend it; empty when all agrees.

    Brings it up to date first. What is published while looking is not taken for a fault.
    """
    found: list[str] = []
    for _ in range(_TRIES):
        head = _bring_up_to_date()
        try:
            snapshot = reader.snapshot()
        except Unusable as problem:
            return [f"Recherche : {problem.reason}. {_MEND}"]
        if snapshot.position.sequence != head:
            now = state.read()
            return [f"L’index est en retard : {now.position} sur {now.head}. {_MEND}"]
        found = _compare(snapshot).sentences()
        if not found or following.head() == head:
            return found
    return found


def _bring_up_to_date() -> int:
    """Catch up, giving another writer the time to finish; return the log's head."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        following.catch_up()
        head, now = following.head(), state.read()
        if (not now.problem and now.position == head) or time.monotonic() > deadline:
            return head
        time.sleep(0.1)


def _compare(snapshot: Snapshot) -> _Differences:
    """Walk both sides in the order of ids."""
    found = _Differences()
    held, expected = ranking.stamps(snapshot), _expected()
    left, right = next(held, None), next(expected, None)
    while left or right:
        if right is None or (left is not None and left[0] < right[0]):
            assert left is not None
            found.left_over.append(left[0])
            left = next(held, None)
        elif left is None or right[0] < left[0]:
            found.missing.append(right[0])
            right = next(expected, None)
        else:
            if left[1] != right[1]:
                found.outdated.append(left[0])
            left, right = next(held, None), next(expected, None)
    return found


def _expected() -> Iterator[Stamped]:
    """Yield what is published."""
    rows = (
        Sheet.objects.published()
        .select_related("structure")
        .only(
            "digest",
            "published_at",
            *document.FIGURES,
            "structure__name",
            "structure__town",
            "structure__department_id",
            *(f"structure__{column}" for column in likeness.TOLD),
        )
        .order_by("pk")
    )
    for sheet in rows.iterator(chunk_size=2_000):
        yield sheet.pk, document.stamp_of(sheet)


def _some(ids: list[int]) -> str:
    return ", ".join(str(one) for one in ids[:_SHOWN]) + ("…" if len(ids) > _SHOWN else "")
