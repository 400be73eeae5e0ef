"""The vocabulary: terms that came from outside, to accept, rename or merge."""

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from essaim.catalogue.numbers import counted
from essaim.desk import terms
from essaim.desk.scope import Scope, for_desk
from essaim.network.standing import who_asks
from essaim.workflow import vocabulary
from essaim.workflow.vocabulary import NoSuchTerm

PER_PAGE: Final = 20
ADDED: Final = "ajoutes"


@require_safe
@for_desk
def listed(request: HttpRequest) -> HttpResponse:
    """List the terms to review, or those already accepted."""
    return _page(request)


def _page(
    request: HttpRequest, *, wrong: int = 0, draft: str = "", problem: str = ""
) -> HttpResponse:
    """Show a page of terms; `wrong` is the one whose new name could not be taken."""
    asked = request.GET if request.method == "GET" else request.POST
    view = ADDED if asked.get("voir") == ADDED else ""
    found = terms.added() if view else terms.to_review()
    page = Paginator(found, PER_PAGE).get_page(asked.get("page", "1"))
    context = {
        "scope": Scope.of(request),
        "view": view,
        "added": ADDED,
        "page": page,
        "rows": terms.rows(list(page)),
        "wrong": wrong,
        "draft": draft,
        "problem": problem,
    }
    return render(request, "desk/terms.html", context, status=422 if problem else 200)


def _change(request: HttpRequest, change: Callable[[], str]) -> HttpResponse:
    """Make one change and say it, or say why not."""
    try:
        messages.success(request, change())
    except (NoSuchTerm, ValueError) as problem:
        messages.error(request, str(problem))
    view = "?voir=" + ADDED if request.POST.get("voir") == ADDED else ""
    return redirect(f"{reverse('desk:terms')}{view}")


@require_POST
@for_desk
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a term is good as it is."""

    def change() -> str:
        return f"« {vocabulary.accept(who_asks(request), pk).label} » est accepté."

    return _change(request, change)


@require_POST
@for_desk
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a term a better name; what was typed is shown again when it cannot be taken."""
    label = request.POST.get("nom", "")
    try:
        term = vocabulary.rename(who_asks(request), pk, label)
    except ValueError as problem:
        return _page(request, wrong=pk, draft=label, problem=f"{problem}".rstrip(".") + ".")
    except NoSuchTerm as gone:
        messages.error(request, str(gone))
    else:
        messages.success(request, f"Le terme s’appelle maintenant « {term.label} ».")
    return redirect("desk:terms")


@require_POST
@for_desk
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a term another spelling of a second one."""
    written = request.POST.get("vers", "")

    def change() -> str:
        if not written.isdecimal() or len(written) > 9:
            raise ValueError("Choisissez le terme à garder.")
        changed = vocabulary.merge_into(who_asks(request), pk, int(written))
        told = counted(changed, "fiche changée", "fiches changées")
        return f"Les deux termes n’en font plus qu’un ({told})."

    return _change(request, change)
