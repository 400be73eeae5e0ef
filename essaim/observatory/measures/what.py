"""What the sheets are about, for whom, on whose initiative, how far: the vocabularies."""

from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np

from essaim.observatory.measures import counting
from essaim.observatory.measures.links import narrowed, narrowing
from essaim.observatory.measures.mapping import ByDepartment, Summary, percents
from essaim.observatory.results import Measure, Result, Row, Shape
from essaim.observatory.selection import Selection
from essaim.sheets import fields, vocabulary

_RESIDENTS: Final = tuple(
    rank
    for rank, term in enumerate(vocabulary.KNOWN["initiative"])
    if term.label in ("Un habitant", "Un groupe d'habitants")
)


def facet(selection: Selection, name: str, *, in_order: bool = False) -> Result:
    """Return how many sheets have each value of a vocabulary, most first or in its order."""
    key = str(fields.BY_NAME[name].facet)
    counted = counting.tally(selection, name)
    names = [(rank, label, label) for rank, label in counting.known_labels(name).items()]
    return counting.bars(
        selection,
        counted,
        names,
        narrowing(selection.query, key),
        in_order=in_order,
    )


def _by_residents(selection: Selection) -> tuple[counting.Flags, counting.Flags]:
    """Return of each sheet whether residents began it, and whether it says who did."""
    return selection.told(selection.having("initiative", _RESIDENTS)), selection.says("initiative")


def _residents(selection: Selection) -> Result:
    yes = selection.told(selection.having("initiative", _RESIDENTS))
    count, saying = int(np.count_nonzero(yes)), selection.saying("initiative")
    known = counting.known_labels("initiative")
    query = narrowed(selection.query, "initiative", *(known[rank] for rank in _RESIDENTS))
    row = Row(
        "part",
        "À l’initiative d’habitants",
        counting.share(count, saying),
        saying,
        query,
        note=f"{count} sur {saying}" if saying else "Aucune fiche ne dit qui a lancé l’action.",
        structures=counting.distinct(selection, yes),
    )
    return Result(saying, selection.size, (row,), too_few=not saying)


def _residents_of_sheet(selection: Selection) -> counting.Floats:
    return percents(*_by_residents(selection))


def _bars(
    name: str, theme: str, title: str, question: str, definition: str, *, in_order: bool = False
) -> Measure:
    field = fields.BY_NAME[name]
    compute: Callable[[Selection], Result] = partial(facet, name=name, in_order=in_order)
    return Measure(
        key=field.key.replace("_", "-"),
        theme=theme,
        title=title,
        question=question,
        definition=definition,
        unit="fiches",
        numerator=f"Les fiches qui ont cette valeur au champ « {field.heading} ».",
        denominator=f"Les fiches qui disent quelque chose au champ « {field.heading} ».",
        missing="Une fiche qui n’en dit rien n’est comptée dans aucune barre.",
        shape=Shape.BARS,
        compute=compute,
        row_heading=field.heading,
    )


_SEVERAL: Final = (
    "Une fiche qui en a plusieurs compte une fois pour chacun : le total des barres dépasse donc "
    "le nombre de fiches."
)

MEASURES: Final = (
    _bars(
        "keywords",
        "quoi",
        "Les thèmes",
        "De quoi parlent les actions ?",
        f"Le nombre de fiches pour chaque mot-clé. {_SEVERAL}",
    ),
    _bars(
        "dimension",
        "quoi",
        "Les dimensions du projet social",
        "À quelle famille d’action appartiennent-elles ?",
        "Le nombre de fiches de chaque dimension ; une fiche n’en a qu’une.",
        in_order=True,
    ),
    _bars(
        "status",
        "quoi",
        "En cours ou terminées",
        "Les actions durent-elles encore ?",
        "Le nombre de fiches de chaque statut, tel que la structure l’a dit en dernier.",
        in_order=True,
    ),
    _bars(
        "audience",
        "qui",
        "Les publics",
        "À qui s’adressent-elles d’abord ?",
        "Le nombre de fiches pour chaque public ; une fiche n’en a qu’un.",
    ),
    _bars(
        "initiative",
        "qui",
        "Qui lance les actions",
        "De qui vient l’idée ?",
        f"Le nombre de fiches pour chaque origine. {_SEVERAL}",
    ),
    Measure(
        key="initiative-habitants",
        theme="qui",
        title="L’initiative des habitants",
        question="Quelle part des actions vient des habitants ?",
        definition="La part des fiches où un habitant ou un groupe d’habitants est à l’initiative, "
        "seul ou avec d’autres.",
        unit="%",
        numerator="Les fiches qui citent « Un habitant » ou « Un groupe d’habitants ».",
        denominator="Les fiches qui disent qui est à l’initiative.",
        missing="Une fiche qui ne dit pas qui est à l’initiative n’est ni au numérateur ni au "
        "dénominateur.",
        shape=Shape.VALUES,
        compute=_residents,
        per_department=ByDepartment(_residents_of_sheet, Summary.MEAN),
        row_heading="Part",
    ),
    _bars(
        "territory",
        "qui",
        "Jusqu’où rayonnent les actions",
        "Un quartier, une commune, plusieurs ?",
        "Le nombre de fiches pour chaque territoire ; une fiche n’en a qu’un.",
        in_order=True,
    ),
)
