"""What machines read in the head of a page: canonical address, Open Graph, JSON-LD (schema.org).

JSON-LD stands in `<script type="application/ld+json">`: a data block, which browsers never run
and the content security policy does not concern. Only what the page shows is said here, never
a structure's e-mail address.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from markupsafe import Markup

from essaim.catalogue import addresses, typography
from essaim.network.models import Department, Region, Structure
from essaim.sheets.content import Content
from essaim.sheets.models import Sheet

LICENCE: Final = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
SITE_NAME: Final = "Essaim"
DESCRIPTION_LIMIT: Final = 200

Node = dict[str, Any]

# A `<` could open a tag or a comment for a parser that reads the block as markup.
_ESCAPES: Final = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def site_of(request: HttpRequest) -> str:
    """Return the address of the site as the reader sees it, without the final slash."""
    return request.build_absolute_uri("/").rstrip("/")


def head(
    request: HttpRequest,
    *,
    title: str,
    description: str = "",
    path: str = "",
    kind: str = "website",
    data: Iterable[Node] = (),
) -> Markup:
    """Return the canonical link, the Open Graph values and the JSON-LD of a page.

    `path` is the page's canonical address from `/`, query included (the request's own path when
    empty); `kind` an Open Graph type; `data` are nodes made by the functions below.
    """
    site = site_of(request)
    address = f"{site}{path or request.path}"
    values = {
        "og:site_name": SITE_NAME,
        "og:locale": "fr_FR",
        "og:type": kind,
        "og:title": title,
        "og:description": typography.lead(description, DESCRIPTION_LIMIT) if description else "",
        "og:url": address,
    }
    lines = [Markup('<link rel="canonical" href="%s">') % address]
    lines += [
        Markup('<meta property="%s" content="%s">') % (name, " ".join(value.split()))
        for name, value in values.items()
        if value
    ]
    return Markup("\n").join([*lines, *(script(node) for node in data)])


def script(node: Node) -> Markup:
    """Return a node as a JSON-LD data block, whatever characters its texts hold."""
    whole = {"@context": "https://schema.org", **node}
    # One line for each value: `}}` would look like a template left unrendered.
    written = json.dumps(whole, ensure_ascii=False, indent=0).translate(_ESCAPES)
    safe = written.encode("utf-8", "replace").decode("utf-8")
    # Escaped just above, for JSON: HTML's own escapes would spoil it.
    return Markup('<script type="application/ld+json">%s</script>') % Markup(safe)  # noqa: S704


def breadcrumb(site: str, steps: Sequence[tuple[str, str]]) -> Node:
    """Return the trail of a page; `steps` are (text, address from `/`) pairs, the home first."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": text, "item": f"{site}{address}"}
            for place, (text, address) in enumerate(steps, 1)
        ],
    }


def of_sheet(site: str, sheet: Sheet, told: Content) -> Node:
    """Return a sheet as a report by its structure. `sheet` is loaded with `for_reading`."""
    address = f"{site}{addresses.of_sheet(sheet)}"
    keywords = told["keywords"]
    return _filled(
        {
            "@type": "Report",
            "@id": address,
            "url": address,
            "reportNumber": str(sheet.number),
            "headline": sheet.display_title,
            "abstract": _plain(str(told["summary"])),
            "inLanguage": "fr",
            "isAccessibleForFree": True,
            "license": LICENCE,
            "datePublished": sheet.published_at and sheet.published_at.date().isoformat(),
            "dateModified": sheet.updated_at and sheet.updated_at.date().isoformat(),
            "temporalCoverage": str(told["year"] or ""),
            "keywords": list(keywords) if isinstance(keywords, tuple) else [],
            "audience": told["audience"]
            and {"@type": "Audience", "audienceType": told["audience"]},
            "author": of_structure(site, sheet.structure),
            "spatialCoverage": sheet.structure.department
            and of_territory(sheet.structure.department),
            "isPartOf": {"@type": "Dataset", "@id": f"{site}{reverse('documents:data')}"},
            "creativeWorkStatus": (
                "Fiche inventée pour la démonstration" if sheet.structure.is_demonstration else ""
            ),
        }
    )


def of_structure(site: str, structure: Structure) -> Node:
    """Return a structure as an organisation: an association is an NGO for schema.org."""
    is_association = structure.management == Structure.Management.ASSOCIATION
    address = f"{site}{addresses.of_structure(structure)}"
    place = {
        "streetAddress": structure.address,
        "postalCode": structure.postcode,
        "addressLocality": structure.town,
    }
    return _filled(
        {
            "@type": "NGO" if is_association else "Organization",
            "@id": address,
            "url": address,
            "name": structure.name,
            "sameAs": structure.website if typography.is_web_address(structure.website) else "",
            "address": (
                {"@type": "PostalAddress", **_filled(place), "addressCountry": "FR"}
                if any(place.values())
                else ""
            ),
            "areaServed": structure.department and of_territory(structure.department),
        }
    )


def of_territory(territory: Department | Region) -> Node:
    """Return a département or a region; a département's region is read with it."""
    node: Node = {
        "@type": "AdministrativeArea",
        "name": territory.name,
        "identifier": territory.code,
    }
    if isinstance(territory, Department):
        node["containedInPlace"] = of_territory(territory.region)
    return node


def _plain(text: str) -> str:
    return typography.lead(text, 500)


def _filled(node: Node) -> Node:
    """Return the node without what is unknown."""
    return {key: value for key, value in node.items() if value not in ("", None, [], {})}
