"""Forms that arrive too late: the session has ended, but what was written must not end with it.

The site's usual answers (a redirection to the door, a page about old forms) forget the body of
the request. The addresses that take a text check the proof and the person by themselves, here.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, Final, NoReturn

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt

from essaim.catalogue.views import errors
from essaim.editor import sheet_form
from essaim.network.standing import who_asks
from essaim.sheets import fields

View = Callable[..., HttpResponseBase]
# Whom the page was made for: an open tab must not save under another person's name.
PERSON: Final = "personne"
_TOKEN: Final = "csrfmiddlewaretoken"  # noqa: S105 (a field's name)


class _Proof(CsrfViewMiddleware):
    """Django's own check, which says why it refuses instead of answering."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return HttpResponse(reason)


def _unreached(request: HttpRequest) -> NoReturn:
    raise AssertionError


def _is_proved(request: HttpRequest) -> bool:
    proof = _Proof(_unreached)
    proof.process_request(request)
    return proof.process_view(request, _unreached, (), {}) is None


def _is_from_here(request: HttpRequest) -> bool:
    """Whether the form was sent by a page of this site, as far as the browser says."""
    origin = request.headers.get("Origin")
    return origin in (None, f"{request.scheme}://{request.get_host()}")


def keeps_texts(view: View) -> View:
    """Let in whoever is signed in with a proof; give everybody else their texts back."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        is_known = who_asks(request).is_known
        if request.method == "POST":
            if not _is_from_here(request):
                return errors.csrf_failure(request)
            if not is_known or not _is_proved(request) or _is_somebody_else(request):
                response = _give_back(request, is_known)
                response["Cache-Control"] = "private, no-store"
                return response
        return view(request, *arguments, **named)

    return guarded


def _is_somebody_else(request: HttpRequest) -> bool:
    meant = request.POST.get(PERSON, "")
    return bool(meant) and meant != str(who_asks(request).person_id)


def _give_back(request: HttpRequest, is_known: bool) -> HttpResponse:
    """Return the texts to the page that sent them, or in a page that can send them again."""
    other = is_known and _is_somebody_else(request)
    if request.headers.get("Accept", "").startswith("application/json"):
        why = "personne" if other else "jeton" if is_known else "connexion"
        status = 403 if is_known else 401
        return JsonResponse({"raison": why, "jeton": get_token(request)}, status=status)
    door = f"{reverse('account_login')}?{urlencode({'next': reverse('editor:mine')})}"
    context = {
        "is_known": is_known,
        "is_other": other,
        "door": door,
        "hidden": list(_hidden(request)),
        "texts": list(_texts(request)),
        "address": request.path,
    }
    return render(request, "editor/given_back.html", context, status=403 if is_known else 401)


def _hidden(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Yield what the form held, to be sent again; the old proof and the old person aside."""
    for name, values in request.POST.lists():
        if name not in (_TOKEN, PERSON):
            yield from ((name, value) for value in values)


def _texts(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Yield (heading, text) of what was written, to be read and copied."""
    for field in sheet_form.EDITED:
        written = [*request.POST.getlist(field.key), request.POST.get(f"{field.key}_autre", "")]
        text = ", ".join(one for one in written if one.strip())
        if text:
            yield fields.BY_NAME[field.name].heading, text
