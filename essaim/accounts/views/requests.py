"""« Demandes »: everything that waits for one's answer, in one list."""

import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essaim.accounts import founding, joining
from essaim.accounts.founding import AlreadyThere
from essaim.accounts.holding import Unable
from essaim.catalogue import addresses, cards, dates
from essaim.network import waiting
from essaim.network.models import Membership, Structure, StructureRequest
from essaim.network.people import names_of
from essaim.network.private import private
from essaim.network.standing import Standing, who_asks
from essaim.workflow import rules
from essaim.workflow.rules import DepartmentAct, StructureAct

_PER_PAGE = 20
# Both kinds of requests in one list: when, which kind, which row.
_Place = tuple[datetime.datetime, str, int]


@private
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Show what waits, oldest first."""
    who = who_asks(request)
    page = Paginator(_places(who), _PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "accounts/requests.html", {"page": page, "cards": _cards(who, list(page))}
    )


@private
@require_POST
def answer(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Accept or refuse somebody who asks to join."""
    rows = Membership.objects.select_related("person", "structure__department")
    membership = rows.filter(pk=membership_id).first()
    if membership is None:
        messages.error(request, "Cette demande a été retirée par la personne qui l’avait faite.")
        return redirect("accounts:requests")
    who, word, name = who_asks(request), request.POST.get("mot", ""), membership.person.display_name
    rules.require_structure(who, StructureAct.MANAGE_MEMBERS, membership.structure)
    try:
        if request.POST.get("reponse") == "accepter":
            role = request.POST.get("role", "")
            joining.accept(who, membership_id, word, role or Membership.Role.MEMBER)
            messages.success(request, f"{name} fait maintenant partie de l’équipe.")
        else:
            joining.refuse(who, membership_id, word)
            messages.success(request, f"La demande de {name} est refusée.")
    except Unable as error:
        messages.error(request, str(error))
    if request.POST.get("retour") == "equipe":
        return redirect("accounts:team", structure_id=membership.structure_id)
    return redirect("accounts:requests")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def structure_request(request: HttpRequest, request_id: int) -> HttpResponse:
    """Create a structure that is asked for, point to the one that exists, or refuse."""
    rows = StructureRequest.objects.select_related("person", "department", "structure__department")
    asked = rows.filter(pk=request_id).first()
    if asked is None:
        raise Http404
    who = who_asks(request)
    rules.require_department(who, DepartmentAct.DECIDE_STRUCTURES, asked.department_id)
    problem = ""
    if request.method == "POST":
        try:
            messages.success(request, _decided(request, who, asked))
            return redirect("accounts:requests")
        except Unable as error:
            problem = str(error)
            asked = rows.get(pk=request_id)
    context = {
        "asked": asked,
        "asked_on": dates.day(asked.asked_at),
        "kind": str(dict(Structure.Kind.choices).get(asked.kind, "")),
        "is_settled": asked.state != StructureRequest.State.ASKED,
        "decided_by": names_of({asked.decided_by}).get(asked.decided_by, ""),
        "there_address": addresses.of_structure(asked.structure) if asked.structure else "",
        "lookalikes": [
            {"structure": one, "address": addresses.of_structure(one), "place": cards.place_of(one)}
            for one in founding.lookalikes(asked)
        ],
        "name": request.POST.get("nom", asked.name)[:300],
        "reason": request.POST.get("raison", ""),
        "problem": problem,
    }
    return render(
        request, "accounts/structure_request.html", context, status=400 if problem else 200
    )


def shown(membership: Membership, *, has_manager: bool) -> dict[str, object]:
    """Return what is shown of a request to join."""
    return {
        "kind": "rejoindre",
        "id": membership.pk,
        "name": membership.person.display_name,
        "email": membership.person.email,
        "structure": membership.structure.name,
        "structure_id": membership.structure_id,
        "place": cards.place_of(membership.structure),
        "message": membership.message,
        "asked_on": dates.day(membership.asked_at),
        # Whoever comes first where nobody answers is likely to be the one who will.
        "suggested": Membership.Role.MEMBER if has_manager else Membership.Role.MANAGER,
        "has_manager": has_manager,
    }


def _decided(request: HttpRequest, who: Standing, asked: StructureRequest) -> str:
    """Do what the button says; return what to tell."""
    wanted = request.POST.get("reponse", "")
    if wanted == "creer":
        try:
            structure = founding.create_structure(who, asked.pk, name=request.POST.get("nom", ""))
        except AlreadyThere as error:
            raise Unable(
                f"« {error.structure.name} » existe déjà : choisissez-la dans la liste, "
                "ou changez le nom."
            ) from error
        return f"« {structure.name} » est créée, et {asked.person.display_name} en répond."
    if wanted == "designer":
        chosen = request.POST.get("structure", "")
        if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 12):
            raise Unable("Choisissez la structure dans la liste.")
        if founding.point_to(who, asked.pk, int(chosen)):
            return f"C’est fait : {asked.person.display_name} fait partie de cette structure."
        return "C’est fait : la demande est transmise à la personne responsable de la structure."
    founding.refuse_structure(who, asked.pk, request.POST.get("raison", ""))
    return "La demande est refusée, et la raison envoyée par courriel."


def _places(who: Standing) -> list[_Place]:
    """Return what waits for somebody, oldest first: two queries."""
    joins = waiting.to_join(who).values_list("asked_at", "pk")
    creations = waiting.to_create(who).values_list("asked_at", "pk")
    found: list[_Place] = [(at, "rejoindre", pk) for at, pk in joins]
    found += [(at, "creer", pk) for at, pk in creations]
    return sorted(found)


def _cards(who: Standing, places: list[_Place]) -> list[dict[str, object]]:
    """Return the cards of one page: two queries."""
    wanted = {kind: [pk for _, one, pk in places if one == kind] for kind in ("rejoindre", "creer")}
    joins = waiting.to_join(who).select_related("person", "structure__department")
    creations = waiting.to_create(who).select_related("person", "department")
    found: dict[tuple[str, int], dict[str, object]] = {
        ("rejoindre", one.pk): shown(one, has_manager=bool(getattr(one, "has_manager", False)))
        for one in joins.filter(pk__in=wanted["rejoindre"])
    }
    for request in creations.filter(pk__in=wanted["creer"]):
        found["creer", request.pk] = {
            "kind": "creer",
            "id": request.pk,
            "name": request.person.display_name,
            "email": request.person.email,
            "structure": request.name,
            "place": ", ".join(filter(None, (request.town, request.department.name))),
            "message": request.message,
            "asked_on": dates.day(request.asked_at),
        }
    return [found[kind, pk] for _, kind, pk in places if (kind, pk) in found]
