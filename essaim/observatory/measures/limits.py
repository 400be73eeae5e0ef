"""What got stuck: who tells it, and the words that mark it."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from essaim.observatory.columns import LIMITS, PROSPECTS
from essaim.observatory.measures import counting
from essaim.observatory.measures.mapping import ByDepartment, Summary, percents
from essaim.observatory.ragged import Ints
from essaim.observatory.results import Measure, Result, Row, Shape
from essaim.observatory.selection import Selection
from essaim.search.query import Exact, Query
from essaim.sheets.fields import Part

LEAST_SHEETS: Final = 5  # that tell what got stuck; below, no word marks anything
LEAST_USES: Final = 3  # sheets that use a word there
_MOST: Final = 24
# Log-likelihood under which a difference may be chance, one time in a thousand.
_SIGNIFICANT: Final = 10.83


def log_likelihood(
    here: Ints, elsewhere: Ints, total_here: int, total_elsewhere: int
) -> counting.Floats:
    """Return of each word how surprising its frequency here is (Dunning's G², Rayson's form)."""
    both = total_here + total_elsewhere
    with np.errstate(divide="ignore", invalid="ignore"):
        one = here * np.log(here * both / (total_here * (here + elsewhere)))
        other = elsewhere * np.log(elsewhere * both / (total_elsewhere * (here + elsewhere)))
    return np.asarray(2 * (np.nan_to_num(one) + np.nan_to_num(other)))


def _marking(selection: Selection) -> Result:
    telling = selection.saying(LIMITS)
    few = Result(
        telling,
        selection.size,
        too_few=True,
        note=f"Trop peu de fiches disent ce qui a coincé ({telling}) pour en dégager des mots : "
        f"il en faut au moins {LEAST_SHEETS}.",
    )
    if telling < LEAST_SHEETS:
        return few
    here, elsewhere = selection.uses(LIMITS), selection.uses(PROSPECTS)
    totals = int(here.sum()), max(1, int(elsewhere.sum()))
    more = np.flatnonzero((here >= LEAST_USES) & (here * totals[1] > elsewhere * totals[0]))
    scores = log_likelihood(here[more], elsewhere[more], *totals)
    marking = scores >= _SIGNIFICANT
    written, looking_for = selection.columns.words.written, _looking_for(selection.query)
    best = _best(more[marking], scores[marking], written)
    rows = tuple(
        Row(
            written[code],
            written[code],
            float(here[code]),
            telling,
            looking_for(written[code]) if looking_for else None,
        )
        for code in best
    )
    note = "" if rows else "Aucun mot ne s’y détache assez pour être plus qu’un hasard."
    return Result(telling, selection.size, rows, note=note)


def _best(codes: Ints, scores: counting.Floats, written: Sequence[str]) -> list[int]:
    """Return the codes of the best of these scores, equals by how they are written."""
    if len(codes) > _MOST:
        kept = scores >= np.partition(scores, -_MOST)[-_MOST]
        codes, scores = codes[kept], scores[kept]
    pairs = zip(scores.tolist(), codes.tolist(), strict=True)
    ranked = sorted((-score, written[code], code) for score, code in pairs)
    return [code for _, _, code in ranked[:_MOST]]


def _looking_for(query: Query) -> Callable[[str], Query] | None:
    """Return what gives the query of the sheets that use a word there, as it is written.

    None when the selection is one of words already: no query asks for two places at once.
    """
    if query.text and query.parts != (Part.LIMITS,):
        return None
    if query.text and query.exact != tuple(Exact):
        return None
    there = query.within([Part.LIMITS]).exactly(*Exact)
    return lambda word: there.with_text(f"{query.text} {word}")


def _telling(selection: Selection) -> Result:
    count = selection.saying(LIMITS)
    row = Row(
        "part",
        "Fiches qui disent ce qui a coincé",
        counting.share(count, selection.size),
        selection.size,
        note=f"{count} sur {selection.size}",
    )
    return Result(selection.size, selection.size, (row,), too_few=not selection.size)


def _telling_of_sheet(selection: Selection) -> counting.Floats:
    return percents(selection.says(LIMITS), np.ones(selection.size, bool))


MEASURES: Final = (
    Measure(
        key="limites-dites",
        theme="limites",
        title="Dire ce qui a coincé",
        question="Ose-t-on raconter les difficultés ?",
        definition="La part des fiches qui racontent une limite, ou pourquoi l’action s’est "
        "arrêtée.",
        unit="%",
        numerator="Les fiches où l’une de ces deux parties contient des mots.",
        denominator="Toutes les fiches de la sélection.",
        missing="Ne rien dire est justement ce qui est compté ici.",
        shape=Shape.VALUES,
        compute=_telling,
        per_department=ByDepartment(_telling_of_sheet, Summary.MEAN),
        row_heading="Part",
    ),
    Measure(
        key="mots-limites",
        theme="limites",
        title="Les mots des difficultés",
        question="Sur quoi bute-t-on ?",
        definition="Les mots que les fiches emploient pour dire ce qui a coincé, nettement plus "
        "que pour dire la suite (« Et après ? »). Le nombre est celui des fiches qui l’emploient "
        "là ; l’ordre, celui de l’écart (log-vraisemblance, au seuil d’une chance sur mille). Un "
        "mot réunit ses formes (« manque », « manques ») et se montre sous la plus courante ; les "
        "mots courants et les nombres sont laissés de côté.",
        unit="fiches",
        numerator="Les fiches qui emploient le mot pour dire ce qui a coincé.",
        denominator="Les fiches qui disent ce qui a coincé.",
        missing=f"Une fiche qui n’en dit rien n’est pas comptée. Rien à moins de {LEAST_SHEETS} "
        f"fiches ; un mot, à partir de {LEAST_USES}.",
        shape=Shape.WORDS,
        compute=_marking,
        row_heading="Mot",
    ),
)
