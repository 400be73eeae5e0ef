"""Likely doubles: told apart in one click, or merged after a look at both."""

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essaim.desk import pairing, reading
from essaim.desk.pairing import Half, Side, TooLong, TooMany
from essaim.desk.scope import Scope, for_desk, sheet_of
from essaim.network.standing import Standing, who_asks
from essaim.sheets import content as contents
from essaim.sheets.content import Content
from essaim.workflow import merging, rules
from essaim.workflow.opening import Moved
from essaim.workflow.rules import Act, Situation

PER_PAGE: Final = 20
_PREFIX: Final = "champ-"


@require_safe
@for_desk
def listed(request: HttpRequest) -> HttpResponse:
    """List the likely doubles, the likeliest first."""
    scope = Scope.of(request)
    try:
        found = pairing.pairs(scope)
    except TooMany:
        return render(request, "desk/doubles.html", {"scope": scope, "page": None, "couples": []})
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page", "1"))
    context = {"scope": scope, "page": page, "couples": pairing.couples(list(page))}
    return render(request, "desk/doubles.html", context)


@require_POST
@for_desk
def apart(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """Say that two sheets which look alike are two."""
    who = who_asks(request)
    one, other = sheet_of(who, first), sheet_of(who, second)
    if one.pk == other.pk:
        raise Http404
    merging.distinguish(who, one.pk, other.pk)
    messages.success(
        request,
        f"« {one.display_title} » et « {other.display_title} » sont deux fiches : "
        "elles ne seront plus proposées.",
    )
    return _to_list(request)


def _to_list(request: HttpRequest) -> HttpResponse:
    query = Scope.of(request).query
    return redirect(f"{reverse('desk:doubles')}?{query}" if query else reverse("desk:doubles"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_desk
def merge(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """Compare two sheets field by field, look at what comes of it, then make them one."""
    who = who_asks(request)
    left, right = _halves(who, first, second)
    if left is None or right is None:
        messages.info(request, "Une des deux fiches n’est plus en ligne : rien à réunir.")
        return _to_list(request)
    sent = request.POST
    chosen = {
        key.removeprefix(_PREFIX): Side(value)
        for key, value in sent.items()
        if key.startswith(_PREFIX) and value in list(Side)
    }
    keeps_right = sent.get("garder") == Side.RIGHT
    said: dict[str, Any] = {"chosen": chosen, "keeps_right": keeps_right}
    if request.method != "POST":
        return _show(request, left, right, **said)
    if not _as_read(sent, left, right):
        return _show(request, left, right, status=409, moved=True, **said)
    try:
        result = pairing.joined(left.content, right.content, chosen)
    except TooLong as problem:
        return _show(request, left, right, status=422, problem=str(problem), **said)
    seen = f"{contents.digest(result)}{sent.get('garder', '')}"
    if sent.get("etape") != "reunir" or sent.get("vu") != seen:
        return _show(request, left, right, result=result, seen=seen, **said)
    kept, other = (right, left) if keeps_right else (left, right)
    content = pairing.with_files(kept, other, result)
    try:
        versions = (kept.version, other.version)
        merging.merge(who, kept.sheet.pk, other.sheet.pk, content, versions=versions)
    except Moved:
        left, right = _halves(who, first, second)
        if left is None or right is None:
            return _to_list(request)
        return _show(request, left, right, status=409, moved=True, **said)
    messages.success(
        request,
        f"Les deux fiches n’en font plus qu’une : la fiche {kept.sheet.number}. "
        f"L’adresse de la fiche {other.sheet.number} y mène.",
    )
    return _to_list(request)


def _halves(who: Standing, first: int, second: int) -> tuple[Half | None, Half | None]:
    """Return both sheets as they are online. Raises Http404 for what is not on their desk."""
    if first == second:
        raise Http404
    sheets = sheet_of(who, first), sheet_of(who, second)
    for sheet in sheets:
        if sheet.state == sheet.State.PUBLISHED:
            rules.require(who, Act.MERGE, Situation.of(sheet, None))
    return pairing.half(sheets[0]), pairing.half(sheets[1])


def _as_read(sent: QueryDict, left: Half, right: Half) -> bool:
    """Whether both sheets still are as they were when the page was shown."""
    return sent.get("version-gauche") == str(left.version) and sent.get("version-droite") == str(
        right.version
    )


def _show(
    request: HttpRequest, left: Half, right: Half, *, status: int = 200, **said: Any
) -> HttpResponse:
    """Render the page with what was chosen so far."""
    asked = pairing.questions(left.content, right.content)
    result: Content | None = said.get("result")
    same = {question.field.name for question in asked}
    context = {
        "scope": Scope.of(request),
        "left": left,
        "right": right,
        "prefix": _PREFIX,
        "sides": Side,
        "questions": [
            (
                question,
                reading.line_of(question.field, question.left),
                reading.line_of(question.field, question.right),
                said["chosen"].get(question.field.name, question.proposed),
            )
            for question in asked
        ],
        "same": reading.sections_of(left.content, but=same),
        "preview": reading.sections_of(result) if result is not None else (),
        "moved": False,
        "problem": "",
        "seen": "",
        **said,
    }
    return render(request, "desk/merge.html", context, status=status)
