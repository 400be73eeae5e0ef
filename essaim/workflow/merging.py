"""Two sheets that are one: one number kept, both histories kept, the other address redirected."""

from django.db import transaction
from django.utils import timezone

from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.sheets import file_types
from essaim.sheets.content import Content
from essaim.sheets.models import Attachment, Event, Revision, Sheet
from essaim.workflow import notices, rules
from essaim.workflow.deciding import take_down
from essaim.workflow.going_online import put_online
from essaim.workflow.locks import lock_event_log
from essaim.workflow.models import Message, NotDoubles
from essaim.workflow.opening import Moved, Opened, afterwards, open_locked
from essaim.workflow.rules import Act


def merge(
    who: Standing, kept_id: int, other_id: int, content: Content, *, versions: tuple[int, int]
) -> None:
    """Put `content` online at the kept sheet; the other becomes its history.

    `versions` are the live versions both were read at. What waits beside the kept sheet goes on
    waiting; what waits beside the other is kept in its history. The other's files, conversation
    and earlier mergers follow. Raises Moved, ValueError, PermissionDenied, Http404.
    """
    if kept_id == other_id:
        raise ValueError("Une fiche ne se réunit pas à elle-même.")
    with transaction.atomic():
        lock_event_log()
        # Always in the same order: two mergers at once must not wait for each other.
        found = {pk: open_locked(who, pk) for pk in sorted((kept_id, other_id))}
        kept, other = found[kept_id], found[other_id]
        for opened, version in zip((kept, other), versions, strict=True):
            rules.require(who, Act.MERGE, opened.situation)
            _expect_online(opened, version)
        files = (*contents.many(content["files"]), *_move_files(other.sheet, kept.sheet))
        joined = content | {"files": tuple(dict.fromkeys(files)) or content["files"]}
        revision = kept.add(joined, Revision.State.PAST, versions[0])
        put_online(kept.sheet, revision, actor=who.actor, at=kept.at)
        _close(other, kept.sheet)
        afterwards(lambda: notices.merged(kept_id, other_id, who.actor))


def distinguish(who: Standing, first_id: int, second_id: int) -> None:
    """Say that two sheets which look alike are two. Raises PermissionDenied, Http404."""
    with transaction.atomic():
        lock_event_log()
        low, high = sorted((first_id, second_id))
        for pk in (low, high):
            rules.require(who, Act.MERGE, open_locked(who, pk).situation)
        NotDoubles.objects.get_or_create(
            first_id=low, second_id=high, defaults={"actor": who.actor, "at": timezone.now()}
        )


def _expect_online(opened: Opened, version: int) -> None:
    online = opened.online
    if online is None or online.version != version:
        raise Moved(online.version if online else None)


def _move_files(other: Sheet, kept: Sheet) -> list[str]:
    """Give the other's attachments to the kept sheet; return the names that are public there."""
    taken = {name.casefold() for name in kept.attachments.values_list("name", flat=True)}
    public = set(getattr(other, "files", None) or ())
    names: list[str] = []
    moved: list[Attachment] = []
    for attachment in other.attachments.order_by("pk"):
        was_public = attachment.name in public
        attachment.name = file_types.free_name(attachment.name, taken)
        attachment.sheet = kept
        taken.add(attachment.name.casefold())
        moved.append(attachment)
        if was_public:
            names.append(attachment.name)
    Attachment.objects.bulk_update(moved, ["name", "sheet"])
    return names


def _close(other: Opened, kept: Sheet) -> None:
    """Make a locked sheet the history of another."""
    if other.waiting is not None:
        other.move(other.waiting, Revision.State.DROPPED)
    other.sheet.merged_into = kept
    take_down(other, Sheet.State.MERGED)
    # Its number leads to the kept sheet at once, never from one to the next.
    Sheet.objects.filter(merged_into=other.sheet).update(merged_into=kept)
    Message.objects.filter(sheet=other.sheet).update(sheet=kept)
    other.log(Event.Verb.MERGED)
