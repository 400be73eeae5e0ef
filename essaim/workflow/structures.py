"""Changing what is known of a structure: sheets are found by its name, place and département."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from essaim.network.models import Structure
from essaim.network.standing import Standing
from essaim.search import likeness
from essaim.sheets.models import Event, Sheet
from essaim.workflow import rules
from essaim.workflow.locks import lock_event_log
from essaim.workflow.opening import afterwards
from essaim.workflow.rules import DepartmentAct, StructureAct

# What the index holds of a structure (see `search.document.stamp_of`).
INDEXED: Final = frozenset({"name", "town", "department_id", *likeness.TOLD})
CHANGEABLE: Final = frozenset(
    field.attname
    for field in Structure._meta.concrete_fields
    if field.name not in ("id", "created_at", "is_demonstration")
)


def change(who: Standing, structure_id: int, values: Mapping[str, Any]) -> Structure:
    """Change columns of a structure (`department_id` by its code); return it as it is now.

    When the index shows what has changed, each of its published sheets is logged as to be indexed
    again, in the same transaction. Another département takes a right in both.
    Raises PermissionDenied, Http404, ValidationError (French, by field), ValueError for a column
    that is not one's to change.
    """
    if unknown := set(values) - CHANGEABLE:
        raise ValueError(f"columns that cannot be changed: {', '.join(sorted(unknown))}")
    with transaction.atomic():
        lock_event_log()
        structure = Structure.objects.select_for_update().filter(pk=structure_id).first()
        if structure is None:
            raise Http404
        rules.require_structure(who, StructureAct.DESCRIBE, structure)
        changed = [name for name, value in values.items() if getattr(structure, name) != value]
        if "department_id" in changed:
            _require_both(who, structure.department_id, values["department_id"])
        for name in changed:
            setattr(structure, name, values[name])
        if changed:
            structure.full_clean()
            structure.save(update_fields=changed)
        if INDEXED.intersection(changed):
            _log_sheets(structure, who.actor)
            afterwards()
    return structure


def _require_both(who: Standing, old: str | None, new: str | None) -> None:
    for code in {old, new} - {None}:
        rules.require_department(who, DepartmentAct.DECIDE_STRUCTURES, code)


def _log_sheets(structure: Structure, actor: str) -> None:
    """Append one event for each published sheet of the structure; the log's lock is held."""
    now = timezone.now()
    Event.objects.bulk_create(
        Event(
            at=now,
            actor=actor,
            verb=Event.Verb.REINDEXED,
            sheet_id=sheet_id,
            sheet_number=number,
        )
        for sheet_id, number in Sheet.objects.published()
        .filter(structure=structure)
        .order_by("pk")
        .values_list("pk", "number")
    )
