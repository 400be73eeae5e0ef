"""Finding one's structure, asking to join it, asking for one that is missing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essaim.accounts import founding
from essaim.accounts import joining as memberships
from essaim.accounts.founding import AlreadyThere
from essaim.accounts.holding import Unable
from essaim.accounts.team_forms import AskForm, MissingForm
from essaim.catalogue import cards, structure_directory, text_blocks
from essaim.network.models import Membership, Person, Structure
from essaim.network.private import private
from essaim.network.standing import Standing, who_asks
from essaim.search import labels

_PER_PAGE = 20


@private
@require_safe
def join(request: HttpRequest) -> HttpResponse:
    """Find a structure by name, commune and département."""
    who, known = who_asks(request), labels.current().departments
    text = " ".join(text_blocks.clean(request.GET.get("q", "")).split())[:100]
    department = known.find(request.GET.get("departement", "")) or ""
    found: list[int] = []
    if text or department:
        condition = Q(department=department) if department else Q()
        found = structure_directory.ranked(condition, text)
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "accounts/join.html",
        {
            "text": text,
            "department": department,
            "departments": sorted(known.names.items()),
            "asked": bool(text or department),
            "page": page,
            "rows": _rows(list(page), who),
            "announced": _announced(request, who),
            "query": urlencode(
                {key: value for key, value in (("q", text), ("departement", department)) if value}
            ),
        },
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, structure_id: int) -> HttpResponse:
    """Ask to join one structure."""
    structure = Structure.objects.select_related("department").filter(pk=structure_id).first()
    if structure is None:
        raise Http404
    who = who_asks(request)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            memberships.ask(who, structure_id, form.cleaned_data["message"])
        except Unable as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                f"Votre demande pour rejoindre « {structure.name} » est envoyée : "
                "vous recevrez la réponse par courriel.",
            )
            return redirect("accounts:home")
    mine = Membership.objects.filter(person=who.person_id, structure=structure).first()
    return render(
        request,
        "accounts/ask.html",
        {
            "structure": structure,
            "place": cards.place_of(structure),
            "form": form,
            "state": mine.state if mine else "",
        },
        status=400 if form.errors else 200,
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def missing(request: HttpRequest) -> HttpResponse:
    """Ask that a missing structure be created."""
    first = {
        "name": request.GET.get("nom", "")[:300],
        "siret": _siret(request),
        "department": labels.current().departments.find(request.GET.get("departement", "")),
    }
    form = MissingForm(request.POST or None, initial=first)
    there: Structure | None = None
    if request.method == "POST" and form.is_valid():
        try:
            asked = founding.ask_for_structure(who_asks(request), **form.cleaned_data)
        except AlreadyThere as error:
            there = error.structure
        except Unable as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                f"Votre demande pour « {asked.name} » est envoyée aux correspondants : "
                "vous recevrez la réponse par courriel.",
            )
            return redirect("accounts:home")
    return render(
        request,
        "accounts/missing.html",
        {"form": form, "there": there},
        status=400 if form.errors else 200,
    )


@private
@require_POST
def withdraw(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Take one's own request to join back."""
    try:
        memberships.withdraw_ask(who_asks(request), membership_id)
        messages.success(request, "Votre demande est retirée.")
    except Unable as error:
        messages.error(request, str(error))
    return redirect("accounts:home")


@private
@require_POST
def withdraw_request(request: HttpRequest, request_id: int) -> HttpResponse:
    """Take one's own request for a missing structure back."""
    try:
        founding.withdraw_request(who_asks(request), request_id)
        messages.success(request, "Votre demande est retirée.")
    except Unable as error:
        messages.error(request, str(error))
    return redirect("accounts:home")


def _rows(identifiers: list[int], who: Standing) -> list[dict[str, object]]:
    """Return what the list shows of these structures, in this order: two queries."""
    found = Structure.objects.select_related("department").in_bulk(identifiers)
    mine = dict(
        Membership.objects.filter(person=who.person_id, structure__in=identifiers).values_list(
            "structure_id", "state"
        )
    )
    return [
        {
            "structure": structure,
            "place": cards.place_of(structure),
            "kind": structure.get_kind_display(),
            "state": mine.get(identifier, ""),
        }
        for identifier in identifiers
        if (structure := found.get(identifier))
    ]


def _siret(request: HttpRequest) -> str:
    return request.user.siret if isinstance(request.user, Person) else ""


def _announced(request: HttpRequest, who: Standing) -> Structure | None:
    """Return the structure whose SIRET the sign-in announced, unless one belongs there already."""
    siret = _siret(request)
    if not siret:
        return None
    rows = Structure.objects.select_related("department").exclude(pk__in=list(who.structures))
    return rows.filter(siret=siret).order_by("pk").first()
