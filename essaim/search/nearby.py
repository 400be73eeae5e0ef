"""Little was found: what comes near it, to read besides. Neither counted, nor in the facets.

First the sheets that lack one thing more of what was asked for; then those that talk of the same
as the best found. Filters, exclusions and the place asked for hold for both.
"""

from collections.abc import Sequence
from typing import Final

import tantivy

from essaim.search import analysis
from essaim.search.ranking import Plan, Scored
from essaim.search.reader import Snapshot
from essaim.sheets.fields import Channel
from essaim.sheets.models import Sheet

_BEST: Final = 3  # sheets found whose words are looked for
_WORDS: Final = 25
# A word that one sheet in five has tells nothing; in a small base, that so many sheets have.
_COMMON: Final = 5
_FEW: Final = 5
_READ: Final = {
    "title": Channel.TITLE,
    "summary": Channel.LEAD,
    "experience": Channel.BODY,
    "description": Channel.BODY,
}


def find(snapshot: Snapshot, plan: Plan, found: Sequence[int], wanted: int) -> Scored:
    """Return at most `wanted` sheets (id, score) that the plan does not find, the closest first.

    `found`: those it finds, best first; none, nothing is near. At most one database query.
    """
    if wanted < 1 or not found:
        return []
    almost = plan.almost(snapshot)
    near = _hits(snapshot, almost, wanted) if almost is not None else []
    if len(near) < wanted and not plan.parts:
        held = {identifier for identifier, _ in near}
        alike = _about(snapshot, (*found, *held)[:_BEST])
        if alike is not None:
            # The same may come twice: some more than are wanted.
            more = _hits(snapshot, plan.besides(snapshot, alike), wanted + len(held))
            near += [one for one in more if one[0] not in held]
    return near[:wanted]


def _hits(snapshot: Snapshot, query: tantivy.Query, limit: int) -> Scored:
    hits = snapshot.searcher.search(query, limit, count=False).hits
    identifiers = snapshot.ids([address for _, address in hits])
    return [(one, score) for one, (score, _) in zip(identifiers, hits, strict=True) if one]


def _about(snapshot: Snapshot, identifiers: Sequence[int]) -> tantivy.Query | None:
    """Return the query of what these sheets talk about; None when they say nothing."""
    texts: dict[str, list[str]] = {}
    for row in Sheet.objects.filter(pk__in=identifiers).order_by("pk").values(*_READ):
        for name, channel in _READ.items():
            if row[name]:
                texts.setdefault(str(channel), []).append(analysis.prepare(row[name]))
    if not texts:
        return None
    return tantivy.Query.more_like_this_document_fields_query(
        snapshot.schema,
        texts,
        min_doc_frequency=2,
        max_doc_frequency=max(_FEW, snapshot.searcher.num_docs // _COMMON),
        min_term_frequency=1,
        max_query_terms=_WORDS,
    )
