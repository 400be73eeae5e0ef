"""The forms' guard, which leaves alone whoever has no session."""

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware


class QuietCsrfMiddleware(CsrfViewMiddleware):
    """Django's, except that it opens no session to look for a secret that cannot be there.

    Opening one says `Vary: Cookie`, and a public page would be kept once for each visitor.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Read the session's secret, where there is a session."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            super().process_request(request)
