"""The demonstration set: invented structures and sheets, loaded through the common doors.

Safe to repeat: what is there already, edited or not, is left alone.
"""

import json
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from django.db import transaction

from essaim.intake import importing
from essaim.intake.planning import Action
from essaim.network import directory, identity
from essaim.network.models import Structure
from essaim.workflow.locks import lock_event_log

_FOLDER = "demonstration"


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many structures and sheets were new, and how many were there already."""

    structures: int
    sheets: int
    known_sheets: int


def _shipped(name: str) -> Path:
    return Path(str(resources.files("essaim.intake"))) / _FOLDER / name


def load() -> Loaded:
    """Load what is missing of the demonstration set, and index it."""
    structures = _load_structures()
    prepared = importing.prepare(_shipped("actions.json"), format="json")
    prepared.plan.leave_existing()
    importing.apply(prepared, actor="démonstration")
    counts = prepared.counts
    if counts[Action.REJECT]:
        reasons = [reason for _, _, reason in importing.rejected_lines(prepared, 5)]
        raise ValueError(f"the shipped demonstration set is refused: {reasons}")
    return Loaded(structures, counts[Action.CREATE], counts[Action.KEEP])


def _load_structures() -> int:
    """Create the invented structures that are missing; return how many."""
    shipped: list[dict[str, Any]] = json.loads(
        _shipped("structures.json").read_text(encoding="utf-8")
    )["structures"]
    keys = [(row["nom"], row["departement"]) for row in shipped]
    with transaction.atomic():
        lock_event_log()
        known = directory.find(keys)
        created = directory.find_or_create(keys)
        fresh: list[Structure] = []
        for key, row in zip(keys, shipped, strict=True):
            if key not in known:
                structure = created[key]
                for column, value in identity.columns(row).items():
                    setattr(structure, column, value)
                structure.is_demonstration = True
                structure.save()
                fresh.append(structure)
    return len(fresh)
