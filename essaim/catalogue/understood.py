"""How the words were understood, above the results, each thing with the link that undoes it."""

from dataclasses import dataclass

from essaim.catalogue import facets
from essaim.search import telling
from essaim.search.engine import Results
from essaim.search.query import Query


@dataclass(frozen=True, slots=True)
class Line:
    """One thing told; `more` is unfolded under `more_name`, `undo` is a link to `address`."""

    text: str
    more: tuple[str, ...]
    more_name: str
    undo: str
    address: str


def lines(query: Query, results: Results, base: str) -> list[Line]:
    """Return what there is to tell, most often nothing; links keep the whole query."""
    return [
        Line(
            remark.text,
            remark.more,
            remark.more_name,
            remark.undo,
            facets.address(base, remark.undone) if remark.undone else "",
        )
        for remark in telling.remarks(query, results)
    ]
