"""What those who look after a département do with its sheets: publish, return, withdraw, mend."""

from collections.abc import Mapping
from typing import Final

from essaim.network.models import Approval
from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.sheets.content import Content, Value
from essaim.sheets.models import Event, Revision, Sheet
from essaim.workflow import notices
from essaim.workflow.going_online import put_online
from essaim.workflow.models import Message, SideApproval
from essaim.workflow.opening import Opened, afterwards, opening
from essaim.workflow.reconciling import orphan_reason
from essaim.workflow.rules import Act

BOTH_SIDES: Final = frozenset({SideApproval.Side.CAF, SideApproval.Side.FEDERATION})


def approve(who: Standing, sheet_id: int, *, version: int) -> bool:
    """Agree to that submitted version, for every side one stands for; return whether it is online.

    Where both sides are wanted, it stays submitted until the other agrees. Raises Moved,
    PermissionDenied, Http404.
    """
    with opening(who, Act.APPROVE, sheet_id) as opened:
        revision = opened.expect(version)
        given = _agree(opened, revision)
        if not _is_enough(opened.sheet, given):
            opened.log(Event.Verb.APPROVED, revision.version)
            afterwards(lambda: notices.half_approved(sheet_id, who.actor))
            return False
        put_online(opened.sheet, revision, actor=who.actor, at=opened.at)
        afterwards(lambda: notices.published(sheet_id, who.actor))
        return True


def send_back(who: Standing, sheet_id: int, reason: str, *, version: int) -> None:
    """Return a submitted version to its authors, who can read why.

    Raises ValueError without a reason, Moved, PermissionDenied, Http404.
    """
    with opening(who, Act.RETURN, sheet_id) as opened:
        revision = opened.expect(version)
        message = _say(opened, Message.Kind.RETURN, reason)
        revision.approvals.all().delete()
        opened.move(revision, Revision.State.RETURNED)
        opened.log(Event.Verb.RETURNED, revision.version)
        afterwards(lambda: notices.returned(sheet_id, message.pk))


def withdraw(who: Standing, sheet_id: int, reason: str) -> None:
    """Take a sheet off the site; its address answers "gone". What waits beside it goes on waiting.

    Raises ValueError without a reason, PermissionDenied, Http404.
    """
    with opening(who, Act.WITHDRAW, sheet_id) as opened:
        message = _say(opened, Message.Kind.WITHDRAWAL, reason)
        take_down(opened)
        opened.log(Event.Verb.WITHDRAWN)
        afterwards(lambda: notices.withdrawn(sheet_id, message.pk))


def take_down(opened: Opened, state: Sheet.State = Sheet.State.WITHDRAWN) -> None:
    """Leave a locked sheet without a live version; its last one stays in its history."""
    opened.sheet.state = state
    opened.sheet.save()
    opened.sheet.revisions.filter(state=Revision.State.LIVE).update(state=Revision.State.PAST)


def mend(who: Standing, sheet_id: int, changes: Mapping[str, Value]) -> None:
    """Set some fields (by `Field.name`) of what is online, and of what waits beside it.

    What waits keeps a field its author has changed. Raises PermissionDenied, Http404.
    """
    with opening(who, Act.MEND, sheet_id) as opened:
        change_fields(opened, changes)
        afterwards()


def change_fields(opened: Opened, changes: Mapping[str, Value]) -> None:
    """Set some fields of a locked sheet, online and in what waits beside it."""
    online, waiting = opened.online, opened.waiting
    before = contents.from_json(online.content) if online else None
    if before is not None and (after := before | dict(changes)) != before:
        assert online is not None
        revision = opened.add(after, Revision.State.PAST, online.version)
        put_online(opened.sheet, revision, actor=opened.who.actor, at=opened.at)
    if waiting is None:
        return
    # A private draft is its authors': it follows what was mended, and shows it to nobody.
    draft = contents.from_json(waiting.content)
    untouched = {
        name: value
        for name, value in changes.items()
        if before is None or draft[name] == before[name]
    }
    mended: Content = draft | untouched
    if orphan_reason(mended):  # its author said why it ended, in another way: the pair is theirs
        mended |= {name: draft[name] for name in ("status", "end_reason")}
    if mended != draft:
        opened.add(mended, Revision.State(waiting.state), waiting.version)


def _agree(opened: Opened, revision: Revision) -> frozenset[str]:
    """Write the agreement of every side one stands for; return all the sides that agree."""
    who = opened.who
    sides = set(who.departments.get(opened.sheet.structure.department_id or "", ()))
    if who.is_national:
        sides.add(SideApproval.Side.NATIONAL)
    for side in sorted(sides):
        SideApproval.objects.get_or_create(
            revision=revision, side=side, defaults={"actor": who.actor, "at": opened.at}
        )
    return frozenset(revision.approvals.values_list("side", flat=True))


def _is_enough(sheet: Sheet, given: frozenset[str]) -> bool:
    """Whether these sides' agreement puts the sheet online. The nation's always does."""
    department = sheet.structure.department
    if department is None or SideApproval.Side.NATIONAL in given:
        return SideApproval.Side.NATIONAL in given
    return given >= BOTH_SIDES if department.approval == Approval.BOTH else bool(given)


def _say(opened: Opened, kind: Message.Kind, text: str) -> Message:
    """Write the reason of a decision into the sheet's conversation."""
    if not text.strip():
        raise ValueError("Dites pourquoi, en une phrase au moins.")
    return Message.objects.create(
        sheet=opened.sheet,
        kind=kind,
        actor=opened.who.actor,
        from_structure=opened.who.is_member(opened.sheet.structure_id),
        text=text.strip(),
        created_at=opened.at,
    )
