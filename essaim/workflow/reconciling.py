"""Two people wrote at once: what of each can be kept by itself, and what they must look at."""

from dataclasses import dataclass

from essaim.sheets import content as contents
from essaim.sheets import fields
from essaim.sheets.content import Content, Value


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that both changed, each in their own way. `field` is `Field.name`."""

    field: str
    base: Value
    theirs: Value
    mine: Value


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What comes of three contents. `content` holds *theirs* where there is a conflict."""

    content: Content
    conflicts: tuple[Conflict, ...]


def reconcile(base: Content, theirs: Content, mine: Content) -> Reconciled:
    """Merge field by field: what one side alone changed is taken, equal changes are one.

    A field changed in two ways is a conflict, never a choice made for the authors. A text is one
    value: mixing sentences would print what nobody wrote.
    """
    merged = contents.empty()
    conflicts: list[Conflict] = []
    for field in contents.CONTENT_FIELDS:
        name = field.name
        if mine[name] in (base[name], theirs[name]):
            merged[name] = theirs[name]
        elif theirs[name] == base[name]:
            merged[name] = mine[name]
        else:
            merged[name] = theirs[name]
            conflicts.append(Conflict(name, base[name], theirs[name], mine[name]))
    reason = orphan_reason(merged)
    if reason:
        merged["end_reason"] = ""
        conflicts.append(Conflict("end_reason", base["end_reason"], "", reason))
    return Reconciled(merged, tuple(conflicts))


def orphan_reason(content: Content) -> str:
    """Return the reason one side gave for an end that the other side undid, or ""."""
    condition = fields.BY_NAME["end_reason"].only_if
    assert condition is not None
    other, wanted = condition
    return "" if content[other] == wanted else str(content["end_reason"] or "")
