"""Who the actions are led with, who goes with whom, and who is read to pay."""

from typing import Final

import numpy as np

from essaim.observatory.measures import counting
from essaim.observatory.measures.links import both, narrowed
from essaim.observatory.measures.what import facet
from essaim.observatory.results import Cell, Measure, Result, Row, Shape
from essaim.observatory.selection import Selection
from essaim.search import bitsets

_MOST: Final = 12  # rows and columns of the grid
_OTHER: Final = "autre-financeur"


def _together(selection: Selection) -> Result:
    """Return how many sheets have each two of the partners met most."""
    known, counts = counting.known_labels("partners"), selection.counts("partners")
    met = sorted(
        (rank for rank in np.flatnonzero(counts).tolist() if rank in known),
        key=lambda rank: (-int(counts[rank]), known[rank]),
    )[:_MOST]
    having = [selection.having("partners", [rank]) for rank in met]
    pairs = [[bitsets.count(one & other) for other in having] for one in having]
    query = selection.query
    heads = tuple(
        Row(
            known[rank],
            known[rank],
            float(counts[rank]),
            int(counts[rank]),
            narrowed(query, "partenaire", known[rank]),
        )
        for rank in met
    )
    cells = tuple(
        Cell(
            one.key,
            other.key,
            float(pairs[i][j]),
            pairs[i][j],
            both(query, one.key, other.key) if pairs[i][j] else None,
        )
        for i, one in enumerate(heads)
        for j, other in enumerate(heads)
        if i != j
    )
    return Result(
        selection.saying("partners"), selection.size, heads, heads, cells, too_few=len(heads) < 2
    )


def _funders(selection: Selection) -> Result:
    counted = counting.tally(selection, "funders")
    known = counting.known_labels("partners")
    names = [(rank + 1, label, label) for rank, label in known.items()]
    names.append((0, _OTHER, "Un autre financeur, cité autrement"))
    # No query finds who is read to pay: `partenaire` is who leads the action.
    return counting.bars(selection, counted, names, lambda _: None)


def _partners(selection: Selection) -> Result:
    return facet(selection, "partners")


MEASURES: Final = (
    Measure(
        key="partenaires",
        theme="partenaires",
        title="Les partenaires",
        question="Avec qui les actions sont-elles menées ?",
        definition="Le nombre de fiches pour chaque partenaire. Une fiche qui en a plusieurs "
        "compte une fois pour chacun : le total des barres dépasse donc le nombre de fiches.",
        unit="fiches",
        numerator="Les fiches qui citent ce partenaire.",
        denominator="Les fiches qui citent au moins un partenaire.",
        missing="Une fiche sans partenaire n’est comptée dans aucune barre : on ne sait pas si "
        "l’action se mène seule, ou si rien n’a été dit.",
        shape=Shape.BARS,
        compute=_partners,
        row_heading="Partenaire",
    ),
    Measure(
        key="partenaires-ensemble",
        theme="partenaires",
        title="Les partenaires qui vont ensemble",
        question="Qui retrouve-t-on avec qui ?",
        definition="Pour chaque paire de partenaires, le nombre de fiches qui citent les deux. "
        f"Les {_MOST} partenaires les plus cités.",
        unit="fiches",
        numerator="Les fiches qui citent les deux partenaires.",
        denominator="Les fiches qui citent au moins un partenaire.",
        missing="Une fiche sans partenaire n’est dans aucune case.",
        shape=Shape.GRID,
        compute=_together,
        row_heading="Partenaire",
        column_heading="Et aussi",
    ),
    Measure(
        key="financeurs",
        theme="partenaires",
        title="Les financeurs cités avec leur part",
        question="Qui finance, quand la fiche le dit ?",
        definition="Le nombre de fiches où une part de l’argent est lue avec son financeur : "
        "« Caf 2 000 €, Ville 500 € ». Une fiche qui en a plusieurs compte une fois pour chacun.",
        unit="fiches",
        numerator="Les fiches où une part est lue pour ce financeur.",
        denominator="Les fiches où au moins une part est lue avec son financeur.",
        missing="Une fiche qui cite un financeur sans montant, ou dont la lecture est douteuse, "
        "n’est pas comptée.",
        shape=Shape.BARS,
        compute=_funders,
        row_heading="Financeur",
    ),
)
