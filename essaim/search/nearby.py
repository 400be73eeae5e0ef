"""Little was found: what comes near it, to read besides. Neither counted, nor in the facets.

First the sheets that lack one thing more of what was asked for, those that talk of the same as the
best found before the others; then those that only talk of the same. Filters, exclusions and the
place asked for hold for all.
"""

from collections.abc import Sequence
from typing import Final

import tantivy
from tantivy import Occur

from essaim.search import analysis
from essaim.search.ranking import Plan, Scored
from essaim.search.reader import Snapshot
from essaim.sheets.fields import Channel
from essaim.sheets.models import Sheet

_BEST: Final = 3  # sheets found whose words are looked for
_ALIKE_WEIGHT: Final = 0.2  # of those words, beside what was asked for
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
    alike = None if plan.parts else _about(snapshot, found[:_BEST])
    almost = plan.almost(snapshot)
    near: Scored = []
    if almost is not None:
        near = _hits(snapshot, _closest_first(almost, alike), wanted)
    if len(near) < wanted and alike is not None:
        held = {identifier for identifier, _ in near}
        # The same may come twice: some more than are wanted.
        more = _hits(snapshot, plan.besides(snapshot, alike), wanted + len(held))
        near += [one for one in more if one[0] not in held]
    return near[:wanted]


def _closest_first(almost: tantivy.Query, alike: tantivy.Query | None) -> tantivy.Query:
    if alike is None:
        return almost
    also = tantivy.Query.boost_query(alike, _ALIKE_WEIGHT)
    return tantivy.Query.boolean_query([(Occur.Must, almost), (Occur.Should, also)])


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
