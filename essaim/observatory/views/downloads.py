"""What can be taken away: drawings, pictures, tables."""

import json
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from essaim.observatory import charts, measures, tables
from essaim.observatory.charts import hexmap, picture
from essaim.observatory.observing import observe
from essaim.observatory.presenting.asking import Asked
from essaim.observatory.presenting.pages import mapped
from essaim.observatory.presenting.panels import on_map

_TYPES: Final = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


@require_safe
def measure_file(request: HttpRequest, key: str, extension: str) -> HttpResponse:
    """Return one measure as a drawing, a picture or a table."""
    measure = measures.BY_KEY.get(key)
    if measure is None:
        raise Http404
    asked = Asked.of(request.GET)
    result = observe(asked.query, [key]).results[key]
    if extension == "csv":
        return _attached(tables.as_csv([(measure, result)]), extension, key)
    svg = charts.draw(measure, result, standalone=True, caption=asked.query.sentence())
    return _file(svg, extension, key)


@require_safe
def map_file(request: HttpRequest, extension: str) -> HttpResponse:
    """Return the map as a drawing, a picture or a table."""
    asked = Asked.of(request.GET)
    measure = on_map(measures.BY_KEY[asked.map], asked.per)
    result = mapped(asked)
    name = f"carte-{asked.map}"
    if extension == "csv":
        return _attached(tables.as_csv([(measure, result)]), extension, name)
    caption = asked.query.sentence()
    svg = hexmap.draw_map(measure, result, standalone=True, caption=caption, title=measure.title)
    return _file(svg, extension, name)


@require_safe
def everything(request: HttpRequest, extension: str) -> HttpResponse:
    """Return all the measures of the query as one table, or with their definitions."""
    seen = observe(Asked.of(request.GET).query)
    if extension == "json":
        said = tables.observation_as_json(seen, measures.MEASURES)
        content = json.dumps(said, ensure_ascii=False, indent=1).encode()
    else:
        content = tables.as_csv((measures.BY_KEY[key], one) for key, one in seen.results.items())
    return _attached(content, extension, "observatoire")


def _file(svg: str, extension: str, name: str) -> HttpResponse:
    content = picture.png(svg) if extension == "png" else svg.encode()
    return _attached(content, extension, name)


def _attached(content: bytes, extension: str, name: str) -> HttpResponse:
    """Return an attachment, which search engines are not to list."""
    response = HttpResponse(content, content_type=_TYPES[extension])
    file = f"essaim-{name}-{timezone.localdate():%Y-%m-%d}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    response["X-Robots-Tag"] = "noindex"
    return response
