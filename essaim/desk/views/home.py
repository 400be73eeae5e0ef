"""The queue, and several sheets decided at once."""

import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from essaim.desk import bulk, queue, rows
from essaim.desk.bulk import Decision
from essaim.desk.queue import MINE, WORDS, Entry, Kind
from essaim.desk.scope import Scope, for_desk
from essaim.network import waiting
from essaim.network.standing import who_asks
from essaim.sheets.models import Sheet

PER_PAGE: Final = 25
# Not a queue but a shelf: what is online, to be withdrawn or read again.
ONLINE: Final = "en-ligne"

Dated = list[tuple[int, datetime.datetime | None]]


@require_safe
@for_desk
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for me first, then what waits for somebody else."""
    return _list(request)


def _list(
    request: HttpRequest, *, reason: str = "", problem: str = "", ticked: list[str] | None = None
) -> HttpResponse:
    """Show a page of the list; with what was being decided, when it could not be."""
    who, scope = who_asks(request), Scope.of(request)
    asked = request.GET if request.method == "GET" else request.POST
    entries = queue.read(who, scope)
    view = asked.get("file", "")
    view = view if view in (*Kind, ONLINE) else ""
    words = asked.get("q", "").strip()[:300] if view == ONLINE else ""
    page, kinds = _page(scope, entries, view, words, asked.get("page", "1"))
    keys = {"file": view, "departement": scope.chosen, "q": words}
    query = _query(keys)
    context = {
        "scope": scope,
        "view": view,
        "online": ONLINE,
        "words": words,
        "page": page,
        "groups": _groups(rows.load(list(page), scope.query), kinds),
        "counts": [(kind, WORDS[kind], count) for kind, count in queue.counts(entries)],
        "told": WORDS,
        "total": len(entries),
        "mine": sum(entry.kind in MINE for entry in entries),
        "requests": waiting.count(who).total,
        "query": query,
        "reason": reason,
        "problem": problem,
        "ticked": frozenset(ticked or ()),
    }
    return render(request, "desk/home.html", context, status=422 if problem else 200)


def _query(keys: dict[str, str]) -> str:
    """Return what the address carries of these, empty ones left out."""
    return urlencode({key: value for key, value in keys.items() if value})


def _page(
    scope: Scope, entries: list[Entry], view: str, words: str, number: str
) -> "tuple[Page[Any], dict[int, Kind]]":
    """Return the page of (sheet id, since) asked for, and the kind of each sheet of the queue."""
    if view == ONLINE:
        online = Sheet.objects.published().filter(scope.within("structure"))
        if words:
            online = online.filter(title__icontains=words)
        listed = online.order_by("-updated_at", "-pk").values_list("pk", "updated_at")
        return Paginator(listed, PER_PAGE).get_page(number), {}
    chosen = [entry for entry in entries if not view or entry.kind == view]
    page = Paginator([(one.sheet_id, one.since) for one in chosen], PER_PAGE).get_page(number)
    return page, {entry.sheet_id: entry.kind for entry in chosen}


def _groups(
    loaded: list[rows.Row], kinds: dict[int, Kind]
) -> list[tuple[Kind | None, list[rows.Row]]]:
    """Return the lines under the heading of their kind, in their order."""
    groups: dict[Kind | None, list[rows.Row]] = {}
    for row in loaded:
        groups.setdefault(kinds.get(row.sheet_id), []).append(row)
    return list(groups.items())


@require_POST
@for_desk
def several(request: HttpRequest) -> HttpResponse:
    """Decide about every sheet ticked; each one is reported, none stops the others."""
    who, scope = who_asks(request), Scope.of(request)
    ticked = request.POST.getlist("fiche")
    chosen = bulk.tokens(ticked)
    reason = request.POST.get("raison", "").replace("\r\n", "\n").strip()
    try:
        decision = Decision(request.POST.get("geste", ""))
    except ValueError:
        return _list(
            request, reason=reason, ticked=ticked, problem="Choisissez ce que vous voulez faire."
        )
    if not chosen:
        return _list(request, reason=reason, problem="Cochez au moins une fiche.")
    if decision in bulk.NEEDS_REASON and not reason:
        return _list(
            request, ticked=ticked, problem="Dites pourquoi : la structure lira cette phrase."
        )
    for sentence, is_well in bulk.decide(who, decision, chosen, reason).sentences():
        (messages.success if is_well else messages.warning)(request, sentence)
    view = request.POST.get("file", "")
    keys = {"file": view if view in (*Kind, ONLINE) else "", "departement": scope.chosen}
    query = _query(keys)
    return redirect(f"{reverse('desk:home')}?{query}" if query else reverse("desk:home"))
