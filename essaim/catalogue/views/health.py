"""For whoever watches over the site: is the process up, can it answer."""

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from essaim.network.models import Region
from essaim.search import engine
from essaim.search.query import Query

logger = logging.getLogger(__name__)


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """Say that the process is up; reads nothing."""
    return _answer("Essaim est là.")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether database and index answer; 503 and the reason in French when they do not."""
    try:
        prepared = Region.objects.exists()
    except DatabaseError:
        logger.exception("La base de données ne répond pas.")
        return _answer("La base de données ne répond pas.", 503)
    if not prepared:
        return _answer("La base de données n’est pas prête : lancez « essaim migrate ».", 503)
    try:
        engine.search(Query(), limit=1)
    except Exception:  # whatever the index's trouble is, the answer is the same
        logger.exception("L’index de recherche ne répond pas.")
        return _answer("L’index de recherche ne répond pas.", 503)
    return _answer("Essaim est prêt.")


def _answer(sentence: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", content_type="text/plain; charset=utf-8", status=status)
