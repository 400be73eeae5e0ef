"""Serving the files of sheets, so that nothing in them can act on our site.

Whatever a file holds, the browser is told not to guess its type, to give it no rights
(`sandbox`, an origin of its own) and, unless it is an image made by us, to save it instead of
showing it.
"""

import logging
from typing import Final

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from essaim.catalogue import addresses, attached
from essaim.sheets.file_types import BY_MEDIA_TYPE, WEBP
from essaim.sheets.models import Attachment

logger = logging.getLogger(__name__)

# A withdrawn sheet's files must be gone from shared caches too, and soon.
_PUBLIC: Final = "public, max-age=300"
_PRIVATE: Final = "private, no-store"
_BLOCK: Final = 65_536


@require_safe
def public_file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Serve a public file; one that is not public is not there, as far as one can tell."""
    found = _public(pk)
    if name != found.name:
        return redirect(addresses.of_file(found), permanent=True)
    return respond(request, found, is_public=True)


@require_safe
def public_thumbnail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Serve the thumbnail of a public image."""
    return respond(request, _public(pk), thumbnail=True, is_public=True)


def _public(pk: int) -> Attachment:
    found = Attachment.objects.select_related("sheet").filter(pk=pk).first()
    if found is None or not attached.is_public(found):
        raise Http404
    return found


def respond(
    request: HttpRequest, row: Attachment, *, thumbnail: bool = False, is_public: bool = False
) -> HttpResponseBase:
    """Return the file, or its thumbnail; raises Http404 when it is not there.

    Rights have been checked: `is_public` only says whether others may keep a copy.
    """
    stored_as = row.thumbnail if thumbnail else row.stored_as
    if not stored_as:
        raise Http404
    try:
        file = default_storage.open(stored_as)
    except FileNotFoundError as error:
        logger.exception("Pièce jointe %s absente du disque : « essaim check » dira tout.", row.pk)
        raise Http404 from error
    known = BY_MEDIA_TYPE.get(row.media_type)
    media_type = WEBP.media_type if thumbnail else row.media_type
    answer = FileResponse(
        file,
        content_type=media_type if known else "application/octet-stream",
        as_attachment=not (known and known.is_image),
        filename=f"vignette{WEBP.extension}" if thumbnail else row.name,
    )
    answer.block_size = _BLOCK
    answer["ETag"] = f'"{row.sha256[:40]}{"-v" if thumbnail else ""}"'
    answer["Cache-Control"] = _PUBLIC if is_public else _PRIVATE
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["X-Content-Type-Options"] = "nosniff"
    # Compressed already; and the gzip middleware would drop the length.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    if request.method != "HEAD":
        return answer
    # The file alone: closing the answer would tell Django that the request is over.
    file.close()
    return HttpResponse(headers=dict(answer.items()))
