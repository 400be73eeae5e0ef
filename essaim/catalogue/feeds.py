"""The Atom feed of any query: its newest sheets, for a feed reader or another site."""

from datetime import UTC, datetime
from typing import Final, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe
from markupsafe import escape

from essaim.catalogue import addresses, cards, facets, linked_data, reading, text_blocks, typography
from essaim.search import engine
from essaim.search.query import Query, Sort
from essaim.sheets import content
from essaim.sheets.models import Sheet

NEWEST: Final = 50
SUMMARY_LIMIT: Final = 600
_SUMMARIES: Final = ("summary", "description", "experience")

# When an empty feed says it was last changed: a moment that never moves, so that asking again
# whether it has changed is answered « no ».
_NEVER: Final = datetime(2000, 1, 1, tzinfo=UTC)


class _Feed(Atom1Feed):
    """Django's Atom feed, whose date is that of its sheets and never that of the request."""

    def latest_post_date(self) -> datetime:
        dates = [item["updateddate"] for item in self.items if item["updateddate"]]
        return cast("datetime", max(dates, default=_NEVER))


@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """Return the 50 newest sheets that answer the query of the address.

    Sheets that only come near the words asked for are left out: a subscriber asked for these.
    """
    query = Query.parse(request.GET).with_sort(Sort.RECENT).with_page(1)
    results = engine.search(query, limit=NEWEST)
    hits = [] if results.softened else results.hits
    site = linked_data.site_of(request)
    said = query.with_sort(None)
    feed = _Feed(
        title=f"{_plain(said.sentence())} – Essaim",
        link=site + facets.address(reverse("actions:list"), said),
        description="Les dernières fiches des centres sociaux et des espaces de vie sociale.",
        language="fr",
        feed_url=site + facets.address(reverse("feed"), said),
        author_name=linked_data.SITE_NAME,
        feed_copyright="Licence Ouverte 2.0",
    )
    for sheet in reading.in_order([hit.sheet_id for hit in hits]):
        _add(feed, site, sheet)
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response


def _add(feed: Atom1Feed, site: str, sheet: Sheet) -> None:
    told = content.of_sheet(sheet)
    told_first = (str(told[name]) for name in _SUMMARIES)
    summary = next((text for text in told_first if text.strip()), "")
    feed.add_item(
        title=_plain(cards.title_of(sheet)),
        link=site + addresses.of_sheet(sheet),
        # Django says that a summary is HTML: plain words must be escaped once more.
        description=escape(typography.lead(summary, SUMMARY_LIMIT)),
        author_name=_plain(sheet.structure.name),
        # The address without the title: it stays the same when the title changes.
        unique_id=site + reverse("actions:number", args=[sheet.number]),
        pubdate=sheet.published_at,
        updateddate=sheet.updated_at or sheet.published_at,
        categories=[_plain(word) for word in content.many(told["keywords"])],
    )


def _plain(text: str) -> str:
    """Return one line without the characters that XML forbids."""
    return " ".join(text_blocks.clean(text).split())
