"""The page behind the yearly letter: which running actions go on, in one click each.

Nobody signs in: the link gives the rights, and is the form's proof. Nothing changes on a GET, since
mail programs and scanners follow links by themselves.
"""

from dataclasses import dataclass
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from essaim.workflow import round_answers
from essaim.workflow.opening import Moved
from essaim.workflow.round_answers import Line, Page, State, Unusable

GOES_ON: Final = "en-cours"
ENDED: Final = "terminee"
_CHANGED: Final = "Cette fiche a changé depuis notre courriel : il n’y a plus rien à dire ici."


@dataclass(frozen=True, slots=True)
class Asked:
    """The sheet that the address or a refused form is about, and what is already chosen for it."""

    number: int = 0
    choice: str = ""
    reason: str = ""
    problem: str = ""


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def yearly_round(request: HttpRequest, token: str) -> HttpResponse:
    """Show the structure's sheets, each with its form; take one answer at a time."""
    try:
        if request.method == "POST":
            return _secret(_answered(request, token))
        asked = Asked(_number(request.GET.get("fiche")), request.GET.get("reponse", ""))
        return _secret(_page(request, round_answers.look(token), asked))
    except Unusable as error:
        context = {"reason": error.reason}
        return _secret(render(request, "editor/round_unusable.html", context, status=410))


def _answered(request: HttpRequest, token: str) -> HttpResponse:
    number = _number(request.POST.get("fiche"))
    choice, reason = request.POST.get("reponse", ""), request.POST.get("raison", "")
    problem = "" if choice in (GOES_ON, ENDED) else "Choisissez une réponse."
    status = 422
    try:
        if not problem:
            round_answers.answer(token, number, goes_on=choice == GOES_ON, reason=reason)
    except ValueError as error:
        problem = str(error)
    except (Moved, PermissionDenied):
        problem, status = _CHANGED, 409
    if problem:
        asked = Asked(number, choice, reason, problem)
        return _page(request, round_answers.look(token), asked, status=status)
    response = HttpResponseRedirect(f"{request.path}?fait={number}#fiche-{number}")
    response.status_code = 303
    return response


def _page(request: HttpRequest, page: Page, asked: Asked, *, status: int = 200) -> HttpResponse:
    """Show the list, what has been chosen first."""
    chosen = next((line for line in page.lines if line.number == asked.number), None)
    if asked.number and chosen is None:
        raise Http404
    context = {
        "page": page,
        "chosen": chosen if chosen and _is_a_question(chosen, asked) else None,
        "asked": asked,
        "done": _number(request.GET.get("fait")),
        "left": sum(line.state is State.ASKED for line in page.lines),
        "answered": sum(line.state in (State.CONFIRMED, State.ENDED) for line in page.lines),
        "longest": round_answers.LONGEST_REASON,
    }
    return render(request, "editor/round.html", context, status=status)


def _is_a_question(line: Line, asked: Asked) -> bool:
    """Whether there is a button to show for what the address chose."""
    if asked.choice == GOES_ON:
        return line.state in (State.ASKED, State.ENDED)
    return asked.choice == ENDED and line.is_open


def _number(value: str | None) -> int:
    """Return a sheet's number, 0 when it is none."""
    is_number = value is not None and value.isascii() and value.isdecimal() and len(value) < 10
    return int(value or 0) if is_number else 0


def _secret(response: HttpResponse) -> HttpResponse:
    """Keep the token out of caches, search engines, and the pages one goes to next."""
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
