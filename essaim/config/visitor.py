"""A request such as a visitor's, for what is made ready before there are any."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, QueryDict


def request(path: str, query: str = "") -> HttpRequest:
    """Return a visitor's GET of that path (from `/`), with that query string."""
    host = next(iter(settings.ALLOWED_HOSTS), "").lstrip(".*") or "localhost"
    made = HttpRequest()
    made.method = "GET"
    made.path = made.path_info = path
    made.META.update(HTTP_HOST=host, SERVER_NAME=host, SERVER_PORT="80", QUERY_STRING=query)
    made.GET = QueryDict(query)
    made.user = AnonymousUser()
    return made
