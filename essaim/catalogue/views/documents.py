"""What the site says of itself: open data, accessibility, legal pages, and files for robots."""

import re
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from essaim.catalogue import dates, dictionary, linked_data, sitemap, typography
from essaim.catalogue.linked_data import Node
from essaim.network import retention, territories
from essaim.sheets.models import Sheet

# The formats of the whole base: address ending, name, what it is good for, media type.
_DOWNLOADS: Final = (
    ("csv", "CSV", "Pour tous les tableurs et les outils de données.", "text/csv"),
    (
        *("xlsx", "Excel", "Un classeur prêt à ouvrir et à filtrer."),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    ("json", "JSON", "Pour les programmes : une fiche par objet.", "application/json"),
    ("txt", "Texte", "La présentation du listing de la base nationale.", "text/plain"),
)
_MAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")

_ROBOTS: Final = """\
User-agent: *
# Les pages de recherche à plusieurs critères se comptent par milliards : lisez plutôt le plan.
Disallow: /actions/?*&*
Disallow: /actions/export.
Disallow: /observatoire/*?
Allow: /

Sitemap: {site}{sitemap}
"""


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Show the open data: licence, downloads, how to cite, data dictionary."""
    downloads = [
        (name, use, reverse("export", args=[ending])) for ending, name, use, _ in _DOWNLOADS
    ]
    published = Sheet.objects.published()
    latest = published.order_by("-updated_at").values_list("updated_at", flat=True).first()
    context = {
        "downloads": downloads,
        "entries": dictionary.entries(),
        "sheets": published.count(),
        "latest": dates.day(latest) if latest else "",
        "vintage": territories.shipped()["vintage"],
        "data": [_dataset(request)],
    }
    return _page(request, "documents/data.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show how far the site is accessible, as far as anyone knows."""
    return _page(request, "documents/accessibility.html")


@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    """Show who publishes the site, and under which terms."""
    return _page(request, "documents/legal.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is known of visitors, of those who contribute and of the people in the sheets."""
    return _page(request, "documents/privacy.html", {"kept": retention.KEPT})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell robots where the site's map is, and what is not worth their while."""
    text = _ROBOTS.format(site=linked_data.site_of(request), sitemap=reverse("sitemap"))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def site_map(request: HttpRequest) -> HttpResponseBase:
    """Return the map of the site, or the index of its files when one does not hold it all."""
    site, runs = linked_data.site_of(request), sitemap.sources()
    files, asked = sitemap.files(runs), request.GET.get("page", "")
    if files > 1 and not asked:
        lines = sitemap.index(site, files, reverse("sitemap"))
    else:
        page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
        if asked and not 1 <= page <= files:
            raise Http404
        lines = sitemap.urlset(site, runs, page or 1)
    return StreamingHttpResponse(lines, content_type="application/xml; charset=utf-8")


def _page(
    request: HttpRequest, template: str, context: dict[str, object] | None = None
) -> HttpResponse:
    contact = settings.CONTACT
    href = f"mailto:{contact}" if _MAIL.fullmatch(contact) else ""
    if typography.is_web_address(contact):
        href = contact
    known = {
        "publisher": settings.PUBLISHER,
        "contact": contact,
        "contact_href": href,
        "hosting": settings.HOSTING,
        "source": settings.SOURCE if typography.is_web_address(settings.SOURCE) else "",
    }
    return render(request, template, {"data": [], **known, **(context or {})})


def _dataset(request: HttpRequest) -> Node:
    """Return the whole base as a data set that open data portals can harvest."""
    site = linked_data.site_of(request)
    address = f"{site}{reverse('documents:data')}"
    return {
        "@type": "Dataset",
        "@id": address,
        "url": address,
        "name": "Les actions des centres sociaux et des espaces de vie sociale",
        "description": "Les fiches publiées dans Essaim : ce que les centres sociaux et les "
        "espaces de vie sociale font avec les habitants, avec qui, avec quels moyens, ce qu’ils en "
        "ont appris.",
        "inLanguage": "fr",
        "license": linked_data.LICENCE,
        "isAccessibleForFree": True,
        "spatialCoverage": "France",
        "publisher": {"@type": "Organization", "name": settings.PUBLISHER},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": name,
                "encodingFormat": media_type,
                "contentUrl": f"{site}{reverse('export', args=[ending])}",
            }
            for ending, name, _, media_type in _DOWNLOADS
        ],
    }
