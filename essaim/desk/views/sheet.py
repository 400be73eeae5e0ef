"""One sheet on the desk: read, then decided, asked about, mended."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from essaim.desk import mending, queue, reading
from essaim.desk.mending import MendForm
from essaim.desk.reading import Opened, Page
from essaim.desk.scope import Scope, for_desk, sheet_of
from essaim.network.standing import who_asks
from essaim.sheets import content as contents
from essaim.sheets import differences
from essaim.sheets.content import Content
from essaim.sheets.differences import Change
from essaim.sheets.models import Event, Revision, Sheet
from essaim.workflow import conversation, deciding
from essaim.workflow.opening import Moved

_SHOWN: Final = (Revision.State.SUBMITTED, Revision.State.RETURNED, Revision.State.LIVE)


@require_safe
@for_desk
def page(request: HttpRequest, number: int) -> HttpResponse:
    """Show what is new in a sheet, what to look at, and what can be done."""
    sheet = sheet_of(who_asks(request), number)
    if sheet.merged_into_id is not None:
        kept = Sheet.objects.get(pk=sheet.merged_into_id)
        return redirect("desk:sheet", kept.number)
    return _show(request, sheet)


def _show(request: HttpRequest, sheet: Sheet, *, status: int = 200, **said: Any) -> HttpResponse:
    """Render the page; `said` holds what was written and could not be taken."""
    who, scope = who_asks(request), Scope.of(request)
    found = reading.opened(who, sheet)
    entries = queue.read(who, scope)
    following = queue.following(entries, sheet.pk)
    base, version = _mendable(found)
    context = {
        "scope": scope,
        "page": Page.of(who, found),
        "turns": conversation.turns(who, sheet),
        "form": MendForm(base, mending.choices()) if base is not None else None,
        "form_version": version,
        "following": _number(following) if following != sheet.pk else None,
        "left": sum(entry.kind in queue.MINE for entry in entries),
        "in_queue": scope.query,
        "problems": {},
        "drafts": {},
        "meanwhile": None,
        **said,
    }
    return render(request, "desk/sheet.html", context, status=status)


def _number(sheet_id: int | None) -> int | None:
    if sheet_id is None:
        return None
    return Sheet.objects.filter(pk=sheet_id).values_list("number", flat=True).first()


def _mendable(found: Opened) -> tuple[Content | None, int]:
    """Return the content a mending starts from, with its version: what is online, if anything."""
    revision = found.online or found.waiting
    return (contents.from_json(revision.content), revision.version) if revision else (None, 0)


def _decide(
    request: HttpRequest, number: int, act: Callable[[Sheet, int], str], draft: str
) -> HttpResponse:
    """Do something to the version that was read, say it, then go on to the next sheet.

    `draft` names the text that goes with it: it is shown again when nothing could be done.
    """
    who, scope = who_asks(request), Scope.of(request)
    sheet = sheet_of(who, number)
    version = _version(request)
    following = queue.following(queue.read(who, scope), sheet.pk)
    written = {draft: _text(request, draft)} if draft else {}
    try:
        done = act(sheet, version)
    except ValueError as error:
        return _show(request, sheet, status=422, problems={draft: str(error)}, drafts=written)
    except Moved as moved:
        return _moved(request, sheet, version, str(moved), written)
    except PermissionDenied:
        # It was submitted when it was read: somebody else has decided, or its author writes again.
        if version and not _still_waits(sheet, version):
            return _moved(
                request,
                sheet,
                version,
                "La fiche a changé depuis que vous l’avez ouverte.",
                written,
            )
        raise
    messages.success(request, done)
    after = _number(following) if following != sheet.pk else None
    return redirect(_address(after, scope))


def _moved(
    request: HttpRequest, sheet: Sheet, version: int, why: str, written: dict[str, str]
) -> HttpResponse:
    """Show the page as it is now, with what changed since the version that was read."""
    fresh = sheet_of(who_asks(request), sheet.number)
    return _show(
        request, fresh, status=409, moved=why, drafts=written, meanwhile=_since(fresh, version)
    )


def _since(sheet: Sheet, version: int) -> list[Change] | None:
    """Return what changed between the version read and what the desk may read now."""
    before = sheet.revisions.filter(version=version).first()
    now = sheet.revisions.filter(state__in=_SHOWN).order_by("-version").first()
    if before is None or now is None or before.pk == now.pk or not _was_shown(before):
        return None
    return differences.changed(contents.from_json(before.content), contents.from_json(now.content))


def _was_shown(revision: Revision) -> bool:
    """Whether the desk was ever given that version: private drafts stay private."""
    if revision.state in (*_SHOWN, Revision.State.PAST):
        return True
    return Event.objects.filter(
        sheet_number=revision.sheet.number,
        verb=Event.Verb.SUBMITTED,
        revision=revision.version,
    ).exists()


def _still_waits(sheet: Sheet, version: int) -> bool:
    return sheet.revisions.filter(version=version, state=Revision.State.SUBMITTED).exists()


@require_POST
@for_desk
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Agree to exactly the version that was read."""

    def act(sheet: Sheet, version: int) -> str:
        online = deciding.approve(who_asks(request), sheet.pk, version=version)
        if online:
            return "La fiche est publiée."
        return "Votre accord est noté ; elle sera publiée quand l’autre côté aura donné le sien."

    return _decide(request, number, act, "")


@require_POST
@for_desk
def send_back(request: HttpRequest, number: int) -> HttpResponse:
    """Return the version that was read to its authors, with a reason."""

    def act(sheet: Sheet, version: int) -> str:
        reason = _text(request, "raison-renvoi")
        deciding.send_back(who_asks(request), sheet.pk, reason, version=version)
        return "La fiche est renvoyée à la structure, avec votre message."

    return _decide(request, number, act, "raison-renvoi")


@require_POST
@for_desk
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take the sheet off the site, with a reason."""

    def act(sheet: Sheet, _: int) -> str:
        deciding.withdraw(who_asks(request), sheet.pk, _text(request, "raison-retrait"))
        return "La fiche n’est plus en ligne ; la structure a reçu votre message."

    return _decide(request, number, act, "raison-retrait")


@require_POST
@for_desk
def say(request: HttpRequest, number: int) -> HttpResponse:
    """Ask the structure something."""

    def act(sheet: Sheet, _: int) -> str:
        # « Merci » closes a conversation; anything else waits for an answer.
        asks = request.POST.get("suite") != "non"
        conversation.say(who_asks(request), sheet.pk, _text(request, "texte"), asks=asks)
        return "Votre message est envoyé à la structure."

    return _decide(request, number, act, "texte")


@require_POST
@for_desk
def mend(request: HttpRequest, number: int) -> HttpResponse:
    """Put simple fields right, as they were read; what others changed meanwhile is left alone."""
    who = who_asks(request)
    sheet = sheet_of(who, number)
    revision = sheet.revisions.filter(version=_version(request)).first()
    if revision is None or not _was_shown(revision):
        return _moved(request, sheet, 0, "La fiche a changé depuis que vous l’avez ouverte.", {})
    form = MendForm(contents.from_json(revision.content), mending.choices(), request.POST)
    if not form.is_valid():
        return _show(request, sheet, status=422, form=form, form_version=revision.version)
    changes = form.changes()
    if changes:
        deciding.mend(who, sheet.pk, changes)
        messages.success(request, "La fiche est corrigée.")
    else:
        messages.info(request, "Rien n’a été changé.")
    return redirect(_address(number, Scope.of(request)))


def _address(number: int | None, scope: Scope) -> str:
    address = reverse("desk:sheet", args=[number]) if number else reverse("desk:home")
    return f"{address}?{scope.query}" if scope.query else address


def _text(request: HttpRequest, key: str) -> str:
    return request.POST.get(key, "").replace("\r\n", "\n")


def _version(request: HttpRequest) -> int:
    written = request.POST.get("version", "")
    return int(written) if written.isdecimal() and len(written) < 10 else 0
