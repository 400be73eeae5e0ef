"""What is delicate asks for a fresh proof: an open session on a shared computer is not enough."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from essaim.network.private import private

LIFETIME: Final = 20 * 60  # seconds
View = Callable[..., HttpResponseBase]


def is_recent(request: HttpRequest) -> bool:
    """Whether whoever is signed in has proved who they are within the last twenty minutes."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] <= LIFETIME


def proved_again(request: HttpRequest, method: str) -> None:
    """Take note of a fresh proof."""
    record_authentication(request, request.user, method=method)


def recently_proven(view: View) -> View:
    """Guard a private page: asks for a fresh proof first, then comes back to the page."""

    @private
    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        if is_recent(request):
            return view(request, *arguments, **named)
        query = urlencode({"next": request.path})
        return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{query}")

    return guarded
