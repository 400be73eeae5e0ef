"""Pages for when something is not there or goes wrong. None of them reads the database."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request could not be read (400)."""
    return render(request, "errors/400.html", status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that nothing is at this address (404)."""
    return render(request, "errors/404.html", status=404)


def gone(request: HttpRequest) -> HttpResponse:
    """Say that the sheet at this address was withdrawn (410)."""
    return render(request, "errors/410.html", status=410)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours (500)."""
    return render(request, "errors/500.html", status=500)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that this is not for the person who asks (403)."""
    response = render(request, "errors/403.html", {"reason": str(exception)}, status=403)
    response["Cache-Control"] = "private, no-store"  # somebody else may be let in
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form came without its proof: usually an old tab, or cookies refused (403)."""
    return render(request, "errors/csrf.html", status=403)
