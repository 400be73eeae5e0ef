"""How a search was understood, said in French: what was read otherwise, added, left out.

Nothing is done to the words that is not told here, with the query that undoes it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from essaim.search import grammar, lexicon, synonyms
from essaim.search.engine import Results
from essaim.search.phrases import NBSP, listed, quoted
from essaim.search.query import Exact, Query
from essaim.search.understanding import Repair, Widening
from essaim.sheets.fields import PART_NAMES

# More words than these stand behind « et d’autres ».
_SHOWN: Final = 6
# More than these of one kind are told together.
_EACH: Final = 2
_COLON: Final = f"{NBSP}:"
_SEMICOLON: Final = "\u202f; "


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing told of a search.

    `more`: lines that need not be read at once, under the words `more_name`. `undone`: the query
    that does without, under the words `undo`.
    """

    text: str
    more: tuple[str, ...] = ()
    more_name: str = ""
    undo: str = ""
    undone: Query | None = None


def remarks(query: Query, results: Results) -> list[Remark]:
    """Return all there is to tell of how the words of a query were understood."""
    meaning = results.meaning
    told: list[Remark] = []
    if results.softened:
        told.append(
            Remark(f"Aucune fiche n’a tous ces mots{_COLON} voici celles qui s’en approchent.")
        )
    of_thesaurus = [one for one in meaning.widened if _is_of_thesaurus(query, one)]
    spelt = [one for one in meaning.widened if one not in of_thesaurus]
    told += _spelling(query, meaning.repairs, _once(spelt), found=results.total > 0)
    if meaning.opening:
        told.append(_opened(query, meaning.opening))
    told += _synonyms(query, _once(of_thesaurus), alone=len(meaning.needs) == 1)
    if meaning.unknown and not _is_all(query, results):
        told.append(_left_out(meaning.unknown, found=results.total > 0))
    if query.exact:
        told.append(_as_typed(query))
    if query.parts and not (query.words or query.terms.excluded):
        told.append(_no_word(query))
    return told


def _spelling(
    query: Query, repairs: Sequence[Repair], spelt: Sequence[Widening], *, found: bool
) -> list[Remark]:
    """Return what was repaired, completed, or taken for a slip; the last one undoes it all."""
    read = {one.read for one in repairs}
    completed = [one for one in spelt if one.written not in read and _is_completed(one)]
    slips = [one for one in spelt if one.written not in read and not _is_completed(one)]
    told = [_repaired(repairs, spelt, found=found)] if repairs else []
    told += _each(completed, _complete, f"Mots complétés{_COLON}")
    told += _each(slips, _near, "Cherché aussi des mots proches de")
    changed = [repair.written for repair in repairs]
    changed += [one.written for one in (*completed, *slips)]
    if told:
        undo = (
            f"Chercher {quoted(changed[0])} tel quel"
            if len(changed) == 1
            else "Chercher ces mots tels quels"
        )
        told[-1] = replace(told[-1], undo=undo, undone=_without(query, Exact.SPELLING))
    return told


def _repaired(repairs: Sequence[Repair], spelt: Sequence[Widening], *, found: bool) -> Remark:
    others = {one.written: _others(one) for one in spelt}
    written = listed([quoted(one.written) for one in repairs], "ni")
    read = listed(
        [
            listed([quoted(word) for word in (one.read, *others.get(one.read, ()))])
            for one in repairs
        ],
        "et",
    )
    instead = f"voici les résultats pour {read}" if found else f"nous avons lu {read}"
    return Remark(f"Aucune fiche ne contient {written}{_COLON} {instead}.")


def _opened(query: Query, opening: str) -> Remark:
    text = f"{quoted(opening)} ne dit pas ce que vous cherchez{_COLON} laissé de côté."
    return Remark(text, undo="Chercher aussi ces mots", undone=_without(query, Exact.SPELLING))


def _each(
    widened: Sequence[Widening], tell: Callable[[Widening], Remark], together: str
) -> list[Remark]:
    """Return what is told of each word; of more than two, one remark with all of it behind."""
    if len(widened) <= _EACH:
        return [tell(one) for one in widened]
    names = listed([quoted(one.written) for one in widened], "et")
    return [_folded(f"{together} {names}.", widened)]


def _complete(widening: Widening) -> Remark:
    others = ", ".join(_others(widening))
    return Remark(f"{quoted(widening.written)} a été complété{_COLON} {others}.")


def _near(widening: Widening) -> Remark:
    others = listed([quoted(other) for other in _others(widening)], "et")
    also = "cherché aussi" if len(_others(widening)) == 1 else "cherchés aussi"
    return Remark(f"{quoted(widening.written)} est proche de {others}{_COLON} {also}.")


def _synonyms(query: Query, widened: Sequence[Widening], *, alone: bool) -> list[Remark]:
    """Return what was looked for besides; `alone`: nothing but the widened word was asked for."""
    if not widened:
        return []
    undo = (
        f"Chercher seulement {quoted(widened[0].written)}" if alone else "Chercher sans synonymes"
    )
    told = _widened_one(widened[0], alone=alone) if len(widened) == 1 else _widened_many(widened)
    return [replace(told, undo=undo, undone=_without(query, Exact.SYNONYMS))]


def _widened_one(widening: Widening, *, alone: bool) -> Remark:
    others = _others(widening)
    # A fold for one word would be a detour.
    shown = others if len(others) <= _SHOWN else others[: _SHOWN - 1]
    rest = others[len(shown) :]
    what = "" if alone else f" pour {quoted(widening.written)}"
    text = f"Cherché aussi{what}{_COLON} {', '.join(shown)}"
    if not rest:
        return Remark(f"{text}.")
    return Remark(f"{text}…", (", ".join(rest),), f"et {len(rest)} autres")


def _widened_many(widened: Sequence[Widening]) -> Remark:
    if sum(len(_others(one)) for one in widened) <= _SHOWN:
        each = [f"{', '.join(_others(one))} pour {quoted(one.written)}" for one in widened]
        return Remark(f"Cherché aussi{_COLON} {_SEMICOLON.join(each)}.")
    names = listed([quoted(one.written) for one in widened], "et")
    return _folded(f"Cherché aussi des synonymes de {names}.", widened)


def _folded(text: str, widened: Sequence[Widening]) -> Remark:
    lines = [f"{quoted(one.written)}{_COLON} {', '.join(_others(one))}" for one in widened]
    count = sum(len(_others(one)) for one in widened)
    return Remark(text, tuple(lines), f"Voir les {count} mots")


def _is_all(query: Query, results: Results) -> bool:
    """Whether unknown words are all that was asked for: « aucune fiche » has said it."""
    others = query.filters or query.parts or query.place
    return not (results.total or others) and len(results.meaning.unknown) == len(query.terms.wanted)


def _left_out(unknown: Sequence[str], *, found: bool) -> Remark:
    names = listed([quoted(word) for word in unknown], "et")
    if len(unknown) == 1:
        left = f"{_COLON} il a été laissé de côté" if found else ""
        return Remark(f"{names} n’est dans aucune fiche{left}.")
    left = f"{_COLON} ils ont été laissés de côté" if found else ""
    return Remark(f"{names} ne sont dans aucune fiche{left}.")


_AS_TYPED: Final = {
    (Exact.SYNONYMS,): ("Cherché sans synonymes.", "Rétablir les synonymes"),
    (Exact.SPELLING,): ("Cherché sans rien corriger ni compléter.", "Rétablir les corrections"),
    (Exact.SYNONYMS, Exact.SPELLING): (
        "Cherché tel quel, sans synonymes ni corrections.",
        "Rétablir les deux",
    ),
}


def _as_typed(query: Query) -> Remark:
    text, undo = _AS_TYPED[query.exact]
    return Remark(text, undo=undo, undone=query.exactly())


def _no_word(query: Query) -> Remark:
    where = listed([PART_NAMES[part] for part in query.parts])
    return Remark(
        f"Il manque un mot à chercher dans {where}.",
        undo="Chercher dans toute la fiche",
        undone=query.within(()),
    )


def _without(query: Query, exact: Exact) -> Query:
    return query.exactly(*query.exact, exact)


def _once(widened: Sequence[Widening]) -> list[Widening]:
    """Return each word once, and only where there is something to tell."""
    kept = {one.written: one for one in widened}
    return [one for one in kept.values() if _others(one)]


def _is_of_thesaurus(query: Query, widening: Widening) -> bool:
    """Whether the words looked for besides are those of the synonyms in force."""
    if Exact.SYNONYMS in query.exact:
        return False
    terms = grammar.read(widening.written).wanted
    stems = [term.words[0][1] for term in terms]
    thesaurus = synonyms.current()
    match = thesaurus.variants(stems, 0, [term.typed for term in terms])
    match = match or thesaurus.small(widening.written)
    return match is not None and tuple(one.written for one in match.variants) == widening.others


def _is_completed(widening: Widening) -> bool:
    """Whether all the words looked for begin with what was typed."""
    start = lexicon.folded(widening.written)
    return all(lexicon.folded(other).startswith(start) for other in widening.others)


def _others(widening: Widening) -> list[str]:
    """Return what to show of the words looked for besides: plurals go without saying."""
    shown: list[str] = []
    for other in widening.others:
        singulars = (other, other.removesuffix("s"), other.removesuffix("x"))
        if not any(one in shown for one in singulars):
            shown.append(other)
    return shown
