"""The files of a sheet being written: add some, take one off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from essaim.editor import attaching
from essaim.editor.arriving import keeps_texts
from essaim.editor.attaching import FilesPart, Refusal
from essaim.editor.editor_page import FILES
from essaim.editor.follow_up import Found, find
from essaim.network.private import private
from essaim.network.standing import who_asks
from essaim.sheets import content as contents
from essaim.workflow.drafting import starting_point
from essaim.workflow.rules import Act


@require_POST
@keeps_texts
@private
def add(request: HttpRequest, number: int) -> HttpResponse:
    """Take in the files that were chosen, each accepted or refused by itself."""
    who = who_asks(request)
    found = find(who, number, Act.EDIT)
    uploads = request.FILES.getlist("fichiers")
    taken, refused = attaching.add(who, found.sheet, uploads)
    if _wants_json(request):
        return _list(request, number, refused)
    if not uploads:
        messages.warning(request, "Choisissez d’abord un ou plusieurs fichiers.")
    for refusal in refused:
        messages.error(request, f"{refusal.name} : {refusal.reason}")
    if taken:
        messages.success(request, "Ajouté : " + ", ".join(taken))
    return _back(number)


@require_POST
@keeps_texts
@private
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take a file off the version being written."""
    who = who_asks(request)
    found = find(who, number, Act.EDIT)
    name = request.POST.get("fichier", "")
    attaching.remove(who, found.sheet, name)
    if _wants_json(request):
        return _list(request, number, [])
    messages.success(request, f"Retiré : {name}. Les versions déjà publiées le gardent.")
    return _back(number)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _back(number: int) -> HttpResponse:
    response = redirect("editor:edit", number)
    response["Location"] += f"#{FILES}"
    return response


def _list(request: HttpRequest, number: int, refused: list[Refusal]) -> HttpResponse:
    """Answer with the list of files as the page shows it, and what was refused."""
    found: Found = find(who_asks(request), number, Act.EDIT)
    start = starting_point(found.sheet, found.waiting)
    part = FilesPart.of(found.sheet, contents.from_json(start.content))
    return JsonResponse(
        {
            "liste": render_to_string("editor/files_list.html", {"part": part}, request),
            "refus": [{"nom": one.name, "raison": one.reason} for one in refused],
        }
    )
