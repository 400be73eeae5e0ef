"""The team of a structure: its members, their roles, invitations and requests."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from essaim.accounts import holding, inviting, joining
from essaim.accounts.holding import Unable
from essaim.accounts.team_forms import InviteForm
from essaim.accounts.views.requests import shown
from essaim.catalogue import addresses, cards, dates
from essaim.network.models import Membership, Structure
from essaim.network.private import private
from essaim.network.standing import Standing, who_asks
from essaim.workflow import rules
from essaim.workflow.rules import StructureAct

_PER_PAGE = 25


@private
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, structure_id: int) -> HttpResponse:
    """Show a structure's team; those who manage it also invite and answer."""
    who, structure = who_asks(request), _structure(structure_id)
    rules.require_structure(who, StructureAct.SEE_TEAM, structure)
    manages = rules.may_structure(who, StructureAct.MANAGE_MEMBERS, structure)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            inviting.invite(who, structure_id, **form.cleaned_data)
        except Unable as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, f"L’invitation est partie à {form.cleaned_data['email']}.")
            return redirect("accounts:team", structure_id=structure_id)
    members = (
        Membership.objects.accepted()
        .filter(structure=structure)
        .select_related("person")
        .order_by("-role", Lower("person__name"), "person__email", "pk")
    )
    context = {
        "structure": structure,
        "place": cards.place_of(structure),
        "public_address": addresses.of_structure(structure),
        "page": Paginator(members, _PER_PAGE).get_page(request.GET.get("page")),
        "has_manager": holding.has_manager(structure),
        "manages": manages,
        "me": who.person_id,
        "form": form,
        "requests": _requests(structure, who) if manages else [],
        "invitations": _invitations(structure) if manages else [],
        "MANAGER": Membership.Role.MANAGER,
    }
    return render(request, "accounts/team.html", context, status=400 if form.errors else 200)


@private
@require_POST
def revoke(request: HttpRequest, structure_id: int, link_id: int) -> HttpResponse:
    """Take an invitation back."""
    try:
        inviting.revoke(who_asks(request), structure_id, link_id)
        messages.success(request, "L’invitation est annulée : son lien n’ouvre plus rien.")
    except Unable as error:
        messages.error(request, str(error))
    return redirect("accounts:team", structure_id=structure_id)


@private
@require_POST
def role(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Make a member a manager, or the other way round."""
    who, membership = who_asks(request), _membership(membership_id)
    try:
        joining.set_role(who, membership_id, request.POST.get("role", ""))
        messages.success(request, "Le rôle est changé.")
    except Unable as error:
        messages.error(request, str(error))
    return redirect("accounts:team", structure_id=membership.structure_id)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Ask before somebody leaves a team, then do it: oneself, or a member one removes."""
    who, membership = who_asks(request), _membership(membership_id)
    is_mine = membership.person_id == who.person_id
    if not is_mine:
        rules.require_structure(who, StructureAct.MANAGE_MEMBERS, membership.structure)
    if membership.state != Membership.State.ACCEPTED:
        raise Http404
    if request.method == "POST":
        return _ended(request, who, membership, is_mine)
    context = {
        "membership": membership,
        "structure": membership.structure,
        "is_mine": is_mine,
        "is_last": joining.is_last_manager(membership),
    }
    return render(request, "accounts/end.html", context)


def _ended(
    request: HttpRequest, who: Standing, membership: Membership, is_mine: bool
) -> HttpResponse:
    name, structure = membership.person.display_name, membership.structure.name
    try:
        if is_mine:
            joining.leave(who, membership.pk)
            messages.success(request, f"Vous ne faites plus partie de « {structure} ».")
        else:
            joining.remove(who, membership.pk, request.POST.get("mot", ""))
            messages.success(request, f"{name} ne fait plus partie de l’équipe.")
    except Unable as error:
        messages.error(request, str(error))
    if is_mine:
        return redirect("accounts:home")
    return redirect("accounts:team", structure_id=membership.structure_id)


def _structure(structure_id: int) -> Structure:
    found = Structure.objects.select_related("department").filter(pk=structure_id).first()
    if found is None:
        raise Http404
    return found


def _membership(membership_id: int) -> Membership:
    rows = Membership.objects.select_related("person", "structure__department")
    found = rows.filter(pk=membership_id).first()
    if found is None:
        raise Http404
    return found


def _requests(structure: Structure, who: Standing) -> list[dict[str, object]]:
    rows = Membership.objects.waiting().filter(structure=structure)
    found = rows.exclude(person=who.person_id).select_related("person", "structure__department")
    manager = holding.has_manager(structure)
    return [shown(one, has_manager=manager) for one in found.order_by("asked_at", "pk")[:100]]


def _invitations(structure: Structure) -> list[dict[str, object]]:
    return [
        {
            "id": link.pk,
            "email": link.payload["email"],
            "role": Membership.Role(link.payload["role"]).label,
            "until": dates.day(link.expires_at),
        }
        for link in inviting.waiting(structure.pk)[:100]
    ]
