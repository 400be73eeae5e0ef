"""Writing a sheet: begin it, change it, keep it as it is typed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from essaim.editor import beginning, reading, saving, sheet_form
from essaim.editor.arriving import keeps_texts
from essaim.editor.beginning import Beginning
from essaim.editor.editor_page import EditorPage, in_place
from essaim.editor.follow_up import Found, find
from essaim.editor.saving import Kept
from essaim.network.models import Structure
from essaim.network.private import private
from essaim.network.standing import who_asks
from essaim.sheets import content as contents
from essaim.workflow.rules import Act

# Where a form goes once it is kept: the button that sent it says so.
_NEXT = {"apercu": "editor:preview", "soumettre": "editor:check"}


@require_http_methods(["GET", "HEAD", "POST"])
@private
def new(request: HttpRequest) -> HttpResponse:
    """Ask for whom and from what; then begin."""
    who = who_asks(request)
    if not who.structures:
        return redirect("editor:mine")  # which says how to belong to a structure
    asked = request.POST if request.method == "POST" else request.GET
    written = asked.get("modele", "")
    model = beginning.model_of(who, int(written)) if written.isdecimal() else None
    if request.method != "POST":
        return render(request, "editor/new.html", {"page": Beginning.of(who, model)})
    return _begin(request, model)


def _begin(request: HttpRequest, model: beginning.Model | None) -> HttpResponse:
    who, post = who_asks(request), request.POST
    mine = Structure.objects.filter(pk__in=list(who.structures))
    structure = get_object_or_404(mine, pk=saving.number_in(request, "structure"))
    content = beginning.copied(who, model.number) if model else contents.empty()
    posted = sheet_form.read(_with_title(post), content)
    if posted.faults:
        page = Beginning.of(who, model, title=post.get("titre", ""), token=post.get("jeton", ""))
        context = {"page": page, "fault": posted.faults["title"]}
        return render(request, "editor/new.html", context, status=422)
    number = beginning.begin(who, structure, posted.content, post.get("jeton", ""))
    return redirect("editor:edit", number)


def _with_title(post: QueryDict) -> QueryDict:
    """Return the form as the editor would send it: a title, if one was given, and no more."""
    title = post.get("titre", "")
    asked = QueryDict(mutable=True)
    if title.strip():
        asked.update({sheet_form.SENT: "titre", "titre": title})
    return asked


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_texts
@private
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Show the editor; keep what its form posts, without any script."""
    found = find(who_asks(request), number, Act.EDIT)
    if request.method != "POST":
        return _page(request, found)
    kept = saving.keep(who_asks(request), found, request)
    if kept.saved.conflicts:
        return redirect("editor:conflict", number, kept.saved.aside)
    found = find(who_asks(request), number, Act.EDIT)
    if kept.posted.faults:
        return _page(request, found, kept)
    messages.success(request, f"C’est enregistré, à {saving.hour(kept.saved)}.")
    response = redirect(_NEXT.get(request.POST.get("suite", ""), "editor:edit"), number)
    response["Location"] += reading.place_of(request.POST)
    return response


def _page(request: HttpRequest, found: Found, kept: Kept | None = None) -> HttpResponse:
    """Show the editor, with what could not be kept said at its field."""
    if kept is None:
        page = EditorPage.of(found)
    else:
        refused = {name: kept.posted.written[name] for name in kept.posted.faults}
        page = EditorPage.of(
            found, content=kept.saved.content, written=refused, faults=kept.posted.faults
        )
    context = {"page": page, "person": who_asks(request).person_id}
    return render(request, "editor/edit.html", context, status=422 if kept else 200)


@require_POST
@keeps_texts
@private
def save(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what is being typed; answer in JSON."""
    found = find(who_asks(request), number, Act.EDIT)
    kept = saving.keep(who_asks(request), found, request)
    sent = request.POST.getlist(sheet_form.SENT)
    answer = saving.as_json(found.sheet, kept, sent)
    if not kept.saved.conflicts:
        answer |= in_place(found, kept.saved.content, sent)
    return JsonResponse(answer)
