"""A query, said in French: « Actions en cours sur la parentalité dans le Rhône »."""

from typing import TYPE_CHECKING, Final

from essaim.search import likeness, ranges
from essaim.search.criteria import ALSO_PARTNER, BY_KEY, PARTNER
from essaim.search.likeness import Place
from essaim.search.phrases import listed, quoted
from essaim.sheets.fields import PART_NAMES

if TYPE_CHECKING:
    from essaim.search.query import Query

# The order of a sentence is not that of the panel: the place comes last, as one says it.
_ADJECTIVES: Final = ("statut", "dimension")
_CLAUSES: Final = (
    "mot-cle",
    "public",
    "initiative",
    PARTNER,
    "territoire",
    *(one.key for one in ranges.RANGES),
    "structure",
    "departement",
    "region",
    "annee",
)


def of(query: "Query") -> str:
    """Return the query as one sentence, without its full stop."""
    said = _said_filters(query)
    excluded = [quoted(term.written) for term in query.terms.excluded]
    if not (said or query.words or excluded or query.place):
        return "Toutes les actions"
    adjectives = [said[key] for key in _ADJECTIVES if key in said]
    clauses = [said[key] for key in _CLAUSES if key in said]
    if excluded:
        clauses.insert(0, f"sans {listed(excluded, 'ni')}")
    if query.words:
        clauses.insert(0, _said_words(query))
    if query.place:
        clauses.append(_said_place(query.place))
    # Short sentences flow; long ones need their commas.
    joint = " " if len(clauses) <= 2 else ", "
    return " ".join(["Actions", *adjectives, joint.join(clauses)]).strip()


def _said_filters(query: "Query") -> dict[str, str]:
    """Return the clause of each filter; both ends of a range are one, both partners too."""
    values = dict(query.filters)
    said = {key: BY_KEY[key].phrase(chosen) for key, chosen in query.filters}
    also = said.pop(ALSO_PARTNER, "")
    if also:
        with_one = said.get(PARTNER, "")
        said[PARTNER] = f"{with_one} et aussi {also.removeprefix('avec ')}" if with_one else also
    for one in ranges.RANGES:
        ends = ranges.bounds(values, one)
        for key in one.keys:
            said.pop(key, None)
        if any(ends):
            said[one.key] = one.phrase(*ends)
    return said


def _said_words(query: "Query") -> str:
    """Return the clause of the words, and of where they must stand."""
    terms = query.terms.wanted
    # Without quotes of its own, the text is said as it was typed.
    if query.terms.excluded or any(term.quoted for term in terms):
        said = listed([quoted(term.written) for term in terms], "et")
    else:
        said = quoted(query.text)
    where = listed([PART_NAMES[part] for part in query.parts])
    return f"qui parlent de {said}" + (f" dans {where}" if where else "")


def _said_place(place: Place) -> str:
    where = likeness.phrase(place)
    return where if place.only else f"d’abord {where}"
