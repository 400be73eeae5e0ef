"""Little was found: what comes near it, to read besides. Neither counted, nor in the facets.

First the sheets that lack one thing more of what was asked for, those that talk of the same as the
best found before the others; then those that only talk of the same. Filters, exclusions and the
place asked for hold for all.
"""

from collections.abc import Sequence
from typing import Final

import tantivy
from tantivy import Occur

from essaim.search import document, ranking
from essaim.search.ranking import Plan, Scored
from essaim.search.reader import Snapshot
from essaim.search.subject import Said
from essaim.search.understanding import Sense
from essaim.sheets.fields import TEXTS, Part
from essaim.sheets.models import Sheet

_BEST: Final = 3  # sheets found whose words are looked for
_ALIKE_WEIGHT: Final = 10.0  # of having all those words, beside what was asked for
# How much a word tells of the subject, where it is read.
_READ: Final = {"title": 3.0, "summary": 2.0, "experience": 1.0, "description": 1.0}


def find(snapshot: Snapshot, plan: Plan, found: Sequence[int], wanted: int) -> Scored:
    """Return at most `wanted` sheets (id, score) that the plan does not find, the closest first.

    `found`: those it finds, best first; none, nothing is near. At most one database query.
    """
    if wanted < 1 or not found:
        return []
    alike = _about(snapshot, found[:_BEST], plan.parts)
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


def _about(
    snapshot: Snapshot, identifiers: Sequence[int], parts: Sequence[Part]
) -> tantivy.Query | None:
    """Return the query of what these sheets talk about; None when they say nothing.

    Of what they tell in some parts, where those are asked for, looked for there too. Not Tantivy's
    « more like this »: among words as rare, it picks others in each process.
    """
    said = Said()
    read = {one.name: 1.0 for one in TEXTS if one.part in parts} if parts else _READ
    for row in Sheet.objects.filter(pk__in=identifiers).order_by("pk").values(*read):
        for name, weight in read.items():
            said.add(row[name], weight)
    words = said.rarest(snapshot)
    whole = sum(word.weight for word in words)
    columns = [document.PART_COLUMNS[part] for part in parts] or [document.ALL]
    clauses = [
        (Occur.Should, _worth(snapshot, columns, word.stem, word.weight / whole)) for word in words
    ]
    return tantivy.Query.boolean_query(clauses) if clauses else None


def _worth(snapshot: Snapshot, columns: Sequence[str], stem: str, worth: float) -> tantivy.Query:
    """Return the query that gives so much to each sheet that has a word in one of the columns."""
    having = ranking.having(snapshot.schema, columns, (Sense(((0, stem),)),))
    return tantivy.Query.const_score_query(having, worth)
