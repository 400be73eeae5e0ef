"""The départements one looks after, and the structures there."""

from typing import Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from essaim.desk import departments
from essaim.desk.scope import Scope, department_of, for_desk
from essaim.desk.structure_form import StructureForm
from essaim.network.models import Approval, Structure
from essaim.network.standing import who_asks
from essaim.workflow import rules, structures
from essaim.workflow.rules import StructureAct

PER_PAGE: Final = 25
ALONE: Final = "sans-membre"


@require_safe
@for_desk
def listed(request: HttpRequest) -> HttpResponse:
    """List the départements one looks after; straight to it when there is but one."""
    found = departments.followed(who_asks(request))
    if len(found) == 1:
        return redirect("desk:department", found[0].department.code)
    return render(
        request, "desk/departments.html", {"scope": Scope.of(request), "departments": found}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_desk
def department(request: HttpRequest, code: str) -> HttpResponse:
    """Show a département; POST chooses how one publishes there."""
    who = who_asks(request)
    found = department_of(code, who)
    if request.method == "POST":
        try:
            departments.set_approval(who, code, request.POST.get("avant-publication", ""))
        except ValueError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "C’est noté. Cela vaut pour les fiches soumises à présent.")
        return redirect("desk:department", code)
    alone = request.GET.get("voir") == ALONE
    words = request.GET.get("q", "").strip()[:300]
    listed = departments.structures(found, alone=alone, words=words)
    context = {
        "scope": Scope.of(request),
        "department": found,
        "approvals": Approval.choices,
        "correspondents": departments.correspondents(found),
        "page": Paginator(listed, PER_PAGE).get_page(request.GET.get("page", "1")),
        "alone": alone,
        "alone_key": ALONE,
        "words": words,
    }
    return render(request, "desk/department.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_desk
def structure(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a structure's identity right."""
    who = who_asks(request)
    found = Structure.objects.select_related("department").filter(pk=pk).first()
    # A manager's own page is elsewhere: here one looks after structures.
    supervises = found is not None and (who.is_national or who.follows(found.department_id))
    if found is None or not supervises:
        raise Http404
    rules.require_structure(who, StructureAct.DESCRIBE, found)
    form = StructureForm(who, found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            structures.change(who, pk, form.changes())
        except ValidationError as error:
            for sentence in error.messages:
                form.add_error(None, sentence)
        except PermissionDenied as refused:
            form.add_error("department_id", str(refused))
        else:
            messages.success(request, "La structure est à jour.")
            return redirect("desk:structure", pk)
    context = {"scope": Scope.of(request), "structure": found, "form": form}
    return render(request, "desk/structure.html", context, status=422 if form.errors else 200)
