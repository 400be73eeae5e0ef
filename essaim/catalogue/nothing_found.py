"""When nothing is found: nearest words, conditions to loosen, themes. All that is offered finds."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from essaim.catalogue import facets
from essaim.catalogue.facets import Chip
from essaim.search import engine
from essaim.search.criteria import BY_KEY
from essaim.search.grammar import Term
from essaim.search.phrases import listed, quoted
from essaim.search.query import Query

# So many words are looked near, so many ways tried for each, so many themes shown.
_WORDS: Final = 3
_NEAR: Final = 4
_FEWER: Final = 8
_THEMES: Final = 4
_THEME: Final = "mot-cle"


@dataclass(frozen=True, slots=True)
class Offer:
    """A search that finds something: what to call it, where it is, how many sheets."""

    label: str
    address: str
    total: int


@dataclass(frozen=True, slots=True)
class NothingFound:
    """What to go on with. `is_empty`: there is no sheet at all."""

    title: str
    is_empty: bool = False
    words: tuple[Offer, ...] = ()
    fewer: tuple[Offer, ...] = ()
    themes: tuple[Offer, ...] = ()
    themes_are_near: bool = False


def of(query: Query, base: str, chips: Sequence[Chip]) -> NothingFound:
    """Return the ways on from a query that finds nothing; some twenty searches at most."""
    everything = engine.search(Query(), limit=0)
    if not everything.total:
        return NothingFound("Le catalogue est prêt", is_empty=True)
    words = _nearest(query)
    themes, are_near = _themes(query, words)
    return NothingFound(
        _title(query, chips),
        words=tuple(_offer(label, base, near) for label, near in words),
        fewer=tuple(_fewer(query, base)),
        themes=tuple(_offer(label, base, Query().adding(_THEME, value)) for value, label in themes),
        themes_are_near=are_near,
    )


def _title(query: Query, chips: Sequence[Chip]) -> str:
    if len(chips) > 1 or query.terms.excluded:
        return "Rien ne répond à tout cela à la fois"
    if query.words:
        return f"Aucune fiche ne parle de {facets.words_label(query)}"
    return "Aucune fiche pour l’instant"


def _offer(label: str, base: str, query: Query) -> Offer:
    return Offer(label, facets.address(base, query), _total(query))


def _total(query: Query) -> int:
    return engine.search(query, limit=0).total


# --- Words --------------------------------------------------------------------------------


def _nearest(query: Query) -> list[tuple[str, Query]]:
    """Return searches for words near those that no sheet has: with the filters, else without."""
    texts = list(_near_texts(query))
    inside = [query.with_text(text) for text in texts]
    anywhere = [Query(exact=query.exact).with_text(text) for text in texts]
    for tried in (inside, anywhere):
        found = [one for one in tried if _total(one)]
        if found:
            return [(quoted(one.text), one) for one in found[:_NEAR]]
    return []


def _near_texts(query: Query) -> Iterator[str]:
    """Yield the text with one of its words replaced."""
    plain = [term for term in query.terms.wanted if not term.quoted]
    for term in plain[:_WORDS]:
        for near in engine.nearest(term.written)[:_NEAR]:
            yield _replaced(query.text, term.written, near)


def _replaced(text: str, written: str, word: str) -> str:
    """Return the text with a word it has as `written` replaced, once."""
    composed = unicodedata.normalize("NFC", text)
    whole = rf"(?<![^\W_]){re.escape(written)}(?![^\W_])"
    return re.sub(whole, lambda _: word, composed, count=1)


# --- Conditions -----------------------------------------------------------------------------


def _fewer(query: Query, base: str) -> list[Offer]:
    """Return what loosening one condition would find, the most first; nothing that finds none."""
    tried = [(label, one) for label, one in _loosened(query) if _asks(one)]
    offers = [_offer(label, base, one) for label, one in tried[:_FEWER]]
    found = [one for one in offers if one.total]
    if not found and query.words:
        # No single one stands in the way: the words alone may do.
        alone = Query(exact=query.exact).with_text(query.text)
        if alone != query.with_page(1) and _total(alone):
            found = [_offer(f"Seulement {facets.words_label(query)}", base, alone)]
    return sorted(found, key=lambda one: -one.total)


def _loosened(query: Query) -> Iterator[tuple[str, Query]]:
    """Yield the query with one condition less, and what that is called."""
    wanted, excluded = query.terms.wanted, query.terms.excluded
    if query.parts:
        yield "Dans toute la fiche", query.within(())
    if query.place and query.place.only:
        yield "Dans tous les centres", query.like(replace(query.place, only=False))
    if excluded and wanted:
        names = listed([quoted(term.written) for term in excluded], "ni")
        yield f"Sans exclure {names}", query.with_text(_written(wanted))
    if any(term.quoted for term in wanted):
        yield "Sans les guillemets", query.with_text(_unquoted(query))
    if query.exact:
        yield "Avec synonymes et corrections", query.exactly()
    if wanted or excluded:
        yield f"Sans {facets.words_label(query)}", query.with_text("")
    for key, values in query.filters:
        labels = [BY_KEY[key].label(value) for value in values]
        yield f"Sans {listed(labels, 'ni')}", query.clearing(key)


def _written(terms: Iterable[Term]) -> str:
    return " ".join(f'"{term.written}"' if term.quoted else term.written for term in terms)


def _unquoted(query: Query) -> str:
    wanted = " ".join(term.written for term in query.terms.wanted)
    kept = [
        f'-"{one.written}"' if one.quoted else f"-{one.written}" for one in query.terms.excluded
    ]
    return " ".join((wanted, *kept))


def _asks(query: Query) -> bool:
    """Whether a query narrows at all: what does not is « toutes les actions »."""
    only = query.place is not None and query.place.only
    return bool(query.filters or query.words or query.terms.excluded or only)


# --- Themes ---------------------------------------------------------------------------------


def _themes(query: Query, words: list[tuple[str, Query]]) -> tuple[list[tuple[str, str]], bool]:
    """Return (value, label) of the themes of sheets that have any of the words, the most first.

    Without such a sheet, those the base tells most about; False then.
    """
    chosen = query.values(_THEME)
    if query.words:
        anywhere = Query().with_text(_written(query.terms.wanted))
        for source in (anywhere, *(near for _, near in words[:1])):
            themes = _keywords(source, chosen)
            if themes:
                return themes, True
    return _keywords(Query(), chosen), False


def _keywords(query: Query, chosen: Sequence[str]) -> list[tuple[str, str]]:
    counted = [
        value
        for value in engine.search(query, limit=0).facets.get(_THEME, ())
        if value.count and value.value not in chosen
    ]
    counted.sort(key=lambda value: -value.count)
    return [(value.value, value.label) for value in counted[:_THEMES]]
