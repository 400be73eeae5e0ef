"""The synonyms: read, tried, changed group by group or as a file, and every earlier edition."""

from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essaim.desk import thesaurus
from essaim.desk.scope import Scope, for_desk
from essaim.desk.thesaurus import NoSuchGroup
from essaim.network.standing import who_asks
from essaim.search.synonyms_file import SynonymsError
from essaim.workflow import rules
from essaim.workflow import synonyms as writing
from essaim.workflow.rules import Right

SHOWN_PROBLEMS: Final = 20


@require_safe
@for_desk
def listed(request: HttpRequest) -> HttpResponse:
    """List the groups, or those that say what is looked for; try a word."""
    return _page(request)


def _page(request: HttpRequest, **refused: str) -> HttpResponse:
    """Show the groups. `refused` holds what was typed (`form` says where) and the `problem`."""
    asked = request.GET if request.method in ("GET", "HEAD") else request.POST
    words, essay = asked.get("q", "").strip()[:100], asked.get("essai", "").strip()[:120]
    held = thesaurus.in_force(named=True)
    contents = held.read()
    found = thesaurus.matching(contents, words)
    page = thesaurus.page_of(found, asked.get("page", "1"))
    chosen = thesaurus.group_at(contents, asked.get("groupe", ""))
    context = {
        "scope": Scope.of(request),
        "held": held,
        "words": words,
        "essay": essay,
        "tried": thesaurus.tried(contents, essay) if essay else [],
        "page": page,
        "sections": thesaurus.by_section(page),
        "titles": contents.sections,
        "changing": chosen.text if chosen and request.method != "POST" else "",
        "form": "",
        "problem": "",
        "typed": "",
        "section": "",
        **refused,
    }
    status = 422 if refused.get("problem") else 200
    return render(request, "desk/synonyms.html", context, status=status)


@require_POST
@for_desk
def add(request: HttpRequest) -> HttpResponse:
    """Add a group to a section, perhaps a new one."""
    section = request.POST.get("nouvelle-section", "").strip() or request.POST.get("section", "")
    typed = request.POST.get("groupe", "")
    try:
        line = thesaurus.add(who_asks(request), section, typed)
    except ValueError as problem:
        return _page(request, form="add", typed=typed, section=section, problem=str(problem))
    messages.success(request, f"Le groupe est ajouté : {line}")
    return _back(request)


@require_POST
@for_desk
def change(request: HttpRequest) -> HttpResponse:
    """Change a group, or take it out; what was typed is shown again when it cannot be taken."""
    old, typed = request.POST.get("ancien", ""), request.POST.get("groupe", "")
    who = who_asks(request)
    try:
        if "retirer" in request.POST:
            thesaurus.remove(who, old)
            messages.success(request, f"Le groupe est retiré : {old}")
        else:
            messages.success(
                request, f"Le groupe est changé : {thesaurus.replace(who, old, typed)}"
            )
    except NoSuchGroup as gone:
        if "retirer" not in request.POST:
            problem = f"{gone} Ce que vous aviez écrit est ici : ajoutez-le s’il manque encore."
            return _page(request, form="add", typed=typed, problem=problem)
        messages.error(request, str(gone))
    except ValueError as problem:
        return _page(request, form="change", changing=old, typed=typed, problem=str(problem))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """Return to the list as it was being looked at."""
    kept = {key: request.POST[key] for key in ("q", "page") if request.POST.get(key)}
    return redirect(f"{reverse('desk:synonyms')}{'?' + urlencode(kept) if kept else ''}")


@require_http_methods(["GET", "HEAD", "POST"])
@for_desk
def whole(request: HttpRequest) -> HttpResponse:
    """Change the whole file at once."""
    held = thesaurus.in_force()
    if request.method != "POST":
        return _file_page(request, typed=held.text, number=held.number)
    typed, comment = request.POST.get("texte", ""), request.POST.get("commentaire", "")
    seen = _number(request.POST.get("vue", ""), held.number)
    try:
        edition = writing.change(who_asks(request), typed, seen, comment)
    except SynonymsError as faults:
        lines = [str(one) for one in faults.problems]
        return _file_page(request, typed=typed, number=seen, comment=comment, problems=lines)
    except writing.Changed as moved:
        since = thesaurus.differences(thesaurus.text_of(seen) or "", thesaurus.in_force().text)
        return _file_page(
            request,
            typed=typed,
            number=moved.number,
            comment=comment,
            problems=[str(moved)],
            since=since,
        )
    except ValueError as problem:
        return _file_page(request, typed=typed, number=seen, comment=comment, remark=str(problem))
    if edition is None:
        messages.info(request, "Rien n’a changé : le fichier est déjà ainsi.")
    else:
        messages.success(request, "Le fichier est enregistré : la recherche s’en sert déjà.")
    return redirect("desk:synonyms")


def _file_page(
    request: HttpRequest,
    *,
    typed: str,
    number: int,
    comment: str = "",
    problems: list[str] | None = None,
    since: list[thesaurus.Difference] | None = None,
    remark: str = "",
) -> HttpResponse:
    """Show the file in a text area, with what is wrong with it."""
    found = problems or []
    context = {
        "scope": Scope.of(request),
        "typed": typed,
        "number": number,
        "comment": comment,
        "problems": found[:SHOWN_PROBLEMS],
        "more": max(0, len(found) - SHOWN_PROBLEMS),
        "since": since or [],
        "remark": remark,
    }
    status = 422 if found or remark else 200
    return render(request, "desk/synonyms_file.html", context, status=status)


def _number(written: str, otherwise: int) -> int:
    is_number = written.isascii() and written.isdigit() and len(written) < 9
    return int(written) if is_number else otherwise


@require_safe
@for_desk
def editions(request: HttpRequest) -> HttpResponse:
    """Show who changed what, and when."""
    page, rows = thesaurus.editions(request.GET.get("page", "1"))
    context = {"scope": Scope.of(request), "page": page, "rows": rows}
    return render(request, "desk/synonyms_editions.html", context)


@require_POST
@for_desk
def restore(request: HttpRequest, number: int) -> HttpResponse:
    """Put an earlier edition in force again: a new one, which says the same."""
    text = thesaurus.text_of(number)
    if text is None:
        raise Http404
    told = f"Reprise de l’édition {number}" if number else "Reprise du fichier livré avec Essaim"
    seen = _number(request.POST.get("vue", ""), -1)
    try:
        edition = writing.change(who_asks(request), text, seen, told)
    except SynonymsError as faults:
        messages.error(request, f"Cette édition ne peut plus être reprise. {faults.problems[0]}")
    except writing.Changed:
        messages.error(
            request, "Quelqu’un a changé les synonymes entre-temps : regardez, puis recommencez."
        )
    else:
        said = "Cette édition est déjà en vigueur." if edition is None else f"{told} : c’est fait."
        messages.success(request, said)
    return redirect("desk:synonym_editions")


@require_safe
@for_desk
def download(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Give the file in force, or an earlier edition, as text."""
    rules.require_right(who_asks(request), Right.EDIT_SYNONYMS)
    text = thesaurus.in_force().text if number is None else thesaurus.text_of(number)
    if text is None:
        raise Http404
    name = "synonymes.txt" if number is None else f"synonymes-{number}.txt"
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
