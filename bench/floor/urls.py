"""The floor: every address leads to a view that does nothing.

Behind the very server and middleware of Essaim, it is what any page costs before it begins.
"""

from django.http import HttpRequest, HttpResponse
from django.urls import re_path


def empty(request: HttpRequest) -> HttpResponse:
    """Answer nothing."""
    return HttpResponse()


urlpatterns = [re_path("", empty)]
