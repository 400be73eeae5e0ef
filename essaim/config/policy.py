"""The content security policy's header, the same for all pages: put together once."""

from collections.abc import Callable
from typing import Any, Final

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# What django-csp's decorators leave on an answer that is to have a policy of its own.
_OWN: Final = frozenset(
    f"_csp_{what}{kind}"
    for what in ("exempt", "config", "update", "replace")
    for kind in ("", "_ro")
)


class KeptPolicyMiddleware(CSPMiddleware):
    """django-csp's, except that it reads the settings once, not twice for each answer."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        super().__init__(get_response)
        policy = settings.CONTENT_SECURITY_POLICY
        reported = getattr(settings, "CONTENT_SECURITY_POLICY_REPORT_ONLY", None)
        is_plain = policy.keys() == {"DIRECTIVES"} and not reported and not settings.DEBUG
        self._policy = build_policy() if is_plain else ""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Say the policy of the settings; answers with one of their own are django-csp's."""
        has_own = not _OWN.isdisjoint(vars(response)) or hasattr(request, "_csp_nonce")
        if has_own or not self._policy or HEADER in response:
            return super().process_response(request, response)
        response.headers[HEADER] = self._policy
        return response
