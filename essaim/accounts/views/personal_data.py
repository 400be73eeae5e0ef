"""« Mes données »: what is kept, all of it in one file, and the end of it."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essaim.accounts import erasing, exporting
from essaim.accounts.holding import Unable
from essaim.accounts.team_forms import EraseForm
from essaim.network import retention
from essaim.network.models import Person
from essaim.network.private import private


@private
@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    """Say what is kept and how long; lead to the file and to the way out."""
    return render(request, "accounts/personal_data.html", {"kept": retention.KEPT})


@private
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """Hand over everything, as one file. A POST: no other site can have it fetched."""
    assert isinstance(request.user, Person)
    response = StreamingHttpResponse(
        exporting.export(request.user), content_type="application/json; charset=utf-8"
    )
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="essaim-mes-donnees-{day}.json"'
    return response


@private
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays, ask for one's address, then erase."""
    assert isinstance(request.user, Person)
    person = Person.objects.get(pk=request.user.pk)
    form = EraseForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            erasing.erase(person)
        except Unable as error:
            messages.error(request, str(error))
            return redirect("accounts:personal_data")
        logout(request)
        return redirect("accounts:erased")
    context = {"form": form, "person": person, "consequences": erasing.consequences(person)}
    return render(request, "accounts/erase.html", context, status=400 if form.errors else 200)


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Say goodbye to somebody nobody knows any more."""
    return render(request, "accounts/erased.html")
