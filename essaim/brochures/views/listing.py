"""The brochures one has, and where to begin another."""

from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from essaim.brochures import asking, finding, making
from essaim.network.private import private
from essaim.network.standing import who_asks
from essaim.workflow import rules
from essaim.workflow.rules import Right

PER_PAGE: Final = 25


@require_safe
@private
def listed(request: HttpRequest) -> HttpResponse:
    """List the brochures one may open, newest first."""
    who = who_asks(request)
    making.revive()
    page = Paginator(finding.listed(who), PER_PAGE).get_page(request.GET.get("page", "1"))
    context = {
        "page": page,
        "rows": [(one, asking.said_of(one)) for one in page.object_list],
        "places": finding.places(who),
        "may_choose": rules.has(who, Right.MAKE_BROCHURES),
        "me": who.person_id,
    }
    return render(request, "brochures/list.html", context)
