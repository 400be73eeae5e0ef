"""The download of exactly these results."""

import itertools

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from essaim import exports
from essaim.search.query import Query
from essaim.sheets.workbook import TooManyRows

_BY_EXTENSION = {format.extension: format for format in exports.FORMATS.values()}


@require_safe
def download(request: HttpRequest, extension: str) -> HttpResponseBase:
    """Stream the sheets of the query in the format of that extension, as an attachment.

    Unknown extension: 404. More sheets than a workbook has rows: 400, saying so.
    """
    format = _BY_EXTENSION.get(extension)
    if format is None:
        raise Http404
    query = Query.parse(request.GET)
    pieces = exports.stream(format, query)
    try:
        first = next(pieces, b"")
    except TooManyRows as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    response = StreamingHttpResponse(
        itertools.chain((first,), pieces), content_type=format.media_type
    )
    name = f"essaim-actions-{timezone.localdate():%Y-%m-%d}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response
