"""Coherence checks: how many sheets fail each, and the list to mend or to ask about."""

from typing import Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from essaim.desk import asking, bulk, checks, mending, rows
from essaim.desk.asking import Asked
from essaim.desk.checks import Check, StructureCheck
from essaim.desk.scope import Scope, for_desk
from essaim.network.standing import who_asks
from essaim.sheets import content as contents
from essaim.sheets import fields, validators
from essaim.sheets.content import Value
from essaim.sheets.fields import Kind
from essaim.sheets.models import Revision, Sheet, Term
from essaim.sheets.validators import Refused
from essaim.workflow import deciding

PER_PAGE: Final = 25


@require_safe
@for_desk
def index(request: HttpRequest) -> HttpResponse:
    """List the checks, with how many sheets or structures fail each."""
    scope = Scope.of(request)
    context = {
        "scope": scope,
        "sheets": [(check, checks.sheets_of(check, scope).count()) for check in checks.CHECKS],
        "structures": [
            (check, checks.structures_of(check, scope).count()) for check in checks.STRUCTURE_CHECKS
        ],
        "terms": Term.objects.to_review().count(),
    }
    return render(request, "desk/checks.html", context)


@require_safe
@for_desk
def listed(request: HttpRequest, key: str) -> HttpResponse:
    """List what fails one check."""
    if key in checks.STRUCTURES_BY_KEY:
        return _structures(request, checks.STRUCTURES_BY_KEY[key])
    return _sheets(request, _check(key))


def _sheets(
    request: HttpRequest,
    check: Check,
    *,
    text: str | None = None,
    problem: str = "",
    ticked: list[str] | None = None,
) -> HttpResponse:
    scope = Scope.of(request)
    asked = request.GET if request.method == "GET" else request.POST
    failing = checks.sheets_of(check, scope).values_list("pk", "published_at")
    page = Paginator(failing, PER_PAGE).get_page(asked.get("page", "1"))
    loaded = rows.load(list(page), scope.query)
    context = {
        "scope": scope,
        "check": check,
        "field": fields.BY_NAME[check.mends] if check.mends else None,
        "choices": mending.choices().get(check.mends, []),
        "page": page,
        "rows": loaded,
        "asked": asking.unanswered(check, [row.sheet_id for row in loaded]),
        "text": check.question if text is None else text,
        "problem": problem,
        "ticked": frozenset(ticked or ()),
    }
    return render(request, "desk/check.html", context, status=422 if problem else 200)


def _structures(request: HttpRequest, check: StructureCheck) -> HttpResponse:
    scope = Scope.of(request)
    failing = checks.structures_of(check, scope).select_related("department")
    page = Paginator(failing, PER_PAGE).get_page(request.GET.get("page", "1"))
    context = {
        "scope": scope,
        "check": check,
        "page": page,
    }
    return render(request, "desk/check_structures.html", context)


@require_POST
@for_desk
def mend(request: HttpRequest, key: str) -> HttpResponse:
    """Put one sheet right, if it still fails the check."""
    check, scope = _check(key), Scope.of(request)
    chosen = bulk.tokens(request.POST.getlist("fiche"))
    if not chosen or not check.mends:
        raise Http404
    sheet = checks.sheets_of(check, scope).filter(pk=chosen[0][0]).first()
    if sheet is None:
        messages.info(request, "Cette fiche n’est plus dans la liste : rien n’a été changé.")
        return _back(request, check, scope)
    try:
        value = _value(check, request.POST.get("valeur", ""))
        deciding.mend(who_asks(request), sheet.pk, _changes(sheet, check.mends, value))
    except Refused as refused:
        messages.error(request, f"« {sheet.display_title} » n’a pas été corrigée : {refused}.")
    except PermissionDenied as refused:
        messages.error(request, str(refused))
    else:
        done = str(value) if check.mends == "title" else sheet.display_title
        messages.success(request, f"« {done} » est corrigée.")
    return _back(request, check, scope)


def _value(check: Check, written: str) -> Value:
    """Return the value to set: one of the vocabulary's, or a line. Raises Refused."""
    if check.value:
        return check.value
    field = fields.BY_NAME[check.mends]
    if field.kind is Kind.TITLE:
        title = validators.title(written.strip())
        if not title or validators.UNTITLED.fullmatch(title):
            raise Refused("il manque le titre")
        return title
    if written not in mending.choices()[check.mends]:
        raise Refused("choisissez une valeur de la liste")
    return written


def _changes(sheet: Sheet, name: str, value: Value) -> dict[str, Value]:
    """Return what to set so that the sheet stays coherent."""
    online = sheet.revisions.filter(state=Revision.State.LIVE).first()
    base = contents.from_json(online.content) if online else contents.empty()
    return {name: value} | mending.unsaid_reason(base, {name: value})


@require_POST
@for_desk
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Write a question in the conversation of each sheet ticked."""
    check, scope, who = _check(key), Scope.of(request), who_asks(request)
    ticked = request.POST.getlist("fiche")
    chosen = bulk.tokens(ticked)
    text = request.POST.get("texte", "").replace("\r\n", "\n")
    if not chosen:
        return _sheets(request, check, text=text, problem="Cochez au moins une fiche.")
    allowed = set(
        Sheet.objects.filter(scope.within("structure"), pk__in=[pk for pk, _ in chosen])
        .published()
        .values_list("pk", flat=True)
    )
    outcomes = dict.fromkeys(Asked, 0)
    try:
        for sheet_id, _ in chosen:
            known = sheet_id in allowed
            outcomes[asking.ask(who, check, sheet_id, text) if known else Asked.REFUSED] += 1
    except ValueError as error:
        return _sheets(request, check, text=text, ticked=ticked, problem=str(error))
    for outcome, (one, several) in _TOLD.items():
        if count := outcomes[outcome]:
            tell = messages.success if outcome is Asked.SENT else messages.warning
            tell(request, (one if count == 1 else several).format(count))
    return _back(request, check, scope)


_TOLD: Final = {
    Asked.SENT: ("La question est envoyée à la structure.", "{} questions sont envoyées."),
    Asked.ALREADY: (
        "La question a déjà été posée et attend sa réponse : elle n’est pas renvoyée.",
        "{} questions ont déjà été posées et attendent leur réponse : elles ne sont pas renvoyées.",
    ),
    Asked.REFUSED: (
        "Une fiche cochée n’est plus en ligne : rien n’a été demandé.",
        "{} fiches cochées ne sont plus en ligne : rien n’a été demandé.",
    ),
}


def _check(key: str) -> Check:
    if key not in checks.BY_KEY:
        raise Http404
    return checks.BY_KEY[key]


def _back(request: HttpRequest, check: Check, scope: Scope) -> HttpResponse:
    """Return to the page of the list one was on."""
    page = request.POST.get("page", "")
    query = [scope.query, f"page={page}" if page.isdecimal() else ""]
    address = reverse("desk:check", args=[check.key])
    return redirect("?".join(filter(None, (address, "&".join(filter(None, query))))))
