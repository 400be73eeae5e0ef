"""« Mon compte »: who one is here, one's structures and roles, what waits."""

from collections import defaultdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from essaim.accounts.team_forms import ProfileForm
from essaim.accounts.views.invitations import SESSION_KEY
from essaim.network import waiting
from essaim.network.models import Correspondence, Membership, Person, StructureRequest
from essaim.network.private import private
from essaim.network.standing import who_asks


@private
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Show one's account; keep a name or a choice of letters."""
    assert isinstance(request.user, Person)
    form = ProfileForm(request.POST or None, instance=Person.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        Person.objects.filter(pk=request.user.pk).update(**form.cleaned_data)
        messages.success(request, "C’est noté.")
        return redirect("accounts:home")
    who = who_asks(request)
    return render(
        request,
        "accounts/home.html",
        {
            "form": form,
            "person": request.user,
            "memberships": _memberships(request.user),
            "correspondences": _correspondences(request.user),
            "structure_requests": StructureRequest.objects.filter(
                person=request.user, state=StructureRequest.State.ASKED
            ).select_related("department"),
            "is_national": who.is_national,
            "waiting": waiting.count(who),
            "is_invited": SESSION_KEY in request.session,
        },
        status=400 if form.errors else 200,
    )


def _memberships(person: Person) -> list[Membership]:
    """Return one's memberships and requests, those that count first."""
    rows = Membership.objects.filter(
        person=person, state__in=(Membership.State.ACCEPTED, Membership.State.ASKED)
    )
    found = list(rows.select_related("structure__department"))
    return sorted(found, key=lambda one: one.state != Membership.State.ACCEPTED)


def _correspondences(person: Person) -> list[tuple[str, str]]:
    """Return (département, sides one follows it for) pairs."""
    sides: defaultdict[str, list[str]] = defaultdict(list)
    for one in Correspondence.objects.filter(person=person).select_related("department"):
        sides[f"{one.department.name} ({one.department_id})"].append(str(one.get_side_display()))
    return [(department, " et ".join(names)) for department, names in sides.items()]
