"""« Mes fiches »."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from essaim.editor.my_sheets import MySheets
from essaim.network.models import Membership
from essaim.network.private import private
from essaim.network.standing import who_asks


@require_safe
@private
def mine(request: HttpRequest) -> HttpResponse:
    """List the sheets of the structures one belongs to, or say how to belong to one."""
    who = who_asks(request)
    if not who.structures and (who.departments or who.is_national):
        return redirect("desk:home")
    if not who.structures:
        asked = Membership.objects.waiting().filter(person=who.person_id)
        context = {"asked": list(asked.select_related("structure"))}
        return render(request, "editor/no_structure.html", context)
    mine = MySheets.of(who, request.GET.get("etat", ""), request.GET.get("page", "1"))
    return render(request, "editor/mine.html", {"mine": mine})
