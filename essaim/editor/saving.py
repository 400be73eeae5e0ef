"""Keeping what a browser posts, and telling it what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from essaim.editor import reading, sheet_form
from essaim.editor.follow_up import Found, named
from essaim.editor.sheet_form import Posted
from essaim.network.people import names_of
from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.sheets import differences, fields
from essaim.sheets.content import Content, Value
from essaim.sheets.models import Revision, Sheet
from essaim.workflow import drafting
from essaim.workflow.drafting import Saved
from essaim.workflow.reconciling import Conflict

_KINDS = {"same": "pareil", "added": "ajoute", "removed": "retire"}


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a form: what was posted, and what is now kept."""

    posted: Posted
    saved: Saved

    @property
    def joined(self) -> dict[str, Value]:
        """What others wrote meanwhile in fields that this form had not changed, by name."""
        if self.saved.conflicts:
            return {}
        mine = self.posted.content
        return {name: value for name, value in self.saved.content.items() if value != mine[name]}


def keep(who: Standing, found: Found, request: HttpRequest) -> Kept:
    """Save what was posted over the version it says it started from.

    Raises Http404 (no such version, nothing said), PermissionDenied.
    """
    version = number_in(request, sheet_form.VERSION)
    base = drafting.base_content(found.sheet, version)
    if base is None:
        raise Http404
    posted = sheet_form.read(reading.answered(request.POST), base)
    return Kept(posted, drafting.save(who, found.sheet.pk, posted.content, based_on=version))


def number_in(request: HttpRequest, name: str) -> int:
    """Return a whole number posted under that name, 0 when it is none."""
    written = request.POST.get(name, "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else 0


def as_json(sheet: Sheet, kept: Kept, sent: Sequence[str]) -> dict[str, Any]:
    """Return what the page that posted is told, under French keys."""
    saved = kept.saved
    key_of = {field.name: field.key for field in fields.FIELDS}
    return {
        "version": saved.version,
        "heure": hour(saved),
        "erreurs": {key_of[name]: [fault] for name, fault in kept.posted.faults.items()},
        "autres": {
            key_of[name]: shown(name, value)
            for name, value in kept.joined.items()
            if key_of[name] not in sent or name not in kept.posted.faults
        },
        "conflits": [conflict_as_json(sheet, saved, one) for one in saved.conflicts],
    }


def hour(saved: Saved) -> str:
    """Return the hour of a save as one says it: `14:32`."""
    return date_format(timezone.localtime(saved.at), "H:i")


def shown(name: str, value: Value) -> str | list[str]:
    """Return a value as a browser's controls hold it."""
    if isinstance(value, tuple):
        return [str(one) for one in value]
    return sheet_form.as_shown(fields.BY_NAME[name], sheet_form.as_text(value))


def conflict_as_json(sheet: Sheet, saved: Saved, conflict: Conflict) -> dict[str, Any]:
    """Return one conflict, both texts and what differs between them, under French keys."""
    field = fields.BY_NAME[conflict.field]
    theirs, mine = shown(field.name, conflict.theirs), shown(field.name, conflict.mine)
    return {
        "champ": field.key,
        "titre": field.heading,
        "la_leur": theirs,
        "la_votre": mine,
        "auteur": author_of(sheet, saved.version, field.name),
        "mots": [[_KINDS[piece.kind], piece.text] for piece in pieces(conflict)],
    }


def pieces(conflict: Conflict) -> list[differences.Piece]:
    """Return what differs, from the text that is there to the one that was set aside."""
    return differences.words(sheet_form.as_text(conflict.theirs), sheet_form.as_text(conflict.mine))


def author_of(sheet: Sheet, version: int, name: str) -> str:
    """Return who wrote what a field holds in that version: a name, "" for nobody known."""
    key = fields.BY_NAME[name].key
    rows = sheet.revisions.filter(version__lte=version).exclude(state=Revision.State.ASIDE)
    author, value = "", None
    for content, by in rows.order_by("-version").values_list("content", "author").iterator():
        if author and content.get(key) != value:
            break
        author, value = by, content.get(key)
    return named(author, names_of({author}))


def both(conflict: Conflict) -> Value:
    """Return the two values one after the other."""
    theirs, mine = conflict.theirs, conflict.mine
    if isinstance(theirs, tuple) or isinstance(mine, tuple):
        return tuple(dict.fromkeys((*contents.many(theirs), *contents.many(mine))))
    return "\n\n".join(text for text in (str(theirs or ""), str(mine or "")) if text.strip())


def has_both(name: str) -> bool:
    """Whether a field can hold two values one after the other."""
    return fields.BY_NAME[name].kind in (fields.Kind.TEXT, fields.Kind.CHOICES, fields.Kind.FILES)


def settled(content: Content) -> Content:
    """Return a content whose conditions hold: a reason to have stopped means that it has."""
    for field in contents.CONTENT_FIELDS:
        if field.only_if and content[field.name] != contents.empty_value(field):
            content[field.only_if[0]] = field.only_if[1]
    return content
