"""The follow-up of a sheet: its state, its conversation, its versions."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from essaim.editor import follow_up
from essaim.editor.follow_up import FollowUp, Found, find
from essaim.network.private import private
from essaim.network.standing import who_asks
from essaim.workflow import conversation, deciding, drafting
from essaim.workflow.drafting import Incomplete
from essaim.workflow.opening import Moved
from essaim.workflow.rules import Act


@require_safe
@private
def sheet(request: HttpRequest, number: int) -> HttpResponse:
    """Show where a sheet stands, what one may do, the conversation and the history."""
    return _page(request, find(who_asks(request), number))


def _page(
    request: HttpRequest, found: Found, *, draft: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    who = who_asks(request)
    context = {
        "page": FollowUp.of(who, found),
        "turns": conversation.turns(who, found.sheet),
        "draft": draft,
        "problem": problem,
    }
    return render(request, "editor/follow_up.html", context, status=status)


@require_POST
@private
def say(request: HttpRequest, number: int) -> HttpResponse:
    """Add a message to the conversation; the other side is told."""
    who = who_asks(request)
    found = find(who, number, Act.DISCUSS)
    text = request.POST.get("texte", "").replace("\r\n", "\n")
    try:
        message = conversation.say(who, found.sheet.pk, text)
    except ValueError as error:
        return _page(request, found, draft=text, problem=str(error), status=422)
    messages.success(request, "Votre message est envoyé.")
    response = redirect("editor:sheet", number)
    response["Location"] += f"#message-{message.pk}"
    return response


@require_POST
@private
def submit(request: HttpRequest, number: int) -> HttpResponse:
    """Submit exactly the version that was read."""
    who = who_asks(request)
    found = find(who, number)
    try:
        online = drafting.submit(who, found.sheet.pk, version=_version(request))
    except (Incomplete, Moved) as problem:
        messages.error(request, str(problem))
    else:
        done = "Votre fiche est en ligne." if online else "Votre fiche est soumise. Merci !"
        messages.success(request, done)
    return redirect("editor:sheet", number)


@require_POST
@private
def discard(request: HttpRequest, number: int) -> HttpResponse:
    """Abandon what waits; the history keeps it."""
    who = who_asks(request)
    drafting.discard(who, find(who, number).sheet.pk)
    messages.success(request, "Le brouillon est abandonné. Vous pouvez le reprendre ici.")
    return redirect("editor:sheet", number)


@require_POST
@private
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take the sheet off the site, with a reason."""
    who = who_asks(request)
    found = find(who, number)
    reason = request.POST.get("raison", "").replace("\r\n", "\n")
    try:
        deciding.withdraw(who, found.sheet.pk, reason)
    except ValueError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "La fiche n’est plus visible par le public.")
    return redirect("editor:sheet", number)


@require_safe
@private
def versions(request: HttpRequest, number: int) -> HttpResponse:
    """List the versions one may read."""
    who = who_asks(request)
    found = find(who, number)
    rows = follow_up.version_rows(follow_up.readable_versions(who, found))
    context = {"page": FollowUp.of(who, found), "rows": rows}
    return render(request, "editor/versions.html", context)


@require_safe
@private
def version(request: HttpRequest, number: int, version: int) -> HttpResponse:
    """Show what changed in a version since another (`depuis`), the one before by default."""
    who = who_asks(request)
    found = find(who, number)
    readable = {revision.version: revision for revision in follow_up.readable_versions(who, found)}
    if version not in readable:
        raise Http404
    earlier = [other for other in sorted(readable) if other < version]
    wanted = request.GET.get("depuis", "")
    since = int(wanted) if wanted.isdecimal() and int(wanted) in readable else None
    since = since if since is not None else (earlier[-1] if earlier else None)
    chosen = readable[version]
    context = {
        "page": FollowUp.of(who, found),
        "row": follow_up.version_rows([chosen])[0],
        "since": since,
        "others": [other for other in sorted(readable, reverse=True) if other != version],
        "changes": follow_up.compare(readable.get(since) if since else None, chosen),
    }
    return render(request, "editor/version.html", context)


@require_POST
@private
def restore(request: HttpRequest, number: int, version: int) -> HttpResponse:
    """Make an old version the draft; the public page changes only when it is published."""
    who = who_asks(request)
    found = find(who, number, Act.EDIT)
    readable = {revision.version for revision in follow_up.readable_versions(who, found)}
    if version not in readable:
        raise Http404
    drafting.restore(who, found.sheet.pk, version=version)
    messages.success(
        request, f"La version {version} est reprise comme brouillon : relisez-la, puis soumettez."
    )
    return redirect("editor:sheet", number)


def _version(request: HttpRequest) -> int:
    written = request.POST.get("version", "")
    return int(written) if written.isdecimal() else 0
